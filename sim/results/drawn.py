"""The parameters that the replicates of a run drew."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.parameters import SETTLED
from sim.results.parquet import places, values
from sim.results.reading import Results

F64 = npt.NDArray[np.float64]


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
