"""Definitions on states small enough to count by hand."""

from __future__ import annotations

import numpy as np

from sim.exact import SCALE
from sim.measures.base import ratio
from sim.measures.catalogue import MEASURES
from sim.measures.counts import COUNTS, GROUPED
from sim.measures.status import Cover, read_status
from sim.measures.tally import Grouping, Tally
from sim.state.codes import NUMBERS, Code, Form, Interim, Relation, Stage, among
from sim.state.stack import Stack
from tests.measures.tiny import Row, full_members, tiny


def counted(stack: Stack) -> dict[str, list[int]]:
    groups = Grouping(stack.organizations.world, stack.n_worlds, stack.n_worlds)
    tally = Tally(stack, read_status(stack))
    whole, packed = tally.by_world(groups), tally.by_group(groups)
    assert set(packed) == set(GROUPED)
    for name, found in packed.items():
        assert np.array_equal(found, whole[name]), name
    return {name: found.tolist() for name, found in whole.items()}


def test_every_count_is_declared_and_every_measure_is_counted() -> None:
    elsewhere = {"cases", "liaisons", "district_gap", "district_total"}
    assert set(counted(tiny([{}]))) | elsewhere == set(COUNTS)
    for measure in MEASURES.values():
        used = {measure.numerator, measure.denominator} - {None}
        assert used <= set(COUNTS)
        assert measure.grouped == (used <= set(GROUPED)), measure.name
        assert measure.is_share == (measure.denominator is not None and measure.unit == "share")


def test_four_bases_are_counted_apart() -> None:
    found = counted(
        tiny(
            [
                {"branch": 1, "eligible": 3, "members": 3},
                {"on_base": 0, "eligible": 4, "members": 4},
                {"operating": 0},
                {"operating": 0, "on_base": 0},
                {"branch": 2, "eligible": 1, "members": 1},
            ],
            branches=[{}, {}],
        )
    )
    bases = ("registered", "reported_base", "operating", "eligible")
    suffixes = ("", "_of_base", "_of_operating", "_of_eligible")
    assert [found[base][0] for base in bases] == [5, 3, 3, 2]
    assert [found["covered" + suffix][0] for suffix in suffixes] == [2, 2, 2, 1]
    assert found["branches"] == [2]


def test_dormant_branches_count_as_covered_but_never_as_effective() -> None:
    threshold = 0.35
    found = counted(
        tiny(
            [{"branch": 1}, {"branch": 2}, {"branch": 3}, {}],
            branches=[
                {"vitality": threshold},
                {"vitality": np.nextafter(threshold, 0)},
                {"vitality": 0.9, "shell": 1},
            ],
        )
    )
    assert (found["covered"], found["true"], found["effective"]) == ([3], [2], [1])
    assert (found["reported"], found["reported_hollow"]) == ([3], [2])
    assert found["effective_branches"] == [1]


def test_work_coverage_counts_whoever_is_looked_after() -> None:
    organizations: list[Row] = [
        {"branch": 1},
        {"interim": Interim.HOSTED},
        {"interim": Interim.MEMBER_GROUP},
        {"liaison": 5},
        {"mass_group": 3},
        {},
    ]
    stack = tiny(organizations, branches=[{}])
    visited = [Cover.VISITED, Cover.VISITED]
    cover = [Cover.VITAL, Cover.HOSTED, Cover.MEMBER_GROUP, *visited, Cover.NONE]
    assert list(read_status(stack).cover[1:]) == cover
    found = counted(stack)
    assert (found["worked"], found["covered"]) == ([5], [1])


def test_hosted_places_are_reported_only_where_the_definition_counts_them() -> None:
    hosted = {"interim": Interim.HOSTED}
    organizations: list[Row] = [{"branch": 1}, hosted, {**hosted, "on_base": 0}]
    strict = counted(tiny(organizations, branches=[{}]))
    loose = counted(tiny(organizations, branches=[{}], hosted_counts=True))
    assert (strict["reported"], strict["reported_hollow"]) == ([1], [0])
    assert (loose["reported"], loose["reported_hollow"]) == ([2], [1])


def test_members_are_managed_with_a_relation_here_or_a_card() -> None:
    members = [
        *full_members(1, 2, relation=Relation.HERE),
        *full_members(1, 1, relation=Relation.FLOATING, stage=Stage.PROBATIONARY),
        *full_members(2, 1, relation=Relation.HERE),
        *full_members(2, 1, known=0),
        *full_members(2, 1, stage=Stage.ACTIVIST, relation=Relation.HERE),
        *full_members(0, 1, relation=Relation.HERE),
    ]
    stack = tiny([{"members": 3}, {"members": 2}, {}], members=members)
    found = counted(stack)
    assert (found["members"], found["managed_members"]) == ([5], [4])
    assert (found["with_members"], found["all_managed"]) == ([2], [1])
    assert list(read_status(stack).hidden) == [False, False, True, False]


def test_targets_of_the_planning_documents() -> None:
    found = counted(
        tiny(
            [
                {"staff": 49.4},
                {"staff": 49.5, "members": 1},
                {"staff": 99.4},
                {"staff": 99.5, "branch": 1, "members": 3, "eligible": 3},
                {"staff": 300.0, "operating": 0},
                {"branch": 1, "members": 3, "eligible": 3},
                {"branch": 2, "members": 3, "eligible": 3},
            ],
            branches=[{"form": Form.JOINT}, {}],
        )
    )
    large = ("large", "large_with_member", "large_without_member")
    assert [found[name][0] for name in large] == [3, 2, 1]
    assert (found["largest"], found["largest_covered"]) == ([1], [1])
    assert (found["eligible"], found["own_branch"]) == ([3], [1])


def test_the_ceiling_counts_members_and_anchors_in_reach() -> None:
    class Anchors:
        def active(self, name: str) -> bool:
            return name == "anchor_max"

        def at(self, name: str, rows: np.typing.NDArray[np.int64]) -> np.typing.NDArray[np.float64]:
            return np.full(len(rows), 2.0)

        def pressure(self, rows: np.typing.NDArray[np.int64]) -> np.typing.NDArray[np.float64]:
            return np.zeros(len(rows))

    stack = tiny(
        [{"members": 3, "branch": 1}, {}, {"cell": 1}, {"cell": 1, "members": 1, "on_base": 0}],
        branches=[{}],
        industries=2,
    )
    groups = Grouping(stack.organizations.world, 1, 1)
    assert Tally(stack, read_status(stack)).by_world(groups)["ceiling"] == [1]
    assert Tally(stack, read_status(stack, Anchors())).by_world(groups)["ceiling"] == [2]
    stack.branches.organizations[1] = 2
    assert Tally(stack, read_status(stack, Anchors())).by_world(groups)["ceiling"] == [1]


def test_the_sentinel_the_dead_and_other_worlds_are_not_counted() -> None:
    rows: list[Row] = [{"world": 0, "members": 1}, {"world": 1}, {"world": 1, "branch": 1}]
    stack = tiny(rows, worlds=2, branches=[{}])
    stack.organizations.append(1, {"world": 1, "members": 0})
    stack.organizations.alive[4] = False
    found = counted(stack)
    assert (found["registered"], found["covered"], found["branches"]) == ([1, 2], [0, 1], [0, 1])


def test_mean_vitality_is_a_sum_over_branches() -> None:
    stack = tiny([{"branch": 1}, {"branch": 2}], branches=[{"vitality": 0.25}, {"vitality": 0.5}])
    found = counted(stack)
    assert (found["vitality"], found["branches"]) == ([0.75 * SCALE], [2])


def test_a_ratio_over_nothing_is_no_number() -> None:
    value = ratio(np.array([0, 1]), np.array([0, 2]))
    assert np.isnan(value[0]) and value[1] == 0.5
    assert list(ratio(np.array([3]), None)) == [3.0]


def test_codes_are_found_as_a_search_finds_them() -> None:
    for codes in Code.__subclasses__():
        assert {*range(NUMBERS)} >= {*codes}
        column = np.array([*codes] * 3, np.int8)
        for chosen in ((), (*codes,), (*codes,)[::2]):
            assert np.array_equal(among(column, chosen), np.isin(column, chosen))
