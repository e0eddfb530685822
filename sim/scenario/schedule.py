"""Months of a file ("2010-01") as indices from the start of the scenario."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sim.locale import _
from sim.text.locate import Path
from sim.text.months import month_index
from sim.text.problems import Report

Spans = tuple[tuple[int | None, int | None], ...]


def spans(
    path: Path,
    entry: Any,
    start: tuple[int, int],
    months: int,
    shortened: bool,
    report: Report,
    *,
    since: int = 0,
) -> Spans:
    """Return the periods of a policy's entry, inclusive; wrong ones are refused.

    A policy that begins after the last month is a mistake in a file, but only a warning where
    the horizon was ``shortened`` on the command line. ``since`` is the month from which one without
    a start is in force.
    """
    if entry.periods and (entry.start or entry.end):
        report.refuse((*path, "periods"), _("Write either periods, or start and end."))
    places: list[tuple[Path, Any]] = [(path, entry)]
    if entry.periods:
        places = [((*path, "periods", n), period) for n, period in enumerate(entry.periods)]
    found: list[tuple[int | None, int | None]] = []
    for place, period in places:
        first = month_index(period.start, start) if period.start else None
        last = month_index(period.end, start) if period.end else None
        found.append((first, last))
        if last is not None and last < (since if first is None else first):
            message = (
                _("The end {end} is before the start {start}.").format(
                    end=period.end, start=period.start
                )
                if first is not None and last < first
                else _("The end {end} is before the scenario starts.").format(end=period.end)
            )
            report.refuse((*place, "end"), message)
        elif first is not None and first >= months:
            message = _("{start} comes after the last month of the run ({last}).").format(
                start=period.start, last=_name(start, months - 1)
            )
            tell = report.warn if shortened else report.refuse
            tell((*place, "start"), message, _("Lower start or raise years."))
    for index, (one, other) in enumerate(pairwise(found), 1):
        if overlap((one,), (other,)) or (other[0] or 0) < (one[0] or 0):
            report.refuse(
                (*path, "periods", index), _("Periods follow one another and do not overlap.")
            )
    return tuple(found)


def overlap(one: Spans, other: Spans) -> bool:
    """Whether two schedules share a month."""
    infinity = float("inf")
    return any(
        max(a or 0, c or 0) <= min(infinity if b is None else b, infinity if d is None else d)
        for a, b in one
        for c, d in other
    )


def _name(start: tuple[int, int], month: int) -> str:
    count = start[0] * 12 + start[1] - 1 + month
    return f"{count // 12:04d}-{count % 12 + 1:02d}"
