"""More applicants and admissions (发展党员行动)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class RecruitmentDrive(Policy):
    """Raises applications and admissions, may aim at key staff, may carry a yearly quota."""

    name = "recruitment_drive"
    label: ClassVar = {"en": "Recruitment drive", "zh": "发展党员行动"}
    help: ClassVar = {
        "en": "Multiplies applications and admissions; a share may be sought among key staff; "
        "a quota limits admissions a year, shared over the committees.",
        "zh": "提高入党申请与吸收的倍数；可侧重业务骨干；可设每年发展指标，由各党组织分配。",
    }
    source = "S1 S2 S4; docs/data/parameters.csv national_recruitment_rate_members"
    caution: ClassVar = {
        "en": "Slow: two and a half years from application to full member, and people move on "
        "meanwhile. Most applicants come from branches that live already.",
        "zh": "见效慢：从申请到转正约两年半，其间人员流动；申请人多来自本就有活力的支部。",
    }

    application_factor: float = param(1.5, 1, 5, "factor", "factor on applications", "申请倍数")
    admission_factor: float = param(1.1, 1, 3, "factor", "factor on admissions", "吸收倍数")
    key_share: float = param(
        0, 0, 1, "share", "share sought among key staff; 0: everybody", "侧重骨干的比例（0 为不限）"
    )
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

    def writes(self) -> tuple[Write, ...]:
        """Factors, the aim, and the quota if there is one."""
        doses = (
            Write("application", self.application_factor),
            Write("admission", self.admission_factor),
            Write("recruit_key", self.key_share),
        )
        if not self.quota_per_year:
            return doses
        return (*doses, Write("recruits_quota", self.quota_per_year, ramped=False, shared=True))

    def costs(self) -> tuple[Cost, ...]:
        """Training of activists, and their time."""
        hours = self.burden_activist_year_hours
        return (
            Cost("cost_activist_year_yuan", "activist_years", self.cost_activist_year_yuan),
            Cost("burden_activist_year_hours", "activist_years", hours, burden=True),
        )
