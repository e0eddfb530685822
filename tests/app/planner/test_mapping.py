"""What was understood of an uploaded list, and what somebody says instead."""

from __future__ import annotations

import ast
import re
import tempfile
from pathlib import Path

import pytest
from nicegui import ui
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.testing import User

from sim.app.planner import document
from sim.app.planner.files import Bundle, Given
from sim.app.planner.mapping import Choice, Column, Pending, Question, choices, questions_of
from sim.app.planner.sessions import Sessions
from sim.errors import InputError
from sim.locale import in_language
from sim.scenario.writing import template
from tests.app.visiting import until, visit
from tests.guards.source import ROOT

LIST = """单位名称,所在乡镇,类别,人员,党员,法定代表人,独立党支部,联合党支部,备用
甲协会,东镇,社会团体,12,4,张三,√,,7
乙协会,东镇,社会团体,9,1,李四,,,8
丙学校,西镇,民办非企业单位,30,5,王五,,√,9
"""


def pending(text: str = LIST, month: str = "2020-01") -> Pending:
    found = Pending(Given("名册.csv", text.encode()), month)
    found.read()
    return found


def by_heading(found: Pending) -> dict[str, Column]:
    return {column.heading: column for column in found.columns()}


def test_every_column_says_what_it_was_taken_for() -> None:
    with in_language("zh"):
        columns = by_heading(pending())
    assert list(columns) == LIST.splitlines()[0].split(",")
    assert columns["单位名称"].meaning == "name"
    assert columns["党员"].meaning == "members"
    assert columns["党员"].cells == ("4", "1", "5")
    assert columns["独立党支部"].told == "党组织：独立党支部" or columns["独立党支部"].told
    assert columns["备用"].doubtful


def test_a_person_is_neither_read_nor_shown() -> None:
    columns = by_heading(pending())
    person = columns["法定代表人"]
    assert (person.meaning, person.cells) == ("ignore", ())
    assert "persons" in person.told
    assert not any("张三" in cell for column in columns.values() for cell in column.cells)


def test_names_in_a_column_of_counts_are_no_samples() -> None:
    head = "名称,类别,党员数,专职人数,兼职人数"
    found = by_heading(pending(f"{head}\n甲社,社团,张三、李四,2,1\n乙社,社团,3,4,0\n"))
    assert found["党员数"].cells == ("3",)
    assert found["兼职人数"].told == "staff: the part-time ones"


def test_a_heading_is_corrected_and_the_list_read_anew() -> None:
    found = pending()
    assert found.intake is not None
    assert "id" not in found.intake.columns
    found.corrected("备用", "id")
    assert found.intake.columns[0] == "id"
    assert by_heading(found)["备用"].meaning == "id"
    found.corrected("人员", "ignore")
    assert "staff" not in found.intake.columns
    assert found.decided.columns == {"备用": "id", "人员": "ignore"}


def test_a_correction_that_cannot_be_leaves_the_list_as_it_was() -> None:
    found = pending()
    with pytest.raises(InputError, match="is no month"):
        found.started("2020-13")
    assert found.month == "2020-01"
    before = found.intake
    found.started("2021-05")
    assert found.intake is not before
    assert 'start = "2021-05"' in found.text()


def test_nothing_of_the_file_stays_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pending()
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_list_is_refused() -> None:
    with pytest.raises(InputError):
        pending("some text\n")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_meanings_are_offered_in_words(language: str) -> None:
    with in_language(language):
        offered = choices(language)
    assert next(iter(offered)) == "ignore"
    assert len(set(offered.values())) == len(offered)
    assert not any("_" in text for text in offered.values())


DOUBTFUL = """编号,名称,类别,乡镇,从业人员,党组织
12,某县物流协会,社团,城关镇,5,√
77,某县登山协会,社团,城关镇,4,
77,某县登山协会,社团,东街,9,
5,某县棋类协会,社团,城关,6,
"""


def the(asked: list[Question], words: str) -> Question:
    """Return the one question that says something."""
    (found,) = (each for each in asked if words in each.text)
    return found


def choice(asked: list[Question], words: str, label: str) -> Choice:
    (found,) = (each for each in the(asked, words).choices if each.label == label)
    return found


def test_what_is_decided_of_a_list_is_read_at_once_and_taken_back() -> None:
    found = pending(DOUBTFUL)
    assert found.intake is not None
    asked = found.questions()
    assert [each.label for each in the(asked, "twice").choices] == ["Count it", "Leave out row 4"]
    assert the(asked, "twice").names == "row 3: 某县登山协会; row 4: 某县登山协会"
    found.decide(choice(asked, "twice", "Leave out row 4").values)
    assert len(found.intake.covered) == 3
    assert "\nleave_out = [4]\n" in found.text()
    asked = found.questions()
    assert not any("twice" in each.text for each in asked)
    found.decide(choice(asked, "as you decided: rows 4", "Count row 4 again").values)
    assert len(found.intake.covered) == 4
    assert "leave_out = [4]" not in found.text().replace("# leave_out", "")


def test_blanks_and_districts_are_decided_by_a_button() -> None:
    found = pending(DOUBTFUL)
    asked = found.questions()
    assert choice(asked, "blank", "Count blanks as no").chosen
    found.decide(choice(asked, "blank", "Leave blanks open: drawn").values)
    assert found.intake is not None
    assert list(found.intake.covered) == [True, None, None, None]
    assert 'blank = "unknown"' in found.text()
    asked = found.questions()
    assert choice(asked, "1 yes, 0 no, 3 blank", "Leave blanks open: drawn").chosen
    assert the(asked, "share").share == 0.0
    found.decide({"covered_share": 0.25})
    assert "covered_share = 0.25" in found.text()
    found.decide(choice(found.questions(), "3 blank", "Count blanks as no").values)
    assert list(found.intake.covered) == [True, False, False, False]
    assert "covered_share" not in found.text().replace("# covered_share", "")
    found.decide(choice(found.questions(), "城关", "They are two").values)
    assert 'same = { "城关" = "城关" }' in found.text()
    found.decide(choice(found.questions(), "“城关”", "Ask again").values)
    assert choice(found.questions(), "城关", "They are one").chosen


def test_a_question_is_answered_in_the_workspace_too() -> None:
    sessions = Sessions()
    session = sessions.new()
    try:
        session.open_bundle(Bundle(None, Given("list.csv", DOUBTFUL.encode())), "2020-01")
        session.accept()
        assert session.listing is not None
        assert len(session.listing) == 4

        def press(words: str, label: str) -> None:
            assert session.scenario is not None
            asked = questions_of(session.scenario, session.data["organizations"])
            values = choice(asked, words, label).values
            session.change(document.with_decided(session.data, values))

        press("twice", "Leave out row 4")
        assert len(session.listing) == 3
        assert "\nleave_out = [4]\n" in session.text
        press("as you decided", "Count row 4 again")
        assert len(session.listing) == 4
        press("blank", "Leave blanks open: drawn")
        assert session.scenario is not None
        registry = session.scenario.organizations.registry
        assert registry is not None
        assert registry.covered.count(None) == 3
        press("blank", "Count blanks as no")
        assert "covered_share" not in session.data["organizations"]
        press("“城关” is read as “城关镇”", "They are two")
        assert len(session.scenario.place.district_ids) == 3
        press("“城关”", "Ask again")
        assert len(session.scenario.place.district_ids) == 2
    finally:
        sessions.close()


FILE_WORDS = re.compile(r"\b\w+ = |docs/|\.toml|\[\[?[a-z]+\]|--")


def test_what_is_found_in_a_list_is_told_without_the_words_of_a_file() -> None:
    """A remark's hint is for whoever writes the file; pages tell the fact and have buttons."""
    told = []
    for file in (ROOT / "sim" / "registry").glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        hints = [node.value for node in ast.walk(tree) if (
            (isinstance(node, ast.keyword) and node.arg == "hint")
            or (isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "hint")
        )]  # fmt: skip
        inside = {id(node) for hint in hints for node in ast.walk(hint)}
        told += [
            node.args[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and getattr(node.func, "id", "") == "N_"
            and id(node) not in inside
            and isinstance(node.args[0], ast.Constant)
        ]
    assert len(told) > 60
    assert [text for text in told if FILE_WORDS.search(str(text))] == []


def test_what_a_scenario_decides_of_its_list_is_written_where_it_is_refused() -> None:
    lines = "名称,类别,从业人员,党员,从业人员数\n甲协会,社团,12,4,13\n乙协会,社团,9,1,5\n"

    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/?lang=en")
        (session,) = sessions
        upload = user.find(marker="upload").elements.pop()
        assert isinstance(upload, ui.upload)
        text = template("mine", "registry.csv", start=(2020, 1))
        given = (("mine.toml", text), ("registry.csv", lines))
        await upload.handle_uploads([SmallFileUpload(n, "", t.encode()) for n, t in given])
        await user.should_see(content="are both the column")
        await user.should_see("or decide below")
        (area,) = (each for each in user.find(ui.textarea).elements if each.value == text)
        line = 'registry = "registry.csv"\n'
        area.set_value(text.replace(line, line + 'columns = { "从业人员数" = "ignore" }\n'))
        user.find("Check again").click()
        await until(lambda: session.name == "mine")

    visit(body)


def test_a_list_is_decided_by_buttons_before_it_is_used_and_after() -> None:
    lines = """编号,名称,类别,乡镇,从业人员,党组织
77,某县登山协会,社团,城关镇,4,√
77,某县登山协会,社团,东街,9,
5,某县棋类协会,社团,东街,6,
"""

    async def body(user: User, sessions: Sessions) -> None:
        await user.open("/?lang=en")
        (session,) = sessions
        upload = user.find(marker="upload").elements.pop()
        assert isinstance(upload, ui.upload)
        await upload.handle_uploads([SmallFileUpload("list.csv", "", lines.encode())])
        await user.should_see("3 organizations, 1 with a party organization")
        await user.should_see("Kept, perhaps the same organization twice: rows 3 and 2.")
        await user.should_not_see("leave_out")
        user.find("Leave out row 3").click()
        await user.should_see("2 organizations, 1 with a party organization")
        await user.should_see("Left out as you decided: rows 3.")
        user.find(marker="use-list").click()
        await until(lambda: session.scenario is not None)
        assert session.data["organizations"]["leave_out"] == [3]
        await user.should_see("How the list was read (to decide: 2)")
        user.find("Count row 3 again").click()
        await until(lambda: "leave_out" not in session.data["organizations"])
        await until(lambda: session.listing is not None and len(session.listing) == 3)
        user.find("Leave blanks open: drawn").click()
        await until(lambda: session.data["organizations"].get("blank") == "unknown")
        await user.should_see(marker="covered-share")

    visit(body)
