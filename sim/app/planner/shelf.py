"""First answers of shipped places, made while somebody looks at the first page.

Whoever chooses such a place sees numbers at once; the rest of its run goes on from there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from sim.app.planner.running import Running, Worker, preview
from sim.app.planner.turns import Turns
from sim.scenario import Scenario

USER = "shelf"
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
