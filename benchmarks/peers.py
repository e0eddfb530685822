"""Our month beside an SIR model on Mesa, agentpy, Starsim and Covasim, all in one run.

``python benchmarks/peers.py --python OTHER/bin/python`` measures the peers with another Python, in
which they are installed apart (``pip install "mesa[network]" agentpy starsim covasim``); what it
lacks is left out. CPU time over all threads, the best of the repeats, on 10,000 agents.

The peers' agents catch, pass on and recover; an organization of ours hires, recruits, learns,
founds a branch and keeps it, and is recorded. So a ratio says what a step of each framework costs
with the model that its own documentation begins with, never that one model is better.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

AGENTS: Final = 10_000
STEPS: Final = 50
REPEATS: Final = 3
CONTACTS: Final = 4
BETA: Final = 0.05
RECOVERY: Final = 10
SEEDS: Final = 100


def mesa_sir() -> Callable[[], Any]:
    """Return what runs SIR on stock Mesa: agents meet agents drawn at random."""
    import mesa

    class Person(mesa.Agent):
        def __init__(self, model: Any) -> None:
            super().__init__(model)
            self.state, self.since = 0, 0

        def step(self) -> None:
            if self.state != 1:
                return
            people = self.model.people
            for _ in range(CONTACTS):
                other = people[self.random.randrange(AGENTS)]
                if other.state == 0 and self.random.random() < BETA:
                    other.state, other.since = 1, self.model.steps
            if self.model.steps - self.since >= RECOVERY:
                self.state = 2

    class Model(mesa.Model):
        def __init__(self) -> None:
            super().__init__(rng=1)
            self.people = list(Person.create_agents(self, AGENTS))
            for person in self.people[:SEEDS]:
                person.state = 1

        def step(self) -> None:
            self.agents.do("step")

    def run() -> None:
        model = Model()
        for _ in range(STEPS):
            model.step()

    return run


def agentpy_sir() -> Callable[[], Any]:
    """Return what runs the same SIR on agentpy."""
    import agentpy

    class Person(agentpy.Agent):
        def setup(self) -> None:
            self.state, self.since = 0, 0

        def spread(self) -> None:
            if self.state != 1:
                return
            people, random = self.model.people, self.model.random
            for _ in range(CONTACTS):
                other = people[random.randrange(AGENTS)]
                if other.state == 0 and random.random() < BETA:
                    other.state, other.since = 1, self.model.t
            if self.model.t - self.since >= RECOVERY:
                self.state = 2

    class Model(agentpy.Model):
        def setup(self) -> None:
            self.agents = agentpy.AgentList(self, AGENTS, Person)
            self.people = list(self.agents)
            for person in self.people[:SEEDS]:
                person.state = 1

        def step(self) -> None:
            self.agents.spread()

    return lambda: Model({"steps": STEPS, "seed": 1}).run(display=False)


def starsim_sir() -> Callable[[], Any]:
    """Return what runs Starsim's own SIR on a random network."""
    import starsim

    def run() -> None:
        starsim.Sim(
            n_agents=AGENTS, dur=STEPS, verbose=0, rand_seed=1,
            diseases={
                "type": "sir", "init_prev": SEEDS / AGENTS, "beta": BETA, "dur_inf": RECOVERY,
            },
            networks={"type": "random", "n_contacts": CONTACTS},
        ).run()  # fmt: skip

    return run


def covasim_days() -> Callable[[], Any]:
    """Return what runs Covasim as it comes, a step a day."""
    import covasim

    return lambda: covasim.Sim(
        pop_size=AGENTS, pop_infected=SEEDS, n_days=STEPS, rand_seed=1, verbose=0
    ).run()


PEERS: Final[dict[str, Callable[[], Callable[[], Any]]]] = {
    "mesa": mesa_sir,
    "agentpy": agentpy_sir,
    "starsim": starsim_sir,
    "covasim": covasim_days,
}


def peer(name: str) -> float:
    """Return nanoseconds of CPU time an agent-step of a peer, its setup included."""
    run = PEERS[name]()
    best = float("inf")
    for _ in range(REPEATS):
        begin = time.process_time_ns()
        run()
        best = min(best, (time.process_time_ns() - begin) / (AGENTS * STEPS))
    return best


def ours() -> dict[str, float]:
    """Return nanoseconds an organization-month: one world of ``city``, and stacked small ones."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from benchmarks.speed import engine
    from sim.scenario import load
    from sim.worlds import Worlds

    city, linze = load("city"), load("linze")
    alone = min(engine(Worlds.build(city, ["liaisons"], [0]), 24)[0] for _ in range(REPEATS))
    stack = min(
        engine(Worlds.build(linze, ["baseline", "liaisons"], range(100)), 24)[0]
        for _ in range(REPEATS)
    )
    return {"fugai, one city": alone, "fugai, stacked counties": stack}


def apart(python: str, name: str) -> float | None:
    """Measure a peer with another Python; ``None`` where that lacks it."""
    words = [python, str(Path(__file__).resolve()), "--peer", name]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        print(f"{name}: not measured ({done.stderr.strip().splitlines()[-1:]})", file=sys.stderr)
        return None
    return float(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Print nanoseconds, and the ratio of each peer to one city of ours."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--python", default=sys.executable, help="Python that has the peers")
    parser.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        print(json.dumps(peer(options.peer)))
        return
    found = ours()
    base = next(iter(found.values()))
    for name in PEERS:
        measured = apart(options.python, name)
        if measured is not None:
            found[name] = measured
    for name, value in found.items():
        print(f"{name:24} {value:10.0f} ns {value / base:8.2f}")


if __name__ == "__main__":
    main()
