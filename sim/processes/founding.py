"""Founding: branches begin, organizations join them, secretaries are found and appointed.

Writes: new branches; branch, covered, interim and consent of organizations; relations of known
members. Draws: SECRETARY, SECRETARY_SKILL, DUAL_ENTRY, BRANCH. Source: docs/draws.md 8.3, 8.10;
S1, S2 (secretaries, relations), S2 (sources of secretaries).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.constants import FORCED_SKILL, SECRETARY_SKILL_SD
from sim.draws import F64, I64, Lineage, Mask, Process, draw, keys, lineages, normal
from sim.policies.doses import DoseReader
from sim.processes.acts import by_turn, exempt, spend
from sim.state.codes import Event, Form, Interim, Relation, Role, SecretarySource, Stage
from sim.state.ranking import ranks
from sim.state.stack import Stack
from sim.state.table import NEVER

SKILL_FLOOR = 0.05


def find_secretary(stack: Stack, doses: DoseReader, founders: I64) -> tuple[Mask, Mask, Mask]:
    """Return which founders have an act and a secretary, which a sourced one; who lacks an act.

    They come by turn while their committee has acts; whoever comes later lacks one and draws
    nothing. What is given by turn does not depend on those who come later. So all are looked at as
    if acts were without number, and the turns after the last act are dropped.
    """
    organizations, acts = stack.organizations, stack.committees.acts
    committee = stack.responsible(founders)
    able = np.flatnonzero((acts[committee] > 0) | exempt(stack, founders))
    order = able[by_turn(stack, founders[able], committee[able])]
    rows, committee = founders[order], committee[order]
    chance = np.where(
        organizations.secretary_wait[rows],
        stack.at("secretary_later", rows),
        stack.at("secretary_success", rows),
    )
    if doses.active("secretary_candidates"):
        chance = np.minimum(1.0, chance + doses.at("secretary_candidates", rows))
    found = draw(organizations.key[rows], Process.SECRETARY, stack.month) < chance
    unit = np.full(len(rows), -1)
    for pool in doses.pools("sourced_secretaries"):
        supply = np.floor(pool.amount + 1e-9) - stack.used("sourced", pool.unit)
        if (supply > 0).any():
            short = np.flatnonzero(~found & (unit < 0) & pool.reaches(rows))
            helped = short[ranks(committee[short]) < supply[committee[short]]]
            unit[helped] = pool.unit[committee[helped]]
    found |= unit >= 0
    free = exempt(stack, rows)
    reached = free | (_earlier(committee, found & ~free) < acts[committee])
    organizations.secretary_wait[rows[reached & ~found]] = True
    founds = found & reached
    spend(stack, rows[founds])
    sent = founds & (unit >= 0)
    stack.use("sourced", unit[sent])
    have, outside, lack = np.zeros((3, len(founders)), bool)
    have[order], outside[order] = founds, sent
    lack[:] = True
    lack[order] = ~reached
    organizations.act_wait[founders[lack]] = True
    return have, outside, lack


def _earlier(group: I64, hit: Mask) -> I64:
    """Return for each row how many rows before it in its group (sorted by group) are hits."""
    before: I64 = np.cumsum(hit) - hit  # integers: exact
    first = np.searchsorted(group, group)
    earlier: I64 = before - before[first]
    return earlier


def found(
    stack: Stack, doses: DoseReader, rows: I64, label: I64, founders: I64, form: Form,
    sourced: Mask, *, forced: bool = False,
) -> None:  # fmt: skip
    """Found one branch a founder; organization ``rows[i]`` enters the branch of ``label[i]``."""
    if not len(founders):
        return
    organizations, month = stack.organizations, stack.month
    world = organizations.world[founders]
    identity = lineages(Lineage.BRANCH, organizations.identity[founders], month)
    key = keys(stack.keys[world], identity)
    quality = normal(draw(key, Process.BRANCH, 0)) * stack.parameters["branch_quality_sd"][world]
    granted, yuan = np.full(len(founders), NEVER, np.int64), np.zeros(len(founders))
    if doses.active("grant_yuan"):
        yuan = doses.granted(founders)
        months = np.rint(stack.parameters["grant_months"][world]).astype(np.int64)
        granted = np.where(yuan > 0.0, month + months, NEVER)
    start = stack.parameters["vitality_start"][world]
    made = stack.branches.append(
        len(founders),
        {
            "world": world, "identity": identity, "key": key, "form": form, "host": founders,
            "quality": quality, "founded": month, "pressure_founded": forced,
            "grant": yuan, "granted_until": granted, "vitality": start if forced else 0.0,
            "organizations": np.bincount(label, minlength=len(founders)),
            "secretary": np.where(sourced, SecretarySource.SOURCED, SecretarySource.NONE),
        },
    )  # fmt: skip
    branch = np.arange(made.start, made.stop)
    stack.note(Event.FOUNDED, founders, branch)
    enter(stack, rows, branch[label])


def join(stack: Stack, rows: I64, branch: I64) -> None:
    """Let organizations join branches that exist."""
    if len(rows):
        np.add.at(stack.branches.organizations, branch, 1)
        enter(stack, rows, branch)
        stack.note(Event.JOINED, rows, branch)


def enter(stack: Stack, rows: I64, branch: I64) -> None:
    """Cover organizations; consent and interim forms are at an end."""
    organizations = stack.organizations
    organizations.branch[rows] = branch
    organizations.covered[rows] = stack.month
    organizations.interim[rows] = Interim.NONE
    organizations.willing_until[rows] = NEVER
    organizations.secretary_wait[rows] = False
    organizations.eligible_months[rows] = 0
    organizations.withdrawn[rows] = 0


def bring_relations(stack: Stack) -> None:
    """Bring the relations of known members to organizations covered this month.

    Into a functional branch they don't come: they stay elsewhere.
    """
    organizations, members = stack.organizations, stack.members
    new = organizations.covered == stack.month
    new &= stack.branches.form[organizations.branch] != Form.FUNCTIONAL
    if new.any():
        rows = np.flatnonzero(new[members.organization])
        own = members.known[rows] & (members.stage[rows] >= Stage.PROBATIONARY)
        members.relation[rows[own]] = Relation.HERE


@dataclass(frozen=True)
class Chosen:
    """Who would be secretary: source, person (0 for none) and skill (−1 for nobody) by branch."""

    branches: I64
    source: npt.NDArray[np.int8]
    person: I64
    skill: F64

    def of(self, mine: Mask) -> Chosen:
        """Return those of some branches."""
        return Chosen(self.branches[mine], self.source[mine], self.person[mine], self.skill[mine])


def appoint(stack: Stack, doses: DoseReader, branches_: I64) -> None:
    """Appoint secretaries: the sourced one where marked, else the better of member and head."""
    if len(branches_):
        seat(stack, doses, choose(stack, doses, branches_))


def better_secretary(stack: Stack, doses: DoseReader, branches_: I64, than: F64) -> Chosen:
    """Return the secretaries who would be more skilled than those in office are."""
    chosen = choose(stack, doses, branches_)
    sourced = stack.branches.secretary[branches_] == SecretarySource.SOURCED
    return chosen.of((chosen.skill > than) & ~sourced)


def choose(stack: Stack, doses: DoseReader, branches_: I64) -> Chosen:
    """Return who would be appointed this month."""
    branches, organizations, month = stack.branches, stack.organizations, stack.month
    parameters, world, host = stack.parameters, branches.world[branches_], branches.host[branches_]
    key = branches.key[branches_]
    gain = doses.at("key_skill", host)
    person = most_committed(stack, branches_, key_first=gain > 0.0)
    z = normal(draw(key, Process.SECRETARY_SKILL, month))
    own = z * SECRETARY_SKILL_SD + parameters["secretary_skill"][world]
    own = own + gain * (stack.members.role[person] == Role.KEY_STAFF)
    skill = np.clip(own, SKILL_FLOOR, 1.0)
    skill = np.where(branches.pressure_founded[branches_] & (branches.founded[branches_] == month),
                     FORCED_SKILL, skill)  # fmt: skip
    skill = np.where(person > 0, skill, -1.0)
    source = np.where(person > 0, SecretarySource.MEMBER, SecretarySource.NONE)
    share = parameters["dual_entry_share"][world]
    if doses.active("dual_entry"):
        share = 1.0 - (1.0 - share) * (1.0 - doses.at("dual_entry", host))
    head = (
        organizations.head_is_member[host]
        & (draw(key, Process.DUAL_ENTRY, month) < share)
        & (parameters["head_skill"][world] > skill)
        & ~(branches.pressure_founded[branches_] & (branches.founded[branches_] == month))
    )
    skill = np.where(head, parameters["head_skill"][world], skill)
    source = np.where(head, SecretarySource.HEAD, source)
    outside = branches.secretary[branches_] == SecretarySource.SOURCED
    skill = np.where(outside, parameters["sourced_skill"][world], skill)
    source = np.where(outside, SecretarySource.SOURCED, source)
    return Chosen(branches_, source, person, skill)


def seat(stack: Stack, doses: DoseReader, chosen: Chosen) -> None:
    """Put secretaries in office; who is new is untrained."""
    branches, organizations = stack.branches, stack.organizations
    branches_, source, person, skill = chosen.branches, chosen.source, chosen.person, chosen.skill
    host = branches.host[branches_]
    member = source == SecretarySource.MEMBER
    outside = source == SecretarySource.SOURCED
    branches.secretary[branches_] = source
    branches.person[branches_] = np.where(member, person, 0)
    employer = np.where(member, stack.members.organization[person], host)
    vacant = source == SecretarySource.NONE
    branches.employer[branches_] = np.where(vacant, 0, employer)
    branches.skill[branches_] = np.where(vacant, 0.0, skill)
    branches.trained[branches_] = 0.0
    branches.trained_year[branches_] = NEVER
    organizations.sourced[host[outside]] = 1
    served = np.maximum(1.0, doses.at("branches_per_worker", host[outside]))
    branches.served[branches_[outside]] = served
    headed = host[source == SecretarySource.HEAD]
    before = stack.realised.get("dual_entries", headed[:0])
    stack.realised["dual_entries"] = np.concatenate([before, headed])


def most_committed(stack: Stack, branches_: I64, key_first: Mask) -> I64:
    """Return each branch's known full member of highest commitment, 0 where there is none.

    Where ``key_first``, key staff come before others (S2).
    """
    members, organizations = stack.members, stack.organizations
    place = np.full(len(stack.branches), -1, np.int64)
    place[branches_] = np.arange(len(branches_))
    where = place[organizations.branch]
    where[0] = -1
    rows = np.flatnonzero(where[members.organization] >= 0)
    rows = rows[(members.stage[rows] == Stage.FULL) & members.known[rows]]
    mine = where[members.organization[rows]]
    preferred = key_first[mine] & (members.role[rows] == Role.KEY_STAFF)
    order = np.lexsort((members.identity[rows], -members.commitment[rows], ~preferred, mine))
    first = order[ranks(mine[order]) == 0]
    person = np.zeros(len(branches_), np.int64)
    person[mine[first]] = rows[first]
    return person
