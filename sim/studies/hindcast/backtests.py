"""Backtests D1-D8: figures up to a date are known, those after it are predicted and scored.

Each uses only figures of its own definition (those of different definitions contradict each other
in level and slope). D5 and D6 leave out one place and know all others that ran a drive or a
programme. D7 is the stall after a jump, D8 the relapse of enterprises and the jump after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sim.studies.hindcast.base import multiple
from sim.studies.hindcast.curves import (
    CURVES,
    REFERENCE,
    History,
    Prediction,
    growth_of,
    mean_wis,
    predict,
)
from sim.studies.hindcast.ensemble import Outcomes
from sim.studies.hindcast.predictions import predictive
from sim.studies.hindcast.tracks import TRAINING, Effort, Row, Track, track

MODEL: Final = "model"
AS_MANY: Final = "model_as_many"
"""The model with as many draws as its variants have: what they are to be compared with."""

GIVEN: Final = " given the base"
"""Ends the names of curves that know what became of the base; where it is no matter, they are as
the others."""

LEVELS: Final[Mapping[str, float]] = {"nation_social_2019": 0.46, "nation_firms_2002": 99 / 2418}
"""Shares at which tracks of numbers start, as in their scenarios."""


Base = Callable[[Track, float], float]
"""What the base of a track is after some years, over that at first."""


@dataclass(frozen=True)
class Backtest:
    """What is known and what is predicted, each by track and date."""

    id: str
    known: tuple[tuple[str, str], ...]
    wanted: tuple[tuple[str, str], ...]
    effort: Effort


BACKTESTS: Final = (
    Backtest(
        "D1",
        (("nation_social_2019", "2021-06"),),
        (("nation_social_2019", "2021-12"), ("nation_social_2019", "2023-12")),
        "push",
    ),
    Backtest(
        "D2", (("nation_firms_2002", "2006-12"),), (("nation_firms_2002", "2010-12"),), "push"
    ),
    Backtest(
        "D3", (("survey_firms_2002", "2012-12"),), (("survey_firms_2002", "2018-12"),), "survey"
    ),
    Backtest(
        "D4", (("nation_firms_2013", "2014-12"),), (("nation_firms_2013", "2016-12"),), "push"
    ),
)

LATER: Final = (
    Backtest("D7", (("hunan_social", "2022-12"),), (("hunan_social", "2023-12"),), "push"),
    Backtest(
        "D8 relapse",
        (("nation_firms_2013", "2014-12"),),
        (("nation_firms_2013", "2015-12"),),
        "push",
    ),
    Backtest(
        "D8 jump", (("nation_firms_2013", "2015-12"),), (("nation_firms_2013", "2016-12"),), "push"
    ),
)
"""Backtests that stand after those of places that are left out."""

PLACES: Final = {
    "Linfen": (("linfen_social", "2017-07"), ("linfen_firms", "2017-07")),
    "Anqing": (("anqing_social", "2020-12"), ("anqing_firms", "2020-12")),
    "Nanjing": (("nanjing_social", "2022-06"),),
    "Hunan": (("hunan_social", "2022-12"),),
    "Anhui": (("anhui_social", "2015-12"),),
    "Guangzhou": (("guangzhou_social", "2021-12"),),
    "Lishui": (("lishui_social", "2012-06"), ("lishui_firms", "2012-06")),
}
"""Places of D5 and D6, each left out in turn."""

FIRST_THREE: Final = ("Linfen", "Anqing", "Nanjing")
"""Places of D5; the others are of D6."""


@dataclass(frozen=True)
class Scored:
    """Predictions of one figure by model and baselines, in the unit of the figure."""

    backtest: str
    row: Row
    predictions: Mapping[str, Prediction]

    @property
    def unit(self) -> float:
        """By what to divide: scores are in points, in thousands, or in points of an index.

        A local number is an index, its first figure being 100.
        """
        if not self.row.growth:
            return 0.01
        return 1_000.0 if self.row.value > 10_000 else self.row.first / 100.0

    def in_units(self) -> Iterator[tuple[str, Prediction]]:
        """Yield the predictions in the unit of the scores, by forecaster."""
        for name, one in self.predictions.items():
            yield name, one.scaled(1 / self.unit)

    def wis(self, name: str) -> float:
        """Return the weighted interval score of a forecaster."""
        return self.predictions[name].wis(self.row.value) / self.unit

    def crps(self, name: str) -> float:
        """Return the CRPS of the change by a forecaster, on the scale of the figure's error."""
        row, one = self.row, self.predictions[name]
        if row.growth:
            one = one.scaled(1.0 / row.first)
        return one.crps(row.observed, row.error.onto)


def cases() -> tuple[Backtest, ...]:
    """Return all backtests, D5 and D6 once for each place that is left out."""
    left_out = []
    for place, wanted in PLACES.items():
        known = tuple(row for other, rows in PLACES.items() if other != place for row in rows)
        id_ = f"D{5 if place in FIRST_THREE else 6} {place}"
        left_out.append(Backtest(id_, known, wanted, TRAINING[wanted[0][0]]))
    return (*BACKTESTS, *left_out, *LATER)


def scored(outcomes: Mapping[str, Outcomes]) -> list[Scored]:
    """Score every backtest: the model's outcomes and its variants by name, and the baselines."""
    found = []
    for backtest in cases():
        # Of a track all figures up to a date are known, those of the base among them.
        known = [
            row for name, date in backtest.known for row in track(name).rows if row.date <= date
        ]
        wanted = [
            next(row for row in _coverage(name) if row.date == date)
            for name, date in backtest.wanted
        ]
        by_model = {
            name: predictive(ensemble, known, wanted) for name, ensemble in outcomes.items()
        }
        for row in wanted:
            predictions = {name: by_row[row] for name, by_row in by_model.items()}
            found.append(Scored(backtest.id, row, predictions | _baselines(backtest, known, row)))
    return found


def table(scores: Sequence[Scored], *, by_place: bool = False) -> dict[str, dict[str, float]]:
    """Return mean scores by backtest (parts together, or each alone) and forecaster.

    A baseline that has nothing to say of a figure (the reference class, of numbers without a
    level) is left out of that backtest.
    """
    found: dict[str, dict[str, float]] = {}
    named = [entry.backtest if by_place else entry.backtest[:2] for entry in scores]
    for id_ in dict.fromkeys(named):
        mine = [entry for name, entry in zip(named, scores, strict=True) if name == id_]
        found[id_] = {
            name: mean_wis(
                [entry.predictions[name].scaled(1 / entry.unit) for entry in mine],
                [entry.row.value / entry.unit for entry in mine],
            )
            for name in everywhere(mine)
        }
    return found


def everywhere(scores: Sequence[Scored]) -> list[str]:
    """Return the forecasters that predict every figure."""
    return [name for name in scores[0].predictions if all(name in e.predictions for e in scores)]


def _coverage(name: str) -> list[Row]:
    """Return the figures of a track that are of coverage, none of the base."""
    return [row for row in track(name).rows if row.measure != "reported_base"]


def _baselines(backtest: Backtest, known: Sequence[Row], row: Row) -> dict[str, Prediction]:
    """Return baselines' predictions of a wanted figure in its unit, also given the base."""
    bases: tuple[Base, Base] = (lambda _track, _years: 1.0, multiple)
    curves, given = (_continued(backtest, known, row, base) for base in bases)
    return curves | {f"{name}{GIVEN}": given[name] for name in CURVES}


def _continued(
    backtest: Backtest, known: Sequence[Row], row: Row, base: Base
) -> dict[str, Prediction]:
    """Return what every curve makes of the figures of the same series, for one of them."""
    same = [one for one in known if one.series == row.series]
    until = max((one.date for one in known), default="")
    times = (0.0, *(one.month / 12.0 for one in same))
    elsewhere = _elsewhere(backtest, row, until, base)
    years, levels = row.month / 12.0, _first_shares(row)
    histories = [
        History(times, (level, *(_share(one, level, base) for one in same)), elsewhere)
        for level in levels
    ]
    grown = base(track(row.track), years)
    scales = [row.first / level * grown if row.growth else 1.0 for level in levels]
    found = predict(histories, years, scales, effort=backtest.effort, error_of=row.error_of)
    if row.growth:
        del found[REFERENCE]
    return found


DRIVEN_UNTIL: Final[Mapping[str, str]] = {"hunan_social": "2022-12"}
"""Tracks in which the effort of their class ended before their last figure."""


def _elsewhere(backtest: Backtest, row: Row, until: str, base: Base) -> tuple[float, ...]:
    """Return the growth of other tracks of the class that was seen by a date.

    Of a place that is left out, all other places count, whenever they reported.
    """
    wanted = {name for name, _date in backtest.wanted}
    anytime = backtest.id.startswith(("D5", "D6"))
    found = []
    for name, effort in TRAINING.items():
        if effort != backtest.effort or name == row.track or name in wanted:
            continue
        rows = _coverage(name)
        driven = DRIVEN_UNTIL.get(name, rows[-1].date)
        rows = [one for one in rows if one.date <= (driven if anytime else min(driven, until))]
        if rows:
            last = rows[-1]
            grown = [
                growth_of(level, _share(last, level, base), last.month / 12.0)
                for level in _first_shares(last)
                if _share(last, level, base) < 1.0
            ]
            found.append(sum(grown) / len(grown))
    return tuple(found)


def _first_shares(row: Row) -> tuple[float, ...]:
    """Return the share with which a track starts; several where it is open."""
    start = track(row.track).start
    if start is not None and start.shares:
        return start.shares
    return (LEVELS[row.track] if row.growth else row.first,)


def _share(row: Row, level: float, base: Base) -> float:
    """Return a figure as a share; a number, of a base that has become a multiple of the first."""
    if not row.growth:
        return row.value
    return level * row.observed / base(track(row.track), row.month / 12.0)
