"""Secretaries from outside, paid by the committee (选派书记)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import PAYER_LABELS, PAYERS, Cost, Policy, Write, choice, paid, param
from sim.state.codes import LiaisonSource

SOURCES = {
    name: LiaisonSource[name.upper()].label
    for name in ("official", "retired_cadre", "reserve_cadre", "graduate")
}


@dataclass(frozen=True, kw_only=True)
class SecretarySourcing(Policy):
    """Offers a number of full-time secretaries a year to branches that find none."""

    name = "secretary_sourcing"
    label: ClassVar = {"en": "Secretary sourcing", "zh": "选派书记"}
    help: ClassVar = {
        "en": "Secretaries chosen from officials, retired or reserve cadres and graduates take "
        "the post where nobody is found; they serve full time, or several branches each, and count "
        "as a member.",
        "zh": "从机关干部、离退休干部、后备干部和高校毕业生中选派书记，专职任职，"
        "也可一人服务几个支部，计入党员人数。",
    }
    source = "S1 S2 S9"
    caution: ClassVar = {
        "en": "Salaries go on for as long as those placed stay, also after the end; a branch of "
        "outsiders falls below three when they leave. Who serves several is spread thin. Sources "
        "differ in pay, not in skill.",
        "zh": "选派书记在任一天就要支付一天，措施结束后也不停；人一走支部又不足三人；"
        "一人管几个支部难免顾不过来。"
        "来源只影响待遇，不影响能力。",
    }

    secretaries_per_year: int = param(
        4,
        0,
        10_000,
        "secretaries a year",
        "secretaries offered a year",
        "每年选派人数",
        whole=True,
        auto=2,
    )
    secretary_source: str = choice(
        "retired_cadre", tuple(SOURCES), "where secretaries come from", "人员来源", SOURCES
    )
    branches_per_worker: int = param(
        1, 1, 6, "branches", "branches that one of them serves", "每人服务支部数", whole=True,
    )  # fmt: skip
    payer: str = choice("committee", PAYERS, "who pays", "谁出钱", PAYER_LABELS)
    cost_salary_month_yuan: float = param(
        2_000, 0, 50_000, "yuan", "a month of a sourced secretary", "每名选派书记每月"
    )

    def writes(self) -> tuple[Write, ...]:
        """Posts of secretaries a year: each worker holds several, with a part of the time each."""
        source, workers = LiaisonSource[self.secretary_source.upper()], self.branches_per_worker
        posts = self.secretaries_per_year * workers
        offered = Write("sourced_secretaries", posts, shared=True, source=source)
        if workers == 1:
            return (offered,)
        return offered, Write("branches_per_worker", workers, ramped=False)

    def costs(self) -> tuple[Cost, ...]:
        """Salaries of those in office, by the posts that they hold."""
        salary = self.cost_salary_month_yuan / self.branches_per_worker
        return (paid("cost_salary_month_yuan", "sourced_salary_months", salary, self.payer),)
