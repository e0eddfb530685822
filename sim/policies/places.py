"""Training places under a cap: who pays which place when several policies give them.

The places of a committee are one number: it trains as many as have fallen due by the month, of all
policies together. With caps each place must have one payer. The policies come in their order; with
Y the yearly number of those up to one, Y·month//12 places have fallen due for them. So each pays
its own number over the year and the sum is the committee's. A place that is due and cannot be paid
stays due until the year ends.
"""

from __future__ import annotations

import numpy as np

from sim.draws import I64, Mask


class Places:
    """Training places by policy and committee row; only rows with a cap in their world count.

    All are of shape (levers, committee rows). ``yearly`` is as wanted in the latest month. Of the
    model year so far are ``filled``, by who paid them, and ``fallen``, the most that had fallen due
    to a lever. ``unpaid`` are those of the latest month that were due and not paid.
    """

    def __init__(self, levers: int, committees: int) -> None:
        self.filled = np.zeros((levers, committees), np.int64)
        self.fallen = np.zeros_like(self.filled)
        self.unpaid = np.zeros_like(self.filled)
        self.yearly = np.zeros_like(self.filled)
        self._due = np.zeros_like(self.filled)
        self._paid = np.zeros_like(self.filled)
        self._trained = np.zeros(committees, np.int64)
        self._months = 1

    def start_from(self, other: Places, rows: I64) -> None:
        """Take over the year so far of committee rows of another stack with the same levers."""
        self.filled = other.filled[:, rows].copy()
        self.fallen = other.fallen[:, rows].copy()
        self.unpaid = other.unpaid[:, rows].copy()

    def fall_due(self, month: int, yearly: I64, trained: I64) -> None:
        """Begin a month: ``yearly`` places by lever, ``trained`` this model year by anybody."""
        if month % 12 == 0:
            self.filled[:] = 0
            self.fallen[:] = 0
            self.unpaid[:] = 0
        self.yearly, self._months = yearly, month % 12 + 1
        self._trained = trained if month % 12 else np.zeros_like(trained)
        fallen = np.cumsum(yearly, axis=0) * self._months // 12  # integers: exact
        most = np.maximum(0, yearly.sum(axis=0) * self._months // 12 - self._trained)
        filled = np.cumsum(self.filled, axis=0)  # integers: exact
        before = np.zeros_like(trained)
        for lever in range(len(yearly)):
            due = np.clip(fallen[lever] - filled[lever] - before, 0, most - before)
            self._due[lever] = due
            before = before + due
        self._paid = self._due.copy()  # what costs nothing needs no money

    def due(self, lever: int) -> I64:
        """Return the places that a lever should pay this month."""
        due: I64 = self._due[lever]
        return due

    def pay(self, lever: int, where: Mask, paid: I64) -> I64:
        """Note what is paid at some committees; return the places that now go without.

        A place goes without in the month in which it falls due, and is not counted again while
        it stays due.
        """
        self._paid[lever, where] = paid[where]
        fallen = np.maximum(self.fallen[lever], self.filled[lever] + self._due[lever])
        unpaid = self._due[lever] - paid
        without = np.clip(unpaid - self.unpaid[lever], 0, fallen - self.fallen[lever])
        self.fallen[lever, where] = fallen[where]
        self.unpaid[lever, where] = unpaid[where]
        return np.where(where, without, 0)

    def heads(self) -> I64:
        """Return the yearly numbers, by lever, with which just the paid places fall due.

        Those that could not pay are cut as far as can be, the last first; the others, where that
        is not enough, no further than they must.
        """
        heads = self.yearly.copy()
        paid = self._paid.sum(axis=0)
        short = self._paid < self._due
        done = self._trained + paid
        fewest, most = -(-done * 12 // self._months), ((done + 1) * 12 - 1) // self._months
        for mine, keep in ((short, fewest), (~short, most)):
            for lever in reversed(range(len(heads))):
                excess = np.maximum(0, heads.sum(axis=0) - keep)
                cut = np.where(short.any(axis=0) & mine[lever], excess, 0)
                heads[lever] -= np.minimum(heads[lever], cut)
        return heads

    def shares(self, filled: I64) -> I64:
        """Return by lever the places filled this month that it has paid, all of them together.

        Where secretaries are fewer than paid places all payers have less, in whole places.
        """
        paid = np.cumsum(self._paid, axis=0)  # integers: exact
        upto = filled * paid // np.maximum(1, paid[-1:])
        parts: I64 = np.diff(upto, axis=0, prepend=0)
        return parts

    def note(self, filled: I64) -> None:
        """Note the places filled in the month just done, by committee row."""
        self.filled += self.shares(filled)
