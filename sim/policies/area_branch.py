"""One branch for the organizations of a site or a township (区域联建)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class AreaBranch(Policy):
    """Regional branches take in the willing with 0-2 members, whatever their industry."""

    name = "area_branch"
    label: ClassVar = {"en": "Area branches", "zh": "区域党支部"}
    help: ClassVar = {
        "en": "One branch for the organizations of a park, a market, a building or a township, "
        "also those without members. It meets outside the firm, so heads agree more easily.",
        "zh": "园区、市场、楼宇或乡镇各组织合建一个支部，没有党员的也可列入；"
        "活动不在本单位，负责人较易同意。",
    }
    source = (
        "S2 S5 S9; docs/data/parameters.csv firms_per_regional_joint_branch, "
        "orgs_per_joint_branch_training"
    )
    caution: ClassVar = {
        "en": "Many are on its list only: organizations without members count as covered and are "
        "never effective. Whom it is offered looks for no other partners: where an area has too "
        "few members they all wait.",
        "zh": "不少组织只是列名：没有党员的计入覆盖而永远算不上有效；"
        "列入对象的不再另找联建伙伴，区域内党员太少时只能干等。",
    }

    area_max: int = param(
        12, 2, 60, "organizations", "organizations of an area branch at most",
        "区域党支部最多单位数",
        source="docs/data/parameters.csv firms_per_regional_joint_branch", whole=True,
    )  # fmt: skip
    cost_area_year_yuan: float = param(
        6_000, 0, 200_000, "yuan", "a year of an area branch and its room",
        "每个区域党支部及活动站每年", source="assumed",
    )  # fmt: skip
    burden_area_year_hours: float = param(
        40, 0, 2_000, "hours", "staff time of an area branch in a year",
        "每个区域党支部每年占用工时",
    )  # fmt: skip

    def writes(self) -> tuple[Write, ...]:
        """The number of organizations that an area branch may hold."""
        return (Write("area_max", self.area_max),)

    def costs(self) -> tuple[Cost, ...]:
        """Its room and activities, and the time of those who come."""
        return (
            self.cost("cost_area_year_yuan", "area_years"),
            self.cost("burden_area_year_hours", "area_years"),
        )
