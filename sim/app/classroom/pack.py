"""The lesson pack: the six lessons for a room without Python or a network, as files.

Each lesson is played once, in the world of its seed that the classroom's screen shows. A page holds
the question, a guess sheet and the curves behind two covers; a page a lesson replays the town.
Students get the worksheets, so the answers are a page of their own. Everything opens from disk and
prints.
"""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sim.app.classroom import course
from sim.app.classroom.course import SIDES, compose
from sim.app.classroom.figures import EMPTY, LETTERS, Dots, Ground, ground, tally
from sim.app.classroom.lesson import Lesson, lessons
from sim.app.classroom.stage import Stage
from sim.fonts import UNICODE_RANGE, subset_woff
from sim.locale import LANGUAGES, N_, _, in_language, labelled, noted, pick
from sim.present.looks import COUNTED, LIVES, LOOKS, Look
from sim.present.numbers import percent
from sim.replay.page import HTML_LANGUAGE, replay
from sim.results.run import run
from sim.store.disk import place_files

PLAN: Final = "plan"
SHEETS: Final = "worksheets"
ANSWERS: Final = "answers"
LESSONS: Final = "lessons"
TITLES: Final = {
    LESSONS: N_("Six lessons"), PLAN: N_("A lesson of 45 minutes"), SHEETS: N_("Worksheets"),
    ANSWERS: N_("Answers, for the teacher"),
}  # fmt: skip
"""The pages and what they are called, in the order of their links."""
WIDE, HIGH = 620, 230
"""Size of a chart in units of its drawing."""
PLACE: Final = 14.0
"""Width of an organization's place in the drawing of a town."""


@dataclass(frozen=True)
class Played:
    """A lesson as it was played: its stage at the end, and the readings of it."""

    lesson: Lesson
    stage: Stage
    numbers: Mapping[str, float]
    plan: Ground
    letters: Mapping[str, str]
    """Who stands where at the end, by side, as the stage shows it."""

    def town(self, side: str) -> list[tuple[float, float, str]]:
        """Return where a mark stands in the drawing of a side, and the id of its look."""
        by_letter = dict(zip(LETTERS, LOOKS, strict=False))
        return [
            (*self.at(point), by_letter[letter].id)
            for point, letter in zip(self.plan.points, self.letters[side], strict=True)
            if letter != EMPTY
        ]

    def at(self, point: tuple[float, float]) -> tuple[float, float]:
        """Return where a place of the ground stands in the drawing of a town."""
        across, down = point
        return round(PLACE * (across + 0.8), 1), round(PLACE * (down + 2), 1)

    @property
    def districts(self) -> list[tuple[float, float, str]]:
        """Return where the name of a district stands, and the name."""
        names = self.stage.base.place.district_titles
        return [
            (*self.at((block.at[0] - 0.4, block.at[1] + 0.2)), pick(names[block.district]))
            for block in self.plan.blocks
        ]

    @property
    def town_size(self) -> tuple[float, float]:
        """Width and height of the drawing of a town."""
        return self.at((self.plan.size[0] + 0.2, self.plan.size[1]))

    @property
    def key(self) -> list[tuple[Look, int, int]]:
        """Return the looks that anybody has at the end, with their counts on both sides."""
        left, right = (tally(self.stage.worlds[side]) for side in SIDES)
        return [
            (look, left[look.id], right[look.id])
            for look in LOOKS
            if left[look.id] or right[look.id]
        ]

    @property
    def top(self) -> float:
        """Where the axis of its charts ends: a tenth above all that they show."""
        most = max(max(self.series(side, name)) for side in self.stage.worlds for name in MEASURES)
        return min(1.0, (int(10 * most) + 2) / 10)

    def series(self, side: str, measure: str) -> Sequence[float]:
        """Return a measure of a side by month."""
        return self.stage.worlds[side].seen.series[measure]

    def line(self, side: str, measure: str) -> str:
        """Return a measure as points of a line in the drawing."""
        values = self.series(side, measure)
        return " ".join(
            f"{self.across(month):.1f},{self.up(value):.1f}" for month, value in enumerate(values)
        )

    def gap(self, side: str) -> str:
        """Return what lies between both measures as points of an area."""
        back = self.line(side, MEASURES[1]).split()[::-1]
        return f"{self.line(side, MEASURES[0])} {' '.join(back)}"

    def across(self, month: float) -> float:
        """Return where a month stands in the drawing."""
        return 44 + (WIDE - 54) * month / self.stage.month

    def up(self, share: float) -> float:
        """Return where a share stands in the drawing."""
        return HIGH - 24 - (HIGH - 34) * share / self.top

    @property
    def marks(self) -> list[tuple[float, str]]:
        """Heights and texts of the marks of the axis."""
        return [(self.up(n / 10), percent(n / 10)) for n in range(round(10 * self.top) + 1)]

    @property
    def spans(self) -> list[tuple[float, float, int]]:
        """Where each step begins, its middle, and its number."""
        until = [0, *(step.until for step in self.lesson.steps)]
        return [
            (self.across(first), self.across((first + last) / 2), number)
            for number, (first, last) in enumerate(pairwise(until), 1)
        ]

    @property
    def years(self) -> list[tuple[float, str]]:
        """Places and texts of the years."""
        months = range(0, self.stage.month + 1, 12)
        return [(self.across(month), self.stage.base.month_name(month)[:4]) for month in months]


MEASURES: Final = ("reported_coverage", "effective_coverage_of_base")
"""What is reported, and what lives of the same base."""


def pack(folder: Path, *, force: bool = False) -> list[Path]:
    """Write the pack in both languages into a folder, made where it isn't there; return its files.

    Raises ``InputError`` where a file of other content is there, unless ``force``.
    """
    made = contents()
    folder.mkdir(parents=True, exist_ok=True)
    return place_files(
        {folder / name: text.encode("utf-8") for name, text in made.items()}, force=force
    )


def contents() -> dict[str, str]:
    """Return the files of the pack by name: they are the same each time."""
    played = [_played(entry) for entry in lessons()]
    found = {}
    for language in LANGUAGES:
        with in_language(language):
            towns = {
                each.lesson.id: f"town-{each.lesson.id}-{language}.html"
                for each in played
                if each.stage.one_file
            }
            for page in TITLES:
                found[f"{page}-{language}.html"] = _page(page, language, played, towns)
    for each in played:
        if each.stage.one_file:
            for language, text in _town(each).items():
                found[f"town-{each.lesson.id}-{language}.html"] = text
    return found


def _played(entry: Lesson) -> Played:
    stage = entry.stage()
    plan = ground(stage.base.place, stage.left.model.worlds.cells.initial.tolist())
    painted = {side: Dots(plan) for side in SIDES}
    letters = {side: painted[side].paint(stage.worlds[side]) for side in SIDES}
    for number, step in enumerate(entry.steps):
        entry.set(stage, number)
        while stage.month < step.until:  # Painted each month, newcomers stand as on the stage.
            stage.step()
            letters = {side: painted[side].paint(stage.worlds[side]) for side in SIDES}
    return Played(entry, stage, entry.numbers(stage), plan, letters)


def _town(each: Played) -> dict[str, str]:
    """Return the town of a lesson to replay, by language."""
    stage = each.stage
    courses = {side: world.course for side, world in stage.worlds.items()}
    scenario = compose(stage.base, courses, seed=stage.seed)
    with tempfile.TemporaryDirectory() as work:
        results = run(scenario, replicates=1, out=Path(work) / "run", jobs=1)
        return {
            language: replay(results, alternative="right", replicate=0, lang=language)
            for language in LANGUAGES
        }


def _page(name: str, language: str, played: Sequence[Played], towns: Mapping[str, str]) -> str:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    given: dict[str, Any] = {
        "_": _, "pick": pick, "noted": noted, "labelled": labelled, "played": played,
        "towns": towns,
        "lang": language, "titles": {each: _(title) for each, title in TITLES.items()},
        "html_lang": HTML_LANGUAGE[language], "wide": WIDE, "high": HIGH, "page": name,
        "others": [other for other in LANGUAGES if other != language], "font": "",
        "unicode_range": UNICODE_RANGE, "lives": LIVES, "counted": COUNTED, "looks": LOOKS,
        "sides": {side: pick(course.TITLES[side]) for side in SIDES},
    }  # fmt: skip
    template = environment.get_template("pack.html.j2")
    text = template.render(given)
    if language == "zh":
        given["font"] = base64.b64encode(subset_woff(text)).decode("ascii")
        text = template.render(given)
    return text
