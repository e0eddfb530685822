"""Our month beside Mesa, agentpy, Starsim and Covasim in one run: ``python benchmarks/peers.py``.

Each peer is installed by pip into an environment of its own, since their dependencies differ, and
measured there by this file. ``--environments FOLDER`` keeps the environments for the next time. A
peer that cannot be installed or measured is left out, with a line that says why.

All figures are nanoseconds of CPU time, over all threads, an agent and step. Building a model is
not counted, nor a first run, in which some peers compile. Programs take turns, and the best of
three rounds counts, so that a busy minute of the machine falls on all. What is timed is not the
same thing; ``WORK`` says what each model does in a step:

* *counter*: 10,000 agents add one to a number of their own, the least that a step can be;
* *infection*: 10,000 agents, of whom 1 % are infected at first. In a step an infected one meets ten
  others at random, infects each susceptible one with probability .05, and recovers after six steps
  on average. Mesa and agentpy have it written agent by agent, as their tutorials do; Starsim has
  its own ``SIR`` on its own ``RandomNet``, where contacts go both ways;
* Covasim: its default model of a disease, 10,000 people, with its random contacts.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve()
PEERS: Final = ("agentpy", "starsim", "covasim")
"""Peers that need an environment of their own; Mesa is what we are built on."""

AGENTS: Final = 10_000
STEPS: Final = 40
REPEATS: Final = 2
ROUNDS: Final = 3
WORLDS: Final = 400
MONTHS: Final = 36

MET: Final = 10
CATCHING: Final = 0.05
RECOVERY: Final = 1 / 6
FIRST: Final = AGENTS // 100
"""Contacts of an infected agent in a step, what one of them does, and who is infected at first."""

OURS: Final = ("fugai, 400 worlds of linze", "fugai, one world of city")

WORK: Final[Mapping[str, str]] = {
    OURS[0]: "a month of an organization, with its members, branches, liaisons and measures",
    OURS[1]: "the same in one world of 10,000 organizations",
    "fugai, the same as objects": "the same month written agent by agent (tests/oracle)",
    "mesa, counter": "adds one to a number",
    "agentpy, counter": "adds one to a number",
    "mesa, infection": "an infected agent meets ten others; the rest do nothing",
    "agentpy, infection": "an infected agent meets ten others; the rest do nothing",
    "starsim, infection": "an infection over ten contacts of everybody",
    "covasim, default": "the course of a disease over twenty contacts of everybody",
}
"""What an agent does in a step, by program and model."""


def best(build: Callable[[], Any], advance: Callable[[Any], object], steps: int) -> float:
    """Return nanoseconds an agent-step, the best of the repeats; the first run is not counted."""
    found = float("inf")
    for repeat in range(REPEATS + 1):
        model = build()
        begin = time.process_time_ns()
        advance(model)
        spent = (time.process_time_ns() - begin) / (AGENTS * steps)
        found = min(found, spent) if repeat else found
    return found


class Infection:
    """The infection, agent by agent: states by number, 0 susceptible, 1 infected, 2 recovered."""

    def __init__(self) -> None:
        self.random = random.Random(1)
        self.states = [1] * FIRST + [0] * (AGENTS - FIRST)

    def step(self, agent: int) -> None:
        """Let an infected agent meet others, and perhaps recover."""
        if self.states[agent] != 1:
            return
        for other in self.random.choices(range(AGENTS), k=MET):
            if self.states[other] == 0 and self.random.random() < CATCHING:
                self.states[other] = 1
        if self.random.random() < RECOVERY:
            self.states[agent] = 2


def of_mesa() -> Iterator[tuple[str, float]]:
    """Yield both models in stock Mesa."""
    import mesa

    class Agent(mesa.Agent):
        def __init__(self, model: Any) -> None:
            super().__init__(model)
            self.number, self.x = self.unique_id - 1, 0

        def add(self) -> None:
            self.x += 1

        def step(self) -> None:
            self.model.infection.step(self.number)

    class Model(mesa.Model):
        def __init__(self, verb: str) -> None:
            super().__init__(rng=1)
            self.verb, self.infection = verb, Infection()
            Agent.create_agents(self, AGENTS)

        def step(self) -> None:
            self.agents.do(self.verb)

    yield from _both("mesa", Model, lambda model: model.step())


def of_agentpy() -> Iterator[tuple[str, float]]:
    """Yield both models in agentpy."""
    import agentpy

    class Agent(agentpy.Agent):
        def setup(self) -> None:
            self.number, self.x = self.id - 1, 0

        def add(self) -> None:
            self.x += 1

        def step(self) -> None:
            self.model.infection.step(self.number)

    class Model(agentpy.Model):
        def setup(self) -> None:
            self.infection = Infection()
            self.agents = agentpy.AgentList(self, AGENTS, Agent)

        def step(self) -> None:
            getattr(self.agents, self.p.verb)()

    def built(verb: str) -> Any:
        model = Model({"verb": verb, "steps": STEPS})
        model.sim_setup()
        return model

    yield from _both("agentpy", built, lambda model: model.sim_step())


def _both(
    name: str, build: Callable[[str], Any], step: Callable[[Any], object]
) -> Iterator[tuple[str, float]]:
    def advance(model: Any) -> None:
        for _ in range(STEPS):
            step(model)

    for what, verb in (("counter", "add"), ("infection", "step")):
        yield f"{name}, {what}", best(partial(build, verb), advance, STEPS)


def of_starsim() -> Iterator[tuple[str, float]]:
    """Yield Starsim's infection on its random network."""
    import starsim

    def built() -> Any:
        model = starsim.Sim(
            n_agents=AGENTS, dur=STEPS, dt=1, verbose=0, rand_seed=1,
            diseases=starsim.SIR(
                beta=CATCHING, init_prev=FIRST / AGENTS, dur_inf=1 / RECOVERY, p_death=0
            ),
            networks=starsim.RandomNet(n_contacts=MET),
        )  # fmt: skip
        model.init()
        return model

    yield "starsim, infection", best(built, lambda model: model.run(), STEPS + 1)


def of_covasim() -> Iterator[tuple[str, float]]:
    """Yield Covasim's default model, a step a day."""
    import covasim

    def built() -> Any:
        model = covasim.Sim(pop_size=AGENTS, n_days=STEPS, verbose=0, rand_seed=1)
        model.init() if hasattr(model, "init") else model.initialize()
        return model

    yield "covasim, default", best(built, lambda model: model.run(), STEPS + 1)


def of_us() -> Iterator[tuple[str, float]]:
    """Yield our month in a stack of worlds, in one large world, and as objects."""
    from benchmarks.speed import engine, oracle
    from sim.scenario import load
    from sim.worlds import Worlds

    def stack() -> Worlds:
        return Worlds.build(load("linze"), ["baseline", "liaisons"], range(WORLDS // 2))

    def alone() -> Worlds:
        return Worlds.build(load("city"), ["liaisons"], [0])

    for name, build in zip(OURS, (stack, alone), strict=True):
        yield name, min(engine(build(), MONTHS)[0] for _ in range(REPEATS))
    yield "fugai, the same as objects", oracle(MONTHS)


def company() -> str:
    """Return what goes with an organization in our figures."""
    from sim.scenario import load
    from sim.worlds import Worlds

    worlds = Worlds.build(load("linze"), ["baseline"], range(20))
    organizations = worlds.organizations.alive.sum()
    members, branches = worlds.members.alive.sum(), worlds.branches.alive.sum()
    return (
        f"fugai counts organizations; {members / organizations:.1f} members and "
        f"{branches / organizations:.1f} branches go with each in linze"
    )


MEASURED: Final[Mapping[str, Callable[[], Iterator[tuple[str, float]]]]] = {
    "fugai": of_us, "mesa": of_mesa,
    "agentpy": of_agentpy, "starsim": of_starsim, "covasim": of_covasim,
}  # fmt: skip


def installed(name: str, folder: Path) -> Path:
    """Return the Python of the environment of a peer, made and filled where it is not there."""
    place = folder / name
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
    if not _told(python, "-c", f"import {name}")[0]:
        done, said = _told(python, "-m", "pip", "install", "--quiet", name)
        if not done:
            raise OSError(said)
    return python


def _told(*command: str | Path) -> tuple[bool, str]:
    done = subprocess.run([*command], capture_output=True, encoding="utf-8", check=False)
    lines = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    return done.returncode == 0, lines[-1] if lines else ""


def elsewhere(name: str, folder: Path) -> tuple[dict[str, float], str]:
    """Measure a peer in its environment; return its figures and version, or why there are none."""
    try:
        python = installed(name, folder)
    except (OSError, subprocess.SubprocessError) as error:
        return {}, f"{name} is left out, it cannot be installed here: {error}"
    done, said = _told(python, HERE, "--only", name)
    if not done:
        return {}, f"{name} is left out, it cannot be measured here: {said}"
    about = f"import importlib.metadata as m; print(m.version({name!r}), m.version('numpy'))"
    _done, version = _told(python, "-c", about)
    return dict(json.loads(said)), f"{name} {version.replace(' ', ', NumPy ')}"


def main() -> None:
    """Print every figure as a table, with its ratio to ours; or those of one program as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--only", choices=[*MEASURED], help="measure one here, and print JSON")
    parser.add_argument("--environments", type=Path, help="folder that keeps the environments")
    asked = parser.parse_args()
    if asked.only:
        print(json.dumps(dict(MEASURED[asked.only]())))
        return
    found: dict[str, float] = {}
    about: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for _round in range(ROUNDS):
            rounds = [dict(of_us()), dict(of_mesa())]
            for name in PEERS:
                figures, about[name] = elsewhere(name, asked.environments or Path(temporary))
                rounds.append(figures)
            for figures in rounds:
                found |= {name: min(one, found.get(name, one)) for name, one in figures.items()}
    for name, work in WORK.items():
        if name in found:
            nanoseconds = found[name]
            print(f"{name:28} {nanoseconds:9,.0f} ns {nanoseconds / found[OURS[0]]:8.2f}  {work}")
    print("\n".join([company(), *about.values()]))


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parents[1]))
    main()
