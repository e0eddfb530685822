"""Other machines: the workers of a Dask scheduler as an executor, asked before anything is sent.

Dask does the work of distribution: it notices workers that are lost and gives their chunks to
others. Here every worker is first asked which code it would run, so that what comes back is bit
for bit what this machine would find.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError, Executor, ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final

import numpy as np

from sim import __version__
from sim.errors import FugaiError, InputError
from sim.locale import _
from sim.store.provenance import worker_code

PATIENCE: Final = 10.0
"""Seconds to wait for a scheduler, for its first worker, and for the workers' answers."""
RETRIES: Final = 2
"""How often Dask does a chunk again that failed with its worker."""


@contextmanager
def executor_of(scheduler: str | None) -> Iterator[Executor | None]:
    """Give an executor of a scheduler's workers, ``None`` where no scheduler is named.

    Raises ``InputError`` where no scheduler or no worker answers, or a worker would not run the
    same code; ``FugaiError`` where the scheduler is lost, or chunks kill every worker they reach.
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
            "The scheduler {address} is gone. What is complete is kept; the same command goes on."
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
