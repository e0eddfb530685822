"""The law of what is drawn. Comparisons are within five standard errors, or at a p-value of 1e-6:
a false alarm is about one in a million each, and seeds are fixed."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest

from sim.constants import COMMITMENT_SD, FLOATING_CARD_SHARE, KEY_STAFF_SHARE, RETIRED_SHARE
from sim.parameters import PARAMETERS
from sim.state.codes import Form, Relation, Role
from tests.scenario.peopling import members_of, place, populate, registry, totals

FALSE_ALARM = 1e-6
DEFAULT = {name: parameter.default for name, parameter in PARAMETERS.items()}


def near(observed: npt.NDArray[np.bool_], share: float) -> bool:
    """Whether a share is as expected, within five standard errors."""
    error = math.sqrt(share * (1.0 - share) / len(observed))
    return bool(abs(observed.mean() - share) < 5.0 * error)


def beta_binomial_pmf(n: int, a: float, b: float) -> list[float]:
    """Probabilities of 0 … n."""

    def log_beta(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    base = log_beta(a, b)
    return [math.comb(n, k) * math.exp(log_beta(a + k, b + n - k) - base) for k in range(n + 1)]


def chi_square(observed: npt.NDArray[np.int64], expected: npt.NDArray[np.float64]) -> bool:
    """Whether counts fit, cells of small expectation pooled at the end."""
    chi2 = pytest.importorskip("scipy.stats").chi2
    last = int(np.flatnonzero(expected >= 10.0)[-1])
    pooled = np.append(observed[:last], observed[last:].sum())
    means = np.append(expected[:last], expected[last:].sum())
    return bool(((pooled - means) ** 2 / means).sum() < chi2.isf(FALSE_ALARM, last))


def test_members_are_beta_binomial_in_staff() -> None:
    spec = registry(20_000, staff=[9] * 20_000, operating=[True] * 20_000)
    p = populate(spec, replicates=[0], uncertainty="none")
    share, phi = DEFAULT["members_per_staff"], DEFAULT["member_overdispersion"]
    pmf = np.array(beta_binomial_pmf(9, share * phi, (1.0 - share) * phi))
    assert chi_square(np.bincount(members_of(p), minlength=10), pmf * len(p))


def test_members_given_their_total_are_nearly_so_on_condition() -> None:
    """Forty organizations of ten staff with 56 members: within .02 of the exact distribution."""
    spec = totals(None, organizations=40, operating=40, staff=400, members=56)
    replicates = range(1500)
    p = populate(spec, place(1, 1), replicates, uncertainty="none", staff_sigma=1e-9)
    assert (p.staff == 10).all()
    phi = DEFAULT["member_overdispersion"]
    pmf = np.array(beta_binomial_pmf(10, 0.14 * phi, 0.86 * phi))
    others = np.ones(1)
    for _ in range(39):
        others = np.convolve(others, pmf)
    exact = pmf * others[56 - np.arange(11)]
    observed = np.bincount(members_of(p), minlength=11) / len(p)
    assert np.abs(observed - exact / exact.sum()).sum() / 2.0 < 0.02


def test_staff_is_log_normal() -> None:
    p = populate(totals(None, organizations=40_000), replicates=[0], uncertainty="none")
    operating = DEFAULT["staff_mean"] / (1.0 - 0.75 * DEFAULT["inactive_share"])
    sigma = DEFAULT["staff_sigma"]
    middle = math.log(operating) - sigma**2 / 2.0
    # Staff is rounded: shares at half numbers.
    for people in (3, 10, 30, 100):
        z = (math.log(people - 0.5) - middle) / sigma
        below = 0.5 * math.erfc(-z / math.sqrt(2.0))
        assert near(p.staff[p.operating] < people, below), people
        z = (math.log(4.0 * (people - 0.5)) - middle) / sigma
        assert near(p.staff[~p.operating] < people, 0.5 * math.erfc(-z / math.sqrt(2.0))), people


def test_coverage_rises_with_size_by_the_logistic_slope() -> None:
    """Log odds of being covered rise by 1.2 a unit of log staff."""
    sizes = [4, 40]
    rows = 20_000
    spec = registry(
        rows + 40_000,
        staff=[sizes[i % 2] for i in range(rows)] + [1] * 40_000,
        operating=[True] * (rows + 40_000),
        covered=[None] * rows + [i % 4 == 0 for i in range(40_000)],
    )
    p = populate(spec, replicates=[0], effort_sd=0.0)
    chosen = p.form != Form.NONE
    listed = p.number < rows
    odds = []
    for size in sizes:
        share = chosen[listed & (p.staff == size)].mean()
        odds.append(math.log(share / (1.0 - share)))
    assert chosen[listed].sum() == rows // 4
    assert abs((odds[1] - odds[0]) / math.log(10.0) - 1.2) < 0.1


def test_stated_staff_tells_who_is_inactive() -> None:
    """The smaller of two sizes is inactive more often, by Bayes' rule for a quarter of staff."""
    rows = 20_000
    sizes = [3, 12]
    spec = registry(rows, staff=[sizes[i % 2] for i in range(rows)])
    p = populate(spec, replicates=[0], uncertainty="none")
    assert (~p.operating).sum() == round(DEFAULT["inactive_share"] * rows)
    odds = []
    for size in sizes:
        share = p.operating[p.staff == size].mean()
        odds.append(math.log(share / (1.0 - share)))
    slope = math.log(4.0) / DEFAULT["staff_sigma"] ** 2
    assert abs((odds[1] - odds[0]) / math.log(4.0) - slope) < 0.1


def test_shares_of_organizations() -> None:
    p = populate(totals(None, organizations=20_000), replicates=[0], uncertainty="none")
    assert near(p.kind == 0, 0.7) and near(p.type == 2, DEFAULT["type_loose"])
    assert near(p.type == 1, DEFAULT["type_dispersed"]) and near(p.has_channel, 0.7)
    with_members = members_of(p) >= 1
    assert near(p.head_is_member[with_members], DEFAULT["head_member_share"])
    means = ("base_interference", "base_burden", "base_constraint", "base_benefit")
    employed = np.where(p.kind == 0, DEFAULT["employed_share"], 1.0)  # Of members, by kind.
    assert np.all(p.baseline[2] <= employed)
    p.baseline[2] /= employed
    for row, name in zip(p.baseline, means, strict=True):
        assert abs(row.mean() - DEFAULT[name]) < 5.0 * DEFAULT["base_sd"] / math.sqrt(len(p))
        assert row.min() >= 0.0 and row.max() <= 1.0
    # Ages: exponential with the rate of entry.
    assert near(p.founded < -12, math.exp(-DEFAULT["entry_per_year"] * 12 / 12))
    assert near(p.founded < -120, math.exp(-DEFAULT["entry_per_year"] * 120 / 12))


def test_shares_of_members() -> None:
    spec = registry(20_000, members=[3] * 20_000, staff=[9] * 20_000, founded=[-480] * 20_000)
    people = populate(spec, replicates=[0], uncertainty="none").members
    assert len(people) == 60_000
    assert near(people.known, DEFAULT["known_at_start"])
    assert near(people.relation == Relation.FLOATING, FLOATING_CARD_SHARE)
    assert not (people.relation == Relation.HERE).any()
    head = DEFAULT["head_member_share"] / 3.0
    assert near(people.role == Role.HEAD, head)
    retired = RETIRED_SHARE
    assert near(people.role == Role.RETIRED, (1.0 - head) * retired)
    key = KEY_STAFF_SHARE * (1.0 - retired) * (1.0 - head)
    assert near(people.role == Role.KEY_STAFF, key)
    assert near(people.joined <= -24, math.exp(-DEFAULT["leave_per_year"] * 24 / 12))
    assert abs(people.mobility.mean() - 1.0) < 0.02 and people.mobility.max() <= 4.0
    spread = COMMITMENT_SD
    assert abs(people.commitment.mean() - 0.5) < 5.0 * spread / math.sqrt(len(people))
