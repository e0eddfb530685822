"""Pay for secretaries (书记津贴)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import PAYER_LABELS, PAYERS, Cost, Policy, Write, choice, param


@dataclass(frozen=True, kw_only=True)
class SecretaryStipend(Policy):
    """Buys time of secretaries and makes candidates willing."""

    name = "secretary_stipend"
    label: ClassVar = {"en": "Secretary stipend", "zh": "书记津贴"}
    help: ClassVar = {
        "en": "Secretaries with a stipend give a larger share of their time, and candidates are "
        "found more easily.",
        "zh": "领取津贴的书记投入更多时间，也更容易物色到书记人选。",
    }
    source = (
        "S1 S9; docs/data/parameters.csv secretary_stipend_PROXY_retired_cadre_party_orgs (a proxy)"
    )
    caution: ClassVar = {
        "en": "Pays unskilled secretaries like skilled ones; without training the time bought "
        "brings little. Pay and time are two fields: raise both together.",
        "zh": "能力高低一样付酬，不配合培训则买到的时间作用有限。"
        "津贴与时间是两项参数，应同步调整。",
    }

    time_share: float = param(
        0.3, 0, 1, "share", "time share of a secretary with a stipend", "领津贴书记的时间占比",
        source="assumed",
    )  # fmt: skip
    candidates: float = param(
        0.1, 0, 1, "probability", "added probability of finding a secretary",
        "物色到书记的概率增量",
    )  # fmt: skip
    payer: str = choice("committee", PAYERS, "who pays", "谁出钱", PAYER_LABELS)
    cost_stipend_month_yuan: float = param(
        300, 0, 20_000, "yuan", "a stipend-month", "每名书记每月津贴",
        source="docs/data/parameters.csv secretary_stipend_PROXY_retired_cadre_party_orgs",
    )  # fmt: skip

    def writes(self) -> tuple[Write, ...]:
        """Time of those in office, willingness of candidates."""
        return (
            Write("stipend", self.time_share),
            Write("secretary_candidates", self.candidates),
        )

    def costs(self) -> tuple[Cost, ...]:
        """Stipends of secretaries in office."""
        return (self.cost("cost_stipend_month_yuan", "stipend_months"),)
