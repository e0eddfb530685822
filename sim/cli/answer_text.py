"""The page that ``fugai run`` prints: at most 25 lines of 80 columns, facts and answer first.

Alternatives have letters, so that a sentence about four of them stays one. Where the page would be
longer, conclusions that the table or a question says as well are left out. The least needed go
first, then the remarks. No row of the table ever is.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from shlex import quote
from string import ascii_uppercase
from typing import Final

import click

from sim.locale import _, ngettext
from sim.measures.catalogue import HEADLINE, MEASURES
from sim.present.answer import SAID, Answer, Moment, Row
from sim.present.names import measure_within, sentences
from sim.present.numbers import (
    change_text,
    change_unit,
    k_of_n,
    points,
    quantity,
    signed,
    whole,
    yuan,
)  # fmt: skip
from sim.present.replies import facts_line, not_given, nothing_new_line, overturned, questions
from sim.present.sentences import Sentence, certain, conclusions, quoted, why_none
from sim.present.tables import GAP, clipped, wrapped
from sim.results.answering import answer
from sim.results.reading import Results
from sim.text.problems import width

MOST_LINES: Final = 25
MOST_COLUMNS: Final = 80

LEAST_SAID: Final = 3
"""Lines of conclusions for which titles are cut rather than put on lines of their own."""

FIRST: Final = (
    "clear", "harmful", "cap", "rival", "leads", "paper", "same", "order", "nothing", "price",
    "fades",
)  # fmt: skip
"""Rules whose sentences stand first where there is no room for all; they keep their own order."""


def show_answer(results: Results, by: str, remarks: Sequence[str]) -> None:
    """Print the page of a finished run."""
    folder = quote(str(results.folder))
    after = (
        _("Results: {folder}").format(folder=results.folder),
        f"→ fugai report {folder} -o report.html",
    )
    for line in page(answer(results, measure=by), results, remarks=remarks, after=after):
        click.echo(line)


def show_first(results: Results, by: str, wanted: int) -> int:
    """Print the table of the first part of a run; return how many lines it took."""
    text = _("First {n} of {all} simulations; the conclusions follow.")
    said = text.format(n=len(results.replicates), all=wanted)
    lines = [*page(answer(results, measure=by, whole=False), results), said]
    for line in lines:
        click.echo(line)
    return len(lines)


def erased(lines: int) -> str:
    """Return what takes back the last lines of a terminal; nothing where they have left it."""
    if not 0 < lines < shutil.get_terminal_size().lines:
        return ""
    return f"\x1b[{lines}A\x1b[J"


def page(
    found: Answer, results: Results, *, remarks: Sequence[str] = (), after: Sequence[str] = ()
) -> list[str]:
    """Return the lines. ``remarks`` say what was filled in or assumed, the weightiest first;
    ``after`` are the last lines: where the files are, and the next command.
    """
    lettered = with_letters(found)
    head = [*_wrapped(_head(found), facts_line(found), nothing_new_line(found))]
    replies = _wrapped(*map(_spaced, (*_replies(lettered), _at_defaults(lettered, results))))
    # Paths and commands stay in one piece, to be copied.
    tail = [*_wrapped(*failures(results)), *after]
    room = MOST_LINES - len(head) - len(replies) - len(tail) - (1 if remarks else 0)
    rows = table(lettered)
    if len(rows) > room - LEAST_SAID:
        rows = table(lettered, cut=True)
    head += rows
    said = _fitting(conclusions(lettered) or certain(lettered), room - len(rows))
    lines = [*head, *said, *replies]
    return [*lines, *_remarks(remarks, MOST_LINES - len(lines) - len(tail)), *tail]


def _spaced(text: str) -> str:
    """Put a space between the letter of a row and the Chinese around it."""
    return re.sub(
        r"(?<=[\u4e00-\u9fff])(?=[A-Z]\d?(?![A-Za-z]))|(?<=[A-Z])(?=[\u4e00-\u9fff])", " ", text
    )


def _fitting(found: Sequence[Sentence], room: int) -> list[str]:
    """Return the lines of as many sentences as there is room for."""
    lines = {each: wrapped(_spaced(each.text), MOST_COLUMNS, indent=2) for each in found}
    kept: list[Sentence] = []
    for each in sorted(found, key=lambda each: FIRST.index(each.rule)):
        if len(lines[each]) <= room:
            kept.append(each)
            room -= len(lines[each])
    return [line for each in found if each in kept for line in lines[each]]


def _replies(found: Answer) -> Iterator[str]:
    if not found.whole:
        return
    yield why_none(found)
    for each in questions(found):
        yield sentences([each.asked, each.reply])
    yield from overturned(found)
    yield not_given(found)


def _at_defaults(found: Answer, results: Results) -> str:
    """Say in how many replicates rows are higher with every assumption at its default."""
    known = results.defaults()
    if known is None or found.measure not in HEADLINE:
        return ""
    n = len(results.replicates)
    parts = [
        _("{title} {k}").format(
            title=quoted(row), k=k_of_n(round(n * known["share_higher"][row.id][found.measure]), n)
        )
        for row in found.rows
    ]
    text = _("With every assumption at its default, higher at the end: {parts}.")
    return text.format(parts=_(", ").join(parts))


def _remarks(remarks: Sequence[str], room: int) -> list[str]:
    """Return remarks as far as there is room, and how many are left for ``--details``."""
    lines: list[str] = []
    for number, remark in enumerate(remarks):
        own = wrapped(remark, MOST_COLUMNS, indent=2)
        last = number == len(remarks) - 1
        if len(lines) + len(own) + (0 if last else 1) > room:
            left = len(remarks) - number
            text = ngettext(
                "{n} more remark on the list and the scenario: --details.",
                "{n} more remarks on the list and the scenario: --details.",
                left,
            )
            return [*lines, text.format(n=left)]
        lines += own
    return lines


def _wrapped(*texts: str) -> list[str]:
    return [line for text in texts if text for line in wrapped(text, MOST_COLUMNS, indent=2)]


def with_letters(found: Answer) -> Answer:
    """Return the answer with alternatives called by the letters that their rows have."""
    rows = tuple(
        replace(
            row,
            letter=letter(number),
            allowed=None if row.allowed is None else replace(row.allowed, title=letter(number)),
        )
        for number, row in enumerate(found.rows)
    )
    return replace(found, rows=rows)


def letter(number: int) -> str:
    """Return the letter of a row, from A on; after Z come A2, B2 and so on."""
    again, place = divmod(number, len(ascii_uppercase))
    return ascii_uppercase[place] + (str(again + 1) if again else "")


def _head(found: Answer) -> str:
    return _("{title}, {first} to {last}").format(
        title=found.title, first=found.first, last=found.last
    )


def table(found: Answer, *, cut: bool = False) -> list[str]:
    """Return the table: a row an alternative, while it runs and at the horizon.

    A title for which there is no room beside the numbers has a line of its own, or is ``cut``.
    """
    if not found.rows:
        return []
    heads = _heads(found)
    cells = [_cells(found, row) for row in found.rows]
    sizes = [max(width(row[n]) for row in (*heads, *cells)) for n in range(len(heads[0]))]
    room = MOST_COLUMNS - sum(sizes) - GAP * len(sizes)

    def line(first: str, numbers: Sequence[str]) -> list[str]:
        padded = (
            " " * (GAP + size - width(text)) + text
            for text, size in zip(numbers, sizes, strict=True)
        )
        if width(first) > room:
            return [first, " " * room + "".join(padded)]
        return [first + " " * (room - width(first)) + "".join(padded)]

    lines = [text for each in zip(_caption(found), heads, strict=True) for text in line(*each)]
    for row, numbers in zip(found.rows, cells, strict=True):
        name = f"{row.letter} {row.title}"
        lines += line(clipped(name, room) if cut else name, numbers)
    if found.measure != SAID:
        text = _("Judged and sorted by: {measure}.")
        lines.append(text.format(measure=measure_within(found.measure)))
    return lines


def _caption(found: Answer) -> tuple[str, str]:
    unit = _("points") if MEASURES[found.measure].is_share else change_unit(found.measure)
    return _("Gain in {unit}:").format(unit=unit), (
        _("effective/reported") if found.measure == SAID else ""
    )


def _heads(found: Answer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the two lines above the numbers."""
    columns = (
        *([(_("while it"), _("runs"))] if _any_ends(found) else []),
        (_("end of"), found.last),
        (_("higher"), _("of {n}").format(n=found.replicates)),
        (_("added"), _("org.")),
        (_("added"), _("yuan")),
        (_("added"), _("hours")),
    )
    first, second = zip(*columns, strict=True)
    return first, second


def _any_ends(found: Answer) -> bool:
    """Whether an alternative ends before the horizon, so that two moments differ."""
    return any(row.running is not None for row in found.rows)


def _cells(found: Answer, row: Row) -> tuple[str, ...]:
    running = _("to the end") if row.running is None else _gain(found, row.running)
    return (
        *([running] if _any_ends(found) else []),
        _gain(found, row.end),
        str(row.end.worlds.higher),
        signed(row.end.organizations.q50, 0),
        yuan(row.added_yuan.q50),
        whole(row.added_hours.q50),
    )


def _gain(found: Answer, when: Moment) -> str:
    """Return a gain, of effective coverage with that of reported coverage behind it."""
    if found.measure != SAID:
        return change_text(found.measure, when.gain.q50)
    return f"{points(when.effective.q50)}/{points(when.reported.q50)}"


def failures(results: Results) -> list[str]:
    """Say what was left out or scaled, which nobody may miss."""
    said = []
    if results.failed:
        text = ngettext(
            "{n} replicate failed and is left out.",
            "{n} replicates failed and are left out.",
            len(results.failed),
        )
        said.append(text.format(n=len(results.failed)))
    if results.weight != 1.0:
        text = _("A sample of organizations was simulated; numbers are scaled up by {n}.")
        said.append(text.format(n=quantity(results.weight)))
    return said
