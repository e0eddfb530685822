"""The public names from Python: few, light, and wrong ones answer as the command does."""

from __future__ import annotations

import pydoc
import re
import subprocess
import sys
from inspect import signature
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.errors import InputError
from sim.measures.catalogue import MEASURES
from sim.parameters import PARAMETERS
from sim.policies import POLICIES
from sim.results.reading import Results
from sim.text.problems import ScenarioError
from tests.guards.source import ROOT

SMALL = ROOT / "tests" / "results" / "data" / "small.toml"
PUBLIC = {
    "Comparison", "CoverageModel", "Extension", "Results", "Scenario", "Study", "Worlds", "data",
    "list_measures", "list_parameters", "list_policies", "load", "plot", "run", "study",
}  # fmt: skip


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    out = tmp_path_factory.mktemp("api") / "run"
    return sim.run(SMALL, replicates=4, jobs=1, out=out, overrides="years=1")


def test_the_public_names_are_these() -> None:
    assert {*dir(sim)} == PUBLIC == {*sim.__all__} - {"__version__"}
    for name in PUBLIC:
        assert getattr(sim, name).__doc__


def test_nothing_heavy_is_imported_with_it() -> None:
    code = (
        "import sys, sim; dir(sim); "
        "heavy = ('numpy', 'pandas', 'mesa', 'pydantic', 'matplotlib'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(AttributeError, match=r"sim has no 'lod'\. Did you mean \"load\""):
        sim.lod  # noqa: B018
    with pytest.raises(ScenarioError, match=r'Did you mean "linze"'):
        sim.run("linse")


def test_overrides_may_be_one_text() -> None:
    assert sim.load(SMALL, overrides="years=1").years == 1
    scenario = sim.load(SMALL, overrides=["years=1", "seed=3"])
    assert (scenario.years, scenario.seed) == (1, 3)
    with pytest.raises(ScenarioError, match="years"):
        sim.load(SMALL, overrides="yers=1")


def test_a_scenario_that_is_loaded_takes_overrides_too(results: Results, tmp_path: Path) -> None:
    scenario = sim.load(SMALL)
    done = sim.run(
        scenario, overrides="years=1", alternatives="liaisons", replicates=4, jobs=1,
        out=tmp_path / "run",
    )  # fmt: skip
    assert done.alternatives == ("baseline", "liaisons") and done.months == 12
    one, two = (each.values("organization_coverage")["liaisons"] for each in (done, results))
    assert np.array_equal(one, two)


def test_progress_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[float] = []
    scenario = sim.load(SMALL, overrides="years=1")
    sim.run(scenario, replicates=2, jobs=1, out=tmp_path / "a",
            progress=lambda done, of: seen.append(done / of))  # fmt: skip
    assert seen[-1] == 1.0
    sim.run(scenario, replicates=2, jobs=1, out=tmp_path / "b", progress=True)
    assert capsys.readouterr().err.endswith("2/2\n")


def test_measures_alternatives_months_and_tables_that_do_not_exist(results: Results) -> None:
    compared = results.compare()
    for ask, words in (
        (lambda: results.values("efective_coverage"), 'Did you mean "effective_coverage"'),
        (lambda: results.values("members", month=99), "between 0 and 12"),
        (lambda: results.frame("serie"), 'Did you mean "series"'),
        (lambda: compared.value("members", "liaison"), 'Did you mean "liaisons"'),
        (lambda: compared.value("member", "liaisons"), 'Did you mean "members"'),
        (lambda: compared.value("members", "liaisons", 5), "has the months 0, 12"),
        (lambda: results.scenario.alternative("liason"), 'Did you mean "liaisons"'),
        (lambda: results.values("members", month="2012-01"), "between 0 and 12"),  # type: ignore[arg-type]
        (lambda: results.series(["efective_coverage"]), 'Did you mean "effective_coverage"'),
        (lambda: results.series(["members"], dimension="sise"), 'Did you mean "size"'),
        (lambda: results.plot("fann"), 'Did you mean "fan"'),
        (
            lambda: results.plot("fan", mesure="members"),
            'takes no "mesure". Did you mean "measure"',
        ),
        (lambda: results.plot("fan", lang="fr"), 'no language "fr"'),
        (lambda: results.plot("fan", width="singel"), 'Did you mean "single"'),
        (lambda: results.scenario.with_(years=6), r'takes no "years"; it takes seed, .*"years=…"'),  # type: ignore[call-arg]
        (lambda: sim.run(SMALL, replicates=0), "replicates must be a whole number, 1 or more"),
        (lambda: sim.run(SMALL, replicates=2.5), "whole number, 1 or more, not 2.5"),  # type: ignore[arg-type]
        (lambda: sim.run(SMALL, jobs=0), "jobs must be a whole number, 1 or more, not 0"),
        (lambda: sim.CoverageModel(SMALL, "liason"), 'Did you mean "liaisons"'),
    ):
        with pytest.raises(InputError, match=words):
            ask()


def test_what_is_given_as_another_thing_is_named() -> None:
    with pytest.raises(TypeError, match="takes a Study, a path or a name, not 7"):
        sim.study(7)  # type: ignore[arg-type]
    with pytest.raises(AttributeError, match=r"sim.data has no 'place'. Did you mean \"places\""):
        sim.data.place  # noqa: B018
    with pytest.raises(TypeError, match="sed"):
        sim.load(SMALL).with_(sed=5)  # type: ignore[call-arg]


def test_help_names_every_argument_and_its_default() -> None:
    for function in (sim.run, sim.load, sim.study, sim.plot, sim.Study.of):
        text = pydoc.render_doc(function, renderer=pydoc.plaintext)  # type: ignore[attr-defined]
        assert all(name in text for name in signature(function).parameters), function
    told = sim.run.__doc__ or ""
    assert all(f"``{name}``" in told for name in ("out", "jobs", "overrides", "extensions"))


def test_a_plot_shows_itself_and_is_still_matplotlibs(results: Results, tmp_path: Path) -> None:
    shown = results.plot("fan", alternative="liaisons")
    shown.set_title("Mine")
    shown.legend([])
    assert shown._repr_png_().startswith(b"\x89PNG") and "Mine" in repr(shown)
    shown.savefig(tmp_path / "mine.png")
    assert (tmp_path / "mine.png").stat().st_size > 1000
    assert sim.plot(results.folder, "difference", alternative="liaisons").axes.get_title is not None
    with pytest.raises(AttributeError):
        shown.nothing_of_that_name  # noqa: B018


def test_objects_show_tables_in_a_notebook(results: Results) -> None:
    study = sim.Study.of(SMALL.as_posix(), uncertainties=["leave_per_year"], overrides=["years=1"])
    for one in (results.scenario, results, results.compare(), study):
        page = one._repr_html_()
        assert page.startswith("<table>") and page.count("<tr>") > 2
    assert "leave_per_year" in study._repr_html_()
    named = results.scenario.with_(model={"peers": "none"})
    assert "peers = none" in named._repr_html_()


def test_lists_are_complete() -> None:
    assert [*sim.list_measures().measure] == [*MEASURES]
    assert [*sim.list_parameters().parameter] == [*PARAMETERS]
    assert [*dict.fromkeys(sim.list_policies().policy)] == [*POLICIES]


def test_a_study_in_the_words_of_ema(tmp_path: Path) -> None:
    scenario = sim.load(SMALL, overrides="years=1")
    study = sim.Study.of(
        scenario,
        uncertainties={"leave_per_year": (0.2, 0.3)},
        levers={"liaisons.dispatch_liaisons.liaisons": (0, 8)},
        outcomes=["effective_coverage", "district_inequality", "mean_vitality"],
        alternatives=["baseline", "liaisons"],
        replicates=2,
        settings={"levels": 2},
    )
    assert [one.key for one in study.factors] == [
        "parameters.leave_per_year",
        "alternatives.liaisons.policies.dispatch_liaisons.liaisons",
    ]
    done = sim.study(study, out=tmp_path / "study", jobs=1)
    frame = done.frame("wide")
    assert isinstance(frame, pd.DataFrame) and len(done.frame()) == 4
    assert any("district_inequality" in name for name in frame.columns)
    assert done._repr_html_().startswith("<table>") and str(done).startswith("sweep: 4 cases")
    with pytest.raises(InputError, match="no table"):
        done.frame("wode")
    shown = sim.plot(tmp_path / "study", "study", width="double", alternative="liaisons")
    assert shown._repr_png_().startswith(b"\x89PNG")
    assert sim.plot(done, "study", alternative="liaisons").figure.axes
    with pytest.raises(InputError, match=r"holds a study, not a run\. .*fugai plot study"):
        sim.plot(tmp_path / "study", "fan")
    with pytest.raises(InputError, match='Did you mean "single"'):
        sim.plot(tmp_path / "study", "study", width="singel")
    for given, written in (
        ({"model.peers": "cell,none"}, '"model.peers": ["cell", "none"]'),
        ({"leave_per_year": "0.2:0.3"}, '"leave_per_year": (0.2, 0.3)'),
    ):
        with pytest.raises(InputError, match=f"not the text.*Write {{{re.escape(written)}}}"):
            sim.Study.of(scenario, uncertainties=given)
    every = sim.Study.of(scenario, uncertainties=["model.peers"]).factors[0]
    assert every.choices[:2] == ("cell", "none") and "edges" not in every.choices
    with pytest.raises(InputError, match="give it as levers="):
        sim.Study.of(scenario, uncertainties=["liaisons.dispatch_liaisons.liaisons"])
    with pytest.raises(InputError, match="give it as uncertainties="):
        sim.Study.of(scenario, levers=["leave_per_year"])
    with pytest.raises(ScenarioError, match=r'Did you mean "effective_coverage"'):
        sim.Study.of(scenario, uncertainties=["leave_per_year"], outcomes=["efective_coverage"])


def test_every_measure_may_be_an_outcome_and_is_what_a_run_records(tmp_path: Path) -> None:
    from sim.studies.cases import Cases, respond

    scenario = sim.load(SMALL, overrides="years=1")
    done = sim.run(scenario, replicates=2, jobs=1, out=tmp_path / "run")
    found = respond(scenario, Cases(np.arange(2), {}), [*MEASURES], jobs=1)
    for name in MEASURES:
        for alternative, values in done.values(name, month=12).items():
            assert np.array_equal(found.of(name, alternative), values, equal_nan=True), name


def test_rules_may_be_varied(tmp_path: Path) -> None:
    study = sim.Study.of(
        sim.load(SMALL, overrides="years=1"),
        uncertainties={"model.consent": ["linear", "coercive"]},
        alternatives=["baseline"],
        replicates=2,
        settings={"levels": 2},
    )
    done = sim.study(study, out=tmp_path / "study", jobs=1)
    assert [*done.frame("design")["model.consent"]] == ["linear", "coercive"]
    means = done.frame("responses").groupby("case")["mean"].first()
    assert means.nunique() == 2


def test_the_sourced_figures_name_their_pages() -> None:
    for frame, wanted in (
        (sim.data.places(), 180),
        (sim.data.campaigns(), 40),
        (sim.data.national(), 40),
        (sim.data.parameters(), 120),
    ):
        assert len(frame) >= wanted and frame[["source_url", "note"]].notna().any(axis=1).all()
        assert {"source_url", "note", "file"} <= frame.attrs["columns"].keys()
        assert {*frame.attrs["columns"]} <= {*frame.columns}
        assert "2017 to 2018" in frame.attrs["breaks"]
    assert sim.data.places().n_orgs.dtype.kind in "fO"
