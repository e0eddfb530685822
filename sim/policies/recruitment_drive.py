"""More applicants and admissions, and key staff both ways (发展党员行动、双培养)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class RecruitmentDrive(Policy):
    """Raises applications and admissions; may aim at key staff and train members as such."""

    name = "recruitment_drive"
    label: ClassVar = {"en": "Recruitment drive", "zh": "发展党员行动"}
    help: ClassVar = {
        "en": "Multiplies applications and admissions. A share may be sought among key staff, and "
        "members trained as key staff, who are then preferred as secretaries. A quota limits "
        "admissions a year, divided over the committees.",
        "zh": "提高入党申请与吸收的倍数；可把骨干培养成党员、把党员培养成骨干，并优先由骨干任书记；"
        "可设每年发展指标，由各党组织分配。",
    }
    source = "S1 S2 S4; docs/data/parameters.csv national_recruitment_rate_members"
    caution: ClassVar = {
        "en": "Slow: two and a half years from application to full member, and people move on "
        "meanwhile. Most applicants come from branches that live already. Key staff who were "
        "trained leave like others, and count only in a branch that needs a secretary.",
        "zh": "见效慢：从申请到转正约两年半，其间人员流动；申请人多来自本就有活力的支部。"
        "培养出的骨干同样会流动，只在支部选任书记时起作用。",
    }

    application_factor: float = param(1.5, 1, 5, "factor", "factor on applications", "申请倍数")
    admission_factor: float = param(1.1, 1, 3, "factor", "factor on admissions", "吸收倍数")
    key_share: float = param(
        0, 0, 1, "share", "share sought among key staff; 0: everybody", "侧重骨干的比例（0 为不限）"
    )
    key_training_per_year: float = param(
        0, 0, 1, "share a year", "share of a branch's members trained as key staff a year",
        "支部党员每年培养成骨干的比例",
    )  # fmt: skip
    key_skill: float = param(
        0.1, 0, 0.5, "skill", "skill that key staff add as secretary, if sought or trained",
        "骨干任书记增加的能力（侧重或培养骨干时）",
    )  # fmt: skip
    quota_per_year: int = param(
        0, 0, 100_000, "admissions a year", "admissions a year at most; 0: no quota",
        "每年发展指标（0 为不设）", whole=True,
    )  # fmt: skip
    cost_activist_year_yuan: float = param(
        300, 0, 20_000, "yuan", "an activist-year", "每名积极分子每年"
    )
    burden_activist_year_hours: float = param(
        16, 0, 500, "hours", "staff time of an activist in a year", "每名积极分子每年占用工时"
    )

    cost_key_training_yuan: float = param(
        800, 0, 20_000, "yuan", "a member trained as key staff", "培养一名骨干", source="assumed"
    )
    burden_key_training_hours: float = param(
        24, 0, 400, "hours", "staff time of a member trained as key staff", "培养一名骨干占用工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """Factors and the aim; what key staff are for where they are sought; a quota if any."""
        doses = [
            Write("application", self.application_factor),
            Write("admission", self.admission_factor),
            Write("recruit_key", self.key_share),
        ]
        if self.key_share or self.key_training_per_year:
            doses += [
                Write("key_training", self.key_training_per_year),
                Write("key_skill", self.key_skill, ramped=False),
            ]
        if self.quota_per_year:
            doses.append(Write("recruits_quota", self.quota_per_year, ramped=False, shared=True))
        return tuple(doses)

    def costs(self) -> tuple[Cost, ...]:
        """Training of activists and of members, a place for a share of these; and their time."""
        share = self.key_training_per_year
        return (
            self.cost("cost_activist_year_yuan", "activist_years"),
            self.cost("burden_activist_year_hours", "activist_years"),
            self.cost("cost_key_training_yuan", "member_years", share),
            self.cost("burden_key_training_hours", "member_years", share),
        )
