"""One world of the nation over ten years: ``python benchmarks/nation.py``, CPU and memory."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sim.measures.recorder import Recorder
from sim.scenario import load
from sim.worlds import Worlds

MONTHS = 120


def main() -> None:
    """Build, step and record; print what each year has taken so far."""
    begin = time.process_time()
    worlds = Worlds.build(load("nation"), ["baseline"], [0])
    recorder = Recorder(worlds, MONTHS, worlds.ledger, worlds.budget)
    print(f"built: {time.process_time() - begin:.1f} CPU s")
    for month in range(1, MONTHS + 1):
        worlds.step()
        recorder.record(worlds.doses)
        if month % 12 == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
            alive = int(worlds.organizations.alive.sum())
            spent = time.process_time() - begin
            print(f"year {month // 12}: {alive:,} organizations, {spent:.1f} CPU s, {peak:.2f} GB")


if __name__ == "__main__":
    main()
