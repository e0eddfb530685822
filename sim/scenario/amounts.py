"""Numbers of policies that a file leaves out of their entries: doses by size, and prices.

In a place ``"auto"`` is a number (of posts, places, members a year) for each hundred registered
organizations of the policy's target, rounded up. Whatever a file leaves out is
``"auto"``; the resolved scenario and its digest hold the number.

``[prices]`` says once for all alternatives what things cost here. A price is a policy's field in
yuan whose name begins with ``cost_``; ``[prices]`` may say one word of it instead. What an entry
says of itself goes before ``[prices]``, and that before the national default.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sim.locale import _, sentences
from sim.parameters import PARAMETERS
from sim.plan.organizations import OrganizationsSpec, Registry, Synthesis
from sim.plan.place import Place
from sim.policies import POLICIES
from sim.scenario.schema import ScenarioFile
from sim.scenario.tables import default_of, fields_in_yuan, prices, prices_model
from sim.state.codes import SIZE_FROM, Kind, Size, Type
from sim.text.locate import Path
from sim.text.problems import Report

LEAST_SHARE: Final = 0.01
MOST_TIMES: Final = 10.0
"""A price outside these of its default is probably one in another unit: it is said."""
TEN_THOUSAND: Final = 10_000
HUNDRED: Final = 100
Names = Mapping[str, Sequence[str]]
"""The keys of a target, with the names that a file gives them."""


def sized(file: ScenarioFile, place: Place, organizations: OrganizationsSpec) -> ScenarioFile:
    """Return the file with the number of every dose that goes by size."""
    return file.with_entries(
        lambda entry: {
            each.name: number(
                each, entry.target.model_dump(), entry.committee, place, organizations
            )
            for each in dataclasses.fields(POLICIES[entry.policy])
            if "auto" in each.metadata and getattr(entry, each.name) is None
        }
    )


def number(
    field: dataclasses.Field[Any],
    target: Names,
    committee: str,
    place: Place,
    organizations: OrganizationsSpec,
) -> int:
    """Return what ``"auto"`` comes to, from the number for each hundred organizations.

    A number that each committee has (``auto_each``) is shared by the committees of the target.
    """
    meta = field.metadata
    found = registered(target, place, organizations)
    if meta.get("auto_each"):
        places = "industries" if committee == "industry" else "districts"
        known = place.industry_ids if committee == "industry" else place.district_ids
        found /= len(target.get(places) or known)
    wanted = math.ceil(meta["auto"] * found / HUNDRED - 1e-9)
    return int(min(meta["high"], max(meta["low"], wanted)))


def registered(target: Names, place: Place, organizations: OrganizationsSpec) -> float:
    """Return how many organizations a target names; of totals those to be expected.

    What a list leaves open counts; sizes and channels are known of lists alone.
    """
    if organizations.registry is not None:
        return float(_listed(target, place, organizations.registry))
    assert organizations.synthesis is not None  # exactly one of the two is given
    return _expected(target, place, organizations.synthesis, organizations.types)


def _listed(target: Names, place: Place, registry: Registry) -> int:
    def codes(key: str, known: Sequence[str]) -> set[int]:
        return {known.index(name) for name in target.get(key, ()) if name in known}

    sizes = [int(size) for size in Size]
    wanted = (
        (registry.district, codes("districts", place.district_ids)),
        (registry.industry, codes("industries", place.industry_ids)),
        (registry.kind, codes("kinds", [kind.name.lower() for kind in Kind])),
        (registry.type, codes("types", [sort.name.lower() for sort in Type])),
        ([None if n is None else sizes[sum(n >= limit for limit in SIZE_FROM)]
          for n in registry.staff], codes("sizes", [size.name.lower() for size in Size])),
        ([None if own is None else int(own) for own in registry.has_channel],
         codes("channels", ["none", "territorial"])),
    )  # fmt: skip
    return sum(
        all(
            not named or cell is None or cell in named
            for cell, named in zip(row, keys, strict=True)
        )
        for keys in [[named for _column, named in wanted]]
        for row in zip(*(column for column, _named in wanted), strict=True)
    )


def _expected(
    target: Names, place: Place, synthesis: Synthesis, types: tuple[float, float, float] | None
) -> float:
    total = synthesis.total.organizations or 0
    by_kind = {kind: entry.organizations or 0 for kind, entry in synthesis.kinds.items()}
    unnamed = total - sum(by_kind.values())
    districts, industries = target.get("districts"), target.get("industries")
    found = 0.0
    for kind in Kind:
        if target.get("kinds") and kind.name.lower() not in target["kinds"]:
            continue
        mine = by_kind.get(int(kind), 0) + unnamed * synthesis.kind_shares[kind]
        weights = place.industry_weights[kind]
        found += mine * _part(weights, place.industry_ids, industries)
    found *= _part(place.district_weights, place.district_ids, districts)
    if target.get("types"):
        dispersed, loose = (PARAMETERS[f"type_{name}"].default for name in ("dispersed", "loose"))
        shares = types or (1.0 - dispersed - loose, dispersed, loose)
        found *= sum(shares[Type[name.upper()]] for name in sorted(set(target["types"])))
    return found


def _part(weights: Sequence[float], known: Sequence[str], named: Sequence[str] | None) -> float:
    """Return the share of weights that is named: all where nobody is."""
    if not named:
        return 1.0
    return sum(weights[known.index(name)] for name in sorted(set(named)) if name in known) / sum(
        weights
    )


def stated(file: ScenarioFile) -> dict[str, float]:
    """Return the prices that a file states once for all, by their names."""
    return {name: getattr(file.prices, said[0]) for name, said in _said(file).items()}


def _said(file: ScenarioFile) -> dict[str, list[str]]:
    """Return how each price is said that a file states: by its word, by its name, by both."""
    if file.prices is None:
        return {}
    found = {
        price.name: [
            key
            for key in dict.fromkeys((price.word, price.name))
            if getattr(file.prices, key) is not None
        ]
        for price in prices().values()
    }
    return {name: said for name, said in found.items() if said}


def priced(file: ScenarioFile) -> ScenarioFile:
    """Return the file with its prices, by name, in every entry that does not say its own."""
    local = stated(file)
    if not local:
        return file
    changed = file.with_entries(
        lambda entry: {
            name: value
            for name, value in local.items()
            if name in type(entry).model_fields and name not in entry.model_fields_set
        }
    )
    return changed.model_copy(update={"prices": prices_model()(**local)})


def check_prices(file: ScenarioFile, report: Report) -> None:
    """Say which amounts are so far from their default that another unit may be meant.

    One price by two names is refused.
    """
    for name, said in _said(file).items():
        if len(said) > 1:
            message = _('"{word}" and "{name}" are one price.').format(word=said[0], name=name)
            report.refuse(("prices", name), message, _("Keep one of them."), at_key=True)
        value = getattr(file.prices, said[0])
        _say(("prices", said[0]), said[0], value, prices()[name].default, report)
    for path, entry in file.entries():
        for field in fields_in_yuan(POLICIES[entry.policy]):
            if field.name in entry.model_fields_set:
                value = getattr(entry, field.name)
                _say((*path, field.name), field.name, value, default_of(field), report)


def _say(path: Path, name: str, value: float, default: float, report: Report) -> None:
    # Zero is no slip of the unit: it says that there is none of it.
    if value == 0 or LEAST_SHARE * default <= value <= MOST_TIMES * default:
        return
    message = (
        _('"{name}" = {value} yuan is less than 1 % of the national default, {default} yuan.')
        if value < default
        else _('"{name}" = {value} yuan is over ten times the national default, {default} yuan.')
    )
    hint = _("Amounts are in yuan.")
    whole = value * TEN_THOUSAND
    if LEAST_SHARE * default <= whole <= MOST_TIMES * default:
        more = _("For {value} times 10,000 yuan write {whole}.").format(
            value=f"{value:g}", whole=f"{whole:_.0f}"
        )
        hint = sentences([hint, more])
    report.warn(path, message.format(name=name, value=f"{value:,g}", default=f"{default:,g}"), hint)
