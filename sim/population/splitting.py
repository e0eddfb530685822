"""Totals by group of organizations: of the whole place, or kind by kind.

Where no kind states a total of its own, totals are of the whole place. Where some do, what is left
of every overall total is first shared among the kinds that do not state it. So all totals of one
kind can be held together (``docs/draws-population.md`` section 2).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.errors import InputError
from sim.locale import _
from sim.plan.organizations import Synthesis, Totals
from sim.population.frame import COUNTS, UNKNOWN, UNNAMED, Targets

ORDER = ("covered", "standalone", "willing", "operating", "on_base", "members", "staff")
"""Order in which totals are shared; what comes later has bounds from what came before."""


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


def _covered(slot: _Slot) -> tuple[int, int]:
    number = slot.organizations
    busy = slot.at_most("operating", number) - slot.at_least("willing")
    people = slot.at_most("members", 3 * number)
    room = (slot.at_most("staff", 3 * number) - number) // 2
    return slot.at_least("standalone"), min(busy, people if people >= 3 else 0, room)


def _standalone(slot: _Slot) -> tuple[int, int]:
    if "covered" not in slot.values:
        return 0, min(slot.organizations, slot.at_most("members", 3 * slot.organizations) // 3)
    covered = slot.values["covered"]
    return 0, min(covered, (slot.at_most("members", 3 * covered) - covered) // 2)


def _willing(slot: _Slot) -> tuple[int, int]:
    number = slot.organizations
    return 0, slot.at_most("operating", number) - slot.covered


def _operating(slot: _Slot) -> tuple[int, int]:
    busy = slot.covered + slot.at_least("willing")
    return max(busy, min(1, slot.at_least("members"))), slot.organizations


def _on_base(slot: _Slot) -> tuple[int, int]:
    return 0, slot.organizations


def _members(slot: _Slot) -> tuple[int, int]:
    covered, alone = slot.covered, slot.at_least("standalone")
    least = max(covered + 2 * alone, 3 if covered else 0)
    idle = slot.organizations - slot.at_most("operating", slot.organizations)
    return least, slot.at_most("staff", 10**12) - idle


def _staff(slot: _Slot) -> tuple[int, int]:
    idle = slot.organizations - slot.at_most("operating", slot.organizations)
    members = slot.at_least("members")
    return max(slot.organizations + 2 * slot.covered, members + idle), 10**12


_BOUNDS: dict[str, Callable[[_Slot], tuple[int, int]]] = {
    "covered": _covered, "standalone": _standalone, "willing": _willing,
    "operating": _operating, "on_base": _on_base, "members": _members, "staff": _staff,
}  # fmt: skip


def _share(name: str, totals: Totals, slots: Sequence[_Slot]) -> None:
    """Share what kinds leave of a total among those that do not state it."""
    total: int | None = getattr(totals, name)
    open_ = [slot for slot in slots if name not in slot.values]
    if total is None or not open_:
        return
    left = total - sum(slot.at_least(name) for slot in slots)
    bounds = [_BOUNDS[name](slot) for slot in open_]
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
