"""One number of one run has the same characters wherever it is read."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

from sim.app.planner import figures
from sim.app.planner.outcome import Outcome
from sim.cli import compare_text, run_text
from sim.report.word import word
from sim.results.export import export
from sim.results.joined import Joined
from sim.results.reading import Results
from tests.report.conftest import Pages
from tests.report.reader import Reader

MEASURE, ALTERNATIVE = "effective_coverage", "liaisons"


def text_of(data: bytes) -> str:
    """Return every text of a Word file."""
    document = docx.Document(BytesIO(data))
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join(part.text for part in (*document.paragraphs, *cells))


def as_shown(value: float, form: str) -> str:
    """Return a value as a spreadsheet shows it: whole per cent, or points with their sign."""
    if form == "0%":
        return f"{value:.0%}"
    assert form == '+0.0;"−"0.0;0.0'
    return f"{value:+.1f}".replace("-", "−") if round(value, 1) else "0.0"


def test_a_share_and_its_difference_are_the_same_everywhere(
    finished: Results, pages: Pages, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = finished.compare()
    value = found.value(MEASURE, ALTERNATIVE)
    apart = found.difference(MEASURE, ALTERNATIVE).band
    share = f"{100 * value.q50:.0f}%"
    points = f"{100 * apart.q50:+.1f}".replace("-", "−")
    shares = f"{share} ({100 * value.q05:.0f} to {100 * value.q95:.0f})"
    assert apart.q95 - apart.q05 >= 0.05 and points not in ("+0.0", "−0.0")
    low, high = (
        f"{100 * end:+.0f}".replace("-", "−") if round(100 * end) else "0"
        for end in (apart.q05, apart.q95)
    )
    differences = f"{points} ({low} to {high})"

    run_text.show(finished, finished.scenario, [])
    ran = capsys.readouterr().out
    compare_text.show(Joined(finished, finished), by_year=False, dimension=None)
    compared = capsys.readouterr().out
    for text in (ran, compared):
        assert shares in text and differences in text

    report = [cell for lines in Reader(pages["en", False]).tables.values()
              for line in lines for cell in line]  # fmt: skip
    nothing_new = found.value(MEASURE, "baseline")
    level = f"{100 * nothing_new.q50:.0f}%"
    brief = Reader(pages["en", True]).text
    short = " ".join(text_of(word(finished, brief=True)).split())
    for part in (level, points, differences):
        assert part in " ".join(brief.split()) and part in short, part
    whole_report = " ".join(text_of(word(finished)).split())
    assert shares in whole_report and differences in whole_report
    whole = [" ".join(cell.split()) for cell in report]
    assert any(cell.replace("(", " (").split() == shares.split() for cell in whole)
    assert any(cell.replace("(", " (").split() == differences.split() for cell in whole)

    outcome = Outcome(finished, found)
    page = figures.sentence(figures.fan(outcome, MEASURE, ALTERNATIVE))
    page += figures.sentence(figures.difference(outcome, MEASURE, ALTERNATIVE))
    assert share in page and points in page

    (path,) = export(finished, tmp_path, "xlsx", raw=True)
    book = openpyxl.load_workbook(path)
    (line,) = (row for row in book["Brief"].iter_rows() if row[0].value == "Dispatched liaisons")
    assert as_shown(float(line[1].value), line[1].number_format) == points
    below = book["Brief"].cell(line[0].row + 1, 2).value
    assert f"{points} {below}".startswith(differences)
    head, *rows = book["comparison"].iter_rows()
    at = {cell.value: number for number, cell in enumerate(head)}
    (row,) = (
        row
        for row in rows
        if [cell.value for cell in row[:3]] == [MEASURE, ALTERNATIVE, finished.months]
    )
    cells = (row[at["q50"]], row[at["difference_q50"]])
    assert [as_shown(float(cell.value), cell.number_format) for cell in cells] == [share, points]
