"""The tables of docs/articles.md: the tool that makes them, and that the page has them all."""

from __future__ import annotations

import re

import pytest

from tests.guards.source import ROOT
from tests.patterns import month
from tools.articles import DRIVEN, DRIVES, P9, PAPER, PLACES, TRIED, WIDE, alone, drives, written

PAGE = (ROOT / "docs" / "articles.md").read_text(encoding="utf-8")


def table(name: str) -> list[list[str]]:
    """Return the cells of a table of the page, its head and its rule left out."""
    found = re.search(rf"<!-- table: {name} -->\n\n(.+?)\n\n<!-- end of table -->", PAGE, re.DOTALL)
    assert found is not None
    return [line.strip("| ").split(" | ") for line in found[1].splitlines()[2:]]


@pytest.mark.parametrize("place", PLACES)
def test_the_page_has_every_lever_in_every_place(place: str) -> None:
    assert [row[0] for row in table(f"alone-{place}")] == ["baseline", *TRIED]


def test_the_page_has_every_drive() -> None:
    said = [(f"{place}, {drive}", paper) for place in DRIVEN for drive in DRIVES for paper in PAPER]
    assert [(row[0], row[1]) for row in table("drives")] == said


@pytest.mark.parametrize("name", ["county_survey", "linze"], ids=["no past", "a past"])
def test_a_lever_is_said_beside_the_baseline(name: str) -> None:
    head, _, *lines = alone(name, 1, (1, 2))
    rows = {cells[0]: cells[1:] for cells in (line.strip("| ").split(" | ") for line in lines)}
    assert head.count(" | ") == 5
    assert list(rows) == ["baseline", *TRIED]
    liaisons, centre = rows["dispatch_liaisons"], rows["baseline"]
    assert liaisons[0].split(" / ")[2].startswith("+") and liaisons[2].startswith("no contact -")
    assert liaisons[3].endswith("committee") and centre[2:] == ["–"] * 3


def test_paper_raises_what_is_reported_of_a_drive() -> None:
    lines = [line.strip("| ").split(" | ") for line in drives("county_survey", 2, (0, 24))]
    end = {(cells[0].partition(", ")[2], cells[1]): cells[3] for cells in lines}
    none, default = end["target", "none"].split(" / "), end["target", "default"].split(" / ")
    assert int(default[0]) > int(none[0]) and default[1] == none[1]


def test_a_page_without_marks_is_refused() -> None:
    page = "a\n<!-- table: x -->\n\nold\n\n<!-- end of table -->\nb\n"
    assert written(page, "x", ["new"]) == page.replace("old", "new")
    with pytest.raises(ValueError, match="no marks of the table y"):
        written(page, "y", ["new"])


def test_composition_is_looked_at_as_in_the_patterns() -> None:
    assert tuple(month.P9.values()) == P9 and month.WIDE == WIDE
