"""The pages as a simulated user sees them, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from unittest import mock

import pytest
from nicegui import ui
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.testing import User

from sim.app.planner import state
from sim.app.planner.sessions import Sessions
from tests.app.planner.test_turns import Fake
from tests.app.visiting import until, visit

WRONG = b"""format = 1
title = "x"
start = "2024-01"
years = 60
[organizations.synthesis]
organizations = 9
kinds.social_group = { organizations = 9 }
"""

TEXTS = {
    "en": ("Another place", "Alternatives", "Baseline: what runs anyway", "Expert"),
    "zh": ("换一个地方", "添加方案", "基准：本来就在执行的", "高级"),
}


@pytest.fixture(autouse=True)
def no_errors(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Let a test fail that leaves an error in the log."""
    yield
    told = [record.getMessage() for record in caplog.get_records("call")]
    assert [text for text in told if "Traceback" in text or "rror" in text] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_speaks_the_language_of_its_address(language: str) -> None:
    async def body(user: User, sessions: Sessions) -> None:
        client = await user.open(f"/?lang={language}")
        assert client.page.resolve_language() is not None
        for text in TEXTS[language]:
            await user.should_see(text)
        for text in TEXTS["zh" if language == "en" else "en"]:
            await user.should_not_see(text)

    visit(body, "linze")


def test_two_languages_at_once() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        english = await user.open("/?lang=en")
        chinese = await user.open("/?lang=zh")
        user.client = english
        await user.should_see("Where we stand")
        # What happens later is said in the page's own language, whatever page was built last.
        user.find(marker="add-alternative").click()
        await user.should_see("Alternative 6")
        user.client = chinese
        user.find(marker="add-alternative").click()
        await user.should_see("方案 6")

    visit(body, "linze")


def test_two_tabs_do_not_disturb_each_other_and_a_reload_comes_back() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        one = await user.open("/")
        await user.open("/")
        user.find(marker="add-alternative").click()
        await user.should_see("Alternative 6")
        kept = user.client
        assert kept is not None
        user.client = one
        await user.should_not_see("Alternative 6")
        await user.open(f"/?{kept.request.url.query}")
        await user.should_see("Alternative 6")
        assert len(sessions) == 2

    visit(body, "linze")


def test_work_that_is_gone_is_said_to_be() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/?s=unknown")
        await user.should_see("has ended")
        await user.open("/")
        await user.should_not_see("has ended")

    visit(body)


def test_a_scenario_is_chosen_and_a_wrong_upload_leaves_it_as_it_was() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/")
        await user.should_not_see(marker="run")
        choice = user.find(marker="shipped").elements.pop()
        assert isinstance(choice, ui.select)
        choice.set_value("county_survey")
        await user.should_see(marker="run")
        upload = user.find(marker="upload").elements.pop()
        assert isinstance(upload, ui.upload)
        await upload.handle_uploads([SmallFileUpload("wrong.toml", "", WRONG)])
        await user.should_see("Mend it here")
        await user.should_see(content="the largest allowed value is 30")
        (session,) = sessions
        assert session.name == "county_survey"
        # Mended in the page, it takes the other's place.
        area = user.find(ui.textarea).elements
        text = next(each for each in area if each.value == WRONG.decode())
        text.set_value(WRONG.decode().replace("60", "6"))
        user.find("Check again").click()
        await until(lambda: session.name == "wrong")
        await user.should_not_see("Mend it here")

    visit(body)


def test_a_policy_is_added_refused_and_taken_over() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/")
        (session,) = sessions
        user.find(marker="add-0").click()
        await user.should_see(marker="policy-startup_grant")
        search = user.find(marker="find-policy").elements.pop()
        assert isinstance(search, ui.input)
        search.set_value("grant")
        await user.should_not_see(marker="policy-dual_entry")
        user.find(marker="policy-startup_grant").click()
        await user.should_see(marker="save-policy")
        field = user.find(marker="grant_yuan").elements.pop()
        assert isinstance(field, ui.number)
        field.set_value(200_000)
        user.find(marker="save-policy").click()
        await until(lambda: bool(field.error))
        assert len(session.data["alternatives"][0]["policies"]) == 1
        field.set_value(3_000)
        user.find(marker="save-policy").click()
        await until(lambda: len(session.data["alternatives"][0]["policies"]) == 2)
        assert session.data["alternatives"][0]["policies"][1] == {
            "policy": "startup_grant",
            "start": "2010-01",
            "grant_yuan": 3_000,
        }

    visit(body, "linze")


def test_a_mistake_in_a_number_is_told_and_undone() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/")
        (session,) = sessions
        years = user.find(marker="years").elements.pop()
        assert isinstance(years, ui.number)
        years.set_value(99)
        user.find(marker="years").trigger("change")
        await user.should_see("This cannot be done")
        assert session.data["years"] == 10
        years = user.find(marker="years").elements.pop()
        assert isinstance(years, ui.number)
        years.set_value(2)
        user.find(marker="years").trigger("change")
        await until(lambda: session.data["years"] == 2)

    visit(body, "linze")


@pytest.mark.parametrize(
    ("language", "words", "title", "refusal"),
    [
        ("en", "learning", "Speed of heads' learning", "the largest allowed value is 0.15"),
        ("zh", "态度调整", "负责人态度调整速度", "最大允许值为 0.15"),
    ],
)
def test_a_parameter_is_searched_refused_set_and_left_to_its_prior_again(
    language: str, words: str, title: str, refusal: str
) -> None:
    def press(user: User, marker: str) -> None:
        user.find(marker=marker).click()

    async def body(user: User, sessions: Sessions) -> None:
        await user.open(f"/?lang={language}")
        (session,) = sessions
        session.text = session.text.replace("years =", "# as in the plan\nyears =")
        expansion = user.find(marker="all-parameters").elements.pop()
        assert isinstance(expansion, ui.expansion)
        await user.should_not_see(marker="change-inactive_share")
        expansion.set_value(True)
        await user.should_see(marker="change-inactive_share")
        await user.should_not_see(marker="change-head_learning")
        search = user.find(marker="search-parameters").elements.pop()
        assert isinstance(search, ui.input)
        search.set_value(words)
        await user.should_see(title)
        press(user, "change-head_learning")
        value = user.find(marker="parameter").elements.pop()
        assert isinstance(value, ui.number)
        value.set_value(15)
        press(user, "save-parameter")
        await user.should_see(content=refusal)
        assert "parameters" not in session.data
        value.set_value(0.03)
        press(user, "save-parameter")
        await until(lambda: session.data.get("parameters") == {"head_learning": 0.03})
        await user.should_see(marker="set-head_learning")
        assert "# as in the plan\n" in session.text
        press(user, "set-head_learning")
        press(user, "unset-parameter")
        await until(lambda: "parameters" not in session.data)
        await user.should_not_see(marker="set-head_learning")

    visit(body, "linze")


@pytest.mark.parametrize(
    ("language", "said"), [("en", ("1 before you.", "Stop")), ("zh", ("前面还有 1 个", "停止"))]
)
def test_a_run_waits_for_its_turn_and_is_given_up(language: str, said: tuple[str, str]) -> None:
    async def body(user: User, sessions: Sessions) -> None:
        sessions.turns.most = 1
        for job in (Fake("others"), Fake("before")):
            sessions.turns.ask(job.name, job)
        await user.open(f"/?lang={language}")
        (session,) = sessions
        user.find(marker="run").click()
        await user.should_see(said[0])
        assert session.job is not None
        assert session.job.waiting
        user.find(marker="stop").click()
        await user.should_not_see(said[0])
        assert session.job.status == "stopped"
        await user.should_see(marker="run")
        assert user.find(marker="run").elements.pop().enabled  # type: ignore[attr-defined]

    visit(body, "linze")


def test_an_alternative_is_switched_off_and_on_again_at_its_place() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/")
        (session,) = sessions
        before = session.data["alternatives"]
        title = "Talks and visits"
        user.find(marker="visibility_off-1").click()
        await until(lambda: len(session.data["alternatives"]) == len(before) - 1)
        await user.should_see("Switched off")
        assert title not in session.text
        user.find(marker="visibility-0").click()
        await until(lambda: session.data["alternatives"] == before)
        await user.should_not_see("Switched off")

    visit(body, "linze")


def test_a_list_is_looked_at_corrected_and_used() -> None:
    lines = """名称,街道,类别,从业人员,党员,人手
甲协会,东街道,社会团体,12,4,3
乙协会,东街道,社会团体,9,1,5
"""

    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/?lang=zh")
        (session,) = sessions
        upload = user.find(marker="upload").elements.pop()
        assert isinstance(upload, ui.upload)
        await upload.handle_uploads([SmallFileUpload("名册.csv", "", lines.encode())])
        await user.should_see(marker="use-list")
        assert session.scenario is None
        assert session.pending is not None
        await user.should_see("2 个组织")
        column = user.find(marker="column-3").elements.pop()
        assert isinstance(column, ui.select)
        assert column.value == "staff"
        column.set_value("ignore")
        await until(lambda: session.pending is not None and session.pending.decided.columns != {})
        user.find(marker="use-list").click()
        await until(lambda: session.scenario is not None)
        assert session.pending is None
        assert session.registry is not None
        assert "从业人员" not in session.registry.read_text("utf-8-sig")

    visit(body)


def test_what_is_known_of_the_past_is_stated_refused_and_taken_back() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/")
        (session,) = sessions
        user.find(marker="past-form").click()
        await user.should_see(marker="save-past")
        founded = user.find(marker="founded_last_year").elements.pop()
        assert isinstance(founded, ui.number)
        founded.set_value(-3)
        user.find(marker="save-past").click()
        await user.should_see(content="Branches founded in the year before the start")
        assert "history" not in session.data
        founded.set_value(4)
        with mock.patch.object(
            state, "listing", return_value=None
        ):  # Its pasts need not be simulated here.
            user.find(marker="save-past").click()
            await until(lambda: session.data.get("history") == {"founded_last_year": 4})
            user.find(marker="past-form").click()
            await user.should_see(marker="clear-past")
            user.find(marker="clear-past").click()
            await until(lambda: "history" not in session.data)

    visit(body, "county_survey")


def test_the_classroom_is_there() -> None:
    async def body(user: User, sessions: Sessions) -> None:
        client = await user.open("/classroom?lang=zh")
        assert client.title is not None
        assert client.title.startswith("课堂")

    visit(body)
