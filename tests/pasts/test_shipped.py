"""Lists that shipped places bring along: whole, long enough, and what the program finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.pasts.kept import described, read, shipped_list
from sim.pasts.lists import look_at
from sim.plan.shipped import shipped_names
from sim.scenario import load
from sim.scenario.scenario import Scenario
from sim.store.parts import sealed
from tests.pasts.places import pasts, town
from tools import histories


@pytest.mark.parametrize("name", shipped_names())
def test_the_list_of_a_place_is_there_and_comes_out_again(name: str) -> None:
    assert histories.missing(name) is None
    scenario = load(name)
    if scenario.history is None:
        assert not shipped_list(name).exists()
        return
    held = read(shipped_list(name), scenario.past_digest())
    first = look_at(scenario, range(4))
    assert held.weights[:4] == first.weights and held.accepted[:4] == first.accepted


def test_a_list_that_is_there_is_taken_over_and_sealed_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def known(name: str) -> Scenario:
        return town("replicates=2")

    path = tmp_path / "histories" / "town.json"
    monkeypatch.setattr(histories, "load", known)
    monkeypatch.setattr(histories, "shipped_list", lambda name: path)
    monkeypatch.setattr(histories, "MEDIAN_OF", 2)
    text = histories.missing("town")
    assert text is not None and "town" in text
    path.parent.mkdir()
    path.write_bytes(sealed(described(town("seed=9"), pasts())))  # of something else
    assert "another place" in str(histories.missing("town"))
    histories.make("town")
    assert histories.missing("town") is None
    assert read(path, town().past_digest()) == pasts()
