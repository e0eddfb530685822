"""Counts by inversion of one uniform: Poisson and beta-binomial (``docs/draws.md`` section 1).

Each count is the smallest k whose cumulated probability exceeds u, summed upwards. It depends on
its own mean (or n, a, b) and u alone, never on its neighbours in the array.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64

FROM_ZERO: Final = 64.0
"""Largest Poisson mean whose probabilities are summed from 0."""
NEGLIGIBLE: Final = 2.0**-60
"""A term above the mean that cannot move a sum near 1: the tail is at an end."""

_lgamma = np.frompyfunc(math.lgamma, 1, 1)


def log_gamma(x: F64) -> F64:
    """Logarithm of the gamma function, by the C library for each element."""
    return np.asarray(_lgamma(x), np.float64)


def poisson(mean: F64, u: F64) -> I64:
    """Poisson counts with ``mean`` >= 0 at uniforms ``u``; cheap where almost all are 0."""
    counts = np.zeros(u.shape, np.int64)
    rows: I64 = np.flatnonzero(u >= 1.0 - mean)  # elsewhere u < 1 - mean <= exp(-mean): 0
    if not len(rows):
        return counts
    lam, v = mean[rows], u[rows]
    k = np.zeros(len(rows))
    large = lam > FROM_ZERO
    term = np.exp(-lam)
    if large.any():
        big = lam[large]
        first = np.maximum(0.0, np.floor(big - 10.0 * np.sqrt(big) - 10.0))
        k[large] = first
        term[large] = np.exp(first * np.log(big) - big - log_gamma(first + 1.0))
    total = term.copy()
    while True:
        more = (v >= total) & ((term >= NEGLIGIBLE) | (k <= lam))
        counts[rows[~more]] = k[~more].astype(np.int64)
        rows, lam, v = rows[more], lam[more], v[more]
        if not len(rows):
            return counts
        k = k[more] + 1.0
        term = term[more] * lam / k
        total = total[more] + term


def beta_binomial(n: npt.NDArray[np.integer], a: F64, b: F64, u: F64) -> I64:
    """Beta-binomial counts in ``n`` >= 0 with shapes ``a``, ``b`` > 0 (arrays of one length)."""
    counts = np.zeros(u.shape, np.int64)
    size = n.astype(np.float64)
    term = np.exp(log_gamma(b + size) + log_gamma(a + b) - log_gamma(b) - log_gamma(a + b + size))
    rows: I64 = np.arange(len(u))
    v, total, k = u, term.copy(), 0.0
    while True:
        more = (v >= total) & (size > k)
        counts[rows[~more]] = int(k)
        rows, size, a, b, v = rows[more], size[more], a[more], b[more], v[more]
        if not len(rows):
            return counts
        term = term[more] * (size - k) / (k + 1.0) * (a + k) / (b + size - k - 1.0)
        total = total[more] + term
        k += 1.0
