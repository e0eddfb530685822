"""How the base of the Party's statistics grows: priors, of which entries follow.

Shares are of that base, and it moved: 2.97 million enterprises at the end of 2014, 2.73 million at
the end of 2016, while registered firms rose (docs/data/parameters.csv,
party_statistics_base_nonpublic_firms). What it did later has to be predicted. So its growth is open
in every track of enterprises from 2013 on (in 2014 it is known, 2.79 to 2.97 million, and stands in
the file): −4 % a year, between −10 % and 0, the same in all tracks of a draw. It isn't learnt. In
the tracks of 2002 enterprises enter by the parameter's prior, which is of social organizations:
what their base did until then is not known. Later it was: ``EARLY_GROWTH``, which a variant has.

The base of social organizations is .70 of the register, and all who enter a track are on it: so the
rate of entry, whose prior is of the register, is taken of the base.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.draws import series
from sim.methods.hindcast.tracks import Track
from sim.parameters import PARAMETERS
from sim.scenario.organizations import OrganizationsSpec

F64 = npt.NDArray[np.float64]

TRACKS: Final = (
    "nation_firms_2013",
    "nation_firms_2016",
    "linfen_firms",
    "anqing_firms",
    "fuzhou_firms",
    "liuzhou_firms",
)

GROWTH: Final = (-0.10, -0.04, 0.0)
"""Lowest, likeliest and highest growth a year, triangular: −.04 is that of 2014-16."""

EARLY_TRACKS: Final = ("nation_firms_2002", "survey_firms_2002")

EARLY_GROWTH: Final = (2.786 / 2.418) ** (1 / 7) - 1
"""Growth a year from 2.418 million enterprises at the end of 2006 (docs/data/national_coverage.csv)
to 2.786 million at the end of 2013 (docs/data/parameters.csv)."""

EXITS: Final = 0.016
"""Share of the base that leaves the register a year in these tracks (measured; see the test)."""
STOPPING: Final = 0.018
"""Share of the base that falls inactive a year in these tracks (measured likewise)."""

ENTRY: Final = "parameters.entry_per_year"


def growth(seed: int, replicates: npt.NDArray[np.int64]) -> F64:
    """Return the growth of the base a year for each replicate: quantiles of the triangle."""
    low, mode, high = GROWTH
    u = series(seed, "growth of the base of enterprises", int(replicates.max()) + 1)[replicates]
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1.0 - u) * (high - low) * (high - mode))
    return np.where(u < (mode - low) / (high - low), rising, falling)


def entry(grown: F64, struck: F64, shells: float, years: float) -> F64:
    """Return the rate of entry with which the base grows so, on average over some years.

    What leaves a year is ``EXITS``, and the share ``struck`` of the ``shells`` (those of the base
    that are inactive at the start) and of those that fall inactive later. A base that shrinks
    faster than that has no entries, and shrinks as fast as it can.
    """
    kept = 1.0 - struck
    cleaned = shells * (1.0 - kept**years) / years + STOPPING * (1.0 - kept ** (years / 2.0))
    result: F64 = np.maximum(0.0, grown + EXITS + cleaned)
    return result


def entries(
    track: Track,
    seed: int,
    replicates: npt.NDArray[np.int64],
    struck: F64,
    *,
    known: bool,
    early: bool = False,
) -> F64 | None:
    """Return the rate of entry of each replicate of a track, ``None`` where its prior holds.

    ``struck`` is the share of shells that is struck a year; ``known`` is whether anything is known
    of how the base of enterprises grows; ``early`` is whether that of 2006-13 is.
    """
    place = track.scenario.organizations
    if early and track.name in EARLY_TRACKS:
        grown = np.full(len(replicates), EARLY_GROWTH)
        return entry(grown, struck, place.inactive_share or 0.0, track.scenario.months / 12.0)
    if track.name not in TRACKS:
        return _of_a_part(place, seed, replicates)
    if not known:
        return None
    # Where it is stated how many entered, growth is open from then on only.
    stated = max((begins + 12 for begins, _rate in place.entry_series), default=0)
    years = (track.scenario.months - stated) / 12.0
    return entry(growth(seed, replicates), struck, place.inactive_share or 0.0, years)


def _of_a_part(
    place: OrganizationsSpec, seed: int, replicates: npt.NDArray[np.int64]
) -> F64 | None:
    """Return the rate of entry of a place whose base is a part of its register, else ``None``."""
    totals = place.synthesis
    if place.inactive_on_base != 0.0 or totals is None:
        return None
    registered, operating = totals.total.organizations, totals.total.operating
    if registered is None or operating is None:
        return None
    u = series(seed, "entries of social organizations", int(replicates.max()) + 1)[replicates]
    prior = PARAMETERS["entry_per_year"]
    drawn = np.array([prior.quantile(point) for point in u.tolist()])
    return drawn * (operating / registered)
