"""Frontier: given yuan a year, the mix of doses that does most, and what it gives up for it.

    offered = offer(sim.load("city"), alternatives=["liaisons", "committees", "branches"])
    found = frontier(offered, yuan_per_year=4_300_000)
    found.best, found.frame(), found.cuts()

Mixes are screened on few replicates; the good ones are promoted to more, and only those decide
which is best. What is reported is found on new replicates that no choice has seen: the best of many
looks better than it is. The cap is on realised yuan above the baseline's, a mean over worlds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.locale import _
from sim.present.numbers import yuan_text
from sim.studies.credit import mean_and_error
from sim.studies.mixes import Cut, Marks, Offer, Trials, cuts
from sim.studies.outcomes import Simulate, simulator
from sim.studies.search import (
    EFFECT,
    YUAN,
    scattered,
    search,
    singles,
    spending,
    undominated,
)

if TYPE_CHECKING:
    import pandas as pd

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

MIXES: Final = 400
POPULATION: Final = 40
SCREENING: Final = 4
PROMOTION: Final = 12
FRESH: Final = 20
PROMOTED: Final = 24
RANDOM: Final = 500
LEVELS: Final = 8
"""Levels at which each dose is tried alone."""

CLOSE: Final = 12
"""Mixes near the cap that are scaled to it when the search is over."""


@dataclass(frozen=True)
class Mix:
    """A mix: what it was chosen by, and what it came to on new replicates.

    ``values`` are by dose; ``screened`` and ``promoted`` the effect on the replicates of those
    rounds, which is flattered; ``marks`` are of this mix alone on fresh ones, [1, replicate].
    """

    values: dict[str, float]
    point: F64
    screened: float
    promoted: float
    marks: Marks

    @property
    def yuan(self) -> float:
        """Yuan a year above the baseline's, mean over new replicates."""
        return float(self.marks.yuan.mean())

    @property
    def effect(self) -> float:
        """Effect above the baseline's, mean over new replicates."""
        return float(self.marks.effect.mean())

    @property
    def hollow(self) -> float:
        """Hollow share, mean over new replicates."""
        return float(self.marks.hollow.mean())

    def ahead_of(self, other: Mix) -> tuple[float, float]:
        """Return by how much its effect is above another's, paired, with the standard error."""
        return mean_and_error((self.marks.effect - other.marks.effect)[0])


@dataclass(frozen=True)
class Frontier:
    """The best mix under the cap, beside simpler ways to choose, and the front around it.

    ``single`` is the best that one dose alone does. ``random`` is the best of as many random mixes
    as were asked for (``None`` for none); each spends from 80 % of the cap to all of it. Both were
    chosen like ``best``. ``front`` are the promoted mixes that none beats in cost, effect and
    hollow share at once.
    """

    cap: float
    best: Mix
    single: Mix
    random: Mix | None
    front: tuple[Mix, ...]
    cut: tuple[Cut, ...]
    looked_at: int
    cases: int

    def frame(self) -> pd.DataFrame:
        """Return the front and the simpler choices as rows: kind, yuan, effect, hollow, doses.

        Marks are means over new replicates, with the standard error of the effect and what
        screening had promised (``effect_screened``).
        """
        import pandas as pd

        named = [("best", self.best), ("single", self.single)]
        named += [] if self.random is None else [("random", self.random)]
        named += [("front", mix) for mix in self.front]
        rows = []
        for kind, mix in named:
            effect, error = mean_and_error(mix.marks.effect[0])
            rows.append(
                {
                    "kind": kind, "yuan_per_year": mix.yuan, "effect": effect,
                    "standard_error": error, "hollow_share": mix.hollow,
                    "effect_screened": mix.screened, "effect_promoted": mix.promoted,
                    "above_cap": float((mix.marks.yuan > self.cap).mean()), **mix.values,
                }
            )  # fmt: skip
        return pd.DataFrame(rows)

    def cuts(self) -> pd.DataFrame:
        """Return a row a dose of the best mix: what leaving it out and paying less for it does."""
        import pandas as pd

        return pd.DataFrame([entry.row() for entry in self.cut])


def frontier(
    offered: Offer,
    yuan_per_year: float,
    *,
    measure: str = "effective_coverage",
    hollow: str = "hollow_share",
    month: int | None = None,
    mixes: int = MIXES,
    population: int = POPULATION,
    screening: int = SCREENING,
    promotion: int = PROMOTION,
    fresh: int = FRESH,
    random: int = RANDOM,
    seed: int = 1,
    simulate: Simulate | None = None,
) -> Frontier:
    """Search for the mix with the largest effect for an amount of money a year.

    ``mixes`` is how many the search looks at, in rounds of ``population``; ``screening``,
    ``promotion`` and ``fresh`` are replicates, all different. Raises ``InputError`` for a cap that
    buys nothing, and for numbers from which nothing follows.
    """
    if not yuan_per_year > 0:
        raise InputError(_("Say how much may be spent: yuan a year, more than 0."))
    if screening < 1 or promotion < 2 or fresh < 2 or population < 8 or mixes < population:
        text = _(
            "A frontier takes a replicate to screen, two to promote and two new ones, eight "
            "mixes a round and at least one round."
        )
        raise InputError(text)
    answer = simulator(offered.scenario) if simulate is None else simulate
    trials = Trials(
        offered, answer, measure=measure, hollow=hollow,
        month=offered.scenario.months if month is None else month,
    )  # fmt: skip
    first = range(screening)
    second = range(screening, screening + promotion)
    last = range(second.stop, second.stop + fresh)
    number = len(offered.doses)
    points: list[F64] = []
    marks: list[F64] = []

    def evaluate(asked: F64) -> F64:
        found = trials.test(asked, first).means
        points.append(asked)
        marks.append(found)
        return found

    alone = singles(number, LEVELS)
    alone_marks = evaluate(alone)
    if not (alone_marks[:, YUAN] <= yuan_per_year).any():
        text = _("No policy can be had for {yuan} a year: the cheapest takes {least}.")
        least = yuan_text(float(alone_marks[:, YUAN].min()))
        raise InputError(text.format(yuan=yuan_text(yuan_per_year), least=least))
    full = alone_marks[LEVELS - 1 :: LEVELS, YUAN].clip(0.0)

    def sample(count: int, least: float, start: int) -> F64:
        """Return random mixes that spend from ``least`` of the cap to all of it."""
        spent = yuan_per_year * np.linspace(least, 1.0, count)
        return spending(scattered(number, count, start), full, spent)

    search(evaluate, sample(population, 0.1, seed), yuan_per_year, mixes, population, seed)
    evaluate(_scaled(np.concatenate(points), np.concatenate(marks), yuan_per_year))
    everything, screened = np.concatenate(points), np.concatenate(marks)
    pools = [(everything, screened), (alone, alone_marks)]
    if random:
        drawn = sample(random, 0.8, seed + 1)
        pools.append((drawn, trials.test(drawn, first).means))
    promoted = [promote(trials, pool, told, yuan_per_year, second) for pool, told in pools]
    front = promoted[0].rows(undominated(promoted[0].marks))
    finals = [entry.rows(entry.best(yuan_per_year)) for entry in promoted] + [front]
    confirmed = trials.test(np.concatenate([entry.points for entry in finals]), last)
    found: list[Mix] = []
    for entry in finals:
        for point, one, two in zip(entry.points, entry.screened, entry.marks, strict=True):
            own = confirmed.rows(np.array([len(found)]))
            values = {
                offered.name(dose): float(dose.at(point)[k]) for k, dose in enumerate(offered.doses)
            }
            found.append(Mix(values, point, float(one[EFFECT]), float(two[EFFECT]), own))
    best, single, *others = found
    return Frontier(
        yuan_per_year, best, single, others[0] if random else None,
        tuple(sorted(others[1 if random else 0 :], key=lambda mix: mix.yuan)),
        cuts(trials, best.point, best.marks, last), len(everything), trials.cases,
    )  # fmt: skip


@dataclass(frozen=True)
class Promoted:
    """Mixes that were good on few replicates: points, means of both rounds, [mix, …]."""

    points: F64
    screened: F64
    marks: F64

    def rows(self, chosen: npt.NDArray[np.bool_] | I64) -> Promoted:
        """Return some of the mixes."""
        return Promoted(self.points[chosen], self.screened[chosen], self.marks[chosen])

    def best(self, cap: float) -> I64:
        """Return the place of the mix with the largest effect under the cap (else the cheapest)."""
        within = self.marks[:, YUAN] <= cap
        order = np.where(within, -self.marks[:, EFFECT], 1.0 + self.marks[:, YUAN])
        return np.array([int(order.argmin())])


def promote(trials: Trials, points: F64, screened: F64, cap: float, replicates: range) -> Promoted:
    """Test the mixes with the largest effect under the cap on more replicates.

    Half of the places go to mixes that none beats in cost, effect and hollow share at once.
    """
    _points, once = np.unique(points, axis=0, return_index=True)
    within = once[screened[once, YUAN] <= cap]
    if not len(within):
        within = once[[int(screened[once, YUAN].argmin())]]
    by_effect = within[np.argsort(-screened[within, EFFECT], kind="stable")]
    even = by_effect[undominated(screened[by_effect])]
    spread = even[np.linspace(0, len(even) - 1, min(len(even), PROMOTED // 2)).astype(np.int64)]
    chosen = np.unique(np.concatenate([by_effect[: PROMOTED // 2], spread]))
    marks = trials.test(points[chosen], replicates).means
    return Promoted(points[chosen], screened[chosen], marks)


def _scaled(points: F64, marks: F64, cap: float) -> F64:
    """Return the most effective mixes near the cap, each brought to it by one factor."""
    near = np.flatnonzero((marks[:, YUAN] > cap / 2) & (marks[:, YUAN] < 2 * cap))
    if not len(near):
        near = np.arange(len(points))
    order = near[
        np.argsort(-marks[near, EFFECT] * np.minimum(1.0, cap / marks[near, YUAN].clip(1.0)))
    ]
    chosen = order[:CLOSE]
    factor = cap / marks[chosen, YUAN].clip(1.0)
    return np.asarray(np.clip(points[chosen] * factor[:, None], 0.0, 1.0))
