"""Who gains and who loses a branch by an alternative, organization by organization."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from sim.results.parquet import places, values
from sim.results.tabulate import BOTTLENECK_NAMES
from sim.state.codes import Bottleneck

if TYPE_CHECKING:
    from sim.results.reading import Results

I64 = npt.NDArray[np.int64]

RIVALRY: Final = (
    Bottleneck.NO_CONTACT, Bottleneck.NO_PARTNER, Bottleneck.NO_SECRETARY, Bottleneck.NO_CAPACITY,
)  # fmt: skip
"""Links at which organizations compete: a visit, a partner, a secretary, an act of founding."""


@dataclass(frozen=True)
class Gains:
    """Counts by replicate, at the horizon, of organizations registered in both worlds.

    ``gained``: covered under the alternative only. ``lost``: covered in the baseline only.
    ``displaced``: those of the lost that wait for what organizations compete for (a contact, a
    partner, a secretary, an act of founding) rather than for their own head, members or type.
    """

    gained: I64
    lost: I64
    displaced: I64


def gains(results: Results) -> dict[str, Gains]:
    """Return the gains of every alternative but the baseline."""
    names, replicates = results.alternatives, len(results.replicates)
    found = np.zeros((3, len(names), replicates), np.int64)
    for replicate, worlds in _worlds(results):
        identity, covered, _held = worlds[0]
        for number, (own, mine, held) in enumerate(worlds[1:], start=1):
            _both, at, there = np.intersect1d(identity, own, return_indices=True)
            before, after = covered[at], mine[there]
            lost = before & ~after
            counts = (after & ~before, lost, lost & np.isin(held[there], RIVALRY))
            found[:, number, replicate] = [np.count_nonzero(mask) for mask in counts]
    return {name: Gains(*found[:, number]) for number, name in enumerate(names) if number}


World = tuple[I64, npt.NDArray[np.bool_], I64]


def _worlds(results: Results) -> Iterator[tuple[int, list[World]]]:
    """Yield the organizations of each replicate: identity, covered, bottleneck by alternative."""
    table = results.table("organizations")
    number = len(results.alternatives)
    row = np.searchsorted(results.replicates, values(table["replicate"]))
    world = row * number + places(table["alternative"], results.alternatives)
    order = np.argsort(world, kind="stable")
    identity = values(table["organization"])[order]
    covered = values(table["covered"])[order]
    held = places(table["bottleneck"], BOTTLENECK_NAMES)[order]
    ends = np.searchsorted(world[order], np.arange(len(results.replicates) * number + 1))
    for replicate in range(len(results.replicates)):
        slices = [
            slice(ends[w], ends[w + 1]) for w in range(replicate * number, (replicate + 1) * number)
        ]
        yield replicate, [(identity[s], covered[s], held[s]) for s in slices]
