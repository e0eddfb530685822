"""A small decision tree over failures: the rules of its leaves, with shares that were held out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.methods.extra import study_module
from sim.methods.prim import Inside

F64 = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

DEPTH: Final = 3
LEAF: Final = 0.05
"""Share of the cases that a leaf must hold."""


@dataclass(frozen=True)
class Leaf:
    """A rule: limits by factor, and what is in it of its own cases and of those held out."""

    limits: dict[str, tuple[float, float]]
    made_from: Inside
    held_out: Inside


def tree(
    names: tuple[str, ...],
    points: F64,
    fails: Mask,
    held_out: F64,
    held_out_fails: Mask,
    seed: int,
) -> tuple[Leaf, ...]:
    """Return the leaves of a tree of depth three, those with the most failures a case first."""
    classifier = study_module("sklearn.tree").DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=LEAF, random_state=seed
    )
    fitted = classifier.fit(points, fails).tree_
    unbound: dict[str, tuple[float, float]] = {}
    leaves = []
    for limits in _rules(fitted, names, 0, unbound):
        one, other = (
            Inside.of(_follows(names, limits, rows), hits)
            for rows, hits in ((points, fails), (held_out, held_out_fails))
        )
        leaves.append(Leaf(limits, one, other))
    return tuple(sorted(leaves, key=lambda leaf: -leaf.made_from.density))


def _rules(
    fitted: Any, names: tuple[str, ...], node: int, limits: dict[str, tuple[float, float]]
) -> Iterator[dict[str, tuple[float, float]]]:
    """Yield the limits of every leaf below a node; a limit is above low and up to high."""
    left, right = int(fitted.children_left[node]), int(fitted.children_right[node])
    if left == right:
        yield limits
        return
    name, at = names[int(fitted.feature[node])], float(fitted.threshold[node])
    low, high = limits.get(name, (-np.inf, np.inf))
    yield from _rules(fitted, names, left, {**limits, name: (low, min(high, at))})
    yield from _rules(fitted, names, right, {**limits, name: (max(low, at), high)})


def _follows(names: tuple[str, ...], limits: dict[str, tuple[float, float]], points: F64) -> Mask:
    found = np.ones(len(points), bool)
    # The tree compares in single precision.
    rows = points.astype(np.float32)
    for name, (low, high) in limits.items():
        column = rows[:, names.index(name)]
        found &= (column > low) & (column <= high)
    return found
