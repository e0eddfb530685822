"""What scores come to in pairs: how much worse another forecaster is, and how sure that is.

Figures of one place and time share their chance, so backtests (each place of D5 and D6 its own) are
the units. They are drawn with replacement, and the mean difference of their scores is taken anew. A
dozen units tell little, and this says how little. Scores are CRPS on the scale of the figures'
errors, so that shares and numbers can be averaged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.draws import F64, series
from sim.studies.hindcast.backtests import AS_MANY, MODEL, Scored, everywhere
from sim.studies.hindcast.curves import HINDSIGHT
from sim.studies.hindcast.ensemble import VARIANTS

PERSISTENCE: Final = "persistence"
RESAMPLED: Final = 2_000
SEED: Final = 1_921
ALL: Final = "all"


@dataclass(frozen=True)
class Change:
    """The CRPS of a forecaster in a backtest beside that of persistence, which foresees none."""

    backtest: str
    forecaster: str
    crps: float
    persistence: float

    @property
    def skill(self) -> float:
        """By which share it is below that of persistence; below 0 where it is worse."""
        return 1.0 - self.crps / self.persistence


@dataclass(frozen=True)
class Difference:
    """Mean score of a forecaster minus that of the one it is held ``against``, 5 and 95 %.

    Above 0 the forecaster is worse. It is better in ``better`` backtests, out of ``of``;
    ``worse_share`` is the share of resamples in which it is worse.
    """

    against: str
    forecaster: str
    mean: float
    low: float
    high: float
    better: int
    of: int
    worse_share: float


def changes(scores: Sequence[Scored]) -> Iterator[Change]:
    """Yield by backtest, and over all, what each forecaster makes of changes."""
    by_test = means(scores)
    for name in distributions(scores):
        for backtest, by_name in by_test.items():
            yield Change(backtest, name, by_name[name], by_name[PERSISTENCE])
        mean, still = (
            float(np.mean([by_name[one] for by_name in by_test.values()]))
            for one in (name, PERSISTENCE)
        )
        yield Change(ALL, name, mean, still)


def differences(scores: Sequence[Scored]) -> Iterator[Difference]:
    """Yield how forecasters differ from the model, variants from the model with as many draws."""
    by_test = means(scores)
    names = distributions(scores)
    for name in names:
        against = AS_MANY if name in VARIANTS else MODEL
        if name in (MODEL, AS_MANY) or against not in names:
            continue
        off = np.array([by_name[name] - by_name[against] for by_name in by_test.values()])
        yield _difference(against, name, off)


def no_change(scores: Sequence[Scored]) -> Difference:
    """Return how persistence differs from the model."""
    return next(one for one in differences(scores) if one.forecaster == PERSISTENCE)


def model_crps(scores: Sequence[Scored]) -> float:
    """Return the model's mean CRPS over all backtests."""
    return float(np.mean([by_name[MODEL] for by_name in means(scores).values()]))


def means(scores: Sequence[Scored]) -> dict[str, dict[str, float]]:
    """Return the mean CRPS by backtest and forecaster."""
    names = distributions(scores)
    found = {}
    for id_ in dict.fromkeys(entry.backtest for entry in scores):
        mine = [entry for entry in scores if entry.backtest == id_]
        found[id_] = {name: float(np.mean([one.crps(name) for one in mine])) for name in names}
    return found


def distributions(scores: Sequence[Scored]) -> list[str]:
    """Return the forecasters that give a distribution of every figure; hindsight is none."""
    first = scores[0].predictions
    return [name for name in everywhere(scores) if name != HINDSIGHT and first[name].ends]


def _difference(against: str, name: str, off: F64) -> Difference:
    units = len(off)
    drawn = series(SEED, f"resampled {units}", RESAMPLED * units).reshape(RESAMPLED, units)
    means = off[(drawn * units).astype(np.int64)].mean(axis=1)
    low, high = np.quantile(means, (0.05, 0.95)).tolist()
    better = int((off < 0).sum())
    return Difference(
        against, name, float(off.mean()), low, high, better, units, float((means > 0).mean())
    )
