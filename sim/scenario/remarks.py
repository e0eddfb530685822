"""What a reader should know about a population: what was raised, and unusual totals."""

from __future__ import annotations

import numpy as np

from sim.draws import I64
from sim.exact import group_count, group_sum
from sim.locale import _
from sim.parameters import PARAMETERS
from sim.scenario.draft import Draft
from sim.scenario.membership import Membership
from sim.scenario.organizations import OrganizationsSpec


def remarks(spec: OrganizationsSpec, draft: Draft, belong: Membership) -> list[str]:
    """Return sentences with numbers, in the language in use."""
    found = []
    worlds = draft.frame.n_worlds
    raised = group_count(draft.frame.world[belong.raised], worlds)
    if raised.any():
        found.append(
            _("{n} covered organizations had too few members for a branch and no partners: "
              "their members were raised.").format(n=_span(raised))
        )  # fmt: skip
    if spec.registry is not None and not any(spec.registry.covered):
        found.append(
            _("The registry names no existing party organization: there are none at the start.")
        )
    if spec.synthesis is not None and not draft.covered.any():
        found.append(_("No total of covered organizations is given: there are none at the start."))
    return found + _gaps(draft, belong)


def _gaps(draft: Draft, belong: Membership) -> list[str]:
    """Ratios of the whole stack that lie outside the ranges of the parameters they replace."""
    world, worlds = draft.frame.world, draft.frame.n_worlds
    organizations = group_count(world, worlds)
    staff = group_sum(world, draft.staff, worlds)
    busy = draft.operating
    operating = group_count(world[busy], worlds)
    hands = group_sum(world[busy], draft.staff[busy], worlds)
    members = group_sum(world, belong.members, worlds)
    ratios = (
        ("staff_mean", _("Staff of a registered organization"), staff, organizations),
        ("members_per_staff", _("Members per staff of operating organizations"), members, hands),
        ("inactive_share", _("Share of registered organizations that do not operate"),
         organizations - operating, organizations),
    )  # fmt: skip
    found = []
    for name, what, above, below in ratios:
        parameter = PARAMETERS[name]
        value = int(above.sum()) / max(1, int(below.sum()))
        if not parameter.low <= value <= parameter.high:
            text = _(
                "{what}: {value:.3g}, outside the usual {low:g} to {high:g}. The scenario holds."
            )
            found.append(
                text.format(what=what, value=value, low=parameter.low, high=parameter.high)
            )
    return found


def _span(counts: I64) -> str:
    low, high = int(counts.min()), int(np.max(counts))
    return str(low) if low == high else f"{low}-{high}"
