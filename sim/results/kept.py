"""What was found about a run and is kept beside its chunks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.locale import _
from sim.results.folder import RunFolder
from sim.store.parts import FORMAT, DamagedError, unsealed


def known_defaults(folder: Path, replicates: int) -> dict[str, Any] | None:
    """Return what is kept in a folder about that many replicates at the defaults.

    What was edited, is damaged or belongs to another run is refused.
    """
    found = kept_beside(folder, "defaults.json", ("share_higher",), replicates)
    return None if found is None else {"replicates": replicates, **found}


def kept_beside(
    folder: Path, file: str, names: Sequence[str], replicates: int
) -> dict[str, Any] | None:
    """Return what a file beside the chunks keeps about that many replicates, by ``names``.

    What was edited, is damaged or belongs to another run is refused.
    """
    path = folder / file
    if not path.is_file():
        return None
    advice = _("Remove it; the command that made the folder makes it again.")
    info = RunFolder(folder).info()
    if "edition" not in info:
        # Written before there were checksums: as good as absent, and made again by the next run.
        return None
    needed = ("of", "replicates", "edition", *names)
    found = unsealed(path, FORMAT, needed, advice=advice)
    if found["of"] != info["digest"]:
        text = _("{file} belongs to other results.")
        raise DamagedError(path, text.format(file=path), advice)
    kept = {name: found[name] for name in names}
    return kept if found["replicates"] == replicates else None
