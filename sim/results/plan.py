"""Before the start: which chunks there will be, how long they take, and whether they fit."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from sim.errors import InputError
from sim.locale import _
from sim.present.numbers import tenths, whole
from sim.results.chunk import STACK, Chunk
from sim.scenario import Scenario

# Orders of magnitude for the estimate; docs/performance.md holds the measurements.
SECONDS_ORGANIZATION_MONTH: Final = 8e-7
SECONDS_MONTH: Final = 4e-3
SECONDS_START: Final = 1.5
BYTES_PARENT: Final = 165e6
"""The process that asks: what it imports, and what it reads and draws at the end."""
BYTES_PROCESS: Final = 65e6
"""Each process beside it."""
BYTES_ORGANIZATION: Final = 900
BYTES_ORGANIZATION_MONTH: Final = 14
"""What has left the register and is kept, and what is written down of it."""
BYTES_WORLD_MONTH: Final = 1_300
BYTES_DISK_WORLD_MONTH: Final = 60
BYTES_SUMMARY_WORLD_YEAR: Final = 1_000
SERIAL_SECONDS: Final = 4.0
"""Work below this is done in one process: another takes about a second to start."""


@dataclass(frozen=True)
class Estimate:
    """What a run will take, roughly."""

    worlds: int
    seconds: float
    memory: float
    disk: float


def organizations_of(scenario: Scenario) -> int:
    """Return about how many organizations one world has at the start."""
    spec = scenario.organizations
    if spec.registry is not None:
        return max(1, len(spec.registry))
    total = spec.synthesis.total.organizations if spec.synthesis else 1
    return max(1, round((total or 1) * spec.sample))


def chunks(scenario: Scenario, missing: Iterable[int]) -> list[Chunk]:
    """Cut the replicates that are missing into equal chunks of neighbouring replicates.

    The cut depends on the scenario and on what is missing, never on the machine.
    """
    organizations = organizations_of(scenario)
    size = max(1, STACK // (organizations * len(scenario.alternatives)))
    runs: list[list[int]] = []
    for replicate in missing:
        if not runs or runs[-1][-1] != replicate - 1:
            runs.append([])
        runs[-1].append(replicate)
    found = []
    for replicates in runs:
        number = -(-len(replicates) // size)
        ends = [len(replicates) * k // number for k in range(number + 1)]
        found += [tuple(replicates[a:b]) for a, b in pairwise(ends)]
    return [Chunk(scenario, replicates, organizations) for replicates in found]


def estimate(scenario: Scenario, plan: list[Chunk], jobs: int) -> Estimate:
    """Return what the chunks will take on ``jobs`` processes."""
    alternatives, months = len(scenario.alternatives), scenario.months
    organizations = organizations_of(scenario)
    replicates = sum(len(chunk.replicates) for chunk in plan)
    worlds = replicates * alternatives
    stacks = len(plan) * (alternatives if organizations * alternatives > 2 * STACK else 1)
    work = worlds * organizations * SECONDS_ORGANIZATION_MONTH + stacks * SECONDS_MONTH
    together = 1 if stacks > len(plan) else alternatives
    sizes = [len(chunk.replicates) * together for chunk in plan]
    return Estimate(
        worlds=worlds,
        seconds=SECONDS_START + work * months / jobs,
        memory=memory_of(sizes, bytes_of(organizations, months) + months * BYTES_WORLD_MONTH, jobs)
        + worlds * scenario.years * BYTES_SUMMARY_WORLD_YEAR,
        disk=worlds * (months * BYTES_DISK_WORLD_MONTH + organizations * 3.0),
    )


def bytes_of(organizations: int, months: int) -> float:
    """Return what one world takes in a stack."""
    return organizations * float(BYTES_ORGANIZATION + months * BYTES_ORGANIZATION_MONTH)


def memory_of(sizes: Iterable[int], world: float, jobs: int) -> float:
    """Return the memory of stacks of ``sizes`` worlds at ``world`` bytes, the largest together."""
    held = sum(sorted(sizes)[-jobs:]) * world
    return BYTES_PARENT + held + (jobs * BYTES_PROCESS if jobs > 1 else 0.0)


def jobs_for(scenario: Scenario, plan: list[Chunk], asked: int | None) -> int:
    """Return the number of processes: as asked, else 2 where the work is worth starting them."""
    return jobs_of(estimate(scenario, plan, 1).seconds - SECONDS_START, len(plan), asked)


def jobs_of(seconds: float, parts: int, asked: int | None) -> int:
    """Return the number of processes for work of ``seconds`` in that many parts."""
    if asked is not None:
        return max(1, min(asked, parts))
    if seconds < SERIAL_SECONDS or parts < 2:
        return 1
    return min(2, os.cpu_count() or 1)


FIRST_SECONDS: Final = 1.0
"""Work of the first part of a run, after which a terminal has a table."""
FEWEST_FIRST: Final = 5
"""Replicates without which a first table would be misleading."""


def first_part(scenario: Scenario, wanted: int) -> int:
    """Return how many replicates make a first table: a second of work, but five at least.

    0 where that would be more than half of the run, which is then about as soon complete.
    """
    months = scenario.months
    fixed = SECONDS_MONTH * months
    each = estimate(scenario, chunks(scenario, range(1)), 1).seconds - SECONDS_START - fixed
    number = max(FEWEST_FIRST, int((FIRST_SECONDS - fixed) / each))
    return number if number <= wanted // 2 else 0


def check_room(expected: Estimate, folder: Path) -> None:
    """Refuse what would not fit into memory or onto the disk."""
    free = available_memory()
    if free is not None and expected.memory > free:
        raise InputError(
            _(
                "This run of {worlds} simulations would need about {need} of memory and {time}; "
                "{free} are available. Ask for fewer replicates, or sample the organizations."
            ).format(
                worlds=whole(expected.worlds),
                need=size_text(expected.memory),
                time=time_text(expected.seconds),
                free=size_text(free),
            )
        )
    there = folder
    while not there.exists():
        there = there.parent
    room = shutil.disk_usage(there).free
    if expected.disk > room:
        raise InputError(
            _(
                "This run would write about {need} to {folder}; {free} are free. "
                "Ask for fewer replicates, make room there, or name another folder (--out)."
            ).format(need=size_text(expected.disk), folder=folder, free=size_text(room))
        )


def available_memory() -> float | None:
    """Return the bytes of memory that are free for use, None where nobody says."""
    if sys.platform == "linux":
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        found = [line.split() for line in lines if line.startswith("MemAvailable:")]
        return float(found[0][1]) * 1024 if found else None
    if sys.platform == "win32":
        return _windows_memory()
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        # Free pages say little where memory is used as cache: half of all is a fair guess.
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2.0
    return None


def _windows_memory() -> float | None:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "free", "c", "d", "e", "f", "g")),
        )

    status = Status()
    status.length = ctypes.sizeof(Status)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
    return float(status.free) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else None


def size_text(size: float) -> str:
    """Return bytes for people."""
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if size >= 10 or unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{tenths(size)} TB"


def time_text(seconds: float) -> str:
    """Return a duration for people."""
    if seconds < 90:
        return _("{n} s").format(n=round(seconds))
    if seconds < 5400:
        return _("{n} min").format(n=round(seconds / 60))
    if seconds < 172_800:
        return _("{n} hours").format(n=round(seconds / 3600))
    return _("{n} days").format(n=whole(seconds / 86400))
