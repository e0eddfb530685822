"""A drive to transfer members' relations (组织关系接转行动)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class TransferDrive(Policy):
    """Members of six months and more transfer their relation more often."""

    name = "transfer_drive"
    label: ClassVar = {"en": "Transfer drive", "zh": "组织关系接转行动"}
    help: ClassVar = {
        "en": "Multiplies the rate at which members transfer their relation to the branch or the "
        "district; whoever transfers is known from then on.",
        "zh": "提高党员将组织关系转入所在支部或属地的速度；转入后即被掌握。",
    }
    source = "S1"
    caution: ClassVar = {
        "en": "Moves papers, and with them money from fees; it wins no head. Members who change "
        "jobs undo it.",
        "zh": "接转的是手续（及随之的党费），不改变负责人态度；党员一流动就前功尽弃。",
    }

    transfer_factor: float = param(2, 1, 5, "factor", "factor on transfers", "接转率倍数")
    cost_drive_month_yuan: float = param(
        1_500, 0, 200_000, "yuan", "a month of a committee's drive", "每个党组织每月"
    )

    def writes(self) -> tuple[Write, ...]:
        """The factor on transfers."""
        return (Write("transfer", self.transfer_factor),)

    def costs(self) -> tuple[Cost, ...]:
        """Months of the drive."""
        return (self.cost("cost_drive_month_yuan", "drive_months"),)
