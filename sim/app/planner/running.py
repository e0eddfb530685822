"""A run as the pages see it: how far it is, whether it waits, and how it is stopped.

It simulates in a process of its own (:mod:`sim.app.planner.worker`), so that the pages stay quick.
First answers of shipped places are made while somebody looks at the first page. Whoever chooses
such a place sees numbers at once, and the rest of its run follows.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from sim.app.planner.turns import Need, Turns
from sim.app.planner.worker import STOP, WAY, Worker, is_quick, kept, preview
from sim.locale import _
from sim.scenario import Scenario

PATIENCE: Final = 5.0
"""Seconds that a stopped run has to write down what it has; then it is ended."""


class Running:
    """A run: ``status`` is waiting, running, stopping, done, stopped or failed.

    It simulates from :meth:`begin` on, in a process that ``take`` gives, until it is done or makes
    way. Of a run that is not ``whole`` only the first part is made.
    """

    def __init__(
        self,
        scenario: Scenario,
        folder: Path,
        language: str,
        *,
        take: Callable[[], Worker] = Worker,
        whole: bool = True,
    ) -> None:
        self._take = take
        self._asked = (scenario, folder, language, whole)
        self._worker: Worker | None = None
        self._began: float | None = None
        self._before = 0.0
        """What was done before it began this time."""
        self._cancelled = 0.0
        self.folder = folder
        self.left = False
        """Whether nobody looks at it any more, or what it is of was changed."""
        self.leaving = False
        self._quick = not folder.exists() and is_quick(scenario)
        """Whether a first answer is still to come, and comes soon."""
        self.status = "waiting"
        self.message = ""
        self.done = 0.0
        self.of = self.replicates = scenario.replicates
        self.pasts = (0, 0)
        """How many replicates have the past that led to the start, and of how many."""
        self.read = False
        """Whether what it has brought was read."""
        self.first = 0
        """Replicates of a first part that lies in the folder while the rest is simulated."""
        self.first_read = False

    def begin(self) -> None:
        """Hand it to a process, for the first time or after it has made way."""
        if self._worker is not None:
            self._worker.end()
        self.leaving = False
        self._worker = self._take()
        with suppress(OSError):  # Where the process has gone, the next look says so.
            self._worker.pipe.send(self._asked)
        self._began, self._before = time.monotonic(), self.done
        self.status = "running"

    def poll(self) -> None:
        """Take in what the process has sent since."""
        if self._worker is None:
            return
        try:
            while self._worker.pipe.poll():
                self._hear(*self._worker.pipe.recv())
        except (EOFError, OSError):
            self._gone()
        if self.status == "stopping" and time.monotonic() - self._cancelled > PATIENCE:
            self._worker.process.kill()

    @property
    def active(self) -> bool:
        """Whether it still simulates, or waits for its turn to."""
        return self.status in ("waiting", "running", "stopping")

    @property
    def unread(self) -> bool:
        """Whether it has brought something, or a first part of it, that was not read yet."""
        if self.status == "done":
            return not self.read
        return self.status in ("running", "waiting") and self.first > 0 and not self.first_read

    @property
    def waiting(self) -> bool:
        """Whether it waits for its turn."""
        return self.status == "waiting" and not self.busy

    @property
    def need(self) -> Need:
        """Who needs it to simulate now."""
        if self.left:
            return Need.NOBODY
        return Need.FIRST if self._quick and not self.first else Need.REST

    @property
    def busy(self) -> bool:
        """Whether its process is there, also where that only adds to what is done."""
        return self._worker is not None and self._worker.process.is_alive()

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the replicates are done, as far as can be said."""
        if self._began is None or self.done <= self._before:
            return None
        gone = time.monotonic() - self._began
        if gone < 2:
            return None
        return gone / (self.done - self._before) * (self.of - self.done)

    def make_way(self) -> None:
        """Ask the process to end with the chunk that it is at; it goes on with its next turn."""
        self.leaving = True
        self._tell(WAY)

    def cancel(self) -> None:
        """Ask the process to stop, also where it only adds to what is done."""
        if self.status == "waiting":
            self.status = "stopped"
        if self._worker is None:
            return
        if self.status == "running":
            self.status = "stopping"
            self._cancelled = time.monotonic()
        self.leaving = True
        self._tell(STOP)

    def end(self) -> None:
        """Stop it and wait until it is gone."""
        self.cancel()
        if self._worker is not None:
            self._worker.process.join(PATIENCE)
            if self._worker.process.is_alive():
                self._worker.process.kill()
                self._worker.process.join()
            self._worker.pipe.close()

    def _tell(self, word: str) -> None:
        assert self._worker is not None
        try:
            self._worker.pipe.send(word)
        except OSError:
            self._gone()

    def _hear(self, kind: str, *told: Any) -> None:
        if kind == "progress":
            self.done, self.of = told
        elif kind == "pasts":
            self.pasts = told[0], told[1]
        elif kind == "first":
            (self.first,) = told
        elif self.status == "stopping" and kind == "waiting":
            self.status, self.message = "stopped", kept()
        elif self.active:
            self.status, self.message = kind, told[0]

    def _gone(self) -> None:
        """The process has closed its end: say so where it has not said why.

        One that has made way has said so, and waits.
        """
        if self.status in ("running", "stopping"):
            stopped = self.status == "stopping"
            self.status = "stopped" if stopped else "failed"
            self.message = (
                kept()
                if stopped
                else _("The process that simulated was ended from outside; run it again.")
            )


USER: Final = "shelf"
"""In whose name the turns of these runs are taken."""


class Shelf:
    """First parts of runs by the scenario they are of, made one after the other."""

    def __init__(self, folder: Path, turns: Turns, take: Callable[[], Worker]) -> None:
        self._folder = folder
        self._turns = turns
        self._take = take
        self._wanted: list[Scenario] = []
        self._job: Running | None = None
        self._language = ""
        self._known: set[str] = set()
        """Digests of what was asked for, or is there."""
        self._there: set[str] = set()

    def want(self, scenarios: Sequence[Scenario], language: str) -> None:
        """Ask for places, the first one first; what is asked for twice is made once."""
        for scenario in scenarios:
            if preview(scenario) and scenario.digest() not in self._known:
                self._known.add(scenario.digest())
                self._wanted.append(scenario)
        self._language = language

    def tick(self) -> None:
        """Take in what is done, and begin the next one as soon as nobody else simulates."""
        job = self._job
        if job is not None and not job.active:
            if job.status == "done":
                self._there.add(job.folder.name)
            job.end()
            self._job = job = None
        if job is None and self._wanted and not self._turns.busy:
            scenario = self._wanted.pop(0)
            self._folder.mkdir(parents=True, exist_ok=True)
            folder = self._folder / scenario.digest()
            self._job = Running(scenario, folder, self._language, take=self._take, whole=False)
            self._job.left = True  # Whoever asks for an answer meanwhile goes first.
            self._turns.ask(USER, self._job)

    def put(self, scenario: Scenario, folder: Path) -> bool:
        """Copy the first part of a run to a folder; return whether there is one."""
        digest = scenario.digest()
        if digest not in self._there or folder.exists():
            return False
        shutil.copytree(self._folder / digest, folder)
        return True

    def close(self) -> None:
        """End what is under way."""
        self._wanted.clear()
        if self._job is not None:
            self._job.end()
