"""A Dask scheduler and workers as processes of their own on this machine, for tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import patience
from tests.guards.source import ROOT

START = "from distributed.cli.dask_{program} import main; main()"
WITHOUT = "import sys; sys.modules['sim'] = None"
"""A worker on which the package is not installed."""
OTHER = "import sim.store.provenance as code; code.DECIDES = ('draws.py',)"
"""A worker with another version of the package."""
SLOW = (
    "import time, sim.store.executors as its; tidied = its.tidied; "
    "its.tidied = lambda *given: (time.sleep(0.3), tidied(*given))[1]"
)
"""A worker that has chunks left whenever something happens, however slowly they are written."""


@dataclass
class Cluster:
    """A scheduler that listens on loopback, and the workers that were started for it."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    address: str = ""

    def start(self, program: str, *words: str, before: str = "pass") -> subprocess.Popen[bytes]:
        """Start the scheduler or a worker; ``before`` is done in it first."""
        code = f"{before}; {START.format(program=program)}"
        fixed = ["--host", "127.0.0.1", "--no-dashboard"]
        process = subprocess.Popen(
            [sys.executable, "-c", code, *words, *fixed],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def worker(self, before: str = "pass") -> subprocess.Popen[bytes]:
        """Start a worker of one thread that nobody starts again."""
        return self.start("worker", self.address, "--no-nanny", "--nthreads", "1", before=before)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Start a scheduler; end it and all workers when the block is left."""
    made = Cluster(folder)
    place = folder / "scheduler.json"
    try:
        made.start("scheduler", "--port", "0", "--scheduler-file", str(place))
        made.address = _address(place)
        yield made
    finally:
        for process in made.processes:
            process.kill()
        for process in made.processes:
            process.wait()


def _address(place: Path) -> str:
    """Wait for the file that the scheduler writes, and return where it listens."""
    for _attempt in range(int(10 * patience.SECONDS)):
        try:
            return str(json.loads(place.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError):
            time.sleep(0.1)
    raise TimeoutError("the scheduler did not start")
