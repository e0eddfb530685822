"""A sweep killed at any moment goes on, and ends as if nobody had stopped it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks import resilience
from tests import patience
from tests.guards.source import ROOT

pytestmark = pytest.mark.slow
POINTS = 24


def test_ten_kills_at_random_moments_change_nothing(tmp_path: Path) -> None:
    seconds = resilience.whole(tmp_path / "whole", POINTS)
    wanted = resilience.tables(tmp_path / "whole")
    batches = len([*(tmp_path / "whole" / "cases").iterdir()])
    there = []
    for number, after in enumerate(resilience.moments(10, seconds)):
        folder = tmp_path / f"killed-{number}"
        there.append(resilience.killed(folder, POINTS, after))
        assert resilience.tables(folder) == wanted
        assert not [*folder.rglob(".tmp-*")]
    assert min(there) < batches and len(wanted) == 7


PARENT = f"""
import time
from sim.store.executors import own_processes

if __name__ == "__main__":
    with own_processes(1) as pool:
        pool.submit(int).result()
        print(*pool._processes, flush=True)
        time.sleep(2 * {patience.SECONDS})
"""


@pytest.mark.skipif(os.name == "nt", reason="asks for a process by a signal")
def test_no_process_outlives_a_parent_that_was_killed(tmp_path: Path) -> None:
    program = tmp_path / "parent.py"
    program.write_text(PARENT, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, program],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    end = time.monotonic() + patience.SECONDS
    while alive(child):
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
            raise AssertionError("a process went on without its parent")
        time.sleep(0.1)


def alive(process: int) -> bool:
    """Whether a process is there and no zombie that waits for init."""
    listed = Path("/proc")
    try:
        os.kill(process, 0)
        if not (listed / str(os.getpid())).is_dir():
            return True
        state = (listed / str(process) / "stat").read_text(encoding="ascii")
    except (ProcessLookupError, FileNotFoundError):
        return False  # It may go between the two questions.
    return state.rpartition(")")[2].split()[0] != "Z"
