"""Figures of earlier years that cannot all be true, of which pasts would be held to each.

Said where the scenario is read. Nothing is left out for it: which figure is wrong only the place
can say.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from sim.locale import _
from sim.plan.organizations import OrganizationsSpec
from sim.plan.past import LOG_SD, SHARE_SD, History, Observation
from sim.population.figures import known_total
from sim.scenario.tables import COUNTED
from sim.text.locate import Path
from sim.text.numerals import month_name
from sim.text.problems import Report

APART: Final = 2.0
"""Errors by which two figures differ that are said to contradict each other."""

TIMES: Final = 2
"""A number of organizations above this many times today's register is said."""

OF_ORGANIZATIONS: Final = tuple(name for name in COUNTED if name not in ("members", "liaisons"))
"""Numbers that organizations bound: of them, or of their party organizations."""


@dataclass(frozen=True)
class _Place:
    """What figures are held against: the start, and how many organizations there are then."""

    start: tuple[int, int]
    registered: int
    base: int | None
    covered: int | None

    def month(self, entry: Observation) -> str:
        """Return the month of a figure."""
        return month_name(self.start, entry.month)


def check(
    figures: Sequence[Observation],
    past: History | None,
    organizations: OrganizationsSpec,
    start: tuple[int, int],
    report: Report,
) -> None:
    """Warn of figures that contradict each other, the start, or the size of the place."""
    place = _place(organizations, start)
    if place is None:
        return
    flows = {} if past is None else past.flows
    for path, message in (
        *_pairs(figures, place), *_of_the_start(figures, place), *_too_many(figures, place),
        *_flows(flows.items(), place),
    ):  # fmt: skip
        report.warn(path, message)


def _place(spec: OrganizationsSpec, start: tuple[int, int]) -> _Place | None:
    """Return what the list or the totals say; ``None`` is what they leave open."""
    registry, synthesis = spec.registry, spec.synthesis
    if registry is not None:
        n = len(registry)
        covered = None if None in registry.covered else registry.covered.count(True)
        return _Place(start, n, n if registry.on_base.count(None) == n else None, covered)
    if synthesis is None:  # a list that could not be read
        return None
    n = synthesis.total.organizations or 0
    base = known_total(synthesis, "on_base")
    return _Place(start, n, n if base is None else base, known_total(synthesis, "covered"))


def _pairs(figures: Sequence[Observation], place: _Place) -> Iterator[tuple[Path, str]]:
    """Yield pairs of one measure, month, part and definition that are too far apart."""
    for (first, one), (second, other) in combinations(enumerate(figures), 2):
        if _what(one) == _what(other) and _errors(one, other.value, other.sd) > APART:
            text = _(
                "{month}, {measure}: {one:g} (figure {first}) and {other:g} (figure {second}) "
                "contradict each other: they are further apart than their errors. Keep the one "
                "that holds, or give each its definition."
            )
            yield (
                ("observations", second, "value"),
                text.format(
                    month=place.month(one), measure=one.measure, one=one.value,
                    other=other.value, first=first + 1, second=second + 1,
                ),
            )  # fmt: skip


def _what(entry: Observation) -> tuple[object, ...]:
    definition = tuple(sorted((entry.definition or {}).items()))
    part = (frozenset(entry.kinds), frozenset(entry.districts), frozenset(entry.industries))
    return entry.measure, entry.month, *part, definition


def _errors(entry: Observation, other: float, sd: float | None = 0.0) -> float:
    """Return how many errors a figure lies from another value; with no error of its own at 0."""
    if entry.measure in COUNTED:
        one, far = max(entry.value, 0.5), max(other, 0.5)
        apart = abs(math.log(one / far))
        own, others = _log_error(entry.sd, one), _log_error(sd, far)
    else:
        apart = abs(entry.value - other)
        own, others = (SHARE_SD if error is None else error for error in (entry.sd, sd))
    return apart / max(math.hypot(own, others), 1e-9)


def _log_error(sd: float | None, value: float) -> float:
    return LOG_SD if sd is None else sd / value


def _of_the_start(figures: Sequence[Observation], place: _Place) -> Iterator[tuple[Path, str]]:
    """Yield coverages of the start's eve that the organizations themselves contradict."""
    for number, entry in enumerate(figures):
        below = _below(entry, place)
        if entry.month != -1 or not below or place.covered is None:
            continue
        if _errors(entry, place.covered / below) > APART:
            text = _(
                "{month} is the start itself: by this figure {measure} is {value:g}, by the "
                "organizations {k} of {n} ({share:.3g}). The organizations hold."
            )
            yield (
                ("observations", number, "value"),
                text.format(
                    month=place.month(entry), measure=entry.measure, value=entry.value,
                    k=place.covered, n=below, share=place.covered / below,
                ),
            )  # fmt: skip


def _below(entry: Observation, place: _Place) -> int | None:
    """Return what a coverage of all organizations is of, ``None`` where that is not known."""
    if entry.kinds or entry.districts or entry.industries or entry.definition:
        return None
    bases = {"organization_coverage": place.registered, "reported_coverage": place.base}
    return bases.get(entry.measure)


def _too_many(figures: Sequence[Observation], place: _Place) -> Iterator[tuple[Path, str]]:
    """Yield numbers of organizations far above the register of the start."""
    for number, entry in enumerate(figures):
        if entry.measure in OF_ORGANIZATIONS and entry.value > TIMES * place.registered:
            text = _("{measure} = {value:g} in {month}: the place has {n} organizations.")
            yield (
                ("observations", number, "value"),
                text.format(
                    measure=entry.measure, value=entry.value, n=place.registered,
                    month=place.month(entry),
                ),
            )  # fmt: skip


def _flows(flows: Iterable[tuple[str, int]], place: _Place) -> Iterator[tuple[Path, str]]:
    """Yield flows of the last year of more branches than the place has organizations."""
    for name, value in flows:
        if name in ("founded", "dissolved") and value > place.registered:
            key = f"{name}_last_year"
            text = _("{key} = {value}: branches of one year, and the place has {n} organizations.")
            yield ("history", key), text.format(key=key, value=value, n=place.registered)
