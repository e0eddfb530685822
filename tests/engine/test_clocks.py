"""At month 0 clocks run as if time had passed, and as many branches are alive as is said."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from sim.constants import INTERCEPT
from sim.processes.clocks import answered
from sim.processes.contact import consent_support
from sim.processes.settling import ALIVE, aim, usual_intercept
from sim.state.codes import Contact, Interim, SecretarySource, Type
from sim.state.table import NEVER
from sim.worlds import Worlds
from tests.engine.handmade import Made
from tests.engine.places import scenario, worlds

REPLICATES = range(40)


@lru_cache
def started() -> Worlds:
    """Forty worlds of the county at month 0, each with its own draw of the priors."""
    return Worlds.build(scenario("county"), ["baseline"], REPLICATES)


def test_as_many_branches_are_alive_as_is_said() -> None:
    """Whatever the threshold: a branch of .35 counts; quality of survivors lifts it a little."""
    stack = started()
    branches = stack.branches
    rows = np.flatnonzero(branches.alive & (branches.members > 0))
    alive = np.bincount(branches.world[rows], branches.vitality[rows] >= ALIVE, stack.n_worlds)
    share = alive / np.bincount(branches.world[rows], minlength=stack.n_worlds)
    said = stack.parameters["alive_at_start"]
    assert abs((share - said).mean()) < 0.06
    assert np.corrcoef(share, said)[0, 1] > 0.5


def test_the_intercept_makes_the_expected_number_alive() -> None:
    """Σ σ(1.7 (L + x − logit .35) / sd) = alive · B, by hand for two branches."""
    made = Made(alive_at_start=0.75, branch_quality_sd=0.5)
    rows = np.array([made.branch(made.organization(members=3)) for _ in range(2)])
    level = np.array([-1.0, 0.5])
    x = float(aim(made.stack, rows, level)[0])
    expected = 1 / (1 + np.exp(-1.7 * (level + x - np.log(0.35 / 0.65)) / 0.5))
    assert expected.sum() == pytest.approx(1.5, abs=1e-5)


def test_a_world_without_branches_has_that_of_an_average_one() -> None:
    """An average branch of three members is as likely alive as is said."""
    made = Made(alive_at_start=0.75, branch_quality_sd=0.6)
    p = {name: float(value[0]) for name, value in made.stack.parameters.items()}
    attitude = p["base_benefit"] - sum(
        p[f"weight_{fear}"] * p[f"base_{fear}"] for fear in ("interference", "burden", "constraint")
    )
    level = (
        float(usual_intercept(made.stack)[0])
        + p["vitality_skill"] * p["secretary_skill"]
        + p["vitality_members"] * np.log(3)
        + p["vitality_commitment"] * p["commitment_mean"]
        + p["vitality_attitude"] * attitude
        - p["vitality_turnover"] * 0.6 * p["leave_per_year"]
    )
    alive = 1 / (1 + np.exp(-1.7 * (level - np.log(0.35 / 0.65)) / 0.6))
    assert alive == pytest.approx(0.75)
    assert float(worlds("hamlet").intercept[0]) != INTERCEPT


def test_posts_are_vacant_as_often_as_they_are_in_time() -> None:
    """f / (f + 12 s): the share of time without a secretary where f a year are lost."""
    stack = started()
    branches, p = stack.branches, stack.parameters
    lost = p["rotation_per_year"] + 0.75 * p["leave_per_year"]
    expected = (lost / (lost + 12 * p["secretary_later"]))[branches.world[1:]]
    vacant = branches.secretary[1:] == SecretarySource.NONE
    # Besides, some branches have no member who could be secretary.
    able = (branches.members[1:] > 0) & branches.alive[1:]
    error = np.sqrt((expected * (1 - expected))[able].sum()) / able.sum()
    assert abs(vacant[able].mean() - expected[able].mean()) < 4 * error
    gone = np.flatnonzero(vacant & able) + 1
    assert not branches.skill[gone].any() and not branches.time_share[gone].any()
    assert (branches.vitality[gone] > 0).all()


def test_small_branches_have_used_up_some_of_their_grace() -> None:
    stack = started()
    branches = stack.branches
    few = branches.alive & (branches.members < 3)
    grace = stack.parameters["grace_months"][branches.world]
    assert (branches.below[~few] == 0).all()
    assert (branches.below[few] < grace[few]).all()
    assert few.sum() < 30 or branches.below[few].max() > 0


def test_uncovered_heads_have_been_asked_before() -> None:
    """Who could have been asked is less willing than who could not; some have just said no."""
    stack = started()
    o = stack.organizations
    bare = o.alive & o.operating & (o.branch == 0) & (o.interim == Interim.NONE)
    bare &= o.willing_until <= 0
    asked = bare & (o.eligible > 0) & (o.type != Type.LOOSE)
    never = bare & ~asked
    assert o.attitude[asked].mean() < o.attitude[never].mean() - 0.02
    waiting = asked & ((o.silent_until > 0) | (o.deferred_until > 0))
    assert waiting.sum() > 20
    assert (o.contact[waiting] == Contact.COMMITTEE).all()
    assert (o.contacted[waiting] <= 0).all() and (o.contacted[waiting] > NEVER).all()
    assert not ((o.silent_until > 0) | (o.deferred_until > 0))[never].any()
    assert not o.asked[1:].any()
    silence = stack.parameters["silence_months"][o.world]
    assert (o.silent_until[waiting] < silence[waiting]).all()


def test_what_goes_on_does_not_jump_at_the_start() -> None:
    """Consents in the first quarter are no wave: at most twice those of the third year's."""
    stack = Worlds.build(scenario("county"), ["baseline"], range(24))
    consents = []
    for _ in range(36):
        stack.step()
        consents.append(sum(len(e.world) for e in stack.events if e.kind.name == "CONSENTED"))
    assert sum(consents[:3]) < 2.0 * sum(consents[33:]) + 20


def test_silent_and_deferred_heads_stand_in_their_shares() -> None:
    """Free : silent : deferred = 1 : r·R·silence : r·D·deferral, in years."""
    made = Made(indifference_width=0.8, silence_months=24.0, deferred_months=6.0)
    rows = np.array([made.organization(members=1) for _ in range(1600)])
    stack, o = made.stack, made.stack.organizations
    support = float(consent_support(stack, made.doses, rows)[0])
    yes, no = 1 / (1 + np.exp(0.8 - support)), 1 / (1 + np.exp(0.8 + support))
    answered(stack, made.doses, rows, np.full(len(rows), 1.5))
    silent, deferred = 1.5 * no * 2.0, 1.5 * (1 - yes - no) * 0.5
    refused = o.contacted[rows] <= o.silent_until[rows] - 24
    later = (o.contact[rows] == Contact.COMMITTEE) & ~refused
    for found, share in ((refused, silent), (later, deferred)):
        expected = share / (1 + silent + deferred)
        error = (expected * (1 - expected) / len(rows)) ** 0.5
        assert found.mean() == pytest.approx(expected, abs=4 * error)
    ago = -o.contacted[rows][refused]
    assert 0 < ago.min() < 3 and 22 <= ago.max() <= 24


def test_no_head_who_is_covered_has_withdrawn() -> None:
    """Heads whom quality has pushed below are replaced too, so that month 12 sees no pulse."""
    stack = started()
    o = stack.organizations
    covered = np.flatnonzero(o.branch)
    below = o.attitude[covered] < stack.at("close_attitude", covered)
    assert below.mean() < 0.002


def test_silences_are_at_rest() -> None:
    """As many are silent and deferred after ten months as at the start, to a third."""
    stack = Worlds.build(scenario("county"), ["baseline"], range(24))
    counts = []
    for _ in range(11):
        o = stack.organizations
        here = o.alive & o.operating & (o.branch == 0)
        counts.append(int((here & (o.silent_until > stack.month)).sum()))
        stack.step()
    assert counts[0] > 100
    assert counts[-1] == pytest.approx(counts[0], rel=1 / 3)
