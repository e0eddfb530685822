"""What earlier editions of the model left: what still opens, and what each is told.

``tests/store/editions/N`` keeps a scenario, a run, a study and a posterior of edition N as they
were written then: ``unnamed`` before editions had a name, ``named`` since. They are never made
again.
"""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

import sim
from sim.errors import InputError
from sim.measures.catalogue import MEASURES
from sim.parameters import PARAMETERS, label_of
from sim.plan import edition
from sim.results.diff import difference
from sim.results.joined import Joined
from sim.results.reading import Results
from sim.results.rivals import rivals
from sim.results.run import run
from sim.results.turning import drawn
from sim.scenario import Scenario
from sim.store.provenance import provenance
from sim.studies.audit import audit
from sim.studies.file import from_resolved_study
from sim.studies.folder import StudyFolder, perform
from tests.cli.conftest import Run

KEPT = Path(__file__).parent / "editions"
FORMS = ("unnamed", "named")
Opened = TypeVar("Opened")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a later edition be the present one."""
    monkeypatch.setattr(edition, "EDITION", edition.EDITION + 1)


def quietly(opened: Callable[[], Opened]) -> Opened:
    """Open results of whatever edition."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", edition.EditionWarning)
        return opened()


def test_the_edition_is_written_wherever_numbers_are(tmp_path: Path) -> None:
    found = run(sim.load(KEPT / "2" / "scenario.toml"), replicates=1, out=tmp_path / "run")
    assert found.info["edition"] == provenance()["edition"] == edition.EDITION


@pytest.mark.parametrize("form", FORMS)
def test_a_kept_run_is_read(form: str) -> None:
    found = quietly(lambda: Results(KEPT / "2" / form / "run"))
    assert edition.edition_of(found.info) == 2 and found.replicates == (0, 1)
    values = found.values("organization_coverage", month=12)
    assert {name: column.shape for name, column in values.items()} == {
        "baseline": (2,), "liaisons": (2,), "quota": (2,),
    }  # fmt: skip
    assert found.compare().value("organization_coverage", "liaisons").q50 == pytest.approx(0.335224)


def test_what_an_older_run_lacks_is_in_no_table_and_is_said(tmp_path: Path) -> None:
    with pytest.warns(edition.EditionWarning, match="It did not count: on paper, founded against"):
        found = Results(KEPT / "2" / "named" / "run")
    lacking = {"on_paper", "founded_against_refusal"}
    assert {*found.uncounted} == lacking
    counts = {*found.table("counts").column_names}
    assert counts.isdisjoint({"nominal", "forced"}) and "covered_of_base" in counts
    every = {*MEASURES} - lacking
    assert {*found.frame("series").measure} == every == {*found.compare().frame().measure}
    assert len(found.series(["on_paper"])) == 0
    assert np.isnan(found.values("on_paper")["baseline"]).all()
    coverage = found.values("effective_coverage", month=12)["quota"]
    both = found.cube(["on_paper", "effective_coverage"], [12])[1, -1, :, 0]
    assert np.array_equal(both, coverage) and not np.isnan(coverage).any()


def test_parameters_that_an_older_run_drew_keep_their_values() -> None:
    found = quietly(lambda: Results(KEPT / "2" / "named" / "run"))
    columns, frame = drawn(found), found.frame("parameters")
    assert "vitality_intercept" in columns and "vitality_intercept" not in PARAMETERS
    for name in ("vitality_intercept", *sorted({*columns} & {*PARAMETERS})[-1:]):
        assert columns[name].tolist() == frame[frame.parameter == name].value.tolist()
    assert label_of("vitality_intercept")["zh"] == "vitality_intercept"
    assert label_of("contact_per_year") is PARAMETERS["contact_per_year"].label


@pytest.mark.parametrize("form", FORMS)
def test_a_kept_study_is_read(form: str) -> None:
    found = StudyFolder(KEPT / "2" / form / "study")
    assert edition.edition_of(found.info()) == 2 and found.damage() == []
    assert {*quietly(found.result).tables} == {"design", "responses", "wide"}


def test_a_kept_scenario_is_of_no_edition() -> None:
    assert sim.load(KEPT / "2" / "scenario.toml").months == 12


@pytest.mark.parametrize("form", FORMS)
def test_an_older_run_is_read_with_a_word_neither_extended_nor_compared(
    tmp_path: Path, form: str, request: pytest.FixtureRequest
) -> None:
    scenario = sim.load(KEPT / "2" / "scenario.toml")
    other = run(scenario, replicates=2, out=tmp_path / "other")
    request.getfixturevalue("later")
    folder = Path(shutil.copytree(KEPT / "2" / form / "run", tmp_path / "run"))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.warns(edition.EditionWarning, match="made by edition 2 of the model; this is"):
        found = Results(folder)
    for asked in (
        lambda: run(scenario, replicates=3, out=folder),
        lambda: Joined(found, other),
        lambda: difference(found, other),
        lambda: rivals(found),
        lambda: audit(folder),
    ):
        with pytest.raises(InputError, match=r"edition 2 .* neither extended nor compared"):
            asked()
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.usefixtures("later")
def test_an_older_study_is_not_extended(tmp_path: Path, form: str) -> None:
    folder = Path(shutil.copytree(KEPT / "2" / form / "study", tmp_path / "study"))
    study = from_resolved_study(StudyFolder(folder).info()["study"])
    for asked in (lambda: perform(study, out=folder), lambda: audit(folder)):
        with pytest.raises(InputError, match=r"edition 2 .* neither extended nor compared"):
            asked()


def test_posteriors_of_this_edition_alone_are_drawn_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edition, "EDITION", 2)
    kept = json.loads((KEPT / "2" / "posterior.json").read_text(encoding="utf-8"))
    overrides = ["uncertainty=posterior", f'posterior="{tmp_path / "p.json"}"']

    def load(found: object) -> Scenario:
        (tmp_path / "p.json").write_text(json.dumps(found), encoding="utf-8")
        return sim.load(KEPT / "2" / "scenario.toml", overrides=overrides)

    drawn = load(kept)
    assert (
        drawn.posterior is not None
        and drawn.digest()
        == load({name: value for name, value in kept.items() if name != "edition"}).digest()
    )
    with pytest.raises(InputError, match=r"p\.json.* made by edition 1 .*calibrate again"):
        load(kept | {"edition": 1})
    monkeypatch.setattr(edition, "EDITION", 3)
    for older in (kept, {name: value for name, value in kept.items() if name != "edition"}):
        with pytest.raises(InputError, match=r"p\.json.* made by edition 2 .*calibrate again"):
            load(older)


@pytest.mark.usefixtures("later")
def test_the_command_says_it_in_a_line(fugai: Run) -> None:
    done = fugai("compare", KEPT / "2" / "unnamed" / "run")
    assert done.code == 0 and done.err.count("\n") == 1
    assert "! " in done.err and "made by edition 2 of the model" in done.err
