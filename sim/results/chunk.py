"""One chunk of an ensemble: whole replicates, all alternatives of each, simulated and tabulated.

A pure function of its specification, so that any process or machine may do it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sim.errors import FugaiError
from sim.measures.recorder import Record, Recorder
from sim.results import tabulate
from sim.results.book import ledger
from sim.results.parquet import to_bytes
from sim.results.schema import STORED
from sim.results.tabulate import Block, Frame
from sim.scenario import Scenario
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
    """Simulate a chunk; ``tick`` is told which share of it is done, from 0 to 1.

    A replicate in which a world fails is left out, in all alternatives, and named.
    """
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
                # Parameters are those of the replicate, whatever the alternative.
                "parameters": [] if number else [tabulate.parameters(worlds.parameters, frame)],
            }
        )
    return found


def observe(
    scenario: Scenario, alternatives: Sequence[str], replicates: Sequence[int], tick: Tick
) -> tuple[Record, Worlds]:
    """Simulate a stack to the horizon, recording month by month."""
    worlds = Worlds.build(scenario, alternatives, replicates)
    recorder = Recorder(worlds, scenario.months, worlds.ledger, worlds.budget)
    recorder.record()
    for month in range(scenario.months):
        worlds.step()
        recorder.record(worlds.doses)
        tick((month + 1) / scenario.months)
    return recorder.finish(), worlds


def silent(share: float) -> None:
    """Tell nobody."""
