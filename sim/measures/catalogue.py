"""Every measure by name, and in which order tables show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.measures.base import Measure
from sim.measures.coverage import COVERAGE, FAMILIES, INEQUALITY
from sim.measures.numbers import NUMBERS
from sim.measures.targets import TARGETS

MEASURES: Final[Mapping[str, Measure]] = {
    measure.name: measure for measure in (*FAMILIES, *COVERAGE, *TARGETS, *INEQUALITY, *NUMBERS)
}
"""Measures of the table ``series``; events, bottlenecks, survival and costs have their own."""

HEADLINE: Final = (
    "organization_coverage",
    "reported_coverage",
    "effective_coverage",
    "work_coverage",
    "member_coverage",
    "hollow_share",
)
"""Measures that a summary shows first; hollow share always beside coverage."""
