"""Paired worlds under one policy each, and what is observed of them month by month.

A hundred and twenty replicates of a small place, each with its own draw of the priors; one stack
holds them under every policy alone. Whatever differs between a policy's worlds and the baseline's
is caused by it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from sim.constants import WEAK
from sim.draws import F64, I64, Mask
from sim.policies.base import Policy, Target
from sim.state.codes import Event, Fear, Form, Interim, Relation, SecretarySource, Stage
from sim.worlds import Worlds
from tests.engine.places import policy, worlds

REPLICATES = 120
MONTHS = 48
LEVEL = 2e-4
"""Chance that one test is passed without an effect (one-sided); fifty of them: 1 % in all."""
BOUND = 3.65
"""Student's t at that level with 119 degrees of freedom."""

PLAIN = (
    "startup_grant", "activity_subsidy", "party_fee_rebate", "venue_sharing",
    "secretary_stipend", "secretary_protection", "registration_prompt",
    "joint_branch_drive", "anchor_led", "demonstration_sites", "area_branch", "functional_branch",
    "branch_appraisal", "recognition",
    "publicity_campaign", "base_cleanup",
)  # fmt: skip
POLICIES_TRIED: dict[str, tuple[Policy, ...]] = {
    **{name: (policy(name),) for name in PLAIN},
    "dispatch_liaisons": (policy("dispatch_liaisons", liaisons=6),),
    "committee_staff": (policy("committee_staff", posts=2),),
    "member_placement": (policy("member_placement", placements_per_year=12, end=23),),
    "secretary_training": (policy("secretary_training", places_per_year=20, end=23),),
    "secretary_sourcing": (policy("secretary_sourcing", secretaries_per_year=6, end=23),),
    "dual_entry": (policy("dual_entry", head_share=1.0),),
    "hosting": (policy("hosting", places=50),),
    "census": (policy("census", end=5),),
    "industry_committee": (
        policy("industry_committee", contacts_per_year=2.0, target=Target(industries=(0, 1))),
    ),
    "annual_check": (policy("annual_check", compliance=1.0),),
    "service_center": (policy("service_center", disclosure_factor=2.5),),
    "transfer_drive": (policy("transfer_drive", transfer_factor=4.0, end=23),),
    "recruitment_drive": (policy("recruitment_drive", application_factor=5.0),),
    "mass_organization_first": (policy("mass_organization_first", probability_per_year=1.0),),
    "coverage_quota": (policy("coverage_quota", target_share=0.9, gain=3.0, end=35),),
}  # fmt: skip
"""Each policy alone, strong enough for a small place; some end so that what is left shows."""

VARIANTS: dict[str, tuple[Policy, ...]] = {
    "subsidy in working time": (policy("activity_subsidy", worktime_share=1.0),),
    "full subsidy": (policy("activity_subsidy", yuan_branch_year=3000, yuan_member_year=300),),
    "stipend and training": (
        policy("secretary_stipend"),
        policy("secretary_training", places_per_year=20, end=23),
    ),
    "twice the liaisons": (policy("dispatch_liaisons", liaisons=12),),
}
PLANS: dict[str, tuple[Policy, ...]] = {"baseline": ()} | POLICIES_TRIED | VARIANTS


class Counts:
    """Counts by world of what a stack shows at the end of a month."""

    def __init__(self, stack: Worlds) -> None:
        self._stack = stack

    def observed(self) -> dict[str, F64]:
        """Return every observation by world."""
        found: dict[str, F64] = {}
        for part in (self._events(), self._organizations(), self._people(), self._branches()):
            found |= part
        return found

    def _number(self, world: I64, rows: Mask) -> F64:
        total: F64 = np.bincount(world[rows], minlength=self._stack.n_worlds).astype(np.float64)
        return total

    def _mean(self, world: I64, rows: Mask, values: F64) -> F64:
        total = np.bincount(world[rows], values[rows], self._stack.n_worlds)
        result: F64 = total / np.maximum(1, self._number(world, rows))
        return result

    def _events(self) -> dict[str, F64]:
        found = {}
        for kind in (Event.CONTACTED, Event.REFUSED, Event.CONSENTED, Event.FOUNDED):
            worlds = [batch.world for batch in self._stack.events if batch.kind == kind]
            world = np.concatenate([np.zeros(0, np.int64), *worlds])
            found[kind.name.lower()] = self._number(world, np.ones(len(world), bool))
        return found

    def _organizations(self) -> dict[str, F64]:
        stack, table = self._stack, self._stack.organizations
        live, world = table.alive, table.world
        covered = live & (table.branch > 0)
        bare = live & table.operating & (table.branch == 0)
        vital = stack.vital(np.arange(len(table)))
        hosted = live & (table.interim == Interim.HOSTED)
        reported = table.on_base & (covered | (hosted & stack.hosted_counts[world]))
        eligible, young = live & (table.eligible >= 3), live & (table.founded >= 0)
        counts = {
            "covered": covered,
            "effective": vital,
            "hosted": hosted,
            "visited_without_members": bare & (table.liaison > 0) & (table.eligible == 0),
            "without_channel": bare & ~table.has_channel & (table.asked > 0),
            "young_asked": young & (table.asked > 0),
            "in_anchor": stack.branches.form[table.branch] == Form.ANCHOR,
            "on_the_list": covered & (table.known + table.sourced == 0),
            "in_area": stack.branches.form[table.branch] == Form.REGIONAL,
            "in_functional": stack.branches.form[table.branch] == Form.FUNCTIONAL,
            "without_members": live & table.operating & (table.members == 0),
        }
        found = {name: self._number(world, rows) for name, rows in counts.items()}
        means = {
            "hollow_share": (covered, (~vital).astype(np.float64)),
            "reported": (table.on_base, reported.astype(np.float64)),
            "of_eligible": (eligible, covered.astype(np.float64)),
            "attitude": (bare, table.attitude),
            "burden": (bare, table.fears[Fear.BURDEN]),
            "burden_covered": (covered, table.fears[Fear.BURDEN]),
            "benefit_covered": (covered, table.fears[Fear.BENEFIT]),
            "constraint": (bare, table.fears[Fear.CONSTRAINT]),
        }
        return found | {name: self._mean(world, *args) for name, args in means.items()}

    def _people(self) -> dict[str, F64]:
        table = self._stack.members
        employed = table.alive & (table.organization > 0)
        real = employed & (table.stage >= Stage.PROBATIONARY)
        counts = {
            "members": real,
            "full": real & (table.stage == Stage.FULL),
            "known": real & table.known,
            "transferred": real & (table.relation == Relation.HERE),
            "in_groups": employed & (self._stack.organizations.mass_group[table.organization] >= 0),
        }
        return {name: self._number(table.world, rows) for name, rows in counts.items()}

    def _branches(self) -> dict[str, F64]:
        organizations, table = self._stack.organizations, self._stack.branches
        live, source = table.alive, table.secretary
        counts = {
            "vacant": live & (source == SecretarySource.NONE),
            "headed": live & (source == SecretarySource.HEAD),
            "member_secretaries": live & (source == SecretarySource.MEMBER),
            "sourced": live & (source == SecretarySource.SOURCED),
            "weak": live & (table.vitality < WEAK),
        }
        found = {name: self._number(table.world, rows) for name, rows in counts.items()}
        inside = table.form[organizations.branch] == Form.JOINT
        host = table.host[organizations.branch]
        away = organizations.cell != organizations.cell[host]
        committees = self._stack.committees
        acts = np.bincount(committees.world, committees.acts, self._stack.n_worlds)
        found["acts"] = acts.astype(np.float64)
        found["joint_far"] = self._number(organizations.world, inside & away)
        own = live & (table.form != Form.JOINT)
        means = {
            "vitality": (live, table.vitality),
            "vitality_own": (own, table.vitality),
            "trained": (live, table.trained),
        }
        return found | {name: self._mean(table.world, *args) for name, args in means.items()}


@dataclass(frozen=True)
class Seen:
    """Observations by month and world; worlds are replicate by replicate, plan by plan."""

    plans: tuple[str, ...]
    values: dict[str, F64]
    booked: F64  # by month, line and world
    lines: tuple[tuple[str, str], ...]  # plan and item of each line

    def of(self, plan: str, measure: str, months: slice = slice(None)) -> F64:
        """Return a measure's mean over months, by replicate."""
        mine = np.arange(REPLICATES) * len(self.plans) + self.plans.index(plan)
        result: F64 = self.values[measure][months][:, mine].mean(axis=0)
        return result

    def difference(self, plan: str, measure: str, months: slice = slice(None)) -> F64:
        """Return a plan's mean less the baseline's, by replicate."""
        return self.of(plan, measure, months) - self.of("baseline", measure, months)


@lru_cache
def seen() -> Seen:
    """Run all plans and look at them every month."""
    stack = worlds(
        "village", {name: named(plan) for name, plan in PLANS.items()}, range(REPLICATES)
    )
    rows: list[dict[str, F64]] = []
    booked = []
    for _ in range(MONTHS):
        stack.step()
        rows.append(Counts(stack).observed())
        booked.append(stack.ledger.latest_amounts())
    names = tuple(PLANS)
    owner = [int(np.flatnonzero(lever.worlds)[0]) for lever in stack.doses.levers]
    return Seen(
        plans=names,
        values={name: np.stack([row[name] for row in rows]) for name in rows[0]},
        booked=np.stack(booked),
        lines=tuple((names[owner[line.lever]], line.cost.item) for line in stack.ledger.lines),
    )


def named(plan: tuple[Policy, ...]) -> tuple[Policy, ...]:
    """Return the policies of a plan with ids."""
    return tuple(replace(lever, id=lever.id or lever.name) for lever in plan)


def t_value(difference: F64) -> float:
    """Return Student's t of paired differences."""
    spread = float(difference.std(ddof=1))
    mean = float(difference.mean())
    if spread == 0.0:
        return 0.0 if mean == 0.0 else float(np.sign(mean)) * np.inf
    return mean / (spread / float(np.sqrt(len(difference))))
