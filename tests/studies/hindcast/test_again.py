"""A hindcast done again comes to the same files, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.studies.hindcast import backtests, conduct, predictions
from sim.studies.hindcast.ensemble import VARIANTS
from sim.studies.hindcast.written import HindcastFolder

DRAWS = 200
PLACES = {
    "Linfen": (("linfen_social", "2017-07"),),
    "Lishui": (("lishui_social", "2012-06"),),
}


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two places of half a year, one case, two of the variants."""
    places = ("linfen_social", "lishui_social")
    monkeypatch.setattr(conduct, "TRAINING", places)
    monkeypatch.setattr(conduct, "TRACKS", places[:1])
    monkeypatch.setattr(conduct, "CAMPAIGN_DRAWS", 4)
    monkeypatch.setattr(conduct, "LOOKED_AT", 4)
    monkeypatch.setattr(conduct, "OF_VARIANTS", DRAWS)
    kept = {name: VARIANTS[name] for name in ("no_peers", "no_area")}
    monkeypatch.setattr(conduct, "VARIANTS", kept)
    monkeypatch.setattr(backtests, "BACKTESTS", ())
    monkeypatch.setattr(backtests, "LATER", ())
    monkeypatch.setattr(backtests, "PLACES", PLACES)
    monkeypatch.setattr(predictions, "DRAWS", 4)
    monkeypatch.setattr(predictions, "REPLICATES", 2)
    first = predictions.read_cases("cases_to_predict.csv")[:1]
    monkeypatch.setattr(
        predictions, "read_cases", lambda name: first if name == "cases_to_predict.csv" else []
    )


def done(folder: Path) -> dict[str, bytes]:
    kept = HindcastFolder(folder, DRAWS)
    with kept.held():
        kept.claim()
        files = kept.write(conduct.hindcast(folder, draws=DRAWS, jobs=1))
    return {path.name: path.read_bytes() for path in files}


@pytest.mark.slow
@pytest.mark.usefixtures("tiny")
def test_a_second_hindcast_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    one, other = done(tmp_path / "one"), done(tmp_path / "other")
    assert one == other
    assert one["predictions.csv"].count(b"\n") == 2
    assert b"no_area" in one["differences.csv"] and b"D6 Lishui" in one["changes.csv"]
