"""Baselines: what somebody would predict who has the figures and no model of how they come about.

Each continues the shares that were seen, on the logit scale of a share. Numbers of party
organizations are continued as shares of the base, constant or as it is given, at the level with
which the model starts, and turned back into numbers. The uncertainty is the error of official
figures and a random walk, by the law that the model has (``sim.studies.observing``).

* persistence: the last share stays
* linear, logit-linear: the line through the last two
* logistic, Gompertz, Bass with a plateau U(.8, 1): the curve through the last two (Bass with an
  external influence of .03, the mean of Sultan, Farley & Lehmann 1990)
* growth: logit growth a year that was seen so far under efforts of the class (survey, national
  push, campaign), in this place and others, as a normal distribution
* reference class: what places reported after an effort, 67 to 100, median 82
* hindsight: the ranges of growth by class that all the figures show, those to be predicted among
  them; no forecast, it says how well one could do who knew

Scores are of predictions that are a median and a 90 % interval. Weighted interval score: (½·|y −
median| + 0.05·IS)/1.5. IS is the interval score of a 90 % interval: its width plus 20 times
the miss (Gneiting & Raftery 2007; Bracher, Ray, Gneiting & Reich 2021). In the unit of what is
predicted; smaller is better.

The continuous ranked probability score (CRPS) of a *change* is that of the whole distribution:
twice the mean of the quantile scores at 1, 2, …, 99 %. It is on the scale of the figure's error
(logit of a share, log of a number). So figures of all kinds can be averaged. Taking the last known
figure off moves forecast and observation alike and leaves the score as it is. What separates change
from level is what it is compared with: the score of persistence, which says that nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.draws import F64, normal, series
from sim.studies.hindcast.tracks import Effort
from sim.studies.observing import LOGIT_SD, ErrorModel

LEVELS: Final = np.arange(1, 100) / 100
"""Levels of the quantiles that stand for a distribution; 5, 50 and 95 % are among them."""
ALPHA: Final = 0.1


@dataclass(frozen=True)
class Prediction:
    """A median and the ends of a central 90 % interval; ``ends`` are the quantiles at all levels.

    Those of an interval without a distribution are empty.
    """

    q05: float
    q50: float
    q95: float
    ends: tuple[float, ...] = ()

    @classmethod
    def of(cls, values: F64, weights: F64 | None = None) -> Prediction:
        """Return the quantiles of draws, weighted if weights are given."""
        if weights is None:
            found = np.quantile(values, LEVELS)
        else:
            found = np.quantile(values, LEVELS, weights=weights, method="inverted_cdf")
        ends = tuple(float(value) for value in found)
        return cls(ends[4], ends[49], ends[94], ends)

    def scaled(self, factor: float) -> Prediction:
        """Return the prediction in another unit."""
        ends = tuple(end * factor for end in self.ends)
        return Prediction(self.q05 * factor, self.q50 * factor, self.q95 * factor, ends)

    def crps(self, observed: float, onto: Callable[[F64], F64]) -> float:
        """Return the continuous ranked probability score on a scale; ``nan`` without quantiles."""
        if not self.ends:
            return float("nan")
        off = float(onto(np.array([observed]))[0]) - onto(np.array(self.ends))
        return float(2.0 * np.mean(np.maximum(LEVELS * off, (LEVELS - 1.0) * off)))

    @property
    def width(self) -> float:
        """Width of the interval."""
        return self.q95 - self.q05

    def holds(self, observed: float) -> bool:
        """Whether the interval holds what was observed."""
        return self.q05 <= observed <= self.q95

    def interval_score(self, observed: float) -> float:
        """Return the interval score."""
        below, above = max(0.0, self.q05 - observed), max(0.0, observed - self.q95)
        return self.width + 2.0 / ALPHA * (below + above)

    def wis(self, observed: float) -> float:
        """Return the weighted interval score."""
        half = ALPHA / 2.0 * self.interval_score(observed)
        return (0.5 * abs(observed - self.q50) + half) / 1.5


def mean_wis(predictions: Sequence[Prediction], observed: Sequence[float]) -> float:
    """Return the mean weighted interval score of several predictions."""
    pairs = zip(predictions, observed, strict=True)
    return float(np.mean([one.wis(value) for one, value in pairs]))


DRAWS: Final = 4_000
SEED: Final = 1_969
ALONE: Final = (0.3, 0.3)
"""Mean and standard deviation of growth of which nothing was seen."""

LEAST_SD: Final = 0.1
"""Growth that was seen is not known better than this."""

HINDSIGHT: Final = "hindsight"
_RANGES: Final[Mapping[Effort, tuple[float, float]]] = {
    "survey": (0.04, 0.09),
    "push": (0.25, 0.40),
    "campaign": (0.6, 2.5),
}
"""Logit growth a year, 5 and 95 %, by class, from all figures (docs/patterns.md, P1)."""

_OUTSIDE: Final = 0.03
_EDGE: Final = 1e-4


@dataclass(frozen=True)
class History:
    """Shares that were seen, at times in years."""

    times: tuple[float, ...]
    shares: tuple[float, ...]
    elsewhere: tuple[float, ...] = ()
    """Logit growth a year that others showed under the same class of effort."""

    @property
    def growth(self) -> float | None:
        """Logit growth a year between the last two; ``None`` with a single figure."""
        if len(self.times) < 2:
            return None
        return growth_of(self.shares[-2], self.shares[-1], self.times[-1] - self.times[-2])


def growth_of(before: float, after: float, years: float) -> float:
    """Return the logit growth a year between two shares."""
    first, last = _logit(np.array([before, after])).tolist()
    return float(last - first) / years


def _logit(share: F64) -> F64:
    inside = np.clip(share, _EDGE, 1.0 - _EDGE)
    return np.asarray(np.log(inside / (1.0 - inside)))


def _expit(x: F64) -> F64:
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def _chance(name: str) -> F64:
    return series(SEED, name, DRAWS)


def _of_a_share(value: float) -> ErrorModel:
    """Return the error of a share that is not near its ends."""
    return ErrorModel("logit", LOGIT_SD)


def persistence(history: History, time: float) -> F64:
    """The last share stays."""
    return np.full(DRAWS, history.shares[-1])


def linear(history: History, time: float) -> F64:
    """The line through the last two shares."""
    return np.clip(_line(history, np.array(history.shares[-2:]), time), _EDGE, 1 - _EDGE)


def logit_linear(history: History, time: float) -> F64:
    """The line through the last two shares on the logit scale."""
    return _expit(_line(history, _logit(np.array(history.shares[-2:])), time))


def logistic(history: History, time: float) -> F64:
    """The logistic curve to a plateau."""
    top = _plateau(history)
    return top * _expit(_line(history, _logit(np.array(history.shares[-2:])[:, None] / top), time))


def gompertz(history: History, time: float) -> F64:
    """The Gompertz curve to a plateau."""
    top = _plateau(history)
    ratio = np.clip(np.array(history.shares[-2:])[:, None] / top, _EDGE, 1.0 - _EDGE)
    return np.asarray(top * np.exp(-np.exp(-_line(history, -np.log(-np.log(ratio)), time))))


def bass(history: History, time: float) -> F64:
    """The Bass curve to a plateau, with internal influence fitted to the last two shares."""
    top = _plateau(history)
    share, last = np.full(DRAWS, history.shares[-1]), history.times[-1]
    inside = np.full(DRAWS, ALONE[0])
    if len(history.shares) > 1:
        before, years = history.shares[-2], history.times[-1] - history.times[-2]
        low, high = np.full(DRAWS, -2.0), np.full(DRAWS, 6.0)
        for _halving in range(40):
            inside = (low + high) / 2
            more = _bass_step(np.full(DRAWS, before), top, inside, years) < share
            low, high = np.where(more, inside, low), np.where(more, high, inside)
    return _bass_step(share, top, inside, time - last)


def growth(history: History, time: float) -> F64:
    """Logit growth as it was seen, here and elsewhere, under efforts of the class."""
    own = history.growth
    seen = np.array([*history.elsewhere, *([] if own is None else [own])])
    mean, sd = ALONE
    if len(seen):
        mean = float(seen.mean())
        sd = max(LEAST_SD, float(seen.std(ddof=1)) if len(seen) > 1 else ALONE[1])
    return _grown(history, time, mean, sd)


def _grown(history: History, time: float, mean: float, sd: float) -> F64:
    """Continue the last share with a normal growth."""
    rate = mean + sd * normal(_chance("rate"))
    start = float(_logit(np.array(history.shares[-1])))
    return _expit(start + rate * (time - history.times[-1]))


def _known_growth(effort: Effort) -> Callable[[History, float], F64]:
    low, high = _RANGES[effort]
    return lambda history, time: _grown(history, time, (low + high) / 2, (high - low) / 3.29)


CURVES: Final[Mapping[str, Callable[[History, float], F64]]] = {
    "persistence": persistence,
    "linear": linear,
    "logit-linear": logit_linear,
    "logistic": logistic,
    "Gompertz": gompertz,
    "Bass": bass,
    "growth": growth,
}

REFERENCE: Final = "reference class"
_AFTER_EFFORT: Final = (0.67, 0.82, 0.995)


def predict(
    histories: Sequence[History],
    time: float,
    scales: Sequence[float] | None = None,
    *,
    effort: Effort,
    error_of: Callable[[float], ErrorModel] = _of_a_share,
) -> dict[str, Prediction]:
    """Return every baseline's prediction of the share at a time, and what hindsight says.

    Several histories, where the start is open, are each as likely as the others. ``scales`` turns
    the share of each into the unit of the figure, of which ``error_of`` tells the error.
    """
    found = {}
    units = [1.0] * len(histories) if scales is None else scales
    for name, curve in {**CURVES, HINDSIGHT: _known_growth(effort)}.items():
        chance = normal(_chance(f"error {name}"))
        said = [
            scale * curve(history, time) for history, scale in zip(histories, units, strict=True)
        ]
        error = error_of(float(np.median(said)))
        draws = [
            error.back(error.onto(one) + error.after(time - history.times[-1]).sd * chance)
            for history, one in zip(histories, said, strict=True)
        ]
        found[name] = Prediction.of(np.concatenate(draws))
    found[REFERENCE] = Prediction(*_AFTER_EFFORT)
    return found


def _plateau(history: History) -> F64:
    top = 0.8 + 0.2 * _chance("plateau")
    return np.maximum(top, max(history.shares) + 0.005)


def _line(history: History, ends: F64, time: float) -> F64:
    """Continue the line through two points; one point stays."""
    found = np.broadcast_to(ends[-1], DRAWS).astype(np.float64)
    if len(ends) > 1:
        before, last = history.times[-2:]
        found += (ends[1] - ends[0]) * ((time - last) / (last - before))
    return found


def _bass_step(share: F64, top: F64, inside: F64, years: float) -> F64:
    """Return the share after some years of the Bass equation, in closed form."""
    rate = _OUTSIDE + inside
    safe = np.where(np.abs(rate) < 1e-9, 1e-9, rate)
    f = np.clip(share / top, 0.0, 1.0 - _EDGE)
    odds = (1.0 - f) / (_OUTSIDE + inside * f)
    gone = odds * np.exp(-safe * years)
    found = top * (1.0 - _OUTSIDE * gone) / (1.0 + inside * gone)
    return np.clip(found, _EDGE, 1.0 - _EDGE)
