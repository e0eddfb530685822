"""Heads who are members take the secretary's post (双向进入、交叉任职)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, choice, param

ROLES = {
    "head": {"en": "the head as secretary", "zh": "负责人任书记"},
    "union": {"en": "the secretary chairs the union", "zh": "书记兼工会主席"},
    "board": {"en": "board and branch meet", "zh": "党组织与董事会双向例会"},
}


@dataclass(frozen=True, kw_only=True)
class DualEntry(Policy):
    """Heads, union and board share people with the branch."""

    name = "dual_entry"
    label: ClassVar = {"en": "Dual entry", "zh": "双向进入、交叉任职"}
    help: ClassVar = {
        "en": "More heads who are members stand as secretary of the branch that they host, and "
        "take the post where nobody is more skilled. Or secretaries chair the union and have more "
        "time. Or board and branch meet, and heads see more benefit.",
        "zh": "更多党员负责人参选所在支部书记，能力占优时出任；或由书记兼任工会主席，增加投入时间；"
        "或党组织与董事会开双向例会，负责人更认同。",
    }
    source = "S1 S2 S4 S9; docs/data/parameters.csv owner_is_party_member_private_firms"
    caution: ClassVar = {
        "en": "Helps only where the head is a member; a busy head gives the post no more time "
        "than others do.",
        "zh": "只对负责人是党员的组织有用；负责人事务繁忙，投入时间并不更多。",
    }

    head_share: float = param(
        0.5, 0, 1, "share", "share of member heads who stand, or of boards that meet",
        "党员负责人参选书记的比例，或开双向例会的比例",
    )  # fmt: skip
    role: str = choice("head", tuple(ROLES), "who serves in both", "兼任方式", ROLES)
    union_time_share: float = param(
        0.25, 0.15, 1, "time share", "time of a secretary who chairs the union",
        "书记兼工会主席时的时间占比",
    )  # fmt: skip
    burden_entry_hours: float = param(
        30, 0, 500, "hours", "time on taking the post; of union and board, in a branch-year",
        "到任所需工时；工会、例会按每个支部每年计",
    )  # fmt: skip

    def writes(self) -> tuple[Write, ...]:
        """The share of heads who stand, the secretaries' time, or boards that meet."""
        if self.role == "union":
            return (Write("office_time", self.union_time_share),)
        return (Write("board" if self.role == "board" else "dual_entry", self.head_share),)

    def costs(self) -> tuple[Cost, ...]:
        """No yuan; the time of those who serve in both."""
        quantity = "dual_entries" if self.role == "head" else "branch_years"
        return (self.cost("burden_entry_hours", quantity),)
