"""A run in a process of its own, so that the pages stay quick and a run can be stopped.

A stopped run leaves whole chunks in its folder; the same run goes on from there. The process
ends by itself when the server is gone.
"""

from __future__ import annotations

import _thread
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from sim.errors import FugaiError
from sim.locale import _, in_language
from sim.results.folder import RunFolder
from sim.results.plan import (
    FEWEST_FIRST,
    FIRST_SECONDS,
    SECONDS_START,
    chunks,
    estimate,
    first_part,
)  # fmt: skip
from sim.scenario import Scenario

MANY_CHUNKS: Final = 6
"""With fewer, one process does them all and tells how far it is within each."""

LONGEST_FIRST: Final = 4.0
"""Seconds of work that a first answer may take."""

PATIENCE: Final = 5.0
"""Seconds that a stopped run has to write down what it has; then it is ended."""


class Worker:
    """A process that has loaded the engine and waits for one run; it ends with its pipe."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other,))
        self.process.start()
        other.close()

    def end(self) -> None:
        """End it where it still waits."""
        self.pipe.close()
        self.process.join()


class Spares:
    """At most one process that waits: loading the engine takes longer than a small run."""

    def __init__(self) -> None:
        self._waiting: Worker | None = None

    def take(self) -> Worker:
        """Return the process that waits, or a new one."""
        found, self._waiting = self._waiting, None
        if found is not None and found.process.is_alive():
            return found
        return Worker()

    def refill(self) -> None:
        """Let a process wait."""
        if self._waiting is None:
            self._waiting = Worker()

    def close(self) -> None:
        """End what waits."""
        if self._waiting is not None:
            self._waiting.end()
            self._waiting = None


class Running:
    """A run: ``status`` is waiting, running, stopping, done, stopped or failed.

    It simulates from :meth:`begin` on, in a process that ``take`` gives. Of a run that is not
    ``whole`` only the first part is made.
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
        self._cancelled = 0.0
        self.folder = folder
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
        """Hand it to a process."""
        self._worker = self._take()
        with suppress(OSError):  # Where the process has gone, the next look says so.
            self._worker.pipe.send(self._asked)
        self._began = time.monotonic()
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
        return self.status == "running" and self.first > 0 and not self.first_read

    @property
    def waiting(self) -> bool:
        """Whether it waits for its turn."""
        return self.status == "waiting"

    @property
    def busy(self) -> bool:
        """Whether its process is there, also where that only adds to what is done."""
        return self._worker is not None and self._worker.process.is_alive()

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the replicates are done, as far as can be said."""
        if self._began is None or self.done <= 0:
            return None
        gone = time.monotonic() - self._began
        if gone < 2:
            return None
        return gone / self.done * (self.of - self.done)

    def cancel(self) -> None:
        """Ask the process to stop, also where it only adds to what is done."""
        if self.status == "waiting":
            self.status = "stopped"
        if self._worker is None:
            return
        if self.status == "running":
            self.status = "stopping"
            self._cancelled = time.monotonic()
        self._tell()

    def end(self) -> None:
        """Stop it and wait until it is gone."""
        self.cancel()
        if self._worker is not None:
            self._worker.process.join(PATIENCE)
            if self._worker.process.is_alive():
                self._worker.process.kill()
                self._worker.process.join()
            self._worker.pipe.close()

    def _tell(self) -> None:
        assert self._worker is not None
        try:
            self._worker.pipe.send("stop")
        except OSError:
            self._gone()

    def _hear(self, kind: str, *told: Any) -> None:
        if kind == "progress":
            self.done, self.of = told
        elif kind == "pasts":
            self.pasts = told[0], told[1]
        elif kind == "first":
            (self.first,) = told
        elif self.active:
            self.status, self.message = kind, told[0]

    def _gone(self) -> None:
        """The process has closed its end: say so where it has not said why."""
        if self.active:
            stopped = self.status == "stopping"
            self.status = "stopped" if stopped else "failed"
            self.message = (
                _kept()
                if stopped
                else _("The process that simulated was ended from outside; run it again.")
            )


def _serve(pipe: Connection) -> None:
    """Load the engine, wait for a run, do it, and send its result."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import sim.results.run  # noqa: F401

    try:
        asked = pipe.recv()
    except (EOFError, OSError):
        return  # The server is gone, or needs no process more.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _work(pipe, *asked)


def _work(pipe: Connection, scenario: Scenario, folder: Path, language: str, whole: bool) -> None:
    """Simulate, and send its result."""
    with in_language(language):
        try:
            told = _simulated(pipe, scenario, folder, whole)
        except KeyboardInterrupt:
            told = ("stopped", _kept())
        except FugaiError as error:
            told = ("failed", str(error))
        except MemoryError:
            told = ("failed", _("There is not enough memory for this run."))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):  # The server may be gone.
        pipe.send(told)


def _simulated(pipe: Connection, scenario: Scenario, folder: Path, whole: bool) -> tuple[str, str]:
    """Simulate a first part, where there is time to win by it, then the rest."""
    from sim.pasts.lists import prepared
    from sim.results.run import InterruptedRunError, run

    stop = threading.Event()
    threading.Thread(target=_heed, args=(pipe, stop), daemon=True).start()

    def progress(done: float, of: int) -> None:
        if stop.is_set():
            raise KeyboardInterrupt  # The signal came where an exception is swallowed.
        pipe.send(("progress", done, of))

    def first_progress(done: float, _of: int) -> None:
        progress(done, scenario.replicates)

    def looking(done: int, of: int) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        pipe.send(("pasts", done, of))

    def looked(replicates: int) -> Scenario:
        """Return the scenario with the pasts of so many replicates."""
        held = RunFolder(folder).pasts(scenario)
        return prepared(scenario, replicates, known=held, tell=looking)

    try:
        first = 0 if folder.exists() else preview(scenario)
        if first:
            run(
                looked(first),
                replicates=first,
                out=folder,
                progress=first_progress,
                jobs=jobs_of(scenario),
            )
            pipe.send(("first", first))
        if whole:
            run(
                looked(scenario.replicates),
                replicates=scenario.replicates,
                out=folder,
                progress=progress,
                jobs=jobs_of(scenario),
            )
    except InterruptedRunError:
        return "stopped", _kept()
    except OSError:
        return "stopped", ""  # The server is gone.
    return "done", ""


def preview(scenario: Scenario) -> int:
    """Return how many replicates make a first answer within a few seconds; 0 for none.

    Where a second is too short for the fewest that are not misleading, those are taken.
    """
    found = first_part(scenario, scenario.replicates)
    if not found and work(scenario, scenario.replicates) >= 2 * FIRST_SECONDS:
        found = FEWEST_FIRST if scenario.replicates >= 2 * FEWEST_FIRST else 0
    return found if work(scenario, max(found, 1)) <= LONGEST_FIRST else 0


def work(scenario: Scenario, replicates: int) -> float:
    """Return the seconds that one process simulates so many replicates, roughly."""
    plan = chunks(scenario, range(replicates))
    return estimate(scenario, plan, 1).seconds - SECONDS_START


def jobs_of(scenario: Scenario) -> int | None:
    """Return how many processes simulate; None leaves it to the run."""
    plan = chunks(scenario, range(scenario.replicates))
    return 1 if len(plan) < MANY_CHUNKS else None


def _kept() -> str:
    return _("Stopped. Finished parts are kept: run it again to continue.")


def _heed(pipe: Connection, stop: threading.Event) -> None:
    """Wait for a word to stop, or for the end of the server; then interrupt the simulation."""
    with suppress(EOFError, OSError):
        pipe.recv()
    stop.set()
    if hasattr(signal, "pthread_kill"):
        # Wakes the main thread also where it waits for other processes.
        main = threading.main_thread().ident
        assert main is not None
        signal.pthread_kill(main, signal.SIGINT)
    else:
        _thread.interrupt_main()
