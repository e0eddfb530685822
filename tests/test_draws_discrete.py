"""Counts by inversion: against distributions summed exactly, and free of their neighbours."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.draws import F64, Process, draw, keys, world_key
from sim.draws_discrete import beta_binomial, poisson

AGENTS = np.arange(20_000, dtype=np.uint64)
OPEN = st.floats(2.0**-54, 1.0 - 2.0**-53)
FALSE_ALARM = 1e-6


def _uniforms(ordinal: int) -> F64:
    return draw(keys(world_key(3, 0), AGENTS), Process.ENTRY, ordinal)


def _beta_binomial_pmf(n: int, a: float, b: float) -> list[float]:
    def log_beta(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    return [
        math.comb(n, k) * math.exp(log_beta(a + k, b + n - k) - log_beta(a, b))
        for k in range(n + 1)
    ]


def _poisson_pmf(mean: float, last: int) -> list[float]:
    return [math.exp(k * math.log(mean) - mean - math.lgamma(k + 1.0)) for k in range(last + 1)]


def _brackets(pmf: list[float], k: int, u: float) -> bool:
    """Whether k is the quantile of u, up to the rounding of the sums."""
    below, with_k = math.fsum(pmf[:k]), math.fsum(pmf[: k + 1])
    return below - 1e-10 <= u and (u < with_k + 1e-10 or k == len(pmf) - 1)


@given(mean=st.floats(1e-6, 3_000.0), u=OPEN)
def test_poisson_is_the_quantile(mean: float, u: float) -> None:
    k = int(poisson(np.array([mean]), np.array([u]))[0])
    last = int(mean + 20.0 * math.sqrt(mean) + 60.0)
    assert _brackets(_poisson_pmf(mean, last), k, u)


@given(n=st.integers(0, 300), share=st.floats(0.02, 0.6), phi=st.floats(2.0, 30.0), u=OPEN)
def test_beta_binomial_is_the_quantile(n: int, share: float, phi: float, u: float) -> None:
    a, b = share * phi, (1.0 - share) * phi
    k = int(beta_binomial(np.array([n]), np.array([a]), np.array([b]), np.array([u]))[0])
    assert 0 <= k <= n
    assert _brackets(_beta_binomial_pmf(n, a, b), k, u)


@pytest.mark.parametrize("mean", [0.0, 0.01, 1.5, 64.0, 65.0, 130.0, 900.0])
def test_poisson_ends_in_both_tails(mean: float) -> None:
    u = np.array([2.0**-54, 1.0 - 2.0**-53])
    low, high = poisson(np.full(2, mean), u)
    spread = math.sqrt(mean)
    assert mean - 10.0 * spread - 11.0 <= low <= mean
    assert (mean + 4.0 * spread <= high <= mean + 12.0 * spread + 20.0) or mean == 0.0 == high


def test_counts_ignore_their_neighbours() -> None:
    u = _uniforms(0)[:500]
    mean = np.geomspace(0.001, 500.0, 500)
    n = np.arange(500)
    a, b = mean / 100.0 + 0.1, np.linspace(1.0, 20.0, 500)
    counts, members = poisson(mean, u), beta_binomial(n, a, b, u)
    for part in (slice(7, 8), slice(120, 301)):
        assert np.array_equal(poisson(mean[part], u[part]), counts[part])
        assert np.array_equal(beta_binomial(n[part], a[part], b[part], u[part]), members[part])


@pytest.mark.parametrize("mean", [0.3, 5.0, 200.0])
def test_law_of_poisson(mean: float) -> None:
    """Mean and variance within 5 standard errors: false alarm about 1e-6 a comparison."""
    counts = poisson(np.full(len(AGENTS), mean), _uniforms(1)).astype(np.float64)
    size = len(AGENTS)
    assert abs(counts.mean() - mean) < 5.0 * math.sqrt(mean / size)
    fourth = mean + 3.0 * mean**2
    assert abs(counts.var() - mean) < 5.0 * math.sqrt((fourth - mean**2) / size)


def test_law_of_beta_binomial() -> None:
    """Chi-square against the exact distribution, false alarm one in a million."""
    scipy_stats = pytest.importorskip("scipy.stats")
    n, a, b = 12, 1.12, 6.88
    size = len(AGENTS)
    drawn = beta_binomial(np.full(size, n), np.full(size, a), np.full(size, b), _uniforms(2))
    expected = np.array(_beta_binomial_pmf(n, a, b)) * size
    observed = np.bincount(drawn, minlength=n + 1)
    last = int(np.flatnonzero(expected >= 10.0)[-1])
    observed = np.append(observed[:last], observed[last:].sum())
    expected = np.append(expected[:last], expected[last:].sum())
    statistic = float(((observed - expected) ** 2 / expected).sum())
    assert statistic < scipy_stats.chi2.isf(FALSE_ALARM, last)
