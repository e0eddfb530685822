"""Newcomers: the documented rule written out for one, and their law."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.constants import COMMITMENT_SD, FLOATING_CARD_SHARE, KEY_STAFF_SHARE
from sim.draws import Lineage, Process, draw_one, key, lineage, normal, world_key
from sim.draws_discrete import beta_binomial
from sim.parameters import resolve
from sim.population.entrants import Columns, entrants
from sim.population.figures import EntrySpec
from sim.state.codes import Relation, Role
from tests.scenario.peopling import of_kinds

SEED = 11
REPLICATES = (0, 4)
SPECS = (
    EntrySpec(
        kind_shares=of_kinds(
            social_group=0.5, private_non_enterprise=0.3, foundation=0.1, law_firm=0.1
        )
    ),
    EntrySpec(
        kind_shares=of_kinds(social_group=0.2, nonpublic_enterprise=0.8),
        kind_staff=(3.0, None, None, None, None, 40.0),
        inactive_share=0.2,
        members_per_staff=0.35,
        types=(0.2, 0.7, 0.1),
        channel_share=1.0,
    ),
)


def _many(spec: EntrySpec, count: int = 400) -> tuple[Columns, Columns]:
    """Newcomers of two worlds, in three cells and several months."""
    n = np.arange(count)
    cells = np.array([lineage(Lineage.CELL, 7, c) for c in range(3)], np.uint64)
    parameters = resolve(SEED, REPLICATES, {})
    world_keys = np.array([world_key(SEED, r) for r in REPLICATES], np.uint64)
    return entrants(spec, parameters, world_keys, n % 2, cells[n % 3], n % 12, n // 36)


def _z(u: float) -> float:
    return float(normal(np.array([u]))[0])


@pytest.mark.parametrize("spec", SPECS)
def test_the_rule_written_out(spec: EntrySpec) -> None:
    rows, people = _many(spec)
    drawn = resolve(SEED, REPLICATES, {})
    for i in range(0, 400, 23):
        replicate = i % 2
        p = {name: float(values[replicate]) for name, values in drawn.items()}
        cell = lineage(Lineage.CELL, 7, i % 3)
        identity = lineage(Lineage.ENTRANT, cell, i % 12, i // 36)
        world = world_key(SEED, REPLICATES[replicate])
        own = key(world, identity)
        u = [draw_one(own, Process.ENTRANT, k) for k in range(10)]
        assert int(rows["identity"][i]) == identity
        kind = sum(u[0] >= math.fsum(spec.kind_shares[: j + 1]) for j in range(5))
        assert rows["kind"][i] == kind
        inactive = p["inactive_share"] if spec.inactive_share is None else spec.inactive_share
        mean = (spec.kind_staff[kind] or p["staff_mean"]) / (1 - 0.75 * inactive)
        sigma = p["staff_sigma"]
        staff = max(1.0, mean * math.exp(sigma * _z(u[3]) - sigma**2 / 2))
        assert rows["staff"][i] == pytest.approx(staff, rel=1e-12)
        share = p["members_per_staff"]
        if spec.members_per_staff is not None:
            share = spec.members_per_staff * (1 - 0.75 * inactive) / (1 - inactive)
        a, b = share * p["member_overdispersion"], (1 - share) * p["member_overdispersion"]
        shapes = np.array([round(staff)]), np.array([a]), np.array([b]), np.array([u[9]])
        members = int(beta_binomial(*shapes)[0])
        assert rows["members"][i] == members
        head = members >= 1 and u[4] < p["head_member_share"]
        assert rows["head_is_member"][i] == head
        own_people = np.flatnonzero(people["organization"] == i)
        assert len(own_people) == members
        for n, row in enumerate(own_people):
            person = lineage(Lineage.FOUNDING_MEMBER, identity, n)
            v = [draw_one(key(world, person), Process.MEMBER, k) for k in range(5)]
            assert int(people["identity"][row]) == person
            assert people["known"][row] == (v[3] < p["known_after_move"])
            card = Relation.FLOATING if v[4] < FLOATING_CARD_SHARE else Relation.ELSEWHERE
            assert people["relation"][row] == card
            role = Role.KEY_STAFF if v[2] < KEY_STAFF_SHARE else Role.STAFF
            assert people["role"][row] == (Role.HEAD if head and n == 0 else role)
            level = p["commitment_mean"] + COMMITMENT_SD * _z(v[0])
            assert people["commitment"][row] == pytest.approx(min(1.0, max(0.0, level)))
            assert people["joined"][row] == rows["founded"][i] == i % 12


def test_a_newcomer_is_the_same_alone() -> None:
    spec = SPECS[1]
    rows, people = _many(spec)
    parameters = resolve(SEED, (4,), {})
    world_keys = np.array([world_key(SEED, 4)], np.uint64)
    cell = np.array([lineage(Lineage.CELL, 7, 1)], np.uint64)
    n = np.array([85])
    alone, alone_people = entrants(
        spec, parameters, world_keys, np.array([0]), cell, n % 12, n // 36
    )
    for name in set(rows) - {"world"}:
        assert np.array_equal(alone[name][..., 0], rows[name][..., 85]), name
    own = people["organization"] == 85
    for name in set(people) - {"world", "organization"}:
        assert np.array_equal(alone_people[name], people[name][own]), name


def test_law_of_newcomers() -> None:
    """Shares within 5 standard errors: false alarm below 1e-6 a comparison."""
    spec, size = SPECS[1], 20_000
    parameters = resolve(SEED, (0,), {}, "none")
    world_keys = np.array([world_key(SEED, 0)], np.uint64)
    cells = np.full(size, 99, np.uint64)
    n = np.arange(size)
    rows, people = entrants(spec, parameters, world_keys, n * 0, cells, n % 12, n)

    def near(observed: Any, expected: float, trials: int) -> bool:
        return bool(abs(observed - expected) < 5 * math.sqrt(expected * (1 - expected) / trials))

    assert near(np.mean(rows["kind"] == 0), 0.2, size)
    for code, share in enumerate((0.2, 0.7, 0.1)):
        assert near(np.mean(rows["type"] == code), share, size)
    assert rows["has_channel"].all()
    small = rows["kind"] == 0
    for group, registered in ((small, 3.0), (~small, 40.0)):
        expected = registered / (1 - 0.75 * 0.2)
        sigma = 1.2
        # Raised a little by the floor of one, which is a large share of small organizations.
        cut = (math.log(expected) - sigma**2 / 2) / sigma
        phi = 0.5 * math.erfc(cut / math.sqrt(2))
        floored = expected * 0.5 * math.erfc(-(cut + sigma) / math.sqrt(2)) + phi
        error = 5 * expected * math.sqrt((math.exp(sigma**2) - 1) / group.sum())
        assert abs(rows["staff"][group].mean() - floored) < error
    total = int(rows["members"].sum())
    assert near(np.mean(people["known"]), 0.35, total)
    assert near(np.mean(people["relation"] == Relation.FLOATING), 0.5, total)
    with_members = rows["members"] >= 1
    assert near(rows["head_is_member"][with_members].mean(), 0.35, int(with_members.sum()))
    assert not rows["head_is_member"][~with_members].any()


def test_no_newcomers() -> None:
    none = np.zeros(0, np.int64)
    parameters = resolve(SEED, (0,), {})
    keys_ = np.array([1], np.uint64)
    rows, people = entrants(SPECS[0], parameters, keys_, none, none.astype(np.uint64), none, none)
    assert len(rows["identity"]) == len(people["identity"]) == 0


def test_constants_are_plain() -> None:
    assert SPECS[1].json()["kind_staff"] == (3.0, None, None, None, None, 40.0)
