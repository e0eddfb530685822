"""What was done is a scenario file that makes the same world, bit for bit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from sim.agents import CoverageModel
from sim.app.classroom.course import (
    LEVERS,
    SIDES,
    Course,
    compose,
    neutral,
    offered,
    opened,
    policies_of,
    value,
)
from sim.app.classroom.stage import Stage, World, reopened
from sim.scenario import Scenario, load
from sim.worlds import Worlds
from tests.engine.snapshots import Snapshot, first_difference, snapshot

MOVES: dict[int, dict[str, float]] = {
    0: {"training": 20},
    3: {"liaisons": 15},
    7: {"liaisons": 22, "funded": 1500},
    8: {"capacity": 9},
    14: {"target": 0.8, "pressure": 3},
    15: {"target": 0.0, "organizers": 2, "radius": 2},
    20: {"liaisons": 0, "stipend": 0.4},
    26: {"organizers": 0, "radius": 1, "funded": 0.0},
}
MONTHS = 30


@pytest.fixture(scope="module")
def town() -> Scenario:
    return load("classroom", overrides=["years=3"])


def played(base: Scenario, months: int = MONTHS) -> Stage:
    stage = Stage(base, 77)
    for month in range(months):
        if month in MOVES:
            stage.right.move(**MOVES[month])
        stage.step()
    return stage


@pytest.fixture(scope="module")
def stage(town: Scenario) -> Stage:
    return played(town)


def test_the_file_is_the_world_on_the_screen(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "class.toml"
    path.write_text(stage.file(), encoding="utf-8")
    scenario = load(path)
    for name, side in (("right", "right"), ("baseline", "left")):
        model = CoverageModel(scenario, name)
        for _ in range(MONTHS):
            model.step()
        here = snapshot(stage.worlds[side].model.worlds, 0)
        assert first_difference(here, snapshot(model.worlds, 0)) is None


def test_every_month_of_the_file_is_the_month_that_was_seen(stage: Stage, tmp_path: Path) -> None:
    """Also in a stack, as ``fugai run`` makes it, and beside other replicates."""
    path = tmp_path / "class.toml"
    path.write_text(stage.file(), encoding="utf-8")
    worlds = Worlds.build(load(path), ["baseline", "right"], range(3))
    twin = played(stage.base, 1)
    for month in range(1, MONTHS + 1):
        worlds.step()
        for place, side in enumerate(SIDES):
            here = snapshot(twin.worlds[side].model.worlds, 0)
            assert first_difference(here, snapshot(worlds, place)) is None, (month, side)
        if month in MOVES:
            twin.right.move(**MOVES[month])
        twin.step()


def test_a_move_that_was_left_out_makes_another_world(stage: Stage, town: Scenario) -> None:
    course = Course().moved(3, liaisons=15)
    model = CoverageModel(compose(town, {"right": course}, seed=77), "right")
    for _ in range(MONTHS):
        model.step()
    right = snapshot(stage.right.model.worlds, 0)
    assert first_difference(right, snapshot(model.worlds, 0)) is not None


def test_a_file_can_be_opened_again(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "class.toml"
    path.write_text(stage.file(), encoding="utf-8")
    again = reopened(load(path))
    assert again.seed == 77
    assert again.right.course.settings(9) == stage.right.course.settings(9)
    again.run_to(MONTHS)
    for side in SIDES:
        one, other = (each.worlds[side] for each in (stage, again))
        assert first_difference(
            snapshot(one.model.worlds, 0), snapshot(other.model.worlds, 0)
        ) is None  # fmt: skip
        assert one.seen.series == other.seen.series
    assert again.file() == stage.file()


def test_moving_a_slider_in_a_reopened_log_drops_what_was_to_come(
    stage: Stage, town: Scenario
) -> None:
    again = Stage(town, 77, right=stage.right.course)
    again.run_to(5)
    again.right.move(liaisons=1)
    assert again.right.course.settings(28) == {**stage.right.course.settings(5), "liaisons": 1}


def test_shipped_alternatives_open_on_the_right() -> None:
    stage = reopened(load("classroom"))
    assert [policy["policy"] for policy in stage.right.course.policies] == ["dispatch_liaisons"]
    assert stage.left.course.plain


def test_moves_within_a_month_are_one() -> None:
    course = Course().moved(3, liaisons=4).moved(3, liaisons=9).moved(3, funded=0.5)
    assert len(course.moves) == 1
    assert course.settings(3)["liaisons"] == 9
    assert course.settings(2) == neutral()
    assert course.moved(3, liaisons=0, funded=0).moves == ()


def test_a_lever_at_rest_writes_nothing() -> None:
    assert policies_of(neutral()) == {}
    assert policies_of({"capacity": 12, "pressure": 3}) == {}
    assert policies_of({"liaisons": 3})["dispatch_liaisons"]["liaisons"] == 3


HELPED: dict[str, tuple[int, dict[str, float]]] = {
    "capacity": (8, {"liaisons": 6}),
    "pressure": (8, {"target": 0.8}),
    "joint_max": (34, {"organizers": 6, "radius": 2}),
    "radius": (34, {"organizers": 6}),
}
"""Sliders that do nothing by themselves: months until something is seen, and with what."""


def after(town: Scenario, months: int, settings: Mapping[str, float]) -> Snapshot:
    """Return the world after months under settings."""
    world = World(town, "right", Course(), 4)
    world.move(**settings)
    for _ in range(months):
        world.step()
    return snapshot(world.model.worlds, 0)


@pytest.fixture(scope="module")
def helped(town: Scenario) -> Callable[[int, tuple[tuple[str, float], ...]], Snapshot]:
    """What is after months with what helps alone: the same for most sliders."""
    return cache(lambda months, helper: after(town, months, dict(helper)))


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_acts(
    town: Scenario,
    helped: Callable[[int, tuple[tuple[str, float], ...]], Snapshot],
    name: str,
) -> None:
    """Each slider at its end makes another world than at rest."""
    lever = LEVERS[name]
    months, helper = HELPED.get(name, (14, {}))
    at_rest = helped(months, tuple(helper.items()))
    moved = after(town, months, {**helper, name: lever.high})
    assert first_difference(at_rest, moved) is not None


def test_sides_with_other_parameters_are_two_files(town: Scenario, tmp_path: Path) -> None:
    stage = Stage(town, 5, right=Course(parameters={"leave_per_year": 0.3}))
    stage.right.move(liaisons=8)
    stage.run_to(10)
    assert not stage.one_file
    path = tmp_path / "right.toml"
    path.write_text(stage.file("right"), encoding="utf-8")
    model = CoverageModel(load(path), "right")
    for _ in range(10):
        model.step()
    right = snapshot(stage.right.model.worlds, 0)
    assert first_difference(right, snapshot(model.worlds, 0)) is None
    _, courses = opened(load(path))
    assert courses["left"].plain


def test_levers_that_the_baseline_has_are_not_offered() -> None:
    town = load("classroom")
    assert len(offered(town)) == len(LEVERS)
    quota = '{policy="coverage_quota", id="of_the_town", target_share=0.5}'
    other = load("classroom", overrides=[f"baseline=[{quota}]"])
    assert {lever.policy for lever in LEVERS.values()} - {
        lever.policy for lever in offered(other)
    } == {"coverage_quota"}


def test_where_a_lever_stands_is_written_as_people_say_it() -> None:
    assert value("liaisons", 15) == "15" and value("funded", 3000) == "3,000"
    assert value("target", 0.8) == "80%"
    assert [value("radius", number) for number in (1, 2)] == [
        "their own industry nearby", "the whole district",
    ]  # fmt: skip
