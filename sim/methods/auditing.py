"""What audits of runs and of studies share: what is found, what is chosen, what may explain it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from sim.results.diff import ABOUT, First
from sim.store.provenance import provenance

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Audit:
    """What an audit found: ``done`` of ``parts`` chunks or batches were simulated again.

    ``about`` is what the folder was made with and what is here, where they differ. ``damaged`` are
    files that are not as they were written. ``other`` are chunks or tables with other content, and
    ``first`` the rows in which tables differ first; a study's rows name a column's two values.
    """

    folder: Path
    sort: str
    parts: int
    done: int
    about: dict[str, tuple[Any, Any]]
    damaged: tuple[str, ...]
    other: tuple[str, ...]
    first: tuple[First, ...]

    @property
    def same(self) -> bool:
        """Whether everything that was done again is what the folder holds."""
        return not (self.damaged or self.other)


def spread(entries: Sequence[Entry], sample: int | None) -> list[Entry]:
    """Return ``sample`` entries evenly spread, the first and the last among them; all of a few."""
    if sample is None or sample >= len(entries):
        return list(entries)
    places = np.linspace(0, len(entries) - 1, sample).round().astype(int)
    return [entries[place] for place in dict.fromkeys(places.tolist())]


def about(info: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what a folder was made with and what is here, where that may explain a difference."""
    here = provenance()
    return {
        name: (info[name], here[name])
        for name in (*ABOUT, "python", "pyarrow", "machine")
        if name in here and name in info and info[name] != here[name]
    }
