"""The yearly check of organizations also counts members (年检联动)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class AnnualCheck(Policy):
    """Each March members are counted and heads asked, where the organization complies."""

    name = "annual_check"
    label: ClassVar = {"en": "Annual check", "zh": "年检联动"}
    help: ClassVar = {
        "en": "In March organizations with a channel report their members, which finds hidden "
        "ones, and some heads are asked.",
        "zh": "每年三月，有管理渠道的组织在年检时登记党员，发现隐形党员，并动员部分负责人。",
    }
    source = (
        "S1 S3; docs/data/parameters.csv annual_check_rate; "
        "docs/data/policies.csv 2017-03 Henan, 2018 Jiangsu"
    )
    caution: ClassVar = {
        "en": "Misses organizations that have no channel or dodge the check, which are those "
        "uncovered; being asked every year without support breeds refusals.",
        "zh": "没有渠道或逃避年检的组织多半未建，恰恰触及不到；只催不帮，拒绝增多。",
    }

    compliance: float = param(
        0.8, 0, 1, "share", "share of organizations that comply", "参检率",
        source="docs/data/parameters.csv annual_check_rate",
    )  # fmt: skip
    cost_organization_yuan: float = param(
        50, 0, 5_000, "yuan", "an organization checked", "每个受检组织", source="assumed"
    )
    burden_organization_hours: float = param(
        4, 0, 100, "hours", "staff time a check", "每次年检占用工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """The share that complies."""
        return (Write("check_compliance", self.compliance),)

    def costs(self) -> tuple[Cost, ...]:
        """Organizations checked, and their time."""
        return (
            self.cost("cost_organization_yuan", "organizations_checked"),
            self.cost("burden_organization_hours", "organizations_checked"),
        )
