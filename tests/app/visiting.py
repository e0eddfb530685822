"""Pages without a browser: NiceGUI's simulated user, on the pages as the server has them."""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from unittest import mock

from nicegui.testing import User, user_simulation

from sim.app import pages
from sim.app.planner.sessions import Sessions
from sim.app.planner.state import Session
from sim.app.planner.worker import Spares
from sim.fonts import subset_woff
from tests import patience

subset_once = functools.cache(subset_woff)
"""The font of the pages, which is cut alike for every server."""

Body = Callable[[User, Sessions], Awaitable[None]]


def visit(body: Body, file: str | None = None) -> None:
    """Run ``body`` with a user of a server that starts with a scenario, or with none."""

    async def visited() -> None:
        async with user_simulation() as user:
            with mock.patch.object(pages, "subset_woff", subset_once):
                sessions = pages.register(file, "en")
            # Nothing begins by itself: no process that waits, no run, no prepared answer.
            quiet = (
                mock.patch.object(Spares, "refill"),
                mock.patch.object(Session, "refresh"),
                mock.patch.object(Session, "soon"),
            )
            with quiet[0], quiet[1], quiet[2], patient("should_see"), patient("should_not_see"):
                try:
                    await body(user, sessions)
                finally:
                    sessions.close()

    asyncio.run(visited())


def patient(look: str) -> AbstractContextManager[object]:
    """Let a simulated user look until something is there, or gone; else it gives up at once."""
    looks = int(10 * patience.SECONDS)
    return mock.patch.object(
        User, look, functools.partialmethod(getattr(User, look), retries=looks)
    )


async def until(true: Callable[[], bool]) -> None:
    """Wait until something holds; fail where it never does."""
    end = time.monotonic() + patience.SECONDS
    while not true():
        assert time.monotonic() < end, "it never came true"
        await asyncio.sleep(0.1)
