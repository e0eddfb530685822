"""Lists of pasts that are there: shipped with a place, or kept for the user; always verified.

A list is known by the hash of what decides it (:meth:`~sim.scenario.Scenario.past_digest`). Places
that travel with the program bring theirs; a user's are kept in a folder of the system for what can
be made again. A longer list begins with the shorter, so one is only ever extended.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sim.errors import InputError
from sim.locale import _
from sim.plan.edition import EDITION
from sim.plan.past import MEDIAN_OF, NoPastError, Pasts
from sim.plan.shipped import shipped_folder
from sim.scenario.scenario import Scenario
from sim.store.disk import replace_file
from sim.store.folder import locked
from sim.store.parts import FORMAT, sealed, unsealed

FOLDER: Final = "histories"
"""Folder of the shipped lists, beside the shipped scenarios."""
CACHE: Final = "FUGAI_CACHE"
"""Variable of the environment that names another folder for the user's lists."""


KNOWN: Final[dict[str, Pasts]] = {}
"""Lists of this process, for a folder that can't be written."""


def found(scenario: Scenario, replicates: int) -> Scenario:
    """Return the scenario with a list that is there; ``NoPastError`` where none is long enough."""
    wanted = needed(scenario, replicates)
    if not wanted:
        return scenario
    pasts = longest(lists_of(scenario))
    if len(pasts.taken) < wanted:
        text = _(
            "The pasts of {n} replicates of {name} have not been simulated yet. Make them: "
            "sim.pasts.lists.prepared(scenario, {n}), or fugai run. Without them: "
            "scenario.without_history()."
        )
        raise NoPastError(text.format(n=wanted, name=scenario.name))
    return replace(scenario, pasts=pasts)


def needed(scenario: Scenario, replicates: int) -> int:
    """Return how many pasts a run needs that no list of the scenario has yet; 0 for none."""
    if scenario.history is None:
        return 0
    stated = "effort" in scenario.parameters
    wanted = replicates if scenario.uncertainty != "none" else 0 if stated else MEDIAN_OF
    return 0 if scenario.pasts is not None and len(scenario.pasts.taken) >= wanted else wanted


def described(scenario: Scenario, pasts: Pasts) -> dict[str, Any]:
    """Return what the file of a list says."""
    digest = scenario.past_digest()
    return {"format": FORMAT, "edition": EDITION, "of": digest, **pasts.content()}


def read(path: Path, digest: str) -> Pasts:
    """Read a list and verify it; refuse a damaged one, and one of another place or edition."""
    needed_keys = ("of", "edition", "weights", "accepted", "efforts", "real")
    said = unsealed(path, FORMAT, needed_keys)
    if said["of"] != digest or said["edition"] != EDITION:
        text = _("{file} holds the pasts of another place, or of another edition.")
        raise InputError(text.format(file=path))
    return _list(said, path)


def _list(said: Mapping[str, Any], path: Path) -> Pasts:
    try:
        return Pasts.of(said)
    except (ValueError, TypeError):
        raise InputError(_("{file} is damaged.").format(file=path)) from None


def keep(scenario: Scenario, pasts: Pasts) -> None:
    """Keep a list for the user, unless a longer one is there.

    Where nothing can be written the list is made again the next time.
    """
    digest = scenario.past_digest()
    path = cache_folder() / f"{digest}.json"
    with suppress(OSError, InputError), locked(path.parent, wait=True):
        with suppress(OSError, InputError):
            if len(read(path, digest)) >= len(pasts):
                return
        replace_file(path, sealed(described(scenario, pasts)))


def cache_folder() -> Path:
    """Return the user's folder of lists: the system's place for what can be made again."""
    named = os.environ.get(CACHE)
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "fugai" / FOLDER


def shipped_list(name: str) -> Path:
    """Return where the list of a shipped scenario lies."""
    return shipped_folder() / FOLDER / f"{name}.json"


def lists_of(scenario: Scenario) -> list[Pasts]:
    """Return the lists of a scenario that are there: shipped, and the user's.

    One that is damaged, or of another edition, is none: it is made again.
    """
    digest = scenario.past_digest()
    lists = [KNOWN[digest]] if digest in KNOWN else []
    for path in (shipped_list(scenario.name), cache_folder() / f"{digest}.json"):
        with suppress(OSError, InputError):
            lists.append(read(path, digest))
    return lists


def longest(lists: Sequence[Pasts | None]) -> Pasts:
    return max([Pasts(), *(each for each in lists if each is not None)], key=len)
