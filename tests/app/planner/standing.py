"""A process that simulates for a page and stands still in the middle until it has heeded a word.

Else a run on a busy machine may be over before the word arrives.
"""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Event
from typing import Any, cast

from sim.app.planner.worker import Worker, _serve


class Standing(Worker):
    """A worker that stands still once it has told that so many replicates are done."""

    def __init__(self, at: float) -> None:
        context = get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_stand, args=(other, at))
        self.process.start()
        other.close()


def _stand(pipe: Connection, at: float) -> None:
    _serve(cast(Connection, _Pipe(pipe, at)))


class _Pipe:
    """The end of a pipe that is slow to tell: what is asked is the first word, ours the second."""

    def __init__(self, pipe: Connection, at: float) -> None:
        self._pipe, self._at = pipe, at
        self._words = 0
        self._heeded = Event()

    def recv(self) -> Any:
        """Return the next word; whoever waits for a third one has heeded the second."""
        self._words += 1
        if self._words == 3:
            self._heeded.set()
        return self._pipe.recv()

    def send(self, told: tuple[Any, ...]) -> None:
        """Tell something, and stand still where it is far enough; a stop breaks that off."""
        self._pipe.send(told)
        while told[0] == "progress" and told[1] >= self._at and not self._heeded.wait(0.05):
            pass
