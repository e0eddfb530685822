"""What was left out or assumed when a list was read stands beside the facts of the report."""

from __future__ import annotations

from pathlib import Path

from sim.report import report
from sim.results.run import run
from sim.scenario import load

LIST = "名称,类别,乡镇,党员数,党组织\n甲社,社团,东镇,4,√\n乙社,社团,东镇,3,\n合计,,,7,1\n"
SCENARIO = """format = 1
title = "County"
start = "2024-01"
years = 1
replicates = 2
[organizations]
registry = "list.csv"
"""


def test_the_page_says_how_the_list_was_read(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "county.toml").write_text(SCENARIO, encoding="utf-8")
    page = report(run(load(tmp_path / "county.toml"), out=tmp_path / "run"), lang="en")
    assert "How the list was read:" in page
    assert "Left out, no organizations (totals, notes, examples): 1 (rows 4)." in page
    assert "blank is read as none" in page
