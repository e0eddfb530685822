"""The notebooks of the documentation: run in a folder of their own, as Jupyter would.

``python -m tests.notebooks [NAME …]`` writes their outputs anew; read the difference. Pictures are
stored in few colours, and nothing of when or where a notebook ran.
"""

from __future__ import annotations

import base64
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import nbformat
from nbclient import NotebookClient
from PIL import Image

from tests.guards.source import ROOT

FOLDER: Final = ROOT / "docs" / "notebooks"
NOTEBOOKS: Final = tuple(sorted(FOLDER.glob("*.ipynb")))
SECONDS: Final = 1200
"""Most that one cell, or the start of its kernel, may take on a busy machine."""

LONGEST: Final = 1000
"""Characters of a text that stands behind a table."""

COLOURS: Final = 64
WIDEST: Final = 900
"""Pixels of a stored picture."""


def executed(path: Path, folder: Path) -> Any:
    """Return a notebook with the outputs that it has when it is run in ``folder``."""
    notebook: Any = nbformat.read(path, as_version=4)
    with _here():
        client = NotebookClient(
            notebook, timeout=SECONDS, startup_timeout=SECONDS, iopub_timeout=SECONDS,
            kernel_name="python3", record_timing=False,
            resources={"metadata": {"path": str(folder)}},
        )  # fmt: skip
        client.execute()
    return notebook


@contextmanager
def _here() -> Iterator[None]:
    """Let kernels and the commands in cells use this Python and this source, in English."""
    before = dict(os.environ)
    os.environ.update(
        PYTHONPATH=str(ROOT),
        PATH=os.pathsep.join((str(Path(sys.executable).parent), before.get("PATH", ""))),
        FUGAI_LANG="en",
        COLUMNS="160",
    )
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def said(notebook: Any) -> list[str]:
    """Return what each cell of code prints and shows as text."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            found.append("".join(filter(None, map(_text, cell.outputs))))
    return found


def _text(output: Any) -> str:
    if output.output_type == "stream":
        return str(output.text) if output.name == "stdout" else ""
    data = output.get("data", {})
    return "" if "text/html" in data and "frame" not in data["text/html"] else _plain(data)


def _plain(data: Any) -> str:
    return re.sub(r" at 0x[0-9a-f]+", "", str(data.get("text/plain", "")))


def tidy(notebook: Any) -> Any:
    """Return a notebook whose pictures are small, without what changes from run to run."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs = _joined(one for one in cell.outputs if one.get("name") != "stderr")
        for output in cell.outputs:
            data = output.get("data", {})
            if "image/png" in data:
                data["image/png"] = _small(data["image/png"])
            if "text/plain" in data:
                data["text/plain"] = _plain(data)
                if "text/html" in data and len(data["text/plain"]) > LONGEST:
                    data["text/plain"] = data["text/plain"][:LONGEST] + " …"
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def _joined(outputs: Iterable[Any]) -> list[Any]:
    """Return outputs with what was printed piece by piece as one."""
    found: list[Any] = []
    for output in outputs:
        if found and output.output_type == found[-1].output_type == "stream":
            found[-1].text += output.text
        else:
            found.append(output)
    return found


def _small(text: str) -> str:
    stream = BytesIO()
    with Image.open(BytesIO(base64.b64decode(text))) as picture:
        picture.thumbnail((WIDEST, WIDEST))
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(stream, format="png", optimize=True)
    return base64.b64encode(stream.getvalue()).decode("ascii")


def write(names: list[str]) -> None:
    """Run the named notebooks, or all, and store their outputs."""
    for path in NOTEBOOKS:
        if not names or path.name in names:
            with tempfile.TemporaryDirectory() as folder:
                nbformat.write(tidy(executed(path, Path(folder))), path)


if __name__ == "__main__":
    write(sys.argv[1:])
