"""Tables that fit the terminal: nothing is left out, wide characters count twice."""

from __future__ import annotations

import sys

import pytest

from sim.present.tables import aligned, fitted
from sim.text.problems import width

ROWS = [
    ["", "reported coverage", "true coverage", "hollow share"],
    ["Baseline", "25% (9–35)", "24% (8–33)", "30% (0–67)"],
    ["A title that is far too long for a first column", "31%", "30%", "17%"],
    ["  difference", "+4.7", "+4.6", "-13.0"],
]
CHINESE = [
    ["", "上报覆盖率", "真实覆盖率", "空壳占比"],
    ["基准方案", "25%", "24%", "30%"],
    ["派驻指导员五年并逐年评估其效果", "31%", "30%", "17%"],
]


@pytest.fixture(params=[40, 52, 80])
def columns(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(request.param))
    return int(request.param)


@pytest.mark.parametrize("rows", [ROWS, CHINESE])
def test_every_cell_is_there_and_no_line_is_too_wide(columns: int, rows: list[list[str]]) -> None:
    lines = fitted(rows).splitlines()
    # Only a title may be wider: it stands alone and is never cut.
    alone = {f"  {row[0]}" for row in rows}
    assert max(width(line) for line in lines if line not in alone) <= columns
    text = "\n".join(lines)
    assert all(cell in text for row in rows for cell in row)


def test_a_further_table_has_the_same_first_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "52")
    assert fitted(ROWS).splitlines() == [
        "                reported coverage  true coverage",
        "  Baseline      25% (9–35)         24% (8–33)",
        "  A title that is far too long for a first column",
        "                31%                30%",
        "    difference  +4.7               +4.6",
        "",
        "                hollow share",
        "  Baseline      30% (0–67)",
        "  A title that is far too long for a first column",
        "                17%",
        "    difference  -13.0",
    ]


def test_columns_that_belong_together_are_not_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "30")
    rows = [["year", "one", "", "two", ""], ["2009", "+1.0", "50%", "+2.00000", "75%"]]
    first, second = fitted(rows, together=2).split("\n\n")
    assert first.splitlines()[1] == "  2009  +1.0  50%"
    assert second.splitlines()[1] == "  2009  +2.00000  75%"


def test_files_and_other_programs_get_lines_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False)
    monkeypatch.setenv("COLUMNS", "40")
    assert fitted(ROWS) == aligned(ROWS)
