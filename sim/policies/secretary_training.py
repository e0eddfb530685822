"""Yearly training of secretaries (书记培训)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class SecretaryTraining(Policy):
    """Places a year, filled evenly over it; each raises a secretary's skill for a time."""

    name = "secretary_training"
    label: ClassVar = {"en": "Secretary training", "zh": "书记培训"}
    help: ClassVar = {
        "en": "Each place raises the skill of a secretary in office; the gain decays by month. "
        "A secretary takes at most one place a year.",
        "zh": "每个名额提高一名在任书记的能力，效果逐月衰减；每人每年至多参训一次。",
    }
    source = "S1 S2 S6 S9; docs/data/policies.csv 2014 Liuzhou"
    caution: ClassVar = {
        "en": "Brings nothing to an organization without a branch; the gain is lost when a "
        "secretary leaves, and multiplied by the little time an unpaid secretary has.",
        "zh": "对没有支部的组织无用；书记离任则效果消失；兼职书记时间少，效果也打折扣。",
    }

    places_per_year: int = param(
        20, 0, 100_000, "places a year", "places a year", "每年培训名额", whole=True, auto=10
    )
    gain: float = param(0.1, 0, 0.5, "skill", "skill gained at a place", "每次培训的能力提升")
    cost_place_yuan: float = param(
        800, 0, 20_000, "yuan", "a training place", "每个培训名额", source="assumed"
    )
    burden_place_hours: float = param(24, 0, 400, "hours", "staff time a place", "每次培训占用工时")

    def writes(self) -> tuple[Write, ...]:
        """Places grow with the ramp; the gain belongs to the place."""
        return (
            Write("training_places", self.places_per_year, shared=True),
            Write("training_gain", self.gain, ramped=False),
        )

    def costs(self) -> tuple[Cost, ...]:
        """Places filled, and the working days they take."""
        return (
            self.cost("cost_place_yuan", "places_filled"),
            self.cost("burden_place_hours", "places_filled"),
        )
