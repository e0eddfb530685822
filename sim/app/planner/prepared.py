"""What the page says of a run, made ready in a thread: the page itself must never wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.app.planner import places
from sim.app.planner.html import Tile
from sim.app.planner.outcome import MEASURED, Outcome
from sim.report import groups, money, outcomes
from sim.report.blocks import Table


@dataclass(frozen=True)
class Prepared:
    """Tables in the words of one language, and the districts under each alternative.

    Without an alternative there is nothing to compare: those tables are empty.
    """

    values: Table
    differences: Sequence[Table]
    gains: Sequence[Table]
    by_group: Sequence[Table]
    money: Sequence[Table]
    causes: Table
    tiles: Mapping[str, Sequence[Tile]]


def prepare(outcome: Outcome) -> Prepared:
    """Prepare a run in the current language, and read what its charts need."""
    outcome.read_ahead(MEASURED)
    found = outcome.found
    compared = len(outcome.alternatives) > 1
    return Prepared(
        values=outcomes.values(found),
        differences=[outcomes.differences(found)] if compared else [],
        gains=[groups.counts(found)] if compared else [],
        by_group=groups.by_group(found) if compared else [],
        money=[money.table(found)] if compared else [],
        causes=outcomes.causes(outcome.results),
        tiles={name: places.at_end(outcome.results, name) for name in outcome.alternatives},
    )
