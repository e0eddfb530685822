"""What organizations are at the start, and their staff: ``docs/draws-population.md`` 1 and 2.

Given cells stay; totals hold exactly; everything else is drawn from the scenario's own figures,
else from the parameters.
"""

from __future__ import annotations

import numpy as np

from sim.draws import F64, I64
from sim.errors import InputError
from sim.exact import group_sum
from sim.locale import _
from sim.population.attributes import given, log_normal, pick, type_of
from sim.population.draft import LEAST_MEMBERS, PARTNER_MEMBERS, Draft, group_name
from sim.population.entrants import LOST
from sim.population.frame import UNKNOWN, Ordinal
from sim.population.ranking import Unattainable, apportion
from sim.state.codes import Form


def describe(draft: Draft) -> None:
    """Kind, district, industry, type, channel, and the size that an operating one would have."""
    frame, said, world = draft.frame, draft.frame.given, draft.frame.world
    entry, parameters = draft.entry, draft.parameters
    drawn = pick(entry.kind_shares, frame.u(Ordinal.KIND))
    draft.kind = np.where(said["kind"] == UNKNOWN, drawn, said["kind"])
    draft.district = said["district"].copy()
    rows = np.flatnonzero(draft.district == UNKNOWN)
    draft.district[rows] = pick(draft.place.district_weights, frame.u(Ordinal.DISTRICT, rows))
    draft.industry = said["industry"].copy()
    for kind, weights in enumerate(draft.place.industry_weights):
        rows = np.flatnonzero((draft.industry == UNKNOWN) & (draft.kind == kind))
        draft.industry[rows] = pick(weights, frame.u(Ordinal.INDUSTRY, rows))
    sort = type_of(entry.types, parameters, world, frame.u(Ordinal.TYPE))
    draft.type = np.where(said["type"] == UNKNOWN, sort, said["type"]).astype(np.int8)
    share = given(entry.channel_share, parameters["channel_share"])[world]
    channel = frame.u(Ordinal.HAS_CHANNEL) < share
    stated = said["has_channel"]
    draft.has_channel = np.where(stated == UNKNOWN, channel, stated == 1)
    factor = log_normal(draft.at("staff_sigma"), frame.u(Ordinal.STAFF))
    mean = entry.staff_means(parameters)[draft.kind, world]
    staff = said["staff"]
    draft.size = np.where(staff == UNKNOWN, mean * factor, np.maximum(staff, 1))


def employ(draft: Draft) -> None:
    """Staff in whole numbers; an inactive organization keeps a quarter, at least one."""
    frame, said = draft.frame, draft.frame.given
    stated = said["staff"] != UNKNOWN
    # A branch of unstated form may have to be made a standalone one; of two partners with a
    # member each one may have to get another.
    unsaid = draft.covered & ~stated
    least = np.where(unsaid & (draft.form == UNKNOWN), LEAST_MEMBERS[Form.STANDALONE], 1)
    least = np.where(unsaid & (draft.form == Form.JOINT), PARTNER_MEMBERS, least)
    least = np.maximum(draft.least_members(), least)
    weight = np.where(draft.operating | stated, draft.size, draft.size * (1.0 - LOST))
    draft.staff = np.maximum(np.rint(weight).astype(np.int64), least)
    group, wanted = draft.targets.group(frame), draft.targets.wanted("staff", frame)
    _hold(draft, group, weight, least, wanted)
    _make_room(draft, group, weight, least, wanted)


def _hold(draft: Draft, group: I64, weight: F64, least: I64, wanted: I64) -> None:
    """Hold totals of staff, in proportion to ``weight`` and at least ``least``."""
    rows = np.flatnonzero(wanted[group] != UNKNOWN)
    identity = draft.frame.identity[rows]
    try:
        draft.staff[rows] = apportion(group[rows], weight[rows], least[rows], wanted, identity)
    except Unattainable as error:
        message = _(
            "{what}: a total of {total} staff is too few: one for each organization and three "
            "for each covered one come to {least}."
        )
        what = group_name(error.group)
        raise InputError(
            message.format(what=what, total=error.total, least=error.reached)
        ) from error


def _make_room(draft: Draft, group: I64, weight: F64, least: I64, wanted: I64) -> None:
    """Where a total of members exceeds the staff of the operating, let the others have least.

    If no total of staff is given, the operating have staff for twice the members.
    """
    busy, groups = draft.operating, len(wanted)
    members = draft.targets.wanted("members", draft.frame)
    short = group_sum(group[busy], draft.staff[busy], groups) < members
    if not short.any():
        return
    idle = group_sum(group[~busy], least[~busy], groups)
    room = np.maximum(2 * members, group_sum(group[busy], least[busy], groups)) + idle
    room = np.where(np.bincount(group, minlength=groups) > 0, room, UNKNOWN)
    total = np.where(wanted == UNKNOWN, room, wanted)
    weight = np.where(busy, weight, 0.0)
    _hold(draft, group, weight, least, np.where(short, total, UNKNOWN))
