"""Heads who are members take the secretary's post (双向进入、交叉任职)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class DualEntry(Policy):
    """Raises the share of member heads who are candidates for the post."""

    name = "dual_entry"
    label: ClassVar = {"en": "Dual entry", "zh": "双向进入、交叉任职"}
    help: ClassVar = {
        "en": "More heads who are members stand as secretary of the branch that they host, and "
        "take the post where nobody is more skilled.",
        "zh": "更多党员负责人参选所在支部书记，能力占优时出任。",
    }
    source = "S1 S2 S4; docs/data/parameters.csv owner_is_party_member_private_firms"
    caution: ClassVar = {
        "en": "Helps only where the head is a member; a busy head gives the post no more time "
        "than others do.",
        "zh": "只对负责人是党员的组织有用；负责人事务繁忙，投入时间并不更多。",
    }

    head_share: float = param(
        0.5, 0, 1, "share", "share of member heads who stand", "党员负责人参选书记的比例"
    )
    burden_entry_hours: float = param(
        30, 0, 500, "hours", "the head's time on taking the post", "负责人到任所需工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """The share who stand."""
        return (Write("dual_entry", self.head_share),)

    def costs(self) -> tuple[Cost, ...]:
        """No yuan; the heads' time."""
        return (Cost("burden_entry_hours", "dual_entries", self.burden_entry_hours, burden=True),)
