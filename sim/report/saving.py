"""A page as a file: whole or not at all, and never over something else."""

from __future__ import annotations

from pathlib import Path

from sim.plots.output import write


def save(page: str, path: str | Path, *, force: bool = False) -> Path:
    """Write a page; InputError where another file is there already and ``force`` isn't given."""
    return write(Path(path), page.encode("utf-8"), force=force)
