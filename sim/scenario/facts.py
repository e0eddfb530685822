"""Where a place stands before any simulation: counts of its registry, or of its totals.

These are facts of the list, never of a simulation: nothing is drawn or filled in. What the list
does not say is counted as unknown. Where a scenario states no local fact a national default holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from sim.locale import _, pick
from sim.parameters import PARAMETERS
from sim.plan.organizations import OrganizationsSpec, Registry, Synthesis, Totals
from sim.plan.place import Place, Title
from sim.policies.base import Policy
from sim.population.figures import known_total
from sim.scenario.scenario import Scenario
from sim.scenario.tables import default_of, fields_in_yuan, prices
from sim.state.codes import Kind

ENOUGH: Final = 3
"""Full members with which an organization should have a branch of its own (应建尽建)."""
NOT_STATED: Final[Title] = {"zh": "未填", "en": "not stated"}
"""What those are called of whom the list does not say to which group they belong."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Organizations of a group; ``None`` where the list or the totals do not say.

    The operating ones are those with a branch and those without one. The latter are those who
    should have one, those of one or two members, of none, and those of whom it is not known.
    """

    registered: int
    operating: int | None = None
    covered: int | None = None
    should: int | None = None
    few: int | None = None
    none: int | None = None
    unknown: int | None = None
    enough: int | None = None
    """With and without a branch: those of three members and more."""
    enough_covered: int | None = None
    worked: int | None = None
    """With a branch or an interim form."""

    def json(self) -> dict[str, int | None]:
        """Return the counts by name."""
        return {entry.name: getattr(self, entry.name) for entry in fields(self)}


@dataclass(frozen=True)
class Group:
    """A district, an industry or a kind with its counts."""

    id: str
    title: Title
    counts: Counts


@dataclass(frozen=True)
class Number:
    """One of the four coverages that one county has, and the table that usually has it."""

    name: str
    above: int | None
    below: int | None

    @property
    def share(self) -> float | None:
        """The coverage, where both of its numbers are known."""
        return None if self.above is None or not self.below else self.above / self.below


@dataclass(frozen=True)
class Facts:
    """Where a place stands."""

    by: str
    """``district``, ``industry`` or ``kind``."""
    groups: tuple[Group, ...]
    total: Counts
    operating_assumed: int
    """Rows that do not say whether they operate, counted as operating."""

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The four coverages."""
        whole = self.total
        return (
            Number("of_registered", whole.covered, whole.registered),
            Number("of_operating", whole.covered, whole.operating),
            Number("of_should", whole.enough_covered, whole.enough),
            Number("work", whole.worked, whole.registered),
        )

    def json(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "by": self.by,
            "groups": [{"id": group.id, **group.counts.json()} for group in self.groups],
            "total": self.total.json(),
            "operating_assumed": self.operating_assumed,
            "numbers": {
                number.name: {"above": number.above, "below": number.below, "share": number.share}
                for number in self.numbers
            },
        }


def facts(scenario: Scenario) -> Facts:
    """Return where a scenario's place stands."""
    spec, place = scenario.organizations, scenario.place
    if spec.registry is not None:
        return _of_registry(spec, spec.registry, place)
    assert spec.synthesis is not None  # exactly one of the two is given
    return _of_totals(spec, spec.synthesis)


def should_have(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Return district and name (else number) of those that should have a branch and have none."""
    registry, place = scenario.organizations.registry, scenario.place
    if registry is None:
        return ()
    found = []
    for row in range(len(registry)):
        if sort_of(registry, row) == "should":
            district = registry.district[row]
            name = registry.name[row] or registry.id[row] or f"{registry.rows[row]}"
            found.append(
                (district, place.district_ids[district] if district is not None else "", name)
            )
    return tuple((where, name) for _order, where, name in sorted(found, key=_by_place))


def _by_place(entry: tuple[int | None, str, str]) -> tuple[int, str]:
    return (-1 if entry[0] is None else entry[0]), entry[2]


def sort_of(registry: Registry, row: int) -> str:
    """Say into which of the groups of :class:`Counts` an organization falls."""
    if registry.operating[row] is False:
        return "stopped"
    if registry.covered[row]:
        return "covered"
    members = _members(registry, row)
    if members is None or (registry.covered[row] is None and any(registry.covered)):
        return "unknown"
    if members >= ENOUGH:
        return "should"
    return "few" if members else "none"


def _members(registry: Registry, row: int) -> int | None:
    """Full members, by which a branch is founded; all members where these are not distinguished."""
    full = registry.full_members[row]
    return registry.members[row] if full is None else full


def _counts(registry: Registry, rows: Sequence[int], share: float | None) -> Counts:
    sorts = [sort_of(registry, row) for row in rows]
    tally = {name: sorts.count(name) for name in ("covered", "should", "few", "none", "unknown")}
    operating = [row for row, sort in zip(rows, sorts, strict=True) if sort != "stopped"]
    enough = [row for row in operating if (_members(registry, row) or 0) >= ENOUGH]
    held = [row for row in enough if registry.covered[row]]
    known = any(_members(registry, row) is not None for row in range(len(registry)))
    # Where nothing is said of who operates all count as if they did.
    said = share == 0.0 or any(cell is not None for cell in registry.operating)
    return Counts(
        registered=len(rows),
        operating=len(operating) if said else None,
        **tally,
        enough=len(enough) if known else None,
        enough_covered=len(held) if known else None,
        worked=sum(bool(registry.covered[row] or registry.interim[row]) for row in rows),
    )


def _of_registry(spec: OrganizationsSpec, registry: Registry, place: Place) -> Facts:
    several = len(place.district_ids) > 1
    by = "district" if several else "industry"
    column = registry.district if several else registry.industry
    ids = place.district_ids if several else place.industry_ids
    titles = place.district_titles if several else place.industry_titles
    groups = [
        Group(name, titles[code], _counts(registry, rows, spec.inactive_share))
        for code, name in enumerate(ids)
        if (rows := [row for row, cell in enumerate(column) if cell == code])
    ]
    unplaced = [row for row, cell in enumerate(column) if cell is None]
    if unplaced and len(unplaced) < len(registry):
        groups.append(Group("", NOT_STATED, _counts(registry, unplaced, spec.inactive_share)))
    assumed = 0 if spec.inactive_share == 0.0 else registry.operating.count(None)
    every = _counts(registry, range(len(registry)), spec.inactive_share)
    return Facts(by, tuple(groups) if len(groups) > 1 else (), every, assumed)


def _of_totals(spec: OrganizationsSpec, synthesis: Synthesis) -> Facts:
    groups = [
        Group(kind.name.lower(), {}, _stated(synthesis.kinds[int(kind)]))
        for kind in Kind
        if int(kind) in synthesis.kinds
    ]
    rest = (synthesis.total.organizations or 0) - sum(each.counts.registered for each in groups)
    if groups and rest > 0:
        groups.append(Group("", NOT_STATED, _stated(Totals(organizations=rest))))
    names = ("operating", "covered")
    found = {name: known_total(synthesis, name) for name in names}
    if found["operating"] is None and spec.inactive_share is not None:
        found["operating"] = round((synthesis.total.organizations or 0) * (1 - spec.inactive_share))
    total = _stated(Totals(organizations=synthesis.total.organizations, **found))
    return Facts("kind", tuple(groups) if len(groups) > 1 else (), total, 0)


def _stated(totals: Totals) -> Counts:
    registered = totals.organizations or 0
    return Counts(registered=registered, operating=totals.operating, covered=totals.covered)


@dataclass(frozen=True)
class Unstated:
    """A local fact that is not stated: what it is called, the key that states it, its default.

    ``parameter`` is what holds instead, with its range; a price has a ``value`` and a ``meaning``.
    """

    label: str
    key: str
    parameter: str = ""
    value: float = 0.0
    meaning: str = ""

    @property
    def is_price(self) -> bool:
        """Whether it is the price of something."""
        return not self.parameter


def unstated(scenario: Scenario) -> tuple[Unstated, ...]:
    """Return the local facts that a scenario leaves to national defaults."""
    spec, found = scenario.organizations, []
    own = spec.growth_per_year is not None or spec.growth_series or spec.entry_series
    if not own and "entry_per_year" not in scenario.parameters:
        found.append(Unstated(_("growth of the register"), "growth_per_year", "entry_per_year"))
    stated = spec.inactive_share is not None or "inactive_share" in scenario.parameters
    if spec.registry is not None:
        stated = stated or None not in spec.registry.operating
    if spec.synthesis is not None:
        stated = stated or known_total(spec.synthesis, "operating") is not None
    if not stated:
        found.append(Unstated(_("share not operating"), "inactive_share", "inactive_share"))
    policies = [policy for entry in scenario.alternatives for policy in entry.policies]
    found += [
        Unstated("[prices]", name, value=value, meaning=meaning)
        for name, (value, meaning) in _by_default(policies).items()
    ]
    return tuple(found)


def listed(found: tuple[Unstated, ...]) -> tuple[str, ...]:
    """Return what the facts are called; prices are counted in one entry."""
    names = [fact.label for fact in found if not fact.is_price]
    prices = sum(fact.is_price for fact in found)
    if prices:
        names.append(_("prices ({n})").format(n=prices))
    return tuple(names)


def default_range(fact: Unstated) -> tuple[str, float, float]:
    """Return what holds in a fact's place by its label, and the ends of its range."""
    own = PARAMETERS[fact.parameter]
    return pick(own.label), own.low, own.high


def _by_default(policies: Iterable[Policy]) -> dict[str, tuple[float, str]]:
    """Return the prices of policies that hold their national default, each with its meaning."""
    found = {}
    for policy in policies:
        for field in fields_in_yuan(type(policy)):
            if field.name in prices() and getattr(policy, field.name) == field.default:
                found[field.name] = (default_of(field), pick(field.metadata["label"]))
    return found
