"""Report, brief, Word file, workbook and page are led by the same sentences, table and picture."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pytest

from sim.app.planner import figures
from sim.app.planner.outcome import Outcome, prepare
from sim.locale import in_language
from sim.present import replies
from sim.present.answer import Answer, picture
from sim.present.sentences import conclusions
from sim.report import report
from sim.report.blocks import Points, Table, Text
from sim.report.groups import named
from sim.report.word import word
from sim.results import leading
from sim.results.answering import answer
from sim.results.export import export
from sim.results.run import Results, run
from sim.scenario import Scenario, from_resolved, load
from sim.scenario.facts import should_have
from sim.state.codes import Bottleneck
from tests.report.reader import Reader

LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def judged(small: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A run with as many replicates as conclusions need, and a cap that binds."""
    content = small.resolved()
    content["alternatives"][0]["policies"][0]["end"] = "2011-06"
    content["budget"] = {"cap_yuan_per_year": 100_000}
    out = tmp_path_factory.mktemp("runs") / "judged"
    return run(from_resolved(content), replicates=40, out=out)


@cache
def written(results: Results, lang: str, *, brief: bool) -> bytes:
    """Write a Word file of a run once for all tests that read it."""
    return word(results, lang=lang, brief=brief)


def words_of(data: bytes) -> str:
    """Return every text of a Word file, tables included."""
    document = docx.Document(BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(texts)


def cells_of(path: Path) -> str:
    """Return every text of the first sheet of a workbook."""
    page = openpyxl.load_workbook(path).worksheets[0]
    return "\n".join(str(cell.value) for row in page.iter_rows() for cell in row if cell.value)


@pytest.fixture(scope="module", params=LANGUAGES)
def everywhere(
    request: pytest.FixtureRequest, judged: Results, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Answer, dict[str, str]]:
    """The texts of a run in a language, by where they are read, and its answer."""
    lang = str(request.param)
    folder = tmp_path_factory.mktemp("book")
    (path,) = export(judged, folder, "xlsx", headers=lang)
    with in_language(lang):
        found = answer(judged)
        prepared = prepare(Outcome(judged, judged.compare()))
        said = [
            text
            for block in (*prepared.facts, *prepared.concluded)
            for text in (block.items if isinstance(block, Points) else [getattr(block, "text", "")])
        ]
        tables = [
            cell.main for table in prepared.leading for row in table.rows for cell in row.cells
        ]
    texts = {
        "report": Reader(report(judged, lang=lang)).text,
        "brief": Reader(report(judged, lang=lang, brief=True)).text,
        "word": words_of(written(judged, lang, brief=False)),
        "short word": words_of(written(judged, lang, brief=True)),
        "workbook": cells_of(path),
        "page": "\n".join([*said, *tables, *_stance(lang)]),
    }
    return lang, found, texts


def _stance(lang: str) -> list[str]:
    with in_language(lang):
        return [replies.stance()]  # the page writes it by itself (sim/app/planner/results_view.py)


def test_the_same_sentences_lead_everywhere(
    everywhere: tuple[str, Answer, dict[str, str]],
) -> None:
    lang, found, texts = everywhere
    with in_language(lang):
        said = [
            replies.facts_line(found), replies.nothing_new_line(found),
            *map(str, conclusions(found)), *(each.reply for each in replies.questions(found)),
            replies.stance(),
        ]  # fmt: skip
        assert len(conclusions(found)) > 2
    for where, text in texts.items():
        for sentence in said:
            assert sentence in text, (where, sentence)


def test_one_gain_has_the_same_characters_everywhere(
    everywhere: tuple[str, Answer, dict[str, str]], judged: Results
) -> None:
    lang, found, texts = everywhere
    row = found.rows[0]
    assert row.running is not None
    gain = f"{100 * row.running.effective.q50:+.1f}".replace("-", "−")
    assert gain not in ("+0.0", "−0.0")
    for where, text in texts.items():
        if where != "workbook":  # There it is a number.
            assert gain in text, where
    with in_language(lang):
        grid = leading.gains(found)
    (first, *_others) = grid.rows
    assert not isinstance(first[1][0], str) and first[1][0].cell.main == gain


def test_planned_and_paid_stand_beside_the_alternatives(
    everywhere: tuple[str, Answer, dict[str, str]],
) -> None:
    lang, found, texts = everywhere
    with in_language(lang):
        (told, *_more) = leading.planned(found)
    for where, text in texts.items():
        assert told in text or where == "page", where


def test_forced_and_paper_stand_beside_hours(judged: Results) -> None:
    heads = list(leading.gains(answer(judged)).heads)
    at = heads.index("added staff hours")
    assert heads[at + 1 : at + 3] == ["founded against refusal", "on paper"]


def test_the_picture_has_the_numbers_of_the_answer(judged: Results) -> None:
    from sim.plots.gains import gains

    found = answer(judged)
    lines = picture(found)
    assert [line.id for line in lines] == [row.id for row in found.rows]
    axes = gains(judged, answer=found)
    dots = [line for line in axes.get_lines() if line.get_marker() not in ("None", None)]
    marks = [mark for line in lines for mark in line.marks]
    assert [np.asarray(dot.get_xdata()).item() for dot in dots] == [mark.middle for mark in marks]
    options = figures.gains(found, judged.alternatives)
    shown = [
        entry["data"][0]["value"][0] for entry in options["series"] if entry["type"] == "scatter"
    ]
    assert shown == pytest.approx([mark.middle for mark in marks], abs=1e-4)
    first = found.rows[0]
    assert first.running is not None
    assert marks[0].middle == pytest.approx(100 * first.running.effective.q50)
    assert (marks[0].low, marks[1].high) == pytest.approx(
        (100 * first.running.effective.q05, 100 * first.end.effective.q95)
    )


def test_groups_say_counts_levels_or_no_clear_difference(judged: Results) -> None:
    found = answer(judged)
    by_district = leading.grouped(judged, found, "district")
    assert by_district is not None
    grid, notes = by_district
    told = {head.removeprefix("added by ") for head in grid.heads if head.startswith("added by")}
    for row in found.rows:
        named_there = f"“{row.title}”" in told
        assert named_there != any(f"“{row.title}”" in note for note in notes), row.title
    sizes = judged.series(["registered"], dimension="district").to_pandas()
    small_ones = sizes[sizes.month == 24].groupby("group").numerator.median() < 20
    for label, values in grid.rows:
        assert (values[0] == "too few") == bool(small_ones[label]), label


ONE_OF_EACH = """format = 1
title = "One"
start = "2024-01"
years = 1
[organizations.synthesis]
kinds.social_group = { organizations = 30, covered = 8 }
[[alternatives]]
id = "liaisons"
policies = [{ policy = "dispatch_liaisons", liaisons = 2 }]
"""


def test_a_single_group_has_no_table(tmp_path: Path) -> None:
    """One township, industry and kind; types and sizes are several."""
    (tmp_path / "one.toml").write_text(ONE_OF_EACH, encoding="utf-8")
    results = run(load(tmp_path / "one.toml"), replicates=2, out=tmp_path / "run")
    found = answer(results)
    single = {name for name in leading.CAPTIONS if leading.grouped(results, found, name) is None}
    assert single == {"district", "industry", "kind"}
    assert leading.townships(results, found) is None
    (path,) = export(results, tmp_path, "xlsx")
    sheets = openpyxl.load_workbook(path).worksheets
    book = "\n".join(str(cell.value) for page in sheets for row in page.iter_rows() for cell in row)
    texts = {"brief": report(results, brief=True), "page": report(results), "workbook": book}
    for where, text in texts.items():
        assert not any(leading.CAPTIONS[name] + ": at" in text for name in single), where
        assert ("By type: at" in text) == (where != "brief"), where


def test_lists_of_names_hold_facts_of_the_registry_alone(tmp_path: Path) -> None:
    scenario = load("hangzhou_cost_consultants", overrides=["years=1"])
    results = run(scenario, replicates=2, out=tmp_path / "run")
    for lang in LANGUAGES:
        with in_language(lang):
            section = named(results)
            texts = [block.text for block in section.blocks if isinstance(block, Text)]
            tables = [block for block in section.blocks if isinstance(block, Table)]
            cells = [cell.main for table in tables for row in table.rows for cell in row.cells]
            reasons = {link.label[lang] for link in Bottleneck if link}
        assert {name for _where, name in should_have(scenario)} == {
            name for cell in cells for name in cell.replace("；", "; ").split("; ")
        }
        assert not any(reason in text for reason in reasons for text in (*texts, *cells))
    assert not hasattr(section, "worlds") and "simulated" in named(results).blocks[0].text  # type: ignore[union-attr]


def test_a_word_file_is_the_same_every_time_and_has_the_pictures(judged: Results) -> None:
    data = written(judged, "zh", brief=True)
    assert data == word(judged, lang="zh", brief=True)
    document = docx.Document(BytesIO(data))
    assert len(document.inline_shapes) == 1
    whole = docx.Document(BytesIO(written(judged, "en", brief=False)))
    assert len(whole.inline_shapes) > 4
    assert document.core_properties.language == "zh-CN"
    for table in document.tables:
        assert len({len(row.cells) for row in table.rows}) == 1
