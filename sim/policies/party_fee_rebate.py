"""Members' fees that are returned to their branch (党费返还)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, paid, param


@dataclass(frozen=True, kw_only=True)
class PartyFeeRebate(Policy):
    """Returns a share of the fees of members whose relation is here."""

    name = "party_fee_rebate"
    label: ClassVar = {"en": "Party fee rebate", "zh": "党费返还"}
    help: ClassVar = {
        "en": "Returns fees of transferred members to the branch: they pay for activities, and "
        "members have a reason to transfer.",
        "zh": "按已转入组织关系党员的党费返还支部：用作活动经费，促使党员接转组织关系。",
    }
    source = (
        "S1; docs/data/parameters.csv party_fee_rebate; "
        "docs/data/policies.csv 2012-03, 2015 Chengdu"
    )
    caution: ClassVar = {
        "en": "Gives least where members keep their relation elsewhere, and next to nothing to "
        "small branches.",
        "zh": "党员关系在外的支部得到最少，小支部所得寥寥。",
    }

    rebate_share: float = param(
        1, 0, 1, "share", "share of fees returned", "党费返还比例",
        source="docs/data/parameters.csv party_fee_rebate",
    )  # fmt: skip
    cost_member_fee_yuan: float = param(
        300, 0, 5_000, "yuan", "fees of a member in a year", "每名党员每年党费"
    )

    def writes(self) -> tuple[Write, ...]:
        """The share returned, a reason to transfer, and its yuan, which pay for activities."""
        return (
            Write("rebate", self.rebate_share),
            Write("rebate_yuan", self.rebate_share * self.cost_member_fee_yuan),
        )

    def costs(self) -> tuple[Cost, ...]:
        """Fees that come back."""
        fees = self.rebate_share * self.cost_member_fee_yuan
        return (paid("cost_member_fee_yuan", "transferred_member_years", fees, "fees"),)
