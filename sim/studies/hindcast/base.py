"""How the base of the Party's statistics grows: priors, of which entries follow.

Shares are of that base, and it moved: 2.97 million enterprises at the end of 2014, 2.73 million at
the end of 2016, while registered firms rose (docs/data/parameters.csv,
party_statistics_base_nonpublic_firms). What it did later has to be predicted. So its growth is open
in every track of enterprises from 2013 on (in 2014 it is known, 2.79 to 2.97 million, and stands in
the file). It is −4 % a year, between −10 % and 0, the same in all tracks of a draw. It isn't
learnt. In the tracks of 2002 enterprises enter by the parameter's prior, which is of social
organizations: what their base did until then is not known. Later it was (``LATER``): a variant is
given that, as a scenario may state its population, and so are curves beside it.

The base of social organizations is .70 of the register, and all who enter a track are on it. So the
rate of entry, whose prior is of the register, is taken of the base.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.draws import F64, I64, series
from sim.parameters import PARAMETERS
from sim.plan.organizations import OrganizationsSpec
from sim.studies.hindcast.tracks import Track

TRACKS: Final = (
    "nation_firms_2013",
    "nation_firms_2016",
    "linfen_firms",
    "anqing_firms",
    "fuzhou_firms",
    "liuzhou_firms",
    "zhejiang_firms",
)

STATED: Final[Mapping[str, float]] = {"guangzhou_social": 0.0}
"""Growth of the register a year that the row of a track states: 8,122 registered in October 2019,
8,030 at the end of 2021 (docs/data/campaigns.csv)."""

GROWTH: Final = (-0.10, -0.04, 0.0)
"""Lowest, likeliest and highest growth a year, triangular: −.04 is that of 2014-16."""

EARLY_GROWTH: Final = (2.786 / 2.418) ** (1 / 7) - 1
"""Growth a year from 2.418 million enterprises at the end of 2006 (docs/data/national_coverage.csv)
to 2.786 million at the end of 2013 (docs/data/parameters.csv)."""

_EARLY: Final = dict.fromkeys(range(2003, 2014), EARLY_GROWTH)
_SINCE: Final = {2014: 2.974 / 2.786 - 1, **dict.fromkeys((2015, 2016), (2.732 / 2.974) ** 0.5 - 1)}

LATER: Final[Mapping[str, Mapping[int, float]]] = {
    "nation_social_2019": {
        2020: 894.0 / 866.0 - 1,
        2021: 901.9 / 894.0 - 1,
        2022: 891.3 / 901.9 - 1,
        2023: (865.0 / 891.3) ** (12 / 34) - 1,
    },
    "nation_firms_2002": {year: _EARLY[year] for year in range(2003, 2011)},
    "survey_firms_2002": {**_EARLY, **_SINCE, 2017: 0.0, 2018: 0.0},
    "nation_firms_2013": {year: _SINCE[year] for year in (2015, 2016)},
}
"""Growth of the base by year, as it was known only later, by track.

Of social organizations it is the register's, in thousands (docs/data/national_population.csv; 2023
between the ends of 2022 and of October 2025). Of enterprises it is that of the Party's statistics
(docs/data/parameters.csv), held after 2016."""


@dataclass(frozen=True)
class Leaving:
    """Shares of the base that leave the register and that fall inactive a year."""

    exits: float
    stopping: float


FIRMS: Final = Leaving(0.016, 0.018)
SOCIAL: Final = Leaving(0.018, 0.036)
"""Measured in the tracks of either (see the test)."""

ENTRY: Final = "parameters.entry_per_year"


def growth(seed: int, replicates: I64) -> F64:
    """Return the growth of the base a year for each replicate: quantiles of the triangle."""
    low, mode, high = GROWTH
    u = series(seed, "growth of the base of enterprises", int(replicates.max()) + 1)[replicates]
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1.0 - u) * (high - low) * (high - mode))
    return np.where(u < (mode - low) / (high - low), rising, falling)


def entry(grown: F64, struck: F64, shells: float, years: float, leaving: Leaving = FIRMS) -> F64:
    """Return the rate of entry with which the base grows so, on average over some years.

    Those leave a year that exit, and the share ``struck`` of the ``shells`` (those of the base that
    are inactive at the start) and of those that fall inactive later. A base that shrinks faster
    than that has no entries, and shrinks as fast as it can.
    """
    kept = 1.0 - struck
    cleaned = shells * (1.0 - kept**years) / years + leaving.stopping * (1.0 - kept ** (years / 2))
    return np.asarray(np.maximum(0.0, grown + leaving.exits + cleaned))


def entries(track: Track, seed: int, replicates: I64, struck: F64, *, known: bool) -> F64 | None:
    """Return the rate of entry of each replicate of a track, ``None`` where its prior holds.

    ``struck`` is the share of shells that is struck a year; ``known`` is whether anything is known
    of how the base of enterprises grows.
    """
    place, count = track.scenario.organizations, int(replicates.max()) + 1
    part = _part(place)
    if track.name in STATED:
        grown = np.full(len(replicates), STATED[track.name])
        return (part or 1.0) * entry(grown, struck, 0.0, _years(track), SOCIAL)
    if track.name in TRACKS:
        shells = place.inactive_share or 0.0
        return entry(growth(seed, replicates), struck, shells, _years(track)) if known else None
    if part is None:
        return None
    u = series(seed, "entries of social organizations", count)[replicates]
    return part * np.array([PARAMETERS["entry_per_year"].quantile(point) for point in u.tolist()])


def entry_known_later(track: Track, struck: F64) -> dict[str, F64]:
    """Return by key the rates of entry with which the base grows as was known only later."""
    years, place = LATER.get(track.name, {}), track.scenario.organizations
    part, shells, leaving = 1.0, place.inactive_share or 0.0, FIRMS
    if place.inactive_on_base == 0.0:
        part, shells, leaving = _part(place) or 1.0, 0.0, SOCIAL
    return {
        f"organizations.entry_series.{year}": part
        * entry(np.full(len(struck), grown), struck, shells, len(years), leaving)
        for year, grown in years.items()
    }


def multiple(track: Track, years: float) -> float:
    """Return the base of a track after some years, as it was known later, over that at first.

    1 where nothing is known of it.
    """
    found, first = 1.0, track.scenario.start_year
    for year, grown in LATER.get(track.name, {}).items():
        found *= (1.0 + grown) ** min(max(years - (year - first), 0.0), 1.0)
    return found


def _years(track: Track) -> float:
    """Return for how many years nothing is stated of entries: growth is open from then on only."""
    series = track.scenario.organizations.entry_series
    stated = max((begins + 12 for begins, _rate in series), default=0)
    return (track.scenario.months - stated) / 12.0


def _part(place: OrganizationsSpec) -> float | None:
    """Return which part of the register is the base, ``None`` where all of it may be."""
    totals = place.synthesis
    if place.inactive_on_base != 0.0 or totals is None:
        return None
    registered, operating = totals.total.organizations, totals.total.operating
    return None if registered is None or operating is None else operating / registered
