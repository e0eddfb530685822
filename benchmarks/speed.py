"""How fast the engine is, in one run: ``python benchmarks/speed.py [--quick] [--json]``.

CPU time over all threads, the best of the repeats. With everything on: policies, ledger, recorder.

* ``engine_city_ns``: nanoseconds an organization-month, one world of ``city``;
* ``engine_stack_ns``: the same, 400 ``linze`` worlds (200 replicates × 2 alternatives) stacked;
* ``oracle_ns``: the object model of ``tests/oracle`` at 90 organizations, the same places;
* ``reference_ns``: an agent-step of the fixed loop in ``benchmarks/reference.py``;
* ``fixed_ms``: a month of one world of ``linze``, milliseconds;
* ``ratio_oracle`` = oracle / engine_stack, ``ratio_reference`` = engine_stack / reference.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import reference
from sim.measures.recorder import Recorder
from sim.scenario import load
from sim.worlds import Worlds
from tests.engine.adapter import oracle_of


def engine(worlds: Worlds, months: int) -> tuple[float, float]:
    """Return nanoseconds an organization-month and milliseconds a month, recorder on."""
    recorder = Recorder(worlds, months, worlds.ledger, worlds.budget)
    recorder.record(worlds.doses)
    spent, done = 0, 0
    for _ in range(months):
        done += int(worlds.organizations.alive.sum())
        begin = time.process_time_ns()
        worlds.step()
        recorder.record(worlds.doses)
        spent += time.process_time_ns() - begin
    return spent / done, spent / months / 1e6


def oracle(months: int) -> float:
    """Return nanoseconds an organization-month of the oracle on one world of ``linze``."""
    scenario = load("linze").without_history()
    worlds = Worlds.build(scenario, ["liaisons"], [0])
    model = oracle_of(worlds, 0, scenario)
    spent, done = 0, 0
    for _ in range(months):
        done += len(model.organizations)
        begin = time.process_time_ns()
        model.step()
        spent += time.process_time_ns() - begin
    return spent / done


def measure(*, quick: bool) -> dict[str, float]:
    """Return every figure of the page; ``quick`` takes fewer months and one repeat."""
    repeats, months = (1, 24) if quick else (3, 60)
    linze, city = load("linze").without_history(), load("city")
    replicates = range(200)
    stack = min(
        engine(Worlds.build(linze, ["baseline", "liaisons"], replicates), months)[0]
        for _ in range(repeats)
    )
    alone = min(engine(Worlds.build(city, ["liaisons"], [0]), months)[0] for _ in range(repeats))
    fixed = min(engine(Worlds.build(linze, ["liaisons"], [0]), months)[1] for _ in range(repeats))
    slow = min(oracle(months) for _ in range(repeats))
    loop = reference.measure()
    return {
        "engine_city_ns": alone,
        "engine_stack_ns": stack,
        "oracle_ns": slow,
        "reference_ns": loop,
        "ratio_oracle": slow / stack,
        "ratio_reference": stack / loop,
        "fixed_ms": fixed,
    }


def main() -> None:
    """Print the figures as a table, or as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer months, one repeat")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    figures = {name: round(value, 3) for name, value in measure(quick=options.quick).items()}
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:18} {value:12.3f}")


if __name__ == "__main__":
    main()
