"""A page as a file: whole or not at all, and never over something else."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sim.errors import InputError
from sim.locale import _
from sim.store.disk import place_file

PAGES: Final = (".html", ".htm")
"""Endings that browsers open as a page."""


def check_ending(path: str | Path) -> None:
    """Raise InputError unless a file is named as a page: a .pdf of HTML opens nowhere."""
    if Path(path).suffix.lower() not in PAGES:
        text = _("A page is written as .html, not as {name}; browsers print it to PDF.")
        raise InputError(text.format(name=Path(path).name))


def check_word(path: str | Path) -> None:
    """Raise InputError unless a file is named as a Word file."""
    if Path(path).suffix.lower() != ".docx":
        text = _("A Word file is written as .docx, not as {name}.")
        raise InputError(text.format(name=Path(path).name))


def save(page: str, path: str | Path, *, force: bool = False, private: bool = False) -> Path:
    """Write a page, ``private`` where it holds names.

    InputError where another file is there already and ``force`` isn't given.
    """
    check_ending(path)
    return place_file(Path(path), page.encode("utf-8"), force=force, private=private)
