"""Party organizations in a list: several columns that say it, and what a blank means.

Where a presence column says yes or nothing, a blank is no. Where it says yes, no and nothing, a
blank is no if every other such column is blank there too; with a single one it stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.registry import cells as read
from sim.state.codes import Form, Interim
from sim.text.vocabulary import FORMS, plain

Meant = tuple[bool, Form | None, Interim]


@dataclass(frozen=True)
class Presence:
    """What the party columns of a row say together."""

    word: str
    """A word of ``FORMS``; empty where nothing is said."""
    yes_no: bool | None = None
    clash: bool = False
    """Whether one column says yes and another no."""
    beside: bool = False
    """Whether a bare yes stands beside an interim form, which is no branch."""


def together(cells: Sequence[str], ticked: Sequence[str], levels: Sequence[str]) -> Presence:
    """Read the party cells of one row: words, forms that are ticked, levels that are ticked.

    Raises :class:`~sim.registry.cells.WrongCell` where a word is not known.
    """
    words = [read.party(cell) for cell in cells if not read.is_missing(cell)]
    words += [*ticked, *levels]
    if not words:
        return Presence("")
    meant: list[tuple[str, Meant]] = [(word, FORMS[plain(word)]) for word in words]
    yes = [(word, form) for word, (covered, form, _interim) in meant if covered]
    no = [(word, interim) for word, (covered, _form, interim) in meant if not covered]
    interims = [word for word, interim in no if interim]
    if yes and interims and all(form is None for _word, form in yes):
        return Presence(interims[0], False, beside=True)
    if yes and no:
        return Presence(no[0][0], False, clash=True)
    if not yes:
        return Presence(next((word for word, interim in no if interim), no[0][0]), False)
    forms = [word for word, form in yes if form is not None]
    higher = [
        word for word, form in yes if form in (Form.GENERAL_BRANCH, Form.COMMITTEE, Form.JOINT)
    ]
    return Presence((higher or forms or [yes[0][0]])[0], True)


@dataclass(frozen=True)
class Blanks:
    """Counts of a presence column, and whether its blanks are read as none."""

    yes: int
    no: int
    blank: int
    none: bool
    rows: tuple[int, ...] = ()
    """Rows in which it is blank."""


def blanks(found: Sequence[bool | None], columns: int, stated: str | None) -> Blanks:
    """Apply the rule; ``columns`` say it, ``stated`` is what the scenario decides."""
    yes, no = found.count(True), found.count(False)
    blank = len(found) - yes - no
    by_rule = yes > 0 and (no == 0 or columns > 1)
    return Blanks(yes, no, blank, by_rule if stated is None else stated == "none")
