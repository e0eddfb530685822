"""The place in the rail follows the run, and is not drawn anew without a reason."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import sim
from sim.app.planner.place_view import PlaceView


def test_a_run_that_is_refined_is_told_anew() -> None:
    scenario = sim.load("linze")
    results = SimpleNamespace(folder="run", replicates=range(10))
    session: Any = SimpleNamespace(
        scenario=scenario, opened=1, data={}, outcome=SimpleNamespace(results=results)
    )
    drawn: list[Any] = []
    desk: Any = SimpleNamespace(session=session, add=lambda draw, depends: drawn.append(depends))
    PlaceView(desk, lambda: None)
    (depends,) = drawn
    before = depends()
    assert depends() == before
    results.replicates = range(200)
    assert depends() != before
