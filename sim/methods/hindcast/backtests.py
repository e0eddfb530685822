"""Backtests D1-D5: figures up to a date are known, those after it are predicted and scored.

Each uses only figures of its own definition (those of different definitions contradict each other
in level and slope); D5 leaves one place out of three and knows the two others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sim.methods.hindcast.curves import REFERENCE, Effort, History, growth_of, predict
from sim.methods.hindcast.ensemble import Outcomes
from sim.methods.hindcast.predicting import predictive
from sim.methods.hindcast.scores import Prediction, mean_wis
from sim.methods.hindcast.tracks import Row, track

MODEL: Final = "model"
AS_MANY: Final = "model_as_many"
"""The model with as many draws as its variants have: what they are to be compared with."""

LEVELS: Final[Mapping[str, float]] = {
    "nation_social_2019": 0.46,
    "nation_firms_2002": 99 / 2418,
}
"""Shares at which tracks of numbers start, as in their scenarios."""


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

PLACES: Final = {
    "Linfen": (("linfen_social", "2017-07"), ("linfen_firms", "2017-07")),
    "Anqing": (("anqing_social", "2020-12"), ("anqing_firms", "2020-12")),
    "Nanjing": (("nanjing_social", "2022-06"),),
}
"""Places of D5, each left out in turn."""


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


def cases() -> tuple[Backtest, ...]:
    """Return D1-D4, and D5 once for each place that is left out."""
    left_out = []
    for place, wanted in PLACES.items():
        known = tuple(row for other, rows in PLACES.items() if other != place for row in rows)
        effort: Effort = "push" if place == "Nanjing" else "campaign"
        left_out.append(Backtest(f"D5 {place}", known, wanted, effort))
    return (*BACKTESTS, *left_out)


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


def table(scores: Sequence[Scored]) -> dict[str, dict[str, float]]:
    """Return mean scores by backtest (D5's places together) and forecaster.

    A baseline that has nothing to say of a figure (the reference class, of numbers without a
    level) is left out of that backtest.
    """
    found: dict[str, dict[str, float]] = {}
    for id_ in dict.fromkeys(entry.backtest[:2] for entry in scores):
        mine = [entry for entry in scores if entry.backtest[:2] == id_]
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
        level = _first_share(row)
        same = [one for one in known if (one.track, one.measure) == (row.track, row.measure)]
        history = History(
            (0.0, *(one.month / 12.0 for one in same)),
            (level, *(_share(one, level) for one in same)),
            _elsewhere(backtest, row, max((one.date for one in known), default="")),
        )
        curves = predict(history, [row.month / 12.0])
        found[row] = {
            name: predictions[0].scaled(row.first / level if row.growth else 1.0)
            for name, predictions in curves.items()
            if name != REFERENCE or not row.growth
        }
    return found


CLASSES: Final[Mapping[Effort, tuple[str, ...]]] = {
    "survey": ("survey_firms_2002",),
    "push": (
        "nation_social_2014",
        "nation_firms_2013",
        "nation_social_2019",
        "nation_firms_2002",
        "nanjing_social",
    ),
    "campaign": ("linfen_social", "linfen_firms", "anqing_social", "anqing_firms"),
}
"""Tracks by class of effort."""


def _elsewhere(backtest: Backtest, row: Row, until: str) -> tuple[float, ...]:
    """Return the growth of other tracks of the class that was seen by a date.

    Of a place that is left out, all other places count, whenever they reported.
    """
    wanted = {name for name, _date in backtest.wanted}
    anytime = backtest.id.startswith("D5")
    found = []
    for name in CLASSES[backtest.effort]:
        if name == row.track or name in wanted:
            continue
        rows = [one for one in track(name).rows if one.measure != "reported_base"]
        rows = [one for one in rows if anytime or one.date <= until]
        if rows:
            last, level = rows[-1], _first_share(rows[-1])
            found.append(growth_of(level, _share(last, level), last.month / 12.0))
    return tuple(found)


def _first_share(row: Row) -> float:
    """Return the share with which a track starts; where several are possible, their mean."""
    start = track(row.track).start
    if start is not None and start.share is not None:
        return start.share
    return LEVELS[row.track] if row.growth else row.first


def _share(row: Row, level: float) -> float:
    return level * row.observed if row.growth else row.value
