"""The state of a world as plain data, and the first difference between two of them.

``state_of(oracle)`` returns, and an adapter of the engine must return, this shape::

    {
        "month": months done (the month that the next step will run),
        "organizations": {identity: {column: value, …}, …},
        "members": {…}, "branches": {…}, "liaisons": {…}, "committees": {…},
        "desks": {…},
    }

with the rows that are alive and exactly the columns of ``COLUMNS``. They are named as in
``sim/state``, with these differences: what is a row there is the identity of the agent here, or
None where there is none (``branch``, ``liaison``, ``organization``, ``host``, ``person``,
``employer``, ``committee``); ``cell`` and ``home`` are pairs (district, industry); fears and
baselines are lists of four; codes are integers. A liaison's identity is its holder's.

Before it compares, ``first_difference`` drops what cannot matter any more, on both sides: an
"until" that has passed, a month that never was (any before ``LONG_AGO``), the notes of a case that
is none, what only a covered organization has, and what only an employed or a searching person has.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Integral
from typing import TYPE_CHECKING, Any

from sim.state.codes import SecretarySource

if TYPE_CHECKING:
    from tests.oracle.agents import Branch, Organization
    from tests.oracle.model import OracleModel
    from tests.oracle.offices import Committee, Desk, Liaison
    from tests.oracle.people import Member

State = Mapping[str, Any]
TOLERANCE = 1e-9
LONG_AGO = -100_000
"""Months before this stand for never; organizations are younger than 8,000 years."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organizations": (
        "cell", "number", "kind", "type", "has_channel", "founded", "staff", "operating",
        "on_base", "head_is_member", "fears", "baseline", "attitude", "members", "known",
        "eligible", "transferred", "sourced", "contacted", "contact", "asked", "willing_until",
        "silent_until", "deferred_until", "refusal", "withdrawn", "liaison", "case_weak",
        "case_since", "case_progress", "case_link", "case_known", "case_attitude", "case_steady",
        "dropped", "visits", "branch", "covered", "interim", "mass_group", "secretary_wait",
        "eligible_months", "nominal", "act_wait", "site",
    ),
    "members": (
        "organization", "home", "stage", "stage_due", "relation", "known", "commitment",
        "mobility", "joined", "hired", "role",
    ),
    "branches": (
        "form", "host", "secretary", "person", "employer", "skill", "trained", "trained_year",
        "time_share", "vacancy", "vitality", "quality", "founded", "below", "turnover", "leavers",
        "members", "organizations", "pressure_founded", "shell", "grant", "granted_until",
        "weak_until", "starred_until", "served",
    ),
    "liaisons": (
        "committee", "source", "post", "holder", "since", "skill", "capacity", "cases", "visits",
    ),
    "committees": (
        "place", "industrial", "established", "pressure", "forbidden", "admitted", "trained",
        "sourced", "placed", "hosted", "vigour", "effort", "acts",
        "share",
    ),
    "desks": ("committee", "weight", "admitted", "trained", "sourced", "placed"),
}  # fmt: skip

UNTIL = ("willing_until", "silent_until", "deferred_until", "granted_until", "starred_until")
OF_A_CASE = (
    "case_weak", "case_since", "case_progress", "case_link", "case_known", "case_attitude",
    "case_steady",
)  # fmt: skip
OF_THE_COVERED = ("covered", "withdrawn", "eligible_months")
OF_THE_EMPLOYED = ("joined", "relation")
OF_A_SECRETARY = ("person", "employer", "skill")


def state_of(oracle: OracleModel) -> dict[str, Any]:
    """Return the state of an oracle in the shape of this module."""
    return {
        "month": oracle.t,
        "organizations": {k: _organization(o) for k, o in oracle.organizations.items()},
        "members": {k: _member(m) for k, m in oracle.members.items()},
        "branches": {k: _branch(b) for k, b in oracle.branches.items()},
        "liaisons": {k: _liaison(x) for k, x in oracle.liaisons.items()},
        "committees": {c.identity: _committee(oracle, c) for c in oracle.committees},
        "desks": {d.identity: _desk(d) for d in oracle.desks.values()},
    }


def first_difference(
    a: State, b: State, names: tuple[str, str] = ("first", "second")
) -> str | None:
    """Return where two states first differ: table, identity, column, both values; or None."""
    if a["month"] != b["month"]:
        return f"month: {names[0]} {a['month']}, {names[1]} {b['month']}"
    for table, columns in COLUMNS.items():
        for identity in sorted({*a[table], *b[table]}):
            rows = [state[table].get(identity) for state in (a, b)]
            if None in rows:
                only = names[rows.index(None) - 1]
                return f"{table} {identity}: only in {only}"
            if _plainly_equal(*rows):
                continue
            left, right = (meaningful(table, row, a["month"]) for row in rows)
            for column in columns:
                if not same(left[column], right[column]):
                    values = f"{names[0]} {left[column]!r}, {names[1]} {right[column]!r}"
                    return f"{table} {identity} {column}: {values}"
    return None


def meaningful(table: str, row: Mapping[str, Any], month: int) -> dict[str, Any]:
    """Return a row without what cannot matter any more: None in its place."""
    held = {
        column: None if _never(value) or (column in UNTIL and value <= month) else value
        for column, value in row.items()
    }
    empty: tuple[str, ...] = ()
    if table == "organizations":
        empty += OF_A_CASE if held["liaison"] is None else ()
        empty += OF_THE_COVERED if held["branch"] is None else ()
    elif table == "members":
        empty += OF_THE_EMPLOYED if held["organization"] is None else ("hired",)
    elif table == "branches":
        empty += OF_A_SECRETARY if held["secretary"] == SecretarySource.NONE else ()
        empty += ("served",) if held["secretary"] != SecretarySource.SOURCED else ()
    return held | dict.fromkeys(empty)


def same(a: Any, b: Any) -> bool:
    """Return whether two values are equal, floats to 1e-9 (relative above 1)."""
    if a is None or b is None:
        return a is b
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, float) or isinstance(b, float):
        return math.isclose(a, b, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return bool(a == b)


def _plainly_equal(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Return whether two rows are equal without a closer look, as nearly all are."""
    return all(
        value == b[column] or (_never(value) and _never(b[column])) for column, value in a.items()
    )


def _never(value: Any) -> bool:
    return isinstance(value, (int, Integral)) and int(value) < LONG_AGO


def _identity(agent: Any) -> int | None:
    return None if agent is None else agent.identity


def _columns(agent: Any, table: str, special: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of an agent: those in ``special``, else its attributes, plain."""
    row: dict[str, Any] = {}
    for column in COLUMNS[table]:
        value = special[column] if column in special else getattr(agent, column)
        row[column] = int(value) if isinstance(value, int) else value
    return row


def _organization(o: Organization) -> dict[str, Any]:
    return _columns(
        o,
        "organizations",
        {
            "cell": (o.district, o.industry),
            "fears": list(o.fears),
            "baseline": list(o.baseline),
            "liaison": _identity(o.liaison),
            "branch": _identity(o.branch),
        },
    )


def _member(m: Member) -> dict[str, Any]:
    return _columns(m, "members", {"organization": _identity(m.organization)})


def _branch(b: Branch) -> dict[str, Any]:
    references = {
        "host": _identity(b.host),
        "person": _identity(b.person),
        "employer": _identity(b.employer),
        "organizations": len(b.organizations),
    }
    return _columns(b, "branches", references)


def _liaison(x: Liaison) -> dict[str, Any]:
    references = {"committee": _identity(x.committee.of), "cases": len(x.cases)}
    return _columns(x, "liaisons", references)


def _desk(d: Desk) -> dict[str, Any]:
    return _columns(d, "desks", {"committee": d.of.identity})


def _committee(oracle: OracleModel, c: Committee) -> dict[str, Any]:
    hosted = 0 if c.industrial else oracle.hosted(c)
    return _columns(c, "committees", {"hosted": hosted})
