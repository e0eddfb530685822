"""How alternatives stand to doing nothing new, and how they are named within a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from string import ascii_uppercase
from typing import Final

from sim.locale import _
from sim.measures.catalogue import MEASURES
from sim.present.answer import Answer, Moment, Row, verdict
from sim.present.numbers import bracketed_k_of_n, change_text, with_points

SEEN: Final = 0.0005
"""Half of the smallest difference of shares that is printed: what is less reads as none."""

AHEAD: Final = ("better", "leads")
BEHIND: Final = ("worse", "trails")


def nothing_new_name(answer: Answer) -> str:
    """Return what the alternatives are held against, within a sentence."""
    if answer.nothing_new:
        return _("doing nothing new")
    return _("“{title}”").format(title=answer.reference.title)


def gain_text(answer: Answer, value: float) -> str:
    """Return a gain of the answer's measure with its sign and, of a share, its unit."""
    text = change_text(answer.measure, value)
    return with_points(text) if MEASURES[answer.measure].is_share else text


def quoted(row: Row) -> str:
    """Return the title of an alternative as it stands within a sentence."""
    return row.letter or _("“{title}”").format(title=row.title)


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


def named(row: Row, when: Moment) -> str:
    """Return a name with its count behind it; a table with letters has those of the horizon."""
    if row.letter and when is row.end:
        return quoted(row)
    return _("{title} {worlds}").format(
        title=quoted(row), worlds=bracketed_k_of_n(when.worlds.higher, when.worlds.of)
    )


def joined(parts: Sequence[str]) -> str:
    """Join names: ``A``, ``A and B``, ``A, B and C``."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{most} and {last}").format(most=_(", ").join(parts[:-1]), last=parts[-1])


def real(answer: Answer) -> tuple[Row, ...]:
    """Return the rows that change anything."""
    return tuple(row for row in answer.rows if not row.same)


def _seen(answer: Answer, when: Moment) -> bool:
    """Whether the median gain is more than what is printed as none."""
    least = SEEN if MEASURES[answer.measure].is_share else 0.0
    return abs(when.gain.q50) > least


def standing(answer: Answer, when: Moment) -> str:
    """Return the verdict on an alternative at one moment; none where its median reads as none."""
    return when.verdict if _seen(answer, when) else "none"


def at_end(answer: Answer, *verdicts: str) -> list[Row]:
    """Return the rows with one of the verdicts at the horizon."""
    return [row for row in real(answer) if standing(answer, row.end) in verdicts]


def in_force(answer: Answer, *verdicts: str) -> list[tuple[Row, Moment]]:
    """Return the rows with one of the verdicts in their last month in force."""
    return [
        (row, row.running)
        for row in real(answer)
        if row.running is not None and standing(answer, row.running) in verdicts
    ]


def leader(answer: Answer) -> tuple[Row, Moment] | None:
    """Return the alternative that gains most and when: at the horizon, else while it runs."""
    end = at_end(answer, *AHEAD)
    if end:
        best = max(end, key=lambda row: row.end.gain.q50)
        return best, best.end
    running = in_force(answer, *AHEAD)
    return max(running, key=lambda each: each[1].gain.q50) if running else None


def against_others(answer: Answer, *verdicts: str) -> list[Row]:
    """Return the rows against which the one that gains most has one of the verdicts."""
    best = leader(answer)
    if best is None:
        return []
    row, when = best
    return [
        other
        for other in real(answer)
        if other.id != row.id and verdict(when.against[other.id]) in verdicts
    ]


def leading(answer: Answer) -> list[Row]:
    """Return the alternative that gains most, and those that gain the same in every simulation."""
    best = leader(answer)
    if best is None:
        return []
    row, when = best
    others = [(other, when.against[other.id]) for other in real(answer) if other.id != row.id]
    return [row, *(other for other, told in others if told.of and not told.higher + told.lower)]
