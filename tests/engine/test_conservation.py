"""Nobody is lost or counted twice: recounts after every month, under any mix of policies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.policies.doses import DoseReader
from sim.processes import vitality as vitality_module
from sim.processes.dispatch import dispatch
from sim.state.codes import Form
from sim.state.stack import Stack
from sim.worlds import Worlds
from tests.engine import invariants
from tests.engine.places import EVERYTHING, policy, scenario, worlds

MONTHS = 30


@pytest.fixture(scope="module", autouse=True)
def counted() -> Iterator[None]:
    """Check counters where they are made: later in the month some of what they count moves on."""
    memory = vitality_module.turnover_memory

    def after_recruitment(stack: Stack, doses: DoseReader) -> None:
        invariants.counts_of_members(stack)
        dispatch(stack, doses)

    def after_tally(stack: Stack, rows: np.ndarray) -> None:
        invariants.counts_of_branches(stack)
        memory(stack, rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.worlds.dispatch", after_recruitment)
        patch.setattr(vitality_module, "turnover_memory", after_tally)
        yield


def watch(stack: Worlds, months: int) -> None:
    """Let months pass and check each."""
    invariants.check(stack)
    for _ in range(months):
        before = invariants.registered(stack)
        stack.step()
        invariants.register(before, stack)
        invariants.check(stack)


def test_three_places_under_every_policy() -> None:
    parts = [
        Worlds.build(scenario("town"), EVERYTHING, (0, 1)),
        Worlds.build(scenario("hamlet"), None, (2,)),
        Worlds.build(scenario("registry"), None, (3,)),
    ]
    watch(Worlds.joined(parts), MONTHS)


@st.composite
def policies(draw: st.DrawFn) -> list[Policy]:
    """Draw up to six policies, with any value of their numbers and any period."""
    chosen = draw(st.lists(st.sampled_from(sorted(POLICIES)), min_size=1, max_size=6, unique=True))
    made = []
    for name in chosen:
        values: dict[str, object] = {
            "start": draw(st.integers(0, 12)),
            "end": draw(st.none() | st.integers(12, 24)),
            "ramp_months": draw(st.integers(0, 6)),
        }
        for field in fields(POLICIES[name]):
            meta = field.metadata
            if field.name in values or "low" not in meta or field.name.startswith(("cost", "burd")):
                continue
            low, high = meta["low"], min(meta["high"], 40)
            number = st.integers(low, int(high)) if meta["whole"] else st.floats(low, high)
            values[field.name] = draw(number)
        made.append(policy(name, **values))
    return made


WITHOUT_SHRINKING = (Phase.explicit, Phase.generate)
"""A run of months is dear, and the failing mix is small anyway."""


@settings(max_examples=12, phases=WITHOUT_SHRINKING)
@given(policies(), st.integers(0, 1000), st.sampled_from(["hamlet", "town"]))
def test_any_mix_of_policies(mix: list[Policy], replicate: int, place: str) -> None:
    watch(worlds(place, {"mix": mix}, (replicate,)), 24)


@pytest.mark.slow
@settings(max_examples=200, phases=WITHOUT_SHRINKING)
@given(policies(), st.integers(0, 10**6), st.sampled_from(["hamlet", "town", "registry"]))
def test_many_mixes_of_policies(mix: list[Policy], replicate: int, place: str) -> None:
    watch(worlds(place, {"mix": mix}, (replicate,)), 36)


def test_a_joint_branch_holds_at_most_its_maximum_when_somebody_joins() -> None:
    stack = Worlds.build(scenario("town"), EVERYTHING, range(4))
    for _ in range(MONTHS):
        sizes = stack.branches.organizations.tolist()
        before = dict(zip(stack.branches.identity.tolist(), sizes, strict=True))
        stack.step()
        branches = stack.branches
        joint = np.flatnonzero(branches.alive & (branches.form == Form.JOINT))
        limit = np.floor(stack.doses.at("joint_max", branches.host[joint]) + 1e-9)
        for row, most in zip(joint.tolist(), limit.tolist(), strict=True):
            size = int(branches.organizations[row])
            assert size <= max(most, before.get(int(branches.identity[row]), 0))
