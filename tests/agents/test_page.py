"""Every example of docs/mesa.md runs, in the order of the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.agents.columns import Attribute
from sim.agents.model import VIEWS
from tests.guards.source import ROOT

PAGE = (ROOT / "docs" / "mesa.md").read_text(encoding="utf-8")
SHIPPED = {kind: dict(vars(kind)) for kind in VIEWS}
"""Attributes of the views, before an extension of another test adds its own."""
BLOCKS = re.findall(r"^(<!-- batch -->\n)?```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_examples_run(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {"__name__": "page"}
    for batch, code in BLOCKS:
        if not batch:
            exec(compile(code, "docs/mesa.md", "exec"), names)
    out = capsys.readouterr().out
    assert out.startswith("24 True ")
    assert "organization_coverage" in out


@pytest.mark.slow
def test_the_batch_example_runs(tmp_path: Path) -> None:
    (code,) = [code for batch, code in BLOCKS if batch]
    file = tmp_path / "batch.py"
    file.write_text(code, encoding="utf-8")
    command = [sys.executable, "-W", "error::DeprecationWarning", str(file)]
    paths = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=paths)
    lines = [line.split() for line in done.stdout.splitlines()]
    assert [line[:3] for line in lines] == [
        [name, str(k), "12"] for name in ("baseline", "liaisons") for k in range(4)
    ]


def test_the_page_names_what_may_be_set() -> None:
    for columns in SHIPPED.values():
        for name, column in columns.items():
            settable = isinstance(column, Attribute) and column.check is not None
            if settable and not name.startswith("usual_"):
                assert f"`{name}`" in PAGE
