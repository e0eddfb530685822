"""Members of each organization at the start, and the branches of those given as covered.

Covered organizations receive members first. The rest is beta-binomial in staff, and where a total
is given people are added or taken one at a time, by a keyed race, until it holds.

Joint branches, and who shares one, are drawn last (section 4).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sim.draws import F64, I64, U64
from sim.draws_discrete import beta_binomial
from sim.errors import InputError
from sim.exact import group_sum
from sim.locale import _
from sim.population.attributes import Bools
from sim.population.figures import SMALL_SHARE
from sim.population.frame import PARTNER_MEMBERS, SLOTS, UNKNOWN, Draft, Ordinal, group_name
from sim.population.totals import Race, Unattainable, ranks, settle, top
from sim.state.codes import Form

ENOUGH_MEMBERS: Final = 3
"""Members that a branch needs (S1)."""


@dataclass
class Joining:
    """Organizations with one or two members that need partners, and the branches they form.

    ``most`` is the number of organizations that a joint branch may hold, ``order`` the draw by
    which they are lined up. Labels of branches are unique over the stack of worlds.
    """

    world: I64
    identity: U64
    members: I64
    most: I64
    order: F64
    next_label: int = 0

    def __post_init__(self) -> None:
        self.label = np.full(len(self.world), -1)

    @property
    def alone(self) -> Bools:
        """Those without partners so far."""
        return self.label < 0

    def meet(self, place: I64, among: Bools) -> None:
        """Let those without partners in one ``place`` (unique over the stack) share branches.

        They form as few branches as may be, of nearly equal size.

        Three or more organizations reach three members by themselves, two only if one of them has
        two members; others go on to the next place.
        """
        rows = np.flatnonzero(self.alone & among)
        if not len(rows):
            return
        _, group = np.unique(place[rows], return_inverse=True)
        number = np.bincount(group)
        total = group_sum(group, self.members[rows], len(number))
        most = np.ones(len(number), np.int64)
        most[group] = self.most[rows]
        few = np.maximum(1, np.minimum(-(-number // most), number // ENOUGH_MEMBERS))
        enough = (number >= 2) & (total >= ENOUGH_MEMBERS)
        first = self.next_label + np.cumsum(few) - few  # exact: counts are integers
        rank = ranks(group, self.order[rows], self.identity[rows])
        label = first[group] + rank * few[group] // number[group]
        self.label[rows] = np.where(enough[group], label, -1)
        self.next_label += int(few.sum())

    def squeeze_in(self, among: Bools) -> None:
        """Put those left over into the smallest joint branch of their world, whatever its size.

        Two who are left in a world without any form one.
        """
        rows = np.flatnonzero(self.alone & among)
        joined = np.flatnonzero(~self.alone)
        labels, first, size = np.unique(self.label[joined], return_index=True, return_counts=True)
        home = self.world[joined[first]]
        worlds = int(self.world.max(initial=-1)) + 1
        one = np.ones(worlds, np.int64)
        chosen = top(home, one, -size.astype(np.float64), labels.astype(np.uint64))
        smallest = np.full(worlds, -1)
        smallest[home[chosen]] = labels[chosen]
        pairs = np.bincount(self.world[rows], minlength=worlds) == 2
        fresh = np.flatnonzero((smallest < 0) & pairs)
        smallest[fresh] = self.next_label + np.arange(len(fresh))
        self.next_label += len(fresh)
        self.label[rows] = smallest[self.world[rows]]

    def short(self) -> Bools:
        """Mark one organization of each branch that is one member short of three."""
        rows = np.flatnonzero(~self.alone)
        total = group_sum(self.label[rows], self.members[rows], self.next_label)
        missing = np.clip(ENOUGH_MEMBERS - total, 0, 1)
        marked = np.zeros(len(self.label), np.bool_)
        marked[rows] = top(self.label[rows], missing, self.order[rows], self.identity[rows])
        return marked


@dataclass
class Membership:
    """Members, forms and joint branches of all organizations, step by step."""

    draft: Draft
    group: I64 = field(init=False)
    wanted: I64 = field(init=False)
    base: I64 = field(init=False)
    """Members received first; those beyond are beta-binomial in ``places`` with ``a``, ``b``."""
    places: I64 = field(init=False)
    a: F64 = field(init=False)
    b: F64 = field(init=False)
    members: I64 = field(init=False)
    least: I64 = field(init=False)
    most: I64 = field(init=False)
    joint: I64 = field(init=False)
    """Label of the joint branch, unique over the stack; -1 none."""
    raised: Bools = field(init=False)
    """Whose members had to be raised for want of partners."""

    def run(self) -> None:
        """Take every step."""
        self.group = self.draft.group()
        self.wanted = self.draft.wanted("members")
        self._bound()
        self._draw()
        self._hold(Ordinal.MEMBERS_MOVE)
        self._join()
        self._hold(Ordinal.MEMBERS_MOVE_AGAIN)

    def _sum(self, values: I64) -> I64:
        return group_sum(self.group, values, len(self.wanted))

    def _bound(self) -> None:
        """Fewest and most members by what is said of each organization."""
        draft, said = self.draft, self.draft.frame.given
        self.least = np.where(draft.operating, draft.least_members(), 0)
        most = np.where(draft.operating, draft.staff, 0)
        partner = draft.covered & (draft.form == Form.JOINT) & (said["joint"] == UNKNOWN)
        most = np.where(said["members"] == UNKNOWN, most, 0)
        few = np.where(partner, np.minimum(most, PARTNER_MEMBERS), most)
        tight = self._sum(np.maximum(few, self.least)) < self.wanted
        self.most = np.maximum(np.where(tight[self.group], most, few), self.least)

    def _draw(self) -> None:
        """Beta-binomial members beyond the least, in the staff beyond as many."""
        draft = self.draft
        rows = np.flatnonzero(self.most > self.least)
        self.base = self.least
        self.places = np.where(self.most > self.least, draft.staff - self.least, 0)
        share = (self.wanted - self._sum(self.least)) / np.maximum(self._sum(self.places), 1)
        usual = np.repeat(draft.entry.member_share(draft.parameters), SLOTS)
        share = np.where(self.wanted == UNKNOWN, usual, share)
        share = np.clip(share, SMALL_SHARE, 1.0 - SMALL_SHARE)[self.group]
        phi = draft.at("member_overdispersion")
        self.a, self.b = share * phi, (1.0 - share) * phi
        u = draft.frame.u(Ordinal.MEMBERS, rows)
        self.members = self.least.copy()
        self.members[rows] += beta_binomial(self.places[rows], self.a[rows], self.b[rows], u)
        self.members = np.minimum(self.members, self.most)

    def _hold(self, ordinal: int) -> None:
        """Hold the totals of members."""
        identity = self.draft.frame.identity
        try:
            self.members = settle(
                self.group, self.members, self.least, self.most, self.wanted, self._race(ordinal),
                identity,
            )  # fmt: skip
        except Unattainable as error:
            message = (
                _("{what}: a total of {total} members is too few: the organizations that must have "
                  "members need {reached}.")
                if error.reached > error.total
                else _("{what}: a total of {total} members is too many: operating organizations "
                       "have room for {reached}.")
            )  # fmt: skip
            what = group_name(error.group)
            raise InputError(
                message.format(what=what, total=error.total, reached=error.reached)
            ) from error

    def _race(self, ordinal: int) -> Race:
        """Races for one member more or less, won in proportion to the change of probability."""

        def race(rows: I64, values: I64, up: Bools, number: int) -> F64:
            a, b, n = self.a[rows], self.b[rows], self.places[rows].astype(np.float64)
            k = (values - self.base[rows]).astype(np.float64)
            # P(k + 1) / P(k), and P(k - 1) / P(k), each where it is asked for.
            j = np.where(up, k, k - 1.0)
            more = (n - j) * (a + j) / ((j + 1.0) * (b + n - j - 1.0))
            u = self.draft.frame.u(ordinal + number, rows)
            result: F64 = np.log(u) * np.where(up, 1.0 / more, more)
            return result

        return race

    def _join(self) -> None:
        """Who shares a branch; who finds no partner is raised to three members."""
        draft, frame, said = self.draft, self.draft.frame, self.draft.frame.given
        small = (draft.form == UNKNOWN) & (self.members <= PARTNER_MEMBERS)
        pool = np.flatnonzero(
            draft.covered & (said["joint"] == UNKNOWN) & (small | (draft.form == Form.JOINT))
        )
        alone = draft.covered & (draft.form == UNKNOWN) & ~small
        self.least = np.where(alone, np.maximum(self.least, ENOUGH_MEMBERS), self.least)
        world = frame.world[pool]
        district = world * len(draft.place.district_ids) + draft.district[pool]
        joining = Joining(
            world=world,
            identity=frame.identity[pool],
            members=self.members[pool],
            most=np.rint(draft.parameters["joint_max"]).astype(np.int64)[world],
            order=frame.u(Ordinal.JOINT, pool),
        )
        everyone = np.ones(len(pool), np.bool_)
        joining.meet(district * len(draft.place.industry_ids) + draft.industry[pool], everyone)
        joining.meet(district, everyone)
        bound = (draft.form[pool] == Form.JOINT) | self._poor(pool, joining.alone)
        joining.meet(world, bound)
        joining.squeeze_in(bound)
        self._label(pool, joining)
        self._raise(pool, joining)

    def _poor(self, pool: I64, alone: Bools) -> Bools:
        """Whether the total has too few people to spare to raise those without partners."""
        spare = self.members - self.least
        spare[pool] = 0
        needed = np.zeros_like(spare)
        needed[pool] = np.where(alone, ENOUGH_MEMBERS - self.members[pool], 0)
        short = (self._sum(needed) > self._sum(spare)) & (self.wanted != UNKNOWN)
        poor: Bools = short[self.group[pool]]
        return poor

    def _label(self, pool: I64, joining: Joining) -> None:
        said = self.draft.frame.given
        self.joint = np.full(len(self.draft.frame), -1)
        self.joint[pool] = joining.label
        told = np.flatnonzero((said["joint"] != UNKNOWN) & self.draft.covered)
        pair = (
            self.draft.frame.world[told] * (said["joint"].max(initial=0) + 1) + said["joint"][told]
        )
        _, label = np.unique(pair, return_inverse=True)
        self.joint[told] = joining.next_label + label

    def _raise(self, pool: I64, joining: Joining) -> None:
        """Raise those without partners to three, and one of two partners with a member each."""
        draft, before = self.draft, self.members.copy()
        told = draft.wanted("standalone") != UNKNOWN
        if (
            told[self.group[pool[joining.alone]]] & (draft.form[pool[joining.alone]] == Form.JOINT)
        ).any():
            message = _('"standalone" leaves a single organization to be joint: it has no partner.')
            raise InputError(message)
        self.members[pool[joining.alone]] = ENOUGH_MEMBERS
        self.members[pool[joining.short()]] += 1
        self.raised = self.members > before
        draft.staff = np.maximum(draft.staff, self.members)
        joint = self.joint >= 0
        draft.form = np.where(joint & (draft.form == UNKNOWN), Form.JOINT, draft.form)
        left = draft.covered & (draft.form == UNKNOWN)
        left[pool[joining.alone]] = True
        draft.form = np.where(left, Form.STANDALONE, draft.form)
        held = joint | self.raised
        self.least = np.where(held, self.members, self.least)
        self.most = np.where(joint, self.members, np.maximum(self.most, self.least))
