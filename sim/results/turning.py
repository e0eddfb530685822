"""Which assumptions decide a gain's sign, and the value at which it turns.

Every replicate draws its parameters. Those whose rank correlation with the gain is beyond what
chance gives are looked through. Replicates are ordered by the parameter, and a window of a third of
them moves along. The parameter turns the answer where most replicates of the window gain on one
side of a value and no longer on the other. It needs NumPy alone: a run says it at once."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.parameters import SETTLED
from sim.present.answer import FEWEST_FOR_TURNS, Turn
from sim.results.compare import Tally
from sim.results.parquet import places, values
from sim.results.reading import Results

F64 = npt.NDArray[np.float64]

ERROR: Final = 0.05
"""Share of runs in which chance alone lets one of the parameters stand out."""

MOST: Final = 2
"""Assumptions named of an alternative."""


def ranks(values: F64) -> F64:
    """Return ranks from 1; equal values share the mean of theirs."""
    _kept, at, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)  # exact: counts are integers
    found: F64 = (last - (counts - 1) / 2.0)[at]
    return found


def noise_level(replicates: int, parameters: int) -> float:
    """Return what the largest of many rank correlations exceeds in one run of twenty by chance.

    Student's t of a correlation of nothing with n − 2 degrees of freedom, by Bonferroni over the
    parameters. Of 90 independent ones it lets one stand out in 5.7 % of runs of 40 replicates, in
    5.2 % of 100 and 5.1 % of 200. Fisher's z with Fieller's variance, which is that of correlations
    that there are, does so in 5.1, 4.1 and 3.7 %, and misses more of those that matter.
    """
    free = replicates - 2
    bound = student(1.0 - ERROR / (2.0 * parameters), free)
    return float(bound / np.sqrt(free + bound**2))


def student(share: float, free: int) -> float:
    """Return the quantile of Student's t that a share lies below (Abramowitz and Stegun 26.7.5).

    Good to four digits from 18 degrees of freedom on, without waiting for SciPy.
    """
    z = NormalDist().inv_cdf(share)
    return (
        z
        + (z**3 + z) / (4 * free)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * free**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92_160 * free**4)
    )


def turns(parameters: Mapping[str, F64], gain: F64, month: str) -> tuple[Turn, ...]:
    """Return the assumptions that a gain depends on, first those that turn it; two at most.

    Labels are the parameters' ids. ``parameters`` and ``gain`` hold values by replicate; replicates
    without a known gain are left out. Empty with fewer than 40 replicates or
    where the gain is everywhere the same.
    """
    known = ~np.isnan(gain)
    gain = gain[known]
    if len(gain) < FEWEST_FOR_TURNS or not parameters or not np.ptp(gain) > 0:
        return ()
    own = ranks(gain)
    level = noise_level(len(gain), len(parameters))
    found = []
    for name, column in parameters.items():
        values = column[known]
        if not np.ptp(values) > 0:
            continue
        together = float(np.corrcoef(ranks(values), own)[0, 1])
        if abs(together) > level:
            found.append((abs(together), _turn(name, values, gain, together < 0, month)))
    found.sort(key=lambda entry: (entry[1].value is None, -entry[0], entry[1].parameter))
    return tuple(turn for _size, turn in found[:MOST])


def _turn(name: str, values: F64, gain: F64, falling: bool, month: str) -> Turn:
    """Return how the gain depends on one parameter; ``falling`` where it shrinks as that grows."""
    order = np.argsort(values, kind="stable")
    values, gain = values[order], gain[order]
    third = len(gain) // 3
    low, high = gain[:third], gain[-third:]
    low_end, high_end = np.quantile(values, (0.05, 0.95)).tolist()
    return Turn(
        parameter=name,
        label=name,
        value=_value(values, gain, third),
        below=not falling,
        low=Tally.of_difference(low),
        high=Tally.of_difference(high),
        range=(low_end, high_end),
        month=month,
    )


def _value(values: F64, gain: F64, third: int) -> float | None:
    """Return the value at which most replicates of a window begin or cease to gain.

    It is the middle of the values in the window; ``None`` where both outer thirds agree.
    """
    windows = np.lib.stride_tricks.sliding_window_view
    most = windows(gain > 0.0, third).mean(axis=1) > 0.5
    if most[0] == most[-1]:
        return None
    middles = np.median(windows(values, third), axis=1)
    changed = int(np.flatnonzero(most[1:] != most[:-1])[0])
    return float((middles[changed] + middles[changed + 1]) / 2.0)


def drawn(results: Results) -> dict[str, F64]:
    """Return the parameters that differ between the replicates of a run: values by replicate."""
    table = results.table("parameters")
    # Those of the run: an older edition drew others. The intercept is a result of what was drawn.
    names = sorted(
        {name for part in table["parameter"].chunks for name in part.dictionary.to_pylist()}
        - {SETTLED}
    )
    row = np.searchsorted(results.replicates, values(table["replicate"]))
    place = places(table["parameter"], names)
    found = np.full((len(names), len(results.replicates)), np.nan)
    found[place[place >= 0], row[place >= 0]] = values(table["value"])[place >= 0]
    return {
        name: column
        for name, column in zip(names, found, strict=True)
        if not np.isnan(column).any() and np.ptp(column) > 0
    }
