"""One replicate under several alternatives once more, with the state of organizations by month.

Histories are not stored with a run; draws are keyed, so the same worlds have the same histories.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.measures.bottleneck import bottlenecks
from sim.measures.recorder import Record, Recorder
from sim.measures.status import read_status
from sim.replay.states import Codes, State, codes
from sim.scenario import Scenario
from sim.worlds import Worlds

I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]

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
