"""From the table [organizations] to an :class:`OrganizationsSpec`; totals must be consistent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from sim.locale import _
from sim.plan.organizations import COUNTS, OrganizationsSpec, Registry, Synthesis, Totals
from sim.scenario.schema_places import KindTotals, Organizations
from sim.scenario.schema_places import Synthesis as SynthesisTable
from sim.state.codes import Kind
from sim.text.locate import Path
from sim.text.numerals import month_index
from sim.text.problems import Report

YEAR: Final = re.compile(r"[0-9]{4}")
MOST_ENTRIES: Final = 1.0
"""More than everybody who is registered in a year is a slip of the pen."""
LEAST_GROWTH: Final = -0.2
USUAL_GROWTH: Final = 0.2
"""No national register of a year since 2002 grew by as much (docs/data/national_population.csv)."""
SUM_TOLERANCE = 1e-6
_OF_REGISTRY: Final = (
    "columns", "sheet", "blank", "covered_share", "leave_out", "same", "industry_by_supervisor"
)  # fmt: skip
HERE: Path = ("organizations", "synthesis")


def build(
    table: Organizations, registry: Registry | None, start: tuple[int, int], report: Report
) -> OrganizationsSpec:
    """Return what the file says about organizations; contradictions are refused."""
    types = table.types
    shares = (types.stable, types.dispersed, types.loose) if types else None
    if shares and abs(sum(shares) - 1) > SUM_TOLERANCE:
        report.refuse(("organizations", "types"), _sum_message(sum(shares)), at_key=True)
    return OrganizationsSpec(
        registry=registry,
        synthesis=_synthesis(table.synthesis, report) if table.synthesis else None,
        sample=table.sample,
        inactive_share=table.inactive_share,
        inactive_on_base=table.inactive_on_base,
        types=shares,
        founded=_founded(table, start, report),
        entry_series=_series(table, "entry_series", start, report),
        growth_per_year=table.growth_per_year,
        growth_series=_series(table, "growth_series", start, report),
        covered_share=_covered_share(table, registry, report),
    )


def _covered_share(table: Organizations, registry: Registry | None, report: Report) -> float | None:
    """Return the stated share; refuse blanks that are unknown beside nothing but yes."""
    blank = 0 if registry is None else registry.blank_beside_yes
    if blank and table.covered_share is None:
        message = _(
            "The registry says only who has a party organization: how many of the {n} blank rows "
            "have one cannot be known from it."
        )
        report.refuse(
            ("organizations", "blank" if table.blank == "unknown" else "registry"),
            message.format(n=blank),
            _('Write covered_share = … (of the blank rows), or blank = "none".'),
        )
    return table.covered_share


def check_source(table: Organizations, report: Report) -> None:
    """Refuse both a registry and totals, or neither."""
    if (table.registry is None) == (table.synthesis is None):
        message = (
            _("Organizations come from a registry or from totals: here is neither.")
            if table.registry is None
            else _("Organizations come from a registry or from totals: here are both.")
        )
        hint = _('Write registry = "file.csv", or the table [organizations.synthesis].')
        absent: Path | None = ("organizations", "registry") if table.registry is None else None
        report.refuse(("organizations",), message, hint, at_key=True, absent=absent)
    described = [name for name in _OF_REGISTRY if getattr(table, name)]
    if table.registry is None and described:
        name = described[0]
        report.refuse(
            ("organizations", name),
            _("This describes a registry, but none is named."),
            at_key=True,
            absent=("organizations", "registry"),
        )


def _founded(
    table: Organizations, start: tuple[int, int], report: Report
) -> tuple[int, int] | None:
    if table.founded is None:
        return None
    first = month_index(table.founded.first, start)
    last = month_index(table.founded.last, start) if table.founded.last else -1
    if last > 0:
        report.refuse(
            ("organizations", "founded", "last"),
            _("Organizations of the start cannot be founded after it."),
        )
    if first > last:
        report.refuse(("organizations", "founded", "first"), _("The end is before the start."))
    return first, last


def _series(
    table: Organizations, name: str, start: tuple[int, int], report: Report
) -> tuple[tuple[int, float], ...]:
    """Return the rates by the month with which their year begins; years before the start go."""
    found = []
    least = LEAST_GROWTH if name == "growth_series" else 0.0
    for year, rate in (getattr(table, name) or {}).items():
        path = ("organizations", name, year)
        if not YEAR.fullmatch(year) or int(year) < start[0]:
            message = _("{year} is no calendar year from {first} on.")
            report.refuse(path, message.format(year=year, first=start[0]), at_key=True)
        elif not least <= rate <= MOST_ENTRIES:
            if name == "growth_series":
                message = _("{rate} is no rate of growth.").format(rate=f"{rate:g}")
            else:
                message = _("{rate} is no rate of entry.").format(rate=f"{rate:g}")
            hint = _("Allowed: {least} to {most} of those registered when the year begins.")
            report.refuse(path, message, hint.format(least=f"{least:g}", most=f"{MOST_ENTRIES:g}"))
        else:
            found.append((month_index(f"{year}-01", start), rate))
    return tuple(sorted(found))


def check_growth(table: Organizations, entry_stated: bool, report: Report) -> None:
    """Refuse a net growth beside a rate of entry: the one follows from the other.

    Say of rates that no register of a place is known to have: 0.3 may be 3 % a year.
    """
    rates: list[tuple[Path, float]] = []
    if table.growth_per_year is not None:
        rates.append((("organizations", "growth_per_year"), table.growth_per_year))
    for name in ("growth_series", "entry_series"):
        series = getattr(table, name) or {}
        rates += [(("organizations", name, year), rate) for year, rate in series.items()]
    for path, rate in rates:
        if not -USUAL_GROWTH <= rate <= USUAL_GROWTH:
            message = _("{rate:g} is {percent:+.0f} % a year: unusual for a register.")
            report.warn(
                path,
                message.format(rate=rate, percent=100 * rate),
                _("Rates are shares of those registered: 0.05 is 5 % a year."),
            )
    names = ("growth_per_year", "growth_series")
    growth = [name for name in names if getattr(table, name) is not None]
    if growth and (entry_stated or table.entry_series is not None):
        report.refuse(
            ("organizations", growth[0]),
            _("Net growth and a rate of entry are both given: one follows from the other."),
            _("Keep {growth}, or the rate of entry (entry_series, entry_per_year).").format(
                growth=growth[0]
            ),
            at_key=True,
        )


def _synthesis(table: SynthesisTable, report: Report) -> Synthesis:
    kinds = {
        int(Kind[name.upper()]): _totals(entry, entry.organizations)
        for name, entry in table.kinds.items()
    }
    named = sum(entry.organizations for entry in table.kinds.values())
    organizations = named if table.organizations is None else table.organizations
    total = _totals(table, organizations)
    if organizations == 0:
        report.refuse(
            HERE,
            _("There are no organizations to simulate."),
            _("Write organizations = …, or kinds with organizations."),
            at_key=True,
            absent=(*HERE, "organizations"),
        )
    if named > organizations:
        message = _("The kinds sum to {named}, more than the total of {total}.")
        report.refuse((*HERE, "organizations"), message.format(named=named, total=organizations))
    _check(HERE, table, total, report)
    for name, entry in table.kinds.items():
        _check((*HERE, "kinds", name), entry, _totals(entry, entry.organizations), report)
    _check_sums(table, named == organizations, report)
    return Synthesis(total=total, kinds=kinds, kind_shares=_kind_shares(table, report))


def _totals(table: KindTotals | SynthesisTable, organizations: int) -> Totals:
    return Totals(organizations=organizations, **{name: getattr(table, name) for name in COUNTS})


def _check(path: Path, table: Any, totals: Totals, report: Report) -> None:
    """Refuse totals of one group that no population can have."""
    uncovered = None
    if totals.organizations is not None and totals.covered is not None:
        uncovered = totals.organizations - totals.covered
    limits: Sequence[tuple[str, int | None, str]] = (
        ("operating", totals.organizations, _("organizations")),
        ("on_base", totals.organizations, _("organizations")),
        ("members", totals.staff, _("staff")),
        ("covered", totals.organizations, _("organizations")),
        ("covered", totals.operating, _("operating organizations")),
        ("covered", totals.members, _("members: each covered organization needs one")),
        ("standalone", totals.covered, _("covered organizations")),
        ("willing", uncovered, _("uncovered organizations")),
    )
    refused: set[str] = set()
    for name, limit, what in limits:
        value = getattr(table, name)
        if value is not None and limit is not None and value > limit and name not in refused:
            refused.add(name)
            message = _('"{name}" = {value} exceeds {limit} {what}.')
            report.refuse(
                (*path, name), message.format(name=name, value=value, limit=limit, what=what)
            )
    if totals.staff is not None and totals.staff < (totals.operating or 0):
        message = _('"staff" = {staff} is less than one for each operating organization.')
        report.refuse((*path, "staff"), message.format(staff=totals.staff))


def _check_sums(table: SynthesisTable, complete: bool, report: Report) -> None:
    """Refuse totals of kinds that exceed the overall total, or miss it with nothing left out."""
    for name in COUNTS:
        total = getattr(table, name)
        stated = [getattr(entry, name) for entry in table.kinds.values()]
        given = sum(value for value in stated if value is not None)
        if total is None or not stated:
            continue
        if given > total:
            message = _('The kinds\' "{name}" sum to {given}, more than the total of {total}.')
        elif complete and None not in stated and given < total:
            message = _('The kinds\' "{name}" sum to {given}, less than the total of {total}.')
        else:
            continue
        report.refuse((*HERE, name), message.format(name=name, given=given, total=total))


def _kind_shares(table: SynthesisTable, report: Report) -> tuple[float, ...]:
    shares = {str(name): value for name, value in table.kind_shares.items()}
    if shares:
        if abs(sum(shares.values()) - 1) > SUM_TOLERANCE:
            report.refuse((*HERE, "kind_shares"), _sum_message(sum(shares.values())), at_key=True)
    else:
        shares = {name: float(entry.organizations) for name, entry in table.kinds.items()}
        if not any(shares.values()):
            if table.organizations:
                report.refuse(
                    HERE,
                    _("Of which kinds are these organizations?"),
                    _("Write kinds.social_group = { organizations = … } or kind_shares."),
                    at_key=True,
                    absent=(*HERE, "kinds"),
                )
            return tuple(0.0 for _kind in Kind)
    total = sum(shares.values()) or 1.0
    return tuple(shares.get(kind.name.lower(), 0.0) / total for kind in Kind)


def _sum_message(total: float) -> str:
    return _("These shares sum to {total:g}, not to 1.").format(total=total)
