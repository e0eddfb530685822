"""Runs with little in them: one world, no alternative, failed or sampled worlds, many places."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import sim
from sim.errors import InputError
from sim.report import report
from sim.results.export import export
from sim.results.reading import Results
from sim.results.run import run
from sim.scenario import Scenario
from tests.failing import fail
from tests.report.reader import Reader


def read(results: Results) -> str:
    """Return the texts of both forms, one in each language, which must be well-formed."""
    text = ""
    for lang, brief in (("en", False), ("zh", True)):
        page = Reader(report(results, lang=lang, brief=brief))
        assert page.wrong == [] and "nan" not in page.text.split()
        text += page.text
    return text


def test_the_baseline_alone_says_nothing_of_policies(small: Scenario, tmp_path: Path) -> None:
    results = run(small, alternatives=["baseline"], replicates=3, out=tmp_path / "run")
    text = read(results)
    assert "no alternative was simulated" in text and "没有其他方案可供评判" in text
    assert "Who gains and who loses" not in text and "What would overturn" not in text


def test_one_world_has_no_spread(small: Scenario, tmp_path: Path) -> None:
    text = read(run(small, replicates=1, out=tmp_path / "run"))
    assert "Only one replicate was simulated" in text
    assert " to +" not in text.partition("Parameters and policies")[0]
    assert "1 replicate cannot show which assumptions matter" in text


def test_held_parameters_say_nothing_of_assumptions(small: Scenario, tmp_path: Path) -> None:
    results = run(small, replicates=3, uncertainty="none", out=tmp_path / "run")
    text = read(results)
    assert "chance alone" in text and "held at their defaults" in text


def test_failed_replicates_are_counted(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, 2, "a hazard above its bound")
    text = read(run(small, replicates=4, out=tmp_path / "run"))
    assert "1 replicate failed and is left out" in text
    assert "3 replicates of each alternative" in text
    assert "有 1 次模拟失败，未计入" in text, "the brief says it as well"


def test_a_sample_is_scaled_up_and_says_so(tmp_path: Path, small: Scenario) -> None:
    content = small.resolved()
    content["organizations"]["sample"] = 0.5
    results = run(sim.scenario.from_resolved(content), replicates=2, out=tmp_path / "run")
    assert results.weight == 2
    text = read(results)
    assert "scaled up by 2" in text and "只模拟了一部分组织" in text, "the brief says it as well"
    (path,) = export(results, tmp_path, "xlsx")
    (brief, *_others) = openpyxl.load_workbook(path).worksheets
    cells = [str(cell.value) for row in brief.iter_rows() for cell in row]
    assert any("scaled up by 2" in cell for cell in cells)
    # Two simulations don't say that nothing differs anywhere.
    assert "No clear difference" not in text and "各处都分不出差别" not in text


def test_some_alternatives_only_and_the_others_named(finished: Results) -> None:
    page = Reader(report(finished, alternatives=["quota"]))
    head = page.tables["At the end of 2012-06"][0]
    assert head == ["", "At the start", "Baseline", "A quota"]
    assert "Also simulated, not shown here as asked: Dispatched liaisons." in page.text
    with pytest.raises(InputError, match="liasons"):
        report(finished, alternatives=["liasons"])


def test_names_only_when_asked_and_then_as_facts(tmp_path: Path) -> None:
    scenario = sim.load("hangzhou_cost_consultants", overrides=["years=1"])
    registry = scenario.organizations.registry
    assert registry is not None
    results = run(scenario, replicates=2, out=tmp_path / "run")
    names = set(scenario.resolved()["organizations"]["registry"]["columns"]["name"])
    plain, named = report(results), report(results, names=True)
    assert not any(name in plain for name in names if name)
    assert any(name in named for name in names if name)
    assert "For visits only: no list for ranking or sanctions." in named


@pytest.mark.slow
def test_a_sampled_nation(tmp_path: Path) -> None:
    scenario = sim.load("nation_firms", overrides=["years=1"])
    text = read(run(scenario, replicates=1, out=tmp_path / "run"))
    assert "12 largest of 31 groups" in text


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_linze_with_all_its_alternatives_stays_small(lang: str, tmp_path: Path) -> None:
    results = run(sim.load("linze"), replicates=40, out=tmp_path / "run")
    assert len(results.alternatives) == 6
    assert len(report(results, lang=lang).encode("utf-8")) < 200_000
    assert len(report(results, lang=lang, brief=True).encode("utf-8")) < 80_000
