"""What a run answers, against the tables that it holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.errors import InputError
from sim.measures.base import Band
from sim.results.answering import answer, last_in_force
from sim.results.compare import tally
from sim.results.reading import Results
from sim.results.run import run

SMALL = Path(__file__).parent / "data" / "small.toml"


def test_rows_are_the_paired_differences_of_the_comparison(finished: Results) -> None:
    made, found = answer(finished), finished.compare()
    assert {row.id for row in made.rows} == {*finished.alternatives[1:]}
    for row in made.rows:
        assert row.end.gain == row.end.effective
        assert row.end.effective == found.difference("effective_coverage", row.id).band
        assert row.end.reported == found.difference("reported_coverage", row.id).band
        assert row.end.worlds == tally(found, "effective_coverage", row.id)
        assert row.added_yuan == Band.of(found.costs[row.id].added_yuan)
        assert row.added_hours == Band.of(found.costs[row.id].added_burden_hours)
        assert row.price == found.costs[row.id].price
        (other,) = row.end.against
        assert row.end.against[other] == tally(found, "effective_coverage", row.id, other)
    baseline = finished.alternatives[0]
    assert made.reference.effective.start == found.value("effective_coverage", baseline, 0)
    assert made.reference.registered.end == found.value("registered", baseline)


def test_organizations_are_counts_of_the_place(finished: Results) -> None:
    made = answer(finished)
    counted = finished.cube(["effective_coverage", "registered"], [finished.months])
    covered = np.rint(counted[0] * counted[1])[..., 0]
    for row in made.rows:
        place = finished.alternatives.index(row.id)
        assert row.end.organizations == Band.of(covered[place] - covered[0])


def test_the_last_month_in_force_is_that_of_the_own_policies() -> None:
    linze = sim.load("linze")
    ends = {name: last_in_force(linze, name) for name in ("liaisons", "persuasion", "quota")}
    assert ends == {"liaisons": 72, "persuasion": 72, "quota": 36}
    assert last_in_force(linze, "baseline") is None
    assert last_in_force(linze, "of another run") is None
    small = sim.load(SMALL)
    assert last_in_force(small, "quota") == small.months  # the baseline's own do not count


def test_an_alternative_is_judged_in_its_last_month_in_force(tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8").replace(
        "liaisons = 4", 'liaisons = 4, end = "2011-06"'
    )
    (tmp_path / "ending.toml").write_text(text, encoding="utf-8")
    done = run(sim.load(tmp_path / "ending.toml"), replicates=3, out=tmp_path / "run")
    rows = {row.id: row for row in answer(done).rows}
    running = rows["liaisons"].running
    assert running is not None and running.month == "2011-06"
    values = done.values("effective_coverage", month=12)
    assert running.effective == Band.of(values["liaisons"] - values["baseline"])
    assert rows["quota"].running is None


def test_the_measure_asked_for_sorts_the_rows(finished: Results) -> None:
    made = answer(finished, measure="reported_coverage")
    gains = [row.end.gain.q50 for row in made.rows]
    assert gains == sorted(gains, reverse=True)
    assert all(row.end.gain == row.end.reported for row in made.rows)
    with pytest.raises(InputError, match="not judged by"):
        answer(finished, measure="hollow_share")


def test_what_holds_a_first_part_is_not_whole(finished: Results) -> None:
    assert not answer(finished, whole=False).whole
    assert answer(finished).nothing_new
