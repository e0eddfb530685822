"""What organizations are at the start: which are covered, which operate, and whom they employ.

Given cells stay; totals hold exactly; everything else is drawn from the scenario's own figures,
else from the parameters: ``docs/draws-population.md`` 1, 2 and 4. Who must be covered or operating
by what is said comes first; the others are chosen so that numbers hold exactly. Age, reported base,
heads and who is willing come last.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.draws import F64, I64
from sim.errors import InputError
from sim.exact import group_count, group_sum
from sim.locale import _
from sim.population.attributes import (
    LEAST_RATE,
    Bools,
    baselines,
    in_charge,
    log_normal,
    pick,
    stated_or,
    type_of,
)
from sim.population.entrants import SETTLED_MONTHS
from sim.population.figures import LOST
from sim.population.frame import (
    LEAST_MEMBERS,
    PARTNER_MEMBERS,
    SLOTS,
    UNKNOWN,
    UNKNOWN_MONTH,
    Draft,
    Ordinal,
    group_name,
    refuse_shortage,
)
from sim.population.totals import Unattainable, apportion, top
from sim.state.codes import Form, Interim

COVERAGE_SLOPE: Final = 1.2
"""Slope of the logit of coverage on log staff (docs/model.md 5)."""
OLDEST_MONTHS: Final = 480
"""Greatest age drawn where no date is given: forty years."""


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
    share = stated_or(entry.channel_share, parameters["channel_share"])[world]
    channel = frame.u(Ordinal.HAS_CHANNEL) < share
    stated = said["has_channel"]
    draft.has_channel = np.where(stated == UNKNOWN, channel, stated == 1)
    factor = log_normal(draft.at("staff_sigma"), frame.u(Ordinal.STAFF))
    mean = entry.staff_means(parameters)[draft.kind, world]
    staff = said["staff"]
    draft.size = np.where(staff == UNKNOWN, mean * factor, np.maximum(staff, 1))


def logit(u: F64) -> F64:
    """Return draws of the logistic distribution from uniforms."""
    result: F64 = np.log(u / (1.0 - u))
    return result


def cover(draft: Draft) -> None:
    """Choose those with a branch: the number holds; size and a vigorous committee help."""
    frame, said = draft.frame, draft.frame.given
    draft.covered = said["covered"] == 1
    draft.form = np.where(draft.covered, said["form"], int(Form.NONE))
    # An area branch has partners as a joint one has; what it is called comes back at the end.
    draft.form[draft.form == Form.REGIONAL] = Form.JOINT
    unsaid = said["covered"] == UNKNOWN
    may = unsaid & (said["operating"] != 0) & (said["members"] != 0) & (said["willing"] != 1)
    group, wanted = draft.group(), draft.wanted("covered")
    alone = draft.wanted("standalone")
    wanted = np.where(wanted == UNKNOWN, alone, wanted)
    open_ = group_count(group[unsaid], len(wanted))
    room = group_count(group[may], len(wanted))
    share = np.rint(draft.covered_share * open_).astype(np.int64)
    free = wanted == UNKNOWN
    refuse_shortage("covered", free, wanted, room)
    wanted = np.where(free, np.minimum(share, room), wanted)
    rows = np.flatnonzero(may & (wanted[group] > 0))
    chosen = rows[top(group[rows], wanted, _score(draft, rows), frame.identity[rows])]
    draft.covered[chosen] = True
    draft.form[chosen] = UNKNOWN
    _found_alone(draft)


def _found_alone(draft: Draft) -> None:
    """Where totals say how many branches are standalone: larger ones have the better odds."""
    frame, group, wanted = draft.frame, draft.group(), draft.wanted("standalone")
    rows = np.flatnonzero(draft.covered & (draft.form == UNKNOWN) & (wanted[group] != UNKNOWN))
    room = group_count(group[rows], len(wanted))
    refuse_shortage("standalone", wanted == UNKNOWN, wanted, room)
    score = COVERAGE_SLOPE * np.log(draft.size[rows]) + logit(frame.u(Ordinal.STANDALONE, rows))
    alone = top(group[rows], wanted, score, frame.identity[rows])
    draft.form[rows] = np.where(alone, Form.STANDALONE, Form.JOINT)


def on_paper(draft: Draft, joint: I64, real: F64) -> Bools:
    """Take the branch of those who have it on paper only (docs/draws.md 14.6); return who.

    ``real`` is by world the share of the covered with a branch: those of the highest score.
    ``joint`` are labels of joint branches, which keep whom they have left.
    """
    rows, worlds = np.flatnonzero(draft.covered), draft.frame.world
    number = group_count(worlds[rows], len(real))
    kept = np.rint(real * number).astype(np.int64)
    real_ones = top(worlds[rows], kept, _score(draft, rows), draft.frame.identity[rows])
    nominal = np.zeros(len(worlds), bool)
    nominal[rows] = ~real_ones
    draft.covered &= ~nominal
    draft.form[nominal] = int(Form.NONE)
    joint[nominal] = -1
    return nominal


def _score(draft: Draft, rows: I64) -> F64:
    """Return by what organizations are covered: size, and the vigour of their committee."""
    committee = in_charge(draft.place, draft.offices, draft.district[rows], draft.industry[rows])
    score: F64 = (
        COVERAGE_SLOPE * np.log(draft.size[rows])
        + logit(draft.frame.u(Ordinal.COVERED, rows))
        + np.log(draft.vigour[draft.frame.world[rows], committee])
    )
    return score


def operate(draft: Draft) -> None:
    """Choose those who operate: all who must by what is said, then others up to the number."""
    frame, said = draft.frame, draft.frame.given
    busy = (said["members"] > 0) | (said["interim"] > 0) | (said["willing"] == 1)
    known = (said["operating"] == 1) | draft.covered | busy | (said["head_is_member"] == 1)
    draft.operating = known & (said["operating"] != 0)
    may = ~known & (said["operating"] == UNKNOWN)
    group, wanted = draft.group(), draft.wanted("operating")
    number, room = group_count(group, len(wanted)), group_count(group[may], len(wanted))
    inactive = np.rint(np.repeat(draft.inactive_share(), SLOTS) * number).astype(np.int64)
    free = wanted == UNKNOWN
    left = np.where(free, number - inactive, wanted)
    left -= group_count(group[draft.operating], len(wanted))
    refuse_shortage("operating", free, left, room)
    agreed = np.maximum(draft.wanted("willing"), 0)
    left = np.where(free, np.minimum(np.maximum(left, agreed), room), left)
    rows = np.flatnonzero(may)
    score = logit(frame.u(Ordinal.OPERATING, rows)) + _evidence(draft, rows)
    draft.operating[rows[top(group[rows], left, score, frame.identity[rows])]] = True


def _evidence(draft: Draft, rows: I64) -> F64:
    """Log odds of operating that stated staff adds, since inactive ones keep a quarter."""
    world = draft.frame.world[rows]
    sigma = draft.parameters["staff_sigma"][world]
    mean = draft.entry.staff_means(draft.parameters)[draft.kind[rows], world]
    middle = np.log(mean) - sigma * sigma / 2.0
    fall = -np.log1p(-LOST)
    odds = fall * (fall / 2.0 + np.log(draft.size[rows]) - middle) / (sigma * sigma)
    return np.where(draft.frame.given["staff"][rows] == UNKNOWN, 0.0, odds)


def employ(draft: Draft) -> None:
    """Staff in whole numbers; an inactive organization keeps a quarter, at least one."""
    said = draft.frame.given
    stated = said["staff"] != UNKNOWN
    # A branch of unstated form may have to be made a standalone one; of two partners with a
    # member each one may have to get another.
    unsaid = draft.covered & ~stated
    least = np.where(unsaid & (draft.form == UNKNOWN), LEAST_MEMBERS[Form.STANDALONE], 1)
    least = np.where(unsaid & (draft.form == Form.JOINT), PARTNER_MEMBERS, least)
    least = np.maximum(draft.least_members(), least)
    weight = np.where(draft.operating | stated, draft.size, draft.size * (1.0 - LOST))
    draft.staff = np.maximum(np.rint(weight).astype(np.int64), least)
    group, wanted = draft.group(), draft.wanted("staff")
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
    members = draft.wanted("members")
    short = group_sum(group[busy], draft.staff[busy], groups) < members
    if not short.any():
        return
    idle = group_sum(group[~busy], least[~busy], groups)
    room = np.maximum(2 * members, group_sum(group[busy], least[busy], groups)) + idle
    room = np.where(np.bincount(group, minlength=groups) > 0, room, UNKNOWN)
    total = np.where(wanted == UNKNOWN, room, wanted)
    weight = np.where(busy, weight, 0.0)
    _hold(draft, group, weight, least, np.where(short, total, UNKNOWN))


def finish(draft: Draft, members: I64) -> None:
    """Fill in the last columns, now that it is known how many ``members`` each organization has."""
    frame, said = draft.frame, draft.frame.given
    interim = np.where(said["interim"] == UNKNOWN, Interim.NONE, said["interim"])
    draft.interim = np.where(draft.covered, Interim.NONE, interim)
    head = frame.u(Ordinal.HEAD_IS_MEMBER) < draft.at("head_member_share")
    head = np.where(said["head_is_member"] == UNKNOWN, head, said["head_is_member"] == 1)
    draft.head_is_member = head & (members >= 1)
    levels = [frame.u(Ordinal.BASELINE + row) for row in range(4)]
    draft.baseline = baselines(draft.parameters, frame.world, draft.kind, levels)
    _date(draft)
    _count_on_base(draft)
    _agree(draft, members)


def _date(draft: Draft) -> None:
    """Months of founding: as given, else spread evenly, else by the ages that entry implies."""
    u = draft.frame.u(Ordinal.FOUNDED)
    if draft.spec.founded is None:
        entry = np.maximum(draft.at("entry_per_year"), LEAST_RATE)
        months = np.floor(-np.log(u) * 12.0 / entry)
        drawn = -1 - np.minimum(months, OLDEST_MONTHS).astype(np.int64)
    else:
        first, last = draft.spec.founded
        drawn = first + np.floor(u * (last - first + 1)).astype(np.int64)
    # Members of a covered organization have been there for six months.
    drawn = np.where(draft.covered, np.minimum(drawn, -SETTLED_MONTHS), drawn)
    stated = draft.frame.given["founded"]
    draft.founded = np.where(stated == UNKNOWN_MONTH, drawn, stated)


def _count_on_base(draft: Draft) -> None:
    """The operating ones and a share of the others; totals take covered ones first."""
    frame, said = draft.frame, draft.frame.given["on_base"]
    group, wanted = draft.group(), draft.wanted("on_base")
    draft.on_base = (said == 1) | ((said == UNKNOWN) & draft.operating)
    idle = (said == UNKNOWN) & ~draft.operating
    share = stated_or(draft.spec.inactive_on_base, draft.parameters["inactive_on_base"])
    usual = np.rint(np.repeat(share, SLOTS) * group_count(group[idle], len(wanted)))
    free = wanted == UNKNOWN
    open_ = np.where(free[group], idle, said == UNKNOWN)
    draft.on_base &= ~open_
    taken = group_count(group[draft.on_base], len(wanted))
    left = np.where(free, usual.astype(np.int64), wanted - taken)
    refuse_shortage("on_base", free, left, group_count(group[open_], len(wanted)))
    rows = np.flatnonzero(open_)
    first = draft.covered[rows].astype(np.float64) + draft.operating[rows]
    score = first + frame.u(Ordinal.ON_BASE, rows)
    draft.on_base[rows] = top(group[rows], left, score, frame.identity[rows])


def _agree(draft: Draft, members: I64) -> None:
    """Heads who have agreed already: as given, or drawn, those with members first."""
    frame, said = draft.frame, draft.frame.given["willing"]
    draft.willing = (said == 1) & draft.operating & ~draft.covered
    group, wanted = draft.group(), draft.wanted("willing")
    may = (said == UNKNOWN) & draft.operating & ~draft.covered & (wanted[group] > 0)
    refuse_shortage("willing", wanted == UNKNOWN, wanted, group_count(group[may], len(wanted)))
    rows = np.flatnonzero(may)
    score = frame.u(Ordinal.WILLING, rows) + (members[rows] >= 1)
    draft.willing[rows] = top(group[rows], wanted, score, frame.identity[rows])
