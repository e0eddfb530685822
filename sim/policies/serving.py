"""Serving: what a purse pays of the levers in force, in a month (docs/draws.md 13)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import numpy as np

from sim.draws import F64, I64, Mask
from sim.exact import group_total
from sim.policies.base import Cost
from sim.policies.book import DoseBook
from sim.policies.counting import COUNTERS
from sim.policies.demand import (
    AFTERWARDS,
    FROM_ENTRY,
    OBLIGATIONS,
    YEAR,
    Demand,
    month_price,
    priced,
)
from sim.policies.doses import filled_of
from sim.policies.parts import Counting
from sim.policies.places import Places
from sim.policies.purse import Purse, whole_yuan
from sim.state.codes import Interim
from sim.state.layout import committee_rows
from sim.state.stack import Stack

UNCUT: Final = np.iinfo(np.int64).max


class Serving:
    """Whom the levers reach this month, and how many heads they have, as far as they are paid.

    ``capped`` are the worlds with a cap; elsewhere nothing is cut. ``unmet`` accumulates the yuan
    that could not be paid, shape (levers, committee rows).
    """

    def __init__(self, stack: Stack, doses: DoseBook, capped: Mask) -> None:
        self._stack, self._doses, self.capped = stack, doses, capped
        self.unmet = np.zeros((len(doses.levers), len(stack.committees)))
        levers = sorted({index for index, _ in doses.all_writers("training_places")})
        shared = [lever for lever in levers if lever not in doses.narrow]
        pools = [shared, *([lever] for lever in levers if lever in doses.narrow)]
        self._training = [(pool, Places(len(pool), len(stack.committees))) for pool in pools]
        self._places = {
            lever: (places, row)
            for pool, places in self._training
            for row, lever in enumerate(pool)
        }
        self._limited = [bool((lever.worlds & capped).any()) for lever in doses.levers]
        self._clear()

    @property
    def _capped_rows(self) -> Mask:
        capped: Mask = self.capped[self._stack.committees.world]
        return capped

    def _clear(self) -> None:
        """Forget whom the month before has served."""
        self._served: dict[int, Mask] = {}
        self._heads: dict[int, I64] = {}
        self._open: dict[int, Mask] = {}
        self._able: dict[int, Mask] = {}
        self._stayers: dict[int | None, I64] = {}
        self._free: dict[tuple[str, int | None], I64] = {}
        self._promised: dict[tuple[int, str], F64] = {}

    def see_as(self, other: Serving, world: int) -> None:
        """See who was served this month as ``other`` did, of which this stack is one world."""
        stack = other._stack
        rows = np.flatnonzero(stack.organizations.world == world)
        rows = np.concatenate([np.zeros(1, np.int64), rows[rows > 0]])
        offices = committee_rows(stack, np.array([world]))
        self._served = {
            lever: mask[rows[rows < len(mask)]] for lever, mask in other._served.items()
        }
        self._heads = {lever: heads[offices] for lever, heads in other._heads.items()}
        self._open = {lever: mask[offices] for lever, mask in other._open.items()}
        self._able = {lever: mask[offices] for lever, mask in other._able.items()}

    @property
    def _committees(self) -> int:
        return len(self._stack.committees)

    def limited(self, lever: int) -> bool:
        """Return whether a cap holds in the worlds of a lever."""
        return self._limited[lever]

    def served(self, lever: int, rows: I64) -> Mask:
        """Return which organizations the lever is paid for.

        Those who have entered this month get what costs nothing for them, where it could be paid.
        """
        mask = self._served.get(lever)
        if mask is None:
            return np.ones(len(rows), bool)
        known = rows < len(mask)
        new = rows[~known]
        result = np.empty(len(rows), bool)
        result[known] = mask[rows[known]]
        result[~known] = self.committees(lever)[self._carriers(lever, new)]
        result[~known] &= self._able[lever][self._stack.responsible(new)]
        return result

    def booked(self, lever: int, item: str, count: Callable[[], F64]) -> F64:
        """Return the quantity of a cost by committee: paid for when the month began, or counted."""
        promised = self._promised.get((lever, item))
        if promised is None:
            return count()
        capped = self._capped_rows
        return promised if capped.all() else np.where(capped, promised, count())

    def committees(self, lever: int) -> Mask:
        """Return which committees the lever is paid for."""
        everywhere = np.ones(len(self._stack.committees), bool)
        return self._open.get(lever, everywhere)

    def heads(self, lever: int) -> I64:
        """Return the number of shared heads paid, by committee row."""
        paid = self._heads.get(lever)
        return np.full(len(self._stack.committees), UNCUT) if paid is None else paid

    def filled(self, lever: int, places: I64, shares: F64) -> F64:
        """Return those of the places filled this month that the lever pays: ``shares`` uncapped."""
        pool, row = self._places[lever]
        return np.where(self._capped_rows, pool.shares(places)[row], shares)

    def _places_fall_due(self) -> list[int]:
        """Find the training places that fall due; return the levers in force that give some."""
        stack = self._stack
        writers = {index: write for index, write, _ in self._doses.writers("training_places")}
        for pool, places in self._training:
            yearly = np.zeros((len(pool), len(stack.committees)), np.int64)
            for row, lever in enumerate(pool):
                if lever in writers:
                    heads = self._doses.headcount(lever, writers[lever])
                    yearly[row] = np.where(self._capped_rows, heads, 0)
            trained = stack.committees.trained
            if pool and pool[0] in self._doses.narrow:
                trained = stack.desks.trained[self._doses.desks(pool[0])]
            places.fall_due(stack.month, yearly, trained)
        return list(writers)

    def _cut_places(self, training: list[int]) -> None:
        """Cut places to those paid; a policy that is cut to nothing brings no gain either."""
        for pool, places in self._training:
            for lever, heads, yearly in zip(pool, places.heads(), places.yearly, strict=True):
                if lever in training:
                    self._heads[lever] = np.where(self._capped_rows, heads, UNCUT)
                    self._open[lever] = (heads > 0) | (yearly == 0)

    def _note_places(self) -> None:
        """Note whose places were filled in the month just done."""
        for pool, places in self._training:
            name = filled_of(self._doses.pool_of(pool[0])) if pool else ""
            if name in self._stack.realised:
                places.note(self._stack.realised[name])

    def _pay_obligations(self, mine: Sequence[Mask], left: Purse) -> None:
        """Pay first for what goes on from earlier months: hosted places, sourced secretaries."""
        counting = Counting(self._stack, self._doses)
        for lever, entry in enumerate(self._doses.levers):
            here = (self.capped & mine[lever])[self._stack.committees.world]
            for cost in priced(entry.policy.costs()):
                if self._limited[lever] and cost.quantity in OBLIGATIONS:
                    amount = COUNTERS[cost.quantity](counting, lever) * cost.unit
                    left.pay(np.where(here, amount, 0.0))

    def _serve(self, lever: int, worlds: Mask, left: Purse) -> None:
        if self._doses.forces[lever] == 0.0 or not worlds.any():
            return
        yuan = priced(self._doses.levers[lever].policy.costs())
        price = {cost.quantity: cost.unit for cost in yuan}
        if (month := price.get("liaison_months")) is not None:
            newcomer = month + price.get("new_liaisons", 0.0)
            pay = partial(self._pay_liaisons, lever, month, newcomer, left)
            self._serve_posts(lever, "liaison_posts", month, worlds, pay)
        elif (month := price.get("staff_months")) is not None:
            pay = partial(left.take_units, price=month)
            self._serve_posts(lever, "staff_posts", month, worlds, pay)
        elif "places_filled" in price:
            self._serve_places(lever, price["places_filled"], worlds, left)
        elif yuan and yuan[0].quantity in OBLIGATIONS:
            self._serve_new(lever, yuan[0], worlds, left)
        elif yuan and yuan[0].quantity not in AFTERWARDS:
            self._serve_organizations(lever, yuan, worlds, left)

    def _serve_new(self, lever: int, cost: Cost, worlds: Mask, left: Purse) -> None:
        """Pay as many new hosted places or sourced secretaries as money allows."""
        dose, pool = OBLIGATIONS[cost.quantity], self._doses.pool_of(lever)
        if (dose, pool) not in self._free:
            self._find_free(dose)
        held, free = self._doses.heads(lever, dose), self._free[dose, pool]
        mine = worlds[self._stack.committees.world]
        asked: I64 = np.minimum(held, free) * mine
        paid = left.take_units(asked, cost.unit)
        self._free[dose, pool] = free - asked
        self._heads[lever] = held - (asked - paid)
        self.unmet[lever] += (asked - paid) * cost.unit

    def _find_free(self, dose: str) -> None:
        """Note how many of a dose's heads are not taken: hosted now, sourced this model year."""
        stack, organizations = self._stack, self._stack.organizations
        rows = np.flatnonzero(organizations.interim == Interim.HOSTED)
        for pool in self._doses.pools(dose):
            amount = np.floor(pool.amount + 1e-9)
            if dose == "hosting_places":
                placed = pool.placed(
                    rows,
                    stack.cells.district_committee[organizations.cell[rows]],
                    organizations.identity[rows],
                    amount,
                )
                district = stack.cells.district_committee[organizations.cell[rows[placed]]]
                amount -= np.bincount(district, minlength=len(amount))
                rows = rows[~placed]
            elif stack.month % YEAR:  # the year's count is set to 0 in the course of its start
                amount -= stack.used("sourced", pool.unit)
            self._free[dose, pool.lever] = np.maximum(0, amount).astype(np.int64)

    def _serve_posts(
        self, lever: int, dose: str, price: float, worlds: Mask, pay: Callable[[I64], I64]
    ) -> None:
        """Pay as many posts of a dose as money allows; ``pay`` says how many of those asked for."""
        wanted = self._doses.heads(lever, dose)
        mine = worlds[self._stack.committees.world]
        asked = np.where(mine, wanted, 0)
        paid = pay(asked)
        self._heads[lever] = np.where(mine, paid, wanted)
        self.unmet[lever] += (asked - paid) * price

    def _serve_places(self, lever: int, price: float, worlds: Mask, left: Purse) -> None:
        """Pay as many of the training places due as money allows."""
        mine = worlds[self._stack.committees.world]
        pool, row = self._places[lever]
        due = pool.due(row)
        paid = left.take_units(np.where(mine, due, 0), price)
        self.unmet[lever] += pool.pay(row, mine, paid) * price

    def _pay_liaisons(
        self, lever: int, month: float, newcomer: float, left: Purse, number: I64
    ) -> I64:
        """Pay posts that keep their holder first; others cost the training of a newcomer too."""
        pool = self._doses.pool_of(lever)
        stayers = self._stayers[pool] if pool in self._stayers else self._staying(pool)
        staying = np.minimum(number, stayers)
        paid = left.take_units(staying, month)
        self._stayers[pool] = stayers - paid  # each stays in the post of one policy
        rest = np.where(paid == staying, number - staying, 0)
        return paid + left.take_units(rest, newcomer)

    def _staying(self, pool: int | None) -> I64:
        """Return by committee the posts of a pool whose holder stays this month."""
        stack, liaisons = self._stack, self._stack.liaisons
        tenure = self._doses.committee("liaison_tenure", pool)[liaisons.committee]
        stays = liaisons.alive & (stack.month - liaisons.since < tenure)
        if pool is None:
            stays &= liaisons.desk == 0
        else:
            desk = self._doses.desks(pool)[liaisons.committee]
            stays &= (desk > 0) & (liaisons.desk == desk)
        return np.bincount(liaisons.committee[stays], minlength=len(stack.committees))

    def _carriers(self, lever: int, rows: I64) -> I64:
        """Return for organizations the committee that would carry the policy to them."""
        cells = self._stack.cells
        industrial = self._doses.levers[lever].policy.committee == "industry"
        committee = cells.industry_committee if industrial else cells.district_committee
        return committee[self._stack.organizations.cell[rows]]

    def _serve_organizations(
        self, lever: int, costs: Sequence[Cost], worlds: Mask, left: Purse
    ) -> None:
        """Pay organizations in the order of identity as far as the money goes."""
        stack, organizations = self._stack, self._stack.organizations
        everyone = np.arange(len(organizations))
        cost_of = np.zeros(len(organizations))
        fixed = np.zeros(len(stack.committees))
        counted: dict[str, F64] = {}
        for cost in costs:
            demand = Demand(stack, self._doses)
            quantity = COUNTERS[cost.quantity](demand, lever)
            if demand.asked:
                counted[cost.item] = demand.noted * quantity[stack.responsible(everyone)]
                cost_of += whole_yuan(counted[cost.item] * cost.unit)
            else:
                fixed += quantity * cost.unit  # offices, centres and drives are paid by committee
        n = len(stack.committees)
        mine = worlds[stack.committees.world]
        fixed = np.where(mine, fixed, 0.0)
        open_ = left.take_all(fixed)
        self.unmet[lever] += np.where(open_, 0.0, fixed)
        inside = worlds[organizations.world]
        reached = open_[self._carriers(lever, everyone)]
        rows = np.flatnonzero((cost_of > 0) & inside)
        committee, can = stack.responsible(rows), reached[rows]
        paid = np.zeros(len(rows), bool)
        paid[can] = left.take_in_order(
            rows[can], committee[can], cost_of[rows[can]], organizations.identity[rows[can]]
        )
        # Who costs nothing gets what could be paid there: what cannot is not announced either.
        able = np.ones(n, bool)
        if counted:
            unit = next(month_price(cost) for cost in costs if cost.item in counted)
            nobody = np.bincount(committee, minlength=n) == 0
            able = (np.bincount(committee[paid], minlength=n) > 0) | nobody & left.can_pay(unit)
        served = ~inside | (reached & able[stack.responsible(everyone)])
        served[rows] = paid
        self._served[lever] = served & self._served.get(lever, True)
        if costs[0].quantity in FROM_ENTRY:
            able &= False
        self._able[lever] = np.where(mine, able, self._able.get(lever, ~self._capped_rows))
        for item, quantity in counted.items():
            promised = group_total(committee[paid], quantity[rows[paid]], n)
            self._promised[lever, item] = promised + self._promised.get((lever, item), 0.0)
        self._open[lever] = self.committees(lever) & (~mine | open_)
        self.unmet[lever] += np.bincount(committee[~paid], cost_of[rows][~paid], n)
