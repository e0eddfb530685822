"""The tables of docs/patterns.md: ``python -m tests.patterns [DRAWS] [--posterior FILE] …``.

A posterior is a file or the name of a shipped one; what it doesn't hold follows the priors. P3 is
measured under the priors alone. ``--only`` picks one of the three places.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from sim.studies.hindcast.ensemble import prior_draws
from tests.patterns import effort, measure, nation
from tests.patterns.statistics import Share


def show(shares: Mapping[str, Share], values: Mapping[str, list[float]]) -> None:
    """Print in how many draws each pattern holds, and the spread of each statistic."""
    for name, share in shares.items():
        print(
            f"{name:38} {share.share:6.1%} of {share.measured} (of {share.draws}), "
            f"at least {share.lower:.1%}, at most {share.upper:.1%}"
        )
    for name, column in values.items():
        points = np.nanquantile(column, [0.05, 0.25, 0.5, 0.75, 0.95])
        print(f"{name:38}" + "".join(f"{point:9.3f}" for point in points))


def main() -> None:
    """Measure and print P1-P8."""
    asked = argparse.ArgumentParser(prog="python -m tests.patterns")
    asked.add_argument("draws", type=int, nargs="?", default=200)
    asked.add_argument("--posterior", metavar="FILE")
    asked.add_argument("--only", choices=["effort", "nation", "place"])
    given = asked.parse_args()
    if given.only in (None, "effort"):
        efforts = effort.measure(given.draws, posterior=given.posterior)
        show(effort.patterns(efforts), effort.columns(efforts))
    if given.only in (None, "nation") and given.posterior is None:
        with tempfile.TemporaryDirectory() as scratch:
            grown = nation.measure(prior_draws(given.draws), Path(scratch))
        show(nation.patterns(grown), nation.columns(grown))
    if given.only in (None, "place"):
        draws = measure.measure(given.draws, posterior=given.posterior)
        show(measure.patterns(draws), measure.columns(draws))


if __name__ == "__main__":
    main()
