"""Draws and identities in plain Python integers (draws.md 1), with the draws of counts."""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache
from statistics import NormalDist

from sim.draws import Lineage, Process

TWO_64 = 2**64
G = 0x9E3779B97F4A7C15
_STANDARD_NORMAL = NormalDist()


def mix(x: int) -> int:
    """Return the finalizer of splitmix64, modulo 2**64."""
    x %= TWO_64
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9 % TWO_64
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB % TWO_64
    return x ^ (x >> 31)


def world_key(seed: int, replicate: int) -> int:
    """Return the key of a world; the alternative is not part of it."""
    return mix(mix(seed + G) + G * (replicate + 1))


def agent_key(identity: int, world: int) -> int:
    """Return the key from which the draws of an agent in a world start."""
    return mix(identity ^ world)


@lru_cache(maxsize=4096)
def salt(process: int, ordinal: int) -> int:
    """Return what a process and its month, or ordinal, add to a key."""
    return mix(process * 2**40 + ordinal + G)


def draw(key: int, process: Process, ordinal: int, partner: int | None = None) -> float:
    """Return u in (0, 1) of an agent, or of an agent and a partner's identity."""
    bits = mix(key ^ salt(process, ordinal))
    if partner is not None:
        bits = mix(bits ^ (partner * G % TWO_64))
    return ((bits >> 12) + 0.5) * 2.0**-52


def lineage(kind: Lineage, *parts: int) -> int:
    """Return the identity of what descends from ``parts``: 63 bits."""
    h = mix(kind + G)
    for part in parts:
        h = mix(h ^ (part * G % TWO_64))
    return h >> 1


def named(text: str) -> int:
    """Return the identity of what has a name: the first 63 bits of BLAKE2b-64."""
    digest = hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def normal(u: float) -> float:
    """Return the standard normal quantile of u."""
    return _STANDARD_NORMAL.inv_cdf(u)


def poisson(rate: float, u: float) -> int:
    """Return the smallest k with u < P(0) + … + P(k), summed upwards."""
    k = 0 if rate <= 64 else max(0, math.floor(rate - 10 * math.sqrt(rate) - 10))
    term = math.exp(-rate + k * math.log(rate) - math.lgamma(k + 1)) if k else math.exp(-rate)
    total = term
    while u >= total:
        k += 1
        term *= rate / k
        if k > rate and total + term == total:
            break  # the sum has reached what rounding lets it reach
        total += term
    return k


def beta_binomial(n: int, a: float, b: float, u: float) -> int:
    """Return the smallest k with u < P(0) + … + P(k), at most n."""
    term = math.exp(
        math.lgamma(b + n) + math.lgamma(a + b) - math.lgamma(b) - math.lgamma(a + b + n)
    )
    total = term
    k = 0
    while k < n and u >= total:
        term *= (n - k) / (k + 1) * (a + k) / (b + n - k - 1)
        total += term
        k += 1
    return k
