"""Sweeps: what designs hold, that tables and effects are the responses', and their figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.errors import InputError
from sim.plots.studies import draw
from sim.studies.cases import Cases, replicated, respond
from sim.studies.factors import factor
from sim.studies.folder import perform
from sim.studies.study import StudyResult
from sim.studies.sweep import grid, latin, sobol
from sim.studies.sweep_answer import effects, groups
from tests.studies.studies import LIAISONS, STRATEGY, small

LEAVE = "parameters.leave_per_year"


def test_a_grid_has_every_combination() -> None:
    scenario = sim.load("linze")
    texts = (f"{LIAISONS}=0:2", "leave_per_year", f"{STRATEGY}=hub_first,big_first")
    found = grid([factor(text, scenario) for text in texts], 5)
    # Five levels of 0 to 2 are three whole numbers.
    assert found[LIAISONS].tolist() == np.repeat([0.0, 1.0, 2.0], 10).tolist()
    assert found[LEAVE][:4].tolist() == [0.15, 0.15, 0.175, 0.175]
    assert found[STRATEGY][:3].tolist() == ["hub_first", "big_first", "hub_first"]
    rows = {*zip(*(column.tolist() for column in found.values()), strict=True)}
    assert len(rows) == len(found[LEAVE]) == 30


def test_samples_are_even_and_follow_their_seed() -> None:
    scenario = sim.load("linze")
    factors = [factor(f"{name}=0.16:0.32", scenario) for name in ("leave_per_year",)]
    for sample in (latin, sobol):
        column = sample(factors, 16, 1)[LEAVE]
        assert np.array_equal(column, sample(factors, 16, 1)[LEAVE])
        assert not np.array_equal(column, sample(factors, 16, 2)[LEAVE])
        assert sorted(np.floor((column - 0.16) / 0.01).astype(int).tolist()) == [*range(16)]
    assert np.array_equal(sobol(factors, 8, 1)[LEAVE], sobol(factors, 16, 1)[LEAVE][:8])
    with pytest.raises(InputError, match="ask for 8 or 16, not 12"):
        sobol(factors, 12, 1)


def test_all_cases_have_the_same_replicates() -> None:
    cases = replicated({"parameters.leave_per_year": np.array([0.2, 0.3])}, range(3))
    assert cases.replicate.tolist() == [0, 1, 2, 0, 1, 2]
    assert cases.values[LEAVE].tolist() == [0.2] * 3 + [0.3] * 3


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> tuple[StudyResult, Path]:
    """Return a sweep of two by two cases in three replicates."""
    study = small(settings={"levels": 2}, replicates=3, months=[12, 24])
    done = perform(study, out=tmp_path_factory.mktemp("sweep") / "study", jobs=1)
    return done.result, done.folder


def test_tables_are_the_responses(swept: tuple[StudyResult, Path]) -> None:
    tables = swept[0].tables
    scenario = sim.load("linze", overrides=["years=2"])
    assert tables["design"][LIAISONS].tolist() == [0, 12, 0, 12]
    case, replicate = 3, 2
    values = {LEAVE: np.array([0.35]), LIAISONS: np.array([12.0])}
    alone = respond(scenario, Cases(np.array([replicate]), values), ["hollow_share"])
    wide = tables["wide"]
    row = (wide["case"] == case) & (wide["replicate"] == replicate)
    assert wide["liaisons.hollow_share"][row] == alone.of("hollow_share", "liaisons")
    assert wide["liaisons.yuan"][row] == alone.yuan[0, alone.alternatives.index("liaisons")]
    tidy = tables["responses"]
    assert len(tidy["case"]) == 4 * 2 * 2 * 2 and (tidy["replicates"] == 3).all()
    rows = (tidy["case"] == case) & (tidy["month"] == 24) & (tidy["measure"] == "hollow_share")
    three = {
        name: wide[f"{name}.hollow_share"][wide["case"] == case]
        for name in ("baseline", "liaisons")
    }
    by_name = dict(zip(tidy["alternative"][rows], np.flatnonzero(rows), strict=True))
    at = by_name["liaisons"]
    assert tidy["mean"][at] == pytest.approx(three["liaisons"].mean())
    assert tidy["q50"][at] == np.quantile(three["liaisons"], 0.5)
    difference = three["liaisons"] - three["baseline"]
    assert tidy["difference_mean"][at] == pytest.approx(difference.mean())
    assert np.isnan(tidy["difference_mean"][by_name["baseline"]])


def test_effects_are_paired(swept: tuple[StudyResult, Path]) -> None:
    (found,) = [
        entry
        for entry in swept[0].summary["effects"]
        if entry["less"] == "baseline" and entry["measure"] == "effective_coverage"
    ]
    wide = swept[0].tables["wide"]
    gain = (wide["liaisons.effective_coverage"] - wide["baseline.effective_coverage"]).reshape(4, 3)
    many = wide[LIAISONS].reshape(4, 3)[:, 0] == 12
    step = gain[many].mean(axis=0) - gain[~many].mean(axis=0)
    told = found["factors"][LIAISONS]
    assert told["step"] == pytest.approx(step.mean())
    assert told["error"] == pytest.approx(step.std(ddof=1) / 3**0.5)
    assert told["means"]["low"] == 0.0  # no posts, no gain
    assert found["highest"]["mean"] == pytest.approx(gain.mean(axis=1).max())


def test_groups_of_numbers_are_thirds_and_of_texts_choices() -> None:
    thirds = groups(np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]))
    assert np.flatnonzero(thirds["low"]).tolist() == [0, 1]
    assert np.flatnonzero(thirds["high"]).tolist() == [3, 4, 5]
    texts = groups(np.array(["b", "a", "b"], object))
    assert {name: rows.tolist() for name, rows in texts.items()} == {
        "b": [True, False, True],
        "a": [False, True, False],
    }


def test_what_is_no_number_is_left_out() -> None:
    values = {LEAVE: np.array([0.2, 0.3])}
    found = respond(
        sim.load("linze", overrides=["years=1"]), replicated(values, range(2)),
        ["effective_coverage"], alternatives=["baseline"],
    )  # fmt: skip
    found.values[1] = np.nan
    (entry,) = effects(values, found, (2, 2))
    known = found.of("effective_coverage", "baseline")
    assert entry["factors"][LEAVE]["means"]["low"] == pytest.approx(known[0])
    found.values[:] = np.nan
    assert effects(values, found, (2, 2)) == []


@pytest.mark.parametrize("factors", [None, [LEAVE, f"{LIAISONS}=0:12", STRATEGY]])
def test_figures_are_drawn(
    swept: tuple[StudyResult, Path], tmp_path: Path, factors: list[str] | None
) -> None:
    study = small(settings={"levels": 2}, replicates=3, months=[12, 24])
    result = swept[0]
    if factors is not None:
        study = small(factors=factors, settings={"design": "latin", "points": 4}, replicates=1)
        result = perform(study, out=tmp_path / "study", jobs=1).result
    files = draw(study, result, tmp_path, "zh")
    assert [path.name for path in files] == [
        "effective_coverage-baseline.png",
        "effective_coverage-liaisons.png",
    ]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in files)


def test_a_step_between_choices_names_the_two() -> None:
    from sim.studies.sweep_answer import _between, _factor

    outcome = np.array([[0.02, 0.02], [0.0, 0.0], [0.01, 0.01]])
    found = _factor(np.array(["cell", "kind", "none"], object), outcome)
    assert found["between"] == ["cell", "kind"] and found["step"] == pytest.approx(-0.02)
    assert _between(found, "−2.0") == "cell to kind: −2.0"
    assert _between(_factor(np.array([1.0, 2.0, 3.0]), outcome), "−1.0") == "−1.0"


def test_a_heading_says_whether_means_are_of_thirds_or_of_choices() -> None:
    from sim.studies.sweep_answer import _heading

    number: dict[str, Any] = {"means": {}}
    words = {**number, "between": ["cell", "none"]}
    assert _heading({"a": number}).endswith("in the lower and upper third of a factor")
    assert _heading({"a": words}).endswith("under each choice of a factor")
    assert _heading({"a": number, "b": words}).endswith("or under each of its choices")
