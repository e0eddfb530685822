"""Which assumptions a duel offers: ``python -m tools.influence``.

Over draws of the priors of all parameters, in the classroom town and under four mixes of policies.
The figure is how strongly the gain in effective coverage goes with each parameter (Spearman's rank
correlation over worlds). The eight that go with it most strongly under any mix are offered in
``duel.NAMED``. Chance is in it too: the largest of as many correlations exceeds the bound that is
printed in one table of twenty if no parameter matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.app.classroom.course import Course, compose
from sim.app.classroom.ensemble import ensemble
from sim.parameters import PARAMETERS, resolve
from sim.results.turning import noise_level, ranks
from sim.scenario import load

MIXES: Final[Mapping[str, Mapping[str, float]]] = {
    "people": {"liaisons": 15},
    "money": {"funded": 2700, "training": 40, "stipend": 0.5},
    "together": {"organizers": 3, "radius": 2, "joint_max": 10},
    "all": {"liaisons": 10, "funded": 1500, "organizers": 1, "training": 20},
}
DRAWS: Final = 400
SEED: Final = 12
BEGIN: Final = 6
OFFERED: Final = 8


def influence(draws: int = DRAWS) -> dict[str, dict[str, float]]:
    """Return by parameter and mix the rank correlation with the gain in effective coverage."""
    base = load("classroom")
    parameters = resolve(SEED, range(draws), base.parameters, "prior")
    found: dict[str, dict[str, float]] = {
        name: {} for name in PARAMETERS if np.ptp(parameters[name]) > 0
    }
    for mix, settings in MIXES.items():
        scenario = compose(base, {"right": Course().moved(BEGIN, **settings)}, seed=SEED)
        worlds = ensemble(
            scenario.resolved(), ["baseline", "right"], range(draws), uncertainty="prior"
        )
        before, after = worlds.values["effective_coverage_of_base"][:, :, -1]
        for name, table in found.items():
            together = np.corrcoef(ranks(parameters[name]), ranks(after - before))
            table[mix] = float(together[0, 1])
    return found


def strongest(found: Mapping[str, Mapping[str, float]], number: int = OFFERED) -> list[str]:
    """Return the parameters that go most strongly with the gain under any mix."""

    def most(name: str) -> float:
        return max(abs(value) for value in found[name].values())

    return sorted(found, key=most, reverse=True)[:number]


def main() -> None:
    """Print the strongest parameters with their correlations."""
    found = influence()
    chance = noise_level(DRAWS, len(found) * len(MIXES))
    print(f"{DRAWS} draws of the priors; rank correlation with the gain in effective coverage")
    print(
        f"chance reaches {chance:.2f} in a table of {len(found)} parameters and {len(MIXES)} mixes"
    )
    print(f"{'parameter':24s}" + "".join(f"{mix:>10s}" for mix in MIXES))
    for name in strongest(found, 2 * OFFERED):
        print(f"{name:24s}" + "".join(f"{found[name][mix]:10.2f}" for mix in MIXES))


if __name__ == "__main__":
    main()
