"""Frontier: given yuan a year, the mix of doses that does most, and what it gives up for it.

    offered = offer(sim.load("city"), alternatives=["liaisons", "committees", "branches"])
    found = frontier(offered, yuan_per_year=4_300_000)
    found.best, found.frame(), found.cuts()

Mixes are screened on few replicates; the good ones are promoted to more, and only those decide
which is best. What is reported is found on new replicates that no choice has seen: the best of many
looks better than it is. The cap is on realised yuan above the baseline's, a mean over worlds.

Less money for a mix: which policy should go first, and what the last yuan of each buys. Three tests
of each dose, against the mix as it stands and on the same replicates. They are the dose at nothing,
the dose a fifth lower, and the whole mix at a tenth less money with that dose paying first. All of
the third kind save about the same, so their losses can be set side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.draws import F64
from sim.errors import InputError
from sim.locale import _
from sim.present.numbers import yuan_text
from sim.studies.mixes import (
    EFFECT,
    YUAN,
    Marks,
    Offer,
    Trials,
    at_cap,
    promote,
    scattered,
    search,
    singles,
    spending,
    undominated,
)
from sim.studies.outcomes import Simulate, mean_and_error, simulator

if TYPE_CHECKING:
    import pandas as pd


MIXES: Final = 400
POPULATION: Final = 40
SCREENING: Final = 4
PROMOTION: Final = 12
FRESH: Final = 20
RANDOM: Final = 500
LEVELS: Final = 8
"""Levels at which each dose is tried alone."""


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
    cut: tuple[dict[str, Any], ...]
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

        return pd.DataFrame(self.cut)


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
    evaluate(at_cap(np.concatenate(points), np.concatenate(marks), yuan_per_year))
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


TENTH: Final = 0.1
"""Share of the money that is taken away."""

FIFTH: Final = 0.2
"""Share of a dose that is taken away to see what its last part does."""


def _price(saved: float, lost: float) -> float:
    """Return yuan for a percentage point; no number where less of a dose does no harm."""
    return saved / (100 * lost) if saved > 0 and lost > 0 else np.nan


def cuts(trials: Trials, point: F64, marks: Marks, replicates: range) -> tuple[dict[str, Any], ...]:
    """Return a row a dose of a mix: what less of it saves a year and loses of the effect.

    Lost effects are means over replicates, with standard errors; prices are yuan a percentage
    point, where both signs make sense. ``first`` is whether the mix loses least when this dose pays
    first for a tenth less money. Doses that the mix doesn't use are left out.
    """
    used = np.flatnonzero(point > 0)
    n = len(used)
    if not n:
        return ()
    off = np.repeat(point[None], n, axis=0)
    lower = off.copy()
    off[np.arange(n), used] = 0.0
    lower[np.arange(n), used] *= 1.0 - FIFTH
    told = trials.test(np.concatenate([off, lower]), replicates)
    saved, lost = (marks.yuan - told.yuan).mean(axis=1).tolist(), marks.effect - told.effect
    total = float(marks.yuan.mean())
    poorer = [_poorer(point, k, total, saved[row]) for row, k in enumerate(used.tolist())]
    less = trials.test(np.array(poorer), replicates)
    tenth_saved, tenth = (marks.yuan - less.yuan).mean(axis=1).tolist(), marks.effect - less.effect
    first = int(tenth.mean(axis=1).argmin())
    rows = []
    for row, k in enumerate(used.tolist()):
        dose = trials.offer.doses[k]
        whole, error = mean_and_error(lost[row])
        part, part_error = mean_and_error(lost[n + row])
        poorer_by, poorer_error = mean_and_error(tenth[row])
        rows.append(
            {
                "dose": trials.offer.name(dose), "at": float(dose.at(point[k : k + 1])[0]),
                "saved": saved[row], "lost": whole, "lost_error": error,
                "yuan_a_point": _price(saved[row], whole),
                "margin_saved": saved[n + row], "margin_lost": part,
                "margin_lost_error": part_error,
                "margin_yuan_a_point": _price(saved[n + row], part),
                "tenth_saved": tenth_saved[row], "tenth_lost": poorer_by,
                "tenth_lost_error": poorer_error, "first": row == first,
            }
        )  # fmt: skip
    return tuple(rows)


def _poorer(point: F64, dose: int, total: float, own: float) -> F64:
    """Return the mix at a tenth less money, taken from one dose first and then from all others.

    ``own`` is what the dose costs. Cost is taken to be in proportion to doses; what is really
    saved is measured.
    """
    wanted = TENTH * total
    found = point.copy()
    if own >= wanted > 0:
        found[dose] *= 1.0 - wanted / own
        return found
    others = total - max(own, 0.0)
    found *= max(0.0, 1.0 - (wanted - max(own, 0.0)) / others) if others > 0 else 1.0
    found[dose] = 0.0
    return found
