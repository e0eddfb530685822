"""Backtests D1-D8: figures up to a date are known, those after it are predicted and scored.

Each uses only figures of its own definition (those of different definitions contradict each other
in level and slope). D5 and D6 leave out one place and know all others that ran a drive or a
programme. D7 is the stall after a jump, D8 the relapse of enterprises and the jump after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sim.studies.hindcast.base import multiple
from sim.studies.hindcast.curves import (
    CURVES,
    REFERENCE,
    Effort,
    History,
    Prediction,
    growth_of,
    mean_wis,
    predict,
)
from sim.studies.hindcast.ensemble import Outcomes
from sim.studies.hindcast.predictions import predictive
from sim.studies.hindcast.tracks import Row, Track, track

MODEL: Final = "model"
AS_MANY: Final = "model_as_many"
"""The model with as many draws as its variants have: what they are to be compared with."""

GIVEN: Final = " given the base"
"""Ends the names of curves that know what became of the base; where it is no matter, they are as
the others."""

LEVELS: Final[Mapping[str, float]] = {
    "nation_social_2019": 0.46,
    "nation_firms_2002": 99 / 2418,
}
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

SUSTAINED: Final = ("Guangzhou",)
"""Places whose effort was a programme of years: no drive, but a push."""


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
        left_out.append(Backtest(id_, known, wanted, "push" if place in SUSTAINED else "campaign"))
    return (*BACKTESTS, *left_out, *LATER)


def scored(outcomes: Mapping[str, Outcomes]) -> list[Scored]:
    """Score every backtest: the model's outcomes and its variants by name, and the baselines."""
    found = []
    for backtest in cases():
        known = [row for place in backtest.known for row in _until(*place)]
        wanted = [_row(*place) for place in backtest.wanted]
        by_model = {
            name: predictive(ensemble, known, wanted) for name, ensemble in outcomes.items()
        }
        by_curve = _baselines(backtest, known, wanted)
        for row in wanted:
            predictions = {name: by_row[row] for name, by_row in by_model.items()}
            found.append(Scored(backtest.id, row, predictions | by_curve[row]))
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
        names = [n for n in mine[0].predictions if all(n in e.predictions for e in mine)]
        found[id_] = {
            name: mean_wis(
                [entry.predictions[name].scaled(1 / entry.unit) for entry in mine],
                [entry.row.value / entry.unit for entry in mine],
            )
            for name in names
        }
    return found


def _row(name: str, date: str) -> Row:
    """Return the coverage figure of a track at a date: the one that is no base."""
    return next(
        row for row in track(name).rows if row.date == date and row.measure != "reported_base"
    )


def _until(name: str, date: str) -> list[Row]:
    """Return all figures of a track up to a date, those of the base among them."""
    return [row for row in track(name).rows if row.date <= date]


def _baselines(
    backtest: Backtest, known: Sequence[Row], wanted: Sequence[Row]
) -> dict[Row, dict[str, Prediction]]:
    """Return baselines' predictions of every wanted figure, in its unit."""
    found: dict[Row, dict[str, Prediction]] = {}
    for row in wanted:
        same = [one for one in known if one.series == row.series]
        until = max((one.date for one in known), default="")
        curves, given = (
            _continued(backtest.effort, row, same, _elsewhere(backtest, row, until, base), base)
            for base in (_constant, multiple)
        )
        found[row] = curves | {f"{name}{GIVEN}": given[name] for name in CURVES}
    return found


def _continued(
    effort: Effort,
    row: Row,
    same: Sequence[Row],
    elsewhere: tuple[float, ...],
    base: Base,
) -> dict[str, Prediction]:
    """Return what every curve makes of the figures of the same series, for one of them."""
    years, levels = row.month / 12.0, _first_shares(row)
    histories = [
        History(
            (0.0, *(one.month / 12.0 for one in same)),
            (level, *(_share(one, level, base) for one in same)),
            elsewhere,
        )
        for level in levels
    ]
    grown = base(track(row.track), years)
    scales = [row.first / level * grown if row.growth else 1.0 for level in levels]
    found = predict(histories, years, scales, effort=effort, error_of=row.error_of)
    if row.growth:
        del found[REFERENCE]
    return found


def _constant(track: Track, years: float) -> float:
    return 1.0


CLASSES: Final[Mapping[Effort, tuple[str, ...]]] = {
    "survey": ("survey_firms_2002",),
    "push": (
        "nation_social_2014",
        "nation_firms_2013",
        "nation_social_2019",
        "nation_firms_2002",
        "guangzhou_social",
    ),
    "campaign": (
        "linfen_social",
        "linfen_firms",
        "anqing_social",
        "anqing_firms",
        "nanjing_social",
        "hunan_social",
        "anhui_social",
        "lishui_social",
        "lishui_firms",
    ),
}
"""Tracks by class of effort."""

DRIVEN_UNTIL: Final[Mapping[str, str]] = {"hunan_social": "2022-12"}
"""Tracks in which the effort of their class ended before their last figure."""


def _elsewhere(backtest: Backtest, row: Row, until: str, base: Base) -> tuple[float, ...]:
    """Return the growth of other tracks of the class that was seen by a date.

    Of a place that is left out, all other places count, whenever they reported.
    """
    wanted = {name for name, _date in backtest.wanted}
    anytime = backtest.id.startswith(("D5", "D6"))
    found = []
    for name in CLASSES[backtest.effort]:
        if name == row.track or name in wanted:
            continue
        rows = [one for one in track(name).rows if one.measure != "reported_base"]
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
