"""What holds the uncovered back, at the start and at the end, under every alternative."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.locale import _
from sim.present.names import reason_name
from sim.present.numbers import Cell, percent, whole
from sim.report.answer import title
from sim.report.blocks import Row, Table
from sim.results.bottlenecks import course
from sim.results.reading import Results
from sim.results.tabulate import BOTTLENECK_NAMES

LEAST: Final = 0.005
"""A bottleneck that nowhere holds back this share of the uncovered has no row."""


def table(results: Results) -> Table:
    """Return shares of the operating organizations without a branch: means over worlds."""
    courses = [course(results, name) for name in results.alternatives]
    shares = [entry.shares().sum(0) for entry in courses]  # one group: all
    totals = [entry.numbers.sum((0, 2)) for entry in courses]
    columns = [shares[0][0], *(entry[-1] for entry in shares)]
    order = np.argsort(-np.max(columns, axis=0), kind="stable").tolist()
    rows = [
        Row(
            reason_name(BOTTLENECK_NAMES[link]),
            [Cell(percent(float(column[link]))) for column in columns],
        )
        for link in order
        if max(column[link] for column in columns) >= LEAST
    ]
    numbers = [totals[0][0], *(entry[-1] for entry in totals)]
    label = _("Uncovered operating organizations")
    rows.append(Row(label, [Cell(whole(float(n))) for n in numbers], strong=True))
    return Table(
        _("Share of uncovered operating organizations that each link holds back at the end"),
        ["", _("At the start"), *(title(results, name) for name in results.alternatives)],
        rows,
    )
