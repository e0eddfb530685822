"""A sweep whose program is killed at random moments, and the ratio of two processes to one.

    python benchmarks/resilience.py            # ten kills, then one process against two
    python benchmarks/resilience.py --kills 3 --json

A kill is SIGKILL: nothing can be tidied up. The same command then goes on in the same folder; its
tables must be those of a sweep that nobody stopped, byte for byte. Moments are drawn with a seed
over the time that the whole sweep takes.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
SEED: Final = 1
LIAISONS: Final = "alternatives.liaisons.policies.dispatch_liaisons.liaisons=0:24"
SWEEP: Final = (
    "sweep", "linze", "--factor", "leave_per_year", "--factor", LIAISONS, "--design", "latin",
    "--measure", "effective_coverage", "--alternative", "liaisons", "--set", "years=6",
)  # fmt: skip


def command(folder: Path, points: int, jobs: int) -> list[str]:
    """Return the command of a sweep into a folder."""
    size = ("--points", str(points), "--jobs", str(jobs), "--out", str(folder))
    return [sys.executable, "-m", "sim", *SWEEP, *size]


def start(folder: Path, points: int, jobs: int = 1) -> subprocess.Popen[bytes]:
    """Start a sweep as a program of its own."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command(folder, points, jobs), cwd=ROOT, stdout=quiet, stderr=quiet)


def whole(folder: Path, points: int, jobs: int = 1) -> float:
    """Do a sweep to its end; return the seconds."""
    began = time.perf_counter()
    code = start(folder, points, jobs).wait()
    if code:
        raise RuntimeError(f"the sweep ended with {code}")
    return time.perf_counter() - began


def killed(folder: Path, points: int, after: float, jobs: int = 1) -> int:
    """Kill a sweep after so many seconds, do it to its end; return batches there at the kill."""
    process = start(folder, points, jobs)
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    batches = len(list((folder / "cases").glob("[!.]*/cases.parquet")))
    whole(folder, points, jobs)
    return batches


def tables(folder: Path) -> dict[str, bytes]:
    """Return the tables of a sweep and its summary, by name."""
    names = [path for path in folder.iterdir() if path.suffix in (".parquet", ".csv")]
    return {path.name: path.read_bytes() for path in [*names, folder / "summary.json"]}


def moments(kills: int, seconds: float) -> list[float]:
    """Return when to kill: drawn with a seed, one in each of equal parts of the time."""
    draws = random.Random(SEED)
    return [(k + draws.random()) * seconds / kills for k in range(kills)]


def measure(kills: int, points: int) -> dict[str, Any]:
    """Kill sweeps, and compare two processes with one."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        alone = whole(place / "whole", points)
        wanted = tables(place / "whole")
        rows = []
        for number, after in enumerate(moments(kills, alone)):
            folder = place / f"killed-{number}"
            batches = killed(folder, points, after)
            rows.append(
                {"after": round(after, 2), "batches": batches, "same": tables(folder) == wanted}
            )
        two = whole(place / "two", points, jobs=2)
        return {
            "points": points,
            "batches": len(list((place / "whole" / "cases").iterdir())),
            "kills": rows,
            "same": all(row["same"] for row in rows) and tables(place / "two") == wanted,
            "seconds_one_process": round(alone, 2),
            "seconds_two_processes": round(two, 2),
            "ratio": round(alone / two, 2),
        }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--points", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = measure(asked.kills, asked.points)
    if asked.json:
        print(json.dumps(found, indent=2))
        return
    for row in found["kills"]:
        told = "the same tables" if row["same"] else "OTHER TABLES"
        print(f"killed after {row['after']:5.2f} s, {row['batches']:2d} batches done: {told}")
    print(
        f"{found['batches']} batches of {found['points'] * 10} cases in all; same: {found['same']}"
    )
    print(
        f"one process {found['seconds_one_process']} s, two {found['seconds_two_processes']} s: "
        f"ratio {found['ratio']}"
    )


if __name__ == "__main__":
    main()
