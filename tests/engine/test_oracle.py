"""Engine and oracle tell the same story, month by month, agent by agent.

The oracle (``tests/oracle``) is a second program, written from the model and ``docs/draws.md``
alone. Both start from the engine's month 0; draws are keyed, so every agent's state is compared.
Equal paths make equal distributions: a two-sample test adds only that nothing hangs on the seeds
used here, so it is small.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from scipy import stats

from sim.state.codes import Form
from sim.worlds import Worlds
from tests.engine import adapter
from tests.engine.places import EVERYTHING, scenario
from tests.engine.snapshots import COMPARED
from tests.oracle.compare import COLUMNS, first_difference, state_of
from tests.oracle.model import OracleModel


def oracles(stack: Worlds, place: str) -> list[OracleModel]:
    """Return an oracle for each world of a stack at month 0."""
    here = scenario(place)
    return [adapter.oracle_of(stack, world, here) for world in range(stack.n_worlds)]


def first_that_differs(
    place: str, alternatives: Sequence[str] | None, replicates: Sequence[int], months: int
) -> str | None:
    """Return the first difference between engine and oracle, or None."""
    stack = Worlds.build(scenario(place), alternatives, replicates)
    twins = oracles(stack, place)
    for month in range(months):
        stack.step()
        for world, oracle in enumerate(twins):
            oracle.step()
            names = ("engine", "oracle")
            found = first_difference(adapter.state_of(stack, world), state_of(oracle), names)
            if found:
                return (
                    f"{place}, {stack.alternatives[int(stack.alternative[world])].id}, replicate"
                    f" {stack.replicate[world]}, after month {month}: {found}"
                )
    return None


def test_the_oracle_has_every_column() -> None:
    """All that the engine keeps of a row, but for who it is and by what it is found."""
    for table, columns in COMPARED.items():
        kept = set(columns) - {"identity", "key", "cohort", "desk", "policy", "permanent"}
        assert kept <= set(COLUMNS[table]), table


@pytest.mark.parametrize(
    ("place", "alternative"),
    [*(("town", name) for name in EVERYTHING), ("hamlet", "quota"), ("registry", "liaisons")],
)
def test_two_years_agree(place: str, alternative: str) -> None:
    assert first_that_differs(place, (alternative,), (0,), 25) is None


@pytest.mark.slow
@pytest.mark.parametrize("place", ["town", "hamlet", "registry"])
def test_twenty_replicates_of_five_years_agree(place: str) -> None:
    assert first_that_differs(place, None, range(20), 60) is None


OBSERVED = ("organizations", "operating", "covered", "joint", "members", "known", "vitality")


def observed(state: dict[str, dict[int, dict[str, float]]]) -> list[float]:
    """Return what is observed of a world in the shape of the oracle's state."""
    organizations, branches = state["organizations"].values(), state["branches"].values()
    return [
        len(organizations),
        sum(bool(row["operating"]) for row in organizations),
        sum(row["branch"] is not None for row in organizations),
        sum(row["form"] == Form.JOINT for row in branches),
        sum(int(row["members"]) for row in organizations),
        sum(int(row["known"]) for row in organizations),
        sum(row["vitality"] for row in branches),
    ]


@pytest.mark.slow
def test_distributions_agree_under_other_seeds() -> None:
    """60 replicates against 60 others after four years: Kolmogorov-Smirnov, Holm at 1 %."""
    here = scenario("town")
    stack = Worlds.build(here, ("everything_2",), range(120))
    twins = oracles(stack.taken(np.arange(60, 120)), "town")
    for _ in range(48):
        stack.step()
        for oracle in twins:
            oracle.step()
    engine = np.array([observed(adapter.state_of(stack, k)) for k in range(60)])
    oracle_ = np.array([observed(state_of(oracle)) for oracle in twins])
    levels = sorted(
        (float(stats.ks_2samp(engine[:, n], oracle_[:, n]).pvalue), name)
        for n, name in enumerate(OBSERVED)
    )
    assert all(p > 0.01 / (len(levels) - rank) for rank, (p, _) in enumerate(levels)), levels
