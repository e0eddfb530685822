"""The page ``/classroom`` as a simulated user sees it, in both languages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from nicegui import run, ui
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.events import GenericEventArguments, handle_event
from nicegui.testing import User

from sim.app.classroom.controls_view import Fader
from sim.app.classroom.course import Course, compose
from sim.app.classroom.lesson import lessons
from sim.app.classroom.stage_view import AHEAD, StageView
from sim.app.classroom.task_view import SENT, TARGET, UNTIL, stage
from sim.app.planner.sessions import Sessions
from sim.locale import LANGUAGES
from sim.present.numbers import percent
from sim.scenario import load
from sim.scenario.writing import resolved_toml
from sim.state.codes import Strategy
from tests.app.visiting import until, visit

TEXTS = {
    "en": ("Try freely", "Lessons", "The town on the left", "Liaisons (posts)", "branch, dormant"),
    "zh": ("自由尝试", "六节课", "左边", "指导员（名）", "休眠的党组织"),
}


@pytest.fixture(autouse=True)
def no_errors(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)


def find(user: User, marker: str) -> ui.element:
    """Return the element of a marker."""
    (found,) = user.find(marker=marker).elements
    return found


def text(user: User, marker: str) -> str:
    found = find(user, marker)
    assert isinstance(found, ui.label)
    return str(found.text)


def slide(user: User, lever: str, value: float) -> None:
    slider = find(user, f"lever-{lever}")
    assert isinstance(slider, Fader)
    slider.set_value(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language_of_its_address(language: str) -> None:
    async def body(user: User, sessions: Sessions) -> None:
        await user.open(f"/classroom?lang={language}")
        for said in TEXTS[language][:4]:
            await user.should_see(said)
        await user.should_see(content=TEXTS[language][4])
        for said in TEXTS["zh" if language == "en" else "en"]:
            await user.should_not_see(said)

    visit(body)


def test_step_slide_and_begin_again() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/classroom?lang=en")
        assert text(user, "month") == "2024-01"
        user.find(marker="step").click()
        assert text(user, "month") == "2024-02"
        slide(user, "liaisons", 15)
        assert text(user, "value-liaisons") == "15"
        assert text(user, "right-done") == "Liaisons 15"
        assert text(user, "left-done") == "Nothing but the baseline."
        user.find(marker="step").click()
        assert "15 liaisons" in text(user, "right-said")
        assert "0 liaisons" in text(user, "left-said")
        user.find(marker="again").click()
        assert text(user, "month") == "2024-01"
        assert text(user, "right-done") == "Nothing but the baseline."
        user.find(marker="step").click()
        assert text(user, "right-done") == "Liaisons 15"
        user.find(marker="reset").click()
        assert text(user, "value-liaisons") == "0"

    visit(body)


def test_it_plays_until_somebody_pauses() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/classroom?lang=zh")
        speed = find(user, "speed")
        assert isinstance(speed, ui.select)
        speed.set_value(8)
        user.find(marker="play").click()
        await until(lambda: text(user, "month") >= "2024-04")
        user.find(marker="play").click()
        await user.should_see("播放")

    visit(body)


def test_a_seed_that_is_misheard_is_told_and_changes_nothing() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/classroom?lang=en")
        seed = find(user, "seed")
        assert isinstance(seed, ui.input)
        seed.set_value("ba-ba-ga-po")
        user.find(marker="reseed").click()
        assert "misheard" in text(user, "problem")
        seed.set_value("ba ba da hu")
        user.find(marker="reseed").click()
        await user.should_not_see(marker="problem")
        assert seed.value == "ba-ba-da-hu"

    visit(body)


def test_what_was_done_is_opened_again_and_a_wrong_file_refused() -> None:
    course = Course().moved(2, liaisons=9)
    saved = resolved_toml(compose(load("classroom"), {"right": course}, seed=4))

    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/classroom?lang=en")
        upload = find(user, "open")
        assert isinstance(upload, ui.upload)
        await upload.handle_uploads([SmallFileUpload("bad.toml", "", b"years = 99\n")])
        await user.should_see(content="mistake")
        await upload.handle_uploads([SmallFileUpload("class.toml", "", saved.encode())])
        seed = find(user, "seed")
        assert isinstance(seed, ui.input)
        await until(lambda: seed.value == "ba-ba-da-hu")
        await user.should_not_see(marker="problem")
        for _ in range(2):
            user.find(marker="step").click()
        assert text(user, "right-done") == "Liaisons 9"

    visit(body)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lesson_from_the_prediction_to_the_explanation(language: str) -> None:
    entry = lessons()[2]

    async def body(user: User, sessions: Sessions) -> None:
        await user.open(f"/classroom?lang={language}")
        find(user, "tabs").set_value("lesson")  # type: ignore[attr-defined]
        user.find(marker=f"lesson-{entry.id}").click()
        await user.should_see(entry.question[language])
        await user.should_not_see(marker="do-step")
        radio = find(user, "prediction")
        assert isinstance(radio, ui.radio)
        radio.set_value(0)
        for _ in entry.steps:
            user.find(marker="do-step").click()
            user.find(marker="skip").click()
        assert entry.options[2].text[language] in text(user, "verdict")
        assert text(user, "month").startswith("2030-01")
        await user.should_see(entry.not_shown[language])
        user.find(marker="lessons").click()
        await user.should_see(marker="lesson-quota")

    visit(body)


def test_a_guess_is_drawn_and_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    async def here(work: Callable[..., Any], *given: Any) -> Any:
        return work(*given, replicates=3)

    async def body(user: User, sessions: Sessions) -> None:
        monkeypatch.setattr(run, "cpu_bound", here)
        await user.open("/classroom?lang=en")
        find(user, "tabs").set_value("guess")  # type: ignore[attr-defined]
        for year, share in enumerate((15, 30, 60, 80, 90, 95, 99)):
            field = find(user, f"guess-{year}")
            assert isinstance(field, ui.number)
            field.set_value(share)
        user.find(marker="guess-run").click()
        await user.should_see(marker="guess-verdict")
        assert "You guessed 99%" in text(user, "guess-verdict")
        assert len(user.find(marker="guess-reason").elements) == 2
        chart = find(user, "guess-chart")
        assert isinstance(chart, ui.echart)
        series = {entry["id"]: entry for entry in chart.options["series"]}
        assert series["guess"]["data"][-1] == 0.99
        assert {"band90", "band50", "middle"} <= set(series)

    visit(body)


def test_pages_do_not_disturb_each_other() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        one = await user.open("/classroom?lang=en")
        slide(user, "liaisons", 30)
        user.find(marker="step").click()
        user.tab_id = "another tab"
        await user.open("/classroom?lang=en")
        assert text(user, "month") == "2024-01"
        assert text(user, "right-done") == "Nothing but the baseline."
        user.client = one
        assert text(user, "month") == "2024-02"
        assert text(user, "right-done") == "Liaisons 30"

    visit(body)


def test_a_reload_goes_on_where_it_was_in_either_language_until_it_is_begun_anew() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/classroom?lang=en")
        user.find(marker="step").click()
        slide(user, "liaisons", 15)
        for _ in range(3):
            user.find(marker="step").click()
        slide(user, "target", 0.5)
        find(user, "speed").set_value(8)  # type: ignore[attr-defined]
        before = text(user, "right-said"), text(user, "left-said")
        assert before[0] != before[1]
        await user.open("/classroom?lang=en")
        assert text(user, "month") == "2024-05"
        assert (text(user, "value-liaisons"), text(user, "value-target")) == ("15", "50%")
        assert (text(user, "right-said"), text(user, "left-said")) == before
        assert find(user, "speed").value == 8  # type: ignore[attr-defined]
        await user.open("/classroom?lang=zh")
        assert text(user, "month") == "2024-05"
        assert text(user, "right-done").startswith("指导员 15")
        user.find(marker="anew").click()
        assert text(user, "month") == "2024-01"
        assert text(user, "value-liaisons") == "0"
        await user.open("/classroom?lang=en")
        assert text(user, "month") == "2024-01"
        assert find(user, "speed").value == 4  # type: ignore[attr-defined]

    visit(body)


def test_a_lesson_goes_on_after_a_reload_in_the_middle_of_it() -> None:
    entry = lessons()[2]

    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/classroom?lang=en")
        find(user, "tabs").set_value("lesson")  # type: ignore[attr-defined]
        user.find(marker=f"lesson-{entry.id}").click()
        find(user, "prediction").set_value(1)  # type: ignore[attr-defined]
        user.find(marker="do-step").click()
        user.find(marker="skip").click()
        month = text(user, "month")
        await user.open("/classroom?lang=en")
        assert find(user, "tabs").value == "lesson"  # type: ignore[attr-defined]
        await user.should_see(entry.options[1].text["en"])
        assert text(user, "month") == month
        await user.should_see("Do step 2")
        user.find(marker="do-step").click()
        user.find(marker="skip").click()
        await user.should_see(marker="verdict")
        user.find(marker="anew").click()
        assert find(user, "tabs").value == "free"  # type: ignore[attr-defined]
        await user.open("/classroom?lang=en")
        await user.should_see(marker=f"lesson-{entry.id}")

    visit(body)


def test_another_place_and_seed_are_kept_too() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/classroom?lang=en")
        find(user, "place").set_value("linze")  # type: ignore[attr-defined]
        find(user, "seed").set_value("12")  # type: ignore[attr-defined]
        user.find(marker="reseed").click()
        await user.open("/classroom?lang=en")
        assert find(user, "place").value == "linze"  # type: ignore[attr-defined]
        assert find(user, "seed").value == "ba-ba-ga-pu"  # type: ignore[attr-defined]

    visit(body)


def test_a_browser_that_lags_is_sent_the_latest_month_when_it_has_drawn_the_others() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        with mock.patch.object(StageView, "_send") as sent:
            await user.open("/classroom?lang=en")
            before = sent.call_count
            for month in range(2, 9):
                user.find(marker="step").click()
                assert text(user, "month") == f"2024-0{month}"
            assert sent.call_count <= before + AHEAD
            late = sent.call_count
            client = user.client
            assert client is not None
            told = GenericEventArguments(sender=client.layout, client=client, args={})
            with client:
                for _ in range(AHEAD + 1):
                    (heard,) = [
                        each
                        for each in client.layout._event_listeners.values()
                        if each.type == "fugai_seen"
                    ]
                    assert heard.handler is not None
                    handle_event(heard.handler, told)
            assert sent.call_count == late + 1, "what was left out comes once, as it is now"

    visit(body)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_task_from_eight_liaisons_to_what_lives(language: str) -> None:
    async def body(user: User, sessions: Sessions) -> None:
        ran: list[str] = []
        await user.open(f"/classroom?lang={language}")
        client = user.client
        assert client is not None
        client.run_javascript = lambda code, **_kept: ran.append(code)  # type: ignore
        find(user, "tabs").set_value("task")  # type: ignore[attr-defined]
        find(user, "whom").set_value("BIG_FIRST")  # type: ignore[attr-defined]
        user.find(marker="send").click()
        assert any("cover(true)" in code for code in ran)
        await user.should_not_see(marker="task-1")
        for _ in range(SENT):
            user.find(marker="step").click()
        await user.should_see(marker="task-1")
        user.find(marker="task-1").click()
        for _ in range(UNTIL - SENT):
            user.find(marker="step").click()
        assert not any("cover(false)" in code for code in ran)
        user.find(marker="task-2").click()
        assert any("cover(false)" in code for code in ran)
        beneath = stage(Strategy.BIG_FIRST)
        beneath.run_to(SENT)
        beneath.right.move(**TARGET)
        beneath.run_to(UNTIL)
        told = text(user, "task-seen")
        for measure in ("reported_coverage", "effective_coverage_of_base", "hollow_share"):
            assert percent(beneath.right.seen.series[measure][-1]) in told
        user.find(marker="task-anew").click()
        await user.should_see(marker="send")

    visit(body)
