"""Service centres for members (党群服务中心)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class ServiceCenter(Policy):
    """A centre a committee eases transfers and disclosure and keeps floating members."""

    name = "service_center"
    label: ClassVar = {"en": "Service centre", "zh": "党群服务中心"}
    help: ClassVar = {
        "en": "A centre for each committee: members transfer and show themselves more often, and "
        "floating members stay committed.",
        "zh": "每个党组织设一个中心：党员更多接转关系、亮明身份，流动党员投入提高。",
    }
    source = "S1 S3"
    caution: ClassVar = {
        "en": "Expensive for what it moves: it serves members, and heads do not notice.",
        "zh": "投入大、见效慢：服务的是党员，负责人无感。",
    }

    transfer_factor: float = param(1.3, 1, 3, "factor", "factor on transfers", "接转率倍数")
    # At its ends a centre keeps disclosure within its bound (sim.draws.BOUNDS).
    disclosure_factor: float = param(1.5, 1, 2.5, "factor", "factor on disclosure", "亮明身份倍数")
    commitment: float = param(
        0.1, 0, 0.5, "level", "commitment of floating members, added", "流动党员投入增量"
    )
    cost_centre_year_yuan: float = param(
        100_000, 0, 5_000_000, "yuan", "a centre-year", "每个中心每年"
    )

    def writes(self) -> tuple[Write, ...]:
        """Factors on transfer and disclosure, commitment of floating members."""
        return (
            Write("service_transfer", self.transfer_factor),
            Write("service_disclosure", self.disclosure_factor),
            Write("floating_commitment", self.commitment),
        )

    def costs(self) -> tuple[Cost, ...]:
        """Centres in operation."""
        return (self.cost("cost_centre_year_yuan", "centre_years"),)
