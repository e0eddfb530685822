"""Totals by group of organizations, and choices within groups that hold them exactly.

Where no kind states a total of its own, totals are of the whole place. Where some do, what is left
of every overall total is first shared among the kinds that do not state it. So all totals of one
kind can be held together (``docs/draws-population.md`` section 2).

Choices take no loop over groups. Who is chosen depends on the group's own rows alone, not on their
order: scores decide, and the identity between equals.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from sim.draws import F64, I64, U64
from sim.errors import InputError
from sim.exact import group_sum, group_total
from sim.locale import _
from sim.plan.organizations import COUNTS, Synthesis, Totals
from sim.population.attributes import Bools
from sim.population.frame import UNKNOWN, UNNAMED, Targets

Race = Callable[[I64, I64, Bools, int], F64]
"""Score of rows in a round; the highest move. Given: rows, their values, whether each gains, and
the number of the round."""
ORDER = ("covered", "standalone", "willing", "operating", "on_base", "members", "staff")
"""Order in which totals are shared; what comes later has bounds from what came before."""
UNBOUNDED: Final = 10**12


def sampled(synthesis: Synthesis, share: float) -> Synthesis:
    """Return the totals of a sample: each total times the share, rounded.

    What a sample of organizations would hold on average is held exactly, and joint branches stay
    whole, which they would not if organizations were left out one by one.
    """
    if share == 1.0:
        return synthesis
    kinds = {kind: _scaled(totals, share) for kind, totals in synthesis.kinds.items()}
    total = _scaled(synthesis.total, share)
    given = sum(totals.organizations or 0 for totals in kinds.values())
    named_all = given and synthesis.total.organizations == sum(
        totals.organizations or 0 for totals in synthesis.kinds.values()
    )
    organizations = given if named_all else max(1, given, total.organizations or 0)
    changes: dict[str, int | None] = {"organizations": organizations}
    for name in COUNTS:
        value = getattr(total, name)
        if value is not None:
            parts = [getattr(totals, name) for totals in kinds.values()]
            known = sum(part for part in parts if part is not None)
            whole = named_all and None not in parts
            changes[name] = known if whole else max(value, known)
    return replace(synthesis, total=replace(total, **changes), kinds=kinds)


def _scaled(totals: Totals, share: float) -> Totals:
    scaled = {
        name: None if value is None else round(value * share)
        for name, value in vars(totals).items()
    }
    return Totals(**scaled)


def targets(synthesis: Synthesis) -> Targets:
    """Return the totals that each group holds."""
    stated = any(
        getattr(totals, name) is not None for totals in synthesis.kinds.values() for name in COUNTS
    )
    if not stated:
        totals = {name: np.full(UNNAMED + 1, UNKNOWN) for name in COUNTS}
        for name, column in totals.items():
            total = getattr(synthesis.total, name)
            column[UNNAMED] = UNKNOWN if total is None else total
        return Targets(by_kind=False, totals=totals)
    slots = _slots(synthesis)
    for name in ORDER:
        _share(name, synthesis.total, slots)
    totals = {name: np.full(UNNAMED + 1, UNKNOWN) for name in COUNTS}
    for slot in slots:
        for name, value in slot.values.items():
            totals[name][slot.code] = value
    return Targets(by_kind=True, totals=totals)


@dataclass
class _Slot:
    """A kind (or those of unnamed kind), its number, and the totals known of it so far."""

    code: int
    organizations: int
    values: dict[str, int] = field(default_factory=dict)

    def at_least(self, name: str) -> int:
        """A total that is known, else 0."""
        return self.values.get(name, 0)

    @property
    def covered(self) -> int:
        """Covered organizations that are known of."""
        return max(self.at_least("covered"), self.at_least("standalone"))

    def at_most(self, name: str, most: int) -> int:
        """A total that is known, else ``most``."""
        return self.values.get(name, most)

    def bounds(self, name: str) -> tuple[int, int]:
        """Fewest and most that a total may be, by those that are known."""
        number, covered = self.organizations, self.covered
        alone, willing = self.at_least("standalone"), self.at_least("willing")
        busy, people = self.at_most("operating", number), self.at_most("members", 3 * number)
        idle = number - busy
        room = (self.at_most("staff", 3 * number) - number) // 2
        stated = self.values.get("covered")
        branches = people // 3
        if stated is not None:
            branches = (self.at_most("members", 3 * stated) - stated) // 2
        return {
            "covered": (alone, min(busy - willing, people if people >= 3 else 0, room)),
            "standalone": (0, min(number if stated is None else stated, branches)),
            "willing": (0, busy - covered),
            "operating": (max(covered + willing, min(1, self.at_least("members"))), number),
            "on_base": (0, number),
            "members": (
                max(covered + 2 * alone, 3 if covered else 0),
                self.at_most("staff", UNBOUNDED) - idle,
            ),
            "staff": (max(number + 2 * covered, self.at_least("members") + idle), UNBOUNDED),
        }[name]


def _slots(synthesis: Synthesis) -> list[_Slot]:
    slots = []
    unnamed = synthesis.total.organizations or 0
    for code, totals in sorted(synthesis.kinds.items()):
        if totals.organizations:
            values = {name: getattr(totals, name) for name in COUNTS}
            known = {name: value for name, value in values.items() if value is not None}
            slots.append(_Slot(code, totals.organizations, known))
            unnamed -= totals.organizations
    if unnamed:
        slots.append(_Slot(UNNAMED, unnamed))
    return slots


def _share(name: str, totals: Totals, slots: Sequence[_Slot]) -> None:
    """Share what kinds leave of a total among those that do not state it."""
    total: int | None = getattr(totals, name)
    open_ = [slot for slot in slots if name not in slot.values]
    if total is None or not open_:
        return
    left = total - sum(slot.at_least(name) for slot in slots)
    bounds = [slot.bounds(name) for slot in open_]
    low, high = [least for least, _most in bounds], [most for _least, most in bounds]
    possible = all(least <= most for least, most in bounds)
    if not possible or not sum(low) <= left <= sum(high):
        message = (
            _('The total of "{name}" leaves {left} to kinds that do not state it; by their other '
              "totals they need {bound}.")
            if left < sum(low)
            else _('The total of "{name}" leaves {left} to kinds that do not state it; by their '
                   "other totals they can hold {bound}.")
        )  # fmt: skip
        bound = sum(low) if left < sum(low) else sum(high)
        raise InputError(message.format(name=name, left=left, bound=bound))
    weights = (
        _staff_expected(totals.staff, slots, open_)
        if name == "members"
        else [float(slot.organizations) for slot in open_]
    )
    for slot, value in zip(open_, allot(left, weights, low, high), strict=True):
        slot.values[name] = value


def _staff_expected(
    total: int | None, slots: Sequence[_Slot], wanted: Sequence[_Slot]
) -> list[float]:
    """Staff of some kinds: as stated, else what the others leave of the total, by organizations.

    Without a total those that state none are as large as those that do. Each has one at least.
    """
    stated = [slot for slot in slots if "staff" in slot.values]
    known = sum(slot.values["staff"] for slot in stated)
    counted = sum(slot.organizations for slot in stated)
    rest = sum(slot.organizations for slot in slots) - counted
    each = (total - known) / rest if total is not None and rest else known / max(1, counted)
    return [float(slot.values.get("staff", max(1.0, each) * slot.organizations)) for slot in wanted]


def allot(
    total: int, weights: Sequence[float], low: Sequence[int], high: Sequence[int]
) -> list[int]:
    """Whole numbers near proportion to ``weights``, within bounds, that sum to ``total``."""

    def shares(scale: float) -> list[float]:
        return [min(max(scale * w, a), b) for w, a, b in zip(weights, low, high, strict=True)]

    least, most = 0.0, float(max(total, 1) + max(low, default=0))
    for _step in range(100):
        middle = (least + most) / 2.0
        if math.fsum(shares(middle)) > total:
            most = middle
        else:
            least = middle
    exact = shares(least)
    whole = [math.floor(share) for share in exact]
    order = sorted(range(len(whole)), key=lambda i: (whole[i] - exact[i], i))
    while sum(whole) < total:
        for i in order:
            if sum(whole) < total and whole[i] < high[i]:
                whole[i] += 1
    return whole


class Unattainable(ValueError):
    """A total that no choice within the bounds can hold."""

    def __init__(self, group: int, total: int, reached: int) -> None:
        super().__init__(f"group {group}: {total} wanted, {reached} reached")
        self.group, self.total, self.reached = group, total, reached


def ranks(group: I64, score: F64, identity: U64) -> I64:
    """Rank of each row in its group, 0 for the highest score."""
    order = np.lexsort((identity, -score, group))
    counts = np.bincount(group)
    first = np.cumsum(counts) - counts  # exact: counts are integers
    result = np.empty(len(group), np.int64)
    result[order] = np.arange(len(group)) - first[group[order]]
    return result


def top(group: I64, wanted: I64, score: F64, identity: U64) -> Bools:
    """Mark the ``wanted`` rows of each group with the highest scores (or all, where fewer)."""
    chosen: Bools = ranks(group, score, identity) < wanted[group]
    return chosen


def settle(
    group: I64, values: I64, low: I64, high: I64, total: I64, race: Race, identity: U64
) -> I64:
    """Change ``values`` by ones, within bounds, until every group sums to its total.

    A negative total is free. In a round each row moves by one at most; ``race`` says who.
    """
    values = values.copy()
    groups = len(total)
    number = 0
    while True:
        gap = np.where(total >= 0, total - group_sum(group, values, groups), 0)
        if not gap.any():
            return values
        up = gap[group] > 0
        rows = np.flatnonzero(np.where(up, values < high, (gap[group] < 0) & (values > low)))
        stuck = np.flatnonzero((gap != 0) & (np.bincount(group[rows], minlength=groups) == 0))
        if len(stuck):
            first = int(stuck[0])
            raise Unattainable(first, int(total[first]), int(total[first] - gap[first]))
        score = race(rows, values[rows], up[rows], number)
        moved = rows[top(group[rows], np.abs(gap), score, identity[rows])]
        values[moved] += np.where(up[moved], 1, -1)
        number += 1


def apportion(group: I64, weight: F64, low: I64, total: I64, identity: U64) -> I64:
    """Whole numbers in proportion to ``weight``, at least ``low``, that sum to the total.

    Rows whose share falls below their bound hold the bound and the others share what is left;
    of these the largest remainders are rounded up.
    """
    groups = len(total)
    held = np.zeros(len(group), np.bool_)
    while True:
        left = total - group_sum(group[held], low[held], groups)
        free = group_total(group[~held], weight[~held], groups)
        scale = np.divide(left, free, out=np.zeros(groups), where=free > 0)
        share = weight * scale[group]
        below = ~held & (share < low)
        if not below.any():
            break
        held |= below
    whole = np.where(held, low, np.floor(share)).astype(np.int64)
    remainder = np.where(held, -1.0, share - np.floor(share))
    most = np.full(len(group), np.iinfo(np.int64).max)

    def race(rows: I64, values: I64, up: Bools, number: int) -> F64:
        return np.where(up, remainder[rows], -remainder[rows])

    return settle(group, whole, low, most, total, race, identity)
