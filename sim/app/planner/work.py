"""The temporary folder of a server: locked while it lives, swept by the next one if killed."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

from sim.errors import InputError
from sim.store.folder import FILE as LOCK
from sim.store.folder import locked

PREFIX: Final = "fugai-app-"
"""How the folder of a server begins."""


class Work:
    """A folder for uploads, scenarios and results; it is gone when the server is."""

    def __init__(self) -> None:
        _sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._held = ExitStack()
        self._held.enter_context(locked(self.folder))

    def close(self) -> None:
        """Delete it."""
        self._held.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _sweep() -> None:
    """Delete the work of servers that were killed: nobody holds the lock in their folder."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if (folder / LOCK).is_file():
            with suppress(InputError), locked(folder):
                shutil.rmtree(folder, ignore_errors=True)
