"""Rules of dispatched liaisons by example: posts, cases, order, release (S1, S2, S4-S7)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policies.base import Policy
from sim.processes.dispatch import dispatch
from sim.state.codes import Form, Type
from sim.state.table import NEVER
from tests.engine.handmade import Made, Place
from tests.engine.places import policy


def liaisons(**fields: Any) -> Any:
    return policy("dispatch_liaisons", **({"liaisons": 1, "capacity": 7} | fields))


def narrow(*policies: Policy, **settings: Any) -> Made:
    """Return a world in which the posts' own capacity holds, all of it for the uncovered."""
    return Made(*policies, **({"liaison_capacity": 1.0, "consolidate_share": 0.0} | settings))


def run(made: Made, *months: int) -> Made:
    """Let committees dispatch in the given months."""
    for month in months or (made.stack.month,):
        dispatch(made.at(month).stack, made.doses)
    return made


def on_case(made: Made, *rows: int) -> list[bool]:
    return [liaison > 0 for liaison in made.col("liaison", *rows)]


@pytest.mark.parametrize(("capacity", "taken"), [(2, 2), (3, 3), (9, 5)])
def test_a_liaison_holds_no_more_cases_than_the_capacity(capacity: int, taken: int) -> None:
    """The post's capacity, never below the parameter's default."""
    made = narrow(liaisons(capacity=capacity))
    rows = [made.organization() for _ in range(5)]
    assert sum(on_case(run(made), *rows)) == taken


def test_a_share_of_the_capacity_is_kept_for_weak_branches() -> None:
    made = Made(liaisons(capacity=5), liaison_capacity=1.0, consolidate_share=0.4)
    waiting = [made.organization() for _ in range(6)]
    weak, weaker, strong = (made.organization(members=3) for _ in range(3))
    for row, vitality in ((weak, 0.4), (weaker, 0.2), (strong, 0.5)):
        made.branch(row, vitality=vitality)
    shell = made.organization(members=3)
    made.branch(shell, vitality=0.05, shell=True)
    run(made)
    assert sum(on_case(made, *waiting)) == 3
    assert on_case(made, weak, weaker, strong, shell) == [True, True, False, False]
    assert made.col("case_weak", weak, weaker) == [True, True]


def test_posts_go_to_districts_in_proportion() -> None:
    """Webster's highest averages over the organizations at month 0."""
    made = Made(liaisons(liaisons=4))
    for district, number in ((0, 6), (1, 2), (2, 1)):
        for _ in range(number):
            made.organization((district, 0))
    run(made)
    posts = np.bincount(made.stack.liaisons.committee[1:], minlength=4)[1:4]
    assert posts.tolist() == [3, 1, 0]


def test_the_ramp_opens_posts_one_by_one_and_the_end_closes_them() -> None:
    made = Made(liaisons(liaisons=4, ramp_months=4, start=1, end=5))
    rows = [made.organization() for _ in range(3)]
    held = [int(run(made, month).stack.liaisons.alive.sum()) for month in range(8)]
    assert held == [0, 1, 2, 3, 4, 4, 0, 0]
    assert not any(on_case(made, *rows))


def test_the_committee_of_the_industry_serves_first() -> None:
    place = Place(industry_committees=(True, False))
    made = narrow(
        liaisons(id="d", capacity=1), liaisons(id="i", capacity=1, committee="industry"),
        place=place,
    )  # fmt: skip
    one = made.organization((0, 0))
    run(made)
    committee = made.stack.liaisons.committee[made.col("liaison", one)[0]]
    assert made.stack.committees.industrial[committee]


def test_whom_a_liaison_does_not_take_up() -> None:
    made = Made(liaisons())
    covered, idle = made.organization(members=3), made.organization(operating=False)
    made.branch(covered)
    assert on_case(run(made), covered, idle) == [False, False]


def test_taking_a_case_halves_what_is_left_of_a_silence_once() -> None:
    made = Made(liaisons(), month=10)
    one, two = made.organization(silent_until=19), made.organization(silent_until=10)
    run(made)
    assert made.col("silent_until", one, two) == [15, 10]
    run(made, 11)
    assert made.col("silent_until", one) == [15]


@pytest.mark.parametrize(("months", "held"), [(23, True), (24, False)])
def test_a_covered_case_is_held_for_two_years(months: int, held: bool) -> None:
    made = narrow(liaisons(), month=40)
    one = made.organization(members=3)
    run(made)
    assert on_case(made, one) == [True]
    made.branch(one, vitality=0.3, founded=40 - months)
    assert on_case(run(made), one) == [held]


def test_a_covered_case_is_released_when_steady_for_half_a_year() -> None:
    made = narrow(liaisons(), month=40)
    one = made.organization(members=3)
    run(made)
    branch = made.branch(one, vitality=0.5, founded=40)
    held = [on_case(run(made, month), one)[0] for month in range(41, 44)]
    made.stack.branches.vitality[branch] = 0.49
    held += on_case(run(made, 44), one)
    made.stack.branches.vitality[branch] = 0.5
    held += [on_case(run(made, month), one)[0] for month in range(45, 51)]
    assert held == [True] * 9 + [False], "six months in a row"


@pytest.mark.parametrize(("others", "dropped"), [(0, False), (1, True)])
def test_a_hopeless_case_is_dropped_only_for_another(others: int, dropped: bool) -> None:
    """Hopeless: no progress for eighteen months."""
    made = narrow(liaisons(capacity=1))
    one = made.organization()
    run(made, *range(18))
    assert on_case(made, one) == [True]
    waiting = [made.organization() for _ in range(others)]
    run(made, 18)
    assert on_case(made, one) == [not dropped]
    assert all(on_case(made, *waiting))


@pytest.mark.parametrize(("months", "retaken"), [(23, False), (24, True)])
def test_a_dropped_case_is_not_retaken_for_two_years_while_others_wait(
    months: int, retaken: bool
) -> None:
    made = narrow(liaisons(capacity=1, strategy="big_first"), month=50)
    dropped = made.organization(dropped=50 - months, staff=90.0)
    fresh = made.organization(staff=2.0)
    run(made)
    assert on_case(made, dropped, fresh) == [retaken, not retaken]
    alone = narrow(liaisons(capacity=1), month=50)
    only = alone.organization(dropped=27)
    assert on_case(run(alone), only) == [True]


@pytest.mark.parametrize(
    ("column", "value"), [("known", 1), ("attitude", 0.02), ("willing_until", 99)]
)
def test_what_counts_as_progress(column: str, value: float) -> None:
    made = Made(liaisons())
    one = made.organization()
    run(made)
    run(made, 5)
    assert made.col("case_progress", one) == [0]
    getattr(made.stack.organizations, column)[one] = value
    assert run(made, 9).col("case_progress", one) == [9]


def first_taken(strategy: str, made: Made, rows: dict[str, int]) -> list[str]:
    """Return names in the order in which a strategy takes them up, one a month."""
    order = []
    stack = made.stack
    for month in range(len(rows)):
        run(made, month)
        (name,) = (name for name, row in rows.items() if stack.organizations.liaison[row])
        order.append(name)
        row = rows[name]
        stack.organizations.liaison[row] = 0
        stack.organizations.operating[row] = False
    return order


@pytest.mark.parametrize(
    ("strategy", "order"),
    [
        ("easy_first", ["keen", "mild", "three", "cold"]),
        ("big_first", ["cold", "three", "keen", "mild"]),
    ],
)
def test_easy_first_and_big_first(strategy: str, order: list[str]) -> None:
    made = narrow(
        liaisons(capacity=1, strategy=strategy),
    )
    rows = {
        "mild": made.organization(attitude=0.1, staff=3.0),
        "three": made.organization(attitude=-0.45, members=4, staff=20.0),
        "keen": made.organization(attitude=-0.1, members=2, staff=4.0),
        "cold": made.organization(attitude=-0.2, staff=80.0),
    }
    assert first_taken(strategy, made, rows) == order


def test_blank_spots_first() -> None:
    """T1 and T2: fifty staff without a member, three members without a branch."""
    made = narrow(
        liaisons(capacity=2, strategy="blank_spots_first"),
        liaison_capacity=1.0,
        consolidate_share=0.0,
    )
    large, eligible = made.organization(staff=50.0), made.organization(members=3)
    rest = [made.organization(staff=49.0), made.organization(staff=60.0, members=1)]
    run(made)
    assert all(on_case(made, large, eligible)) and not any(on_case(made, *rest))


def test_hub_first_goes_where_most_are() -> None:
    made = narrow(
        liaisons(capacity=3, strategy="hub_first"),
    )
    hub = [made.organization((0, 1)) for _ in range(3)]
    rest = [made.organization((0, 0), staff=99.0) for _ in range(2)]
    run(made)
    assert all(on_case(made, *hub)) and not any(on_case(made, *rest))


def test_bottleneck_first_takes_those_whom_a_visit_can_move() -> None:
    strategy = liaisons(capacity=2, strategy="bottleneck_first")
    made = narrow(strategy, month=5)
    hidden = made.organization()
    made.members(hidden, known=False)
    open_ = made.organization(members=1)
    rest = [
        made.organization(),
        made.organization(members=1, silent_until=99),
        made.organization(members=1, willing_until=99),
        made.organization(members=1, type=Type.LOOSE),
    ]
    run(made)
    assert all(on_case(made, hidden, open_)) and not any(on_case(made, *rest))


def test_newcomers_start_over_after_a_tenure_and_cases_stay_with_the_post(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sim.processes.dispatch.LIAISON_SKILL_SD", 0.0)
    made = Made(liaisons(tenure_months=6))
    one = made.organization()
    skills = [float(run(made, month).stack.liaisons.skill[1]) for month in range(8)]
    assert skills[:6] == pytest.approx([0.4 + 0.004 * month for month in range(6)])
    assert skills[6:] == pytest.approx([0.4, 0.404])
    assert made.stack.liaisons.holder[1] == 1
    assert on_case(made, one) == [True]
    assert made.col("case_since", one) == [0]


def test_visits_are_shared_by_all_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """vis = 1 − exp(−.8 · skill · min(2, visits a month / cases))."""
    monkeypatch.setattr("sim.processes.dispatch.LIAISON_SKILL_SD", 0.0)
    made = narrow(liaisons(capacity=30))
    rows = [made.organization() for _ in range(4)]
    run(made)
    assert made.col("visits", *rows) == pytest.approx([1 - np.exp(-0.8 * 0.4 * 2)] * 4)
    rows += [made.organization() for _ in range(12)]
    run(made, 1)
    assert made.col("visits", *rows) == pytest.approx([1 - np.exp(-0.8 * 0.404 * 0.5)] * 16)


def test_a_weak_branch_is_released_when_it_ends() -> None:
    made = Made(liaisons(), month=3)
    one = made.organization(members=3)
    branch = made.branch(one, vitality=0.2, form=Form.STANDALONE)
    assert on_case(run(made), one) == [True]
    made.stack.branches.alive[branch] = False
    made.stack.organizations.branch[one] = 0
    made.stack.organizations.covered[one] = NEVER
    run(made, 4)
    assert made.col("case_weak", one) == [False], "it waits again, as one without a branch"
