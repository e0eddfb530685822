"""What the cases of a study take, before the start: time, memory, disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.methods.cases import Batch
from sim.results.plan import (
    SECONDS_MONTH,
    SECONDS_ORGANIZATION_MONTH,
    Estimate,
    bytes_of,
    memory_of,
    organizations_of,
)
from sim.scenario import Scenario

SECONDS_VARIANT_MONTH: Final = 2e-4
"""What a further mix of policies in a stack costs a month."""
BYTES_VALUE: Final = 8


def expected_of(scenario: Scenario, batches: Sequence[Batch], jobs: int) -> Estimate:
    """Return about what batches take on ``jobs`` processes."""
    first, organizations = batches[0], organizations_of(scenario)
    months, alternatives = first.months[-1], len(first.alternatives)
    rows = sum(len(batch.cases) for batch in batches)
    worlds = rows * alternatives
    mixes = worlds if any(not key.startswith("parameters.") for key in first.cases.values) else 0
    work = worlds * organizations * SECONDS_ORGANIZATION_MONTH + len(batches) * SECONDS_MONTH
    sizes = [len(batch.cases) * alternatives for batch in batches]
    kept = worlds * (len(first.measures) * len(first.months) + 2) * BYTES_VALUE
    return Estimate(
        worlds=worlds,
        seconds=months * (work + mixes * SECONDS_VARIANT_MONTH) / jobs,
        memory=memory_of(sizes, bytes_of(organizations, months), jobs) + 3.0 * kept,
        disk=float(kept),
    )
