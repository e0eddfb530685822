"""Keyed random numbers: every draw is a pure function of what it decides.

A draw is the splitmix64 finalizer of a key built from (seed, replicate, process, identity, month or
ordinal[, partner]); ``docs/draws.md`` is the specification. Nothing here holds state, so the order
of draws, the stack of worlds and the number of processes cannot matter, and two alternatives of one
replicate meet the same numbers. All arithmetic is modulo 2**64: integers, or ``uint64`` arrays.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

U64 = npt.NDArray[np.uint64]
F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

MASK: Final = (1 << 64) - 1
GOLDEN: Final = 0x9E3779B97F4A7C15
_M1: Final = 0xBF58476D1CE4E5B9
_M2: Final = 0x94D049BB133111EB


class Process(IntEnum):
    """Process ids. Constants for ever: a number is never reused or changed."""

    PRIOR = 1
    POPULATION = 2
    # Not of the model: what a study draws around it.
    STUDY = 3
    # 7.1 turnover
    EXIT = 10
    INACTIVE = 11
    STAFF = 12
    ENTRY = 13
    ENTRANT = 14
    HOST_EXIT = 15
    # 7.2 mobility
    LEAVE = 20
    OUT = 21
    REPLACE = 22
    SEARCH = 23
    SURPLUS = 24
    MEMBER = 25
    SAME_INDUSTRY = 26
    SAME_DISTRICT = 27
    HIRE_DISTRICT = 28
    HIRE_INDUSTRY = 29
    HIRE_BUCKET = 30
    HIRE_ORGANIZATION = 31
    KNOWN_MOVE = 32
    CARD = 33
    RESET = 34
    DISCLOSE = 35
    CHECK_DISCLOSE = 36
    CENSUS_DISCLOSE = 37
    PROMPT_DISCLOSE = 38
    TRANSFER = 39
    # 7.3 recruitment
    APPLY = 50
    ADMIT = 51
    KEY_STAFF = 52
    # 7.4 dispatch
    LIAISON = 60
    STRATEGY = 61
    # 7.6 formation
    CONTACT = 70
    CHECK_ASK = 71
    PROMPT_ASK = 72
    CENSUS_ASK = 73
    CONSENT = 74
    FORCE = 75
    MATCH = 76
    SECRETARY = 77
    SECRETARY_SKILL = 78
    BRANCH = 79
    LEAVE_JOINT = 80
    DUAL_ENTRY = 81
    MASS_GROUP = 82
    CAPACITY = 83
    PAPER = 84
    # 7.7 vitality
    ROTATION = 90
    DISMISS = 91
    DISSOLVE = 92
    CLOSE = 93
    TRAINING = 94
    SERVE = 95
    STRIKE = 96
    # 5 month 0
    HEAD = 97
    EFFORT = 98
    CLOCK = 99
    # Which pasts a history accepts; the month does not draw with it.
    ACCEPT = 100
    PLACE = 101
    APPRAISE = 102
    THRESHOLD = 103  # of a rival rule
    EXTENSION = 104  # of code of one's own


BOUNDS: Final[Mapping[Process, float]] = {
    Process.EXIT: 0.12,
    Process.INACTIVE: 0.03,
    Process.LEAVE: 0.20,
    Process.DISCLOSE: 0.50,
}
"""Largest monthly probability of the processes that look at candidates only.

A bound costs time and changes no history. What could exceed it is refused when a scenario is read,
or raises."""


class Lineage(IntEnum):
    """Kinds of identity; the first part of every lineage."""

    ORGANIZATION = 1
    CELL = 2
    FOUNDING_MEMBER = 3
    ENTRANT = 4
    SUCCESSOR = 5
    SURPLUS = 6
    APPLICANT = 7
    LIAISON = 8
    BRANCH = 9
    SOURCED_SECRETARY = 10
    COMMITTEE = 11
    DISTRICT = 12
    INDUSTRY = 13
    BUCKET = 14
    PARAMETER = 15
    NAMED = 16
    DESK = 17
    PLACED = 18


def mix(x: int) -> int:
    """Return the splitmix64 finalizer of a 64-bit integer (Steele, Lea & Flood 2014)."""
    x &= MASK
    x = ((x ^ (x >> 30)) * _M1) & MASK
    x = ((x ^ (x >> 27)) * _M2) & MASK
    return x ^ (x >> 31)


_A30, _A27, _A31, _A12 = (np.uint64(k) for k in (30, 27, 31, 12))
_N1, _N2, _NGOLDEN = np.uint64(_M1), np.uint64(_M2), np.uint64(GOLDEN)
_N1OUT, _ONE = np.uint64(1), np.uint64(1)


def mix_array(x: U64) -> U64:
    """Finalize ``x`` in place and return it; ``x`` must be a fresh ``uint64`` array."""
    scratch = x >> _A30
    x ^= scratch
    x *= _N1
    np.right_shift(x, _A27, out=scratch)
    x ^= scratch
    x *= _N2
    np.right_shift(x, _A31, out=scratch)
    x ^= scratch
    return x


def world_key(seed: int, replicate: int) -> int:
    """Key of a replicate: the only way in which seed and replicate enter a draw."""
    return mix(mix(seed + GOLDEN) + GOLDEN * (replicate + 1))


@lru_cache(maxsize=1 << 16)
def salt(process: int, ordinal: int) -> int:
    """Return the constant that a process and its month (or ordinal) add to a key."""
    return mix((process << 40) + ordinal + GOLDEN)


def salts(process: int, ordinals: npt.NDArray[np.integer]) -> U64:
    """Return :func:`salt` for an array of ordinals."""
    base = ((process << 40) + GOLDEN) & MASK
    return mix_array(ordinals.astype(np.uint64) + np.uint64(base))


def lineage(kind: Lineage, *parts: int) -> int:
    """Identity of an agent from its lineage: a positive 63-bit integer."""
    h = mix(int(kind) + GOLDEN)
    for part in parts:
        h = mix(h ^ ((part & MASK) * GOLDEN))
    return (h >> 1) | (1 if h >> 1 == 0 else 0)


def lineages(kind: Lineage, *parts: npt.NDArray[np.integer] | int) -> U64:
    """Return :func:`lineage` for arrays (or integers) of parts, broadcast together."""
    h: U64 = np.full(np.broadcast(*parts).shape, mix(int(kind) + GOLDEN), np.uint64)
    for part in parts:
        p = np.asarray(part)
        p = p.astype(np.uint64) if p.dtype.kind != "O" else np.array(p, np.uint64)
        h = mix_array(h ^ (p * _NGOLDEN))
    return h >> _ONE


def named(text: str) -> int:
    """Identity of something that has a name: the first 63 bits of BLAKE2b of its UTF-8 text."""
    digest = hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def committees(districts: Sequence[str], industries: Sequence[str]) -> U64:
    """Return the identities of the committees of a place: districts, then industries."""
    levels = enumerate((districts, industries))
    parts = [(level, named(name)) for level, names in levels for name in names]
    return np.array([lineage(Lineage.COMMITTEE, *each) for each in parts], np.uint64)


def keys(world: U64 | int, identity: U64) -> U64:
    """Key of an agent in its world; hold it in a column, draws start from it."""
    w = np.uint64(world) if isinstance(world, int) else world
    return mix_array(identity ^ w)


def key(world: int, identity: int) -> int:
    """Return :func:`keys` for one agent."""
    return mix(identity ^ world)


def uniforms(bits: U64) -> F64:
    """Map 64 hashed bits to (k + 1/2) / 2**52, k the upper 52 bits: exact, never 0 or 1."""
    return ((bits >> _A12).astype(np.float64) + 0.5) * (2.0**-52)


def series(seed: int, name: str, count: int) -> F64:
    """Return the first ``count`` uniforms of the series of that name; for studies, not the model.

    A study draws its designs and the errors of observations from here. A longer series begins with
    the shorter one; series of different names are independent.
    """
    start = np.uint64(mix(mix(seed + GOLDEN) ^ named(name)))
    return uniforms(mix_array(start ^ salts(Process.STUDY, np.arange(count))))


def draw(key_: U64, process: int, ordinal: int) -> F64:
    """Uniform draws for agents with ``key_`` in ``process`` at ``ordinal`` (a month)."""
    return uniforms(mix_array(key_ ^ np.uint64(salt(process, ordinal))))


def own_draw(key_: U64, name: str, ordinal: int) -> F64:
    """Return uniform draws in (0, 1) of an extension's own, for agents with ``key_`` (a column).

    ``name`` tells draws apart: begin it with the module's. ``ordinal`` is the month, or a constant
    for what holds for life. The same agent has the same draw under every alternative, apart from
    all draws of the model (docs/draws.md 15).
    """
    return draw(keys(key_, np.array(named(name), np.uint64)), Process.EXTENSION, ordinal)


def pair_keys(key_: U64, process: int, ordinal: int) -> U64:
    """Return what agents bring to a draw with a partner; made once for all their partners."""
    return mix_array(key_ ^ np.uint64(salt(process, ordinal)))


def draw_partners(first: U64, owner: I64 | slice, partner: U64) -> F64:
    """Uniform draws of pairs: ``first[owner]`` from :func:`pair_keys` with partner identities."""
    return uniforms(mix_array(first[owner] ^ (partner * _NGOLDEN)))


def candidates(key_: U64, process: int, ordinal: int, bound: float) -> tuple[I64, F64]:
    """Rows whose draw falls below ``bound``, and their draws.

    Only these rows can have an event whose probability stays below the bound, so rates are
    evaluated on them alone; the law is that of a plain comparison ``u < P``.
    """
    bits = mix_array(key_ ^ np.uint64(salt(process, ordinal)))
    limit = np.uint64(min(MASK, math.ceil(bound * 2.0**64)))
    rows = np.flatnonzero(bits < limit)
    return rows, uniforms(bits[rows])


def draw_one(key_: int, process: int, ordinal: int, partner: int | None = None) -> float:
    """One uniform draw from plain integers; the scalar twin of the array functions."""
    bits = mix(key_ ^ salt(process, ordinal))
    if partner is not None:
        bits = mix(bits ^ ((partner * GOLDEN) & MASK))
    return ((bits >> 12) + 0.5) * 2.0**-52


def monthly(rate: F64 | float) -> F64:
    """Probability of an event in a month from a rate per year: 1 - exp(-rate / 12)."""
    result: F64 = -np.expm1(-np.asarray(rate, np.float64) / 12.0)
    return result


# Wichura 1988, algorithm AS 241 (PPND16): coefficients of three rational approximations.
_AS241 = (
    (
        (2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
         4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
         1.3314166789178437745e2, 3.3871328727963666080e0),
        (5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4,
         2.1213794301586595867e4, 5.3941960214247511077e3, 6.8718700749205790830e2,
         4.2313330701600911252e1, 1.0),
    ),
    (
        (7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
         1.27045825245236838258e0, 3.64784832476320460504e0, 5.76949722146069140550e0,
         4.63033784615654529590e0, 1.42343711074968357734e0),
        (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
         1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e0,
         2.05319162663775882187e0, 1.0),
    ),
    (
        (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
         2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0,
         5.46378491116411436990e0, 6.65790464350110377720e0),
        (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
         7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
         5.99832206555887937690e-1, 1.0),
    ),
)  # fmt: skip


def _ratio(coefficients: tuple[tuple[float, ...], tuple[float, ...]], r: F64) -> F64:
    top, bottom = np.full_like(r, coefficients[0][0]), np.full_like(r, coefficients[1][0])
    for a, b in zip(coefficients[0][1:], coefficients[1][1:], strict=True):
        top = top * r + a
        bottom = bottom * r + b
    result: F64 = top / bottom
    return result


def normal(u: F64) -> F64:
    """Standard normal quantiles of ``u`` (Wichura's AS 241, relative error about 1e-16)."""
    q = u - 0.5
    z = np.empty_like(u)
    middle = np.abs(q) <= 0.425
    qm = q[middle]
    z[middle] = qm * _ratio(_AS241[0], 0.180625 - qm * qm)
    tail = ~middle
    if tail.any():
        qt = q[tail]
        r = np.sqrt(-np.log(np.where(qt < 0, u[tail], 1.0 - u[tail])))
        near = r <= 5.0
        value = np.empty_like(r)
        value[near] = _ratio(_AS241[1], r[near] - 1.6)
        value[~near] = _ratio(_AS241[2], r[~near] - 5.0)
        z[tail] = np.copysign(value, qt)
    return z
