"""A target for reported coverage (覆盖率指标)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class CoverageQuota(Policy):
    """Committees short of a share press; while it lasts nothing may close. ``end`` is its date."""

    name = "coverage_quota"
    label: ClassVar = {"en": "Coverage quota", "zh": "覆盖率指标"}
    help: ClassVar = {
        "en": "Pressure = gain × (target − reported coverage of the committee): more contact and "
        "consent, some branches founded against refusal; no branch may be closed before the target "
        "is exceeded.",
        "zh": "压力 = 系数 ×（目标 − 本级上报覆盖率）：联系和同意增多，"
        "部分拒绝者被强行组建；超过目标之前不得关停支部。",
    }
    source = "S3 S4 S7 (which warn of it); docs/data/policies.csv 2007-08, 2017-03 Henan"
    caution: ClassVar = {
        "en": "What is counted rises faster than what lives. Forced branches are weak and the dead "
        "stay on the books. A year after the end the gap tends to be wider than before.",
        "zh": "上报快于实效：强行组建的支部活力低，名存实亡的留在册上，"
        "结束一年后上报与有效覆盖的差距往往比之前更大。",
    }

    target_share: float = param(
        0.6, 0, 1, "share", "target for reported coverage", "上报覆盖率目标",
        source="docs/data/policies.csv 2017-03 Henan",
    )  # fmt: skip
    gain: float = param(1.5, 0.5, 3, "factor", "pressure a unit of shortfall", "压力系数",
                        source="assumed")  # fmt: skip
    ramp_months: int = param(
        6, 0, 120, "months", "months until full force", "渐进期（月）", source="assumed", whole=True
    )
    burden_organization_month_hours: float = param(
        2, 0, 100, "hours", "staff time of an uncovered organization in a month",
        "每个未建组织每月占用工时",
    )  # fmt: skip

    def writes(self) -> tuple[Write, ...]:
        """Pressure towards the goal; closing is forbidden until the share is above it."""
        return (
            Write("pressure", self.gain, goal=self.target_share),
            Write("closing_forbidden", 1, ramped=False),
        )

    def costs(self) -> tuple[Cost, ...]:
        """No yuan; the time of organizations under pressure."""
        return (self.cost("burden_organization_month_hours", "organizations_pressed"),)
