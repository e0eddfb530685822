"""A scenario's own figures: shares and means that missing cells and newcomers follow.

What a file does not say, or says of too few organizations, is left to the parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sim.plan.organizations import OrganizationsSpec, Registry, Synthesis
from sim.population.entrants import EntrySpec
from sim.state.codes import Kind, Type

ENOUGH: Final = 10
"""Stated cells from which a share or a mean is taken; below, a parameter says more."""
NATIONAL_KINDS: Final = {
    Kind.SOCIAL_GROUP: 336_000,
    Kind.PRIVATE_NON_ENTERPRISE: 361_000,
    Kind.FOUNDATION: 5_559,
}
"""Registered at the end of 2016 (national_population.csv), for a registry that names no kind."""


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
