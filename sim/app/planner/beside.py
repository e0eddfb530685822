"""The registry of a scenario on the page lies beside it, and nowhere else."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sim.app.planner.document import Data, patched
from sim.errors import InputError
from sim.locale import _


def registry_of(data: Data) -> str | None:
    """Return the registry that the tables of a scenario name, if any."""
    organizations = data.get("organizations")
    named = organizations.get("registry") if isinstance(organizations, dict) else None
    return named if isinstance(named, str) else None


def beside(text: str, name: str) -> str:
    """Return a scenario's text with its registry beside it."""
    data = tomllib.loads(text)
    if "/" not in str(registry_of(data)) and "\\" not in str(registry_of(data)):
        return text
    data["organizations"]["registry"] = name
    return patched(text, data)


def refuse_elsewhere(data: Data) -> None:
    """Refuse a registry in another folder: files of this machine are nobody's to read."""
    named = registry_of(data)
    if named is not None and (Path(named).name != named or "\\" in named or ":" in named):
        text = _('The registry "{name}" lies in another folder: name the file alone.')
        raise InputError(text.format(name=named))
