"""What each study does where a scenario asks which pasts led to its start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.errors import InputError
from sim.pasts.kept import keep
from sim.results.run import run
from sim.studies.cases import Cases, build, split
from sim.studies.catalogue import METHODS
from sim.studies.importance import importance
from sim.studies.observing import Use, rows_of
from sim.studies.store import CaseStore, Work
from sim.studies.study import Study, notes_on_pasts
from tests.pasts.places import pasts, town
from tests.studies.studies import small


def study(method: str = "sweep", **values: object) -> Study:
    """Return a small study of the town with its pasts."""
    keep(town(), pasts())
    given = {"factors": ["leave_per_year"], "alternatives": ["baseline"], **values}
    made = small(method, overrides=["years=1"], **given)
    return replace(made, scenario=town())


def test_cases_have_the_accepted_pasts_and_what_is_set_by_hand() -> None:
    keep(town(), pasts())
    rows = Cases(np.arange(2), {"parameters.leave_per_year": np.array([0.2, 0.3])})
    (batch,) = split(town(), rows, ["effective_coverage"])
    worlds = build(batch)
    one = worlds.parameters["leave_per_year"]
    assert {*one.tolist()} == {0.2, 0.3}
    numbers = [one.candidate for one in pasts().taken[:2]]
    plain = town().without_history().drawn(numbers)["effort"]
    assert {*worlds.parameters["effort"].tolist()} == {*plain.tolist()}
    texts = Cases(np.arange(2), {"budget.cap_yuan_per_year": np.array([1e5, 2e5])})
    (batch,) = split(town(), texts, ["effective_coverage"])
    assert {*build(batch).parameters["effort"].tolist()} == {*plain.tolist()}


def test_what_a_sweep_says_and_what_is_independent() -> None:
    said = notes_on_pasts(study())
    assert "simulated pasts" in said[0] and "leave_per_year" in said[1]
    assert notes_on_pasts(study("frontier", factors=[])) == [said[0]]
    (alone,) = notes_on_pasts(study("sensitivity"))
    assert "independently" in alone
    assert study("sensitivity").held(town()).history is None
    assert study("sweep").held(town()).history is not None
    assert notes_on_pasts(replace(study(), scenario=town().without_history())) == []


def test_importance_takes_fifty_pasts_that_weigh_in(tmp_path: Path) -> None:
    keep(town(), pasts())
    results = run(town(), replicates=2, out=tmp_path / "run", jobs=1)
    with pytest.raises(InputError, match="effective number"):
        importance(results)


def test_a_calibration_leaves_out_what_the_start_says() -> None:
    rows = [
        f'{{measure="reported_coverage", month="{month}", value=0.1, source="x"}}'
        for month in ("2023-12", "2024-06")
    ]
    entry = f"observations=[{', '.join(rows)}]"
    uses = [row.use for row in rows_of(town(entry), (), None)]
    assert uses == [Use.REFUSED, Use.FITTED]
    uses = [row.use for row in rows_of(town(entry).without_history(), (), None)]
    assert uses == [Use.FITTED, Use.FITTED]


def test_a_search_for_paper_needs_a_flag(tmp_path: Path) -> None:
    settings = {"yuan_per_year": 1e5}
    asked = study("frontier", factors=[], measures=["reported_coverage"], settings=settings,
                  alternatives=["liaisons"])  # fmt: skip
    work = Work(asked, CaseStore(tmp_path), None)
    with pytest.raises(InputError, match="--reported"):
        METHODS["frontier"].load().run(asked, work)
