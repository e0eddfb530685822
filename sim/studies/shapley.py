"""Shapley shares of things that act together, from the worth of their mixes.

The share of one is the mean of what it adds, over all orders in which the things may come. Shares
add up to the worth of all together less that of none. Up to ``EXACT`` things all 2ⁿ mixes are
looked at; beyond, orders are drawn, each with its reverse, which cancels much of the error.

Shapley (1953), Contributions to the Theory of Games II, 307-317; pairs after Grabisch and Roubens
(1999), https://doi.org/10.1007/s001820050125; reversed orders after Mitchell et al. (2022),
https://jmlr.org/papers/v23/21-0439.html.
"""

from __future__ import annotations

from itertools import combinations
from math import factorial
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from sim.errors import InputError
from sim.locale import _

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Mixes = npt.NDArray[np.bool_]

EXACT: Final = 10
"""So many things have 1,024 mixes."""


def mixes(number: int) -> Mixes:
    """Return all mixes: [mix, thing]; thing k is in mix m where bit k of m is set."""
    if not 1 <= number <= EXACT:
        text = _("All mixes can be tried for 1 to {most} policies, not for {n}.")
        raise InputError(text.format(most=EXACT, n=number))
    found: Mixes = (np.arange(2**number)[:, None] >> np.arange(number) & 1).astype(bool)
    return found


def shares(worth: F64) -> F64:
    """Return the share of each thing from the worth of all mixes, [mix, …] in, [thing, …] out."""
    number = len(worth).bit_length() - 1
    size = np.array([mask.bit_count() for mask in range(len(worth))])
    weight = np.array(
        [factorial(s) * factorial(number - s - 1) / factorial(number) for s in range(number)]
    )
    masks = np.arange(len(worth))
    found = np.empty((number, *worth.shape[1:]))
    for k in range(number):
        without = masks[masks >> k & 1 == 0]
        added = worth[without | 1 << k] - worth[without]
        found[k] = np.tensordot(weight[size[without]], added, axes=1)
    return found


def pairs(worth: F64) -> dict[tuple[int, int], F64]:
    """Return the interaction of each pair: what two add together beyond what each adds.

    Above 0 they help one another, below 0 one takes the place of the other.
    """
    number = len(worth).bit_length() - 1
    size = np.array([mask.bit_count() for mask in range(len(worth))])
    masks = np.arange(len(worth))
    found = {}
    for i, j in combinations(range(number), 2):
        a, b = 1 << i, 1 << j
        without = masks[masks & (a | b) == 0]
        weight = np.array(
            [
                factorial(s) * factorial(number - s - 2) / factorial(number - 1)
                for s in size[without].tolist()
            ]
        )
        together = worth[without | a | b] - worth[without | a] - worth[without | b] + worth[without]
        found[i, j] = np.tensordot(weight, together, axes=1)
    return found


def orders(number: int, blocks: int, seed: int) -> I64:
    """Return orders in which things come, each followed by its reverse: [block, 2, place]."""
    drawn = stats.uniform.rvs(size=(blocks, number), random_state=seed)
    one = np.argsort(drawn, axis=1)
    return np.stack([one, one[:, ::-1]], axis=1)


def steps(order: I64) -> Mixes:
    """Return the mixes on the way from none to all along orders: [block, 2, step, thing]."""
    place = np.argsort(order, axis=2)
    return place[:, :, None, :] < np.arange(order.shape[2] + 1)[None, None, :, None]


def shares_along(order: I64, worth: F64) -> F64:
    """Return shares by block, [thing, block], from the worth of :func:`steps`: [block, 2, step]."""
    added = np.diff(worth, axis=2)
    by_thing = np.empty_like(added)
    np.put_along_axis(by_thing, order, added, axis=2)
    return np.asarray(by_thing.mean(axis=1).T)
