"""What drives add by the calibrated model, as it is and shrunk.

The model learnt from places that had something to report: those that ran a drive and saw nothing
rise have no reason to publish. What it says of drives may therefore be too much, by how much nobody
knows; read it also at 0.8 and 0.6 of its size. A drive is compared with the same draws of the same
place without it, where everything that was asked of all places at the time goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.studies.abc import Posterior
from sim.studies.cases import Progress
from sim.studies.hindcast.ensemble import AS_IT_IS, Variant, simulate
from sim.studies.hindcast.tracks import DRIVE_PARTS, HISTORY, Track, track
from sim.studies.store import CaseStore

F64 = npt.NDArray[np.float64]

TRACKS: Final = ("linfen_social", "linfen_firms", "anqing_social", "anqing_firms", "nanjing_social")
"""Places with a drive."""

WITHOUT: Final = Variant(
    {f"alternatives.{HISTORY}.policies.{part}.intensity": 0.0 for part in DRIVE_PARTS}
)
"""The place as it was, but for the drive."""

SHRUNK: Final = (0.8, 0.6)
"""Shares of an effect that is reported by those who saw one (a range by reasoning)."""

DRAWS: Final = 200
FIRST: Final = 200_000
"""Number of the first replicate: neither the bank's nor the predictions'."""

MEASURES: Final = ("reported_coverage", "effective_coverage")


@dataclass(frozen=True)
class Campaign:
    """What a drive adds to a measure at the last figure of its track: 5, 50, 95 % of draws.

    Shares; ``without`` is the rise since the start that comes without it.
    """

    track: str
    measure: str
    months: int
    without: tuple[float, float, float]
    added: tuple[float, float, float]

    def shrunk(self, share: float) -> float:
        """Return the median of what is added, shrunk to a share of it."""
        return share * self.added[1]


def campaigns(
    posterior: Posterior, store: CaseStore, *, draws: int = DRAWS, progress: Progress | None = None
) -> Iterator[Campaign]:
    """Yield what every drive adds to reported and to effective coverage."""
    u, numbers = posterior.draws(draws), FIRST + np.arange(draws)
    for done, name in enumerate(TRACKS):
        place = track(name)
        months = place.rows[-1].month
        drive, nothing = (
            _ends(place, u, numbers, store, months, variant) for variant in (AS_IT_IS, WITHOUT)
        )
        for k, measure in enumerate(MEASURES):
            rise = nothing[:, k, 1] - nothing[:, k, 0]
            added = drive[:, k, 1] - nothing[:, k, 1]
            yield Campaign(name, measure, months, _quantiles(rise), _quantiles(added))
        if progress is not None:
            progress((done + 1) / len(TRACKS))


def _ends(
    place: Track,
    u: F64,
    numbers: npt.NDArray[np.int64],
    store: CaseStore,
    months: int,
    variant: Variant,
) -> F64:
    return simulate(
        place, u, numbers, store, months=[0, months], measures=MEASURES, variant=variant
    )


def _quantiles(values: F64) -> tuple[float, float, float]:
    low, middle, high = np.quantile(values[np.isfinite(values)], (0.05, 0.5, 0.95)).tolist()
    return low, middle, high
