"""The fixed loop that engine times are compared with: stock Mesa, 10,000 agents, one addition.

``python benchmarks/reference.py`` prints nanoseconds an agent-step. The loop never changes, so a
ratio to it, taken in the same run, says something on every machine and after every change.
"""

from __future__ import annotations

import time
from typing import Final

import mesa

AGENTS: Final = 10_000
STEPS: Final = 20
REPEATS: Final = 5


class Counter(mesa.Agent):
    """An agent that counts its own steps."""

    def __init__(self, model: mesa.Model) -> None:
        super().__init__(model)
        self.x = 0

    def step(self) -> None:
        """Count one step."""
        self.x += 1


class Reference(mesa.Model):
    """10,000 counters, each asked to step once a step."""

    def __init__(self) -> None:
        super().__init__(rng=1)
        Counter.create_agents(self, AGENTS)

    def step(self) -> None:
        """Ask every agent to step, in the order of its creation."""
        self.agents.do("step")


def measure() -> float:
    """Return nanoseconds of CPU time an agent-step, all threads: the best of five repeats."""
    model = Reference()
    model.step()
    best = float("inf")
    for _ in range(REPEATS):
        begin = time.process_time_ns()
        for _ in range(STEPS):
            model.step()
        best = min(best, (time.process_time_ns() - begin) / (AGENTS * STEPS))
    return best


if __name__ == "__main__":
    print(f"{measure():.0f} ns an agent-step")
