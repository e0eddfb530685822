"""The parameters that the replicates of a run drew."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.results.parquet import places, values
from sim.results.reading import Results

F64 = npt.NDArray[np.float64]


def drawn(results: Results) -> dict[str, F64]:
    """Return the parameters that differ between the replicates of a run: values by replicate."""
    table = results.table("parameters")
    # Those of the run: an older edition drew others.
    names = sorted(
        {name for part in table["parameter"].chunks for name in part.dictionary.to_pylist()}
    )
    row = np.searchsorted(results.replicates, values(table["replicate"]))
    found = np.full((len(names), len(results.replicates)), np.nan)
    found[places(table["parameter"], names), row] = values(table["value"])
    return {
        name: column
        for name, column in zip(names, found, strict=True)
        if not np.isnan(column).any() and np.ptp(column) > 0
    }
