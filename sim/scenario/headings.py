"""Headings of a registry: which column is what, in English, Chinese or the file's own words."""

from __future__ import annotations

from collections.abc import Mapping

from sim.locale import _
from sim.scenario import cells as read
from sim.scenario.errors import Problem
from sim.scenario.sheets import Sheet, row_problem
from sim.scenario.vocabulary import COLUMNS, plain

NAMES = tuple(dict.fromkeys(COLUMNS.values()))


def headings(sheet: Sheet, own: Mapping[str, str]) -> tuple[dict[str, int], list[Problem]]:
    """Return the position of every column that is there, and what is wrong with the headings.

    ``own`` are headings that the scenario explains: heading → column, or ``ignore``.
    """
    places: dict[str, int] = {}
    problems: list[Problem] = []
    explained = {plain(heading): column for heading, column in own.items()}

    def refuse(position: int, message: str, hint: str = "") -> None:
        problems.append(
            row_problem(sheet.file, sheet.heading_row, sheet.headings, position, message, hint)
        )

    for position, heading in enumerate(sheet.headings):
        column = explained.get(plain(heading)) or COLUMNS.get(plain(heading))
        if column == "ignore":
            continue
        if not heading:
            refuse(position, _("A column has cells but no heading."))
        elif column is None:
            try:
                read.word(heading, COLUMNS, NAMES)
            except read.WrongCell as wrong:
                hint = (
                    wrong.hint
                    + " "
                    + _('To leave a column out: columns = {{ "{heading}" = "ignore" }}.').format(
                        heading=heading
                    )
                )
                refuse(position, _('Unknown column "{name}".').format(name=heading), hint)
        elif column in places:
            first = sheet.headings[places[column]]
            message = _('"{first}" and "{second}" are both the column {column}.')
            refuse(position, message.format(first=first, second=heading, column=column))
        else:
            places[column] = position
    return places, problems


def values_of(sheet: Sheet, places: Mapping[str, int], column: str) -> tuple[str, ...]:
    """Return the different values of a column, sorted: districts where the file names none."""
    if column not in places:
        return ()
    found = {row[places[column]] for row in sheet.cells}
    return tuple(sorted(value for value in found if not read.is_missing(value)))
