"""The page that ``fugai run`` prints: at most 25 lines of 80 columns, facts and answer first.

Alternatives have letters, so that a sentence about four of them stays one. Where the page would be
longer, conclusions that the table or a question says as well are left out, the least needed first,
then the remarks; no row of the table ever is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from string import ascii_uppercase
from typing import Final

from sim.locale import _, ngettext
from sim.measures.catalogue import HEADLINE, MEASURES
from sim.present.answer import SAID, Answer, Moment, Row
from sim.present.names import measure_within, sentences
from sim.present.numbers import (
    NOTHING,
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
from sim.present.sentences import Sentence, conclusions, quoted, why_none
from sim.present.tables import GAP, wrapped
from sim.results.reading import Results
from sim.scenario.errors import width

MOST_LINES: Final = 25
MOST_COLUMNS: Final = 80

FIRST: Final = (
    "clear", "harmful", "cap", "rival", "leads", "paper", "same", "order", "nothing", "price",
    "fades",
)  # fmt: skip
"""Rules whose sentences stand first where there is no room for all; they keep their own order."""


def page(
    answer: Answer, results: Results, *, remarks: Sequence[str] = (), after: Sequence[str] = ()
) -> list[str]:
    """Return the lines. ``remarks`` say what was filled in or assumed, the weightiest first;
    ``after`` are the last lines: where the files are, and the next command.
    """
    lettered = with_letters(answer)
    head = [*_wrapped(_head(answer), facts_line(answer), nothing_new_line(answer))]
    head += table(lettered)
    replies = _wrapped(*map(_spaced, (*_replies(lettered), _at_defaults(lettered, results))))
    tail = _wrapped(*failures(results), *after)
    room = MOST_LINES - len(head) - len(replies) - len(tail)
    said = _fitting(conclusions(lettered), room - (1 if remarks else 0))
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


def _replies(answer: Answer) -> Iterator[str]:
    yield why_none(answer)
    if not answer.whole:
        return
    for each in questions(answer):
        yield sentences([each.asked, each.reply])
    yield from overturned(answer)
    yield not_given(answer)


def _at_defaults(answer: Answer, results: Results) -> str:
    """Say in how many replicates rows are higher with every assumption at its default."""
    known = results.defaults()
    if known is None or answer.measure not in HEADLINE:
        return ""
    n = len(results.replicates)
    parts = [
        _("{title} {k}").format(
            title=quoted(row), k=k_of_n(round(n * known["share_higher"][row.id][answer.measure]), n)
        )
        for row in answer.rows
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


def with_letters(answer: Answer) -> Answer:
    """Return the answer with alternatives called by the letters that their rows have."""
    rows = tuple(
        replace(
            row,
            letter=letter(number),
            allowed=None if row.allowed is None else replace(row.allowed, title=letter(number)),
        )
        for number, row in enumerate(answer.rows)
    )
    return replace(answer, rows=rows)


def letter(number: int) -> str:
    """Return the letter of a row, from A on; after Z come A2, B2 and so on."""
    again, place = divmod(number, len(ascii_uppercase))
    return ascii_uppercase[place] + (str(again + 1) if again else "")


def _head(answer: Answer) -> str:
    return _("{title}, {first} to {last}").format(
        title=answer.title, first=answer.first, last=answer.last
    )


def table(answer: Answer) -> list[str]:
    """Return the table: a row an alternative, while it runs and at the horizon.

    A title for which there is no room beside the numbers has a line of its own.
    """
    if not answer.rows:
        return []
    heads = _heads(answer)
    cells = [_cells(answer, row) for row in answer.rows]
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

    lines = [text for each in zip(_caption(answer), heads, strict=True) for text in line(*each)]
    for row, numbers in zip(answer.rows, cells, strict=True):
        lines += line(f"{row.letter} {row.title}", numbers)
    if answer.measure != SAID:
        text = _("Judged and sorted by: {measure}.")
        lines.append(text.format(measure=measure_within(answer.measure)))
    return lines


def _caption(answer: Answer) -> tuple[str, str]:
    unit = _("points") if MEASURES[answer.measure].is_share else change_unit(answer.measure)
    return _("Gain in {unit}:").format(unit=unit), (
        _("effective/reported") if answer.measure == SAID else ""
    )


def _heads(answer: Answer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the two lines above the numbers."""
    columns = (
        (_("while it"), _("runs")),
        (_("end of"), answer.last),
        (_("higher"), _("of {n}").format(n=answer.replicates)),
        (_("added"), _("org.")),
        (_("added"), _("yuan")),
        (_("added"), _("hours")),
    )
    first, second = zip(*columns, strict=True)
    return first, second


def _cells(answer: Answer, row: Row) -> tuple[str, ...]:
    return (
        _gain(answer, row.running),
        _gain(answer, row.end),
        str(row.end.worlds.higher),
        signed(row.end.organizations.q50, 0),
        yuan(row.added_yuan.q50),
        whole(row.added_hours.q50),
    )


def _gain(answer: Answer, when: Moment | None) -> str:
    """Return a gain, of effective coverage with that of reported coverage behind it."""
    if when is None:
        return NOTHING
    if answer.measure != SAID:
        return change_text(answer.measure, when.gain.q50)
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
