"""A census of organizations and members, once or repeated (摸底普查)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class Census(Policy):
    """Each month a share of organizations is visited, whatever their channel."""

    name = "census"
    label: ClassVar = {"en": "Census", "zh": "摸底普查"}
    help: ClassVar = {
        "en": "Enumerators find hidden members and ask heads, also without a channel. Give start "
        "and end for a single census, periods for a repeated one.",
        "zh": "普查员摸清隐形党员并动员负责人，没有渠道的组织也能触及。"
        "一次性普查填 start 与 end，多次填 periods。",
    }
    source = (
        "S2 S3 S6; docs/data/parameters.csv hidden_members_found_in_campaign; "
        "docs/data/policies.csv 2016-05 Jiangxi"
    )
    caution: ClassVar = {
        "en": "What is found is soon out of date, since members move; left open it costs every "
        "month. It asks many at once and leaves no one to follow up.",
        "zh": "党员流动快，底数很快过时；不设终点则月月花钱；一次问到很多，却无人跟进。",
    }

    monthly_share: float = param(
        0.25, 0, 1, "probability a month", "share reached in a month", "每月普查到的比例"
    )
    cost_organization_yuan: float = param(
        60, 0, 5_000, "yuan", "an organization reached", "每个普查组织"
    )
    burden_organization_hours: float = param(
        1, 0, 100, "hours", "staff time of an organization reached", "每次普查占用工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """The share reached in a month."""
        return (Write("census", self.monthly_share),)

    def costs(self) -> tuple[Cost, ...]:
        """Organizations reached, shells among them."""
        return (
            self.cost("cost_organization_yuan", "organizations_censused"),
            self.cost("burden_organization_hours", "organizations_censused"),
        )
