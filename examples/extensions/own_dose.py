"""A dose of one's own: a hotline that takes away some fear of burden, and what reads it."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from sim.extensions import Dose, DoseReader, Extension, Level, Policy, Reading, Rule, Write, param
from sim.processes.attitudes import update_attitude
from sim.state.codes import Fear
from sim.state.stack import Stack


@dataclass(frozen=True, kw_only=True)
class Hotline(Policy):
    """Answers questions of heads."""

    name = "hotline"
    label: ClassVar = {"en": "Hotline", "zh": "咨询热线"}
    help: ClassVar = {"en": "Answers lower the fear of burden.", "zh": "答疑解惑，降低怕负担。"}
    source = "own"
    caution: ClassVar = {"en": "Only who calls is reached.", "zh": "只影响来电者。"}

    ease: float = param(
        0.02, 0, 0.2, "level", "fear of burden taken away a month", "每月降低怕负担"
    )

    def writes(self) -> tuple[Write, ...]:
        """What an answer takes away."""
        return (Write("hotline_ease", self.ease),)

    def costs(self) -> tuple[()]:
        """Nothing: the line is there already."""
        return ()


def answer(worlds: Stack, doses: DoseReader) -> None:
    """Take some fear of burden away from uncovered heads, after they have learnt this month."""
    organizations = worlds.organizations
    rows = np.flatnonzero(organizations.alive & (organizations.branch == 0))
    burden = organizations.fears[Fear.BURDEN]
    burden[rows] = np.maximum(0.0, burden[rows] - doses.at("hotline_ease", rows))
    update_attitude(worlds)


EXTENSION = Extension(
    policies=(Hotline,),
    doses=(
        Dose("hotline_ease", Level.ORGANIZATION, Rule.SUM, "level a month", "attitudes",
             "answers of a hotline", "热线答疑"),
    ),
    readings=(Reading("hotline_ease", "attitudes", answer),),
)  # fmt: skip
