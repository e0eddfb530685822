"""The page that ``fugai run`` prints: at most 25 lines of 80 columns, facts and answer first.

Alternatives have letters, so that a sentence about four of them stays one. Where the page would be
longer, conclusions that the table or a question says as well are left out, the least needed first.
Then the remarks go; no row of the table ever does. What is left out in one language is left out in
all.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from shlex import quote
from typing import Final

from sim.cli.base import print_lines
from sim.locale import LANGUAGES, _, in_language, ngettext, sentences
from sim.measures.catalogue import HEADLINE, MEASURES
from sim.present.answer import SAID, Answer, Moment, Row
from sim.present.names import measure_within
from sim.present.numbers import (
    change_text,
    change_unit,
    points,
    quantity,
    share_of_n,
    signed,
    whole,
    yuan,
)  # fmt: skip
from sim.present.replies import (
    MOST_NAMED,
    facts_line,
    not_given,
    nothing_new_line,
    overturned,
    questions,
)
from sim.present.sentences import certain, conclusions, why_none
from sim.present.standing import leader, quoted, with_letters
from sim.present.tables import GAP, clipped, wrapped
from sim.results.answering import answer, worded
from sim.results.reading import Results
from sim.text.problems import width

MOST_LINES: Final = 25
MOST_COLUMNS: Final = 80

FIRST: Final = (
    "clear", "few", "harmful", "cap", "rival", "leads", "order", "paper", "likely order", "same",
    "nothing", "leads while it runs", "price", "fades",
)  # fmt: skip
"""Rules whose sentences stand first where there is no room for all; they keep their own order."""


def show_answer(results: Results, by: str, remarks: Sequence[str]) -> None:
    """Print the page of a finished run."""
    folder = quote(str(results.folder))
    after = (
        _("Results: {folder}").format(folder=results.folder),
        f"→ fugai report {folder} -o report.html",
    )
    found = answer(results, measure=by)
    others = {}
    for language in LANGUAGES:
        with in_language(language):
            others[language] = worded(found, results)
    print_lines(page(found, results, remarks=remarks, after=after, others=others))


def show_first(results: Results, by: str, wanted: int) -> int:
    """Print the table of the first part of a run; return how many lines a terminal has of it."""
    text = _("First {n} of {all} simulations; the conclusions follow.")
    said = text.format(n=len(results.replicates), all=wanted)
    lines = [*page(answer(results, measure=by, whole=False), results), said]
    print_lines(lines)
    columns = shutil.get_terminal_size().columns
    return sum(max(1, -(-width(line) // columns)) for line in lines)


def erased(lines: int) -> str:
    """Return what takes back the last lines of a terminal; nothing where they have left it."""
    if not 0 < lines < shutil.get_terminal_size().lines:
        return ""
    return f"\x1b[{lines}A\x1b[J"


def page(
    found: Answer,
    results: Results,
    *,
    remarks: Sequence[str] = (),
    after: Sequence[str] = (),
    others: Mapping[str, Answer] | None = None,
) -> list[str]:
    """Return the lines. ``remarks`` say what was filled in or assumed, the weightiest first;
    ``after`` are the last lines: where the files are, and the next command. ``others`` is the same
    answer by language: a conclusion stands where all of them have room for it.
    """
    draft = _draft(found, results, remarks, after)
    kept = draft.fitting()
    for language, other in (others or {}).items():
        with in_language(language):
            kept &= _draft(other, results, remarks, after).fitting()
    said = [line for number in sorted(kept) for line in draft.said[number]]
    lines = [*draft.head, *said, *draft.replies]
    return [*lines, *_remarks(remarks, MOST_LINES - len(lines) - len(draft.tail)), *draft.tail]


@dataclass(frozen=True)
class _Draft:
    """A page in one language: lines of its parts, and of each conclusion that it may have."""

    head: list[str]
    said: list[list[str]]
    rules: list[str]
    replies: list[str]
    tail: list[str]
    room: int

    @property
    def needed(self) -> list[int]:
        """The numbers of the conclusions, the most needed one first."""
        return sorted(range(len(self.said)), key=lambda k: FIRST.index(self.rules[k]))

    def fitting(self) -> set[int]:
        """Return the numbers of the conclusions for which there is room."""
        room, kept = self.room, set()
        for number in self.needed:
            if len(self.said[number]) <= room:
                kept.add(number)
                room -= len(self.said[number])
        return kept

    def worth(self) -> tuple[list[bool], bool]:
        """Return which conclusions have room, the most needed first, and whether the rest has."""
        kept = self.fitting()
        return [number in kept for number in self.needed], self.room >= 0


def _draft(found: Answer, results: Results, remarks: Sequence[str], after: Sequence[str]) -> _Draft:
    """Return the page on which the most needed conclusions have room.

    They come before whole titles (the leader's before others) and a third alternative in a reply.
    The first of them comes before a second alternative, and the pasts, which --details has too.
    """
    lettered = with_letters(found)
    opening = _wrapped(_head(found), facts_line(found), nothing_new_line(found))
    # Paths and commands stay in one piece, to be copied.
    tail = [*_wrapped(*failures(results)), *after]
    concluded = conclusions(lettered) or certain(lettered)
    said = [wrapped(_spaced(each.text), MOST_COLUMNS, indent=2) for each in concluded]
    rules = [each.rule for each in concluded]

    every, first = {row.id for row in lettered.rows}, leader(lettered)
    others = every - {first[0].id} if first else every

    def drafted(replied: Answer, named: int, cut: Container[str] = every) -> _Draft:
        head = [*opening, *table(lettered, cut=cut)]
        answered = (*_replies(replied, named), _at_defaults(lettered, results))
        replies = _wrapped(*map(_spaced, answered))
        room = MOST_LINES - len(head) - len(replies) - len(tail) - (1 if remarks else 0)
        return _Draft(head, said, rules, replies, tail, room)

    drafts = [
        drafted(lettered, MOST_NAMED, cut=()),
        *(drafted(lettered, named, others) for named in (MOST_NAMED, MOST_NAMED - 1)),
        *(drafted(lettered, named) for named in (MOST_NAMED, MOST_NAMED - 1)),
    ]
    best = max(drafts, key=_Draft.worth)
    if all(best.worth()[0][:1]) and best.room >= 0:
        return best
    return max(drafted(lettered, 1), drafted(replace(lettered, history=""), 1), key=_Draft.worth)


def _spaced(text: str) -> str:
    """Put a space between the letter of a row and the Chinese around it."""
    return re.sub(
        r"(?<=[\u4e00-\u9fff])(?=[A-Z]\d?(?![A-Za-z]))|(?<=[A-Z])(?=[\u4e00-\u9fff])", " ", text
    )


def _replies(found: Answer, named: int) -> Iterator[str]:
    if not found.whole:
        return
    yield why_none(found)
    for each in questions(found, named):
        yield sentences([each.asked, each.reply])
    turned = overturned(found)
    if turned:
        yield sentences([_("What would change this?"), *turned])
    yield not_given(found)


def _at_defaults(found: Answer, results: Results) -> str:
    """Say in how many replicates rows are higher with every assumption at its default."""
    known = results.defaults()
    if known is None or found.measure not in HEADLINE:
        return ""
    n, higher = len(results.replicates), known["share_higher"]
    parts = [
        _("{title} {k}").format(title=quoted(row), k=share_of_n(higher[row.id][found.measure], n))
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


def _head(found: Answer) -> str:
    return _("{title}, {first}–{last}").format(
        title=found.title, first=found.first, last=found.last
    )


def table(found: Answer, *, cut: Container[str] = ()) -> list[str]:
    """Return the table: a row an alternative, while it runs and at the horizon.

    A title for which there is no room beside the numbers has a line of its own; those of ``cut``
    alternatives are cut.
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
        lines += line(clipped(name, room) if row.id in cut else name, numbers)
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
        *([_while_it_runs(found)] if _any_ends(found) else []),
        (_("end of"), found.last),
        (_("above 0"), _("of {n}").format(n=found.replicates)),
        (_("eff."), _("org.")),
        (_("added"), _("yuan")),
        (_("added"), _("hours")),
    )
    first, second = zip(*columns, strict=True)
    return first, second


def _while_it_runs(found: Answer) -> tuple[str, str]:
    """Return the head of the moment in force: its month where all that end have the same."""
    months = [row.running.month for row in found.rows if row.running is not None]
    alike = months.count(months[0]) == len(months)
    return (_("in force"), months[0]) if alike else (_("while it"), _("runs"))


def _any_ends(found: Answer) -> bool:
    """Whether an alternative ends before the horizon, so that two moments differ."""
    return any(row.running is not None for row in found.rows)


def _cells(found: Answer, row: Row) -> tuple[str, ...]:
    running = _("to the end") if row.running is None else _gain(found, row.running)
    return (
        *([running] if _any_ends(found) else []),
        _gain(found, row.end),
        _above(found, row.end),
        signed(row.end.organizations.q50, 0),
        yuan(row.added_yuan.q50),
        whole(row.added_hours.q50),
    )


def _above(found: Answer, when: Moment) -> str:
    """Return in how many it is above zero; of fewer than the head says, of how many as well."""
    counted = when.worlds
    return str(counted.higher if counted.of == found.replicates else counted)


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
