"""Alternatives against each other: in how many worlds of a run each is above each other one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from sim.cli.aligned import fitted
from sim.locale import _, current_language, pick
from sim.report.wording import said
from sim.results.compare import Comparison
from sim.results.ranking import SAID, pairs

COLUMNS: Final = 80
"""Where the sentence above the table is broken."""


def ranking(found: Comparison) -> Iterator[str]:
    """Yield the lines of a table; none where there is nothing but the baseline to compare with."""
    names = found.results.alternatives
    worlds = len(found.results.replicates)
    if len(names) < 3 or worlds < 2:
        return
    text = _(
        "In how many of {n} worlds the row is above the column in {measure}; where two numbers "
        "don't add up, the rest is equal:"
    ).format(n=worlds, measure=said(SAID))
    # Chinese has no spaces to break at, and is short enough.
    yield from textwrap.wrap(text, COLUMNS) if current_language() == "en" else [text]
    counted = pairs(found)
    rows = [["", *(f"({k})" for k in range(len(names)))]]
    for k, name in enumerate(names):
        cells = []
        for other in names:
            tally = counted[name].get(other)
            whole = tally is not None and tally.of == worlds
            cells.append("·" if tally is None else str(tally.higher if whole else tally))
        rows.append([f"({k}) {pick(found.results.info['alternatives'][name])}", *cells])
    yield from fitted(rows).splitlines()
