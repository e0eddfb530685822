"""Figures meet the measure that they define, or are refused with the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

import sim
from sim.errors import InputError
from sim.plan.past import Observation
from sim.scenario import Scenario
from sim.studies.observing import REASONS, Use, rows_of


@pytest.fixture(scope="module")
def linze() -> Scenario:
    return sim.load("linze", overrides=["years=3"])


def seen(scenario: Scenario, measure: str = "reported_coverage", **changes: object) -> Scenario:
    plain = Observation(
        measure=measure, month=11, value=0.5, sd=None, kinds=(), districts=(), industries=(),
        definition=None, source="a test",
    )  # fmt: skip
    return replace(scenario, observations=(replace(plain, **changes),))  # type: ignore[arg-type]


def test_a_figure_is_compared_at_the_end_of_its_month(linze: Scenario) -> None:
    (row,) = rows_of(seen(linze), (), None)
    assert (row.moment, row.use, row.value) == (12, Use.FITTED, 0.5)
    assert row.name(linze) == "reported_coverage@2009-12"


@pytest.mark.parametrize(
    ("measure", "changes", "why"),
    [
        ("organization_coverage_of_eligible", {}, "by construction"),
        (
            "reported_coverage",
            {"definition": {"en": "share of eligible ones", "zh": "?"}},
            "by con",
        ),
        (
            "organization_coverage",
            {"definition": {"en": "?", "zh": "占应建组织"}},
            "by construction",
        ),
        ("effective_coverage", {}, "own judgement"),
        ("true_coverage_of_base", {}, "own judgement"),
        ("hollow_share", {}, "own judgement"),
        ("reported_coverage", {"kinds": (1,)}, "part of the place"),
        ("reported_coverage", {"districts": (0,)}, "part of the place"),
        ("reported_coverage", {"month": -2}, "outside the months"),
        ("reported_coverage", {"month": 36}, "outside the months"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    linze: Scenario, measure: str, changes: dict[str, object], why: str
) -> None:
    (row,) = rows_of(seen(linze, measure, **changes), (), None)
    assert row.use is Use.REFUSED
    assert row.why is not None and why in REASONS[row.why.value]


def test_a_number_of_eligible_organizations_is_no_coverage(linze: Scenario) -> None:
    definition = {"en": "eligible organizations", "zh": "应建组织数"}
    (row,) = rows_of(seen(linze, "eligible", definition=definition), (), None)
    assert row.use is Use.FITTED


def test_figures_after_a_month_are_predicted(linze: Scenario) -> None:
    scenario = seen(linze)
    assert rows_of(scenario, (), "2009-12")[0].use is Use.FITTED
    assert rows_of(scenario, (), "2009-11")[0].use is Use.LATER


def test_figures_are_named_or_planned(linze: Scenario) -> None:
    names = ("reported_coverage@2009-12", "registered@2010-12", "effective_coverage@2010-12")
    there, planned, judged = rows_of(seen(linze), names, None)
    assert not there.planned
    assert planned.planned
    assert (planned.moment, planned.use) == (24, Use.FITTED)
    assert judged.use is Use.REFUSED


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("reported_covrage@2009-12", 'Did you mean "reported_coverage"'),
        ("reported_coverage", "write MEASURE@YYYY-MM"),
        ("reported_coverage@2009-13", '"2009-13" is no month'),
    ],
)
def test_a_name_that_is_none_is_told(linze: Scenario, name: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        rows_of(linze, (name,), None)


@pytest.mark.parametrize(
    ("measure", "definition", "another"),
    [
        ("organization_coverage", "of all registered", False),
        ("organization_coverage", "占登记数", False),
        ("organization_coverage", "of those operating", True),
        ("organization_coverage", "占正常运转的社会组织", True),
        ("organization_coverage_of_operating", "of all registered", True),
        ("reported_coverage", "of all registered", True),
        ("reported_coverage", "占党内统计基数", False),
        ("organization_coverage", "work coverage, of all registered", True),
        ("organization_coverage", "含党建工作指导员，占登记数", True),
        ("work_coverage", "work coverage, of all registered", False),
        ("organization_coverage", "effective coverage by the county's own test", True),
    ],
)
def test_a_figure_of_another_definition_is_refused(
    linze: Scenario, measure: str, definition: str, another: bool
) -> None:
    (row,) = rows_of(seen(linze, measure, definition={"en": definition}), (), None)
    assert (row.use is Use.REFUSED) is another
    assert (row.why is not None and "definition is another" in REASONS[row.why.value]) is another
