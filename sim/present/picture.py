"""The picture of an answer: a row an alternative, a dot and a bar at two moments, a line at zero.

Every drawing of it (figure, report, Word file, page in the browser) takes these numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.locale import _
from sim.present.answer import Answer, Moment

RUNNING, END = "running", "end"

APART: Final = 0.17
"""Distance of the two marks of a row from its middle, in rows."""


@dataclass(frozen=True)
class Mark:
    """A gain in effective coverage in points: the median, and what 90 % of worlds lie between."""

    when: str
    """``running``: its last month in force; ``end``: the horizon."""
    month: str
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Line:
    """An alternative with its marks, the earlier first."""

    id: str
    title: str
    marks: tuple[Mark, ...]


def picture(answer: Answer) -> tuple[Line, ...]:
    """Return the rows in the order of the answer; marks without a number are left out."""
    lines = []
    for row in answer.rows:
        moments = [(END, row.end)]
        if row.running is not None:
            moments.insert(0, (RUNNING, row.running))
        marks = [_mark(when, moment) for when, moment in moments]
        lines.append(Line(row.id, row.title, tuple(mark for mark in marks if _known(mark))))
    return tuple(lines)


def legend(answer: Answer) -> dict[str, str]:
    """Return what the marks are called, by their moment."""
    return {
        RUNNING: _("while it runs (last month in force)"),
        END: _("at the end of {month}").format(month=answer.last),
    }


def _mark(when: str, moment: Moment) -> Mark:
    band = moment.effective
    return Mark(when, moment.month, *(100.0 * value for value in (band.q05, band.q50, band.q95)))


def _known(mark: Mark) -> bool:
    return mark.middle == mark.middle  # not a number where nothing was there to count
