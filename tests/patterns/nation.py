"""Pattern P3: growth of the nation's shares from the end of 2014 to the end of 2016.

The tracks are those of the hindcast, its six factors drawn from their priors.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from sim.studies.hindcast.ensemble import simulate
from sim.studies.hindcast.tracks import track
from sim.studies.store import CaseStore
from tests.patterns.growth import F64, logit_growth
from tests.patterns.statistics import Share, share_holding

SOUGHT: Final = {"nation_social_2014": (0, 24, 0.34), "nation_firms_2013": (12, 36, 0.31)}
"""By track: months done at the ends of 2014 and 2016, and the logit growth a year observed."""

WITHIN: Final = 0.08
MEASURE: Final = "reported_coverage"


@dataclass(frozen=True)
class Grown:
    """What the draws of a track show, by draw."""

    sought: list[float]  # logit growth a year from the end of 2014 to that of 2016
    whole: list[float]  # the same from the track's start
    last: list[float]  # the share at the end of 2016


def measure(u: F64, scratch: Path) -> dict[str, Grown]:
    """Return by track what draws of the factors show; cases are kept below ``scratch``."""
    found = {}
    for name, (first, last, _observed) in SOUGHT.items():
        months = sorted({0, first, last})
        shares = simulate(
            track(name), u, np.arange(len(u)), CaseStore(scratch, jobs=1),
            months=months, measures=[MEASURE],
        )[:, 0].tolist()  # fmt: skip
        found[name] = Grown(
            [logit_growth(row[-2], row[-1], (last - first) / 12) for row in shares],
            [logit_growth(row[0], row[-1], last / 12) for row in shares],
            [row[-1] for row in shares],
        )
    return found


def patterns(found: dict[str, Grown]) -> dict[str, Share]:
    """Return in how many draws each track's growth is near that observed."""
    return {
        f"P3 {name}": share_holding([abs(v - SOUGHT[name][2]) <= WITHIN for v in grown.sought])
        for name, grown in found.items()
    }


def columns(found: dict[str, Grown]) -> dict[str, list[float]]:
    """Return every statistic by draw."""
    parts = {"": "sought", " from its start": "whole", " share": "last"}
    return {
        f"P3 {name}{said}": getattr(grown, part)
        for name, grown in found.items()
        for said, part in parts.items()
    }
