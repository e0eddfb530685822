"""Consent of the upper committee before a secretary is dismissed (书记职务保护)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class SecretaryProtection(Policy):
    """Secretaries cannot be dismissed by a fearful owner; owners fear the constraint more."""

    name = "secretary_protection"
    label: ClassVar = {"en": "Secretary protection", "zh": "书记职务保护"}
    help: ClassVar = {
        "en": "Owners need the committee's consent to dismiss a secretary: fewer vacancies, but "
        "every head in the target fears the constraint more.",
        "zh": "解聘书记须经上级党组织同意：减少空缺，但对象内的负责人怕约束加重。",
    }
    source = "S1 S9"
    caution: ClassVar = {
        "en": "Costs consent where there is no branch yet, to help branches that exist: it may "
        "lower coverage. It keeps poor secretaries as safely as good ones.",
        "zh": "保护已有支部，却使尚未组建的负责人更不愿同意，可能降低覆盖；"
        "称职与否的书记一样受保护。",
    }

    burden_branch_year_hours: float = param(
        2, 0, 200, "hours", "staff time a branch and year", "每个支部每年占用工时"
    )

    def writes(self) -> tuple[Write, ...]:
        """Protection is in force or not."""
        return (Write("protection", 1, ramped=False),)

    def costs(self) -> tuple[Cost, ...]:
        """No yuan; the owner's time."""
        return (self.cost("burden_branch_year_hours", "branch_years"),)
