"""Whose run simulates now: no more runs at once than the machine can bear, the others wait.

First answers go first: whoever waits for one waits for a chunk of somebody else's run, not for all
of it. Among equals it is fair by user. Next is who has the fewest runs under way; among those who
had a turn the longest ago, or none yet; then who asked first. So nobody who starts ten runs keeps
the others waiting for all of them, and nobody is passed over for ever.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from enum import IntEnum
from threading import RLock
from typing import Final, Protocol

DEFAULT_MOST: Final = max(1, os.cpu_count() or 1)
"""Runs at once where nobody says otherwise: one for each processor."""

PASSED_OVER: Final = 4
"""Turns that others have before a run that would go on comes first."""


class Need(IntEnum):
    """Who needs a run to simulate now, the most urgent first."""

    FIRST = 0
    """Somebody has no answer yet."""
    REST = 1
    """Somebody has a first answer, which the run refines, or knows that it takes long."""
    NOBODY = 2
    """It was left behind: its page is closed, or shows something else by now."""


class Job(Protocol):
    """What takes its turn: :class:`~sim.app.planner.running.Running`."""

    @property
    def waiting(self) -> bool:
        """Whether it has not begun, or has made way, and is wanted still."""

    @property
    def busy(self) -> bool:
        """Whether it uses a processor."""

    @property
    def leaving(self) -> bool:
        """Whether it has been asked to end, for good or for now."""

    @property
    def need(self) -> Need:
        """Who needs it to simulate now."""

    def begin(self) -> None:
        """Begin to simulate, or go on."""

    def make_way(self) -> None:
        """End with the chunk that it is at, keep it, and wait for another turn."""

    def poll(self) -> None:
        """Take in what it has sent since."""


@dataclass
class _Asked:
    """A run that asked for a turn, whose it is, and how many turns others had since."""

    user: str
    job: Job
    passed: int = 0

    @property
    def due(self) -> bool:
        """Whether it was passed over often enough, and somebody needs it still."""
        return self.job.need is Need.REST and self.passed >= PASSED_OVER

    @property
    def need(self) -> Need:
        """Who needs it now; what is due is as urgent as a first answer."""
        return Need.FIRST if self.due else self.job.need


class Turns:
    """The runs of a server: those under way, at most ``most``, and those that wait."""

    def __init__(self, most: int = DEFAULT_MOST) -> None:
        self.most = most
        self._asked: list[_Asked] = []
        """In the order in which they asked."""
        self._turn: dict[str, int] = {}
        """By user the number of the last turn, counted over all."""
        self._lock = RLock()
        """Asked for in threads, given in the server's loop: no run may begin twice."""

    def ask(self, user: str, job: Job) -> None:
        """Let a run begin as soon as there is room for it; at once where there is."""
        with self._lock:
            self._asked.append(_Asked(user, job))
            self.give()

    def give(self) -> None:
        """Begin what there is room for, forget what has ended, and make way for what is urgent."""
        with self._lock:
            self._asked = [each for each in self._asked if each.job.waiting or each.job.busy]
            room = self.most - len(self._busy())
            order = self._order()
            for number, next_one in enumerate(order[: max(0, room)]):
                next_one.job.begin()
                next_one.passed = 0
                self._turn[next_one.user] = self._last() + 1
                for each in order[number + 1 :]:
                    each.passed += 1
            self._make_way(order[max(0, room) :])

    def tick(self) -> None:
        """Take in what all of them have sent, then begin what there is room for."""
        with self._lock:
            for each in self._asked:
                each.job.poll()
            self.give()

    @property
    def busy(self) -> bool:
        """Whether anything simulates, or waits to."""
        with self._lock:
            return any(each.job.waiting or each.job.busy for each in self._asked)

    def before(self, job: Job) -> int:
        """Return how many that wait will begin before this one does, as it stands now."""
        return next((n for n, each in enumerate(self._order()) if each.job is job), 0)

    def _busy(self) -> list[_Asked]:
        return [each for each in self._asked if each.job.busy]

    def _make_way(self, waiting: list[_Asked]) -> None:
        """Ask runs under way that are less urgent to end; those that leave already count."""
        busy = self._busy()
        staying = [each for each in busy if not each.job.leaving]
        for urgent in waiting[len(busy) - len(staying) :]:
            last = max(staying, key=lambda each: each.job.need, default=None)
            if last is None or last.job.need <= urgent.need:
                return
            last.job.make_way()
            staying.remove(last)

    def _order(self) -> list[_Asked]:
        """Return those that wait in the order in which they will begin."""
        has = Counter(each.user for each in self._busy())
        turn, last = Counter(self._turn), self._last()
        waiting = [each for each in self._asked if each.job.waiting]
        order = []
        while waiting:
            # Of equals min takes the one who asked first.
            chosen = min(
                waiting,
                key=lambda each: (each.need, not each.due, has[each.user], turn[each.user]),
            )
            waiting.remove(chosen)
            order.append(chosen)
            last += 1
            has[chosen.user] += 1
            turn[chosen.user] = last
        return order

    def _last(self) -> int:
        return max(self._turn.values(), default=0)
