"""What is said of a list is told in the language of who reads it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sim.locale import in_language
from sim.registry.findings import Remark
from sim.registry.intake import take_in
from tests.scenario.test_lists import table


def test_remarks_are_told_in_the_readers_language_whoever_made_them(tmp_path: Path) -> None:
    rows = [
        "甲社,社团,若干,3,单独,2020-01,3,x", "乙社,神仙,5,9,天庭,去年,4,",
        "丙校,民非,3,8,无,2031-05,,", "丁校,民非,9,12,是,2019-13,,",
        *(f"戊{n}社,社团,9,2,是,2019-01,," for n in range(9)),
    ]  # fmt: skip
    path = table(tmp_path, "名称,类别,从业人员,党员人数,党组织,成立日期,党员数量,", *rows)
    made = {}
    for maker in ("en", "zh"):
        with in_language(maker):
            found = [remark for _file, remark in take_in([path], "list.csv").remarks]
        # Headings are those of the list that is written, in the language of who writes it.
        heads = {"heading": "…", "whole_name": "…"}
        made[maker] = [
            replace(remark, values={n: heads.get(n, value) for n, value in remark.values.items()})
            for remark in found
        ]
    for reader in ("en", "zh"):
        with in_language(reader):
            told = [str(remark) for remark in made["en"]]
            assert told == [str(remark) for remark in made["zh"]]
    # One of each sort: cells by kind, a part above the whole, columns left out, one without a
    # heading.
    assert {name for remark in made["zh"] for name in remark.values} >= {
        "what",
        "whole_name",
        "why",
    }
    assert any("(no heading)" in str(remark) for remark in made["zh"])


def test_rows_of_an_older_run_are_listed_as_the_reader_lists() -> None:
    remark = Remark("{n} rows: {rows}", {"n": 2, "rows": "3、5-7"})
    assert str(remark) == "2 rows: 3, 5-7"
