"""Lessons: whole in both languages, and the screen shows what they say."""

from __future__ import annotations

import re

import pytest

from sim.app.classroom.course import LEVERS
from sim.app.classroom.lesson import ORDER, SO_FAR, Lesson, lesson, lessons, read, written
from sim.app.classroom.session import seed_of, word_of
from sim.locale import LANGUAGES, in_language
from tools import lessons as measure


@pytest.fixture(scope="module", params=ORDER)
def entry(request: pytest.FixtureRequest) -> Lesson:
    return lesson(request.param)


def test_there_are_six_in_their_order() -> None:
    assert tuple(entry.id for entry in lessons()) == ORDER
    assert len(ORDER) == 6


def test_a_lesson_is_whole_in_both_languages(entry: Lesson) -> None:
    texts = [entry.title, entry.question, entry.prediction, entry.seen, entry.not_shown]
    texts += [option.text for option in entry.options]
    texts += [step.text for step in entry.steps] + [claim.text for claim in entry.claims]
    for text in texts:
        assert set(text) == set(LANGUAGES)
        assert re.search(r"[\u4e00-\u9fff]", text["zh"])
        assert not re.search(r"[\u4e00-\u9fff]", text["en"])
    named = {language: set(re.findall(r"{(\w+)}", entry.seen[language])) for language in LANGUAGES}
    assert named["zh"] == named["en"] <= {reading.id for reading in entry.readings}
    assert word_of(seed_of(entry.seed_word)) == entry.seed_word
    assert all(option.condition for option in entry.options[:-1])
    assert entry.options[-1].condition is None
    months = [step.until for step in entry.steps]
    assert months == sorted(set(months)) and months[-1] <= 72


def test_the_screen_shows_what_the_lesson_says(entry: Lesson) -> None:
    """In the lesson's own seed: what holds in most worlds holds, what holds in few does not."""
    stage = entry.stage()
    for step in range(len(entry.steps)):
        entry.play(stage, step)
        assert stage.month == entry.steps[step].until
    numbers = entry.numbers(stage)
    for claim in entry.claims:
        assert claim.condition.true(numbers) == (claim.holds > 50), claim.text["en"]
    assert 0 <= entry.answer(numbers) < len(entry.options)
    for language in LANGUAGES:
        with in_language(language):
            told = entry.told(numbers)
        assert "{" not in told and "–" not in told


def test_every_number_that_a_lesson_speaks_of_is_on_the_screen(entry: Lesson) -> None:
    """The two shares stand over the town, what is hollow under it, all else beside the step."""
    shown = {"reported_coverage", "effective_coverage_of_base", "hollow_share", *SO_FAR}
    assert {reading.gauge for reading in entry.readings} <= shown
    stage = entry.stage()
    entry.play(stage, 0)
    rows = entry.so_far(stage)
    gauges = dict.fromkeys(r.gauge for r in entry.readings if r.gauge in SO_FAR)
    assert [row[0] for row in rows] == [SO_FAR[gauge] for gauge in gauges]
    for gauge, (_label, *told) in zip(gauges, rows, strict=True):
        shows = next(r.shows for r in entry.readings if r.gauge == gauge)
        assert told == [
            written(read(world, gauge, stage.month), shows) for world in stage.worlds.values()
        ]


@pytest.mark.slow
def test_a_claim_holds_in_as_many_worlds_as_the_lesson_says(entry: Lesson) -> None:
    assert measure.held(entry) == [claim.holds for claim in entry.claims]


def test_churn_is_the_same_on_both_sides_until_the_liaisons_leave() -> None:
    entry = lesson("churn")
    stage = entry.stage()
    entry.play(stage, 0)
    assert stage.difference().since is None


def test_every_step_sets_values_that_its_sliders_hold(entry: Lesson) -> None:
    """A value off the slider would silently become another one, in the worst case none."""
    for step in entry.steps:
        for values in step.sets.values():
            for lever, value in values.items():
                assert LEVERS[lever].settled(value) == value, (lever, value)


def test_a_gauge_that_there_is_not_is_named() -> None:
    stage = lesson("quota").stage()
    with pytest.raises(LookupError, match="no gauge 'coverage'"):
        read(stage.left, "coverage", 0)
    with pytest.raises(ValueError, match="hasn't been seen"):
        read(stage.left, "reported_coverage", 5)
