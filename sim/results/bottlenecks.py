"""What holds uncovered organizations back, over the replicates of a run."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.results.parquet import booleans, places, values
from sim.results.reading import Results
from sim.results.tabulate import BOTTLENECK_NAMES

F64 = npt.NDArray[np.float64]


def shares(results: Results, alternative: str, *, month: int | None = None) -> F64:
    """Return each bottleneck's share of operating organizations without a branch.

    Indexed by ``codes.Bottleneck``; the mean over replicates of what is found in each, at the
    horizon unless a month is given. Replicates in which nothing is uncovered don't count.
    """
    when = results.months if month is None else month
    table = results.table("bottlenecks")
    place = results.alternatives.index(alternative)
    mine = places(table["alternative"], results.alternatives) == place
    all_of_them = places(table["dimension"], ["all"]) == 0
    at_the_time = values(table["month"]) == when
    table = table.filter(booleans(mine & all_of_them & at_the_time))
    row = np.searchsorted(results.replicates, values(table["replicate"]))
    found = np.zeros((len(results.replicates), len(BOTTLENECK_NAMES)))
    found[row, places(table["bottleneck"], BOTTLENECK_NAMES)] = values(table["number"])
    total = found.sum(1, keepdims=True)
    held = found[total[:, 0] > 0] / total[total[:, 0] > 0]
    return np.asarray(held.mean(0) if len(held) else np.zeros(len(BOTTLENECK_NAMES)), np.float64)
