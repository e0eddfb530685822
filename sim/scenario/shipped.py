"""The scenarios that travel with the program, by bare name.

In a source checkout they lie in ``scenarios/`` beside the package; the wheel carries the same
folder inside the package as ``sim/_scenarios``. A scenario names its registry relative to itself,
so what is returned is a path on disk (a wheel is always unpacked when it is installed).
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def shipped_folder() -> Path:
    """Return the folder that holds the shipped scenarios and their registries."""
    package = Path(str(files("sim")))
    installed = package / "_scenarios"
    return installed if installed.is_dir() else package.parent / "scenarios"


def shipped_names() -> tuple[str, ...]:
    """Return the bare names of the shipped scenarios, sorted."""
    return tuple(sorted(path.stem for path in shipped_folder().glob("*.toml")))


def shipped_path(name: str) -> Path:
    """Return the file of a shipped scenario; a ``LookupError`` lists the names there are."""
    names = shipped_names()
    if name not in names:
        raise LookupError(f"no shipped scenario {name!r}; there are {', '.join(names) or 'none'}")
    return shipped_folder() / f"{name}.toml"
