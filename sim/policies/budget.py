"""Budgets: what can be paid is done, the rest is unmet demand (docs/draws.md 13).

The baseline's own policies are paid first, from a purse that knows nothing of the others; what an
alternative adds is paid from the rest. A cap in yuan a year falls due in twelfths; what is not
spent stays for the rest of the model year. Each month the money is served in the order of the
scenario: running posts, running subsidies, then grants and places. Posts and places are cut to
whole numbers; what is paid by organization goes to the smallest identities first. A committee's
cap binds what is booked under it, the scenario's cap all of it. Without a cap nothing is changed:
the ledger only books.
Unmet demand are the yuan that could not be paid in the month in which they fell due; a training
place stays due, but is counted once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.constants import CHECK_MONTH
from sim.draws import F64, I64, Mask
from sim.exact import group_total
from sim.policies.book import DoseBook
from sim.policies.demand import (
    AFTERWARDS,
    CHECKED,
    ORDER,
    YEAR,
    class_of,
    priced,
    year_price,
)
from sim.policies.purse import Purse, whole_yuan
from sim.policies.serving import Serving
from sim.state.layout import committee_rows
from sim.state.stack import Stack

ADDED, BASELINE, CHECKS = range(3)
"""Whose yuan: of what an alternative adds, of the baseline's policies, of its annual checks."""


class Budget(Serving):
    """The money of a stack: caps by world and by committee row, infinite where there is none.

    ``order[w]`` gives the rank of posts, subsidies and grants in world w; ``baseline[lever]`` the
    worlds whose baseline holds the lever too. ``spent`` are the yuan of the model year by whose
    they are and committee row.
    """

    def __init__(
        self, stack: Stack, doses: DoseBook, world_caps: F64, committee_caps: F64, order: I64,
        baseline: Sequence[Mask],
    ) -> None:  # fmt: skip
        by_world = np.zeros(stack.n_worlds, bool)
        by_world[stack.committees.world[np.flatnonzero(np.isfinite(committee_caps))]] = True
        super().__init__(stack, doses, np.isfinite(world_caps) | by_world)
        self._baseline = baseline
        self._world_caps, self._committee_caps, self._order = world_caps, committee_caps, order
        self.spent = np.zeros((CHECKS + 1, len(stack.committees)))
        self.looking_back = False
        """Whether doses of the month done are resolved once more: money is divided once."""
        self._grants: dict[int, list[I64]] = {}
        self._purses = [Purse(world_caps, committee_caps, stack.committees.world)] * 2
        self._checks = [
            any(cost.quantity == CHECKED for cost in priced(lever.policy.costs()))
            for lever in doses.levers
        ]

    def start_from(self, other: Budget, worlds: I64) -> None:
        """Take over what has been spent in the worlds taken from another stack."""
        rows = committee_rows(other._stack, worlds)
        self.spent = other.spent[:, rows].copy()
        self.unmet = other.unmet[:, rows].copy()
        for (_, mine), (_, theirs) in zip(self._training, other._training, strict=True):
            mine.start_from(theirs, rows)

    @property
    def binding(self) -> bool:
        """Whether any world has a cap."""
        return bool(self.capped.any())

    def pay_grants(self, lever: int, founders: I64, yuan: float) -> Mask:
        """Pay grants by identity while money is left; return who is paid (all where no cap is)."""
        organizations = self._stack.organizations
        world = organizations.world[founders]
        paid = ~self.capped[world]
        for whose in (BASELINE, ADDED):
            mine = self._baseline[lever][world] == (whose == BASELINE)
            asking = np.flatnonzero(self.capped[world] & mine)
            rows = founders[asking]
            committee = self._stack.responsible(rows)
            cost: F64 = np.full(len(rows), yuan)
            got = self._opened(lever, self._purses[whose]).take_in_order(
                rows, committee, cost, organizations.identity[rows]
            )
            paid[asking] = got
            if whose == BASELINE:  # what the baseline pays is no longer there for the others
                took = np.bincount(committee[got], cost[got], self._committees).astype(np.float64)
                self._purses[ADDED].pay(took)
            self._grants.setdefault(lever, []).append(rows[got])
            self.unmet[lever] += np.bincount(committee[~got], cost[~got], self._committees)
        return paid

    def got_grant(self, lever: int, rows: I64) -> Mask:
        """Return which organizations got a grant this month, or need none (no cap)."""
        paid = np.concatenate([np.zeros(0, np.int64), *self._grants.get(lever, [])])
        free = ~self.capped[self._stack.organizations.world[rows]]
        result: Mask = free | np.isin(rows, paid)
        return result

    def book(self, yuan: F64) -> None:
        """Note what each lever has cost this month, by committee row, and whose places it were."""
        world = self._stack.committees.world
        for lever, amount in enumerate(yuan):
            ours = self._baseline[lever][world]
            self.spent[CHECKS if self._checks[lever] else BASELINE] += np.where(ours, amount, 0.0)
            self.spent[ADDED] += np.where(ours, 0.0, amount)
        self._note_places()

    def allot(self) -> None:
        """Divide the money that has fallen due among the levers in force."""
        if self.looking_back:
            return
        stack, month = self._stack, self._stack.month
        if month % YEAR == 0:
            self.spent[:] = 0.0
        self._clear()
        self._grants.clear()
        training = self._places_fall_due()
        due = (month % YEAR + 1) / YEAR
        aside = np.where(self._stack.in_check(stack.committees.world), 0.0, self._set_aside())
        yearly = self._purse(1.0, self.spent[BASELINE])
        march = self.capped & self._stack.in_check(np.arange(stack.n_worlds))
        for lever, entry in enumerate(self._doses.levers):
            if self._checks[lever]:
                worlds = entry.worlds & march & self._baseline[lever]
                self._serve(lever, worlds, self._opened(lever, yearly))
        kept = due * (aside + yearly.paid) + self.spent[BASELINE]
        ours = self._purse(due, kept)
        self._serve_all(BASELINE, ours)
        others = self._purse(due, kept + ours.paid + self.spent[ADDED])
        self._serve_all(ADDED, others)
        self._purses = [others, ours]
        self._announce()
        self._cut_places(training)

    def _purse(self, due: float, spent: F64) -> Purse:
        """Return a purse of the part of the caps that is due, less what is spent or kept back."""
        world = self._stack.committees.world
        total = np.bincount(world, spent, self._stack.n_worlds)
        return Purse(self._world_caps * due - total, self._committee_caps * due - spent, world)

    def _set_aside(self) -> F64:
        """Return by committee what the baseline's checks cost this year: to come, or booked."""
        stack = self._stack
        ahead = (CHECK_MONTH - stack.calendar()) % YEAR
        to_come = stack.month % YEAR + ahead < YEAR
        aside = np.where(to_come[stack.committees.world], 0.0, self.spent[CHECKS])
        for lever, entry in enumerate(self._doses.levers):
            worlds = entry.worlds & self._baseline[lever] & self.capped & to_come
            if not self._checks[lever] or not worlds.any():
                continue
            rows = np.flatnonzero(stack.organizations.operating)
            rows = rows[worlds[stack.organizations.world[rows]] & stack.reachable(rows)]
            rows = rows[self._doses.matchers[lever].reached(rows)]
            full = sum(write.full for write in entry.policy.writes())
            unit = sum(cost.unit for cost in priced(entry.policy.costs()))
            force = np.zeros(stack.n_worlds)
            for months in np.unique(ahead[worlds]).tolist():
                force[ahead == months] = entry.policy.force(stack.month + months)
            yuan = whole_yuan(force[stack.organizations.world[rows]] * full * unit)
            aside += group_total(stack.responsible(rows), yuan, self._committees)
        return aside

    def _serve_all(self, whose: int, left: Purse) -> None:
        """Serve the baseline's levers, or the others, from their purse."""
        march = self._stack.in_check(np.arange(self._stack.n_worlds))
        mine = [ours == (whose == BASELINE) for ours in self._baseline]
        self._pay_obligations(mine, left)
        for turn in range(len(ORDER)):
            for lever, entry in enumerate(self._doses.levers):
                kind = class_of(entry.policy.costs())
                worlds = entry.worlds & self.capped & mine[lever] & (self._order[:, kind] == turn)
                if whose == BASELINE and self._checks[lever]:
                    worlds &= ~march  # paid already, from what the whole year brings
                self._serve(lever, worlds, self._opened(lever, left))

    def _announce(self) -> None:
        """Offer what is paid in the course of the month where there is money for a whole one."""
        everyone = np.arange(len(self._stack.organizations))
        for lever, entry in enumerate(self._doses.levers):
            costs, force = priced(entry.policy.costs()), self._doses.forces[lever]
            if not self._limited[lever] or not costs or costs[0].quantity not in AFTERWARDS:
                continue
            grant = costs[0].quantity == "branches_founded"
            price = costs[0].unit * (force if grant else 1.0)
            able = [self._opened(lever, purse).can_pay(price) for purse in self._purses]
            ours = self._baseline[lever][self._stack.committees.world]
            here = np.where(ours, able[BASELINE], able[ADDED]) | ~self._capped_rows
            self._able[lever] = here
            self._served[lever] = here[self._stack.responsible(everyone)]
            if costs[0].quantity == "members_placed":
                self._open[lever] = here

    def _opened(self, lever: int, purse: Purse) -> Purse:
        """Open a purse to a lever where the year's cap holds the price of one of its units."""
        entry = self._doses.levers[lever]
        price = year_price(entry.policy) * entry.scale
        purse.open = (self._committee_caps >= price) & (
            self._world_caps[self._stack.committees.world] >= price
        )
        return purse
