"""What a cell of a registry says: numbers, months, yes and no, words of a list.

Each reader returns the value, or raises :class:`WrongCell` with a message and a hint. A cell is
missing where it is blank or says that nothing is known.
"""

from __future__ import annotations

import datetime
import difflib
import re
import unicodedata
from collections.abc import Mapping
from typing import TypeVar

from sim.locale import _
from sim.scenario.errors import one_of
from sim.scenario.hints import EXCEL_DAYS
from sim.scenario.vocabulary import NO, YES, plain

MISSING = frozenset(("", "-", "--", "—", "——", "/", "\\", "?", "？", "na", "n/a", "nan", "null",
                     "不详", "未知", "不清楚", "待查", "unknown"))  # fmt: skip
MID_YEAR = 7
Value = TypeVar("Value")


class WrongCell(ValueError):
    """A cell that cannot mean what its column needs."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def is_missing(cell: str) -> bool:
    """Whether a cell says nothing."""
    return cell.strip().lower() in MISSING


def number(cell: str) -> int:
    """A count: a whole number, not negative."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if re.fullmatch(r"-\d+(\.\d+)?", text):
        raise WrongCell(_('"{cell}" is negative.').format(cell=cell), _("Counts are 0 or more."))
    if re.fullmatch(r"\d+(\.0+)?", text):
        return int(float(text))
    if re.fullmatch(r"\d+\.\d+", text):
        raise WrongCell(_('"{cell}" is not a whole number.').format(cell=cell))
    inside = re.search(r"\d+", text.replace(",", ""))
    hint = _("Write {number}.").format(number=inside.group()) if inside else ""
    raise WrongCell(_('"{cell}" is not a number.').format(cell=cell), hint)


_DATES = (
    re.compile(r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})(?:[-/.月](?P<d>\d{1,2})?日?)?(?:[ T].*)?"),
    re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})?"),
    re.compile(r"(?P<y>(?:19|20)\d{2})年?"),
)


def month(cell: str) -> tuple[int, int]:
    """Year and month of a date in any usual form; of a year alone its middle."""
    text = unicodedata.normalize("NFKC", cell).strip()
    for pattern in _DATES:
        found = pattern.fullmatch(text)
        if found:
            parts = found.groupdict()
            result = int(parts["y"]), int(parts.get("m") or MID_YEAR)
            if 1 <= result[1] <= 12:
                return result
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and EXCEL_DAYS[0] <= float(text) <= EXCEL_DAYS[1]:
        day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(float(text)))
        raise WrongCell(
            _("{cell} is how Excel stores a date.").format(cell=cell),
            _("Format the column as text: {date}.").format(date=day.isoformat()),
        )
    raise WrongCell(
        _('"{cell}" is not a date.').format(cell=cell), _("Write it as 2009-01 or 2009-01-31.")
    )


def truth(cell: str) -> bool:
    """Yes or no."""
    word = plain(cell)
    if word in YES:
        return True
    if word in NO:
        return False
    raise WrongCell(
        _('"{cell}" is neither yes nor no.').format(cell=cell), _("Write yes or no (是, 否).")
    )


def word(cell: str, allowed: Mapping[str, Value], names: tuple[str, ...]) -> Value:
    """One of a list of words; ``names`` are those to suggest."""
    found = plain(cell)
    if found in allowed:
        return allowed[found]
    close = difflib.get_close_matches(found, list(allowed), n=1, cutoff=0.6)
    if close:
        near = next((name for name in names if plain(name) == close[0]), close[0])
        hint = _('Did you mean "{name}"?').format(name=near)
    else:
        hint = _("Allowed: {names}.").format(names=one_of(names))
    raise WrongCell(_('"{cell}" is not known here.').format(cell=cell), hint)
