"""Recording the real engine: no trace in any column of any world."""

from __future__ import annotations

from pathlib import Path

import sim
from sim.measures.recorder import Recorder
from sim.worlds import Worlds
from tests.engine.snapshots import first_difference, snapshot

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"


def test_recorded_or_not_the_worlds_are_the_same() -> None:
    scenario = sim.load(SMALL)
    plain, watched = (Worlds.build(scenario, replicates=[0, 3]) for _ in range(2))
    recorder = Recorder(watched, scenario.months, watched.ledger, watched.budget)
    recorder.record()
    for _ in range(scenario.months):
        plain.step()
        watched.step()
        recorder.record(watched.doses)
    recorder.finish()
    for world in range(plain.n_worlds):
        assert first_difference(snapshot(plain, world), snapshot(watched, world)) is None
