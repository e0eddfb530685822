"""Chunks side by side: any executor, or processes of our own that outlive one another."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Final, TypeVar

from sim.errors import FugaiError
from sim.locale import _
from sim.store.provenance import worker_code

Part = TypeVar("Part")
Found = TypeVar("Found")

TRIES: Final = 3
"""How often processes are started anew after one of them was killed."""


def side_by_side(
    work: Callable[[Part], Found],
    chunks: Sequence[Part],
    processes: int,
    executor: Executor | None = None,
) -> Iterator[tuple[Part, Found]]:
    """Yield what ``work`` makes of each chunk as it is done, in any order.

    ``work`` is a function of a module. A killed process costs the chunks that were under way:
    they are done again. One process is this one. Workers of an ``executor`` must have the same
    code, which each is asked for with every chunk.
    """
    if processes == 1 and executor is None:
        for chunk in chunks:
            yield chunk, tidied(work, chunk)
        return
    left = list(range(len(chunks)))
    for attempt in range(TRIES):
        try:
            with _pool(processes, executor) as pool:
                own = partial(_alike, None if executor is None else worker_code(), work)
                futures = {pool.submit(own, chunks[number]): number for number in left}
                for future in as_completed(futures):
                    found, number = future.result(), futures.pop(future)
                    left.remove(number)
                    yield chunks[number], found
                return
        except BrokenProcessPool:
            if attempt == TRIES - 1 or executor is not None:
                raise FugaiError(_killed()) from None


def _killed() -> str:
    """Say that processes were killed, and in a script what else may have ended them."""
    text = _("A process that simulated was killed {n} times; is there enough memory?")
    main = sys.modules["__main__"]
    if str(getattr(main, "__file__", "")).endswith(".py") and main.__spec__ is None:
        # A new process reads the script again, and would begin the same work.
        text += " " + _('In a script, put what runs below if __name__ == "__main__":.')
    return text.format(n=TRIES)


def _alike(code: str | None, work: Callable[[Part], Found], chunk: Part) -> Found:
    """Do a chunk where the code is the one that asked; ``None`` where it must be."""
    if code is not None and worker_code() != code:
        raise FugaiError(_("A worker has another version of fugai; its chunk was not simulated."))
    return tidied(work, chunk)


def tidied(work: Callable[..., Found], *given: object) -> Found:
    """Do some work and give its memory back before more is done.

    The parts of a simulation refer to one another, so it stays until Python looks for such
    circles. Python counts objects, of which there are few, and not how large they are.
    """
    found = work(*given)
    gc.collect()
    return found


@contextmanager
def _pool(processes: int, executor: Executor | None) -> Iterator[Executor]:
    """Give the executor to use."""
    if executor is not None:
        yield executor
        return
    with own_processes(processes) as pool:
        yield pool


@contextmanager
def own_processes(number: int) -> Iterator[Executor]:
    """Start processes that are ended at once when the block is left by an error or Ctrl-C."""
    # Spawned, not forked: the same on every system.
    pool = ProcessPoolExecutor(number, get_context("spawn"), initializer=_stay)
    completed = False
    try:
        yield pool
        completed = True
    finally:
        if not completed:
            for process in list(pool._processes.values()):
                process.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def _stay() -> None:
    """Leave Ctrl-C to the parent, which ends this process; end with a parent that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait until the parent is gone: its children would wait for work forever."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
