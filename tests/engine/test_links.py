"""Every policy moves the link that it states, at its default dose, in a county and in a city."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from sim.draws import F64
from sim.policies import POLICIES
from tests.engine.links import LINKS, moved, place

COUNTY = 16
"""Replicates of the county: some links of three hundred organizations are a matter of luck."""


@lru_cache
def county() -> dict[str, tuple[F64, F64]]:
    return moved(place("county"), list(POLICIES), COUNTY)


@lru_cache
def city() -> dict[str, tuple[F64, F64]]:
    return moved(place("city"), list(POLICIES), 1)


def right(name: str, seen: tuple[F64, F64]) -> F64:
    """Return by how much the link has moved in its direction, by replicate."""
    without, with_it = seen
    return LINKS[name].sign * (with_it - without)


def test_every_policy_states_a_link() -> None:
    assert list(LINKS) == list(POLICIES)


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_moves_its_link_in_a_county(name: str) -> None:
    by = right(name, county()[name])
    assert by.mean() > 0
    assert np.count_nonzero(by > 0) >= 4 * np.count_nonzero(by < 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_moves_its_link_in_a_city(name: str) -> None:
    assert (right(name, city()[name]) > 0).all()
