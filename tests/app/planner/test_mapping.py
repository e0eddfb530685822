"""What was understood of an uploaded list, and what somebody says instead."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from sim.app.planner.files import Given
from sim.app.planner.mapping import Column, Pending, choices
from sim.errors import InputError
from sim.locale import in_language

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


def test_a_heading_is_corrected_and_the_list_read_anew() -> None:
    found = pending()
    assert found.intake is not None
    assert "id" not in found.intake.columns
    found.corrected("备用", "id")
    assert found.intake.columns[0] == "id"
    assert by_heading(found)["备用"].meaning == "id"
    found.corrected("人员", "ignore")
    assert "staff" not in found.intake.columns
    assert found.own == {"备用": "id", "人员": "ignore"}


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
