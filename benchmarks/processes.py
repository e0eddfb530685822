"""Where a month goes: ``python benchmarks/processes.py [SCENARIO REPLICATES MONTHS]``.

Time of each process under the profiler, as nanoseconds an organization-month and as a share.
Take the shares; the profiler itself makes every call dearer.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sim.measures.recorder import Recorder
from sim.scenario import load
from sim.worlds import Worlds

PROCESSES = (
    "compact", "year_start", "peers", "resolve", "set_committees", "turnover", "enter", "mobility",
    "recruitment", "dispatch", "attitudes", "formation", "vitality", "book", "record",
)  # fmt: skip


def main() -> None:
    """Step a stack of baseline and first alternative, and print what each process took."""
    name, replicates, months = (sys.argv[1:] + ["linze", "400", "36"][len(sys.argv) - 1 :])[:3]
    scenario = load(name).without_history()
    chosen = [entry.id for entry in scenario.alternatives[:2]]
    worlds = Worlds.build(scenario, chosen, range(int(replicates)))
    recorder = Recorder(worlds, int(months), worlds.ledger, worlds.budget)
    profile, done = cProfile.Profile(), 0
    for _ in range(int(months)):
        done += int(worlds.organizations.alive.sum())
        profile.enable()
        worlds.step()
        recorder.record(worlds.doses)
        profile.disable()
    stats = pstats.Stats(profile).get_stats_profile().func_profiles
    total = stats["step"].cumtime + stats["record"].cumtime
    print(f"{name}: {worlds.n_worlds} worlds, {months} months, {done:,} organization-months")
    for process in PROCESSES:
        if process in stats:
            spent = stats[process].cumtime
            print(f"{process:16}{spent / done * 1e9:9.1f} ns{spent / total:8.1%}")


if __name__ == "__main__":
    main()
