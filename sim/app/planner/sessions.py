"""Every session of a server: how many, for how long, and whose run is next."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

from sim.app.planner.running import Shelf
from sim.app.planner.state import Session
from sim.app.planner.turns import DEFAULT_MOST, Turns
from sim.app.planner.worker import Spares
from sim.errors import InputError
from sim.store.folder import FILE as LOCK
from sim.store.folder import locked

PREFIX: Final = "fugai-app-"
"""How the folder of a server begins."""
MOST_SWEPT: Final = 9
"""Folders that a server makes until it keeps one."""
MOST_SESSIONS: Final = 40
MOST_HOURS: Final = 24.0


class Sessions:
    """Every session of a server, bounded in number and age; ``most`` runs at once."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, most: int = DEFAULT_MOST
    ) -> None:
        self.turns = Turns(most)
        self._work = Work()
        self.spares = Spares()
        self.shelf = Shelf(self._work.folder / "shelf", self.turns, self.spares.take)
        self._known: dict[str, Session] = {}
        self._clock = clock

    def new(self) -> Session:
        """Return a session with a key that nobody can guess."""
        self.prune(room=1)
        key = secrets.token_urlsafe(9)
        session = Session(key, self._work.folder / key, self.turns, self.spares, self.shelf)
        session.touched = self._clock()
        self._known[key] = session
        return session

    def get(self, key: str) -> Session | None:
        """Return the session of a key, if it is still there."""
        session = self._known.get(key)
        if session is not None:
            session.touched = self._clock()
        return session

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._known.values()))

    def drop(self, session: Session) -> None:
        """Close a session."""
        del self._known[session.key]
        session.close()

    def tick(self) -> None:
        """Take in what the runs have sent, also those that nobody looks at; begin the next."""
        for session in self:
            session.look_after()
        self.turns.tick()
        self.shelf.tick()
        if self._known and not self.turns.busy:
            # Not while something simulates: loading the engine takes a processor for a second.
            self.spares.refill()
        self.prune()

    def prune(self, room: int = 0) -> None:
        """Close sessions that nobody has looked at for long, and the oldest of too many."""
        now = self._clock()
        order = sorted(self._known.values(), key=lambda session: session.touched)
        surplus = len(order) + room - MOST_SESSIONS
        for number, session in enumerate(order):
            if number < surplus or now - session.touched > MOST_HOURS * 3600:
                self.drop(session)

    def close(self) -> None:
        """Close all of them."""
        for session in self._known.values():
            session.close()
        self._known.clear()
        self.shelf.close()
        self.spares.close()
        self._work.close()


class Work:
    """A folder for uploads, scenarios and results; it is gone when the server is.

    It is locked while the server lives, and swept by the next one if that was killed.
    """

    def __init__(self) -> None:
        _sweep()
        self._held = ExitStack()
        for left in reversed(range(MOST_SWEPT)):
            self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))
            try:
                self._held.enter_context(locked(self.folder))
                return
            except InputError:
                # Another server that has just begun sweeps: it takes a folder whose lock is
                # there and not yet held for one that is left.
                if not left:
                    raise

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
