"""Turnover: organizations exit, fall inactive, are struck from the base, change size, enter.

Reads: staff, founded, operating, branch, vitality; entries of the model year.
Writes: alive, operating, on_base, staff, new rows of organizations and members; ends branches.
Draws: EXIT, INACTIVE, STRIKE, STAFF, HOST_EXIT, ENTRY, ENTRANT. Source: docs/draws.md 3; S5.
"""

from __future__ import annotations

import numpy as np

from sim.constants import (
    COVERED_INACTIVE,
    EXIT_INACTIVE_FACTOR,
    EXIT_SIZE_SLOPE,
    EXIT_YOUNG_FACTOR,
    STAFF_SD_MONTH,
)
from sim.draws import BOUNDS, F64, I64, Process, candidates, draw, monthly, normal
from sim.exact import group_sum, group_total
from sim.policies.doses import DoseReader
from sim.processes.hazards import bounded
from sim.processes.leaving import leave
from sim.state.codes import Event
from sim.state.stack import Stack
from sim.state.table import NEVER

REFERENCE_STAFF = 6.0
YOUNG_MONTHS = 36
MONTHS = 12
STAFF_KEPT = 0.25
"""Share of its staff that an organization keeps when it stops operating (docs/model.md 5)."""


def turnover(stack: Stack, doses: DoseReader, shrinking: F64 | None = None) -> I64:
    """Let organizations exit, fall inactive, be struck and change size.

    ``shrinking`` is what :func:`exiting` adds. Return the organizations whose members are freed
    this month.
    """
    gone = exiting(stack, shrinking)
    stopped = stopping(stack, gone)
    freed = np.concatenate([gone, stopped])
    if len(freed):
        leave(stack, freed, Event.EXIT)
        stack.note(Event.ORGANIZATION_EXITED, gone)
        stack.note(Event.ORGANIZATION_INACTIVE, stopped)
        organizations = stack.organizations
        organizations.alive[gone] = False
        organizations.on_base[gone] = False
        organizations.operating[freed] = False
        organizations.staff[stopped] = np.maximum(1.0, organizations.staff[stopped] * STAFF_KEPT)
        stop(stack, freed)
    strikes(stack, doses)
    staff_shocks(stack)
    return freed


def exiting(stack: Stack, shrinking: F64 | None = None) -> I64:
    """Return the organizations that leave the register this month.

    ``shrinking`` is a hazard a year by world, the same for all organizations, where the register
    is said to shrink by more than their own hazards.
    """
    organizations = stack.organizations
    rows, u = candidates(organizations.key, Process.EXIT, stack.month, BOUNDS[Process.EXIT])
    alive = organizations.alive[rows]
    rows, u = rows[alive], u[alive]
    hazard = exit_hazard(stack, rows)
    if shrinking is not None:
        hazard += shrinking[organizations.world[rows]]
    return rows[u < bounded(monthly(hazard), Process.EXIT)]


def exit_hazard(stack: Stack, rows: I64) -> F64:
    """Return the hazard a year with which organizations leave the register by themselves."""
    organizations = stack.organizations
    hazard = (
        stack.at("exit_per_year", rows)
        * (organizations.staff[rows] / REFERENCE_STAFF) ** -EXIT_SIZE_SLOPE
    )
    young = stack.month - organizations.founded[rows] < YOUNG_MONTHS
    hazard *= np.where(young, EXIT_YOUNG_FACTOR, 1.0)
    hazard *= np.where(organizations.operating[rows], 1.0, EXIT_INACTIVE_FACTOR)
    return hazard


def expect_exits(stack: Stack) -> None:
    """Note by cell how many exits a year the hazards let expect, once a model year."""
    rows = np.flatnonzero(stack.organizations.alive)
    cells = stack.cells
    cell = stack.organizations.cell[rows]
    cells.exits[:] = group_total(cell, exit_hazard(stack, rows), len(cells))


def expected_exits(stack: Stack) -> F64:
    """Return by world the hazard of exit a year of its organizations, as noted for the year."""
    cells, n = stack.cells, stack.n_worlds
    registered = group_sum(cells.world, cells.registered, n)
    return group_total(cells.world, cells.exits, n) / np.maximum(1, registered)


def stopping(stack: Stack, gone: I64) -> I64:
    """Return the operating organizations, not ``gone``, that fall inactive this month."""
    organizations = stack.organizations
    bound = BOUNDS[Process.INACTIVE]
    rows, u = candidates(organizations.key, Process.INACTIVE, stack.month, bound)
    left = np.zeros(len(organizations), bool)
    left[gone] = True
    held = organizations.operating[rows] & ~left[rows] & ~stack.vital(rows)
    rows, u = rows[held], u[held]
    size = organizations.staff[rows] / REFERENCE_STAFF
    hazard = stack.at("inactive_per_year", rows) * size**-0.5
    hazard *= np.where(organizations.branch[rows] > 0, COVERED_INACTIVE, 1.0)
    return rows[u < bounded(monthly(hazard), Process.INACTIVE)]


def stop(stack: Stack, rows: I64) -> None:
    """Clear what only operating organizations have."""
    organizations = stack.organizations
    organizations.liaison[rows] = 0
    organizations.visits[rows] = 0.0
    organizations.interim[rows] = 0
    organizations.willing_until[rows] = NEVER
    organizations.mass_group[rows] = NEVER
    for count in ("members", "known", "eligible", "transferred"):
        getattr(organizations, count)[rows] = 0


def strikes(stack: Stack, doses: DoseReader) -> None:
    """Strike inactive organizations from the reported base; nobody gains a branch by it."""
    if not doses.active("base_cleanup"):
        return
    organizations = stack.organizations
    rows = np.flatnonzero(organizations.on_base & ~organizations.operating)
    share = 1.0 - (1.0 - doses.at("base_cleanup", rows)) ** (1 / 12)
    struck = rows[draw(organizations.key[rows], Process.STRIKE, stack.month) < share]
    organizations.on_base[struck] = False
    stack.note(Event.STRUCK, struck)


def staff_shocks(stack: Stack) -> None:
    """Give a twelfth of the operating organizations a year's shock of staff, without drift.

    One yearly shock has the variance of twelve monthly ones at a twelfth of the draws.
    """
    organizations = stack.organizations
    due = organizations.cohort == stack.month % MONTHS
    rows = np.flatnonzero(due & organizations.operating)
    if not len(rows):
        return
    sd = STAFF_SD_MONTH * 12**0.5
    z = normal(draw(organizations.key[rows], Process.STAFF, stack.month))
    grown = organizations.staff[rows] * np.exp(sd * z - sd * sd / 2)
    organizations.staff[rows] = np.maximum(1.0, grown)
