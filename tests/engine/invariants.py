"""What holds in every world after every month, whatever the policies: recounts and references."""

from __future__ import annotations

from collections import Counter

import numpy as np

from sim.measures.status import Cover, read_status
from sim.state.codes import Event, Form, Interim, Relation, SecretarySource, Stage
from sim.state.layout import REFERENCES
from sim.state.stack import Stack
from sim.state.table import NEVER
from sim.worlds import Worlds


def same(found: np.ndarray, expected: np.ndarray) -> None:
    """Assert that two columns are equal, naming the first rows that are not."""
    rows = np.flatnonzero(found != expected)
    assert not len(rows), (rows[:5].tolist(), found[rows[:5]], expected[rows[:5]])


def counts_of_members(stack: Stack) -> None:
    """Counters of organizations are recounts of members; right after recruitment."""
    members, organizations = stack.members, stack.organizations
    at = [int(row) for row in members.organization]
    counted: dict[str, Counter[int]] = {
        name: Counter() for name in ("members", "known", "tenured", "transferred")
    }
    for row in np.flatnonzero(members.alive & (members.organization > 0)):
        place = at[row]
        if members.stage[row] >= Stage.PROBATIONARY:
            counted["members"][place] += 1
        if members.stage[row] == Stage.FULL and members.known[row]:
            counted["known"][place] += 1
            counted["tenured"][place] += bool(stack.month - members.joined[row] >= 6)
            counted["transferred"][place] += bool(members.relation[row] == Relation.HERE)
    for name in ("members", "known", "transferred"):
        expected = np.array([counted[name][row] for row in range(len(organizations))])
        same(getattr(organizations, name), expected)
    tenured = np.array([counted["tenured"][row] for row in range(len(organizations))])
    same(organizations.eligible, tenured + organizations.sourced)


def counts_of_branches(stack: Stack) -> None:
    """Counters of branches are recounts of organizations; right after formation."""
    organizations, branches = stack.organizations, stack.branches
    number, members = np.zeros(len(branches), int), np.zeros(len(branches), int)
    for row in np.flatnonzero(organizations.branch):
        number[organizations.branch[row]] += 1
        members[organizations.branch[row]] += organizations.known[row] + organizations.sourced[row]
    live = branches.alive
    same(branches.organizations[live], number[live])
    same(branches.members[live], members[live])
    assert not number[~live].any()


def references(stack: Stack) -> None:
    """Nobody refers to a dead row, or to another world."""

    for table, column, other in REFERENCES:
        mine, theirs = getattr(stack, table), getattr(stack, other)
        rows = np.flatnonzero(mine.alive & (getattr(mine, column) > 0))
        target = getattr(mine, column)[rows]
        assert theirs.alive[target].all(), (table, column)
        same(mine.world[rows], theirs.world[target])
    for table in ("organizations", "members", "branches", "liaisons", "committees"):
        rows = getattr(stack, table)
        assert not rows.alive[0], table
        live = np.flatnonzero(rows.alive)
        pairs = {(int(rows.world[row]), int(rows.identity[row])) for row in live}
        assert len(pairs) == len(live), f"{table}: two agents of one identity"


def people(stack: Stack) -> None:
    """Every person is in exactly one place: an operating organization, or between jobs."""
    members, organizations = stack.members, stack.organizations
    live = np.flatnonzero(members.alive)
    employed = members.organization[live] > 0
    searching = members.hired[live] >= stack.month
    assert (employed ^ searching).all()
    assert organizations.operating[members.organization[live[employed]]].all()
    assert (members.hired[live[employed]] == NEVER).all()
    due = (members.stage[live] < Stage.FULL) == (members.stage_due[live] >= stack.month)
    assert due.all()
    here = live[employed]
    same(members.home[here], organizations.cell[members.organization[here]])
    assert (members.joined[here] < max(1, stack.month)).all()


def branches(stack: Stack) -> None:
    """Hosts are inside their branches, secretaries work there, forms fit, covers have a date."""
    organizations, table = stack.organizations, stack.branches
    live = np.flatnonzero(table.alive)
    same(organizations.branch[table.host[live]], live)
    covered = np.flatnonzero(organizations.branch)
    number = np.bincount(organizations.branch[covered], minlength=len(table))
    same(number[live], table.organizations[live])
    assert (organizations.covered[covered] < stack.month).all()
    assert (organizations.covered[covered] > NEVER).all()
    assert organizations.operating[covered].all()
    assert (organizations.interim[covered] == Interim.NONE).all()
    one = np.isin(table.form[live], (Form.STANDALONE, Form.GENERAL_BRANCH, Form.COMMITTEE))
    assert (number[live[one]] == 1).all()
    assert (table.form[live] != Form.NONE).all()
    vacant = table.secretary[live] == SecretarySource.NONE
    assert ((table.employer[live] == 0) == vacant).all()
    assert ((table.person[live] > 0) == (table.secretary[live] == SecretarySource.MEMBER)).all()
    held = live[~vacant]
    same(organizations.branch[table.employer[held]], held)
    sourced = live[table.secretary[live] == SecretarySource.SOURCED]
    same(np.sort(table.employer[sourced]), np.flatnonzero(organizations.sourced))
    by_member = live[table.person[live] > 0]
    same(stack.members.organization[table.person[by_member]], table.employer[by_member])
    assert ((table.vitality[live] >= 0) & (table.vitality[live] <= 1)).all()
    new = stack.branches.founded[live] == stack.month - 1
    assert (table.founded[live] < stack.month).all() and (table.vitality[live[new]] > 0).all()


def organizations(stack: Stack) -> None:
    """Levels are in their ranges; the inactive hold nothing that needs somebody there."""
    table = stack.organizations
    live = np.flatnonzero(table.alive)
    assert (table.staff[live] >= 1).all()
    assert ((table.fears[:, live] >= 0) & (table.fears[:, live] <= 1)).all()
    assert (table.on_base[live] | ~table.operating[live]).all()
    idle = live[~table.operating[live]]
    for column in ("liaison", "branch", "members", "known", "eligible", "transferred", "interim"):
        assert not getattr(table, column)[idle].any(), column
    gone = np.flatnonzero(~table.alive)
    for column in ("operating", "on_base", "liaison", "branch"):
        assert not getattr(table, column)[gone].any(), column


def dispatch(stack: Stack) -> None:
    """Liaisons hold no more cases than they can; cases lie in their committee's remit."""
    table, liaisons, cells = stack.organizations, stack.liaisons, stack.cells
    cases = np.flatnonzero(table.liaison)
    held = np.bincount(table.liaison[cases], minlength=len(liaisons))
    assert (held <= np.where(liaisons.alive, liaisons.capacity, 0)).all()
    committee = liaisons.committee[table.liaison[cases]]
    cell = table.cell[cases]
    industrial = stack.committees.industrial[committee]
    remit = np.where(industrial, cells.industry_committee[cell], cells.district_committee[cell])
    same(committee, remit)
    weak = np.bincount(table.liaison[cases[table.case_weak[cases]]], minlength=len(liaisons))
    share = stack.parameters["consolidate_share"][liaisons.world]
    assert (weak <= np.floor(share * liaisons.capacity)).all()
    idle = np.setdiff1d(np.arange(len(table)), cases)
    assert not table.visits[idle].any()


def coverage(stack: Worlds) -> None:
    """Effective ⊆ a branch ⊆ work coverage; reported = a branch or, where counted, hosted."""
    table = stack.organizations
    cover = read_status(stack, stack.doses).cover
    live = table.alive
    branch = live & (table.branch > 0)
    effective = live & (cover == Cover.VITAL)
    shell = branch & stack.branches.shell[table.branch]
    same(cover[shell], np.full(int(shell.sum()), Cover.SHELL))
    assert not (effective & ~stack.vital(np.arange(len(table)))).any()
    same(live & (cover >= Cover.SHELL), branch)
    work = live & (cover >= Cover.VISITED)
    assert not (effective & ~branch).any() and not (branch & ~work).any()
    # On paper comes before hosted: who is hosted where that isn't counted may be put on paper.
    hosted = live & (table.interim == Interim.HOSTED) & ~table.nominal
    same(live & (cover == Cover.HOSTED), hosted)


def register(before: Counter[int], stack: Stack) -> None:
    """Registered organizations change by those that entered and exited, and nothing else."""
    entered, exited = Counter[int](), Counter[int]()
    for batch in stack.events:
        if batch.kind == Event.ORGANIZATION_ENTERED:
            entered.update(batch.world.tolist())
        elif batch.kind == Event.ORGANIZATION_EXITED:
            exited.update(batch.world.tolist())
    now = registered(stack)
    for world in range(stack.n_worlds):
        assert now[world] == before[world] + entered[world] - exited[world], world


def registered(stack: Stack) -> Counter[int]:
    """Return the number of registered organizations by world."""
    return Counter(stack.organizations.world[stack.organizations.alive].tolist())


def check(stack: Worlds) -> None:
    """Assert all that holds at the end of a month."""
    references(stack)
    people(stack)
    branches(stack)
    organizations(stack)
    dispatch(stack)
    coverage(stack)
