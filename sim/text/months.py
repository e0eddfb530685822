"""Months as they are written (``YYYY-MM``), and their number from the start of a scenario."""

from __future__ import annotations

import re
from typing import Final

from sim.errors import InputError
from sim.locale import _

MONTH: Final = r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$"
"""How a month is written, in files and in options."""


def year_and_month(text: str) -> tuple[int, int]:
    """Read ``YYYY-MM``; ``InputError`` where it is no month."""
    if re.fullmatch(MONTH, text) is None:
        raise InputError(_('"{month}" is no month: write YYYY-MM.').format(month=text))
    year, _separator, month = text.partition("-")
    return int(year), int(month)


def month_index(text: str, start: tuple[int, int]) -> int:
    """Return a month's index: 0 is the first month of the scenario."""
    year, month = year_and_month(text)
    return (year - start[0]) * 12 + month - start[1]
