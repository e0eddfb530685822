"""Organizers who bring partners for joint branches together (联合组建推进)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class JointBranchDrive(Policy):
    """Partners are sought farther away, in larger joint branches, by organizers who ask."""

    name = "joint_branch_drive"
    label: ClassVar = {"en": "Joint-branch drive", "zh": "联合组建推进"}
    help: ClassVar = {
        "en": "Widens the circle in which partners are sought (0 cell, 1 industry in neighbouring "
        "districts, 2 district), lets joint branches grow, and pays organizers who ask heads.",
        "zh": "扩大寻找联建伙伴的范围（0 同地同业，1 邻区同业，2 同区跨业），"
        "放宽联合支部规模，并由组织员动员负责人。",
    }
    source = (
        "S1 S2 S5 S9; docs/data/parameters.csv orgs_per_joint_branch_mixed, "
        "firms_per_nonpublic_party_org_(joint_pooling)"
    )
    caution: ClassVar = {
        "en": "The farther and larger, the looser: joint branches are less vital, fall apart "
        "sooner and end with their host. Coverage comes faster than life.",
        "zh": "越远越大越松散：联合支部活力较低、较早解体，主体注销即散；覆盖先于活力。",
    }

    joint_radius: int = param(
        2, 0, 2, "circle 0-2", "circle in which partners are sought", "联建范围", whole=True
    )
    joint_max: int = param(
        8, 3, 20, "organizations", "organizations a joint branch may hold", "联合支部最多单位数",
        source="docs/data/parameters.csv orgs_per_joint_branch_mixed", whole=True,
    )  # fmt: skip
    contacts_per_year: float = param(
        1, 0, 12, "contacts a year", "contacts of an organization a year", "每个组织每年动员次数"
    )
    cost_contact_yuan: float = param(
        150, 0, 10_000, "yuan", "a contact: an organizer-month of 3,000 yuan for 20",
        "每次动员（组织员每月 3000 元、20 次）", source="assumed",
    )  # fmt: skip
    burden_contact_hours: float = param(
        1, 0, 40, "hours", "staff time a contact", "每次动员占用工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """The circle is a rule that holds or not; numbers grow with the ramp."""
        return (
            Write("joint_radius", self.joint_radius, ramped=False),
            Write("joint_max", self.joint_max),
            Write("organizer", self.contacts_per_year),
        )

    def costs(self) -> tuple[Cost, ...]:
        """Organizers' contacts."""
        return (
            self.cost("cost_contact_yuan", "organizer_contacts"),
            self.cost("burden_contact_hours", "organizer_contacts"),
        )
