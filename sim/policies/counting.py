"""What the ledger counts: one function a quantity (``sim.policies.quantities``).

Each returns what a lever realised this month by committee row, nothing at intensity 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64
from sim.policies.book import DoseBook
from sim.policies.doses import filled_of
from sim.state.codes import Form, Relation, SecretarySource, Stage
from sim.state.stack import Stack

Mask = npt.NDArray[np.bool_]
CHECK_MONTH = 3


class Counting:
    """The month's state, with what several quantities share."""

    def __init__(self, stack: Stack, doses: DoseBook) -> None:
        self.stack, self.doses = stack, doses
        self.branches = np.flatnonzero(stack.branches.alive)
        self.hosts = stack.branches.host[self.branches]
        self._all_heads: dict[str, F64] = {}

    @cached_property
    def posts(self) -> npt.NDArray[np.int64]:
        """Liaison posts by unit, of all sources: those of policies with desks stand there."""
        posts: npt.NDArray[np.int64] = self.doses.posts().sum(axis=1)
        return posts

    def units(self, lever: int) -> I64:
        """Return where a lever's posts are by committee row: there, or at its desk (or 0)."""
        n = len(self.stack.committees)
        if lever not in self.doses.narrow:
            return np.arange(n)
        desk = self.doses.desks(lever)
        return np.where(desk > 0, n + desk, 0)

    def of_target(
        self, lever: int, rows: I64, weight: npt.NDArray[np.generic] | float = 1.0
    ) -> F64:
        """Sum ``weight`` of organizations in the lever's worlds and target, by committee."""
        stack = self.stack
        n = len(stack.committees)
        entry = self.doses.levers[lever]
        mine = entry.worlds[stack.organizations.world[rows]] & self.doses.matchers[lever](rows)
        if self.doses.limits is not None and self.doses.limits.limited(lever):
            mine &= self.doses.limits.served(lever, rows)
        chosen = rows[mine]
        value = np.broadcast_to(np.asarray(weight, np.float64), rows.shape)[mine]
        return sums(stack.responsible(chosen), value, n)

    def forced(self, lever: int, rows: I64, weight: npt.NDArray[np.generic] | float = 1.0) -> F64:
        """Return :meth:`of_target` × the lever's force; nothing is counted out of force."""
        force = self.doses.forces[lever]
        if force == 0.0:
            return np.zeros(len(self.stack.committees))
        return force * self.of_target(lever, rows, weight)

    def written(self, lever: int, dose: str, rows: I64) -> F64:
        """Return organizations of the target × what the lever writes of ``dose``."""
        return self.forced(lever, rows) * self._full(lever, dose)

    def part(self, lever: int, dose: str) -> F64:
        """Return by committee the lever's part of what writers of a shared dose wrote.

        At a committee where none of them writes (an industry's that has taken over what the
        districts' began) it is the part of the whole world.
        """
        total = self._all_heads.get(dose)
        if total is None:
            total = np.zeros(len(self.stack.committees))
            for index, write in self.doses.all_writers(dose):
                total += self._heads(index, write.full)
            self._all_heads[dose] = total
        mine, world = self._heads(lever, self._full(lever, dose)), self.stack.committees.world
        n = self.stack.n_worlds
        of_world = ratio(sums(world, mine, n), sums(world, total, n))[world]
        return np.where(total > 0, ratio(mine, total), of_world)

    def _full(self, lever: int, dose: str) -> float:
        writers = self.doses.all_writers(dose)
        return float(sum(write.full for index, write in writers if index == lever))

    def _heads(self, lever: int, full: float) -> F64:
        """Return ``full`` at a lever's committees: what it writes there, after its end too."""
        entry = self.doses.levers[lever]
        committees = self.stack.committees
        if entry.policy.first is None or self.stack.month < entry.policy.first:
            return np.zeros(len(committees))
        level = entry.policy.committee
        target = entry.policy.target
        places = target.industries if level == "industry" else target.districts
        rows = self.stack.committees_of(level, places) & entry.worlds[committees.world]
        return np.where(rows, full, 0.0)


def sums(group: I64, values: npt.NDArray[np.generic], groups: int) -> F64:
    """Return the sum of ``values`` by group."""
    total: F64 = np.bincount(group, values, groups).astype(np.float64)
    return total


def ratio(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> F64:
    """Return ``part`` / ``whole``, 0 where there is no whole."""
    share: F64 = np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0)
    return share


def committee_rows(stack: Stack, worlds: I64) -> I64:
    """Return the committee rows of worlds in the order in which a stack of them would have them."""
    size = np.bincount(stack.committees.world[1:], minlength=stack.n_worlds)
    first = np.cumsum(size) - size  # integers: exact
    rows = [np.arange(size[world]) + first[world] + 1 for world in worlds.tolist()]
    return np.concatenate([np.zeros(1, np.int64), *rows])


def _liaison_posts(counting: Counting, lever: int) -> F64:
    posts = np.zeros(len(counting.stack.committees))
    for index, write, _ in counting.doses.writers("liaison_posts"):
        if index == lever:
            posts = posts + counting.doses.headcount(index, write)
    return posts * counting.stack.committees.established


def _part_of_posts(counting: Counting, lever: int, liaisons: I64, number: F64) -> F64:
    """Return by committee a lever's part of a number of liaisons, by its posts among theirs."""
    total = sums(counting.stack.units(liaisons), number, len(counting.posts))
    unit = counting.units(lever)
    return ratio(total[unit] * _liaison_posts(counting, lever), counting.posts[unit])


def _new_liaisons(counting: Counting, lever: int) -> F64:
    liaisons, stack = counting.stack.liaisons, counting.stack
    new = np.flatnonzero(liaisons.alive & (liaisons.since == stack.month))
    return _part_of_posts(counting, lever, new, np.ones(len(new)))


def _cases(counting: Counting, lever: int) -> F64:
    liaisons = counting.stack.liaisons
    open_ = np.flatnonzero(liaisons.alive)
    return _part_of_posts(counting, lever, open_, liaisons.cases[open_])


def _founded(counting: Counting, lever: int) -> F64:
    """Branches founded; where a budget holds, those that got their grant."""
    new = counting.stack.branches.founded[counting.branches] == counting.stack.month
    hosts = counting.hosts[new]
    limits = counting.doses.limits
    if limits is not None and limits.limited(lever):
        hosts = hosts[limits.got_grant(lever, hosts)]
    return counting.forced(lever, hosts)


def _known_members(counting: Counting, lever: int) -> F64:
    if counting.doses.forces[lever] == 0.0:
        return np.zeros(len(counting.stack.committees))
    members = counting.stack.members
    rows = np.flatnonzero(members.known & (members.stage >= Stage.PROBATIONARY))
    return _in_covered(counting, lever, rows) / 12.0


def _in_covered(counting: Counting, lever: int, members: I64) -> F64:
    """Count those of ``members`` who work in organizations with a branch."""
    organizations = counting.stack.organizations
    place = counting.stack.members.organization[members]
    number = np.bincount(place, minlength=len(organizations))
    covered = np.flatnonzero(organizations.branch)
    return counting.forced(lever, covered, number[covered])


def _transferred(counting: Counting, lever: int) -> F64:
    if counting.doses.forces[lever] == 0.0:
        return np.zeros(len(counting.stack.committees))
    members = counting.stack.members
    here = members.known & (members.stage == Stage.FULL) & (members.relation == Relation.HERE)
    return _in_covered(counting, lever, np.flatnonzero(here)) / 12.0


def _stipends(counting: Counting, lever: int) -> F64:
    source = counting.stack.branches.secretary[counting.branches]
    paid = (source != SecretarySource.NONE) & (source != SecretarySource.SOURCED)
    return counting.forced(lever, counting.hosts[paid])


def _places(counting: Counting, lever: int) -> F64:
    own = lever if lever in counting.doses.narrow else None
    filled = counting.stack.realised.get(filled_of(own))
    writers = {index: write for index, write, _ in counting.doses.writers("training_places")}
    if filled is None or lever not in writers:
        return np.zeros(len(counting.stack.committees))
    total = np.floor(counting.doses.committee("training_places", own) + 1e-9)
    shares = ratio(filled * counting.doses.headcount(lever, writers[lever]), total)
    limits = counting.doses.limits
    return shares if limits is None else limits.filled(lever, filled, shares)


def _sourced(counting: Counting, lever: int) -> F64:
    stack = counting.stack
    seated = stack.branches.secretary[counting.branches] == SecretarySource.SOURCED
    committee = stack.responsible(counting.hosts[seated])
    number = np.bincount(committee, minlength=len(stack.committees))
    return number * counting.part(lever, "sourced_secretaries")


def _dual_entries(counting: Counting, lever: int) -> F64:
    taken = counting.stack.realised.get("dual_entries")
    if taken is None:
        return np.zeros(len(counting.stack.committees))
    return counting.forced(lever, taken)


def _prompts(counting: Counting, lever: int) -> F64:
    organizations = counting.stack.organizations
    new = np.flatnonzero(organizations.alive & (organizations.founded == counting.stack.month - 1))
    return counting.forced(lever, new)


def _checked(counting: Counting, lever: int) -> F64:
    stack = counting.stack
    if not (stack.calendar() == CHECK_MONTH).any():
        return np.zeros(len(stack.committees))
    rows = np.flatnonzero(stack.organizations.operating)
    march = stack.calendar()[stack.organizations.world[rows]] == CHECK_MONTH
    return counting.written(lever, "check_compliance", rows[march & stack.reachable(rows)])


def _censused(counting: Counting, lever: int) -> F64:
    return counting.written(lever, "census", np.flatnonzero(counting.stack.organizations.alive))


def _hosted(counting: Counting, lever: int) -> F64:
    stack = counting.stack
    hosted = np.flatnonzero(stack.organizations.interim == 2)
    district = stack.cells.district_committee[stack.organizations.cell[hosted]]
    number = np.bincount(district, minlength=len(stack.committees))
    return number * counting.part(lever, "hosting_places")


def _organizer(counting: Counting, lever: int) -> F64:
    stack, organizations, month = counting.stack, counting.stack.organizations, counting.stack.month
    rows = np.flatnonzero(
        organizations.operating
        & (organizations.branch == 0)
        & (organizations.silent_until <= month)
        & (organizations.deferred_until <= month)
        & (organizations.willing_until <= month)
    )
    return counting.written(lever, "organizer", rows[stack.reachable(rows)]) / 12.0


def _venues(counting: Counting, lever: int) -> F64:
    return counting.written(lever, "venue", counting.hosts)


def _anchors(counting: Counting, lever: int) -> F64:
    led = counting.stack.branches.form[counting.branches] == Form.ANCHOR
    return counting.forced(lever, counting.hosts[led]) / 12.0


def _offices(counting: Counting, lever: int) -> F64:
    """Offices of industries' committees that a policy has founded; of a sample, its share."""
    committees = counting.stack.committees
    mine = np.zeros(len(committees), bool)
    number = np.zeros(len(committees))
    for index, _, carriers in counting.doses.writers("industry_committee"):
        narrow = index in counting.doses.narrow
        rows = carriers & (counting.doses.desks(index) > 0) if narrow else carriers
        number += rows
        if index == lever:
            mine = rows & ~committees.permanent
    return ratio(mine, number) / 12.0 * counting.doses.levers[lever].scale


def _committees(counting: Counting, lever: int) -> F64:
    """Committees with an organization of the target at month 0, × force; of a sample, its share."""
    stack, entry = counting.stack, counting.doses.levers[lever]
    industrial = entry.policy.committee == "industry"
    column = stack.cells.industry_committee if industrial else stack.cells.district_committee
    weight = np.where(counting.doses.matchers[lever].cells, stack.cells.initial, 0)
    present = np.bincount(column, weight, len(stack.committees)) > 0
    target = entry.policy.target
    places = target.industries if industrial else target.districts
    if lever in counting.doses.narrow:
        present = counting.doses.desks(lever) > 0
    mine = stack.committees_of(entry.policy.committee, places) & present
    mine &= entry.worlds[stack.committees.world]
    limits = counting.doses.limits
    if limits is not None and limits.limited(lever):
        mine &= limits.committees(lever)
    return np.where(mine, counting.doses.forces[lever] * entry.scale, 0.0)


def _activists(counting: Counting, lever: int) -> F64:
    if counting.doses.forces[lever] == 0.0:
        return np.zeros(len(counting.stack.committees))
    stack, members = counting.stack, counting.stack.members
    rows = np.flatnonzero((members.stage == Stage.ACTIVIST) & (members.organization > 0))
    number = np.bincount(members.organization[rows], minlength=len(stack.organizations))
    with_some = np.flatnonzero(number)
    return counting.forced(lever, with_some, number[with_some]) / 12.0


def _mass_groups(counting: Counting, lever: int) -> F64:
    stack, doses = counting.stack, counting.doses
    new = np.flatnonzero(stack.organizations.mass_group == stack.month)
    mine, wrote = np.zeros(stack.n_worlds), np.zeros(stack.n_worlds)
    for index, write in counting.doses.all_writers("mass_group"):
        written = np.where(doses.levers[index].worlds, write.full * doses.forces[index], 0.0)
        wrote += written
        if index == lever:
            mine += written
    return counting.of_target(lever, new) * ratio(mine, wrote)[stack.committees.world]


def _pressed(counting: Counting, lever: int) -> F64:
    organizations = counting.stack.organizations
    rows = np.flatnonzero(organizations.operating & (organizations.branch == 0))
    return counting.forced(lever, rows[counting.doses.pressure(rows) > 0])


def _operating(counting: Counting, lever: int) -> F64:
    return counting.forced(lever, np.flatnonzero(counting.stack.organizations.operating))


COUNTERS: Final[Mapping[str, Callable[[Counting, int], F64]]] = {
    "liaison_months": _liaison_posts,
    "new_liaisons": _new_liaisons,
    "case_months": _cases,
    "branches_founded": _founded,
    "branch_years": lambda counting, lever: counting.forced(lever, counting.hosts) / 12.0,
    "member_years": _known_members,
    "transferred_member_years": _transferred,
    "venue_months": _venues,
    "stipend_months": _stipends,
    "places_filled": _places,
    "sourced_salary_months": _sourced,
    "dual_entries": _dual_entries,
    "prompts": _prompts,
    "organizations_checked": _checked,
    "organizations_censused": _censused,
    "hosted_months": _hosted,
    "organizer_contacts": _organizer,
    "anchor_years": _anchors,
    "office_years": _offices,
    "drive_months": _committees,
    "centre_years": lambda counting, lever: _committees(counting, lever) / 12.0,
    "activist_years": _activists,
    "sites_months": _committees,
    "campaign_months": _committees,
    "mass_groups_founded": _mass_groups,
    "organizations_pressed": _pressed,
    "organization_months": _operating,
}
