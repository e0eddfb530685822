"""The scenarios, studies and sourced figures that travel with the program, by bare name.

In a source checkout they lie in ``scenarios/``, ``experiments/`` and ``docs/data/`` beside the
package; the wheel carries the same folders inside the package as ``sim/_scenarios``,
``sim/_experiments`` and ``sim/_data``. A scenario names its registry relative to itself,
so what is returned is a path on disk (a wheel is always unpacked when it is installed).
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Literal


def shipped_folder(sort: Literal["scenarios", "experiments"] = "scenarios") -> Path:
    """Return the folder that holds the shipped scenarios and their registries, or the studies."""
    package = Path(str(files("sim")))
    installed = package / f"_{sort}"
    return installed if installed.is_dir() else package.parent / sort


def data_folder() -> Path:
    """Return the folder that holds the sourced figures."""
    package = Path(str(files("sim")))
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent / "docs" / "data"


def shipped_text(name: Literal["odd.md", "CITATION.cff"]) -> str:
    """Return the model's description, or how the program is cited."""
    package = Path(str(files("sim")))
    installed = package / "_data" / name
    folder = package.parent / "docs" if name == "odd.md" else package.parent
    file = installed if installed.is_file() else folder / name
    return file.read_text(encoding="utf-8")


def shipped_names(sort: Literal["scenarios", "experiments"] = "scenarios") -> tuple[str, ...]:
    """Return the bare names of the shipped scenarios or studies, sorted."""
    return tuple(sorted(path.stem for path in shipped_folder(sort).glob("*.toml")))


def shipped_path(name: str) -> Path:
    """Return the file of a shipped scenario; a ``LookupError`` lists the names there are."""
    names = shipped_names()
    if name not in names:
        raise LookupError(f"no shipped scenario {name!r}; there are {', '.join(names) or 'none'}")
    return shipped_folder() / f"{name}.toml"
