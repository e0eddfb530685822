"""The workbook: typed cells under heads that stay, what is left out named, no time in it."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from sim.measures.catalogue import HEADLINE, MEASURES
from sim.parameters import PARAMETERS
from sim.policies import POLICIES
from sim.results import sheets
from sim.results.export import export
from sim.results.reading import Results
from sim.results.run import run
from sim.results.schema import TABLES
from sim.results.tabulate import CLASS_NAMES, EVENT_NAMES
from sim.results.who import NAMES
from sim.scenario import Scenario, from_resolved, load
from sim.scenario.facts import should_have
from sim.state.codes import Event

PEOPLE = ["Brief", "Townships", "By year", "Costs and hours"]


@pytest.fixture(scope="module")
def book(finished: Results, tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    """The workbook with its raw tables, by names of columns."""
    (path,) = export(finished, tmp_path_factory.mktemp("book"), "xlsx", raw=True)
    return openpyxl.load_workbook(path)


def test_a_sheet_a_table_with_a_head_that_stays(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        *PEOPLE, "about", "comparison", "costs", "years", "bottlenecks", "organizations", "events",
        "survival", "ledger", "parameters", "definitions",
    ]  # fmt: skip
    for page in book.worksheets[len(PEOPLE) + 1 :]:
        assert page.freeze_panes == "A2"
        assert all(cell.font.bold for cell in page[1])
        assert page.max_row > 1, page.title
        widths = [page.column_dimensions[cell.column_letter].width for cell in page[1]]
        assert all(12 <= width <= 48 for width in widths)


def test_the_comparison_is_that_of_the_results(book: openpyxl.Workbook, finished: Results) -> None:
    head, *rows = book["comparison"].iter_rows()
    place = {cell.value: number for number, cell in enumerate(head)}
    found = finished.compare()
    assert len(rows) == len(found.rows())
    for row in rows:
        measure, alternative, month = (row[n].value for n in range(3))
        middle = row[place["q50"]]
        expected = found.value(measure, alternative, month).q50
        if middle.value is None:
            assert expected != expected
            continue
        assert middle.value == pytest.approx(expected)
        share = MEASURES[measure].is_share
        assert (middle.number_format == "0%") == share
        apart, whole = row[place["difference_q50"]], found.difference(measure, alternative, month)
        if apart.value is not None:
            assert apart.value == pytest.approx(whole.band.q50 * (100 if share else 1))
            assert apart.number_format.startswith("+0.0;" if share else "+#,##0")
        higher = row[place["share_higher"]]
        assert higher.value is None or (0 <= higher.value <= 1 and higher.number_format == "0%")


def test_years_have_a_column_a_measure(book: openpyxl.Workbook, finished: Results) -> None:
    head, *rows = book["years"].iter_rows(values_only=True)
    assert head == ("alternative", "replicate", "month", *HEADLINE)
    assert len(rows) == len(finished.alternatives) * len(finished.replicates) * 3
    values = finished.values("organization_coverage", month=24)["liaisons"]
    told = [row[3] for row in rows if row[0] == "liaisons" and row[2] == 24]
    assert told == pytest.approx(values.tolist())


def test_identities_are_texts_and_counts_of_worlds_are_right(
    book: openpyxl.Workbook, finished: Results
) -> None:
    table = finished.frame("organizations")
    rows = list(book["organizations"].iter_rows(min_row=2))
    assert all(row[1].data_type == "s" and row[1].value.startswith("#") for row in rows)
    mine = table[table.alternative == "liaisons"]
    told = [row for row in rows if row[0].value == "liaisons"]
    assert sum(row[2].value for row in told) == len(mine)
    assert sum(row[3].value for row in told) == mine.covered.sum()


def test_every_column_and_measure_is_defined(book: openpyxl.Workbook) -> None:
    rows = list(book["definitions"].iter_rows(min_row=2, values_only=True))
    known = {(row[1], row[0]) for row in rows}
    for page in book.worksheets[len(PEOPLE) + 1 : -1]:
        for cell in page[1]:
            assert (page.title, cell.value) in known, (page.title, cell.value)
    measures = {row[0]: row for row in rows if not row[1]}
    assert set(measures) == set(MEASURES)
    for name, measure in MEASURES.items():
        assert measures[name][5] and bool(measures[name][6]) == (measure.denominator is not None)


def test_what_is_too_long_is_named_and_not_cut(
    finished: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 100)
    (path,) = export(finished, tmp_path, "xlsx", raw=True)
    book = openpyxl.load_workbook(path)
    assert "events" not in book.sheetnames
    lines = [str(row[1]) for row in book["about"].iter_rows(values_only=True)]
    count = finished.table("events").num_rows
    assert any("events" in line and f"{count:,}" in line for line in lines)
    assert any("series" in line for line in lines)


def test_the_same_run_gives_the_same_bytes(finished: Results, tmp_path: Path) -> None:
    paths = [
        export(finished, tmp_path / str(n), "xlsx", headers="zh", raw=True)[0] for n in range(2)
    ]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_chinese_heads_and_names(finished: Results, tmp_path: Path) -> None:
    (path,) = export(finished, tmp_path, "xlsx", headers="zh", raw=True)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:7] == [
        "简报",
        "分乡镇",
        "分年度",
        "经费与工时",
        "说明",
        "方案比较",
        "经费与负担",
    ]
    head, first = list(book["方案比较"].iter_rows(values_only=True))[:2]
    assert head[:2] == ("指标", "方案")
    assert first[0] in {measure.label["zh"] for measure in MEASURES.values()}
    assert book["方案比较"].cell(2, 4).number_format == "0%"


def test_no_code_is_left_where_words_are_asked_for(finished: Results, tmp_path: Path) -> None:
    (path,) = export(finished, tmp_path, "xlsx", headers="zh", raw=True)
    book = openpyxl.load_workbook(path)
    own = {*finished.alternatives, *EVENT_NAMES, *CLASS_NAMES, *POLICIES, *PARAMETERS, *TABLES}
    for page in book.worksheets[len(PEOPLE) + 1 :]:
        head, *rows = page.iter_rows(values_only=True)
        for name, *cells in zip(head, *rows, strict=True):
            texts = [cell for cell in cells if isinstance(cell, str)]
            texts = [re.sub("north|south", "", text) for text in texts]  # They have no titles.
            if name in ("列或指标", "英文名", "定义（英文）"):
                continue  # What they say is English on purpose.
            assert not own & {*texts}, (page.title, name)
            assert not [text for text in texts if re.search("[a-z]{3}|_", text)], (page.title, name)
            assert not re.search("[a-z]{3}|_", str(name)), (page.title, name)
    (costs,) = (page for page in book.worksheets if page.title == "台账")
    lines = list(costs.iter_rows(min_row=2, min_col=4, max_col=6, values_only=True))
    assert ("north（属地党委）", "派驻指导员", "每名指导员每月") in lines


def test_the_same_words_in_english(finished: Results, tmp_path: Path) -> None:
    (path,) = export(finished, tmp_path, "xlsx", headers="en", raw=True)
    book = openpyxl.load_workbook(path)
    rows = list(book["Ledger"].iter_rows(min_row=2, min_col=4, max_col=6, values_only=True))
    assert ("north (district committee)", "Dispatched liaisons", "a liaison-month") in rows
    events = {row[3] for row in book["Events"].iter_rows(min_row=2, values_only=True)}
    assert events <= {event.label["en"] for event in Event}


def test_a_title_is_never_a_formula(small: Scenario, tmp_path: Path) -> None:
    content = small.resolved()
    content["alternatives"][1]["title"] = {"zh": "=1+1", "en": "=1+1"}
    results = run(from_resolved(content), replicates=1, out=tmp_path / "run")
    (path,) = export(results, tmp_path / "book", "xlsx", headers="en", raw=True)
    book = openpyxl.load_workbook(path)
    cells = [cell for row in book["Comparison"].iter_rows() for cell in row]
    assert "=1+1" in {cell.value for cell in cells}
    assert all(cell.data_type != "f" for cell in cells)


def test_without_raw_there_are_sheets_for_people_alone(finished: Results, tmp_path: Path) -> None:
    (path,) = export(finished, tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == PEOPLE
    for page in book.worksheets:
        assert not page.sheet_view.showGridLines and page.page_setup.orientation == "landscape"
        assert page.sheet_properties.pageSetUpPr.fitToPage


def test_names_stand_with_facts_of_the_registry_alone(tmp_path: Path) -> None:
    results = run(
        load("hangzhou_cost_consultants", overrides=["years=1"]), replicates=1, out=tmp_path / "run"
    )
    (plain,) = export(results, tmp_path / "plain", "xlsx", raw=True)
    (named,) = export(results, tmp_path / "named", "xlsx", names=True, raw=True)
    registry = results.scenario.organizations.registry
    assert registry is not None
    names = {name for name in registry.name if name}
    for path, expected in ((plain, set()), (named, {"names"})):
        book = openpyxl.load_workbook(path)
        holding = {
            page.title
            for page in book.worksheets
            for row in page.iter_rows(values_only=True)
            if names & {*row}
        }
        assert holding == expected
    head, *rows = book["names"].iter_rows(values_only=True)
    assert head == tuple(column.name for column in NAMES)
    assert not {column.name for column in NAMES} & {"organization", "bottleneck", "worlds"}
    assert {row[0] for row in rows} == names
    should = {name for _where, name in should_have(results.scenario)}
    assert {row[0] for row in rows if row[-1]} == should & names and should
