"""Money for every new branch (启动经费)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class StartupGrant(Policy):
    """A sum a new branch, known to heads when they are asked."""

    name = "startup_grant"
    label: ClassVar = {"en": "Startup grant", "zh": "启动经费"}
    help: ClassVar = {
        "en": "A sum for each branch founded. It lowers the fear of burden when a head is asked. "
        "It pays for activities in the first months, up to what they cost.",
        "zh": "每新建一个党支部拨付一笔经费：动员时降低怕负担；"
        "最初若干个月用作活动经费，以一个支部的活动经费为限。",
    }
    source = (
        "S1 S9; docs/data/parameters.csv startup_grant_per_new_branch; "
        "docs/data/policies.csv 2018-08 Jinan"
    )
    caution: ClassVar = {
        "en": "Pays for founding, not for lasting: after a year the support is gone. Above what "
        "activities cost more money persuades nobody; it also goes to branches founded anyway.",
        "zh": "管建不管用：一年后支持消失。超过活动经费，不再增加同意率；"
        "本来就会组建的支部也领取经费。",
    }

    grant_yuan: float = param(
        2_000, 0, 100_000, "yuan", "grant a new branch", "每个新建支部启动经费",
        source="docs/data/parameters.csv startup_grant_per_new_branch",
    )  # fmt: skip

    def writes(self) -> tuple[Write, ...]:
        """Yuan a new branch."""
        return (Write("grant_yuan", self.grant_yuan),)

    def costs(self) -> tuple[Cost, ...]:
        """The grant itself."""
        return (self.cost("grant_yuan", "branches_founded"),)
