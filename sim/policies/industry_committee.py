"""A committee for an industry (行业党委)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, choice, param


@dataclass(frozen=True, kw_only=True)
class IndustryCommittee(Policy):
    """While in force the industries of the target have a committee, a channel for everyone."""

    name = "industry_committee"
    label: ClassVar = {"en": "Industry committee", "zh": "行业党委"}
    help: ClassVar = {
        "en": "Gives all organizations of an industry a channel and becomes responsible for them; "
        'its liaisons and places are separate policies with committee = "industry".',
        "zh": "为行业内全部组织提供管理渠道并承担责任；其指导员、名额等另列措施，"
        '填 committee = "industry"。',
    }
    source = (
        "S1 S2 S3 S4 S5 S9; docs/data/policies.csv 2011-04 Zhejiang, "
        "2017-10 national lawyers, 2022 Nanjing"
    )
    caution: ClassVar = {
        "en": "An office without liaisons or money asks more often and wins no more; it takes "
        "organizations from the districts, whose quotas then look at the rest.",
        "zh": "没有人员经费的行业党委只是多问几遍；组织划归行业后，属地指标只看剩余部分。",
    }

    committee: str = choice("industry", ("industry",), "committees that carry it", "实施主体")
    contacts_per_year: float = param(
        0, 0, 12, "contacts a year", "contacts of an organization a year beyond the usual",
        "在常规之外每个组织每年动员次数",
    )  # fmt: skip
    cost_office_year_yuan: float = param(
        60_000, 0, 2_000_000, "yuan", "an office-year", "每个行业党委办公室每年"
    )
    cost_contact_yuan: float = param(
        150, 0, 10_000, "yuan", "a contact: an organizer-month of 3,000 yuan for 20",
        "每次动员（组织员每月 3000 元、20 次）", source="assumed",
    )  # fmt: skip
    burden_contact_hours: float = param(
        1, 0, 40, "hours", "staff time a contact", "每次动员占用工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """The committee is there or not; its own contacts grow with the ramp."""
        return (
            Write("industry_committee", 1.0, ramped=False),
            Write("organizer", self.contacts_per_year),
        )

    def costs(self) -> tuple[Cost, ...]:
        """The office, and contacts beyond the usual."""
        return (
            self.cost("cost_office_year_yuan", "office_years"),
            self.cost("cost_contact_yuan", "organizer_contacts"),
            self.cost("burden_contact_hours", "organizer_contacts"),
        )
