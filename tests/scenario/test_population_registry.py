"""Registries: given cells stay, missing ones are imputed and counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.plan.organizations import OrganizationsSpec
from sim.population.figures import own_figures
from sim.state.codes import Form, Interim, Relation, Role, Stage
from tests.scenario.peopling import members_of, of_kinds, place, populate, registry, totals

RATIOS = ("staff_mean", "members_per_staff", "inactive_share")


def test_given_cells_stay() -> None:
    p = populate(
        registry(
            4,
            name=["a", "b", "c", "d"],
            kind=[4, 0, 1, 2],
            type=[1, 2, 0, 0],
            district=[0, 0, 0, 0],
            industry=[0, 0, 0, 0],
            has_channel=[True, False, True, False],
            founded=[-30, -7, -200, 0],
            staff=[40, 5, 12, 1],
            members=[6, 0, 2, 0],
            full_members=[5, None, 2, None],
            transferred=[2, None, 0, None],
            covered=[True, False, False, False],
            form=[1, 0, 0, 0],
            interim=[0, 0, 2, 0],
            head_is_member=[False, None, True, None],
            operating=[True, False, True, False],
            on_base=[False, True, None, False],
            willing=[None, None, True, None],
        )
    )
    for world in range(4):
        mine = p.world == world
        assert list(p.kind[mine]) == [4, 0, 1, 2] and list(p.type[mine]) == [1, 2, 0, 0]
        assert list(p.has_channel[mine]) == [True, False, True, False]
        assert list(p.founded[mine]) == [-30, -7, -200, 0]
        assert list(p.staff[mine]) == [40, 5, 12, 1]
        assert list(members_of(p)[mine]) == [6, 0, 2, 0]
        assert list(p.form[mine]) == [Form.STANDALONE, 0, 0, 0]
        assert list(p.interim[mine]) == [0, 0, Interim.HOSTED, 0]
        assert list(p.head_is_member[mine]) == [False, False, True, False]
        assert list(p.operating[mine]) == [True, False, True, False]
        assert list(p.on_base[mine]) == [False, True, True, False]
        assert list(p.willing[mine]) == [False, False, True, False]
        people = p.members
        own = people.organization == np.flatnonzero(mine)[0]
        assert list(people.stage[own]) == [Stage.FULL] * 5 + [Stage.PROBATIONARY]
        assert list(people.relation[own] == Relation.HERE) == [True] * 2 + [False] * 4
        assert people.known[own][:3].all() and Role.HEAD not in people.role[own]
        due = people.stage_due[own]
        assert not due[:5].any() and 1 <= due[5] <= 12
        hosted = people.organization == np.flatnonzero(mine)[2]
        assert people.known[hosted].all() and people.role[hosted][0] == Role.HEAD
    assert p.labels == ("a", "b", "c", "d")
    assert p.imputed == {"head_is_member": 2, "on_base": 1}


def test_missing_cells_are_counted_by_column() -> None:
    p = populate(registry(3, staff=[5, None, 9], covered=[True, None, False]))
    assert p.imputed["staff"] == 1 and p.imputed["members"] == 3 and p.imputed["covered"] == 1
    assert "covered" not in populate(registry(3, staff=[5, 6, 7])).imputed
    assert populate(totals(None, organizations=5)).imputed == {}


def test_what_can_be_filled_in_one_way_only_is_not_counted() -> None:
    bare = registry(3)
    one = populate(bare, place(1, 1)).imputed
    assert "district" not in one and "industry" not in one and "on_base" not in one
    assert one["operating"] == 3
    several = populate(bare, place(2, 2)).imputed
    assert several["district"] == several["industry"] == 3
    assert populate(replace(bare, inactive_on_base=0.5)).imputed["on_base"] == 3
    assert populate(bare, inactive_on_base=0.5).imputed["on_base"] == 3
    assert populate(registry(3, on_base=[True, None, None])).imputed["on_base"] == 2
    assert "operating" not in populate(replace(bare, inactive_share=0.0)).imputed


def test_only_ratios_that_the_scenario_states_are_remarked_on() -> None:
    def said(spec: OrganizationsSpec) -> list[str]:
        notes = populate(spec, replicates=[0]).notes
        return [name for name in RATIOS if any(f" {name}, has" in note for note in notes)]

    # Four organizations without a cell draw a mean that may lie anywhere.
    assert said(registry(4)) == []
    assert said(registry(4, staff=[90, 90, None, None])) == ["staff_mean"]
    # 10.87 is written as 10.9, which is the end of the range.
    assert said(totals(None, organizations=1000, staff=10_870)) == []
    assert said(totals(None, organizations=1000, staff=10_000)) == ["staff_mean"]
    assert said(replace(registry(40), inactive_share=0.1)) == ["inactive_share"]
    assert said(totals(None, organizations=100, staff=1200, members=300)) == ["members_per_staff"]


def test_own_figures_take_ten_rows() -> None:
    few = registry(12, staff=[3] * 9 + [None] * 3, kind=[0] * 12)
    assert own_figures(few).kind_staff == (None,) * 6
    many = registry(
        12,
        kind=[0] * 10 + [1] * 2,
        staff=[4] * 10 + [10] * 2,
        members=[1] * 12,
        operating=[True] * 9 + [False] * 3,
        has_channel=[True] * 12,
    )
    figures = own_figures(many)
    assert figures.kind_shares == pytest.approx(
        of_kinds(social_group=10 / 12, private_non_enterprise=2 / 12)
    )
    assert figures.kind_staff == (4.0, *[5.0] * 5)
    assert figures.inactive_share == 0.25 and figures.channel_share == 1.0
    assert figures.members_per_staff == 9 / 60
    assert own_figures(replace(many, inactive_share=0.4)).inactive_share == 0.4


def test_own_figures_of_totals() -> None:
    kinds = {0: {"organizations": 30, "staff": 90}, 3: {"organizations": 10}}
    spec = totals(kinds, organizations=50, staff=290, members=29, operating=40)
    figures = own_figures(spec)
    assert figures.kind_staff == (3.0, *[10.0] * 5)
    assert figures.kind_shares == pytest.approx(
        of_kinds(social_group=0.74, private_non_enterprise=0.06, intermediary=0.2)
    )
    assert figures.inactive_share == pytest.approx(0.2) and figures.members_per_staff == 0.1
    assert own_figures(totals(kinds, organizations=40)).members_per_staff is None


def test_missing_coverage_follows_the_stated_share() -> None:
    stated = [True, False, False, False] * 10
    p = populate(registry(80, covered=stated + [None] * 40))
    by_world = np.bincount(p.world, p.form != Form.NONE)
    assert (by_world == 20).all()


def test_partners_share_a_branch_and_the_lonely_are_raised() -> None:
    """Three with one member in a cell share a branch, two with three do, one alone is raised."""
    spec = registry(
        7,
        district=[0, 0, 0, 1, 1, 2, 2],
        industry=[0, 0, 0, 0, 1, 0, 0],
        staff=[5, 5, 5, 5, 5, 5, 5],
        members=[1, 1, 1, 2, 1, 1, 0],
        covered=[True] * 6 + [False],
    )
    p = populate(spec, replicates=[0])
    order = np.argsort(p.number)
    group, form = p.group[order], p.form[order]
    assert len(set(group[:3])) == 1 and len(set(group[3:5])) == 1 and group[0] != group[3]
    assert list(form) == [4, 4, 4, 4, 4, 1, 0]
    assert list(members_of(p)[order]) == [1, 1, 1, 2, 1, 3, 0]
    assert any("no partners: 1." in note for note in p.notes)


def test_named_joint_branches_are_kept() -> None:
    spec = registry(
        4, district=[0, 1, 2, 2], covered=[True] * 4, form=[4] * 4,
        joint_branch=["x", "y", "x", "y"], members=[1, 1, 1, 2],
    )  # fmt: skip
    p = populate(spec)
    for world in range(4):
        group = p.group[p.world == world][np.argsort(p.number[p.world == world])]
        assert group[0] == group[2] != group[1] == group[3]
    assert len(set(p.group)) == 8


def test_forms_bring_their_members() -> None:
    """A general branch has fifty members and a committee a hundred, as far as staff allows."""
    spec = registry(4, covered=[True] * 4, form=[2, 3, 2, 5], staff=[200, None, 20, 8])
    p = populate(spec)
    order = np.lexsort((p.number, p.world))
    members = members_of(p)[order].reshape(4, 4)
    assert (members.min(axis=0) >= [50, 100, 20, 1]).all()
    assert (p.form[order].reshape(4, 4) == [2, 3, 2, 5]).all() and (p.group == -1).all()


def test_members_of_covered_organizations_count_at_once() -> None:
    p = populate(registry(30, covered=[True] * 15 + [False] * 15))
    people = p.members
    covered = (p.form != Form.NONE)[people.organization]
    assert (people.joined[covered] <= -6).all()
    first = np.r_[True, people.organization[1:] != people.organization[:-1]]
    assert people.known[covered & first].all()
    assert (people.relation[covered & people.known] == Relation.HERE).all()
    assert (people.relation[~covered] != Relation.HERE).all()


def test_founded_within_the_given_months() -> None:
    spec = replace(registry(200), founded=(-24, -3))
    p = populate(spec)
    assert p.founded.min() == -24 and p.founded.max() == -3
    assert set(populate(registry(3, founded=[-7, 0, -90])).founded) == {-7, 0, -90}


def test_an_empty_sample_is_a_population() -> None:
    p = populate(replace(registry(1), sample=0.0001), replicates=[0])
    assert len(p) == len(p.members) == 0
