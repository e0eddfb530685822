"""The common suite on every policy: when it is in force, and how much."""

from __future__ import annotations

import pytest

from sim.policies import POLICIES
from sim.policies.base import Policy

EVERY = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
MONTHS = range(-12, 120)


@EVERY
def test_first_and_last_month_are_included(policy: type[Policy]) -> None:
    lever = policy(start=12, end=23, ramp_months=0)
    assert [lever.force(month) for month in (11, 12, 23, 24)] == [0, 1, 1, 0]


@EVERY
def test_one_month(policy: type[Policy]) -> None:
    lever = policy(start=12, end=12, ramp_months=0)
    assert [month for month in MONTHS if lever.force(month)] == [12]


@EVERY
def test_open_ends(policy: type[Policy]) -> None:
    assert [policy(ramp_months=0).force(month) for month in (0, 1, 1_000)] == [1, 1, 1]
    assert [policy(start=12, ramp_months=0).force(month) for month in (11, 12, 1_000)] == [0, 1, 1]
    assert [policy(end=12, ramp_months=0).force(month) for month in (0, 12, 13)] == [1, 1, 0]


@EVERY
def test_ramp_rises_from_its_first_month_to_its_last(policy: type[Policy]) -> None:
    lever = policy(start=12, ramp_months=6, intensity=0.5)
    forces = [lever.force(month) for month in range(11, 19)]
    assert forces == pytest.approx([0, 1 / 12, 2 / 12, 3 / 12, 4 / 12, 5 / 12, 0.5, 0.5])


@EVERY
def test_a_ramp_may_outlast_the_period(policy: type[Policy]) -> None:
    lever = policy(start=0, end=2, ramp_months=6)
    assert [lever.force(month) for month in range(4)] == pytest.approx([1 / 6, 2 / 6, 3 / 6, 0])


@EVERY
def test_every_period_has_its_own_ramp(policy: type[Policy]) -> None:
    lever = policy(periods=((0, 2), (5, None)), ramp_months=2)
    assert [lever.force(month) for month in range(8)] == [0.5, 1, 1, 0, 0, 0.5, 1, 1]


@EVERY
def test_periods_stand_in_place_of_start_and_end(policy: type[Policy]) -> None:
    lever = policy(start=0, end=1, periods=((5, 5),), ramp_months=0)
    assert [month for month in MONTHS if lever.force(month)] == [5]


@EVERY
def test_intensity_scales_the_ramp(policy: type[Policy]) -> None:
    half, full = policy(start=3, intensity=0.5), policy(start=3)
    assert [half.force(month) for month in MONTHS] == [0.5 * full.force(month) for month in MONTHS]


@EVERY
def test_intensity_0_is_never_in_force(policy: type[Policy]) -> None:
    lever = policy(start=3, end=20, intensity=0)
    assert not any(lever.force(month) for month in MONTHS)
    assert lever.faded(30)[0] == 0


@EVERY
def test_fading_starts_from_the_force_of_the_last_month(policy: type[Policy]) -> None:
    lever = policy(periods=((0, 2), (10, 11)), ramp_months=4)
    assert lever.faded(1) == (0, 0)
    assert lever.faded(3) == (0.75, 1)
    assert lever.faded(11) == (0.75, 9)
    assert lever.faded(12) == (0.5, 1)
    assert policy(ramp_months=0).faded(1_000) == (0, 0)


def test_only_a_campaign_fades_and_the_quota_ramps_by_itself() -> None:
    fading = [n for n, p in POLICIES.items() if any(w.fading for w in p().writes())]
    assert fading == ["publicity_campaign"]
    assert {n: p().ramp_months for n, p in POLICIES.items() if p().ramp_months} == {
        "coverage_quota": 6
    }
