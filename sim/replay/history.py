"""One replicate under several alternatives once more, with the state of organizations by month.

Histories are not stored with a run; draws are keyed, so the same worlds have the same histories.

A state is one number: how the organization is covered and, where it has no branch, what holds it
back. A history is written run by run, a letter and the months for which it holds, if more than one:
``a12fc79``. Counts are written alike; those too large for a letter stand in brackets.

Spots of dots are numbered within a cell. One is free again some months after its organization has
gone from every alternative shown, so that the picture keeps its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import groupby
from string import ascii_letters
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.errors import FugaiError, InputError
from sim.histories.explain import alternative_of
from sim.locale import _
from sim.measures.base import Band, ratio
from sim.measures.bottleneck import bottlenecks
from sim.measures.catalogue import MEASURES
from sim.measures.recorder import Record, Recorder
from sim.measures.status import Counted, Cover, Status, counted, read_status
from sim.present.looks import AT, GONE, LOOKED_AFTER, LOOKS, OF_BOTTLENECK, Look
from sim.results.plan import organizations_of
from sim.results.reading import Results
from sim.scenario import Scenario
from sim.scenario.scenario import BASELINE
from sim.state.codes import Bottleneck
from sim.state.stack import Stack
from sim.worlds import Worlds

Codes = npt.NDArray[np.uint8]
F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]


class State(IntEnum):
    """States without a bottleneck; those with one follow, ``LINKS`` at a time (:func:`codes`)."""

    ABSENT = 0  # not on the register: not yet, or gone
    INACTIVE = 1
    VITAL = 2
    DORMANT = 3
    SHELL = 4
    ON_PAPER = 5  # inactive, and covered on paper
    UNCOVERED = 6


LINKS: Final = len(Bottleneck) - 1
"""Bottlenecks that there are, ``NONE`` aside. Each occurs with no place for the organization's
members, with one in a member group, with one at a host office and on paper."""

PLACES: Final = {Cover.MEMBER_GROUP: 1, Cover.HOSTED: 2, Cover.ON_PAPER: 3}
"""Of uncovered organizations: the place that there is for their members, 0 for none."""

STATES: Final = State.UNCOVERED + LINKS * (1 + len(PLACES))
"""Numbers that a state may have: those below this."""

MARKS: Final = (*LOOKS, LOOKED_AFTER, GONE)
"""The looks of the legend, in its order; the script knows the last one by its place."""

LETTERS: Final = ascii_letters

SAME: Final = "="
_FIRST: Final = {
    Counted.VITAL: State.VITAL, Counted.DORMANT: State.DORMANT, Counted.SHELL: State.SHELL,
    Counted.ON_PAPER: State.ON_PAPER, Counted.INACTIVE: State.INACTIVE,
}  # fmt: skip


def mark_of(state: int) -> Look:
    """Return how a state is drawn; somebody who is absent is drawn once it has gone."""
    if state == State.ABSENT:
        return GONE
    if state < State.UNCOVERED:
        return LOOKS[AT[State(state).name.lower()]]
    place, held = divmod(state - State.UNCOVERED, LINKS)
    if place == PLACES[Cover.ON_PAPER]:
        return LOOKS[AT["on_paper"]]
    return LOOKED_AFTER if place else LOOKS[AT[OF_BOTTLENECK[Bottleneck(held + 1)]]]


def codes(stack: Stack, status: Status, held: Codes) -> Codes:
    """Return the state of every organization of a stack; rows of nobody are absent.

    ``held`` are the bottlenecks of the same month. What is reported counts before whether the
    organization still operates (:func:`sim.measures.status.counted`).
    """
    organizations, cover = stack.organizations, status.cover
    place = np.zeros(len(cover), np.uint8)
    for kind, number in PLACES.items():
        place[cover == kind] = number
    found = State.UNCOVERED + LINKS * place.astype(np.int64) + held - 1
    first = counted(organizations, status)
    for what, state in _FIRST.items():
        found[(first == what) & (held == 0)] = state
    found[~organizations.alive] = State.ABSENT
    return found.astype(np.uint8)


def encode(numbers: npt.NDArray[np.integer]) -> str:
    """Write states, or other whole numbers from 0 on, of month after month."""
    runs = [(number, sum(1 for _ in run)) for number, run in groupby(numbers.tolist())]
    return "".join(
        (LETTERS[number] if number < len(LETTERS) else f"({number})")
        + (str(months) if months > 1 else "")
        for number, months in runs
    )


def written(states: Codes, side: int) -> list[str]:
    """Write the histories of an alternative, ``=`` for one that is the baseline's.

    ``states`` is [alternative, organization, month], the baseline first.
    """
    same = (states[side] == states[0]).all(axis=1) if side else np.zeros(states.shape[1], bool)
    return [SAME if equal else encode(row) for equal, row in zip(same, states[side], strict=True)]


def halved(identity: int) -> str:
    """Write an identity as two numbers on base 36: its digits but the last ten, and those."""
    high, low = divmod(identity, 10**10)
    return f"{np.base_repr(high, 36)}.{np.base_repr(low, 36)}"


WHOLE: Final = 400
"""Organizations at the start up to which all are shown."""

SHOWN: Final = 200
"""Organizations at the start that are shown of a larger place, about."""

IDENTITIES: Final = 1 << 63
"""Identities are hashes, spread evenly below this: those below a share of it are a sample."""


@dataclass(frozen=True)
class History:
    """What became of organizations, the same ones in each alternative.

    ``states`` is [alternative, organization, month], month 0 before the first step. ``share`` of
    all organizations are shown, chosen by identity; ``record`` counts all of them: its
    world k is alternative k.
    """

    alternatives: tuple[str, ...]
    replicate: int
    share: float
    identity: U64
    kind: I64
    type: I64
    district: I64
    industry: I64
    states: Codes
    record: Record

    @property
    def chosen(self) -> str:
        """The alternative shown at first."""
        return self.alternatives[min(1, len(self.alternatives) - 1)]

    def of(self, sides: Sequence[int]) -> History:
        """Return some alternatives of it; organizations of others only are left out."""
        states = self.states[list(sides)]
        row = np.flatnonzero((states != State.ABSENT).any(axis=(0, 2)))
        return replace(
            self,
            alternatives=tuple(self.alternatives[side] for side in sides),
            identity=self.identity[row],
            kind=self.kind[row],
            type=self.type[row],
            district=self.district[row],
            industry=self.industry[row],
            states=states[:, row],
        )


def share_shown(organizations: int) -> float:
    """Return which share of the organizations of a place is shown."""
    return 1.0 if organizations <= WHOLE else SHOWN / organizations


def observe(
    scenario: Scenario, alternatives: Sequence[str], replicate: int, share: float
) -> History:
    """Simulate one replicate of some alternatives as one stack, and look at it each month."""
    worlds = Worlds.build(scenario, alternatives, [replicate])
    recorder = Recorder(worlds, scenario.months, worlds.ledger, worlds.budget)
    notes = [_look(worlds, share, first=True)]
    recorder.record()
    for _month in range(scenario.months):
        worlds.step()
        recorder.record(worlds.doses)
        notes.append(_look(worlds, share))
    return _gathered(notes, tuple(alternatives), replicate, share, recorder.finish())


@dataclass(frozen=True)
class _Note:
    """The shown organizations of one month in all worlds, arrays of one length."""

    identity: U64
    world: I64
    state: Codes
    about: I64  # kind, type, district, industry: a row each


def _look(worlds: Worlds, share: float, *, first: bool = False) -> _Note:
    table, cells = worlds.organizations, worlds.cells
    doses = None if first else worlds.doses
    status = read_status(worlds, doses)
    state = codes(worlds, status, bottlenecks(worlds, status, doses))
    shown = table.alive.copy()
    if share < 1.0:
        shown &= table.identity < np.uint64(int(share * IDENTITIES))
    rows = np.flatnonzero(shown)
    cell = table.cell[rows]
    about = [table.kind[rows], table.type[rows], cells.district[cell], cells.industry[cell]]
    return _Note(
        table.identity[rows],
        table.world[rows],
        state[rows],
        np.stack([np.asarray(column, np.int64) for column in about]),
    )


def _gathered(
    notes: list[_Note], alternatives: tuple[str, ...], replicate: int, share: float, record: Record
) -> History:
    """Put the months together; what an organization is, is what it was when first seen."""
    everyone = np.concatenate([note.identity for note in notes])
    identity, seen = np.unique(everyone, return_index=True)
    about = np.concatenate([note.about for note in notes], axis=1)[:, seen]
    states = np.full((len(alternatives), len(identity), len(notes)), State.ABSENT, np.uint8)
    for month, note in enumerate(notes):
        states[note.world, np.searchsorted(identity, note.identity), month] = note.state
    kind, type_, district, industry = about
    return History(
        alternatives, replicate, share, identity, kind, type_, district, industry, states, record
    )


CURVES: Final = ("reported_coverage", "effective_coverage_of_base")
"""Measures drawn as curves, on one base."""


def course(results: Results, asked: str | None, replicate: int | None) -> History:
    """Return the histories to play: the baseline's, the chosen alternative's, then the others'.

    Of a place of which a sample is shown there are no others: each would take its time.

    Raises ``InputError`` where the run has no such alternative or replicate, ``FugaiError`` where
    the worlds don't take the course that the run recorded.
    """
    scenario = results.scenario
    chosen = alternative_of(scenario, asked)
    if replicate is None:
        replicate = typical(results, chosen)
    if replicate not in results.replicates:
        text = _("The run holds no replicate {asked}; it holds {first} to {last}.")
        first, *_between, last = (*results.replicates, results.replicates[-1])
        raise InputError(text.format(asked=replicate, first=first, last=last))
    share = share_shown(organizations_of(scenario))
    others = [name for name in results.alternatives if name not in (BASELINE, chosen)]
    names = list(dict.fromkeys([BASELINE, chosen, *(others if share == 1.0 else [])]))
    history = observe(scenario, names, replicate, share)
    _confirm(results, history)
    return history


def typical(results: Results, alternative: str) -> int:
    """Return the replicate that ends most like the median one; of equal ones the first.

    Both the baseline's effective coverage (of the reported base) and the paired difference from it
    count, each against its spread: a median difference may arise at an unusual level.
    """
    values = results.values("effective_coverage_of_base", month=results.months)
    baseline = values[BASELINE]
    distance = _oddness(baseline) + _oddness(values[alternative] - baseline)
    return results.replicates[int(np.argmin(distance))]


def _oddness(values: F64) -> F64:
    """Return how far each value lies from the median, in widths of what 90 % lie between."""
    band = Band.of(values)
    found = np.abs(values - band.q50) / max(band.q95 - band.q05, 1e-9)
    return np.where(np.isnan(found), np.inf, found)


def _confirm(results: Results, history: History) -> None:
    """Raise where a curve is not the one that the run recorded."""
    counts = {name: found.astype(np.int64) for name, found in history.record.counts.items()}
    row = results.replicates.index(history.replicate)
    for measure in CURVES:
        recorded = results.values(measure)
        for world, alternative in enumerate(history.alternatives):
            traced = ratio(*(counts[name][:, world] for name in MEASURES[measure].counts))
            if not np.array_equal(traced, recorded[alternative][row], equal_nan=True):
                raise FugaiError(_("Run again, the replicate doesn't end as the run recorded."))


def bands(results: Results, alternatives: Sequence[str]) -> dict[str, list[Band]]:
    """Return what the curves come to at the horizon over all replicates: 5, 50 and 95 %."""
    found: dict[str, list[Band]] = {name: [] for name in alternatives}
    for measure in CURVES:
        values = results.values(measure, month=results.months)
        for name in alternatives:
            found[name].append(Band.of(values[name]))
    return found


LINGER: Final = 6
"""Months for which the mark of one that has gone stays."""


def spots(history: History) -> npt.NDArray[np.int64]:
    """Return the spot of each organization within its cell, those who come first first."""
    here = (history.states != State.ABSENT).any(axis=0)
    months = here.shape[1]
    first = here.argmax(axis=1)
    last = months - 1 - here[:, ::-1].argmax(axis=1)
    # One still there at the end never makes room.
    freed = np.where(last == months - 1, months, last + 1 + LINGER)
    found = np.zeros(len(first), np.int64)
    taken: dict[tuple[int, int], list[int]] = {}
    for row in np.lexsort((history.identity, first)).tolist():
        until = taken.setdefault((int(history.district[row]), int(history.industry[row])), [])
        free = [spot for spot, month in enumerate(until) if month <= first[row]]
        if free:
            found[row] = free[0]
            until[free[0]] = int(freed[row])
        else:
            found[row] = len(until)
            until.append(int(freed[row]))
    return found
