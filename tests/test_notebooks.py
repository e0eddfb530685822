"""The notebooks of the documentation run, and print what they are stored with."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from tests.guards.source import ROOT
from tests.notebooks import NOTEBOOKS, executed, said

LARGEST = 300_000
"""Bytes of a notebook, pictures included."""


def names() -> list[str]:
    return [path.name for path in NOTEBOOKS]


def test_there_are_three_and_the_site_shows_them() -> None:
    assert names() == ["contradict.ipynb", "enough.ipynb", "first_run.ipynb"]
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert all(f"notebooks/{path.stem}.md" in menu for path in NOTEBOOKS)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_it_is_stored_with_small_outputs_of_every_cell(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == [*range(1, len(cells) + 1)]
    assert not [one for cell in cells for one in cell.outputs if one.output_type == "error"]
    assert any("image/png" in one.get("data", {}) for cell in cells for one in cell.outputs)
    assert path.stat().st_size < LARGEST


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_it_says_what_it_is_stored_with(path: Path, tmp_path: Path) -> None:
    stored = nbformat.read(path, as_version=4)
    found = executed(path, tmp_path)
    assert said(found) == said(stored), "if this is meant, run: python -m tests.notebooks"
