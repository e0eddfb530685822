"""The common suite on every policy: its costs, their quantities, and nothing for nothing."""

from __future__ import annotations

from dataclasses import fields, replace
from math import isfinite

import pytest

from sim.policies import POLICIES
from sim.policies.base import Cost, Policy
from sim.policies.doses import DOSES, Rule
from sim.policies.quantities import QUANTITIES, Booking

EVERY = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
PRICED = ("cost_", "burden_", "grant_", "yuan_")
# What has no cost in yuan, by the model's table.
FREE = {"secretary_protection", "dual_entry", "coverage_quota", "base_cleanup"}


def booked(policy: Policy, cost: Cost, month: int, counted: float = 100) -> float:
    """Return what is booked of ``counted`` units, beside another policy of the kind."""
    quantity = QUANTITIES[cost.quantity]
    if quantity.booking is Booking.FORCE:
        return cost.unit * counted * policy.force(month)
    (write,) = (write for write in policy.writes() if write.dose == quantity.dose)
    setting = DOSES[write.dose].rule is Rule.SET
    written = float(policy.force(month) > 0) if setting else policy.force(month) * write.full
    if quantity.booking is Booking.WRITTEN:
        return cost.unit * counted * written
    return cost.unit * counted * written / (written + 1)


@EVERY
def test_each_line_is_priced_by_the_field_that_names_it(policy: type[Policy]) -> None:
    default = policy()
    metadata = {field.name: field.metadata for field in fields(policy)}
    for index, cost in enumerate(default.costs()):
        assert metadata[cost.item]["unit"] == ("hours" if cost.burden else "yuan")
        price = getattr(default, cost.item)
        doubled = replace(default, **{cost.item: 2 * price}).costs()[index]
        assert doubled.unit == pytest.approx(2 * cost.unit)
        assert isfinite(cost.unit) and cost.unit >= 0


@EVERY
def test_every_price_is_charged_once(policy: type[Policy]) -> None:
    items = [cost.item for cost in policy().costs()]
    assert sorted(items) == sorted(
        field.name for field in fields(policy) if field.name.startswith(PRICED)
    )


@EVERY
def test_quantities_are_declared_and_their_doses_written(policy: type[Policy]) -> None:
    written = {write.dose for write in policy().writes()}
    for cost in policy().costs():
        dose = QUANTITIES[cost.quantity].dose
        assert dose is None or dose in written


@EVERY
def test_nothing_is_booked_at_intensity_0(policy: type[Policy]) -> None:
    lever = policy(intensity=0)
    assert all(booked(lever, cost, month) == 0 for cost in lever.costs() for month in range(60))


@EVERY
def test_costs_rise_with_intensity(policy: type[Policy]) -> None:
    low, high = policy(intensity=0.4, ramp_months=0), policy(intensity=0.9, ramp_months=0)
    for cost in low.costs():
        assert booked(low, cost, 0) <= booked(high, cost, 0)


@EVERY
def test_nothing_is_booked_outside_the_period(policy: type[Policy]) -> None:
    lever = policy(start=12, end=23)
    assert all(booked(lever, cost, month) == 0 for cost in lever.costs() for month in (11, 24))


def test_some_policies_cost_no_yuan() -> None:
    free = {n for n, p in POLICIES.items() if all(cost.burden for cost in p().costs())}
    assert free == FREE


def test_every_quantity_is_used_and_defined_in_both_languages() -> None:
    used = {cost.quantity for policy in POLICIES.values() for cost in policy().costs()}
    assert used == set(QUANTITIES)
    for name, quantity in QUANTITIES.items():
        assert quantity.name == name
        assert set(quantity.meaning) == {"en", "zh"} and all(quantity.meaning.values())
        assert (quantity.dose is None) == (quantity.booking is Booking.FORCE)
        assert quantity.dose is None or quantity.dose in DOSES


@pytest.mark.parametrize(
    ("name", "item", "unit"),
    [
        ("dispatch_liaisons", "cost_liaison_month_yuan", 3_000),
        ("startup_grant", "grant_yuan", 2_000),
        ("activity_subsidy", "yuan_branch_year", 1_500),
        ("activity_subsidy", "yuan_member_year", 150),
        ("activity_subsidy", "burden_member_year_hours", 0),
        ("party_fee_rebate", "cost_member_fee_yuan", 300),
        ("secretary_training", "cost_place_yuan", 800),
        ("registration_prompt", "cost_prompt_yuan", 20),
        ("annual_check", "cost_organization_yuan", 50),
        ("demonstration_sites", "cost_site_month_yuan", 2 * 500),
    ],
)
def test_default_unit_costs(name: str, item: str, unit: float) -> None:
    assert {cost.item: cost.unit for cost in POLICIES[name]().costs()}[item] == unit
