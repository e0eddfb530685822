"""What each policy says that it moves, at its default dose: its stated link, in one table.

``python -m tests.engine.links`` prints by how much each moves in a county and in a city.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.draws import F64
from sim.policies import POLICIES
from sim.scenario import load
from sim.scenario.scenario import Scenario
from sim.state.codes import Form, Role, SecretarySource, Stage
from sim.worlds import Worlds
from tests.engine.directions import Counts
from tests.engine.places import policy, scenario, under

UP, DOWN = 1, -1
MONTHS = 24


@dataclass(frozen=True)
class Link:
    """A link of the chain, what is seen of it in a world, and the way that it should go."""

    measure: str
    sign: int
    meaning: str


LINKS: Final[Mapping[str, Link]] = {
    "dispatch_liaisons": Link("contacted", UP, "contacts a month"),
    "committee_staff": Link("acts", UP, "acts of founding left at the committees"),
    "startup_grant": Link("granted", UP, "branches that a grant funds"),
    "activity_subsidy": Link("burden_covered", DOWN, "fear of burden where there is a branch"),
    "party_fee_rebate": Link("burden_covered", DOWN, "fear of burden where there is a branch"),
    "venue_sharing": Link("burden", DOWN, "fear of burden where there is none"),
    "secretary_stipend": Link("time_share", UP, "time share of secretaries"),
    "secretary_protection": Link("vacant", DOWN, "vacant posts of secretaries"),
    "secretary_training": Link("trained", UP, "skill from training"),
    "secretary_sourcing": Link("sourced", UP, "sourced secretaries in office"),
    "dual_entry": Link("headed", UP, "secretaries who are the head"),
    "branch_appraisal": Link("weak", DOWN, "weak branches"),
    "recognition": Link("benefit_covered", UP, "benefit seen where there is a branch"),
    "registration_prompt": Link("young_asked", UP, "newcomers asked"),
    "annual_check": Link("known", UP, "known members"),
    "hosting": Link("hosted", UP, "hosted organizations"),
    "census": Link("known", UP, "known members"),
    "joint_branch_drive": Link("in_joint", UP, "organizations in joint branches"),
    "anchor_led": Link("in_anchor", UP, "organizations in anchor branches"),
    "area_branch": Link("in_area", UP, "organizations in area branches"),
    "functional_branch": Link("in_functional", UP, "organizations with a functional branch"),
    "industry_committee": Link("without_channel", UP, "asked without a channel of their own"),
    "transfer_drive": Link("transferred", UP, "members whose relation is here"),
    "service_center": Link("known", UP, "known members"),
    "recruitment_drive": Link("applicants", UP, "applicants and activists"),
    "member_placement": Link("without_members", DOWN, "organizations without members"),
    "demonstration_sites": Link("attitude", UP, "attitude where there is no branch"),
    "publicity_campaign": Link("contacted", UP, "contacts a month"),
    "mass_organization_first": Link("mass_groups", UP, "mass groups"),
    "coverage_quota": Link("pressed_contacts", UP, "contacts under a quota a month"),
    "base_cleanup": Link("base", DOWN, "organizations on the base"),
}
"""Policy → its stated link."""


class Chain(Counts):
    """What links are seen by, beside what directions are."""

    def observed(self) -> dict[str, F64]:
        """Return every observation by world."""
        stack = self._stack
        organizations, branches, members = stack.organizations, stack.branches, stack.members
        sat = branches.alive & (branches.secretary != SecretarySource.NONE)
        pressed = organizations.alive & (organizations.contacted == stack.month - 1)
        pressed &= stack.doses.quota(np.arange(len(organizations))) > 0
        risen = members.alive & (members.stage < Stage.PROBATIONARY) & (members.role != Role.HEAD)
        form = branches.form[organizations.branch]
        mine = {
            "granted": (branches.world, branches.alive & (branches.granted_until > stack.month)),
            "applicants": (members.world, risen),
            "mass_groups": (
                organizations.world,
                organizations.alive & (organizations.mass_group >= 0),
            ),
            "in_joint": (organizations.world, organizations.alive & (form == Form.JOINT)),
            "base": (organizations.world, organizations.alive & organizations.on_base),
            "pressed_contacts": (organizations.world, pressed),
        }
        found = {name: self._number(world, rows) for name, (world, rows) in mine.items()}
        time = self._mean(branches.world, sat, branches.time_share)
        return super().observed() | found | {"time_share": time}


def place(name: str) -> Scenario:
    """Return the county of the tests, or the shipped city."""
    return scenario(name) if name == "county" else load(name)


def moved(here: Scenario, names: Sequence[str], replicates: int) -> dict[str, tuple[F64, F64]]:
    """Return by policy what is seen of its link without it and with it, a value a replicate.

    Means over the second of two years in which the policy is in force at its default dose.
    """
    plans = {"none": (), **{name: (policy(name),) for name in names}}
    stack = Worlds.build(under(here, plans), replicates=range(replicates))
    total: dict[str, F64] = {}
    for month in range(MONTHS):
        stack.step()
        if month >= MONTHS - 12:
            for measure, value in Chain(stack).observed().items():
                total[measure] = total.get(measure, np.zeros(stack.n_worlds)) + value / 12
    found = {}
    for number, name in enumerate(names, start=1):
        value = total[LINKS[name].measure].reshape(replicates, len(plans))
        found[name] = value[:, 0], value[:, number]
    return found


def main() -> None:
    """Print the table of links."""
    for where, replicates in (("county", 12), ("city", 2)):
        here = place(where)
        for name in POLICIES:
            without, with_it = moved(here, [name], replicates)[name]
            link = LINKS[name]
            right = int((link.sign * (with_it - without) > 0).sum())
            print(
                f"{where:7} {name:25} {link.meaning:40} {without.mean():10.4f} "
                f"{with_it.mean():10.4f}  {right}/{replicates}"
            )


if __name__ == "__main__":
    main()
