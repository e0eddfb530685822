"""What a reader should know about a population: what was raised, and unusual totals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.draws import I64
from sim.exact import group_count, group_sum
from sim.locale import _
from sim.parameters import PARAMETERS
from sim.plan.organizations import OrganizationsSpec
from sim.population.attributes import Int8s
from sim.population.frame import Draft
from sim.population.membership import Membership
from sim.state.codes import Kind

ENTRY: Final = "entry_per_year"
FIRMS: Final = (Kind.INTERMEDIARY, Kind.LAW_FIRM, Kind.NONPUBLIC_ENTERPRISE)
"""Kinds that are registered as firms, not as social organizations."""


def remarks(spec: OrganizationsSpec, draft: Draft, belong: Membership) -> list[str]:
    """Return sentences with numbers, in the language in use."""
    found = []
    worlds = draft.frame.n_worlds
    raised = group_count(draft.frame.world[belong.raised], worlds)
    if raised.any():
        found.append(
            _("Covered organizations with too few members for a branch and no partners: {n}. They "
              "got the members that a branch needs.").format(n=_span(raised))
        )  # fmt: skip
    if spec.registry is not None and not any(spec.registry.covered):
        found.append(
            _("The registry names no existing party organization: there are none at the start.")
        )
    if spec.synthesis is not None and not draft.covered.any():
        found.append(_("No total of covered organizations is given: there are none at the start."))
    return found + _gaps(spec, draft, belong)


def borrowed_entry(spec: OrganizationsSpec, kind: Int8s, stated: Mapping[str, float]) -> list[str]:
    """Say of a place of firms that its rate of entry is that of social organizations.

    Others follow the nation's register. It is the only one that is sourced, and the hindcast shows
    how wrong it is for firms (docs/validation.md). ``kind`` is that of every organization,
    ``stated`` the parameters that the scenario sets.
    """
    own = spec.entry_series or spec.growth_series or spec.growth_per_year is not None
    if ENTRY in stated or own or 2 * np.isin(kind, FIRMS).sum() <= len(kind):
        return []
    text = _(
        "Most organizations are firms, and {name} is not set: newcomers come at the rate of social "
        "organizations, {low:g} to {high:g} a year. State your own in entry_series."
    )
    borrowed = PARAMETERS[ENTRY]
    return [text.format(name=ENTRY, low=borrowed.low, high=borrowed.high)]


def _gaps(spec: OrganizationsSpec, draft: Draft, belong: Membership) -> list[str]:
    """Ratios that the scenario's own figures put outside the ranges of what they replace."""
    world, worlds = draft.frame.world, draft.frame.n_worlds
    organizations = group_count(world, worlds)
    staff = group_sum(world, draft.staff, worlds)
    busy = draft.operating
    operating = group_count(world[busy], worlds)
    hands = group_sum(world[busy], draft.staff[busy], worlds)
    members = group_sum(world, belong.members, worlds)
    inactive = organizations - operating
    # In the order in which they are said; by the column or total that decides them.
    ratios = (
        ("staff", "staff_mean", _("Staff of a registered organization"), staff, organizations),
        ("members", "members_per_staff", _("Members per staff of operating organizations"),
         members, hands),
        ("operating", "inactive_share", _("Share of registered organizations that do not operate"),
         inactive, organizations),
    )  # fmt: skip
    found = []
    for column, name, what, above, below in ratios:
        parameter = PARAMETERS[name]
        value = _rounded(int(above.sum()) / max(1, int(below.sum())))
        if _stated(spec, column) and not parameter.low <= value <= parameter.high:
            text = _(
                "{what}: {value:g} by the scenario's own figures; the parameter that they replace, "
                "{name}, has {low:g} to {high:g}."
            )
            found.append(
                text.format(
                    what=what, value=value, name=name, low=parameter.low, high=parameter.high
                )
            )
    return found


def _stated(spec: OrganizationsSpec, column: str) -> bool:
    """Whether the scenario says anything of a column, so that a ratio is not a mere draw."""
    if column == "operating" and spec.inactive_share is not None:
        return True
    if spec.registry is not None:
        return any(cell is not None for cell in getattr(spec.registry, column))
    assert spec.synthesis is not None  # exactly one of the two is given
    groups = (spec.synthesis.total, *spec.synthesis.kinds.values())
    return any(getattr(totals, column) is not None for totals in groups)


def _rounded(value: float) -> float:
    """Round as it is printed, so that 10.87 is not said to lie below 10.9."""
    return float(f"{value:.3g}")


def _span(counts: I64) -> str:
    low, high = int(counts.min()), int(np.max(counts))
    if low == high:
        return str(low)
    return _("{low} to {high} in each replicate").format(low=low, high=high)
