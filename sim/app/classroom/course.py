"""What a class may do, the log of what was done by hand, and the scenario file that it is.

A lever is a slider over one field of one policy. A policy is in force while one of its ``drives``
is above its neutral value. The fields that nobody moves keep the policy's defaults. Nothing is
phased in, so a slider acts from the month in which it is moved.

A course is what one side of the stage goes through: policies that the scenario brings along, and
moves of sliders, each with its month. Every value of a slider becomes a policy with a first and a
last month, so the scenario that a course writes *is* the world on the screen. Draws know no policy,
and a policy that isn't in force does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sim.locale import N_, _
from sim.pasts.lists import prepared
from sim.present.numbers import percent, quantity
from sim.scenario import Scenario
from sim.scenario.scenario import BASELINE
from sim.text.numerals import month_index

Settings = Mapping[str, float]
"""Values by lever; a lever that is missing stands at its neutral value."""

Entry = dict[str, Any]
"""A policy as a scenario file writes it."""


@dataclass(frozen=True)
class Lever:
    """A slider over one field of a policy; ``neutral`` is where it does nothing."""

    id: str
    policy: str
    field: str
    low: float
    high: float
    step: float
    neutral: float
    label: str
    unit: str
    drives: bool = True
    says: tuple[str, ...] = ()
    """Words for its values, from the lowest on; none where the number says it."""

    def settled(self, value: float) -> float:
        """Return the nearest value on the slider, as the file will write it."""
        steps = round((min(max(value, self.low), self.high) - self.low) / self.step)
        found = round(self.low + steps * self.step, 6)
        return int(found) if float(self.step).is_integer() else found


SHARE: Final = "%"

LEVERS: Final[Mapping[str, Lever]] = {
    lever.id: lever
    for lever in (
        Lever(
            "liaisons", "dispatch_liaisons", "liaisons", 0, 60, 1, 0, N_("Liaisons"), N_("posts")
        ),
        Lever(
            "capacity", "dispatch_liaisons", "capacity", 7, 20, 1, 7,
            N_("Organizations a liaison visits"), N_("cases"), drives=False,
        ),
        Lever(
            "funded", "activity_subsidy", "yuan_branch_year", 0, 6000, 250, 0,
            N_("Subsidy of a branch"), N_("yuan each year"),
        ),
        Lever(
            "training", "secretary_training", "places_per_year", 0, 100, 5, 0,
            N_("Training of secretaries"), N_("places a year"),
        ),
        Lever(
            "stipend", "secretary_stipend", "time_share", 0, 1, 0.05, 0,
            N_("Paid working time of secretaries"), SHARE,
        ),
        Lever(
            "organizers", "joint_branch_drive", "contacts_per_year", 0, 6, 0.5, 0,
            N_("Organizers for joint branches: contacts"), N_("a year each"),
        ),
        Lever(
            "radius", "joint_branch_drive", "joint_radius", 1, 2, 1, 1,
            N_("Partners are sought in"), "",
            says=(N_("their own industry nearby"), N_("the whole district")),
        ),
        Lever(
            "joint_max", "joint_branch_drive", "joint_max", 6, 20, 1, 6,
            N_("Organizations a joint branch may hold"), N_("organizations at most"),
        ),
        Lever(
            "target", "coverage_quota", "target_share", 0, 1, 0.05, 0,
            N_("Target for reported coverage"), SHARE,
        ),
        Lever(
            "pressure", "coverage_quota", "gain", 0.5, 3, 0.25, 1.5,
            N_("Pressure when short of the target"), N_("multiple"), drives=False,
        ),
    )
}  # fmt: skip

GROUPS: Final[Mapping[str, str]] = {
    "dispatch_liaisons": N_("People"),
    "activity_subsidy": N_("Money"),
    "secretary_training": N_("Secretaries"),
    "secretary_stipend": N_("Secretaries"),
    "joint_branch_drive": N_("Joint branches"),
    "coverage_quota": N_("Target"),
}
"""Under which heading a policy's sliders stand."""


def value(lever: str, number: float) -> str:
    """Write where a lever stands: in words, as a share, or as a number without its unit."""
    known = LEVERS[lever]
    if known.says:
        return _(known.says[round(number - known.low)])
    return percent(number) if known.unit == SHARE else quantity(number)


def neutral() -> dict[str, float]:
    """Return settings under which no slider does anything."""
    return {lever.id: lever.neutral for lever in LEVERS.values()}


def offered(scenario: Scenario) -> tuple[Lever, ...]:
    """Return the levers of policies that the scenario's baseline does not already have.

    Two of one kind would set the same dose; the file wins.
    """
    taken = {policy.name for policy in scenario.alternatives[0].policies}
    return tuple(lever for lever in LEVERS.values() if lever.policy not in taken)


def policies_of(settings: Settings) -> dict[str, Entry]:
    """Return by policy the entry that the settings come to, without dates; only those in force."""
    found: dict[str, Entry] = {}
    for policy in GROUPS:
        mine = [lever for lever in LEVERS.values() if lever.policy == policy]
        values = {lever.id: settings.get(lever.id, lever.neutral) for lever in mine}
        if any(lever.drives and values[lever.id] != lever.neutral for lever in mine):
            fields = {lever.field: lever.settled(values[lever.id]) for lever in mine}
            found[policy] = {"policy": policy, **fields, "ramp_months": 0}
    return found


def settings_of(entry: Entry) -> dict[str, float]:
    """Return what an entry's fields say of its policy's levers."""
    return {
        lever.id: entry[lever.field]
        for lever in LEVERS.values()
        if lever.policy == entry["policy"] and lever.field in entry
    }


SIDES: Final = ("left", "right")
BY_HAND: Final = "hand_"
"""How the ids of policies begin that came of a slider."""

TITLES: Final[Mapping[str, Mapping[str, str]]] = {
    "left": {"zh": "左边", "en": "The town on the left"},
    "right": {"zh": "右边", "en": "The town on the right"},
}


@dataclass(frozen=True)
class Move:
    """From ``month`` on the levers stand as in ``settings``."""

    month: int
    settings: Mapping[str, float]


@dataclass(frozen=True)
class Course:
    """What one side goes through; ``without`` and ``policies`` are as in a file's alternative."""

    moves: tuple[Move, ...] = ()
    policies: tuple[Entry, ...] = ()
    without: tuple[str, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    assumed: Mapping[str, str] = field(default_factory=dict)
    """What its parameters come to, in the words of a class, by language."""

    def settings(self, month: int) -> dict[str, float]:
        """Return where the levers stand in a month."""
        found = neutral()
        for move in self.moves:
            if move.month <= month:
                found.update(move.settings)
        return found

    def moved(self, month: int, **values: float) -> Course:
        """Return the course with levers set from ``month`` on; what was to come later is gone."""
        now = self.settings(month) | {
            name: LEVERS[name].settled(value) for name, value in values.items()
        }
        before = tuple(move for move in self.moves if move.month < month)
        if replace(self, moves=before).settings(month) == now:
            return replace(self, moves=before)
        return replace(self, moves=(*before, Move(month, now)))

    def fresh(self) -> Course:
        """Return the course with nothing done; what is assumed of its world stays."""
        return Course(parameters=self.parameters, assumed=self.assumed)

    @property
    def plain(self) -> bool:
        """Whether nothing is done here that the baseline doesn't do."""
        return not (self.policies or self.without or any(self.by_hand()))

    def by_hand(self) -> Iterator[tuple[int, int | None, Entry]]:
        """Yield (first month, last month or None, entry) of what the moves came to, in order."""
        open_: dict[str, tuple[int, Entry]] = {}
        done: list[tuple[int, int | None, Entry]] = []
        for move in self.moves:
            wanted = policies_of(move.settings)
            for policy, (first, entry) in list(open_.items()):
                if wanted.get(policy) != entry:
                    del open_[policy]
                    if first < move.month:
                        done.append((first, move.month - 1, entry))
            for policy, entry in wanted.items():
                open_.setdefault(policy, (move.month, entry))
        done += [(first, None, entry) for first, entry in open_.values()]
        yield from sorted(done, key=lambda span: (span[0], span[2]["policy"]))


def compose(
    base: Scenario, courses: Mapping[str, Course], *, seed: int, replicates: int = 0
) -> Scenario:
    """Return the scenario whose alternatives ``left`` and ``right`` are the two courses.

    A side that does nothing has no alternative: it is the baseline. Parameters are those of the
    courses given, which must agree: sides with different parameters are two scenarios. They are
    set in the worlds of the place itself, whose pasts are looked for where it has any.
    """
    content = base.resolved()
    content["seed"] = seed
    content["alternatives"] = [
        _alternative(base, side, course) for side, course in courses.items() if not course.plain
    ]
    made = base.remade(content)
    given = {name: value for each in courses.values() for name, value in each.parameters.items()}
    if not given:
        return made
    known = prepared(made, replicates) if replicates else made
    return known.by_hand([f"parameters.{name}={value}" for name, value in given.items()])


def alternative_of(side: str, course: Course) -> str:
    """Return the id of a side's alternative in the scenario that :func:`compose` returns."""
    return BASELINE if course.plain else side


def opened(scenario: Scenario) -> tuple[Scenario, dict[str, Course]]:
    """Return a scenario without its sides, and the courses of its alternatives left and right.

    The other way round of :func:`compose`; a file without such alternatives has plain courses.
    """
    content = scenario.resolved()
    tables = {table["id"]: table for table in content["alternatives"]}
    courses = {side: _course(scenario, tables.get(side)) for side in SIDES}
    content["alternatives"] = [table for name, table in tables.items() if name not in SIDES]
    return scenario.remade(content), courses


def basis(base: Scenario, alternative: str) -> Course:
    """Return the course of an alternative of the scenario, nothing moved by hand."""
    if alternative == BASELINE:
        return Course()
    table = next(e for e in base.resolved()["alternatives"] if e["id"] == alternative)
    return Course(policies=tuple(table["policies"]), without=tuple(table["without"]))


def _alternative(base: Scenario, side: str, course: Course) -> dict[str, Any]:
    entries = list(course.policies)
    numbers: dict[str, int] = {}
    for first, last, entry in course.by_hand():
        if first >= base.months:
            continue
        name = entry["policy"]
        numbers[name] = numbers.get(name, 0) + 1
        dated = entry | {
            "id": f"{BY_HAND}{name}_{numbers[name]}", "start": base.month_name(first)
        }  # fmt: skip
        if last is not None:
            dated["end"] = base.month_name(last)
        entries.append(dated)
    return {
        "id": side, "title": dict(TITLES[side]), "without": list(course.without),
        "policies": entries,
    }  # fmt: skip


def _course(scenario: Scenario, table: Mapping[str, Any] | None) -> Course:
    if table is None:
        return Course()
    start = (scenario.start_year, scenario.start_month)
    kept = [e for e in table["policies"] if not str(e.get("id", "")).startswith(BY_HAND)]
    spans = [
        (
            month_index(entry["start"], start),
            month_index(entry["end"], start) if entry.get("end") else None,
            entry,
        )
        for entry in table["policies"]
        if entry not in kept
    ]
    course = Course(policies=tuple(kept), without=tuple(table["without"]))
    changes = sorted(
        {first for first, _, _ in spans} | {e + 1 for _, e, _ in spans if e is not None}
    )
    for month in changes:
        values = neutral()
        for first, last, entry in spans:
            if first <= month and (last is None or month <= last):
                values.update(settings_of(entry))
        if month < scenario.months:
            course = replace(course, moves=(*course.moves, Move(month, values)))
    return course
