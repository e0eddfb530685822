"""A world in a stack of other worlds is the same world as alone, bit for bit.

All columns of all live rows are compared by identity, with the month's events and the ledger.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.scenario import load
from sim.state import layout
from sim.worlds import Worlds
from tests.engine.places import DATA, EVERYTHING, run, scenario, worlds
from tests.engine.snapshots import booked, first_difference, happened, snapshot

MONTHS = 42


def difference(a: Worlds, k: int, b: Worlds, j: int) -> str | None:
    """Return what tells world k of one stack from world j of another, or None."""
    found = first_difference(snapshot(a, k), snapshot(b, j))
    if found is None and happened(a, k) != happened(b, j):
        found = f"events: {happened(a, k)} against {happened(b, j)}"
    if found is None and booked(a, k) != booked(b, j):
        found = f"ledger: {booked(a, k)} against {booked(b, j)}"
    return found


def mixed() -> tuple[Worlds, list[Worlds]]:
    """Return a stack of two places, several replicates and alternatives; and each world alone."""
    capped = scenario("town", "budget.cap_yuan_per_year=60000", "budget.districts.north=15000")
    parts = (
        Worlds.build(scenario("town"), EVERYTHING, (0,)),
        Worlds.build(scenario("hamlet"), None, (1,)),
        Worlds.build(scenario("town"), ("people",), (3,)),
        Worlds.build(capped, ("everything_1", "everything_3"), (4,)),
    )
    alone = [part.taken([k]) for part in parts for k in range(part.n_worlds)]
    return Worlds.joined(parts), alone


def test_a_stack_of_different_worlds_equals_each_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it drops all dead rows every year; the worlds alone never drop any."""
    stack, alone = mixed()
    dropping = stack.taken(np.arange(stack.n_worlds))
    assert len({float(x) for x in stack.parameters["exit_per_year"]}) > 3
    dropped = 0
    for month in range(MONTHS):
        stack.step()
        before = rows(dropping)
        with monkeypatch.context() as patch:
            patch.setattr(layout, "DEAD_SHARE", 0.0)
            dropping.step()
        dropped += month > 0 and rows(dropping) < before
        with monkeypatch.context() as patch:
            patch.setattr(layout, "DEAD_SHARE", 1.0)
            for world in alone:
                world.step()
        for k, world in enumerate(alone):
            assert difference(stack, k, world, 0) is None, (month, k)
    assert dropped >= 2
    for k, world in enumerate(alone):
        assert difference(dropping, k, world, 0) is None, k


def rows(stack: Worlds) -> int:
    """Return how many rows a stack holds, dead ones too."""
    return len(stack.organizations) + len(stack.members) + len(stack.branches)


def test_worlds_taken_in_mid_year_go_on_as_they_would_have() -> None:
    stack, _ = mixed()
    run(stack, 17)
    chosen = [stack.n_worlds - 1, 3, 7, 3]
    taken = stack.taken(chosen)
    for month in range(20):
        stack.step()
        taken.step()
        for j, k in enumerate(chosen):
            assert difference(stack, k, taken, j) is None, (month, k)


def test_a_stack_goes_on_under_the_same_policies_as_before() -> None:
    """``under`` with its own alternatives changes the state of nothing."""
    stack, _ = mixed()
    run(stack, 17)
    again = stack.taken(np.arange(stack.n_worlds))
    again = again.under(again.alternatives, again.alternative)
    run(stack, 8)
    run(again, 8)
    for k in range(stack.n_worlds):
        assert first_difference(snapshot(stack, k), snapshot(again, k)) is None, k


def test_the_order_of_a_registry_does_not_matter(tmp_path: Path) -> None:
    """Rows are found again by identity; only their number in the file differs."""
    lines = (DATA / "registry.csv").read_text(encoding="utf-8").splitlines()
    head, rows = lines[0], lines[1:]
    shuffled = random.Random(5).sample(rows, len(rows))
    assert shuffled != rows
    text = (DATA / "registry.toml").read_text(encoding="utf-8")
    (tmp_path / "registry.toml").write_text(text, encoding="utf-8")
    (tmp_path / "registry.csv").write_text("\n".join([head, *shuffled]) + "\n", encoding="utf-8")
    first = worlds("registry", replicates=(0, 1))
    second = worlds(load(tmp_path / "registry.toml"), replicates=(0, 1))
    for month in range(25):
        for k in range(first.n_worlds):
            a, b = snapshot(first, k), snapshot(second, k)
            assert first_difference(a, b, but={"organizations.number"}) is None, (month, k)
        first.step()
        second.step()


@pytest.mark.slow
def test_hash_seeds_do_not_matter() -> None:
    """The pinned worlds have the same checksums in processes with other hash seeds."""
    found = []
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-m", "tests.engine.pinned"],
            cwd=DATA.parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        found.append(json.loads(done.stdout))
    assert found[0] == found[1]
