"""Chunks side by side: any executor, or processes of our own that outlive one another."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Final, TypeVar

from sim.errors import FugaiError
from sim.locale import _

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
    they are done again. One process is this one.
    """
    if processes == 1 and executor is None:
        for chunk in chunks:
            yield chunk, work(chunk)
        return
    left = list(range(len(chunks)))
    for attempt in range(TRIES):
        try:
            with _pool(processes, executor) as pool:
                futures = {pool.submit(work, chunks[number]): number for number in left}
                for future in as_completed(futures):
                    found = future.result()
                    left.remove(futures[future])
                    yield chunks[futures[future]], found
                return
        except BrokenProcessPool:
            if attempt == TRIES - 1 or executor is not None:
                text = _("A process that simulated was killed {n} times; is there enough memory?")
                raise FugaiError(text.format(n=TRIES)) from None


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
    """Leave Ctrl-C to the parent, which ends this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
