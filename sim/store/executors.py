"""Who simulates the parts of a run or a study: processes of this machine, or a Dask cluster."""

from __future__ import annotations

import asyncio
import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import (
    CancelledError,
    Executor,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Lock, Thread
from types import ModuleType
from typing import Any, Final, TypeVar

import numpy as np

from sim import __version__
from sim.errors import FugaiError, InputError
from sim.extensions.registry import use
from sim.locale import _, sentences
from sim.plan.extensions import declared
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
            with own_processes(processes) if executor is None else nullcontext(executor) as pool:
                code = None if executor is None else worker_code()
                with _without_script(chunks) if executor is None else nullcontext():
                    futures = {
                        pool.submit(_alike, code, work, _packed(chunks[number])): number
                        for number in left
                    }
                for future in as_completed(futures):
                    found, number = future.result(), futures.pop(future)
                    left.remove(number)
                    yield chunks[number], found
                return
        except BrokenProcessPool:
            if attempt == TRIES - 1 or executor is not None:
                raise FugaiError(_killed()) from None


_SCRIPT: Final = Lock()


@contextmanager
def _without_script(parts: Sequence[object]) -> Iterator[None]:
    """Keep processes that start meanwhile from reading the caller's script again.

    A script without ``if __name__ == "__main__":`` would begin the same work in each of them. They
    need it only where a part is made of its classes, or where it has replaced a rule.
    """
    if declared() or any(b"__main__" in pickle.dumps(part) for part in parts):
        yield
        return
    with _SCRIPT:
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = script


def _killed() -> str:
    """Say that processes were killed, and in a script what else may have ended them."""
    text = _("A process that simulated was killed {n} times; is there enough memory?")
    main = sys.modules["__main__"]
    if str(getattr(main, "__file__", "")).endswith(".py") and main.__spec__ is None:
        # A new process reads the script again, and would begin the same work.
        more = _('In a script, put what runs below if __name__ == "__main__":.')
        text = sentences([text, more])
    return text.format(n=TRIES)


@dataclass(frozen=True)
class Packed:
    """A part of the work, in bytes where it needs ``modules`` that a worker has to import first."""

    modules: tuple[str, ...]
    part: Any

    def opened(self) -> Any:
        """Return the part; ``FugaiError`` where this worker lacks a module."""
        if not self.modules:
            return self.part
        for module in self.modules:
            try:
                use(module)
            except InputError as error:
                text = _("A worker cannot use {module}: {error}")
                raise FugaiError(text.format(module=module, error=error)) from None
        return pickle.loads(self.part)


def _packed(part: Any) -> Packed:
    modules = getattr(getattr(part, "scenario", None), "modules", ())
    return Packed(tuple(modules), pickle.dumps(part) if modules else part)


def _alike(code: str | None, work: Callable[[Any], Found], packed: Packed) -> Found:
    """Do a part where the code is the one that asked; ``None`` where it must be."""
    if code is not None and worker_code() != code:
        raise FugaiError(_("A worker has another version of fugai; its chunk was not simulated."))
    return tidied(work, packed.opened())


def tidied(work: Callable[..., Found], *given: object) -> Found:
    """Do some work and give its memory back before more is done.

    The parts of a simulation refer to one another, so it stays until Python looks for such
    circles. Python counts objects, of which there are few, and not how large they are.
    """
    found = work(*given)
    gc.collect()
    return found


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


PATIENCE: Final = 10.0
"""Seconds to wait for a scheduler, for its first worker, and for the workers' answers."""
RETRIES: Final = 2
"""How often Dask does a chunk again that failed with its worker."""


@contextmanager
def executor_of(scheduler: str | None) -> Iterator[Executor | None]:
    """Give an executor of a scheduler's workers, ``None`` where no scheduler is named.

    Raises ``InputError`` where no scheduler or no worker answers, or a worker would not run the
    same code. Raises ``FugaiError`` where the scheduler is lost, or chunks kill every worker they
    reach.
    """
    if scheduler is None:
        yield None
        return
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        text = _('--scheduler needs the package distributed: install "fugai[distributed]".')
        raise InputError(text) from None
    _refuse_silence(scheduler)
    client = distributed.Client(scheduler, timeout=PATIENCE, set_as_default=False)
    try:
        refuse_unlike(_answers(client, scheduler))
        executor: Executor = client.get_executor(pure=False, retries=RETRIES)
        yield executor
    except distributed.scheduler.KilledWorker as error:
        text = _("A chunk ended every worker that it was given to; is there enough memory? {error}")
        raise FugaiError(text.format(error=error)) from None
    except (CancelledError, distributed.comm.CommClosedError):
        text = _(
            "The scheduler {address} is gone. Finished parts are kept: run the same command again "
            "to continue."
        )
        raise FugaiError(text.format(address=scheduler)) from None
    finally:
        client.close(timeout=PATIENCE)


def facts() -> dict[str, str]:
    """Return what decides whether two machines find the same."""
    return {"fugai": __version__, "code": worker_code(), "numpy": np.__version__}


def refuse_unlike(answers: Mapping[str, Mapping[str, str] | Exception]) -> None:
    """Refuse workers that lack the package, or would run other code; the first is named."""
    own = facts()
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, Exception):
            text = _(
                "The worker {worker} cannot import fugai ({reason}). "
                "Install fugai {version} in the environment of every worker."
            )
            raise InputError(text.format(worker=worker, reason=answer, version=own["fugai"]))
        for name in ("fugai", "code", "numpy"):
            if answer.get(name) != own[name]:
                text = _(
                    "The worker {worker} would not find the same: its {what} is {found}, "
                    "here it is {wanted}. Install the same version of both on every machine."
                )
                what = {"code": _("code of fugai")}.get(name, name)
                found = answer.get(name)
                raise InputError(
                    text.format(worker=worker, what=what, found=found, wanted=own[name])
                )


def _refuse_silence(scheduler: str) -> None:
    """Refuse an address where no scheduler answers: a Client that fails takes long to give up."""
    rpc: Any = import_module("distributed.core").rpc

    async def ask() -> str:
        async with rpc(scheduler, timeout=PATIENCE) as there:
            found = await asyncio.wait_for(there.identity(), PATIENCE)
            return str(found["type"])

    text = _("No Dask scheduler answers at {address}: {reason}")
    try:
        # A loop of its own: in a notebook this thread has one that is running.
        with ThreadPoolExecutor(1) as aside:
            kind = aside.submit(asyncio.run, ask()).result()
    except TimeoutError:
        reason = _("nothing within {n} seconds").format(n=f"{PATIENCE:g}")
        raise InputError(text.format(address=scheduler, reason=reason)) from None
    except (OSError, ValueError) as error:
        raise InputError(text.format(address=scheduler, reason=error)) from None
    if kind != "Scheduler":
        raise InputError(text.format(address=scheduler, reason=kind))


def _answers(client: Any, scheduler: str) -> dict[str, Any]:
    """Ask every worker what it would run."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        text = _("The scheduler {address} has no workers: start some with dask worker {address}.")
        raise InputError(text.format(address=scheduler)) from None
    answers: dict[str, Any] = client.run(facts, on_error="return")
    return answers
