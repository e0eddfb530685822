"""What holds uncovered organizations back, year by year, as text."""

from __future__ import annotations

import numpy as np

from sim.cli.aligned import fitted
from sim.locale import _
from sim.locale.links import LINKS
from sim.results.bottlenecks import course
from sim.results.reading import Results
from sim.results.tabulate import BOTTLENECK_NAMES

LEAST = 0.005
"""A bottleneck that never holds back this share of the uncovered has no row."""


def table(results: Results, alternative: str, dimension: str = "all") -> str:
    """Return a table a group: a row a bottleneck, a column a year, in shares of the uncovered.

    The last row is the number of operating organizations without a branch: means over worlds.
    """
    seen = course(results, alternative, dimension)
    shares = seen.shares()
    scenario = results.scenario
    rows: list[list[str]] = []
    for place, group in enumerate(seen.groups):
        title = group or _("Of the uncovered, held back by")
        ends = [scenario.month_name(month - 1) for month in seen.months[1:]]
        rows.append([title, _("start"), *ends])
        order = np.argsort(-shares[place].max(0), kind="stable").tolist()
        for link in order:
            if shares[place, :, link].max() >= LEAST:
                cells = [f"{value:.0%}" for value in shares[place, :, link].tolist()]
                rows.append(["  " + _(LINKS[BOTTLENECK_NAMES[link]]), *cells])
        total = seen.numbers[place].sum(-1).tolist()
        rows.append([_("  uncovered organizations"), *(f"{value:,.0f}" for value in total)])
    return fitted(rows)
