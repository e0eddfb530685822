"""Whose run simulates now: no more runs at once than the machine can bear, the others wait.

It is fair by user. Next is who has the fewest runs under way; among those who had a turn the
longest ago, or none yet; then who asked first. So nobody who starts ten runs keeps the others
waiting for all of them.
"""

from __future__ import annotations

import os
from collections import Counter
from threading import RLock
from typing import Final, Protocol

DEFAULT_MOST: Final = max(1, os.cpu_count() or 1)
"""Runs at once where nobody says otherwise: one for each processor."""


class Job(Protocol):
    """What takes its turn: :class:`~sim.app.planner.running.Running`."""

    @property
    def waiting(self) -> bool:
        """Whether it has not begun, and is wanted still."""

    @property
    def busy(self) -> bool:
        """Whether it uses a processor."""

    def begin(self) -> None:
        """Begin to simulate."""

    def poll(self) -> None:
        """Take in what it has sent since."""


class Turns:
    """The runs of a server: those under way, at most ``most``, and those that wait."""

    def __init__(self, most: int = DEFAULT_MOST) -> None:
        self.most = most
        self._jobs: list[tuple[str, Job]] = []
        """User and run, in the order in which they asked."""
        self._turn: dict[str, int] = {}
        """By user the number of the last turn, counted over all."""
        self._lock = RLock()
        """Asked for in threads, given in the server's loop: no run may begin twice."""

    def ask(self, user: str, job: Job) -> None:
        """Let a run begin as soon as there is room for it; at once where there is."""
        with self._lock:
            self._jobs.append((user, job))
            self.give()

    def give(self) -> None:
        """Begin what there is room for, and forget what has ended."""
        with self._lock:
            self._jobs = [(user, job) for user, job in self._jobs if job.waiting or job.busy]
            room = self.most - sum(job.busy for _, job in self._jobs)
            for user, job in self._order()[: max(0, room)]:
                job.begin()
                self._turn[user] = self._last() + 1

    def tick(self) -> None:
        """Take in what all of them have sent, then begin what there is room for."""
        with self._lock:
            for _, job in self._jobs:
                job.poll()
            self.give()

    @property
    def busy(self) -> bool:
        """Whether anything simulates, or waits to."""
        with self._lock:
            return any(job.waiting or job.busy for _, job in self._jobs)

    def before(self, job: Job) -> int:
        """Return how many that wait will begin before this one does, as it stands now."""
        return next((n for n, (_, other) in enumerate(self._order()) if other is job), 0)

    def _order(self) -> list[tuple[str, Job]]:
        """Return those that wait in the order in which they will begin, with their users."""
        has = Counter(user for user, job in self._jobs if job.busy)
        turn, last = Counter(self._turn), self._last()
        waiting = [(user, job) for user, job in self._jobs if job.waiting]
        order = []
        while waiting:
            # Of equals min takes the one who asked first.
            chosen = min(waiting, key=lambda entry: (has[entry[0]], turn[entry[0]]))
            waiting.remove(chosen)
            order.append(chosen)
            last += 1
            has[chosen[0]] += 1
            turn[chosen[0]] = last
        return order

    def _last(self) -> int:
        return max(self._turn.values(), default=0)
