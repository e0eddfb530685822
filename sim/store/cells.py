"""Texts in CSV files: spreadsheets run those that begin like a formula, whatever they mean."""

from __future__ import annotations

from typing import Final

from sim.locale import ngettext

STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the start of a formula, full-width signs among them."""


def is_formula(text: object) -> bool:
    """Whether a spreadsheet would run a text as a formula."""
    return isinstance(text, str) and text.startswith(STARTS)


def defused(text: str) -> str:
    """Return a text as a spreadsheet shows it: with an apostrophe before what is no formula."""
    return f"'{text}" if is_formula(text) else text


def said(cells: int) -> str:
    """Return what is said of so many cells that were defused."""
    text = ngettext(
        "{n} cell begins like a formula (=, +, - or @) and got an apostrophe before it.",
        "{n} cells begin like a formula (=, +, - or @) and got an apostrophe before them.",
        cells,
    )
    return text.format(n=f"{cells:,}")
