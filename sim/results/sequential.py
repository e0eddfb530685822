"""Replicates until differences are known well enough, and no more.

What is looked at between rounds is how exactly differences are known, never how large they are: so
stopping favours no answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.errors import InputError
from sim.locale import _
from sim.present.numbers import digits
from sim.results.compare import SAID, difference
from sim.results.reading import Results

FIRST: Final = 20
"""Replicates of the first round: fewer say too little of their own spread."""
GROWTH: Final = 4
"""At most so many times the replicates of a round are in the next."""
POINT: Final = 0.01


@dataclass(frozen=True)
class Precision:
    """The largest standard error, in points, of a paired difference, and whose it is."""

    points: float
    alternative: str


def precision(results: Results, measure: str = SAID) -> Precision:
    """Return how exactly the differences of a share from the baseline are known, at the horizon.

    Raises ``InputError`` where there is nothing to compare.
    """
    if len(results.alternatives) < 2:
        raise InputError(_("--until-se needs an alternative besides the baseline."))
    found = results.compare()
    errors = {}
    for name in results.alternatives[1:]:
        apart = difference(found, measure, name)
        known = apart[~np.isnan(apart)]
        errors[name] = float(known.std(ddof=1)) / len(known) ** 0.5 if len(known) > 1 else math.inf
    worst = max(errors, key=lambda name: errors[name])
    return Precision(errors[worst] / POINT, worst)


def until(
    simulate: Callable[[int], Results], target: float, most: int, measure: str = SAID
) -> tuple[Results, Precision]:
    """Simulate more and more replicates until every difference is known to ``target`` points.

    ``simulate`` gets how many replicates there should be; ``most`` is the end in any case.
    """
    wanted = min(FIRST, most)
    while True:
        results = simulate(wanted)
        reached = precision(results, measure)
        if reached.points <= target or wanted >= most:
            return results, reached
        needed = math.ceil(wanted * min((reached.points / target) ** 2, GROWTH))
        wanted = min(most, max(needed, wanted + FIRST // 2))


def sentence(reached: Precision, target: float, replicates: int) -> str:
    """Say how exactly differences are known, and whether that is what was asked for."""
    text = (
        _("{n} replicates are enough: no difference in effective coverage has a standard error of "
          "more than {reached} points.")
        if reached.points <= target
        else _("After {n} replicates, the most that were asked for, a difference in effective "
               "coverage still has a standard error of {reached} points.")
    )  # fmt: skip
    return text.format(n=replicates, reached=digits(reached.points))
