"""Rooms for activities that are shared by branches (场地共享)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class VenueSharing(Policy):
    """Gives a share of organizations the use of a venue."""

    name = "venue_sharing"
    label: ClassVar = {"en": "Venue sharing", "zh": "场地共享"}
    help: ClassVar = {
        "en": "Shared rooms for activities lower the fear of burden.",
        "zh": "共享活动场地，降低怕负担。",
    }
    source = "S1 S2 S3 S5 S7 S9"
    caution: ClassVar = {
        "en": "A weak lever alone: rooms bring neither members nor secretaries, and rent is due "
        "whether they are used or not.",
        "zh": "单独作用很弱：场地带不来党员和书记，用不用都要支出。",
    }

    venue_share: float = param(
        0.5, 0, 1, "share", "share of organizations with a venue", "可用场地的组织比例"
    )
    cost_venue_month_yuan: float = param(
        200, 0, 20_000, "yuan", "a venue-month of a branch", "每个支部每月场地费"
    )

    def writes(self) -> tuple[Write, ...]:
        """The share with a venue."""
        return (Write("venue", self.venue_share),)

    def costs(self) -> tuple[Cost, ...]:
        """Venues of existing branches."""
        return (self.cost("cost_venue_month_yuan", "venue_months"),)
