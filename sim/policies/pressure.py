"""Committees: which are established, standing effort, how a quota presses, what it forbids."""

from __future__ import annotations

import numpy as np

from sim.constants import EFFORT_GAIN
from sim.draws import F64, Mask
from sim.policies.book import DoseBook
from sim.policies.targets import Matcher
from sim.state.codes import Form
from sim.state.stack import Stack


def set_committees(stack: Stack, doses: DoseBook) -> None:
    """Set what committees are and feel this month, before anything happens.

    Pressure = force · min(1, gain · (target − reported share)₊), the largest of several quotas
    (docs/draws.md 2; S3, S4, S7 warn of it). A quota whose target leaves out organizations of its
    committees looks at its own, and presses on them alone. It forbids closing until the share is
    above its target. Standing effort presses towards all, the more the less is covered, and forbids
    nothing.
    """
    committees = stack.committees
    stack.establish(doses.offices())
    committees.forbidden[:] = False
    committees.pressure[:] = 0.0
    pressed: dict[int, F64] = {}
    forbidden: dict[int, Mask] = {}
    writers = doses.writers("pressure")
    forbidding = {index for index, _, _ in doses.writers("closing_forbidden")}
    whole = reported_share(stack)
    begins = committees.established & (committees.share < 0.0)
    committees.share[begins] = whole[begins]
    response = stack.plugged.rules.get("effort_response")
    known = whole if response is None else response(stack, whole)
    shortfall = np.minimum(1.0, EFFORT_GAIN * np.maximum(0.0, 1.0 - known))
    committees.effort[:] = stack.effort(committees.world) * shortfall
    for index, write, mine in writers:
        goal = 0.0 if write.goal is None else write.goal
        own, forbids = index in doses.narrow, index in forbidding
        share = reported_share(stack, doses.matchers[index]) if own else whole
        force = doses.forces[index] * np.minimum(1.0, write.full * np.maximum(0.0, goal - share))
        if own:
            pressed[index] = np.where(mine, force, 0.0)
            forbidden[index] = mine & forbids & (share <= goal)
        else:
            larger = np.maximum(committees.pressure, force)
            committees.pressure[:] = np.where(mine, larger, committees.pressure)
            committees.forbidden |= mine & forbids & (share <= goal)
    doses.press(pressed, forbidden)


def reported_share(stack: Stack, target: Matcher | None = None) -> F64:
    """Return by committee row the reported coverage of its own organizations on the base.

    With a target, of those that it names.
    """
    organizations, n = stack.organizations, len(stack.committees)
    base = np.flatnonzero(organizations.on_base)
    if target is not None:
        base = base[target(base)]
    branch = organizations.branch[base]
    apart = stack.branches.form[branch] == Form.FUNCTIONAL
    counted = (branch > 0) & (~apart | stack.functional_counts[organizations.world[base]])
    counted |= organizations.nominal[base]
    covered_rows = base[counted | stack.counted_as_hosted(base)]
    total = np.bincount(stack.responsible(base), minlength=n)
    covered = np.bincount(stack.responsible(covered_rows), minlength=n)
    share: F64 = np.divide(covered, total, out=np.zeros(n), where=total > 0)
    return share
