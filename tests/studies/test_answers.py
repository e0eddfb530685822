"""Sensitivity, credit, discovery and frontier as studies: done, told in two languages, read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes

from sim.errors import InputError
from sim.locale import in_language
from sim.plots.output import svg_text
from sim.plots.studies import study_figure
from sim.plots.style import MM, WIDTHS
from sim.studies.catalogue import METHODS
from sim.studies.file import load_study
from sim.studies.folder import Done, perform
from sim.studies.study import Study
from sim.text.problems import ScenarioError
from tests.plots.lettered import faults
from tests.studies.studies import small

YEARS = {"sensitivity": 2, "credit": 2, "discover": 2, "frontier": 1, "stress": 2}
"""As few as each of them needs."""
DISPATCH = {
    "policy": "dispatch_liaisons", "start": "2009-06", "liaisons": 10, "capacity": 7,
}  # fmt: skip
DRIVE = {"policy": "joint_branch_drive", "start": "2009-06", "contacts_per_year": 2}

STUDIES: dict[str, dict[str, Any]] = {
    "sensitivity": {
        "factors": ["leave_per_year", "vitality_skill"],
        "months": [12, 24],
        "settings": {"trajectories": 4, "keep": 2, "blocks": 8, "averaged": 1, "paired": False},
    },
    "credit": {"factors": [], "alternatives": ["by_type"], "replicates": 3},
    "discover": {
        "factors": ["leave_per_year", "members_per_staff"],
        "settings": {"futures": 60, "at_most": 0.28, "paired": False, "enough": 0.3},
    },
    "frontier": {
        "factors": [], "alternatives": [], "measures": ["effective_coverage"],
        "settings": {
            "yuan_per_year": 200_000, "policies": [DISPATCH, DRIVE], "mixes": 8, "population": 8,
            "screening": 1, "promotion": 2, "random": 4,
        },
    },
    "stress": {
        "factors": [], "alternatives": ["quota"], "replicates": 4,
        "settings": {"steps": [0.0, 1.0, 2.5]},
    },
}  # fmt: skip


def study(method: str, **changed: Any) -> Study:
    values = {**STUDIES[method], **changed}
    return small(method, overrides=[f"years={YEARS[method]}"], **values)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    folder = tmp_path_factory.mktemp("studies")
    return {name: perform(study(name), out=folder / name, jobs=1) for name in STUDIES}


@pytest.mark.parametrize("method", STUDIES)
def test_a_study_is_read_back_and_told_in_chinese(method: str, finished: dict[str, Done]) -> None:
    done = finished[method]
    again = perform(study(method), out=done.folder)
    assert not again.simulated and again.lines == done.lines
    with in_language("zh"):
        told = METHODS[method].load().describe(done.study, done.result)
    assert len(told) == len(done.lines)
    assert any("一" <= letter <= "鿿" for letter in "".join(told)) and told != done.lines


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("method", STUDIES)
def test_a_figure_has_nothing_cut_covered_or_missing(
    method: str, width: str, lang: str, finished: dict[str, Done]
) -> None:
    done, wide = finished[method], WIDTHS[width]
    one, other = (
        study_figure(done.study, done.result, width=wide, lang=lang) for _time in range(2)
    )
    assert svg_text(one) == svg_text(other)
    assert list(faults(one)) == []
    assert one.figure.get_figwidth() == pytest.approx(wide * MM)


def test_figures_show_the_numbers_of_their_tables(finished: dict[str, Done]) -> None:
    def axes(method: str, measure: str | None = None) -> Axes:
        done = finished[method]
        return study_figure(done.study, done.result, measure=measure).axes[0]

    def marked(ax: Axes, marker: str) -> list[float]:
        lines = [line for line in ax.get_lines() if line.get_marker() == marker]
        return [float(line.get_xdata()[0]) for line in lines]  # type: ignore[index, arg-type]

    for method, table, columns, scale in (
        ("sensitivity", "indices", ("ST", "S1"), 1.0),
        ("credit", "shares", ("share", "alone", "last"), 100.0),
    ):
        rows = finished[method].frame(table)
        rows = rows[rows.measure == "effective_coverage"]
        if "month" in rows:
            rows = rows[rows.month == rows.month.max()]
        for marker, column in zip("os^", columns, strict=False):
            found = marked(axes(method), marker)[: len(rows)]
            assert found == pytest.approx((scale * rows[column]).tolist()), (method, column)
    money = axes("credit", measure="yuan")
    rows = finished["credit"].frame("shares").query("measure == 'yuan'")
    assert marked(money, "o")[: len(rows)] == pytest.approx((rows.share / 10_000).tolist())

    futures = finished["discover"].frame("futures")
    drawn = {line.get_marker(): len(line.get_xdata()) for line in axes("discover").get_lines()}  # type: ignore[arg-type]
    assert drawn["x"] == futures.fails.sum() and drawn["."] == (~futures.fails).sum()

    mixes = finished["frontier"].frame("mixes").set_index("kind")
    best = next(one for one in axes("frontier").collections if one.get_label() == "best mix")
    ((x, y),) = np.asarray(best.get_offsets())
    assert x == pytest.approx(mixes.yuan_per_year["best"] / 10_000)
    assert y == pytest.approx(100 * mixes.effect["best"])

    pressed = finished["stress"].frame("stress").query("measure == 'reported_coverage'")
    first = pressed[pressed.month == pressed.month.min()]
    medians = first.groupby("step", sort=False).value.median().drop("as_it_stands")
    line = axes("stress").get_lines()[0]
    assert line.get_ydata() == pytest.approx((100 * medians).tolist())


def test_a_figure_takes_what_its_study_has(finished: dict[str, Done]) -> None:
    for method, asked, words in (
        ("frontier", {"measure": "hollow_share"}, "takes no measure"),
        ("discover", {"alternative": "quota"}, "takes no alternative"),
        ("credit", {"measure": "yuann"}, 'Did you mean "yuan"'),
        ("stress", {"alternative": "quotas"}, 'Did you mean "quota"'),
        ("sensitivity", {"measure": "hollow_shar"}, 'Did you mean "hollow_share"'),
        ("sensitivity", {"alternative": "liaison"}, 'Did you mean "liaisons"'),
    ):
        done = finished[method]
        with pytest.raises(InputError, match=words):
            study_figure(done.study, done.result, **asked)  # type: ignore[arg-type]


def test_sensitivity_tells_every_outcome_of_the_same_cases(finished: dict[str, Done]) -> None:
    done = finished["sensitivity"]
    outcomes = [(entry["measure"], entry["month"]) for entry in done.result.summary["outcomes"]]
    assert outcomes == [
        ("effective_coverage", 24), ("hollow_share", 24),
        ("effective_coverage", 12), ("hollow_share", 12),
    ]  # fmt: skip
    assert done.worlds == 4 * 4 + 8 * 5 + 16 * 12, "the baseline isn't needed: one world a case"
    assert len(done.result.tables["indices"]["factor"]) == 4 * 2
    assert any(line.startswith("Shares of the spread") for line in done.lines)
    assert any("Ask for about" in line for line in done.lines), "eight blocks are too few"


def test_credit_adds_up_in_the_table(finished: dict[str, Done]) -> None:
    result = finished["credit"].result
    shares = result.tables["shares"]
    for measure, told in result.summary["measures"].items():
        total = sum(shares["share"][shares["measure"] == measure])
        assert total == pytest.approx(told["total"], abs=1e-9)
    assert {*result.summary["measures"]} == {"effective_coverage", "hollow_share", "yuan"}
    assert any(line.startswith("all together") for line in finished["credit"].lines)


def test_policies_of_several_alternatives_share_the_credit(tmp_path: Path) -> None:
    asked = study("credit", alternatives=["by_type", "liaisons"], replicates=2)
    done = perform(asked, out=tmp_path / "study", jobs=1)
    assert done.result.summary["alternative"] == "mix" and "Mix of policies" in done.lines[0]
    assert [*done.result.tables["shares"]["policy"][:3]] == [
        "joint_branch_drive", "dispatch_liaisons", "dispatch_liaisons_liaisons",
    ]  # fmt: skip


def test_discovery_tells_a_share_a_rule_and_regret(finished: dict[str, Done]) -> None:
    done = finished["discover"]
    told = "\n".join(done.lines)
    assert "It fails (at most 28%) in" in told and "of 60 futures" in told
    assert "reaches 30%" in told and "rule of the tree" in told
    assert len(done.result.tables["futures"]["fails"]) == 60
    assert done.worlds == 60 * 2


def test_a_frontier_tells_the_mix_and_what_to_cut(finished: dict[str, Done]) -> None:
    done = finished["frontier"]
    told = "\n".join(done.lines)
    assert "best mix" in told and "With 10 % less money" in told
    kinds = [*done.result.tables["mixes"]["kind"]]
    assert kinds[:3] == ["best", "single", "random"] and "front" in kinds
    assert done.result.summary["best"]["yuan_per_year"] > 0


def test_alternatives_of_a_frontier_are_offered_together() -> None:
    offering = study("frontier", alternatives=["liaisons", "by_type"], settings={
        **STUDIES["frontier"]["settings"], "policies": [],
    })  # fmt: skip
    module: Any = METHODS["frontier"].load()
    names = [dose.key.split(".")[3] for dose in module.offered_by(offering).doses]
    assert names == ["dispatch_liaisons", "joint_branch_drive", "dispatch_liaisons_by_type"]


@pytest.mark.parametrize(
    ("method", "changed", "message"),
    [
        ("frontier", {"factors": ["leave_per_year"]}, "A frontier varies doses"),
        ("frontier", {"settings": {"policies": [DRIVE]}}, "Say how much may be spent"),
        ("sensitivity", {"settings": {"blocks": 7}}, "power of two"),
        ("sensitivity", {"settings": {"trajectories": 2}}, "4 trajectories or more"),
        ("discover", {"settings": {"futures": 60, "at_most": 9.0}}, "all of 60 futures"),
        ("credit", {"factors": ["leave_per_year"]}, "Credit is given to policies"),
        ("credit", {"alternatives": ["baseline"]}, "no policy of its own"),
        ("credit", {"settings": {"policies": ["drive"]}}, 'no policy "drive" of its own'),
    ],
)
def test_what_a_method_cannot_do_is_said(
    method: str, changed: dict[str, Any], message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=message):
        perform(study(method, **changed), out=tmp_path / "study", jobs=1)


def test_wrong_settings_are_refused_like_any_file() -> None:
    with pytest.raises(ScenarioError, match="trajectorys"):
        study("sensitivity", settings={"trajectorys": 4})
    with pytest.raises(ScenarioError, match="futures"):
        study("discover", settings={"futures": 3})


def test_the_shipped_studies_are_read() -> None:
    found = load_study("city_frontier")
    module: Any = METHODS["frontier"].load()
    offered = module.offered_by(found)
    assert len(offered.doses) == 8 and offered.alternative == "mix"
