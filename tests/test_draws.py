"""Keyed draws: the same number for the same question, for ever, and the law that was asked for."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import draws
from sim.draws import Lineage, Process

U64 = st.integers(0, draws.MASK)
POSITIVE = st.integers(1, (1 << 63) - 1)
MONTH = st.integers(0, 1200)
PROCESS = st.sampled_from(Process)


def array(*values: int) -> draws.U64:
    return np.array(values, np.uint64)


def many(n: int, seed: int = 7) -> draws.U64:
    """Keys of n organizations of one world."""
    identities = draws.lineages(Lineage.NAMED, np.arange(n))
    return draws.keys(draws.world_key(seed, 0), identities)


def pairs(keys: draws.U64, process: int, month: int, partners: draws.U64) -> draws.F64:
    """Draws of pairs, keys and partners one by one."""
    return draws.draw_partners(draws.pair_keys(keys, process, month), slice(None), partners)


# Pinned: these can never change without changing every result there has been.


def test_the_finalizer_is_splitmix64() -> None:
    # First outputs of the published generator from the states 0 and 1234567.
    assert [draws.mix(draws.GOLDEN * k) for k in (1, 2, 3)] == [
        0xE220A8397B1DCDAF,
        0x6E789E6AA1B965F4,
        0x06C45D188009454F,
    ]
    assert draws.mix(1234567 + draws.GOLDEN) == 6457827717110365317


def test_pinned_keys_and_identities() -> None:
    assert draws.world_key(0, 0) == 12035550249420947055
    assert draws.world_key(7, 0) == 13309476754707697221
    assert draws.world_key(7, 1) == 11984929618412882174
    assert draws.salt(Process.LEAVE, 13) == 13910838149103378131
    assert draws.named("临泽县注册会计师协会") == 346543571296136058
    assert draws.lineage(Lineage.ENTRANT, 5, 13, 0) == 6247081380895058306
    assert draws.key(draws.world_key(7, 1), draws.named("linze")) == 7972325456213709764


def test_pinned_draws() -> None:
    key = draws.key(draws.world_key(7, 1), draws.named("linze"))
    assert draws.draw_one(key, Process.EXIT, 0) == 0.44554303259625094
    assert draws.draw_one(key, Process.LEAVE, 119) == 0.275923195542256
    assert draws.draw_one(key, Process.CONTACT, 3, partner=99) == 0.1971009210155198


def test_pinned_process_and_lineage_ids() -> None:
    assert len(set(Process)) == len(Process.__members__)
    assert len(set(Lineage)) == len(Lineage.__members__)
    assert (Process.PRIOR, Process.POPULATION, Process.EXIT, Process.LEAVE) == (1, 2, 10, 20)
    assert (Process.APPLY, Process.LIAISON, Process.CONTACT, Process.CLOSE) == (50, 60, 70, 93)
    assert (Lineage.ORGANIZATION, Lineage.SUCCESSOR, Lineage.NAMED) == (1, 5, 16)


# Scalars and arrays are one function.


@given(U64)
def test_mix_is_its_array(x: int) -> None:
    assert draws.mix_array(array(x)).tolist() == [draws.mix(x)]


@given(st.integers(0, 2**62), st.integers(0, 10**6), POSITIVE)
def test_key_is_its_array(seed: int, replicate: int, identity: int) -> None:
    world = draws.world_key(seed, replicate)
    key = draws.key(world, identity)
    assert draws.keys(world, array(identity)).tolist() == [key]
    assert draws.keys(array(world), array(identity)).tolist() == [key]


@given(PROCESS, st.lists(MONTH, min_size=1, max_size=5))
def test_salt_is_its_array(process: Process, months: list[int]) -> None:
    expected = [draws.salt(process, month) for month in months]
    assert draws.salts(process, np.array(months)).tolist() == expected


@given(st.sampled_from(Lineage), st.lists(st.integers(-(2**40), 2**62), max_size=4))
def test_lineage_is_its_array(kind: Lineage, parts: list[int]) -> None:
    arrays = [np.array([part, 3]) for part in parts] or [np.array([0, 0])]
    expected = draws.lineage(kind, *(parts or [0]))
    assert int(draws.lineages(kind, *arrays)[0]) == expected
    assert 0 < expected < 1 << 63


def test_lineages_broadcast() -> None:
    got = draws.lineages(Lineage.FOUNDING_MEMBER, 5, np.arange(3))
    assert got.tolist() == [draws.lineage(Lineage.FOUNDING_MEMBER, 5, n) for n in range(3)]


@given(U64, PROCESS, MONTH, POSITIVE)
def test_draws_are_their_scalar(key: int, process: Process, month: int, partner: int) -> None:
    alone = draws.draw_one(key, process, month)
    assert draws.draw(array(key), process, month).tolist() == [alone]
    pair = draws.draw_one(key, process, month, partner)
    assert pairs(array(key), process, month, array(partner)).tolist() == [pair]
    assert pair != alone


def test_nothing_that_is_handed_in_is_changed() -> None:
    keys, partners = many(100), many(100, seed=8)
    before = keys.copy(), partners.copy()
    draws.keys(5, keys)
    draws.keys(keys, partners)
    draws.draw(keys, Process.LEAVE, 3)
    pairs(keys, Process.LEAVE, 3, partners)
    draws.candidates(keys, Process.LEAVE, 3, 0.5)
    draws.lineages(Lineage.CELL, keys, partners)
    assert (keys == before[0]).all() and (partners == before[1]).all()


@given(st.permutations(range(20)), st.integers(1, 20))
def test_a_draw_does_not_depend_on_its_neighbours(order: list[int], n: int) -> None:
    keys, rows = many(20), np.array(order)[:n]
    whole = draws.draw(keys, Process.LEAVE, 40)
    assert (draws.draw(keys[rows], Process.LEAVE, 40) == whole[rows]).all()


# The law.


def test_uniforms_are_uniform_in_agents_months_processes_and_replicates() -> None:
    n, key = 40_000, many(1)
    samples = [
        draws.draw(many(n), Process.LEAVE, 5),
        np.concatenate([draws.draw(key, Process.LEAVE, month) for month in range(n)]),
        np.array([draws.draw_one(draws.world_key(7, k), Process.LEAVE, 0) for k in range(n)]),
        np.array([draws.draw_one(draws.world_key(s, 0), Process.LEAVE, 0) for s in range(n)]),
        pairs(np.repeat(key, n), Process.CONTACT, 5, many(n)),
    ]
    for sample in samples:
        grid = (np.arange(n) + 0.5) / n
        distance = np.abs(np.sort(sample) - grid).max()
        assert distance * math.sqrt(n) < 1.95  # Kolmogorov-Smirnov, level 0.001
        lag = np.corrcoef(sample[1:], sample[:-1])[0, 1]
        assert abs(lag) * math.sqrt(n) < 3.9
    table = np.corrcoef(np.stack(samples))
    assert np.abs(table[~np.eye(5, dtype=bool)]).max() * math.sqrt(n) < 3.9


def test_processes_months_and_seeds_share_no_draw() -> None:
    keys = np.concatenate([many(500, seed) for seed in range(4)])
    months = [draws.draw(keys, process, t) for process in Process for t in range(3)]
    sample = np.concatenate(months)
    assert len(np.unique(sample)) == len(sample)


def test_the_smallest_uniform_is_above_zero() -> None:
    assert draws.uniforms(array(0)).tolist() == [2.0**-53]
    assert draws.uniforms(array(1 << 12)).tolist() == [3 * 2.0**-53]


def test_the_largest_uniform_is_below_one() -> None:
    assert draws.uniforms(array(draws.MASK)).tolist() == [1.0 - 2.0**-53]


@given(st.floats(0.0, 1.0), PROCESS, MONTH)
def test_candidates_are_the_draws_below_the_bound(
    bound: float, process: Process, month: int
) -> None:
    keys = many(400)
    everyone = draws.draw(keys, process, month)
    rows, values = draws.candidates(keys, process, month, bound)
    assert rows.tolist() == np.flatnonzero(everyone < bound).tolist()
    assert (values == everyone[rows]).all()


@given(st.floats(1e-9, 200.0), st.floats(1e-9, 200.0))
def test_monthly_is_the_chance_of_an_event_in_a_month(rate: float, other: float) -> None:
    p = float(draws.monthly(rate))
    assert p == pytest.approx(1 - math.exp(-rate / 12), rel=1e-9)
    assert 0 < p <= 1
    # Two causes side by side, and twelve months in a row, are what rates mean.
    both = 1 - (1 - p) * (1 - float(draws.monthly(other)))
    assert both == pytest.approx(float(draws.monthly(rate + other)), rel=1e-12, abs=1e-15)
    assert 1 - (1 - p) ** 12 == pytest.approx(1 - math.exp(-rate), rel=1e-9, abs=1e-12)


def test_monthly_of_nothing_is_nothing() -> None:
    assert draws.monthly(np.array([0.0, 12 * math.log(2)])).tolist() == pytest.approx([0, 0.5])


def test_normal_is_the_quantile_function() -> None:
    tails = [
        2.0**-54,
        1e-15,
        1e-12,
        1e-10,
        1e-9,
        1e-8,
        1e-7,
        1e-6,
        1e-3,
        0.0749,
        0.075,
        0.0751,
        0.4999999,
        0.5,
    ]
    u = np.array([*tails, *(1 - np.array(tails[5:])), *np.linspace(0.001, 0.999, 999)])
    expected = np.array([NormalDist().inv_cdf(value) for value in u.tolist()])
    assert draws.normal(u) == pytest.approx(expected, rel=2e-15, abs=1e-15)
    assert draws.normal(np.array([0.5])).tolist() == [0.0]


@given(st.lists(st.floats(2.0**-54, 1 - 2.0**-53), min_size=2, max_size=30))
def test_normal_rises_with_u(values: list[float]) -> None:
    z = draws.normal(np.array(sorted(values)))
    assert np.isfinite(z).all()
    assert (np.diff(z) >= -1e-15).all()


# Identities.


def test_a_million_identities_do_not_collide() -> None:
    n = np.arange(250_000)
    identities = np.concatenate(
        [
            draws.lineages(Lineage.FOUNDING_MEMBER, 77, n),
            draws.lineages(Lineage.ENTRANT, n // 100, n % 100, 0),
            draws.lineages(Lineage.ENTRANT, n // 100, 0, n % 100 + 1000),
            draws.lineages(Lineage.SUCCESSOR, n, 3),
        ]
    )
    assert len(np.unique(identities)) == len(identities)
    assert identities.min() > 0
    assert identities.max() < 1 << 63


def test_parts_and_their_order_matter() -> None:
    made = [
        draws.lineage(Lineage.CELL),
        draws.lineage(Lineage.CELL, 0),
        draws.lineage(Lineage.CELL, 0, 0),
        draws.lineage(Lineage.CELL, 1, 2),
        draws.lineage(Lineage.CELL, 2, 1),
        draws.lineage(Lineage.ENTRANT, 1, 2),
    ]
    assert len(set(made)) == len(made)


def test_a_name_is_the_bytes_of_its_text() -> None:
    assert draws.named("a") != draws.named("b")
    assert draws.named("é") != draws.named("e\N{COMBINING ACUTE ACCENT}")
    assert 0 < draws.named("") < 1 << 63
