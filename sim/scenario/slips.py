"""Slips of the hand that make a line invalid TOML, each recognized and named.

Every function looks at one line and returns a hint, or an empty text; the first that says
something wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sim.locale import _, sentences
from sim.scenario.mending import (
    FULL_WIDTH,
    NO,
    QUOTED,
    YES,
    Piece,
    chinese_keys,
    fits,
    key_meant,
    mended,
    outside_strings,
    types_of,
    unit_of,
    value_meant,
    wrong_piece,
)
from sim.text.numerals import number_of, written
from sim.units import unit_name


def full_width(line: str) -> str:
    """Name full-width characters and what to type instead."""
    seen = [sign for sign in dict.fromkeys(outside_strings(line)) if sign in FULL_WIDTH]
    if not seen:
        return ""
    narrow = dict(FULL_WIDTH)
    if "=" not in line and "＝" not in line:
        narrow["："] = "="
    pairs = _(", ").join(
        _("write {ascii} for {wide}").format(ascii=narrow[sign].strip() or "' '", wide=sign)
        for sign in seen
    )
    return _("Full-width characters: {pairs} (switch the Chinese input method off).").format(
        pairs=pairs
    )


def wrong_value(line: str) -> str:
    """Say what to write in place of the first value that is none in TOML."""
    piece = wrong_piece(line)
    if piece is None:
        return ""
    value = piece.value.strip()
    return next(filter(None, (say(piece, value) for say in _VALUES)), "")


def _percent(_piece: Piece, value: str) -> str:
    """A percentage where a share is meant."""
    share = number_of(value) if re.search(r"[%％成]|百分之", value) else None
    if share is None:
        return ""
    return _("Shares are written between 0 and 1: write {share:g}, not {percent}.").format(
        share=share, percent=value
    )


def _month(piece: Piece, _value: str) -> str:
    """A month without quotation marks, or in the way that Excel or Chinese writes it."""
    meant = value_meant(piece)
    if not re.fullmatch(r'"\d{4}-\d{2}"', meant):
        return ""
    return _("Months are written {month}, with quotation marks.").format(month=meant)


def _truth(piece: Piece, value: str) -> str:
    """Yes and no in other words than TOML's."""
    types = types_of(piece.key)
    if types and "boolean" not in types:
        return ""
    if value.lower() in YES:
        return _("Write true.")
    return _("Write false.") if value.lower() in NO else ""


def _number(piece: Piece, value: str) -> str:
    """A number with separators, its unit, Chinese numerals or a sign of money."""
    number = number_of(value)
    types = {*types_of(piece.key)}
    if number is None or ("string" in types and not types & {"integer", "number"}):
        return ""
    text = written(number)
    if re.fullmatch(r"0+\d+", value):
        return _("Numbers do not begin with 0: write {number}.").format(number=text)
    if re.fullmatch(r"\d{1,3}(,\d{3})+", value):
        return _("Numbers have no thousands separators: write {number}.").format(
            number=text.replace("_", "")
        )
    unit = unit_of(piece.key)
    if unit:
        return _("Write the number alone: {number} ({unit}).").format(
            number=text, unit=unit_name(unit)
        )
    return _("Write the number alone: {number}. Its unit is fixed.").format(number=text)


def _bare_word(_piece: Piece, value: str) -> str:
    """A text without quotation marks."""
    if re.fullmatch(r"[^\W\d][\w .-]*", value):
        return _('Texts stand between quotation marks: write "{word}".').format(word=value)
    return ""


_VALUES: tuple[Callable[[Piece, str], str], ...] = (_percent, _month, _truth, _number, _bare_word)


def open_quote(line: str) -> str:
    """A string whose closing quotation mark is missing."""
    rest = QUOTED.sub("", line).split("#")[0]
    if rest.count('"') % 2 or rest.count("'") % 2:
        return _("A closing quotation mark is missing.")
    return ""


def backslash(line: str) -> str:
    """A Windows path between quotation marks that read backslashes as escapes."""
    if re.search(r'"[^"]*\\[^"]*"', line):
        return _("Write / instead of \\ in paths, or put the text between '…'.")
    return ""


def chinese_key(line: str) -> str:
    """A key that is not English."""
    key = next((part for _start, part in chinese_keys(line)), "")
    if not key:
        return ""
    name = key_meant(key)
    if name:
        return _('Keys are English: write {name} for "{key}".').format(name=name, key=key)
    return _(
        "Keys are English; fugai schema lists them with their Chinese meaning. Names of your own "
        'stand between quotation marks: "{key}".'
    ).format(key=key)


def no_equals(line: str) -> str:
    """A key and a value without = between them."""
    bare = outside_strings(line)
    if re.match(r"\s*([A-Za-z_][\w-]*)\s*:?\s+?(\S.*)?$", bare) and "=" not in bare:
        return _("A line reads: key = value.")
    if re.match(r"\s*[\w.-]+\s*(?::=|==|=\s*=)", bare) or re.search(r"[{,]\s*\w+\s*:", bare):
        return _("A line reads: key = value.")
    return ""


def punctuation(line: str) -> str:
    """What other languages end lines with, and commas that are missing or too many."""
    if re.search(r"[;；.。]\s*$", outside_strings(line)):
        return _("Nothing stands at the end of a line.")
    if "//" in outside_strings(line):
        return _("Comments begin with #.")
    if re.search(r",\s*\}", outside_strings(line)):
        return _("No comma stands before }.")
    return ""


def head(line: str) -> str:
    """A heading of a table that lacks a bracket."""
    found = re.fullmatch(r"\s*(\[{1,2})[\w. -]+(\]{1,2})?\s*", outside_strings(line))
    if found and len(found[1]) != len(found[2] or ""):
        return _("A heading has as many brackets at its end as at its beginning.")
    return ""


DETECTORS: tuple[Callable[[str], str], ...] = (
    full_width, wrong_value, backslash, open_quote, chinese_key, punctuation, head, no_equals,
)  # fmt: skip
_WITH_LINE = (full_width, chinese_key, punctuation, head, no_equals)
"""Slips whose hint alone leaves the reader to find out how the whole line reads."""


def hint_for(line: str) -> str:
    """Return what is probably wrong with a line that is not valid TOML, and what to write."""
    for detector in DETECTORS:
        hint = detector(line)
        if not hint:
            continue
        meant = mended(line)
        if detector in _WITH_LINE and meant != line and fits(meant):
            hint = sentences([hint, _("Write: {line}").format(line=meant.strip())])
        return hint
    return ""


def marked_columns(line: str) -> tuple[int, int] | None:
    """Return where the first full-width character or wrong value of a line stands."""
    for column, sign in enumerate(outside_strings(line)):
        if sign in FULL_WIDTH:
            return column, column + 1
    piece = wrong_piece(line)
    return None if piece is None or not wrong_value(line) else (piece.start, piece.end)
