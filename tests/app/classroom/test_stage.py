"""Two worlds side by side: paired, apart from the first month that differs, nobody else's."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents import CoverageModel
from sim.app.classroom import figures
from sim.app.classroom.figures import EMPTY, LETTERS, REPORTED, Dots, ground, palette, tally
from sim.app.classroom.lesson import lessons
from sim.app.classroom.session import SHIPPED, Session
from sim.app.classroom.stage import Stage
from sim.app.classroom.stage_view import done
from sim.errors import InputError
from sim.locale import in_language
from sim.present.looks import LOOKS, PAPER_ONLY
from sim.scenario import load
from tests.engine.snapshots import first_difference, snapshot


def test_both_sides_are_one_world_until_something_is_done() -> None:
    stage = Stage(load("classroom"), 12)
    stage.run_to(6)
    assert stage.difference().since is None
    stage.right.move(liaisons=20)
    stage.run_to(18)
    since = stage.difference().since
    assert since is not None and since > 6
    assert len(stage.difference().reported) == 19


def test_two_towns_are_one_only_where_every_organization_is() -> None:
    """Shares may agree while heads already think differently, or liaisons already go round."""
    stage = Stage(load("classroom"), 12)
    stage.run_to(2)
    stage.right.move(liaisons=20)
    assert stage.one_town  # Nothing has come of it yet.
    stage.step()
    assert not stage.one_town
    (snowball,) = (lesson for lesson in lessons() if lesson.id == "snowball")
    stage = snowball.stage()
    assert stage.difference().since is None
    assert first_difference(
        snapshot(stage.left.model.worlds, 0), snapshot(stage.right.model.worlds, 0)
    )
    assert not stage.one_town


def test_a_world_that_is_watched_is_the_same_world() -> None:
    stage = Stage(load("classroom"), 12)
    alone = CoverageModel(load("classroom"))
    stage.run_to(14)
    for _ in range(14):
        alone.step()
    left = snapshot(stage.left.model.worlds, 0)
    assert first_difference(left, snapshot(alone.worlds, 0)) is None


def test_the_gap_is_what_is_hollow() -> None:
    stage = Stage(load("classroom"), 12)
    stage.right.move(target=0.8, pressure=3)
    stage.run_to(20)
    seen = stage.right.seen
    reported = np.array(seen.series["reported_coverage"])
    effective = np.array(seen.series["effective_coverage_of_base"])
    hollow = np.array(seen.series["hollow_share"])
    assert np.allclose(reported - effective, hollow * reported)
    assert (reported >= effective).all()


def test_looks_of_what_is_reported_add_up_to_it_in_every_month() -> None:
    stage = Stage(load("classroom"), 4)
    stage.right.move(target=0.8, pressure=3)
    while not stage.over:
        stage.step()
        for world in stage.worlds.values():
            look, counts = tally(world), world.seen.counts[-1]
            assert look["vital"] + sum(look[name] for name in PAPER_ONLY) == counts["reported"]
            assert look["vital"] == counts["effective_of_base"]


def test_nothing_happens_after_the_horizon() -> None:
    stage = Stage(load("classroom", overrides=["years=1"]), 12)
    stage.run_to(50)
    assert stage.month == 12 and stage.over
    before = stage.right.course
    stage.right.move(liaisons=3)
    stage.step()
    assert stage.month == 12 and stage.right.course == before


def test_what_was_spent_survives_a_move() -> None:
    """The engine's ledger starts anew with a move; the screen's does not."""
    stage = Stage(load("classroom"), 12)
    stage.right.move(liaisons=10)
    stage.run_to(6)
    spent = stage.right.seen.yuan[6]
    stage.right.move(liaisons=11)
    stage.run_to(12)
    assert stage.right.seen.yuan[6] == spent > 0
    # 10 posts for six months, 11 for six more, and a course for each of 11 newcomers.
    assert stage.right.seen.yuan[12] == 3000 * (60 + 66) + 800 * 11


@pytest.mark.parametrize("name", SHIPPED)
def test_every_organization_is_a_dot_in_its_cell(name: str) -> None:
    stage = Stage(load(name), 3)
    cells = stage.left.model.worlds.cells
    plan = ground(stage.base.place, cells.initial.tolist())
    assert len(set(plan.points)) == len(plan.points)
    dots = Dots(plan)
    first = dots.paint(stage.left)
    assert len(first) == len(plan.points)
    assert len(first) - first.count(EMPTY) == sum(tally(stage.left).values())
    for cell, number in zip(plan.cells, cells.initial.tolist(), strict=True):
        assert sum(first[place] != EMPTY for place in cell) == number
    stage.run_to(24)
    later = dots.paint(stage.left)
    shown = len(later) - later.count(EMPTY)
    assert shown + dots.unplaced == sum(tally(stage.left).values())


def test_a_dot_stays_where_it_is() -> None:
    stage = Stage(load("classroom"), 12)
    plan = ground(stage.base.place, stage.left.model.worlds.cells.initial.tolist())
    dots = Dots(plan)
    dots.paint(stage.right)
    places = dict(dots._place)
    for _ in range(30):
        stage.step()
        dots.paint(stage.right)
    assert len(places) == 120
    kept = {who: place for who, place in dots._place.items() if who in places}
    assert len(kept) > 80
    assert all(places[who] == place for who, place in kept.items())


def test_what_is_covered_shows_one_look_for_all_that_is_reported() -> None:
    looks = {entry["letter"]: entry["label"] for entry in palette()}
    assert len(LETTERS) == len(LOOKS) == len(looks) - 1
    over = {LOOKS[LETTERS.index(letter)].id: looks[shown] for letter, shown in REPORTED.items()}
    assert over == dict.fromkeys(("vital", *PAPER_ONLY), "reported as covered")


def test_large_places_and_registries_are_refused_by_name() -> None:
    with pytest.raises(InputError, match="10000 organizations; the classroom shows at most 1000"):
        Stage(load("city"), 1)
    with pytest.raises(InputError, match="registry"):
        Stage(load("county_survey"), 1)


def test_a_room_plays_to_a_month_and_begins_again() -> None:
    room = Session()
    told: list[int] = []
    room.on_month(lambda: told.append(room.stage.month))
    room.tick()
    assert room.stage.month == 0
    room.play(3)
    for _ in range(9):
        room.tick()
    assert room.stage.month == 3 and not room.playing
    room.move("liaisons", 7)
    room.step()
    room.again()
    assert room.stage.month == 0
    assert room.stage.right.course.settings(3)["liaisons"] == 7
    room.reset()
    assert room.stage.right.course.plain
    room.reseed("ba-ba-da-hu")
    assert room.stage.seed == 4 and room.word == "ba-ba-da-hu"
    assert told.count(0) >= 3


def test_rooms_share_nothing() -> None:
    rooms = [Session() for _ in range(4)]
    for number, room in enumerate(rooms):
        room.move("liaisons", 5 * number)
    for _ in range(8):
        for room in rooms:
            room.step()
    for number, room in enumerate(rooms):
        alone = Stage(load("classroom"), 12)
        alone.right.move(liaisons=5 * number)
        alone.run_to(8)
        mine, theirs = snapshot(room.stage.right.model.worlds, 0), alone.right.model.worlds
        assert first_difference(mine, snapshot(theirs, 0)) is None


def test_what_was_done_is_told_without_keys() -> None:
    (snowball,) = (lesson for lesson in lessons() if lesson.id == "snowball")
    stage = snowball.stage()
    assert done(stage.right) == "no example by peers"
    with in_language("zh"):
        assert done(stage.right) == "没有同行的榜样"
    room = Session()
    room.set(stage)
    room.step()
    room.reset()
    assert done(room.stage.right) == "no example by peers"


def test_the_difference_has_round_ends_and_a_true_minus() -> None:
    axis = figures.difference(Stage(load("classroom"), 12))["yAxis"]
    assert axis["minInterval"] == 0.05
    assert "−" in axis["axisLabel"][":formatter"]
    assert "Math.floor(10 * v.min)" in axis[":min"] and "Math.ceil(10 * v.max)" in axis[":max"]
