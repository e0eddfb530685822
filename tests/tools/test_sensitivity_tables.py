"""What drives effective coverage: the file is of this edition, and the page's tables are its."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.parameters import PARAMETERS, Scale
from tools.parameters import INFLUENCE
from tools.sensitivity import PAGE, STUDIES, Asked, kept, measured, page, written

ROOT = Path(__file__).parents[2]


def test_the_file_names_what_this_edition_draws() -> None:
    rows = kept(ROOT)
    names = {row["parameter"] for row in rows}
    assert names <= {*PARAMETERS}
    assert not [name for name in names if PARAMETERS[name].scale is Scale.FIXED]


def test_every_study_has_its_rows_and_no_row_is_of_another() -> None:
    rows = kept(ROOT)
    assert {row["command"] for row in rows} == {asked.command for asked in STUDIES}
    for asked in STUDIES:
        found = [row for row in rows if row["command"] == asked.command]
        assert {row["measure"] for row in found} == {asked.measure}
        assert {row["scenario"] for row in found} == {asked.scenario}
        assert len({row["parameter"] for row in found}) == len(found)
    assert written(rows) == (ROOT / INFLUENCE).read_text(encoding="utf-8")


def test_the_tables_of_the_page_are_those_of_the_file() -> None:
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    assert page(text, kept(ROOT)) == text
    assert all(f"<!-- table: {asked.table} -->" in text for asked in STUDIES)


@pytest.mark.slow
def test_a_study_gives_its_rows_again_from_its_folder(tmp_path: Path) -> None:
    command = (
        "fugai sensitivity linze --set years=1 --alternative baseline --value --averaged 1 "
        "--factor effort --factor alive_at_start --trajectories 4 --blocks 8"
    )
    asked = Asked("small", "small", "level", "linze", "baseline", command)
    first = measured(asked, tmp_path)
    assert {row["parameter"] for row in first} == {"effort", "alive_at_start"}
    assert {row["command"] for row in first} == {command}
    assert float(first[0]["ST"]) >= float(first[1]["ST"])
    assert measured(asked, tmp_path) == first
