"""Cases: the rows of a design, each a replicate under values of its own, simulated in stacks.

Everything that a study does comes down to this: parameters are columns of one batch, policies with
other doses are further alternatives in it. A case alone equals the same case in a batch, bit for
bit. Cases that share a replicate meet the same draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64
from sim.errors import InputError
from sim.locale import _
from sim.measures.base import ratio
from sim.measures.catalogue import INEQUALITY, MEASURES
from sim.measures.recorder import snapshot
from sim.pasts.lists import prepared
from sim.policies.base import Policy
from sim.results.chunk import FAILURES, STACK
from sim.results.plan import SECONDS_MONTH, SECONDS_ORGANIZATION_MONTH, jobs_of, organizations_of
from sim.scenario import Scenario
from sim.scenario.given import alternatives_of
from sim.scenario.scenario import BASELINE, Alternative
from sim.store.executors import side_by_side
from sim.studies.asked import checked_cases, held_to_files, moments_of
from sim.studies.factors import PREFIX, RULES
from sim.text.arguments import checked_executor, refuse, texts, whole
from sim.text.hints import known_name
from sim.text.problems import ScenarioError
from sim.worlds import Worlds

Progress = Callable[[float], None]

VARIANTS: Final = 160
"""Mixes of policies in a stack: each costs a little every month, whatever its worlds; a stack more
costs more."""


@dataclass(frozen=True)
class Cases:
    """The rows of a design.

    ``replicate`` is the number of each row's replicate, (n,). ``values`` holds by key, as after
    ``--set``, the value of each row: numbers, or texts for choices. What no key names is as the
    scenario says. A parameter without a value follows its prior at the row's replicate; where the
    scenario's uncertainty is ``none``, it holds its default.
    """

    replicate: I64
    values: Mapping[str, npt.NDArray[Any]]

    def __len__(self) -> int:
        return len(self.replicate)

    def rows(self, chosen: Any) -> Cases:
        """Return some of the rows."""
        values = {key: column[chosen] for key, column in self.values.items()}
        return Cases(self.replicate[chosen], values)


def replicated(values: Mapping[str, npt.NDArray[Any]], replicates: range) -> Cases:
    """Return the cases of a design under the same replicates: row c · len(replicates) + k.

    All points meet the same draws, so that a difference between them is not chance.
    """
    number, n = len(replicates), len(next(iter(values.values()))) if values else 0
    columns = {key: np.repeat(column, number) for key, column in values.items()}
    return Cases(np.tile(np.array(replicates, np.int64), n), columns)


@dataclass(frozen=True)
class Responses:
    """What became of the cases.

    ``values`` is [case, alternative, measure, month]; ``yuan`` and ``hours`` (staff hours of
    organizations) are totals until the last month, [case, alternative]. Plain numbers are those of
    the place where its organizations are sampled. A case that failed is all NaN, and ``failed``
    has its reason.
    """

    alternatives: tuple[str, ...]
    measures: tuple[str, ...]
    months: tuple[int, ...]
    values: F64
    yuan: F64
    hours: F64
    failed: Mapping[int, str]

    def of(self, measure: str, alternative: str, month: int | None = None) -> F64:
        """Return a measure of each case, at the last month looked at unless another is named.

        ``InputError`` for a measure, an alternative or a month that was not looked at.
        """
        known_name(measure, self.measures, _('There is no measure "{name}". {hint}'))
        known_name(alternative, self.alternatives, _('There is no alternative "{name}". {hint}'))
        if month is not None and month not in self.months:
            text = _("Cases were looked at in the months {months}.")
            raise InputError(text.format(months=_(", ").join(map(str, self.months))))
        at = -1 if month is None else self.months.index(month)
        place = self.alternatives.index(alternative), self.measures.index(measure)
        return np.asarray(self.values[:, place[0], place[1], at])


@dataclass(frozen=True)
class Batch:
    """Some cases, and what to look at: all that a process or another machine needs."""

    scenario: Scenario
    alternatives: tuple[str, ...]
    cases: Cases
    first: int
    measures: tuple[str, ...]
    months: tuple[int, ...]
    costs: bool = True


def respond(
    scenario: Scenario,
    cases: Cases,
    measures: Sequence[str] | str,
    *,
    months: Sequence[int] | int | None = None,
    alternatives: Sequence[str] | str | None = None,
    costs: bool = True,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Responses:
    """Simulate every case under the alternatives (all of the scenario unless named).

    ``months`` are those to look at, from 0; the horizon unless given. Nothing is simulated beyond
    the last. Without ``costs`` nothing is booked, which is faster where policies differ from case
    to case, and yuan and hours are 0. ``progress`` gets the share of cases that are done. Raises
    ``InputError`` for what the scenario's own file would be refused for, with the row of a
    parameter's value, and before anything is simulated.
    """
    jobs = None if jobs is None else whole("jobs", jobs)
    checked_executor(executor)
    batches = list(
        split(scenario, cases, measures, months=months, alternatives=alternatives, costs=costs)
    )
    for batch in batches:
        held_to_files(batch.cases.values, batch.first)
    processes = jobs_of(_seconds(scenario, batches), len(batches), jobs)
    parts = side_by_side(simulate_batch, batches, processes, executor)
    return gathered(parts, len(cases), progress)


def gathered(
    parts: Iterable[tuple[Batch, Responses]], cases: int, progress: Progress | None
) -> Responses:
    """Put batches together that come in any order, and report the share of cases that are there."""
    found: dict[int, Responses] = {}
    for batch, part in parts:
        found[batch.first] = part
        if progress is not None:
            progress(sum(len(part.yuan) for part in found.values()) / cases)
    return together([found[first] for first in sorted(found)])


def split(
    scenario: Scenario,
    cases: Cases,
    measures: Sequence[str] | str,
    *,
    months: Sequence[int] | int | None = None,
    alternatives: Sequence[str] | str | None = None,
    costs: bool = True,
) -> Iterator[Batch]:
    """Cut cases into batches; the cut depends on the design, never on the machine."""
    measures = texts("measures", measures)
    for name in measures:
        known_name(name, tuple(MEASURES), _('There is no measure "{name}". {hint}'))
    asked = None if alternatives is None else texts("alternatives", alternatives)
    chosen = tuple(entry.id for entry in alternatives_of(scenario, asked or None))
    if not isinstance(cases, Cases):
        refuse("cases", _("cases, as Cases or replicated makes them"), cases)
    cases = Cases(*checked_cases(cases.replicate, cases.values))
    moments = moments_of(scenario, months)
    size = max(1, STACK // (organizations_of(scenario) * len(chosen)))
    scenario = prepared(scenario, int(cases.replicate.max()) + 1)
    for first, end in _cuts(cases, size):
        rows = cases.rows(slice(first, end))
        yield Batch(scenario, chosen, rows, first, tuple(measures), moments, costs)


def _cuts(cases: Cases, size: int) -> Iterator[tuple[int, int]]:
    """Yield where batches begin and end: at most ``size`` cases and ``VARIANTS`` mixes each."""
    texts = [column.tolist() for key, column in cases.values.items() if not key.startswith(PREFIX)]
    mixes = list(zip(*texts, strict=True)) or [()] * len(cases)
    rules = [column for key, column in cases.values.items() if key.startswith(RULES)]
    first, seen = 0, set[tuple[Any, ...]]()
    for row, mix in enumerate(mixes):
        seen.add(mix)
        # One stack has one set of rules.
        other = row > first and any(column[row] != column[first] for column in rules)
        if row - first == size or len(seen) > VARIANTS or other:
            yield first, row
            first, seen = row, {mix}
    yield first, len(mixes)


def simulate_batch(batch: Batch) -> Responses:
    """Simulate a batch; where a world fails, halve until the cases that fail are found."""
    batch.scenario.plugged()  # what is refused here is no failure of a world
    try:
        return _simulate(batch)
    except ScenarioError:
        raise
    except FAILURES as error:
        n = len(batch.cases)
        if n == 1:
            return _failure(batch, f"{type(error).__name__}: {error}")
        halves = (
            replace(batch, cases=batch.cases.rows(slice(start, end)), first=batch.first + start)
            for start, end in ((0, n // 2), (n // 2, n))
        )
        return together([simulate_batch(half) for half in halves])


def together(parts: Sequence[Responses]) -> Responses:
    """Put the responses of consecutive batches together."""
    first = parts[0]
    return replace(
        first,
        values=np.concatenate([part.values for part in parts]),
        yuan=np.concatenate([part.yuan for part in parts]),
        hours=np.concatenate([part.hours for part in parts]),
        failed={case: reason for part in parts for case, reason in part.failed.items()},
    )


def build(batch: Batch) -> Worlds:
    """Return the worlds of a batch at month 0: that of case c and alternative a is c · A + a."""
    cases, names = batch.cases, batch.alternatives
    texts = [key for key in cases.values if not key.startswith(PREFIX)]
    rows = list(zip(*(cases.values[key].tolist() for key in texts), strict=True))
    variants = list(dict.fromkeys(rows)) or [()]
    of_row = [variants.index(row) for row in rows] or [0] * len(cases)
    scenarios = [
        varied(batch.scenario, dict(zip(texts, variant, strict=True))) for variant in variants
    ]
    # What differs before month 0 has a start of its own; policies of alternatives come after it.
    starts = [
        tuple(value for key, value in zip(texts, variant, strict=True) if _before(key))
        for variant in variants
    ]
    parts, order = [], []
    for start in dict.fromkeys(starts):
        mine = [n for n, variant in enumerate(of_row) if starts[variant] == start]
        chosen = cases.rows(mine)
        columns = {
            key.removeprefix(PREFIX): column.astype(np.float64)
            for key, column in chosen.values.items()
            if key.startswith(PREFIX)
        }
        scenario, replicates = scenarios[starts.index(start)], chosen.replicate.tolist()
        parts.append(Worlds.build(scenario, names, replicates, parameters=columns))
        order += mine
    worlds = parts[0] if len(parts) == 1 else Worlds.joined(parts)
    if order != sorted(order):
        back = np.argsort(order)
        worlds = worlds.taken((back[:, None] * len(names) + np.arange(len(names))).ravel())
    if len(variants) == 1:
        return worlds
    known: dict[tuple[Policy, ...], int] = {}
    alternatives: list[Alternative] = []
    index = np.zeros((len(variants), len(names)), np.int64)
    for number, scenario in enumerate(scenarios):
        for place, entry in enumerate(map(scenario.alternative, names)):
            index[number, place] = known.setdefault(entry.policies, len(alternatives))
            if len(known) > len(alternatives):
                alternatives.append(entry)
    return worlds.under(tuple(alternatives), index[of_row].ravel())


def _before(key: str) -> bool:
    """Whether a key decides the state at month 0."""
    return not key.startswith("alternatives.") or key.split(".")[1] == BASELINE


def varied(scenario: Scenario, values: Mapping[str, Any]) -> Scenario:
    """Return the scenario with values put in as by ``--set``."""
    if not values:
        return scenario
    texts = [f"{key}={_written(value)}" for key, value in values.items()]
    return scenario.by_hand(texts)


def _written(value: Any) -> str:
    """Write a value as a scenario file does; whole numbers without a point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return f'"{value}"' if isinstance(value, str) else str(value)


def _simulate(batch: Batch) -> Responses:
    worlds = build(batch)
    # What has been spent decides what a budget still pays for.
    worlds.booking = batch.costs or worlds.budget is not None
    shape = (len(batch.cases), len(batch.alternatives))
    values = np.full((*shape, len(batch.measures), len(batch.months)), np.nan)
    weight = 1.0 / batch.scenario.organizations.sample
    unequal = any(MEASURES[name] in INEQUALITY for name in batch.measures)
    for month in range(batch.months[-1] + 1):
        if month:
            worlds.step()
        if month in batch.months:
            counts = snapshot(worlds, worlds.doses if month else None, districts=unequal)
            for number, name in enumerate(batch.measures):
                measure = MEASURES[name]
                below = None if measure.denominator is None else counts[measure.denominator]
                value = ratio(counts[measure.numerator].astype(np.float64) * measure.scale, below)
                if below is None:
                    value = value * weight
                values[:, :, number, batch.months.index(month)] = value.reshape(shape)
    costs = [line.cost for line in worlds.ledger.lines]
    paid = np.array([not cost.burden for cost in costs], bool)
    burden = np.array([cost.hours for cost in costs], bool)
    amounts = worlds.ledger.amounts() * weight
    yuan, hours = (amounts[lines].sum(axis=0).reshape(shape) for lines in (paid, burden))
    return Responses(batch.alternatives, batch.measures, batch.months, values, yuan, hours, {})


def _failure(batch: Batch, reason: str) -> Responses:
    shape = (1, len(batch.alternatives))
    nothing = np.full((*shape, len(batch.measures), len(batch.months)), np.nan)
    empty = np.full(shape, np.nan)
    return Responses(
        batch.alternatives, batch.measures, batch.months, nothing, empty, empty.copy(),
        {batch.first: reason},
    )  # fmt: skip


def _seconds(scenario: Scenario, batches: Sequence[Batch]) -> float:
    """Return about what the batches take in one process."""
    months = batches[0].months[-1]
    worlds = sum(len(batch.cases) for batch in batches) * len(batches[0].alternatives)
    work = worlds * organizations_of(scenario) * SECONDS_ORGANIZATION_MONTH
    return months * (work + len(batches) * SECONDS_MONTH)
