"""One chunk of an ensemble: whole replicates, all alternatives of each, simulated and tabulated.

A pure function of its specification, so that any process or machine may do it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.draws import F64
from sim.errors import FugaiError
from sim.measures.recorder import Record, Recorder
from sim.parameters import SETTLED
from sim.results import tabulate
from sim.results.parquet import to_bytes
from sim.results.schema import STORED
from sim.results.tabulate import Block, Frame, ledger
from sim.scenario import Scenario
from sim.state.layout import committee_rows
from sim.worlds import Worlds

STACK: Final = 75_000
"""Organizations of all worlds in a stack: fewer cost more each, more gain nothing."""

FAILURES: Final = (FugaiError, ValueError, ArithmeticError)
"""What the engine raises about one world: a rate above its bound, a number out of range."""

Tick = Callable[[float], None]
Tables = dict[str, list[Block]]


@dataclass(frozen=True)
class Chunk:
    """What to simulate: ``organizations`` are those of one world at the start."""

    scenario: Scenario
    replicates: tuple[int, ...]
    organizations: int


@dataclass(frozen=True)
class Done:
    """A simulated chunk: Parquet bytes by table, and the replicates that failed with the reason."""

    replicates: tuple[int, ...]
    tables: dict[str, bytes]
    failed: dict[int, str]


def simulate(chunk: Chunk, tick: Tick | None = None) -> Done:
    """Simulate a chunk; ``tick`` is called with which share of it is done, from 0 to 1.

    A replicate in which a world fails is left out, in all alternatives, and named.
    """
    chunk.scenario.plugged()  # what is refused here is no failure of a world
    tables: Tables = {name: [] for name in STORED}
    failed = _fill(tables, chunk, chunk.replicates, tick or silent)
    written = {name: to_bytes(name, blocks) for name, blocks in tables.items()}
    return Done(chunk.replicates, written, failed)


def _fill(tables: Tables, chunk: Chunk, replicates: Sequence[int], tick: Tick) -> dict[int, str]:
    """Simulate replicates; where that fails, halve until those that fail are found."""
    try:
        found = _together(chunk, replicates, tick)
    except FAILURES as error:
        if len(replicates) == 1:
            return {replicates[0]: f"{type(error).__name__}: {error}"}
        half = len(replicates) // 2
        first = _fill(tables, chunk, replicates[:half], silent)
        return first | _fill(tables, chunk, replicates[half:], silent)
    for part in found:
        for name, blocks in part.items():
            tables[name] += blocks
    return {}


def _together(chunk: Chunk, replicates: Sequence[int], tick: Tick) -> list[Tables]:
    """Simulate all alternatives as one stack, or one by one where worlds are large."""
    names = tuple(alternative.id for alternative in chunk.scenario.alternatives)
    stacks = [names]
    if len(names) * len(replicates) * chunk.organizations > 2 * STACK:
        stacks = [(name,) for name in names]
    found = []
    for number, stack in enumerate(stacks):

        def told(share: float, before: int = number) -> None:
            tick((before + share) / len(stacks))

        record, worlds = observe(chunk.scenario, stack, replicates, told)
        frame = Frame(stack, worlds.alternative, worlds.replicate, chunk.scenario.place)
        found.append(
            {
                "counts": list(tabulate.counted(record, frame)),
                "events": [tabulate.events(record, frame)],
                "bottlenecks": list(tabulate.bottlenecks(record, frame)),
                "survival": [tabulate.survival(record, frame)],
                "ledger": [ledger(record, frame, worlds)],
                "organizations": [tabulate.organizations(record, frame)],
                # Parameters and intercept are those of the replicate, whatever the alternative.
                "parameters": [] if number else [tabulate.parameters(in_force(worlds), frame)],
            }
        )
    return found


def observe(
    scenario: Scenario, alternatives: Sequence[str], replicates: Sequence[int], tick: Tick
) -> tuple[Record, Worlds]:
    """Simulate a stack to the horizon, recording month by month.

    Alternatives fork in the first month in which they differ: their common past is simulated once.
    """
    common = shared_months(scenario, alternatives)
    worlds = Worlds.build(scenario, alternatives[:1] if common else alternatives, replicates)
    recorder = Recorder(worlds, scenario.months, worlds.ledger, worlds.budget)
    recorder.record()
    for month in range(scenario.months):
        if common and month == common:
            worlds = _forked(worlds, recorder, scenario, alternatives)
        worlds.step()
        recorder.record(worlds.doses)
        tick((month + 1) / scenario.months)
    return recorder.finish(), worlds


def in_force(worlds: Worlds) -> dict[str, F64]:
    """Return by world the parameters, and the intercept of vitality that came of them."""
    return worlds.parameters | {SETTLED: worlds.intercept}


def shared_months(scenario: Scenario, alternatives: Sequence[str]) -> int:
    """Return the months before alternatives differ; 0 with a budget, or where nothing is saved."""
    held = [scenario.alternative(name).policies for name in alternatives]
    if len(held) < 2 or scenario.budget.capped:
        return 0
    apart = [policy for one in held for policy in one if any(policy not in other for other in held)]
    first = [policy.first for policy in apart if policy.first is not None]
    # At the horizon it is too late to fork: worlds that never differ are simulated as they are.
    return min([*first, scenario.months - 1])


def _forked(
    past: Worlds, recorder: Recorder, scenario: Scenario, alternatives: Sequence[str]
) -> Worlds:
    """Return the worlds of all alternatives, and let the recorder go on with them."""
    worlds = past.forked(tuple(scenario.alternative(name) for name in alternatives))
    ledger, rows = worlds.ledger, committee_rows(past, np.repeat(
        np.arange(past.n_worlds), len(alternatives)))  # fmt: skip

    def booked(year: F64) -> F64:
        return ledger.inherited(past.ledger, year[:, rows])

    recorder.fork(worlds, len(alternatives), ledger, booked)
    return worlds


def silent(share: float) -> None:
    """Tell nobody."""
