"""Inactive organizations are struck from the reported base (统计基数清理)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class BaseCleanup(Policy):
    """Strikes a share of the inactive a year: the base falls, nothing else happens."""

    name = "base_cleanup"
    label: ClassVar = {"en": "Base clean-up", "zh": "统计基数清理"}
    help: ClassVar = {
        "en": "Inactive organizations leave the reported base: the official share rises although "
        "no branch is founded. Compare it with coverage of all registered.",
        "zh": "停摆组织移出统计基数：不建一个支部，官方比例也会上升。应对照登记口径覆盖率。",
    }
    source = "docs/data/README.md; docs/data/parameters.csv party_statistics_base_nonpublic_firms"
    caution: ClassVar = {
        "en": "Improves the figure, not the thing; under a quota it also takes the pressure off.",
        "zh": "改善的是数字而非实际；有指标时还会减轻压力。",
    }

    struck_share_per_year: float = param(
        0.3, 0, 1, "share a year", "share of the inactive struck a year", "每年核减停摆组织的比例"
    )

    def writes(self) -> tuple[Write, ...]:
        """The share struck a year."""
        return (Write("base_cleanup", self.struck_share_per_year),)

    def costs(self) -> tuple[Cost, ...]:
        """None."""
        return ()
