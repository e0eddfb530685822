"""Refuse what no world can hold, and what could exceed the bound of a draw.

A slip of the pen (a zero too many, a sample left out) asks for gigabytes or hours. Organizations
and members are counted from totals alone, so that the answer takes no time.

Bounds of draws are in ``sim.draws.BOUNDS`` (``docs/draws.md`` 1). Rates are taken at their worst.
Parameters are as the file sets them, else at the end of their prior. It takes the smallest
organization, the most mobile and most committed member, the friendliest head, and a visit that
never fails. All policies that can meet at one organization are in full force.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

from sim.constants import EXIT_INACTIVE_FACTOR, EXIT_SIZE_SLOPE, EXIT_YOUNG_FACTOR
from sim.draws import BOUNDS, Process
from sim.locale import N_, _
from sim.parameters import PARAMETERS, Scale
from sim.plan.organizations import OrganizationsSpec, Totals
from sim.plan.place import Place
from sim.policies.base import Target
from sim.policies.doses import DOSES, Rule
from sim.population.attributes import MOBILITY_MOST
from sim.scenario.levers import Placed, overlap
from sim.text.problems import Report

MOST_ORGANIZATIONS: Final = 1_000_000
"""Organizations of one world, at the start or later."""
MOST_MEMBERS: Final = 3_000_000
"""Members of one world: a million organizations of usual size have about as many."""
FEWEST_SAMPLED: Final = 100
"""With fewer a sample says nothing of the place."""
MOST_CELLS: Final = 20_000
"""Pairs of a district and an industry."""
SMALLEST: Final = 6.0
"""Staff for which rates are quoted, to those of the smallest organization (docs/draws.md 3)."""
FIRST_DAYS: Final = 1.75
"""Factor on leaving at the start of a job (docs/draws.md 4)."""

Values = Mapping[str, float]


def _exit(at: Values, _doses: Values) -> float:
    rate = at["exit_per_year"] * math.pow(SMALLEST, EXIT_SIZE_SLOPE)
    return rate * EXIT_YOUNG_FACTOR * EXIT_INACTIVE_FACTOR


def _inactive(at: Values, _doses: Values) -> float:
    return at["inactive_per_year"] * math.sqrt(SMALLEST)


def _leave(at: Values, _doses: Values) -> float:
    return at["leave_per_year"] * MOBILITY_MOST * FIRST_DAYS


def _disclose(at: Values, doses: Values) -> float:
    commitment, friendly = 1.0 + doses["floating_commitment"], 2.0
    rate = at["disclose_per_year"] * 2.0 * commitment * friendly * doses["service_disclosure"]
    return rate + at["disclose_visit"]


@dataclass(frozen=True)
class _Bounded:
    """A process with a bound: its greatest rate a year, and what that depends on."""

    process: Process
    what: str
    rate: Callable[[Values, Values], float]
    parameters: tuple[str, ...]
    doses: tuple[str, ...] = ()

    def chance(self, at: Values, doses: Values) -> float:
        """Return the greatest probability in a month."""
        return -math.expm1(-self.rate(at, doses) / 12.0)


TABLE: Final = (
    _Bounded(Process.EXIT, N_("an organization exits"), _exit, ("exit_per_year",)),
    _Bounded(Process.INACTIVE, N_("an organization falls inactive"), _inactive,
             ("inactive_per_year",)),
    _Bounded(Process.LEAVE, N_("a member leaves"), _leave, ("leave_per_year",)),
    _Bounded(Process.DISCLOSE, N_("a hidden member becomes known"), _disclose,
             ("disclose_per_year", "disclose_visit"),
             ("service_disclosure", "floating_commitment")),
)  # fmt: skip


def worst(values: Values, uncertainty: str) -> dict[str, float]:
    """Return every parameter at its greatest: as set, else at the upper end of its prior."""
    drawn = {
        name: parameter.default
        if uncertainty == "none" or parameter.scale is Scale.FIXED
        else parameter.high
        for name, parameter in PARAMETERS.items()
    }
    return {**drawn, **values}


def check_parameters(values: Values, uncertainty: str, report: Report) -> None:
    """Refuse parameters that exceed a bound by themselves."""
    at = worst(values, uncertainty)
    for entry in TABLE:
        chance = entry.chance(at, _neutral(entry))
        mine = [name for name in entry.parameters if name in values]
        if chance > BOUNDS[entry.process] and mine:
            message = _("With {parameters} the probability that {what} in a month can reach "
                        "{chance:.2g}, above the bound of {bound:g}.")  # fmt: skip
            report.refuse(
                ("parameters", mine[0]),
                message.format(
                    parameters=_(", ").join(f"{name} = {values[name]:g}" for name in mine),
                    what=_(entry.what),
                    chance=chance,
                    bound=BOUNDS[entry.process],
                ),
            )


def check_policies(
    policies: Sequence[Placed], values: Values, uncertainty: str, report: Report
) -> None:
    """Refuse policies of one alternative that together exceed a bound."""
    at = worst(values, uncertainty)
    for entry in TABLE:
        bound = BOUNDS[entry.process]
        if not entry.doses or entry.chance(at, _neutral(entry)) > bound:
            continue
        groups = [(_combined(entry, group), group) for group in _together(entry, policies)]
        doses, group = max(
            groups, key=lambda found: entry.chance(at, found[0]), default=(_neutral(entry), ())
        )
        chance = entry.chance(at, doses)
        if chance <= bound:
            continue
        message = _("{policies}: {doses}. With {parameters} the probability that {what} in a month "
                    "can reach {chance:.2g}, above the bound of {bound:g}.")  # fmt: skip
        names = [f'"{placed.policy.id}"' for placed in group]
        report.refuse(
            (*group[-1].path, "policy"),
            message.format(
                policies=_(", ").join(names),
                doses=_(", ").join(f"{name} = {value:g}" for name, value in doses.items()),
                parameters=_(", ").join(f"{name} = {at[name]:g}" for name in entry.parameters),
                what=_(entry.what),
                chance=chance,
                bound=bound,
            ),
            _("Lower them, or give them different targets or periods."),
        )


def _neutral(entry: _Bounded) -> dict[str, float]:
    return {name: DOSES[name].neutral for name in entry.doses}


def _combined(entry: _Bounded, group: Sequence[Placed]) -> dict[str, float]:
    """Combine what policies write in full force: sums or products of what raises a rate."""
    doses = _neutral(entry)
    for placed in group:
        for write in placed.policy.writes():
            if write.dose in doses:
                neutral = DOSES[write.dose].neutral
                full = neutral + placed.policy.intensity * max(0.0, write.full - neutral)
                product = DOSES[write.dose].rule is Rule.PRODUCT
                doses[write.dose] = (
                    doses[write.dose] * full if product else doses[write.dose] + full
                )
    return doses


def _together(entry: _Bounded, policies: Sequence[Placed]) -> Iterator[tuple[Placed, ...]]:
    """Yield the groups of writers that can act on one organization in one month."""
    writers = [
        placed
        for placed in policies
        if any(write.dose in entry.doses for write in placed.policy.writes())
    ]
    starts = {max(0, start or 0) for placed in writers for start, _end in placed.policy.spans}
    for month in sorted(starts):
        now = ((month, month),)
        active = [placed for placed in writers if overlap(placed.policy.spans, now)]
        yield from _meeting(active, Target())


def _meeting(policies: Sequence[Placed], target: Target) -> Iterator[tuple[Placed, ...]]:
    """Yield the groups of policies whose targets share an organization with ``target``."""
    if not policies:
        yield ()
        return
    first, rest = policies[0], policies[1:]
    both = _shared(target, first.policy.target)
    if both is not None:
        yield from ((first, *group) for group in _meeting(rest, both))
    if both is None or any(_shared(both, other.policy.target) is None for other in rest):
        yield from _meeting(rest, target)


def _shared(one: Target, other: Target) -> Target | None:
    """Return the target of the organizations in both; ``None`` where there can be none."""
    parts = {}
    for name in (entry.name for entry in fields(Target)):
        mine, theirs = getattr(one, name), getattr(other, name)
        parts[name] = tuple(sorted(set(mine) & set(theirs))) if mine and theirs else mine or theirs
        if mine and theirs and not parts[name]:
            return None
    return Target(**parts)


def check_place(place: Place, report: Report) -> None:
    """Refuse more pairs of districts and industries than a world can hold."""
    districts, industries = len(place.district_ids), len(place.industry_ids)
    if districts * industries > MOST_CELLS:
        message = _(
            "{districts} districts by {industries} industries are {n} cells, more than {most}."
        )
        report.refuse(
            ("places",),
            message.format(
                districts=districts, industries=industries, n=f"{districts * industries:,}",
                most=f"{MOST_CELLS:,}",
            ),
            _("Merge districts or industries."),
            at_key=True,
        )  # fmt: skip


def check_sizes(spec: OrganizationsSpec, months: int, report: Report) -> None:
    """Refuse populations that no world can hold, by what the file says of them."""
    organizations, members = simulated(spec)
    if organizations > MOST_ORGANIZATIONS:
        message = _("{n} organizations would be simulated in each replicate; the most is {most}.")
        _refuse(report, message, organizations, MOST_ORGANIZATIONS, spec)
        return
    if spec.sample < 1.0 and organizations < FEWEST_SAMPLED:
        message = _("This sample leaves about {n} organizations of {of}: too few to say anything.")
        of = f"{organizations / spec.sample:,.0f}"
        report.warn(
            ("organizations", "sample"),
            message.format(n=organizations, of=of),
            _("A sample is for places of many thousands; without it sample is 1."),
        )
    if members > MOST_MEMBERS:
        message = _("About {n} members would be simulated in each replicate; the most is {most}.")
        _refuse(report, message, members, MOST_MEMBERS, spec)
        return
    later = organizations * grown(spec, months)
    if later > MOST_ORGANIZATIONS:
        name = "entry_series" if spec.entry_series else "growth_per_year"
        if spec.growth_series:
            name = "growth_series"
        report.refuse(
            ("organizations", name),
            _("At these rates there would be {n} organizations in the end; the most is {most}.")
            .format(n=_about(later), most=f"{MOST_ORGANIZATIONS:,}"),
            _("Rates are shares of those registered: 0.05 is 5 % a year."),
        )  # fmt: skip


def simulated(spec: OrganizationsSpec) -> tuple[int, int]:
    """Return about how many organizations and members one world has at the start."""
    if spec.registry is not None:
        stated = [
            _members(staff, members, 1)
            for staff, members in zip(spec.registry.staff, spec.registry.members, strict=True)
        ]
        return (
            math.ceil(len(spec.registry) * spec.sample), math.ceil(sum(stated) * spec.sample)
        )  # fmt: skip
    if spec.synthesis is None:
        return 0, 0
    groups = spec.synthesis.kinds.values()
    parts = math.fsum(_of_totals(totals) for totals in groups)
    members = max(parts, _of_totals(spec.synthesis.total))
    organizations = spec.synthesis.total.organizations or 0
    return math.ceil(organizations * spec.sample), math.ceil(members * spec.sample)


def grown(spec: OrganizationsSpec, months: int) -> float:
    """Return the greatest factor by which stated rates let the register grow within the run."""
    rates = dict((*spec.entry_series, *spec.growth_series))
    usual = spec.growth_per_year or 0.0
    factor = greatest = 1.0
    for year in range(0, months, 12):
        held = [rate for month, rate in rates.items() if month - 12 < year + 6 <= month + 6]
        factor *= 1.0 + max(-0.99, held[0] if held else usual)
        greatest = max(greatest, factor)
    return greatest


def _of_totals(totals: Totals) -> float:
    return _members(totals.staff, totals.members, totals.organizations or 0)


def _members(staff: int | None, members: int | None, organizations: int) -> float:
    """Return the members of a group, at the upper end of what is usual where they are not given."""
    if members is not None:
        return float(members)
    people = organizations * PARAMETERS["staff_mean"].high if staff is None else float(staff)
    return people * PARAMETERS["members_per_staff"].high


def _refuse(report: Report, message: str, found: int, most: int, spec: OrganizationsSpec) -> None:
    path = ("organizations", "registry" if spec.synthesis is None else "synthesis")
    share = math.floor(1e4 * spec.sample * most / found) / 1e4
    hint = (
        _("Check the number, or simulate a sample: sample = {share:g} in [organizations].")
        if share > 0
        else _("Check the number.")
    )
    hint = hint.format(share=share)
    report.refuse(path, message.format(n=_about(found), most=f"{most:,}"), hint, at_key=True)


def _about(number: float) -> str:
    return f"{number:,.0f}" if number < 1e12 else f"{number:.1e}"
