"""Money left in a month: what fits is paid, by committee and by world."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64, U64, Mask
from sim.exact import SCALE, group_total, quantize
from sim.state.ranking import runs


class Purse:
    """Money left this month by world and by committee row.

    ``open`` says at which committees the policy that is being served may be paid at all;
    ``paid`` what committees have paid this month.
    """

    def __init__(self, world: F64, committee: F64, world_of: I64) -> None:
        self.world = np.maximum(0.0, world)
        self.committee = np.maximum(0.0, committee)
        self.open: Mask = np.ones(len(committee), bool)
        self.paid = np.zeros(len(committee))
        self._world_of = world_of

    def _here(self) -> F64:
        here: F64 = np.where(self.open, np.maximum(0.0, self.committee), 0.0)
        return here

    def take_units(self, number: I64, price: float) -> I64:
        """Pay whole units at one price; where the world is short the last committees go without."""
        affordable = np.minimum(number, np.floor(np.minimum(self._here() / price, 1e15) + 1e-9))
        world = self._world_of
        before = _running(affordable, world)
        room = np.floor(np.minimum(self.world[world] / price, 1e15) + 1e-9) - before
        paid = np.clip(affordable, 0, np.maximum(0, room)).astype(np.int64)
        self.pay(np.multiply(paid, price, dtype=np.float64))
        return paid

    def can_pay(self, price: float) -> Mask:
        """Return which committees have the price of one unit left."""
        return (self._here() >= price) & (self.world[self._world_of] >= price)

    def take_all(self, cost: F64) -> Mask:
        """Pay each committee's cost whole or not at all, in their order."""
        able = cost <= self._here()
        running = _running(np.where(able, cost, 0.0), self._world_of)
        able &= (cost == 0.0) | (running + cost <= self.world[self._world_of])
        self.pay(np.where(able, cost, 0.0))
        return able

    def take_in_order(self, rows: I64, committee: I64, cost: F64, identity: U64) -> Mask:
        """Pay rows by identity while the money of committee and world lasts; return who is paid."""
        world = self._world_of[committee]
        order = np.lexsort((identity, committee))
        spent = _running(cost[order], committee[order])
        fits = np.empty(len(rows), bool)
        fits[order] = spent + cost[order] <= self._here()[committee[order]]
        order = np.lexsort((identity, world))
        within = np.where(fits[order], cost[order], 0.0)
        spent = _running(within, world[order])
        fits[order] &= spent + cost[order] <= self.world[world[order]]
        self.pay(group_total(committee[fits], cost[fits], len(self._world_of)))
        return fits

    def pay(self, yuan: F64) -> None:
        """Take what committees pay from what is left."""
        self.paid += yuan
        self.committee -= yuan
        self.world -= np.bincount(self._world_of, yuan, len(self.world))


def _running(cost: npt.NDArray[np.generic], group: I64) -> F64:
    """Return what earlier elements of the same adjacent group cost, in whole 2**-20 yuan."""
    whole = quantize(np.asarray(cost, np.float64))
    total = np.cumsum(whole) - whole  # integers: exact
    first, size = runs(group)
    base = np.repeat(total[first], size)
    result: F64 = (total - base) / SCALE
    return result


def whole_yuan(yuan: F64) -> F64:
    """Round to multiples of 2**-20 yuan, so that sums do not depend on the order of rows."""
    return quantize(yuan) / SCALE
