"""Turnover of organizations: the yearly counts, exit, inactivity, staff and entry (3)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.draws import Lineage, Process
from sim.state.codes import Interim
from tests.oracle import constants, entry
from tests.oracle.agents import Organization
from tests.oracle.arithmetic import exact_sum
from tests.oracle.hashing import lineage, normal, poisson
from tests.oracle.leaving import leave, release
from tests.oracle.offices import NEVER

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel

EXIT_BOUND = 0.12
INACTIVE_BOUND = 0.03
REFERENCE_STAFF = 6.0
YOUNG_MONTHS = 36


def new_year(model: OracleModel) -> None:
    """Fix what holds for the model year: entry bases, replacement and surplus of cells (3)."""
    for office in model.offices():
        office.admitted = office.trained = office.sourced = office.placed = 0
    for cell in model.cells.values():
        here = [o for o in model.organizations.values() if o.cell is cell]
        operating = [o for o in here if o.operating]
        staff = exact_sum(o.staff for o in operating)
        members = sum(o.counted_members() for o in operating)
        if model.t == 0:
            cell.trend = members / staff if staff > 0 else model.p.members_per_staff
        cell.registered = len(here)
        cell.replacement = min(1.0, cell.trend * staff / members) if members else 1.0
        outflow = model.p.leave_per_year * model.p.out_of_sector / 12
        cell.surplus = max(0.0, cell.trend * staff - members) * outflow
        cell.exits = exact_sum(exit_hazard(model, o) for o in here)


def run(model: OracleModel) -> None:
    """Run the month's turnover in the order of section 3."""
    exiting = [o for o in model.by_identity() if exits(model, o)]
    stopping = [
        o for o in model.by_identity() if o not in exiting and o.operating and stops(model, o)
    ]
    leave(model, [*exiting, *stopping], on_exit=True)
    for organization in [*exiting, *stopping]:
        release(organization)
        free_people(model, organization)
    for organization in exiting:
        del model.organizations[organization.identity]
        organization.remove()
    for organization in stopping:
        stop(organization)
    strike(model)
    change_staff(model)
    for cell in model.cells.values():
        rate = entry_rate(model) / 12 * cell.registered
        for ordinal in range(poisson(rate, model.u(Process.ENTRY, cell))):
            identity = lineage(Lineage.ENTRANT, cell.identity, model.t, ordinal)
            entry.enter(model, cell, identity)


def entry_rate(model: OracleModel) -> float:
    """Return the rate of entry of the month: of the scenario's series, else the parameter (3.6)."""
    for begins, rate in model.entry.get("series", ()):
        if begins <= model.t < begins + 12:
            return float(rate)
    net = growth(model)
    if net is not None:
        return max(0.0, net + 1 - math.exp(-exits_expected(model)))
    return float(model.p.entry_per_year)


def growth(model: OracleModel) -> float | None:
    """Return the net growth of the month that the scenario states, if it does (3.6)."""
    for begins, rate in model.entry.get("growth_series", ()):
        if begins <= model.t < begins + 12:
            return float(rate)
    usual = model.entry.get("growth")
    return None if usual is None else float(usual)


def exits_expected(model: OracleModel) -> float:
    """Return the mean hazard of exit at the start of the model year (3.6)."""
    cells = model.cells.values()
    return exact_sum(cell.exits for cell in cells) / max(1, sum(cell.registered for cell in cells))


def exits(model: OracleModel, organization: Organization) -> bool:
    """Return whether an organization exits (3.1)."""
    hazard = exit_hazard(model, organization)
    net = growth(model)
    if net is not None and net < 0:
        hazard += max(0.0, -math.log(1 + net) - exits_expected(model))
    return model.strikes(Process.EXIT, organization, hazard, EXIT_BOUND)


def exit_hazard(model: OracleModel, organization: Organization) -> float:
    """Return the hazard of exit a year (3.1)."""
    p = model.p
    hazard = p.exit_per_year * (organization.staff / REFERENCE_STAFF) ** -constants.EXIT_SIZE_SLOPE
    if model.t - organization.founded < YOUNG_MONTHS:
        hazard *= constants.EXIT_YOUNG_FACTOR
    if not organization.operating:
        hazard *= constants.EXIT_INACTIVE_FACTOR
    return float(hazard)


def stops(model: OracleModel, organization: Organization) -> bool:
    """Return whether an operating organization falls inactive (3.2)."""
    if organization.vital:
        return False
    hazard = model.p.inactive_per_year * (organization.staff / REFERENCE_STAFF) ** -0.5
    if not organization.uncovered:
        hazard *= constants.COVERED_INACTIVE
    return model.strikes(Process.INACTIVE, organization, hazard, INACTIVE_BOUND)


def free_people(model: OracleModel, organization: Organization) -> None:
    """Free everybody in an organization; mobility decides where they go (3.1, 3.2)."""
    for person in organization.people.values():
        person.organization = None
        model.freed.append(person)
    organization.people = {}


def stop(organization: Organization) -> None:
    """Leave of an organization what an inactive one has (3.2)."""
    organization.staff = max(1.0, organization.staff / 4)
    organization.operating = False
    organization.willing_until = NEVER
    organization.interim = Interim.NONE
    organization.mass_group = NEVER


def strike(model: OracleModel) -> None:
    """Strike inactive organizations from the reported base (3.4)."""
    for organization in model.by_identity():
        if organization.on_base and not organization.operating:
            dose = model.doses.at("base_cleanup", organization)
            if model.u(Process.STRIKE, organization) < 1 - (1 - dose) ** (1 / 12):
                organization.on_base = False


def change_staff(model: OracleModel) -> None:
    """Let staff change, each organization's once a year (3.5)."""
    s = math.sqrt(12) * constants.STAFF_SD_MONTH
    for organization in model.by_identity():
        if organization.operating and organization.identity % 12 == model.t % 12:
            z = normal(model.u(Process.STAFF, organization))
            organization.staff = max(1.0, organization.staff * math.exp(s * z - s * s / 2))
