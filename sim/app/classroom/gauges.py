"""What lessons read from a world: one number by name, of a month that has been seen.

reported_coverage …      a share that is kept month by month (``world.SHOWN``)
count:NAME               a count, such as ``count:liaisons``
held:NAME                organizations held back by a bottleneck, such as ``held:no_contact``
events:NAME              events from the start to the month, such as ``events:founded``
refused:NAME             refusals until the month out of a fear, such as ``refused:burden``
vital:joint, vital:own   of the branches of that form that there are, the share that is alive
yuan, hours              money and staff time until the month
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sim.app.classroom.world import SHOWN, World
from sim.state.codes import Bottleneck, Event, Fear, Form

FORMS: Final = {"joint": (Form.JOINT, Form.ANCHOR),
                "own": (Form.STANDALONE, Form.GENERAL_BRANCH, Form.COMMITTEE)}  # fmt: skip
NOW_ONLY: Final = ("vital",)
"""Gauges that know the present month only."""


def read(world: World, gauge: str, month: int) -> float:
    """Return a gauge of a world in a month, at latest the present one."""
    if not 0 <= month <= world.month:
        raise ValueError(f"month {month} hasn't been seen: the world stands at {world.month}")
    name, _, part = gauge.partition(":")
    if not part and name in SHOWN:
        return world.seen.series[name][month]
    reader = READERS.get(name)
    if reader is None:
        raise LookupError(f"no gauge {gauge!r}; there are {', '.join((*SHOWN, *READERS))}")
    if name in NOW_ONLY and month != world.month:
        raise ValueError(f"{gauge} is known of the present month only")
    return reader(world, part, month)


def _count(world: World, part: str, month: int) -> float:
    return world.seen.counts[month][part]


def _held(world: World, part: str, month: int) -> float:
    return float(world.seen.held[month][Bottleneck[part.upper()]])


def _events(world: World, part: str, month: int) -> float:
    return float(sum(row[Event[part.upper()]] for row in world.seen.events[: month + 1]))


def _refused(world: World, part: str, month: int) -> float:
    return float(sum(row[Fear[part.upper()]] for row in world.seen.refused[: month + 1]))


def _vital(world: World, part: str, month: int) -> float:
    mine = [
        life.vital
        for life in world.seen.branches.values()
        if life.last == month and life.form in FORMS[part]
    ]
    return sum(mine) / len(mine) if mine else float("nan")


def _yuan(world: World, part: str, month: int) -> float:
    return world.seen.yuan[month]


def _hours(world: World, part: str, month: int) -> float:
    return world.seen.hours[month]


READERS: Final[dict[str, Callable[[World, str, int], float]]] = {
    "count": _count, "held": _held, "events": _events, "refused": _refused, "vital": _vital,
    "yuan": _yuan, "hours": _hours,
}  # fmt: skip
