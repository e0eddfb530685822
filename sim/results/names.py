"""Names of organizations from the registry, for those who ask for them."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from sim.parameters import resolve
from sim.results.reading import Results
from sim.scenario.population import populate


def names_of(results: Results) -> dict[int, str]:
    """Return the registry's name of each organization by identity; others have none."""
    scenario = results.scenario
    values = resolve(scenario.seed, [0], scenario.parameters, "none")
    population = populate(scenario, [0], values)
    labels = population.labels
    if not labels:
        return {}
    identity, number = population.identity.tolist(), population.number.tolist()
    return {
        who: str(labels[row])
        for who, row in zip(identity, number, strict=True)
        if labels[row] is not None
    }


def with_names(results: Results, parts: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Add a column ``name``: simulated, not observed, whatever stands beside it."""
    known = names_of(results)
    for part in parts:
        found = [known.get(who) for who in part["organization"].to_pylist()]
        yield part.append_column("name", pa.array(found, pa.string()))
