"""Small places, registries and totals for the tests of populations, and counts to compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.parameters import resolve
from sim.plan.organizations import OrganizationsSpec, Registry, Synthesis, Totals
from sim.plan.place import Place
from sim.population.population import Population, people
from sim.state.codes import Form, Kind

SEED = 5
NAMELESS = {"en": "-", "zh": "-"}
COLUMNS = [
    entry.name for entry in fields(Registry) if entry.name not in ("file", "encoding", "rows")
]


def of_kinds(**shares: float) -> tuple[float, ...]:
    """Return shares by kind, 0 of those that are not named."""
    return tuple(shares.get(kind.name.lower(), 0.0) for kind in Kind)


def place(districts: int = 3, industries: int = 2) -> Place:
    """A place whose later districts are larger."""
    weights = [d + 1.0 for d in range(districts)]
    return Place(
        district_ids=tuple(f"d{d}" for d in range(districts)),
        industry_ids=tuple(f"i{i}" for i in range(industries)),
        neighbours=((),) * districts,
        industry_committees=(False,) * industries,
        hosted_counts=False,
        functional_counts=True,
        district_titles=(NAMELESS,) * districts,
        industry_titles=(NAMELESS,) * industries,
        tiles=(None,) * districts,
        district_weights=tuple(weight / sum(weights) for weight in weights),
        industry_weights=((1.0 / industries,) * industries,) * 6,
    )


def registry(rows: int, **columns: Sequence[Any]) -> OrganizationsSpec:
    """A registry with the given columns, all other cells missing."""
    cells = {name: tuple(columns.get(name, (None,) * rows)) for name in COLUMNS}
    numbers = tuple(range(2, rows + 2))
    table = Registry(file="list.csv", encoding="UTF-8", rows=numbers, **cells)
    return OrganizationsSpec(registry=table, synthesis=None)


def totals(
    kinds: dict[int, dict[str, int]] | None = None, sample: float = 1.0, **total: int
) -> OrganizationsSpec:
    """Totals of a place; kinds not named are drawn from two kinds."""
    synthesis = Synthesis(
        total=Totals(**total),
        kinds={kind: Totals(**values) for kind, values in (kinds or {}).items()},
        kind_shares=of_kinds(social_group=0.7, private_non_enterprise=0.3),
    )
    return OrganizationsSpec(registry=None, synthesis=synthesis, sample=sample)


def populate(
    spec: OrganizationsSpec,
    where: Place | None = None,
    replicates: Sequence[int] = range(4),
    seed: int = SEED,
    uncertainty: str = "prior",
    **values: float,
) -> Population:
    """The population of some replicates."""
    parameters = resolve(seed, replicates, values, uncertainty)
    here = where or place()
    return people(spec, here, seed, replicates, parameters, here.industry_committees)


def members_of(population: Population) -> npt.NDArray[np.int64]:
    """Members by organization."""
    return np.bincount(population.members.organization, minlength=len(population))


def counts(
    population: Population, kind: int | None = None, worlds: int = 4
) -> dict[str, npt.NDArray[np.int64]]:
    """Totals by world, of all organizations or of a kind, by the names of Totals."""
    p = population
    mine = np.ones(len(p), np.bool_) if kind is None else p.kind == kind
    covered = p.form != Form.NONE
    masks = {
        "organizations": mine,
        "operating": mine & p.operating,
        "on_base": mine & p.on_base,
        "covered": mine & covered,
        "standalone": mine & covered & (p.group < 0),
        "willing": mine & p.willing,
    }
    found = {name: np.bincount(p.world[mask], minlength=worlds) for name, mask in masks.items()}
    staff = p.staff.astype(np.int64)
    for name, column in (("staff", staff), ("members", members_of(p))):
        found[name] = np.array([column[mine & (p.world == w)].sum() for w in range(worlds)])
    return found
