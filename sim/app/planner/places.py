"""The districts of a place as tiles: how many organizations, and how far they are covered."""

from __future__ import annotations

import numpy as np

from sim.app.planner.html import Tile
from sim.app.planner.organizations import Listing
from sim.locale import _, ngettext, pick
from sim.present.numbers import NOTHING, percent, whole
from sim.results.parquet import booleans, places, values
from sim.results.reading import Results
from sim.scenario import Scenario

EFFECT = "effective_coverage"


def at_start(scenario: Scenario, found: Listing | None) -> list[Tile]:
    """Return the districts at the start of replicate 0: the share that has a party organization."""
    place = scenario.place
    tiles = []
    for number, title in enumerate(place.district_titles):
        if found is None:
            tiles.append(Tile(pick(title), None, "", place.tiles[number]))
            continue
        here = found.district == number
        count = int(here.sum())
        share = float(found.covered[here].mean()) if count else None
        text = ngettext("{n} organization", "{n} organizations", count).format(n=f"{count:,}")
        if share is not None:
            text = _("{share} of {n}").format(share=percent(share), n=whole(count))
        tiles.append(Tile(pick(title), share, text, place.tiles[number]))
    return tiles


def at_end(results: Results, alternative: str) -> list[Tile]:
    """Return the districts at the horizon: the median over worlds of effective coverage."""
    scenario = results.scenario
    place = scenario.place
    table = results.series([EFFECT], dimension="district")
    side = results.alternatives.index(alternative)
    mine = places(table["alternative"], results.alternatives) == side
    table = table.filter(booleans(mine & (values(table["month"]) == results.months)))
    present = [str(text) for text in table["group"].unique().to_pylist()]
    group = places(table["group"], present)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = values(table["numerator"]) / values(table["denominator"])
    tiles = []
    for number, name in enumerate(place.district_ids):
        known = share[group == present.index(name)] if name in present else share[:0]
        known = known[np.isfinite(known)]
        middle = float(np.median(known)) if len(known) else None
        text = NOTHING if middle is None else percent(middle)
        tiles.append(Tile(pick(place.district_titles[number]), middle, text, place.tiles[number]))
    return tiles
