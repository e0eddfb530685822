"""The registration office speaks to every new organization (登记提示)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class RegistrationPrompt(Policy):
    """One contact in the month after founding, and a form on which members are declared."""

    name = "registration_prompt"
    label: ClassVar = {"en": "Registration prompt", "zh": "登记提示"}
    help: ClassVar = {
        "en": "At registration an organization is asked once, with a channel or without, and its "
        "members may declare themselves.",
        "zh": "登记时提示组建一次，不论有无管理渠道；同时请党员亮明身份。",
    }
    source = "S1 S3; docs/data/policies.csv 2016-08, 2016-09, 2017-03 Henan"
    caution: ClassVar = {
        "en": "Reaches new organizations only, at the moment when they have fewest members; a "
        "head who refuses is silent for a year.",
        "zh": "只触及新登记组织，而此时党员最少；负责人一旦拒绝，一年内难再动员。",
    }

    contact_share: float = param(
        0.8, 0, 1, "probability", "probability that it is asked", "被动员的概率"
    )
    declare_share: float = param(
        0.5, 0, 1, "probability", "probability that a hidden member is declared",
        "隐形党员被申报的概率",
    )  # fmt: skip
    cost_prompt_yuan: float = param(20, 0, 5_000, "yuan", "a prompt", "每次提示", source="assumed")
    burden_prompt_hours: float = param(1, 0, 40, "hours", "staff time a prompt", "每次提示占用工时")

    def writes(self) -> tuple[Write, ...]:
        """Probabilities of asking and of declaring."""
        return (
            Write("prompt_contact", self.contact_share),
            Write("prompt_declare", self.declare_share),
        )

    def costs(self) -> tuple[Cost, ...]:
        """Prompts, and the form to be filled in."""
        return (
            self.cost("cost_prompt_yuan", "prompts"),
            self.cost("burden_prompt_hours", "prompts"),
        )
