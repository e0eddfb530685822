"""Totals that kinds leave of the place's total are shared within what their other totals allow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InputError
from sim.plan.organizations import Synthesis, Totals
from sim.population.frame import UNNAMED
from sim.population.totals import allot, targets
from tests.scenario.peopling import of_kinds


@given(
    cells=st.lists(
        st.tuples(st.integers(1, 400), st.integers(0, 20), st.integers(0, 500)),
        min_size=1,
        max_size=7,
    ),
    where=st.floats(0.0, 1.0),
)
def test_allot_holds_total_and_bounds(cells: list[tuple[int, int, int]], where: float) -> None:
    weights = [weight for weight, _, _ in cells]
    low = [least for _, least, _ in cells]
    high = [least + more for _, least, more in cells]
    total = round(sum(low) + where * (sum(high) - sum(low)))
    parts = allot(total, weights, low, high)
    assert sum(parts) == total
    assert all(a <= part <= b for part, a, b in zip(parts, low, high, strict=True))


def test_allot_is_near_proportion() -> None:
    assert allot(10, [1, 2, 2], [0, 0, 0], [99, 99, 99]) == [2, 4, 4]
    assert allot(10, [1, 2, 2], [5, 0, 0], [99, 99, 99]) == [5, 3, 2]
    assert allot(10, [1, 2, 2], [0, 0, 0], [99, 3, 99]) == [2, 3, 5]


def _synthesis(total: Totals, **kinds: Totals) -> Synthesis:
    codes = {"social_group": 0, "law_firm": 4}
    return Synthesis(
        total=total,
        kinds={codes[name]: values for name, values in kinds.items()},
        kind_shares=of_kinds(social_group=0.5, law_firm=0.5),
    )


def test_totals_of_the_place_stay_whole_where_no_kind_states_one() -> None:
    held = targets(
        _synthesis(
            Totals(organizations=30, staff=300, covered=4), social_group=Totals(organizations=10)
        )
    )
    assert not held.by_kind
    assert held.totals["staff"][UNNAMED] == 300 and held.totals["covered"][UNNAMED] == 4
    assert (held.totals["members"] == -1).all()


def test_what_kinds_leave_is_shared() -> None:
    held = targets(
        _synthesis(
            Totals(organizations=30, staff=300, covered=12, members=60),
            social_group=Totals(organizations=10, covered=2, staff=200),
            law_firm=Totals(organizations=5, operating=3),
        )
    )
    assert held.by_kind
    covered, staff = held.totals["covered"], held.totals["staff"]
    assert covered[0] == 2 and covered[4] <= 3 and covered[[0, 4, UNNAMED]].sum() == 12
    assert staff[0] == 200 and staff[[4, UNNAMED]].sum() == 100
    assert held.totals["members"][[0, 4, UNNAMED]].sum() == 60
    assert held.totals["operating"][4] == 3 and held.totals["operating"][0] == -1
    assert np.array_equal(held.totals["willing"], np.full(UNNAMED + 1, -1))


@pytest.mark.parametrize(
    ("staff", "stated", "members"),
    [
        # Linze: 14 of 361 staff are stated, the rest is 347 for 86 organizations.
        (361, {"law_firm": 14}, {0: 127, 4: 5, UNNAMED: 3}),
        (None, {"law_firm": 40}, {0: 126, 4: 6, UNNAMED: 3}),
        (None, {"social_group": 168, "law_firm": 4}, {0: 129, 4: 3, UNNAMED: 3}),
    ],
)
def test_members_are_shared_by_staff(
    staff: int | None, stated: dict[str, int], members: dict[int, int]
) -> None:
    kinds = {"social_group": 84, "law_firm": 4}
    held = targets(
        _synthesis(
            Totals(organizations=90, members=135, staff=staff),
            **{
                name: Totals(organizations=number, staff=stated.get(name))
                for name, number in kinds.items()
            },
        )
    )
    assert {code: int(held.totals["members"][code]) for code in members} == members


def test_a_total_that_the_kinds_cannot_hold_is_refused() -> None:
    law_firm = Totals(organizations=5, operating=3)
    with pytest.raises(InputError, match=r'"covered" leaves 4 .* can hold 3'):
        targets(_synthesis(Totals(organizations=5, covered=4), law_firm=law_firm))
    members = Totals(organizations=5, covered=5)
    with pytest.raises(InputError, match=r'"members" leaves 3 .* need 5'):
        targets(_synthesis(Totals(organizations=5, members=3), law_firm=members))
