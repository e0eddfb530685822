"""Doses by size: what ``"auto"`` comes to in a place, for posts, places and members a year.

Such a number is so many for a hundred registered organizations of the policy's target, rounded up.
Whatever a file leaves out is ``"auto"``; the resolved scenario and its digest hold the number.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from sim.parameters import PARAMETERS
from sim.plan.organizations import OrganizationsSpec, Registry, Synthesis
from sim.plan.place import Place
from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.scenario.keys import key
from sim.state.codes import SIZE_FROM, Kind, Size, Type

if TYPE_CHECKING:
    from sim.scenario.schema import ScenarioFile

AUTO: Final = "auto"
HUNDRED: Final = 100
Names = Mapping[str, Sequence[str]]
"""The keys of a target, with the names that a file gives them."""


def automatic(policy: type[Policy]) -> dict[str, dataclasses.Field[Any]]:
    """Return the fields of a policy that go by the size of a place, by name."""
    return {f.name: f for f in dataclasses.fields(policy) if "auto" in f.metadata}


def by_size(meta: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return a number that may be ``"auto"``, as it is where nothing is said."""
    label, many = meta["label"], meta["auto"]
    of = ("organizations of each committee", "每个上级党组织每百个组织") if meta["auto_each"] else (
        "organizations of the target", "对象每百个组织"
    )  # fmt: skip
    described = key(
        f'{label["en"]}; "auto" (default): {many:g} for 100 {of[0]}',
        f'{label["zh"]}；默认 "auto"：{of[1]} {many:g}',
        default=None, unit=meta["unit"], low=meta["low"], high=meta["high"],
    )  # fmt: skip
    return Annotated[int | None, _OrAuto()], described


class _OrAuto:
    """Marks a number for which a file may write "auto"."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            lambda value: None if value == AUTO else value, handler(source)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        found = handler(schema)
        return {**found, "anyOf": [*found["anyOf"], {"const": AUTO}]}


def applied(file: ScenarioFile, place: Place, organizations: OrganizationsSpec) -> ScenarioFile:
    """Return the file with the number of every dose that goes by size."""
    return file.with_entries(
        lambda entry: {
            name: number(field, entry.target.model_dump(), entry.committee, place, organizations)
            for name, field in automatic(POLICIES[entry.policy]).items()
            if getattr(entry, name) is None
        }
    )


def number(
    field: dataclasses.Field[Any],
    target: Names,
    committee: str,
    place: Place,
    organizations: OrganizationsSpec,
) -> int:
    """Return what ``"auto"`` comes to: so many for a hundred organizations of the target.

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
