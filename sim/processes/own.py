"""Draws of extensions: keyed as those of the model, apart from all of them and from each other.

Draws: EXTENSION. Source: docs/draws.md 15.
"""

from __future__ import annotations

import numpy as np

from sim.draws import F64, U64, Process, keys, named
from sim.draws import draw as keyed


def draw(key: U64, name: str, ordinal: int) -> F64:
    """Return uniform draws in (0, 1) of one's own, for agents with ``key`` (a column).

    ``name`` tells draws apart: begin it with the module's. ``ordinal`` is the month, or a constant
    for what holds for life. The same agent has the same draw under every alternative.
    """
    return keyed(keys(key, np.array(named(name), np.uint64)), Process.EXTENSION, ordinal)
