"""Slips of the hand that make a line invalid TOML, each recognized and named.

Every function looks at one line and returns a hint, or an empty text; the first that says
something wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sim.locale import _

FULL_WIDTH = dict(
    zip(
        "＝：“”‘’，．。［］（）＃｛｝＿－＂＇　、％" + "０１２３４５６７８９",
        "=:\"\"'',..[]()#{}_-\"' ,%" + "0123456789",
        strict=True,
    )
)
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
_VALUE = re.compile(r"^\s*[^=]*=\s*(.*?)\s*$")


def outside_strings(line: str) -> str:
    """Return the line with ASCII-quoted strings and the comment blanked, at the same columns."""
    blanked = _QUOTED.sub(lambda match: " " * len(match.group()), line)
    return blanked.split("#")[0]


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


def percent(line: str) -> str:
    """A percentage where a share is meant."""
    match = re.search(r"=\s*(\d+(?:\.\d+)?)\s*%", outside_strings(line))
    if not match:
        return ""
    return _("Shares are written between 0 and 1: write {share:g}, not {percent}%.").format(
        share=float(match[1]) / 100, percent=match[1]
    )


def month(line: str) -> str:
    """A month without quotation marks, or in the way that Excel or Chinese writes it."""
    match = re.search(
        r"=\s*(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*月|[-/.月]\s*\d{1,2}日?)?\s*$",
        outside_strings(line),
    )
    if not match or not 1 <= int(match[2]) <= 12:
        return ""
    return _('Months are written "{month}", with quotation marks.').format(
        month=f"{match[1]}-{int(match[2]):02d}"
    )


def thousands(line: str) -> str:
    """A number with thousands separators."""
    match = re.search(r"=\s*(\d{1,3}(?:,\d{3})+)\s*$", outside_strings(line))
    if not match:
        return ""
    return _("Numbers have no thousands separators: write {number}.").format(
        number=match[1].replace(",", "")
    )


def leading_zero(line: str) -> str:
    """A number such as 010."""
    match = re.search(r"=\s*0+(\d+)\s*$", outside_strings(line))
    if not match:
        return ""
    return _("Numbers do not begin with 0: write {number}.").format(number=match[1])


def with_unit(line: str) -> str:
    """A number followed by its unit."""
    match = re.search(r"=\s*(\d+(?:\.\d+)?)\s*([^\W\d_]+)\s*$", outside_strings(line))
    if not match or match[2] in ("e", "E"):
        return ""
    return _("Write the number alone: {number}. Its unit is fixed.").format(number=match[1])


def truth(line: str) -> str:
    """Yes and no in other words than TOML's."""
    match = _VALUE.match(outside_strings(line))
    word = match[1].lower() if match else ""
    if word in ("yes", "y", "on", "true", "是", "有"):
        return _("Write true.")
    if word in ("no", "n", "off", "false", "否", "无"):
        return _("Write false.")
    return ""


def open_quote(line: str) -> str:
    """A string whose closing quotation mark is missing."""
    rest = _QUOTED.sub("", line).split("#")[0]
    if rest.count('"') % 2 or rest.count("'") % 2:
        return _("A closing quotation mark is missing.")
    return ""


def backslash(line: str) -> str:
    """A Windows path between quotation marks that read backslashes as escapes."""
    if re.search(r'"[^"]*\\[^"]*"', line):
        return _("Write / instead of \\ in paths, or put the text between '…'.")
    return ""


def bare_word(line: str) -> str:
    """A text without quotation marks."""
    match = _VALUE.match(outside_strings(line))
    if match and re.fullmatch(r"[^\W\d][\w .-]*", match[1]):
        return _('Texts stand between quotation marks: write "{word}".').format(word=match[1])
    return ""


def chinese_key(line: str) -> str:
    """A key that is not English."""
    name = outside_strings(line).split("=")[0].strip()
    if "=" in outside_strings(line) and re.search(r"[^\x00-\x7f]", name):
        return _("Keys are English; fugai schema lists them with their Chinese meaning.")
    return ""


def no_equals(line: str) -> str:
    """A key and a value without = between them."""
    match = re.match(r"\s*([A-Za-z_][\w-]*)\s*:?\s+?(\S.*)?$", outside_strings(line))
    if match and "=" not in outside_strings(line):
        return _("A line reads: key = value.")
    return ""


DETECTORS: tuple[Callable[[str], str], ...] = (
    full_width, percent, month, thousands, leading_zero, truth, with_unit, backslash, open_quote,
    chinese_key, bare_word, no_equals,
)  # fmt: skip


def hint_for(line: str) -> str:
    """Return what is probably wrong with a line that is not valid TOML."""
    for detector in DETECTORS:
        hint = detector(line)
        if hint:
            return hint
    return ""


def marked_columns(line: str) -> tuple[int, int] | None:
    """Return where the first full-width character or percent sign of a line stands."""
    for column, sign in enumerate(outside_strings(line)):
        if sign in FULL_WIDTH or sign == "%":
            return column, column + 1
    return None
