"""A guided lesson: a question, a prediction, steps that set the world, and what is seen.

Lessons are data (``lessons/*.toml``, both languages). What a lesson says was seen is read from the
world on the screen. What it claims in general it claims with the number of 100 worlds in which it
held, measured by ``python -m tools.lessons`` and held by a test.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isnan
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.app.classroom.course import LEVERS, SIDES, Course
from sim.app.classroom.session import seed_of
from sim.app.classroom.stage import SHOWN, Seen, Stage, World
from sim.locale import N_, _, pick
from sim.present.numbers import percent, points, whole, yuan_text
from sim.scenario import load
from sim.state.codes import Event, Fear, Form

FORMS: Final = {"joint": (Form.JOINT, Form.ANCHOR),
                "own": (Form.STANDALONE, Form.GENERAL_BRANCH, Form.COMMITTEE)}  # fmt: skip


def read(world: World, gauge: str, month: int) -> float:
    """Return a gauge of a world in a month, at latest the present one."""
    if not 0 <= month <= world.month:
        raise ValueError(f"month {month} hasn't been seen: the world stands at {world.month}")
    name, _, part = gauge.partition(":")
    if name == "vital" and month != world.month:
        raise ValueError(f"{gauge} is known of the present month only")
    reader = READERS.get(name)
    if reader is None:
        raise LookupError(f"no gauge {gauge!r}; there are {', '.join(READERS)}")
    return reader(world.seen, part, month)


def _vital(seen: Seen, part: str, month: int) -> float:
    mine = [
        life.vital
        for life in seen.branches.values()
        if life.last == month and life.form in FORMS[part]
    ]
    return sum(mine) / len(mine) if mine else float("nan")


def _total(rows: Sequence[npt.NDArray[np.int64]], code: int, month: int) -> float:
    """Return how often something has happened by the end of a month."""
    return float(sum(row[code] for row in rows[: month + 1]))


READERS: Final[dict[str, Callable[[Seen, str, int], float]]] = {
    **{
        name: lambda seen, _part, month, name=name: seen.series[name][month]  # type: ignore[misc]
        for name in SHOWN
    },
    "events": lambda seen, part, month: _total(seen.events, Event[part.upper()], month),
    "refused": lambda seen, part, month: _total(seen.refused, Fear[part.upper()], month),
    "vital": _vital,
    "yuan": lambda seen, _part, month: seen.yuan[month],
    "hours": lambda seen, _part, month: seen.hours[month],
}


SO_FAR: Final = {
    "refused:interference": N_("refused: fear of interference"),
    "refused:burden": N_("refused: fear of burden"),
    "refused:constraint": N_("refused: fear of constraint"),
    "events:organization_entered": N_("organizations newly registered"),
    "events:organization_exited": N_("taken off the register"),
    "events:founded": N_("branches founded"),
    "events:dissolved": N_("branches dissolved"),
    "vital:joint": N_("alive of joint branches"),
    "vital:own": N_("alive of organizations' own branches"),
    "yuan": N_("spent"),
    "hours": N_("staff hours spent under pressure"),
}
"""Gauges that the stage doesn't show by itself, and what they are called beside a step."""

Text = Mapping[str, str]

ORDER: Final = ("three_fears", "snowball", "churn", "joint_branches", "quota", "budget")
"""Lessons in the order in which they are offered."""


@dataclass(frozen=True)
class Reading:
    """A number that the explanation names: a gauge of one side in a month.

    ``shows`` says how it is written: ``percent``, ``points`` (right minus left), ``yuan`` or
    ``number``.
    """

    id: str
    gauge: str
    side: str
    month: int
    shows: str


@dataclass(frozen=True)
class Condition:
    """``more`` is larger than ``than`` (a reading, or nothing) by more than ``by``."""

    more: str
    than: str | None
    by: float

    def true(self, numbers: Mapping[str, float]) -> bool:
        """Whether it is so with these readings; not where one cannot be counted."""
        other = 0.0 if self.than is None else numbers[self.than]
        return numbers[self.more] - other > self.by


@dataclass(frozen=True)
class Claim:
    """What the lesson says of this model, and in how many of 100 worlds it was so."""

    text: Text
    condition: Condition
    holds: int


@dataclass(frozen=True)
class Option:
    """A prediction to choose: right where its condition is the first that holds."""

    text: Text
    condition: Condition | None


@dataclass(frozen=True)
class Step:
    """What to do: set levers of a side, then let the world run to a month."""

    text: Text
    sets: Mapping[str, Mapping[str, float]]
    until: int


@dataclass(frozen=True)
class Lesson:
    """Ten minutes about one thing."""

    id: str
    title: Text
    question: Text
    prediction: Text
    seed_word: str
    parameters: Mapping[str, Mapping[str, float]]
    assumed: Mapping[str, Text]
    """In plain words what the parameters of a side come to."""
    options: tuple[Option, ...]
    steps: tuple[Step, ...]
    readings: tuple[Reading, ...]
    claims: tuple[Claim, ...]
    seen: Text
    not_shown: Text

    @property
    def months(self) -> int:
        """Months until the last step ends."""
        return self.steps[-1].until

    def stage(self, replicate: int = 0) -> Stage:
        """Return the stage on which the lesson is played, nothing done yet."""
        courses = [
            Course(parameters=self.parameters.get(side, {}), assumed=self.assumed.get(side, {}))
            for side in SIDES
        ]
        seed = seed_of(self.seed_word)
        return Stage(load("classroom"), seed, *courses, replicate=replicate)

    def play(self, stage: Stage, step: int) -> None:
        """Do one step on the stage: set its levers, run to its month."""
        self.set(stage, step)
        stage.run_to(self.steps[step].until)

    def set(self, stage: Stage, step: int) -> None:
        """Set the levers of a step without letting time pass."""
        for side, values in self.steps[step].sets.items():
            stage.worlds[side].move(**values)

    def numbers(self, stage: Stage) -> dict[str, float]:
        """Return the readings of a stage on which the lesson was played."""
        return {entry.id: _reading(stage, entry) for entry in self.readings}

    def so_far(self, stage: Stage) -> list[tuple[str, str, str]]:
        """Return what it speaks of beyond the two shares, by now: label, left and right."""
        shown = {entry.gauge: entry.shows for entry in self.readings if entry.gauge in SO_FAR}
        found = []
        for gauge, shows in shown.items():
            left, right = (
                written(read(stage.worlds[side], gauge, stage.month), shows) for side in SIDES
            )
            found.append((_(SO_FAR[gauge]), left, right))
        return found

    def answer(self, numbers: Mapping[str, float]) -> int:
        """Return which option the world on the screen makes true."""
        for number, option in enumerate(self.options):
            if option.condition is None or option.condition.true(numbers):
                return number
        raise ValueError(f"{self.id}: no option is true")

    def limits(self) -> str:
        """Return what nobody should conclude from it, in the current language."""
        return _("What this does not show. {text}").format(text=pick(self.not_shown))

    def told(self, numbers: Mapping[str, float]) -> str:
        """Return what was seen, with the numbers of the screen, in the current language."""
        shown = {entry.id: written(numbers[entry.id], entry.shows) for entry in self.readings}
        return pick(self.seen).format(**shown)


def written(value: float, shows: str) -> str:
    """Write a reading as the explanation names it; a dash for one that cannot be counted."""
    if isnan(value):
        return "–"
    return {"percent": percent, "points": points, "yuan": yuan_text}.get(shows, whole)(value)


def _reading(stage: Stage, entry: Reading) -> float:
    if entry.side in SIDES:
        return read(stage.worlds[entry.side], entry.gauge, entry.month)
    return read(stage.right, entry.gauge, entry.month) - read(stage.left, entry.gauge, entry.month)


@cache
def lessons() -> tuple[Lesson, ...]:
    """Return all lessons in their order."""
    return tuple(lesson(name) for name in ORDER)


def lesson(name: str) -> Lesson:
    """Read a lesson; raise ``ValueError`` where its parts don't fit together."""
    path = files(__package__).joinpath("lessons", f"{name}.toml")
    found = _lesson(tomllib.loads(path.read_text(encoding="utf-8")))
    ids = {entry.id for entry in found.readings}
    conditions = [claim.condition for claim in found.claims]
    conditions += [option.condition for option in found.options if option.condition]
    for condition in conditions:
        if not {condition.more, condition.than or condition.more} <= ids:
            raise ValueError(f"{name}: {condition} names a reading that there is not")
    if found.parameters.keys() != found.assumed.keys():
        raise ValueError(f"{name}: a side whose parameters differ says in words what they come to")
    for step in found.steps:
        for side, values in step.sets.items():
            if side not in SIDES or any(lever not in LEVERS for lever in values):
                raise ValueError(f"{name}: a step sets what there is not: {side} {values}")
            for lever, value in values.items():
                if LEVERS[lever].settled(value) != value:
                    raise ValueError(f"{name}: {lever} = {value} is not on its slider")
    return found


def _lesson(table: Mapping[str, Any]) -> Lesson:
    steps: Sequence[Mapping[str, Any]] = table["steps"]
    return Lesson(
        id=table["id"],
        title=table["title"],
        question=table["question"],
        prediction=table["prediction"],
        seed_word=table["seed"],
        parameters=table.get("parameters", {}),
        assumed=table.get("assumed", {}),
        options=tuple(
            Option(_text(entry), _condition(entry) if "more" in entry else None)
            for entry in table["options"]
        ),
        steps=tuple(
            Step(
                _text(entry),
                {side: entry[side] for side in SIDES if side in entry},
                entry["until"],
            )
            for entry in steps
        ),
        readings=tuple(
            Reading(name, gauge, side, month, shows)
            for name, (gauge, side, month, shows) in table["readings"].items()
        ),
        claims=tuple(
            Claim(_text(entry), _condition(entry), entry["holds"]) for entry in table["claims"]
        ),
        seen=table["seen"],
        not_shown=table["not_shown"],
    )  # fmt: skip


def _condition(entry: Mapping[str, Any]) -> Condition:
    return Condition(entry["more"], entry.get("than"), entry.get("by", 0.0))


def _text(entry: Mapping[str, Any]) -> Text:
    return {"en": entry["en"], "zh": entry["zh"]}
