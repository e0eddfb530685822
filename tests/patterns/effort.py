"""Patterns P1 and P2: ten years of a drive, without liaisons and with one for every organization.

Coverage is that of operating organizations, looked at twice a year.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from sim.studies.cases import Cases, respond
from tests.patterns.growth import F64, Gap, gap, logit_growth, plateau, slowing
from tests.patterns.measure import load_drawn
from tests.patterns.statistics import Share, share_holding

PLACE = Path(__file__).parent / "data" / "effort.toml"
YEARS: Final = 10
EVERY: Final = 6
MEASURES: Final = (
    "organization_coverage_of_operating",
    "work_coverage_of_operating",
    "liaison_caseload",
)
SETTLED: Final = 3
"""Years after which every organization that waits should have had a liaison's visit."""

CASELOAD: Final = 3.3
ENTRY: Final = 0.06
"""Entry from which a plateau above .97 is impossible: newcomers come without a branch."""


@dataclass(frozen=True)
class Effort:
    """What one draw of the parameters shows."""

    entry: float  # a year, of registered organizations
    plateau: float  # P1
    last: float  # coverage after ten years
    slowing: float
    normal: float  # logit growth a year in the baseline
    campaign: float  # the same in the first year of the drive
    without: Gap  # P2, no liaisons
    sent: Gap  # P2, a liaison for every organization
    least_work: float  # lowest work coverage with liaisons, once settled
    caseload: float  # the highest then


def measure(draws: int, place: Path = PLACE, posterior: str | None = None) -> list[Effort]:
    """Run ``draws`` draws and return what each shows."""
    scenario = load_drawn(place, posterior)
    replicates = np.arange(draws)
    months = range(0, 12 * YEARS + 1, EVERY)
    found = respond(
        scenario, Cases(replicates, {}), MEASURES, months=months, costs=False, jobs=1
    ).values
    entry = scenario.drawn(replicates.tolist())["entry_per_year"]
    return [_effort(float(entry[k]), found[k]) for k in replicates]


def _effort(entry: float, seen: F64) -> Effort:
    """Return what a draw shows: [alternative, measure, time] of baseline, drive, all liaisons."""
    years = np.arange(seen.shape[2]) * EVERY / 12
    normal, drive = seen[0, 0], seen[1, 0]
    year = 12 // EVERY
    settled = slice(SETTLED * year, None)
    return Effort(
        entry=entry,
        plateau=plateau(years, drive),
        last=float(drive[-1]),
        slowing=slowing(drive[::year]),
        normal=logit_growth(float(normal[0]), float(normal[-1]), YEARS),
        campaign=logit_growth(float(drive[0]), float(drive[year]), 1),
        without=gap(drive, seen[1, 1]),
        sent=gap(seen[2, 0], seen[2, 1]),
        least_work=float(seen[2, 1, settled].min()),
        caseload=float(seen[2, 2, settled].max()),
    )


def patterns(draws: list[Effort]) -> dict[str, Share]:
    """Return in how many draws each part of P1 and P2 holds."""

    def holds(value: Callable[[Effort], float], low: float, high: float) -> Share:
        values = [value(draw) for draw in draws]
        return share_holding([None if math.isnan(v) else low <= v <= high for v in values])

    return {
        "P1 plateau .75-.95": holds(lambda d: d.plateau, 0.75, 0.95),
        "P1 plateau <= .97": share_holding(
            [d.plateau <= 0.97 if d.entry >= ENTRY else None for d in draws]
        ),
        "P1 growth slows": holds(lambda d: d.slowing, -math.inf, 0.5),
        "P1 normal growth .04-.09": holds(lambda d: d.normal, 0.04, 0.09),
        "P1 campaign growth .6-2.5": holds(lambda d: d.campaign, 0.6, 2.5),
        "P2 gap without liaisons": holds(lambda d: d.without.mean, 0.1, 0.4),
        "P2 gap with liaisons": holds(lambda d: d.sent.mean, 0.1, 0.4),
        "P2 work never below": share_holding(
            [min(d.without.least, d.sent.least) >= 0 for d in draws]
        ),
        "P2 work >= 95 %": share_holding(
            [d.least_work >= 0.95 if d.caseload <= CASELOAD else None for d in draws]
        ),
    }


def columns(draws: list[Effort]) -> dict[str, list[float]]:
    """Return every statistic by draw."""
    return {
        "P1 plateau": [d.plateau for d in draws],
        "P1 coverage after 10 years": [d.last for d in draws],
        "P1 last third / largest growth": [d.slowing for d in draws],
        "P1 normal logit growth": [d.normal for d in draws],
        "P1 campaign logit growth": [d.campaign for d in draws],
        "P2 gap without liaisons": [d.without.mean for d in draws],
        "P2 gap with liaisons": [d.sent.mean for d in draws],
        "P2 lowest work coverage": [d.least_work for d in draws],
        "P2 highest caseload": [d.caseload for d in draws],
    }
