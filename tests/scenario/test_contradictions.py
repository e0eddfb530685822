"""Figures of the past that cannot all be true are said where a scenario is checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.plan.shipped import shipped_names
from sim.scenario import load

PLACE = """format = 1
title = "x"
start = "2025-01"
years = 1
[organizations.synthesis]
kinds.social_group = { organizations = 90, covered = 27 }
[history]
since = "2010-01"
"""


def told(folder: Path, more: str) -> list[str]:
    """Return what is said of figures that are added to a place, or to its last table."""
    (folder / "x.toml").write_text(PLACE + more, encoding="utf-8")
    return [str(warning) for warning in load(folder / "x.toml").warnings]


def figure(measure: str, month: str, value: float, more: str = "") -> str:
    return (
        f'[[observations]]\nmeasure = "{measure}"\nmonth = "{month}"\nvalue = {value}\n'
        f'source = "t"\n{more}\n'
    )


COVERAGE = "organization_coverage"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (figure(COVERAGE, "2021-12", 0.2), figure(COVERAGE, "2021-12", 0.6)),
        (
            figure(COVERAGE, "2021-12", 0.2, "sd = 0.01"),
            figure(COVERAGE, "2021-12", 0.25, "sd = 0.01"),
        ),
        (figure("members", "2021-12", 40), figure("members", "2021-12", 90)),
        (
            figure(COVERAGE, "2021-12", 0.2, 'kinds = ["social_group"]'),
            figure(COVERAGE, "2021-12", 0.6, 'kinds = ["social_group"]'),
        ),
        (figure(COVERAGE, "2027-12", 0.2), figure(COVERAGE, "2027-12", 0.6)),
    ],
)
def test_two_figures_of_one_month_contradict_each_other(
    tmp_path: Path, one: str, other: str
) -> None:
    (said,) = told(tmp_path, one + other)
    assert "contradict each other" in said and "figure 1" in said and "figure 2" in said
    assert "x.toml:" in said


@pytest.mark.parametrize(
    "other",
    [
        figure(COVERAGE, "2021-12", 0.25),
        figure(COVERAGE, "2021-12", 0.6, "sd = 0.3"),
        figure(COVERAGE, "2022-12", 0.6),
        figure("effective_coverage", "2021-12", 0.6),
        figure(COVERAGE, "2021-12", 0.6, 'kinds = ["social_group"]'),
        figure(COVERAGE, "2021-12", 0.6, 'definition = "with member groups"'),
    ],
)
def test_figures_that_may_both_be_true_are_left_alone(tmp_path: Path, other: str) -> None:
    assert told(tmp_path, figure(COVERAGE, "2021-12", 0.2) + other) == []


@pytest.mark.parametrize("measure", [COVERAGE, "reported_coverage"])
def test_a_figure_of_the_start_is_held_against_the_organizations(
    tmp_path: Path, measure: str
) -> None:
    (said,) = told(tmp_path, figure(measure, "2024-12", 0.6))
    assert "27 of 90 (0.3)" in said and "The organizations hold." in said
    assert told(tmp_path, figure(measure, "2024-12", 0.33)) == []
    assert told(tmp_path, figure(measure, "2024-12", 0.6, 'kinds = ["social_group"]')) == []


def test_more_than_the_place_has(tmp_path: Path) -> None:
    (said,) = told(tmp_path, figure("party_organizations", "2022-12", 200))
    assert "the place has 90 organizations" in said
    assert told(tmp_path, figure("members", "2022-12", 200)) == []
    (said,) = told(tmp_path, "founded_last_year = 300\ndissolved_last_year = 2\n")
    assert "founded_last_year = 300" in said
    assert told(tmp_path, "founded_last_year = 9\nrefused_last_year = 300\n") == []


def test_a_list_that_leaves_its_coverage_open_contradicts_nothing(tmp_path: Path) -> None:
    rows = "".join(f"社{n},社团,{('有', '无', '')[n % 3]}\n" for n in range(30))
    (tmp_path / "l.csv").write_text(f"名称,类别,党组织\n{rows}", "utf-8")
    place = PLACE.replace(
        ".synthesis]\nkinds.social_group = { organizations = 90, covered = 27 }",
        ']\nregistry = "l.csv"',
    )
    (tmp_path / "x.toml").write_text(place + figure(COVERAGE, "2024-12", 0.9), "utf-8")
    assert load(tmp_path / "x.toml").warnings == ()


def test_shipped_places_contradict_nothing() -> None:
    for name in shipped_names():
        assert not [one for one in load(name).warnings if "figure" in str(one)], name
