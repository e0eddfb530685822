"""What the ledger counts: one function a quantity (``sim.policies.quantities``).

Each returns what a lever realised this month by committee row, nothing at intensity 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64
from sim.policies.doses import filled_of, placed_of
from sim.policies.parts import Counting, ratio, sums
from sim.state.codes import Form, Relation, SecretarySource, Stage


def _posts(counting: Counting, lever: int, dose: str) -> F64:
    """Posts at the committees that are there."""
    heads = counting.doses.heads(lever, dose).astype(np.float64)
    return heads * counting.stack.committees.established


def _part_of_posts(
    counting: Counting, lever: int, liaisons: I64, number: npt.NDArray[np.generic]
) -> F64:
    """Return by committee a lever's part of a number of liaisons, by its posts among theirs."""
    total = sums(counting.stack.units(liaisons), number, len(counting.posts))
    unit = counting.held_at(lever)
    mine = _posts(counting, lever, "liaison_posts")
    return ratio(total[unit] * mine, counting.posts[unit])


def _new_liaisons(counting: Counting, lever: int) -> F64:
    liaisons, stack = counting.stack.liaisons, counting.stack
    new = np.flatnonzero(liaisons.alive & (liaisons.since == stack.month))
    return _part_of_posts(counting, lever, new, np.ones(len(new)))


def _cases(counting: Counting, lever: int) -> F64:
    liaisons = counting.stack.liaisons
    open_ = np.flatnonzero(liaisons.alive)
    return _part_of_posts(counting, lever, open_, liaisons.cases[open_])


def _share_of_heads(counting: Counting, lever: int, dose: str, done: I64 | None) -> F64:
    """What was done with a dose's heads in the month, by the lever's part of those offered."""
    if done is None:
        return np.zeros(len(counting.stack.committees))
    pool = counting.doses.pool_of(lever)
    total = np.floor(counting.doses.committee(dose, pool) + 1e-9)
    return ratio(done * counting.doses.heads(lever, dose), total)


def _placed(counting: Counting, lever: int) -> F64:
    made = counting.stack.realised.get(placed_of(counting.doses.pool_of(lever)))
    return _share_of_heads(counting, lever, "placements", made)


def _founded(counting: Counting, lever: int) -> F64:
    """Branches founded; where a budget holds, those that got their grant."""
    new = counting.stack.branches.founded[counting.branches] == counting.stack.month
    hosts = counting.hosts[new]
    if (budget := counting.doses.budget_of(lever)) is not None:
        hosts = hosts[budget.got_grant(lever, hosts)]
    return counting.forced(lever, hosts)


def _known_members(counting: Counting, lever: int) -> F64:
    if counting.doses.forces[lever] == 0.0:
        return np.zeros(len(counting.stack.committees))
    members = counting.stack.members
    rows = np.flatnonzero(members.known & (members.stage == Stage.FULL))
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
    filled = counting.stack.realised.get(filled_of(counting.doses.pool_of(lever)))
    shares = _share_of_heads(counting, lever, "training_places", filled)
    limits = counting.doses.limits
    gives = any(index == lever for index, _, _ in counting.doses.writers("training_places"))
    if limits is None or filled is None or not gives:
        return shares
    return limits.filled(lever, filled, shares)


def _sourced(counting: Counting, lever: int) -> F64:
    stack = counting.stack
    seated = stack.branches.secretary[counting.branches] == SecretarySource.SOURCED
    committee = stack.responsible(
        counting.pool(lever, "sourced_secretaries", counting.hosts[seated])
    )
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
    # A budget tells a month without a check from one in which nobody can be checked.
    if not stack.in_check(np.arange(stack.n_worlds)).any():
        return np.zeros(len(stack.committees))
    rows = np.flatnonzero(stack.organizations.operating)
    return counting.written(lever, "check_compliance", rows[stack.checked(rows)])


def _censused(counting: Counting, lever: int) -> F64:
    return counting.written(lever, "census", np.flatnonzero(counting.stack.organizations.alive))


def _hosted(counting: Counting, lever: int) -> F64:
    stack = counting.stack
    hosted = np.flatnonzero(stack.organizations.interim == 2)
    hosted = counting.pool(lever, "hosting_places", hosted)
    district = stack.cells.district_committee[stack.organizations.cell[hosted]]
    number = np.bincount(district, minlength=len(stack.committees))
    return number * counting.part(lever, "hosting_places")


def _organizer(counting: Counting, lever: int) -> F64:
    return counting.written(lever, "organizer", counting.contacts) / 12.0


def _venues(counting: Counting, lever: int) -> F64:
    return counting.written(lever, "venue", counting.hosts)


def _of_form(counting: Counting, lever: int, form: Form) -> F64:
    """Branches of a form, a twelfth each."""
    mine = counting.stack.branches.form[counting.branches] == form
    return counting.forced(lever, counting.hosts[mine]) / 12.0


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
    mine = counting.doses.carriers[lever] & (counting.doses.weights(lever) > 0)
    mine &= counting.doses.offices() | ~stack.committees.industrial
    if (budget := counting.doses.budget_of(lever)) is not None:
        mine &= budget.committees(lever)
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
    return counting.forced(lever, rows[counting.doses.quota(rows) > 0])


def _operating(counting: Counting, lever: int) -> F64:
    return counting.forced(lever, np.flatnonzero(counting.stack.organizations.operating))


COUNTERS: Final[Mapping[str, Callable[[Counting, int], F64]]] = {
    "liaison_months": lambda counting, lever: _posts(counting, lever, "liaison_posts"),
    "new_liaisons": _new_liaisons,
    "case_months": _cases,
    "staff_months": lambda counting, lever: _posts(counting, lever, "staff_posts"),
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
    "anchor_years": lambda counting, lever: _of_form(counting, lever, Form.ANCHOR),
    "area_years": lambda counting, lever: _of_form(counting, lever, Form.REGIONAL),
    "functional_years": lambda counting, lever: _of_form(counting, lever, Form.FUNCTIONAL),
    "graded_years": lambda counting, lever: (
        counting.written(lever, "appraisal", counting.hosts) / 12.0
    ),
    "recognized_years": lambda counting, lever: (
        counting.written(lever, "recognition", counting.hosts) / 12.0
    ),
    "members_placed": _placed,
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
