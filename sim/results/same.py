"""Alternatives that came to the same as the baseline: there is nothing to compare."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.locale import _, pick
from sim.results.reading import Results

LOOKED_AT = (
    "covered_organizations", "effective_branches", "mean_vitality", "members", "operating",
    "liaisons",
)  # fmt: skip
"""Counts whose months tell whether anything happened otherwise."""


def same_as_baseline(results: Results) -> Iterator[str]:
    """Say which alternatives are the baseline, month by month, in every world."""
    if len(results.alternatives) < 2:
        return
    cube = results.cube(LOOKED_AT, range(results.months + 1))
    for number, name in enumerate(results.alternatives[1:], start=1):
        if np.array_equal(cube[:, number], cube[:, 0], equal_nan=True):
            yield _("{title}: the same as the baseline in every world.").format(
                title=pick(results.info["alternatives"][name])
            )
