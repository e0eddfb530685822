"""Unions and youth leagues where there are no members yet (群团先行)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class MassOrganizationFirst(Policy):
    """Founds mass groups in organizations without members; they mature in a year."""

    name = "mass_organization_first"
    label: ClassVar = {"en": "Mass organization first", "zh": "群团先行"}
    help: ClassVar = {
        "en": "A union or youth-league group in an organization without members: after a year a "
        "contact, and applicants from then on.",
        "zh": "在没有党员的组织先建工会、团组织：一年后带来联系，此后产生入党申请人。",
    }
    source = "S2"
    caution: ClassVar = {
        "en": "The long way round: a year for the group, years more for members. Over a short "
        "horizon it shows in work coverage only.",
        "zh": "路子最长：群团成熟要一年，发展出党员还要几年；短期只见于工作覆盖。",
    }

    probability_per_year: float = param(
        0.3, 0, 1, "probability a year", "probability a year that a group is founded",
        "每年成立群团组织的概率",
    )  # fmt: skip
    cost_group_yuan: float = param(
        1_000, 0, 50_000, "yuan", "a mass group founded", "每个新建群团组织"
    )
    burden_group_hours: float = param(
        20, 0, 500, "hours", "staff time on founding a group", "成立群团组织占用工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """The yearly probability of founding."""
        return (Write("mass_group", self.probability_per_year),)

    def costs(self) -> tuple[Cost, ...]:
        """Groups founded, and the time it takes."""
        return (
            self.cost("cost_group_yuan", "mass_groups_founded"),
            self.cost("burden_group_hours", "mass_groups_founded"),
        )
