"""A replicate is the same alone and in a batch, and rows are who they are in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from sim.draws import named, world_key
from sim.errors import InputError
from sim.plan.organizations import OrganizationsSpec
from sim.population.frame import KIND_PARTS, lineage_parts
from sim.population.listing import synthesized
from sim.population.population import Population
from sim.scenario import load
from sim.state.codes import Kind
from tests.scenario.peopling import place, populate, registry, totals

REPLICATES = (0, 3, 8)


def _some(rows: int, values: Sequence[Any], every: int) -> list[Any]:
    """Cells that repeat ``values``, with every so manieth missing."""
    return [None if i % every == 1 else values[i % len(values)] for i in range(rows)]


def _listed(rows: int = 60) -> OrganizationsSpec:
    return registry(
        rows,
        id=[f"N{i}" if i % 3 else None for i in range(rows)],
        name=[f"name {i}" for i in range(rows)],
        kind=_some(rows, (0, 1, 4), 7),
        district=_some(rows, (0, 1, 2), 6),
        staff=_some(rows, (2, 9, 4, 30, 6), 5),
        members=_some(rows, (0, 2, 1, 4), 4),
        covered=_some(rows, (False, True, False, True), 8),
        operating=[None if i % 4 else bool(i % 20) for i in range(rows)],
    )


SPECS = {
    "totals": totals(
        {0: {"organizations": 50, "staff": 300}, 2: {"organizations": 9, "covered": 3}},
        organizations=70, staff=500, members=110, covered=20, willing=4, on_base=60,
    ),
    "priors": totals(None, organizations=80),
    "sample": totals(None, 0.1, organizations=900, staff=9000, members=1500, covered=300),
    "registry": _listed(),
    "registry sample": replace(_listed(), sample=0.5),
}  # fmt: skip


def _columns(p: Population, world: int) -> dict[str, npt.NDArray[Any]]:
    """All columns of one world, joint branches numbered by their first organization."""
    rows = np.flatnonzero(p.world == world)
    found = {
        entry.name: getattr(p, entry.name)[..., rows]
        for entry in fields(Population)
        if isinstance(getattr(p, entry.name), np.ndarray) and entry.name != "vigour"
    }
    own = np.isin(p.members.organization, rows)
    found |= {entry.name + "*": getattr(p.members, entry.name)[own] for entry in fields(p.members)}
    found["organization*"] = found["organization*"] - (rows[0] if len(rows) else 0)
    _, first, label = np.unique(found["group"], return_index=True, return_inverse=True)
    found["group"] = np.where(found["group"] < 0, -1, first[label])
    del found["world"]
    return found


@pytest.mark.parametrize("name", list(SPECS))
def test_a_replicate_is_the_same_alone(name: str) -> None:
    batch = populate(SPECS[name], replicates=REPLICATES)
    cell = batch.district * 2 + batch.industry
    assert (np.diff(batch.world * 6 + cell) >= 0).all()
    for world, replicate in enumerate(REPLICATES):
        alone = _columns(populate(SPECS[name], replicates=[replicate]), 0)
        for column, values in _columns(batch, world).items():
            assert np.array_equal(values, alone[column]), column


def test_replicates_differ() -> None:
    batch = populate(SPECS["totals"], replicates=REPLICATES)
    first, second = _columns(batch, 0), _columns(batch, 1)
    for column in ("staff", "form", "founded", "operating", "commitment*"):
        assert not np.array_equal(first[column], second[column]), column


@pytest.mark.parametrize("sample", [1.0, 0.5])
def test_rows_in_another_order_are_the_same_organizations(sample: float) -> None:
    spec = replace(_listed(), sample=sample)
    table = spec.registry
    assert table is not None
    order = [(17 * i + 5) % len(table) for i in range(len(table))]
    columns: dict[str, Any] = {
        entry.name: tuple(getattr(table, entry.name)[i] for i in order)
        for entry in fields(table)
        if entry.name not in ("file", "encoding", "rows")
    }
    shuffled = replace(spec, registry=replace(table, **columns))
    batches = [populate(s, replicates=REPLICATES) for s in (spec, shuffled)]
    for world in range(len(REPLICATES)):
        one, other = (_by_identity(p, world) for p in batches)
        for column, values in one.items():
            assert np.array_equal(values, other[column]), column


def _by_identity(p: Population, world: int) -> dict[str, npt.NDArray[Any]]:
    """Columns of a world sorted by identity, members by their own; branches by their members."""
    found = _columns(p, world)
    identity = found["identity"]
    joint = found["group"] >= 0
    host = np.full(len(identity), np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(host, found["group"][joint], identity[joint])
    found["group"] = np.where(joint, host[found["group"]], 0)
    found["organization*"] = identity[found["organization*"]]
    del found["number"]
    order, people = np.argsort(identity), np.argsort(found["identity*"])
    return {
        name: column[..., people if name.endswith("*") else order] for name, column in found.items()
    }


def test_a_sample_of_a_registry_keeps_rows_as_they_are() -> None:
    """Who stays has the attributes of the full registry; about half stay, named branches whole."""
    rows = 400
    spec = registry(
        rows,
        name=[f"name {i}" for i in range(rows)],
        covered=[True] * rows,
        form=[4] * rows,
        joint_branch=[f"branch {i // 4}" for i in range(rows)],
    )
    full = populate(spec, replicates=[1])
    part = populate(replace(spec, sample=0.5), replicates=[1])
    kept = np.isin(full.identity, part.identity)
    assert 0.3 < kept.mean() < 0.7 and part.weight == 2.0
    for column in ("kind", "staff", "type", "founded", "baseline"):
        assert np.array_equal(getattr(full, column)[..., kept], getattr(part, column)), column
    assert (np.unique(part.group, return_counts=True)[1] == 4).all()


def test_who_an_organization_is() -> None:
    """By its number; else by name and district; else by kind and place."""
    names = ["a", "a", "b", None, None]
    first = populate(
        registry(5, id=["1", None, None, None, None], name=names, district=[0, 0, 1, 2, 2])
    )
    other = populate(registry(5, id=["1", None, None, None, None], name=["z", *names[1:]],
                              district=[2, 1, 1, 2, 2], staff=[5, 6, 7, 8, 9]))  # fmt: skip
    by_row = [
        {int(i) for i in p.identity[(p.number == row)]} for row in range(5) for p in (first, other)
    ]
    same = [by_row[2 * row] == by_row[2 * row + 1] for row in range(5)]
    assert same == [True, False, True, True, True]


def test_two_rows_of_one_identity_are_refused() -> None:
    with pytest.raises(InputError, match="rows 2 and 4"):
        populate(registry(3, id=["7", "8", "7"]), place())


def test_another_kind_leaves_every_identity_as_it_is() -> None:
    """A kind is in lineages by a constant of its name, wherever its code stands among the codes."""
    names = [kind.name for kind in Kind]
    now = lineage_parts(names)
    assert now.tolist() == KIND_PARTS.tolist() == [0, 1, 2, 3, 4, 5, 6]
    for at in range(len(names) + 1):
        more = lineage_parts([*names[:at], "FOREIGN_OFFICE", *names[at:]])
        assert int(more[at]) == named("foreign_office")
        assert np.delete(more, at).tolist() == now.tolist()


def test_identities_do_not_hang_on_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other parts in place of the codes' are other identities: it is the parts that count."""
    scenario = load("linze")
    synthesis = scenario.organizations.synthesis
    assert synthesis is not None
    keys = np.array([world_key(7, 0)], np.uint64)
    before = synthesized(synthesis, scenario.place, keys)
    monkeypatch.setattr("sim.population.listing.KIND_PARTS", KIND_PARTS + np.uint64(100))
    after = synthesized(synthesis, scenario.place, keys)
    assert not np.isin(before.identity, after.identity).any()
