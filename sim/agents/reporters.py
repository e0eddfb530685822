"""Measures as reporters of a DataCollector: functions of the model that a pickle can name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from sim.measures.base import ratio
from sim.measures.catalogue import MEASURES
from sim.text.hints import near

if TYPE_CHECKING:
    from sim.agents.model import CoverageModel


def measure(model: CoverageModel, name: str) -> float:
    """Return a measure of the world as it stands; not a number where nothing can be counted.

    Numbers are of the organizations that are simulated: where the place is sampled, results
    multiply them by what each stands for. ``LookupError`` names the nearest measure.
    """
    counts = model.counts()
    found = MEASURES.get(name)
    if found is None or found.numerator not in counts:
        known = [entry.name for entry in MEASURES.values() if entry.numerator in counts]
        hint = near(str(name), known)
        raise LookupError(f"no measure {name!r} of a month. {hint}")
    base = None if found.denominator is None else counts[found.denominator]
    return float(ratio(counts[found.numerator], base)[0]) * found.scale


def month(model: CoverageModel) -> int:
    """Months done."""
    return model.month


def registered(model: CoverageModel) -> int:
    """Organizations on the register, operating or not."""
    return int(measure(model, "registered"))


REPORTERS: Final[Mapping[str, Callable[[CoverageModel], float]]] = {
    "month": month,
    "registered": registered,
    **{
        name: partial(measure, name=name)
        for name in (
            "organization_coverage", "organization_coverage_of_operating", "reported_coverage",
            "effective_coverage", "work_coverage", "member_coverage", "hollow_share",
        )
    },
}  # fmt: skip
"""What the model's own collector writes down each month."""
