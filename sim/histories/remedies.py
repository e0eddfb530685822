"""What would have covered an organization: small changes, each tried at it alone.

Every remedy is a short ladder of amounts; a step is the remedy's own unit. All amounts of all
remedies run as one stack of at most ``WIDEST`` worlds, from the start of the alternative's world
and in its draws. Where a place is too large for that, the ladders are bisected. The smallest amount
that covers is what the remedy takes, also where a larger one would not.

The cheapest remedy takes the fewest steps, ties in the order of the table: an order of effort that
is declared here and no price.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.constants import FEAR_SHARES
from sim.draws import Lineage, keys, lineages
from sim.histories.trial import Shift, Trial, TrialWorlds
from sim.histories.views import rows_of
from sim.locale import N_
from sim.pasts.lists import prepared
from sim.results.chunk import STACK
from sim.scenario import Scenario
from sim.state.codes import Fear, Relation, Role, Stage
from sim.state.stack import Stack
from sim.worlds import Worlds

WIDEST: Final = 200
TENTHS: Final = tuple(round(0.1 * n, 1) for n in range(1, 11))
ADDED_FROM: Final = 1_000_000
"""Number from which members that a remedy adds are counted: no founding member is that late."""


@dataclass(frozen=True)
class Remedy:
    """A change with its amounts, smallest first; exactly one of dose, pressure, acts and shift.

    ``label`` is a marked text: what, a comma, how much of it.
    """

    name: str
    label: str
    unit: str
    amounts: tuple[float, ...]
    dose: str = ""
    pressure: bool = False
    acts: bool = False
    shift: Shift | None = None

    def trial(self, amount: float) -> Trial:
        """Return what a world tries that is given an amount of it."""
        if self.dose:
            return Trial(doses={self.dose: amount})
        if self.pressure:
            return Trial(pressure=amount)
        if self.acts:
            return Trial(acts=int(amount))
        return Trial(shift=self.shift, amount=amount)


@dataclass(frozen=True)
class Tried:
    """What became of one remedy: the smallest amount that covers, and since which month."""

    remedy: Remedy
    amount: float | None
    month: int | None

    @property
    def steps(self) -> int:
        """Steps up the ladder, 0 where no amount covers."""
        return 0 if self.amount is None else self.remedy.amounts.index(self.amount) + 1


def _visits(stack: Stack, row: int, amount: float, month: int) -> None:
    """Visit more by ``amount`` of vis, with or without a liaison on the case.

    Attitudes are pulled as by a visit; disclosure and contact read the column, but for the
    contact of a case, whose vis the liaison sets anew each month.
    """
    organizations = stack.organizations
    world = organizations.world[row]
    if month == _first(stack, row):
        effect = stack.parameters["liaison_fears"][world]
        for fear, share in enumerate(FEAR_SHARES):
            organizations.baseline[fear, row] -= share * effect * amount
        organizations.baseline[Fear.BENEFIT, row] += (
            stack.parameters["visit_benefit"][world] * amount
        )
    own = organizations.visits[row] if organizations.liaison[row] else 0.0
    organizations.visits[row] = min(1.0, own + amount)


def _calmer(fear: Fear) -> Shift:
    def shift(stack: Stack, row: int, amount: float, month: int) -> None:
        if month == _first(stack, row):
            sign = 1.0 if fear is Fear.BENEFIT else -1.0
            moved = stack.organizations.baseline[fear, row] + sign * amount
            stack.organizations.baseline[fear, row] = np.clip(moved, 0.0, 1.0)

    return shift


def _known(stack: Stack, row: int, amount: float, month: int) -> None:
    """Let a number of hidden members become known at the start of each year."""
    members = stack.members
    if month % 12 == 0:
        rows = np.flatnonzero((members.organization == row) & members.alive & ~members.known)
        rows = rows[members.stage[rows] >= Stage.PROBATIONARY]
        rows = rows[np.argsort(members.identity[rows])][: int(amount)]
        members.known[rows] = True


def _members(stack: Stack, row: int, amount: float, month: int) -> None:
    """Bring a number of retired full members to the organization, known and with their relation."""
    if month != _first(stack, row):
        return
    organizations = stack.organizations
    count, world = int(amount), organizations.world[row]
    number = ADDED_FROM + np.arange(count)
    identity = lineages(Lineage.FOUNDING_MEMBER, organizations.identity[row], number)
    stack.members.append(
        count,
        {
            "world": world, "identity": identity, "organization": row,
            "key": keys(np.full(count, stack.keys[world]), identity),
            "home": organizations.cell[row], "stage": Stage.FULL, "relation": Relation.HERE,
            "known": True, "commitment": stack.parameters["commitment_mean"][world],
            "mobility": 1.0, "joined": month - 6, "role": Role.RETIRED,
        },
    )  # fmt: skip


def _sooner(stack: Stack, row: int, amount: float, month: int) -> None:
    """End a silence some months sooner: the head is asked again, not won over."""
    organizations = stack.organizations
    silence = round(float(stack.parameters["silence_months"][organizations.world[row]]))
    latest = month - 1 + max(1, silence - int(amount))
    organizations.silent_until[row] = min(int(organizations.silent_until[row]), latest)


def _channel(stack: Stack, row: int, amount: float, month: int) -> None:
    stack.organizations.has_channel[row] = True


def _first(stack: Stack, row: int) -> int:
    """Return the first month that begins with the organization: 0, or the one after its entry."""
    organizations = stack.organizations
    return 0 if organizations.number[row] >= 0 else int(organizations.founded[row]) + 1


REMEDIES: Final = (
    Remedy(
        "visits", N_("more visits by liaisons, vis +{amount}"),
        "vis", TENTHS[:8], shift=_visits,
    ),
    Remedy(
        "contacts", N_("contacts by an organizer, {amount} more a year"),
        "contacts a year", tuple(float(n) for n in range(1, 9)), dose="organizer",
    ),
    Remedy(
        "interference", N_("less fear of interference, −{amount}"),
        "fear", TENTHS[:8], shift=_calmer(Fear.INTERFERENCE),
    ),
    Remedy(
        "burden", N_("less fear of burden, −{amount}"),
        "fear", TENTHS[:8], shift=_calmer(Fear.BURDEN),
    ),
    Remedy(
        "constraint", N_("less fear of constraint, −{amount}"),
        "fear", TENTHS[:8], shift=_calmer(Fear.CONSTRAINT),
    ),
    Remedy(
        "benefit", N_("more benefit seen, +{amount}"),
        "level", TENTHS[:8], shift=_calmer(Fear.BENEFIT),
    ),
    Remedy(
        "known", N_("hidden members made known, {amount} each year"),
        "members a year", (1.0, 2.0, 3.0), shift=_known,
    ),
    Remedy(
        "members", N_("more known members at the start, {amount}"),
        "members", (1.0, 2.0, 3.0), shift=_members,
    ),
    Remedy(
        "channel", N_("a channel to a committee"),
        "yes or no", (1.0,), shift=_channel,
    ),
    Remedy(
        "sooner", N_("asked again sooner after a refusal, by {amount} months"),
        "months", (3.0, 6.0, 9.0), shift=_sooner,
    ),
    Remedy(
        "subsidy", N_("activities paid for, {amount} yuan more a year"),
        "yuan", tuple(300.0 * n for n in range(1, 11)), dose="subsidy_branch",
    ),
    Remedy(
        "venue", N_("a venue shared, share +{amount}"),
        "share", TENTHS, dose="venue",
    ),
    Remedy(
        "radius", N_("partners sought farther, by {amount} circles"),
        "circles", (1.0, 2.0), dose="joint_radius",
    ),
    Remedy(
        "secretary", N_("candidates for secretary, chance +{amount}"),
        "probability", (0.25, 0.5, 0.75, 1.0), dose="secretary_candidates",
    ),
    Remedy(
        "act", N_("more acts of founding of its committee, {amount} a month"),
        "acts a month", (1.0, 2.0, 3.0), acts=True,
    ),
    Remedy(
        "pressure", N_("pressure of a target on its whole committee, {amount}"),
        "share", TENTHS, pressure=True,
    ),
)  # fmt: skip
"""The declared changes, in the order in which equal numbers of steps are preferred."""


Rung = tuple[Remedy, float]
Climb = Callable[[list[Rung]], list[int]]
"""Tries rungs, each in a world: the month since which it covers, -1 where it does not."""


def try_out(
    scenario: Scenario, organization: int, alternative: str, replicate: int, *, at_end: bool
) -> list[Tried]:
    """Try every remedy: does it cover the organization at any time, or (``at_end``) at the end?"""
    scenario = prepared(scenario, replicate + 1)
    start = Worlds.build(scenario, [alternative], [replicate])
    width = max(1, min(WIDEST, 2 * STACK // max(1, len(start.organizations))))

    def climb(rungs: list[Rung]) -> list[int]:
        since: list[int] = []
        for at in range(0, len(rungs), width):
            trials = [remedy.trial(amount) for remedy, amount in rungs[at : at + width]]
            since += _covered(start, scenario, organization, trials, at_end=at_end)
        return since

    every = [(remedy, amount) for remedy in REMEDIES for amount in remedy.amounts]
    months = _all(every, climb) if len(every) <= width else bisected(REMEDIES, climb)
    return [_smallest(remedy, months) for remedy in REMEDIES]


def _all(rungs: list[Rung], climb: Climb) -> dict[tuple[str, float], int]:
    names = [(remedy.name, amount) for remedy, amount in rungs]
    return dict(zip(names, climb(rungs), strict=True))


def bisected(remedies: Sequence[Remedy], climb: Climb) -> dict[tuple[str, float], int]:
    """Try the largest amount of each remedy, and halve the ladders of those that cover.

    Takes fewer worlds than trying all, and may miss an amount that covers where more does not.
    """
    months = _all([(remedy, remedy.amounts[-1]) for remedy in remedies], climb)
    between = {
        remedy: (-1, len(remedy.amounts) - 1)
        for remedy in remedies
        if months[remedy.name, remedy.amounts[-1]] >= 0
    }
    while between := {r: (low, high) for r, (low, high) in between.items() if high - low > 1}:
        middle = {remedy: sum(ends) // 2 for remedy, ends in between.items()}
        months |= _all([(remedy, remedy.amounts[at]) for remedy, at in middle.items()], climb)
        for remedy, at in middle.items():
            low, high = between[remedy]
            covers = months[remedy.name, remedy.amounts[at]] >= 0
            between[remedy] = (low, at) if covers else (at, high)
    return months


def _smallest(remedy: Remedy, months: dict[tuple[str, float], int]) -> Tried:
    for amount in remedy.amounts:
        month = months.get((remedy.name, amount), -1)
        if month >= 0:
            return Tried(remedy, amount, month)
    return Tried(remedy, None, None)


def _covered(
    start: Worlds, scenario: Scenario, organization: int, trials: list[Trial], *, at_end: bool
) -> list[int]:
    """Return by trial the month since which the organization is covered, -1 for never.

    With ``at_end`` it is the month since which it has been without a break up to the end.
    """
    stack = TrialWorlds.of(start, organization, trials)
    since = np.full(len(trials), -1)
    for month in range(scenario.months):
        stack.step()
        covered = stack.organizations.branch[rows_of(stack, organization)] > 0
        since[covered & (since < 0)] = month
        if at_end:
            since[~covered] = -1
        elif (since >= 0).all():
            break
    return [int(month) for month in since]


def cheapest(tried: list[Tried]) -> Tried | None:
    """Return the remedy that takes the fewest steps; of equal ones the first declared."""
    working = [entry for entry in tried if entry.amount is not None]
    return min(working, key=lambda entry: entry.steps) if working else None
