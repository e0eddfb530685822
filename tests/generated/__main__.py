"""``python -m tests.generated``: check thousands of mutated inputs; a failure is a line and exit 1.

Each part runs in a process of its own, which may not take more than two gigabytes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.generated.checking import KINDS, outcome

ALL = {"scenario": 10_000, "registry": 3_000, "study": 1_000}
PART = 250
MOST_BYTES = 2_000_000_000


def part(kind: str, first: int, last: int) -> tuple[list[str], float]:
    """Return what became of some inputs, and the longest time of the processor."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    found, longest = [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, last):
            began = time.process_time()
            found.append(outcome(kind, number, Path(folder)))
            longest = max(longest, time.process_time() - began)
    return found, longest


def main() -> int:
    """Check them all; return 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    for kind, number in ALL.items():
        parser.add_argument(f"--{kind}", type=int, default=number, metavar="N")
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    wrong = 0
    forked = multiprocessing.get_context("fork")
    with forked.Pool(asked.jobs, maxtasksperchild=1) as pool:
        for kind in KINDS:
            number = getattr(asked, kind)
            parts = [(kind, a, min(a + PART, number)) for a in range(0, number, PART)]
            tally: Counter[str] = Counter()
            slowest = 0.0
            for found, longest in pool.starmap(part, parts, chunksize=1):
                slowest = max(slowest, longest)
                for said in found:
                    tally[said if said in ("accepted", "refused") else "wrong"] += 1
                    if said not in ("accepted", "refused"):
                        print(said, flush=True)
            wrong += tally["wrong"]
            print(f"{kind}: {number} inputs, {dict(tally)}, longest {slowest:.1f} s", flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
