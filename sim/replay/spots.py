"""Where an organization's dot stands: a spot of its cell, the same in every alternative.

Spots are numbered within a cell. One is free again some months after its organization has gone
from every alternative shown, so that the picture keeps its size while organizations come and go.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.replay.history import History
from sim.replay.states import State

LINGER: Final = 6
"""Months for which the mark of one that has gone stays."""


def spots(history: History) -> npt.NDArray[np.int64]:
    """Return the spot of each organization within its cell, those who come first first."""
    here = (history.states != State.ABSENT).any(axis=0)
    months = here.shape[1]
    first = here.argmax(axis=1)
    last = months - 1 - here[:, ::-1].argmax(axis=1)
    # One still there at the end never makes room.
    freed = np.where(last == months - 1, months, last + 1 + LINGER)
    found = np.zeros(len(first), np.int64)
    taken: dict[tuple[int, int], list[int]] = {}
    for row in np.lexsort((history.identity, first)).tolist():
        until = taken.setdefault((int(history.district[row]), int(history.industry[row])), [])
        free = [spot for spot, month in enumerate(until) if month <= first[row]]
        if free:
            found[row] = free[0]
            until[free[0]] = int(freed[row])
        else:
            found[row] = len(until)
            until.append(int(freed[row]))
    return found
