"""The past of a candidate: who was there, what was in force, how effort rises (14.2)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.pasts.evidence import figures, measured
from sim.pasts.kept import found
from sim.pasts.worlds import begin, earlier, sampled
from sim.plan.past import Course, History
from sim.scenario import load
from sim.worlds import Worlds
from tests.engine.places import policy
from tests.engine.snapshots import first_difference, snapshot
from tests.pasts.places import pasts, town

PAST = History(since=(2021, 1), months=36)


def test_without_a_past_nothing_changes() -> None:
    plain = load("classroom", overrides=["years=1", "uncertainty=prior"])
    forgotten = town('history.effort="ended"', "history.founded_last_year=3").without_history()
    assert forgotten.digest() == plain.digest() and forgotten.history is None
    one, other = (Worlds.build(each, ["baseline"], [0, 1]) for each in (plain, forgotten))
    for _month in range(3):
        one.step()
        other.step()
    assert np.array_equal(one.organizations.attitude, other.organizations.attitude)
    assert first_difference(snapshot(one, 1), snapshot(other, 1)) is None


def test_an_accepted_world_is_that_of_its_candidate() -> None:
    known = replace(town(), pasts=pasts())
    number = pasts().taken[1].candidate
    one = Worlds.build(known, ["baseline"], [1])
    other = Worlds.build(town().without_history(), ["baseline"], [number])
    assert one.replicate[0] == 1 and other.replicate[0] == number
    for _month in range(3):
        one.step()
        other.step()
    assert np.array_equal(one.organizations.attitude, other.organizations.attitude)


def test_who_was_there_and_what_they_were() -> None:
    worlds, start = begin(town(since='history.since="2009-01"'), range(3))
    now = Worlds.build(town().without_history(), ["baseline"], range(3))
    then = {*worlds.organizations.identity[1:].tolist()}
    assert then < {*now.organizations.identity[1:].tolist()}  # the register has grown
    assert start.weight == 1.0 and (start.reported > 0).all()
    organizations = worlds.organizations
    assert not organizations.nominal.any() and not organizations.interim.any()
    assert (organizations.willing_until <= 0).all()
    assert (organizations.founded[1:] < 0).all()
    assert worlds.start_month[0] == 1 and not worlds.booking


def test_effort_rises_to_the_whole_and_then_stays() -> None:
    worlds, _start = begin(town(), [0])
    left = []
    for _month in range(37):
        worlds.step()
        left.append(float(worlds.ways["effort_left"][0]))
    assert left[0] == pytest.approx(1 / 36) and left[17] == pytest.approx(0.5)
    assert left[35] == 1.0 and left[36] == 1.0


@pytest.mark.parametrize(
    ("course", "share"),
    [('"continues"', 1.0), ('"ended"', 0.0), ('"fades"', 0.5 ** (2 / 6))],
)
def test_effort_after_the_start(course: str, share: float) -> None:
    more = ["history.half_life_months=6"] if "fades" in course else []
    scenario = replace(town(f"history.effort={course}", *more), pasts=pasts())
    worlds = Worlds.build(scenario, ["baseline"], [0, 1])
    assert (worlds.committees.effort[1:] > 0).any()  # the start knows effort in full
    worlds.step()
    worlds.step()
    assert worlds.ways["effort_left"] == pytest.approx([share, share])
    assert (worlds.committees.effort > 0).any() == (share > 0)


def test_policies_on_the_clock_of_the_past() -> None:
    always = policy("annual_check")
    dated = policy("annual_check", start=-40, end=-2)
    often = policy("annual_check", periods=((-10, -5), (3, None)))
    moved = earlier([always, dated, often], PAST)
    assert [each.spans for each in moved] == [
        ((0, None),), ((-4, 34),), ((26, 31), (39, None)),
    ]  # fmt: skip
    assert moved[0].standing == 0.0 and moved[1].standing == 1.0


def test_a_policy_of_the_past_alone_needs_a_past() -> None:
    entry = 'baseline=[{policy="annual_check", end="2022-12"}]'
    scenario = town(entry)
    assert scenario.alternatives[0].policies[0].standing == 0.0
    with pytest.raises(Exception, match="before the scenario starts"):
        load("classroom", overrides=[entry])


def test_a_large_place_is_sampled() -> None:
    city = load("city").organizations
    assert sampled(city).sample == pytest.approx(0.2)
    assert sampled(town().organizations).sample == 1.0


def test_which_figures_are_evidence() -> None:
    def figure(month: str, more: str = "", measure: str = "reported_coverage") -> str:
        return f'{{measure="{measure}", month="{month}", value=0.1, source="x"{more}}}'

    rows = [
        figure("2023-12", ", sd=0.02"), figure("2023-12", measure="work_coverage"),
        figure("2023-12", ", evidence=true", "work_coverage"), figure("2022-12"),
        figure("2022-06", ", evidence=false"), figure("2024-06"),
        figure("2021-01", ', kinds=["social_group"]'),
    ]  # fmt: skip
    scenario = town(f"observations=[{', '.join(rows)}]")
    found = figures(scenario)
    assert found.start_sd == 0.02
    assert {month: len(rows) for month, rows in found.by_month.items()} == {36: 1, 24: 1, 1: 1}
    assert scenario.past_digest() != town().past_digest()
    worlds, _start = begin(scenario, [0, 1])
    part, whole = found.by_month[1][0], found.by_month[24][0]
    worlds.organizations.nominal[1:] = True  # everybody on paper
    assert measured(worlds, whole) == pytest.approx([1.0, 1.0])
    of_kind = worlds.organizations.kind == part.kinds[0]
    worlds.organizations.nominal[of_kind] = False
    assert measured(worlds, part) == pytest.approx([0.0, 0.0])
    assert (measured(worlds, whole) < 1.0).all()


def test_official_puts_a_part_on_paper() -> None:
    scenario = town("history.official=true")
    half = replace(pasts(), real=(0.5,) * len(pasts()))
    worlds = Worlds.build(replace(scenario, pasts=half), ["baseline"], [0])
    covered = Worlds.build(replace(town(), pasts=pasts()), ["baseline"], [0])
    had = int((covered.organizations.branch > 0).sum())
    has, paper = int((worlds.organizations.branch > 0).sum()), worlds.organizations.nominal
    assert has == round(had / 2)
    assert 0 < paper.sum() <= had - has and not (worlds.organizations.branch[paper] > 0).any()
    before = {*worlds.organizations.identity[paper].tolist()}
    for _month in range(6):
        worlds.step()
    now = {*worlds.organizations.identity[worlds.organizations.nominal].tolist()}
    assert now - before  # no quota: effort alone puts on paper
    assert not covered.organizations.nominal.any()


def test_at_the_defaults_effort_is_the_median_of_the_accepted() -> None:
    from tests.pasts.places import made_up

    many = made_up([1.0] * 41, {*range(41)})
    scenario = replace(town("uncertainty=none"), pasts=many)
    assert scenario.drawn([3])["effort"] == pytest.approx([1.95])
    assert scenario.numbers([3]) == [3]
    stated = town("uncertainty=none", "history.effort_level=0.3")
    assert found(stated, 5) is stated and stated.drawn([0])["effort"][0] == 0.3


def test_courses() -> None:
    assert Course("fades", 12).left(11) == pytest.approx(0.5)
    assert Course().other == Course("ended") and Course("fades", 3).other == Course()
