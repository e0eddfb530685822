"""The process that simulates: what it is asked, and what it tells.

It ends by itself when the server is gone. A run that is stopped, or that makes way for another,
leaves whole chunks in its folder; the same run goes on from there.
"""

from __future__ import annotations

import _thread
import signal
import threading
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

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

STOP: Final = "stop"
WAY: Final = "make way"
"""Words to the process: end now; end with the chunk that it is at."""


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
            told = ("stopped", kept())
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

    stop, way = threading.Event(), threading.Event()
    threading.Thread(target=_heed, args=(pipe, stop, way), daemon=True).start()
    asked: list[int] = []  # The chunks that there were when it was asked to make way.

    def told(done: float) -> None:
        if stop.is_set():
            raise KeyboardInterrupt  # The signal came where an exception is swallowed.
        pipe.send(("progress", done, scenario.replicates))

    def progress(done: float, _of: int) -> None:
        told(done)
        if way.is_set():
            there = len(RunFolder(folder).parts().names())
            asked.append(there)
            if there > asked[0] and done < scenario.replicates:
                raise KeyboardInterrupt  # A chunk has been written since: nothing is lost.

    def first_progress(done: float, _of: int) -> None:
        told(done)

    def looking(done: int, of: int) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        pipe.send(("pasts", done, of))

    def looked(replicates: int) -> Scenario:
        """Return the scenario with the pasts of ``replicates`` replicates."""
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
        if whole and way.is_set():
            return "waiting", ""
        if whole:
            run(
                looked(scenario.replicates),
                replicates=scenario.replicates,
                out=folder,
                progress=progress,
                jobs=jobs_of(scenario),
            )
    except InterruptedRunError:
        return ("stopped", kept()) if stop.is_set() else ("waiting", "")
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


def is_quick(scenario: Scenario) -> bool:
    """Whether a first answer, or the whole run where there is none, comes within seconds."""
    return work(scenario, preview(scenario) or scenario.replicates) <= LONGEST_FIRST


def work(scenario: Scenario, replicates: int) -> float:
    """Return roughly the seconds in which one process simulates the replicates."""
    plan = chunks(scenario, range(replicates))
    return estimate(scenario, plan, 1).seconds - SECONDS_START


def jobs_of(scenario: Scenario) -> int | None:
    """Return how many processes simulate; None leaves it to the run."""
    plan = chunks(scenario, range(scenario.replicates))
    return 1 if len(plan) < MANY_CHUNKS else None


def kept() -> str:
    """Return what is said of a run that was stopped."""
    return _("Stopped. Finished parts are kept: run it again to continue.")


def _heed(pipe: Connection, stop: threading.Event, way: threading.Event) -> None:
    """Wait for a word to stop, or for the end of the server; then interrupt the simulation."""
    with suppress(EOFError, OSError):
        while pipe.recv() == WAY:
            way.set()
    stop.set()
    if hasattr(signal, "pthread_kill"):
        # Wakes the main thread also where it waits for other processes.
        main = threading.main_thread().ident
        assert main is not None
        signal.pthread_kill(main, signal.SIGINT)
    else:
        _thread.interrupt_main()
