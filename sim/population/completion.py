"""What organizations are at the start, whom they employ, and what else they are.

Given cells stay; totals hold exactly; everything else is drawn from the scenario's own figures,
else from the parameters: ``docs/draws-population.md`` 1 and 2. Age, reported base, heads and who
is willing come last.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sim.draws import F64, I64
from sim.errors import InputError
from sim.exact import group_count, group_sum
from sim.locale import _
from sim.plan.organizations import OrganizationsSpec
from sim.population.attributes import (
    LEAST_RATE,
    Bools,
    baselines,
    log_normal,
    pick,
    stated_or,
    type_of,
)
from sim.population.entrants import LOST
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
from sim.population.membership import Membership
from sim.population.ranking import Unattainable, apportion, top
from sim.population.starting_members import SETTLED_MONTHS
from sim.state.codes import Form, Interim


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


OLDEST_MONTHS: Final = 480
"""Greatest age drawn where no date is given: forty years."""


@dataclass
class Finishing:
    """The last columns of all organizations."""

    spec: OrganizationsSpec
    draft: Draft
    belong: Membership
    founded: I64 = field(init=False)
    interim: I64 = field(init=False)
    willing: Bools = field(init=False)
    on_base: Bools = field(init=False)
    head_is_member: Bools = field(init=False)
    baseline: F64 = field(init=False)

    def run(self) -> None:
        """Take every step."""
        draft, frame, said = self.draft, self.draft.frame, self.draft.frame.given
        interim = np.where(said["interim"] == UNKNOWN, Interim.NONE, said["interim"])
        self.interim = np.where(draft.covered, Interim.NONE, interim)
        head = frame.u(Ordinal.HEAD_IS_MEMBER) < draft.at("head_member_share")
        head = np.where(said["head_is_member"] == UNKNOWN, head, said["head_is_member"] == 1)
        self.head_is_member = head & (self.belong.members >= 1)
        levels = [frame.u(Ordinal.BASELINE + row) for row in range(4)]
        self.baseline = baselines(draft.parameters, frame.world, draft.kind, levels)
        self._found()
        self._count_on_base()
        self._agree()

    def _found(self) -> None:
        """Months of founding: as given, else spread evenly, else by the ages that entry implies."""
        draft, u = self.draft, self.draft.frame.u(Ordinal.FOUNDED)
        if self.spec.founded is None:
            entry = np.maximum(draft.at("entry_per_year"), LEAST_RATE)
            months = np.floor(-np.log(u) * 12.0 / entry)
            drawn = -1 - np.minimum(months, OLDEST_MONTHS).astype(np.int64)
        else:
            first, last = self.spec.founded
            drawn = first + np.floor(u * (last - first + 1)).astype(np.int64)
        # Members of a covered organization have been there for six months.
        drawn = np.where(draft.covered, np.minimum(drawn, -SETTLED_MONTHS), drawn)
        stated = draft.frame.given["founded"]
        self.founded = np.where(stated == UNKNOWN_MONTH, drawn, stated)

    def _count_on_base(self) -> None:
        """The operating ones and a share of the others; totals take covered ones first."""
        draft, frame, said = self.draft, self.draft.frame, self.draft.frame.given["on_base"]
        group, wanted = (
            draft.targets.group(frame),
            draft.targets.wanted("on_base", frame),
        )
        self.on_base = (said == 1) | ((said == UNKNOWN) & draft.operating)
        idle = (said == UNKNOWN) & ~draft.operating
        share = stated_or(self.spec.inactive_on_base, draft.parameters["inactive_on_base"])
        usual = np.rint(np.repeat(share, SLOTS) * group_count(group[idle], len(wanted)))
        free = wanted == UNKNOWN
        open_ = np.where(free[group], idle, said == UNKNOWN)
        self.on_base &= ~open_
        taken = group_count(group[self.on_base], len(wanted))
        left = np.where(free, usual.astype(np.int64), wanted - taken)
        refuse_shortage("on_base", free, left, group_count(group[open_], len(wanted)))
        rows = np.flatnonzero(open_)
        first = draft.covered[rows].astype(np.float64) + draft.operating[rows]
        score = first + frame.u(Ordinal.ON_BASE, rows)
        self.on_base[rows] = top(group[rows], left, score, frame.identity[rows])

    def _agree(self) -> None:
        """Heads who have agreed already: as given, or drawn, those with members first."""
        draft, frame, said = self.draft, self.draft.frame, self.draft.frame.given["willing"]
        self.willing = (said == 1) & draft.operating & ~draft.covered
        group, wanted = (
            draft.targets.group(frame),
            draft.targets.wanted("willing", frame),
        )
        may = (said == UNKNOWN) & draft.operating & ~draft.covered & (wanted[group] > 0)
        refuse_shortage("willing", wanted == UNKNOWN, wanted, group_count(group[may], len(wanted)))
        rows = np.flatnonzero(may)
        score = frame.u(Ordinal.WILLING, rows) + (self.belong.members[rows] >= 1)
        self.willing[rows] = top(group[rows], wanted, score, frame.identity[rows])
