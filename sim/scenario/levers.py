"""From the entries of a file to policies and their months; what two may not do together."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations, pairwise
from typing import Any

from sim.locale import _
from sim.plan.place import Place
from sim.policies import POLICIES
from sim.policies.base import Policy, Target, Write
from sim.policies.doses import DOSES, Level, Rule
from sim.scenario.placing import indices
from sim.state.codes import Channel, Kind, Size, Type
from sim.text.locate import Path
from sim.text.numerals import month_index, month_name
from sim.text.problems import Report

Spans = tuple[tuple[int | None, int | None], ...]
"""Periods in months from the start of the scenario, inclusive; open where nothing is said."""


@dataclass(frozen=True)
class Placed:
    """A policy and where the file says it."""

    path: Path
    policy: Policy


@dataclass(frozen=True)
class Frame:
    """What the entries of policies are read against."""

    place: Place
    start: tuple[int, int]
    months: int
    shortened: bool
    """Whether the horizon was set on the command line."""
    since: int = 0
    """Month from which a policy without a start is in force."""


def build(path: Path, entries: Sequence[Any], frame: Frame, report: Report) -> list[Placed]:
    """Return the policies of a list of entries."""
    return [
        Placed((*path, number), _policy((*path, number), entry, frame, report))
        for number, entry in enumerate(entries)
    ]


def _policy(path: Path, entry: Any, frame: Frame, report: Report) -> Policy:
    kind = POLICIES[entry.policy]
    values = {field.name: getattr(entry, field.name) for field in dataclasses.fields(kind)}
    found = _spans(path, entry, frame, report)
    values["id"] = entry.id or entry.policy
    values["target"] = _target((*path, "target"), entry.target, frame.place, report)
    values["periods"] = found if entry.periods else ()
    values["start"], values["end"] = (None, None) if entry.periods else found[0]
    return kind(**values)


def _target(path: Path, table: Any, place: Place, report: Report) -> Target:
    def codes(names: Sequence[str], enumeration: type[IntEnum]) -> tuple[int, ...]:
        return tuple(sorted({int(enumeration[name.upper()]) for name in names}))

    def places(name: str, known: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(indices(getattr(table, name), known, (*path, name), report))))

    return Target(
        districts=places("districts", place.district_ids),
        industries=places("industries", place.industry_ids),
        kinds=codes(table.kinds, Kind),
        types=codes(table.types, Type),
        sizes=codes(table.sizes, Size),
        channels=codes(table.channels, Channel),
    )


def _spans(path: Path, entry: Any, frame: Frame, report: Report) -> Spans:
    """Return the periods of a policy's entry; wrong ones are refused.

    A policy that begins after the last month is a mistake in a file, but only a warning where
    the horizon was shortened on the command line.
    """
    if entry.periods and (entry.start or entry.end):
        report.refuse((*path, "periods"), _("Write either periods, or start and end."))
    places: list[tuple[Path, Any]] = [(path, entry)]
    if entry.periods:
        places = [((*path, "periods", n), period) for n, period in enumerate(entry.periods)]
    found: list[tuple[int | None, int | None]] = []
    for place, period in places:
        first = month_index(period.start, frame.start) if period.start else None
        last = month_index(period.end, frame.start) if period.end else None
        found.append((first, last))
        if last is not None and last < (frame.since if first is None else first):
            message = (
                _("The end {end} is before the start {start}.").format(
                    end=period.end, start=period.start
                )
                if first is not None and last < first
                else _("The end {end} is before the scenario starts.").format(end=period.end)
            )
            report.refuse((*place, "end"), message)
        elif first is not None and first >= frame.months:
            message = _("{start} comes after the last month of the run ({last}).").format(
                start=period.start, last=month_name(frame.start, frame.months - 1)
            )
            tell = report.warn if frame.shortened else report.refuse
            tell((*place, "start"), message, _("Lower start or raise years."))
    for index, (one, other) in enumerate(pairwise(found), 1):
        if overlap((one,), (other,)) or (other[0] or 0) < (one[0] or 0):
            report.refuse(
                (*path, "periods", index), _("Periods follow one another and do not overlap.")
            )
    return tuple(found)


def overlap(one: Spans, other: Spans) -> bool:
    """Whether two schedules share a month."""
    infinity = float("inf")
    return any(
        max(a or 0, c or 0) <= min(infinity if b is None else b, infinity if d is None else d)
        for a, b in one
        for c, d in other
    )


def check_together(policies: Sequence[Placed], report: Report) -> None:
    """Refuse equal ids, and two policies that set one dose differently on one target at once."""
    seen: dict[str, Placed] = {}
    for placed in policies:
        name = placed.policy.id
        if name in seen:
            report.refuse(
                (*placed.path, "id" if placed.policy.id != placed.policy.name else "policy"),
                _('Two policies of one alternative have the id "{name}".').format(name=name),
                _('Give one of them another id, such as id = "{name}_2".').format(name=name),
            )
        seen.setdefault(name, placed)
    for one, other in combinations(seen.values(), 2):
        for mine, theirs in _clashes(one.policy, other.policy):
            message = (
                _('"{one}" and "{other}" both set {dose} on one target in the same month.')
                if mine.shared
                else _('"{one}" sets {dose} to {value} and "{other}" to {other_value}, on one '
                       "target in the same month.")
            )  # fmt: skip
            report.refuse(
                (*other.path, "policy"),
                message.format(
                    one=one.policy.id,
                    other=other.policy.id,
                    dose=mine.dose,
                    value=_value(mine),
                    other_value=_value(theirs),
                ),
                _("Give them different targets or periods.")
                if mine.shared
                else _("Give them the same value, or different targets or periods."),
            )


def _clashes(one: Policy, other: Policy) -> Iterator[tuple[Write, Write]]:
    """Yield what two policies set on one target in one month, if that is not the same.

    A number that is shared over committees is not the same even where the numbers are equal:
    nobody could say whether it holds once or twice.
    """
    if not (one.intensity and other.intensity and overlap(one.spans, other.spans)):
        return
    mine, theirs = _sets(one), _sets(other)
    for dose in sorted(mine.keys() & theirs.keys()):
        if DOSES[dose].level is Level.ORGANIZATION:
            names = [field.name for field in dataclasses.fields(Target)]
        elif one.committee == other.committee:
            names = ["districts"] if one.committee == "district" else ["industries"]
        else:
            continue
        same = mine[dose].full == theirs[dose].full and not mine[dose].shared
        if not same and all(
            _meet(getattr(one.target, name), getattr(other.target, name)) for name in names
        ):
            yield mine[dose], theirs[dose]


def _sets(policy: Policy) -> dict[str, Write]:
    return {write.dose: write for write in policy.writes() if DOSES[write.dose].rule is Rule.SET}


def _value(write: Write) -> str:
    """Return a value as the file would have it: codes by name."""
    return write.full.name.lower() if isinstance(write.full, IntEnum) else f"{write.full:g}"


def _meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two filters have something in common; an empty one means all."""
    return not one or not other or bool(set(one) & set(other))
