"""What could exceed the bound of a draw is refused when a scenario is read."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from sim import draws
from sim.draws import BOUNDS, Process
from sim.parameters import PARAMETERS
from sim.policies import POLICIES
from sim.policies.base import Target
from sim.policies.service_center import ServiceCenter
from sim.processes import mobility, turnover
from sim.scenario import load
from sim.scenario.bounds import (
    FIRST_DAYS,
    SMALLEST,
    TABLE,
    check_parameters,
    check_policies,
    worst,
)
from sim.scenario.levers import Placed
from sim.text.problems import Report
from sim.worlds import Worlds

HIGHEST: dict[str, Any] = {"disclosure_factor": 2.5, "commitment": 0.5}


def refused(*policies: Any, uncertainty: str = "prior", **values: float) -> list[str]:
    report = Report()
    placed = [
        Placed(("baseline", n), replace(policy, id=f"p{n}")) for n, policy in enumerate(policies)
    ]
    check_policies(placed, values, uncertainty, report)
    return [issue.message for issue in report.issues]


def test_every_bound_is_checked_with_the_factors_of_its_process() -> None:
    assert {entry.process for entry in TABLE} == set(BOUNDS)
    assert turnover.REFERENCE_STAFF == SMALLEST
    assert mobility.TENURE_PEAK == FIRST_DAYS


def test_priors_at_their_ends_stay_within_all_bounds() -> None:
    at = worst({}, "prior")
    assert at["exit_per_year"] == PARAMETERS["exit_per_year"].high
    assert at["joint_max"] == PARAMETERS["joint_max"].default  # has no prior
    assert worst({}, "none")["exit_per_year"] == PARAMETERS["exit_per_year"].default
    for entry in TABLE:
        neutral = {name: 1.0 if name == "service_disclosure" else 0.0 for name in entry.doses}
        assert entry.chance(at, neutral) < BOUNDS[entry.process], entry.process.name


@pytest.mark.parametrize("name", POLICIES)
def test_one_policy_at_its_ends_stays_within_all_bounds(name: str) -> None:
    ends = {
        field.name: field.metadata["high"]
        for field in fields(POLICIES[name])
        if "high" in field.metadata
    }
    assert not refused(POLICIES[name](**ends))


def test_what_the_engine_meets_stays_below_the_worst() -> None:
    """All that raises a rate at its end, in worlds that run: nothing exceeds its bound."""
    names = {name for entry in TABLE for name in entry.parameters}
    scenario = load(
        "classroom", overrides=[f"parameters.{name}={PARAMETERS[name].high}" for name in names]
    )
    centre = ServiceCenter(id="centre", **HIGHEST)
    baseline = replace(scenario.alternatives[0], policies=(centre,))
    worlds = Worlds.build(replace(scenario, alternatives=(baseline,)), replicates=range(4))
    for _month in range(6):
        worlds.step()
    assert worlds.month == 6


def test_a_parameter_beyond_a_bound_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(draws.BOUNDS, Process.EXIT, 0.01)
    report = Report()
    check_parameters({"exit_per_year": 0.03, "leave_per_year": 0.3}, "prior", report)
    (issue,) = report.issues
    assert issue.path == ("parameters", "exit_per_year")
    assert "exit_per_year = 0.03" in issue.message
    assert "0.016, above the bound of 0.01" in issue.message
    # What no parameter of the file causes is not the file's mistake.
    report = Report()
    check_parameters({"leave_per_year": 0.3}, "prior", report)
    assert not report.issues


def test_policies_that_act_together_are_combined() -> None:
    one, other = ServiceCenter(**HIGHEST), ServiceCenter(**HIGHEST)
    (message,) = refused(one, other)
    assert '"p0", "p1": service_disclosure = 6.25, floating_commitment = 1.' in message
    assert "disclose_per_year = 0.3, disclose_visit = 3" in message
    assert "0.78, above the bound of 0.5" in message
    assert not refused(one, other, uncertainty="none")
    assert not refused(one, other, disclose_per_year=0.05)
    assert not refused(one, replace(other, intensity=0.0))
    assert not refused(replace(one, end=11), replace(other, start=12))
    assert refused(replace(one, end=12), replace(other, start=12))
    assert not refused(one, ServiceCenter(disclosure_factor=1, commitment=0.1))


def test_only_what_meets_at_one_organization_is_combined() -> None:
    def at(**places: tuple[int, ...]) -> ServiceCenter:
        return ServiceCenter(**HIGHEST, target=Target(**places))

    towns = [at(districts=(n,)) for n in range(5)]
    assert not refused(*towns)
    # In pairs they have a district in common; no district has all three.
    around = ServiceCenter(disclosure_factor=1.25, commitment=0)
    ring = [replace(around, target=Target(districts=(n, (n + 1) % 3))) for n in range(3)]
    few: dict[str, Any] = {"disclose_per_year": 0.25, "disclose_visit": 6.55}
    assert not refused(*ring, **few)
    assert refused(*[around] * 3, **few)
    assert refused(at(districts=(0, 1)), at(industries=(2,)))
    assert not refused(at(districts=(0, 1), kinds=(0,)), at(industries=(2,), kinds=(1,)))
    weak = ServiceCenter(disclosure_factor=1, commitment=0)
    assert not refused(weak, *towns)
    assert refused(ServiceCenter(**HIGHEST), *towns)
