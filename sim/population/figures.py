"""A scenario's own figures: shares and means that missing cells and newcomers follow.

What a file does not say, or says of too few organizations, is left to the parameters; how the
register grows, to the nation's. Its year-end totals are those of docs/data/national_population.csv:
social groups and private non-enterprise units before 2006, then all social organizations.
Source: docs/draws.md 3.6.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.constants import EXITS_PER_YEAR
from sim.draws import F64
from sim.plan.organizations import OrganizationsSpec, Registry, Synthesis
from sim.population.attributes import Parameters, stated_or
from sim.state.codes import Kind, Type

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

SMALL_SHARE: Final = 1e-6
YEAR: Final = 12
LOST: Final = 0.75
"""Share of its staff that an organization loses when it stops operating (docs/model.md 5)."""
ENTRY: Final = "entry_per_year"
FIRMS: Final = (Kind.INTERMEDIARY, Kind.LAW_FIRM, Kind.NONPUBLIC_ENTERPRISE)
"""Kinds that are registered as firms, not as social organizations."""
ENOUGH: Final = 10
"""Stated cells from which a share or a mean is taken; below, a parameter says more."""
NATIONAL_KINDS: Final = {
    Kind.SOCIAL_GROUP: 336_000,
    Kind.PRIVATE_NON_ENTERPRISE: 361_000,
    Kind.FOUNDATION: 5_559,
}
"""Registered at the end of 2016 (national_population.csv), for a registry that names no kind."""
REGISTERED: Final = {
    1999: 143_000, 2000: 154_000, 2001: 211_000, 2002: 244_000, 2003: 266_000, 2004: 288_000,
    2005: 319_000, 2006: 354_393, 2007: 386_916, 2010: 446_000, 2012: 499_000, 2013: 547_000,
    2016: 702_000, 2019: 866_000, 2020: 894_000, 2021: 901_900, 2022: 891_300,
}  # fmt: skip
"""Organizations at the end of a year."""
YEARS: Final = tuple(REGISTERED)
YEARS_AHEAD: Final = 100
"""Calendar years from the start for which rates are made: more than any run has."""
EARLY: Final = (1999, 2004)
"""Years whose mean growth holds before the table begins."""
AFTERWARDS: Final = 0.0
"""Growth after the last year: the register has stood still since 2020."""


@dataclass(frozen=True, kw_only=True)
class EntrySpec:
    """What a scenario says about its newcomers; ``None`` leaves the choice to a parameter."""

    kind_shares: tuple[float, ...]
    """Shares by kind (``sim.state.codes.Kind``), sum 1."""
    kind_staff: tuple[float | None, ...] = (None,) * len(Kind)
    """Mean staff of the registered organizations of each kind."""
    inactive_share: float | None = None
    """Share of registered organizations not operating."""
    members_per_staff: float | None = None
    """Members per staff of all registered organizations, operating or not."""
    types: tuple[float, float, float] | None = None
    """Shares of stable, dispersed and loose organizations."""
    channel_share: float | None = None
    """Share of organizations with a territorial channel."""
    series: tuple[tuple[int, float], ...] = ()
    """Rates of entry a year of calendar years, each with the month in which its year begins."""

    growth: float | None = None
    """Net growth of the register a year."""
    growth_series: tuple[tuple[int, float], ...] = ()
    """Net growth of calendar years, as ``series``; other years follow ``growth``."""

    def rate(self, month: int) -> float | None:
        """Return the stated rate of entry of a month, ``None`` where the parameter holds."""
        return _of_year(self.series, month)

    def net(self, month: int) -> float | None:
        """Return the net growth a year in a month, ``None`` where a rate of entry holds."""
        if self.rate(month) is not None:
            return None
        stated = _of_year(self.growth_series, month)
        return self.growth if stated is None else stated

    @property
    def grows(self) -> bool:
        """Whether in any year net growth decides how many enter."""
        return self.growth is not None or bool(self.growth_series)

    def json(self) -> dict[str, object]:
        """Return the constants as a plain dictionary."""
        return asdict(self)

    def staff_means(self, parameters: Parameters) -> F64:
        """Mean staff of operating organizations by kind and world."""
        registered = [stated_or(mean, parameters["staff_mean"]) for mean in self.kind_staff]
        inactive = stated_or(self.inactive_share, parameters["inactive_share"])
        return np.stack(registered) / (1.0 - LOST * inactive)

    def member_share(self, parameters: Parameters) -> F64:
        """Members as a share of operating staff, by world."""
        share = stated_or(self.members_per_staff, parameters["members_per_staff"])
        if self.members_per_staff is not None:
            inactive = stated_or(self.inactive_share, parameters["inactive_share"])
            share = share * (1.0 - LOST * inactive) / (1.0 - inactive)
        return np.clip(share, SMALL_SHARE, 1.0 - SMALL_SHARE)


def _of_year(series: Sequence[tuple[int, float]], month: int) -> float | None:
    return next((rate for first, rate in series if first <= month < first + YEAR), None)


def entry_spec(scenario: Scenario, back: int = 0) -> EntrySpec:
    """Return what newcomer organizations of a scenario are like, and how many there are.

    Where nothing is said of their number and most aren't firms, the register follows the nation's.
    Months are counted from ``back`` months before the scenario's start.
    """
    found = own_figures(scenario.organizations)
    rates, growth = dict(found.series), dict(found.growth_series)
    if follows_nation(scenario):
        first = scenario.start_year * 12 + scenario.start_month - 1 - back
        for number in range(YEARS_AHEAD):
            month = 12 * number - first % 12 - back
            if month not in growth:
                entry = national_growth(first // 12 + number) + EXITS_PER_YEAR
                rates.setdefault(month, max(0.0, entry))
    series = tuple((month + back, rate) for month, rate in sorted(rates.items()))
    growing = tuple((month + back, rate) for month, rate in growth.items())
    return replace(found, series=series, growth_series=growing)


def follows_nation(scenario: Scenario) -> bool:
    """Whether newcomers come as in the nation's register in years of which nothing is said."""
    found = own_figures(scenario.organizations)
    firms = sum(found.kind_shares[kind] for kind in FIRMS)
    return found.growth is None and ENTRY not in scenario.parameters and firms <= 0.5


def own_figures(spec: OrganizationsSpec) -> EntrySpec:
    """Return the scenario's own shares and means, ``None`` where the parameters decide."""
    if spec.registry is not None:
        found = _of_registry(spec, spec.registry)
    else:
        assert spec.synthesis is not None  # exactly one of the two is given
        found = _of_totals(spec, spec.synthesis)
    return replace(
        found,
        series=spec.entry_series,
        growth=spec.growth_per_year,
        growth_series=spec.growth_series,
    )


def _share(cells: Sequence[bool | None], wanted: bool = True) -> float | None:
    stated = [cell for cell in cells if cell is not None]
    return stated.count(wanted) / len(stated) if len(stated) >= ENOUGH else None


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if len(values) >= ENOUGH else None


def _normed(counts: Sequence[float]) -> tuple[float, ...]:
    total = sum(counts)
    return tuple(count / total for count in counts)


def _of_registry(spec: OrganizationsSpec, registry: Registry) -> EntrySpec:
    kinds = [sum(kind == code for kind in registry.kind) for code in Kind]
    staffed = [
        (kind, max(1, staff))
        for kind, staff in zip(registry.kind, registry.staff, strict=True)
        if staff is not None
    ]
    overall = _mean([staff for _, staff in staffed])
    by_kind = [_mean([staff for kind, staff in staffed if kind == code]) for code in Kind]
    types = [sum(sort == code for sort in registry.type) for code in Type]
    stable, dispersed, loose = _normed(types) if sum(types) >= ENOUGH else (0.0, 0.0, 0.0)
    inactive = spec.inactive_share
    if not any(kinds):
        kinds = [NATIONAL_KINDS.get(kind, 0) for kind in Kind]
    return EntrySpec(
        kind_shares=_normed(kinds),
        kind_staff=tuple(overall if mean is None else mean for mean in by_kind),
        inactive_share=_share(registry.operating, False) if inactive is None else inactive,
        members_per_staff=_members_of_registry(registry),
        types=spec.types or ((stable, dispersed, loose) if sum(types) >= ENOUGH else None),
        channel_share=_share(registry.has_channel),
    )


def _members_of_registry(registry: Registry) -> float | None:
    """Members per staff over rows that state both; who does not operate has no members."""
    rows = [
        (staff, 0 if operating is False else members)
        for staff, members, operating in zip(
            registry.staff, registry.members, registry.operating, strict=True
        )
        if staff is not None and (members is not None or operating is False)
    ]
    staff = sum(staff for staff, _ in rows)
    if len(rows) < ENOUGH or not staff:
        return None
    return sum(members or 0 for _, members in rows) / staff


def known_total(synthesis: Synthesis, name: str) -> int | None:
    """Return a total over all kinds: as given, else the kinds' sum where all state it."""
    total: int | None = getattr(synthesis.total, name)
    stated = [getattr(totals, name) for totals in synthesis.kinds.values()]
    if total is not None or None in stated or not stated:
        return total
    organizations = sum(totals.organizations or 0 for totals in synthesis.kinds.values())
    return sum(stated) if organizations == synthesis.total.organizations else None


def _of_totals(spec: OrganizationsSpec, synthesis: Synthesis) -> EntrySpec:
    organizations = synthesis.total.organizations or 0
    counts = [0.0] * len(Kind)
    for kind, totals in synthesis.kinds.items():
        counts[kind] = float(totals.organizations or 0)
    unnamed = organizations - sum(counts)
    counts = [
        count + unnamed * share for count, share in zip(counts, synthesis.kind_shares, strict=True)
    ]
    operating = known_total(synthesis, "operating")
    inactive = spec.inactive_share if operating is None else 1.0 - operating / organizations
    members, staff = known_total(synthesis, "members"), known_total(synthesis, "staff")
    return EntrySpec(
        kind_shares=_normed(counts),
        kind_staff=_kind_staff(synthesis),
        inactive_share=inactive,
        members_per_staff=members / staff if members is not None and staff else None,
        types=spec.types,
    )


def _kind_staff(synthesis: Synthesis) -> tuple[float | None, ...]:
    stated = {
        kind: totals
        for kind, totals in synthesis.kinds.items()
        if totals.staff is not None and totals.organizations
    }
    rest = None
    left = (synthesis.total.organizations or 0) - sum(t.organizations or 0 for t in stated.values())
    if synthesis.total.staff is not None and left:
        rest = (synthesis.total.staff - sum(t.staff or 0 for t in stated.values())) / left
    means: list[float | None] = [rest] * len(Kind)
    for kind, totals in stated.items():
        means[kind] = (totals.staff or 0) / (totals.organizations or 1)
    return tuple(means)


def national_growth(year: int) -> float:
    """Return the net growth of the nation's register in a calendar year, of its logarithm."""
    if year > YEARS[-1]:
        return AFTERWARDS
    first, last = EARLY
    if year > YEARS[0]:
        last = next(end for end in YEARS if end >= year)
        first = YEARS[YEARS.index(last) - 1]
    return (math.log(REGISTERED[last]) - math.log(REGISTERED[first])) / (last - first)
