"""Totals hold exactly in every world, overall and kind by kind; impossible ones are refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InputError
from sim.population.population import Population
from sim.state.codes import Form
from tests.scenario.peopling import counts, members_of, place, populate, totals

NAMES = ("operating", "on_base", "staff", "members", "covered", "standalone", "willing")


@st.composite
def kind_totals(draw: st.DrawFn) -> dict[str, int]:
    """Totals of a kind that some population has."""
    number = draw(st.integers(1, 40))
    operating = draw(st.integers((number + 1) // 2, number))
    covered = draw(st.integers(0, operating))
    standalone = draw(st.integers(0, covered))
    members = covered + 2 * standalone + (5 if covered else 0) + draw(st.integers(0, 2 * operating))
    return {
        "organizations": number,
        "operating": operating,
        "on_base": draw(st.integers(0, number)),
        "staff": 3 * number + 8 * members + draw(st.integers(0, 8 * number)),
        "members": members,
        "covered": covered,
        "standalone": covered if covered - standalone == 1 else standalone,
        "willing": draw(st.integers(0, operating - covered)),
    }


def whole(p: Population) -> None:
    """What every population is."""
    members, covered = members_of(p), p.form != Form.NONE
    assert (members <= p.staff).all() and (p.staff >= 1).all()
    assert not members[~p.operating].any() and (members[covered] >= 1).all()
    assert (members[p.form == Form.STANDALONE] >= 3).all()
    assert np.array_equal(p.form == Form.JOINT, p.group >= 0)
    _, branch = np.unique(p.group[p.group >= 0], return_inverse=True)
    shared = p.group >= 0
    for column, least in ((members[shared], 3), (np.ones(len(branch)), 2)):
        assert (np.bincount(branch, column) >= least).all()
    assert (
        len(np.unique(np.stack([branch, p.world[shared]]), axis=1).T) == branch.max(initial=-1) + 1
    )
    assert not (p.willing & (covered | ~p.operating)).any()
    assert (p.members.joined <= 0).all()
    assert (p.members.joined >= p.founded[p.members.organization]).all()
    assert (np.diff(p.members.organization) >= 0).all()
    assert not p.head_is_member[members == 0].any()


@given(first=kind_totals(), second=kind_totals(), stated=st.sets(st.sampled_from(NAMES)))
@settings(max_examples=60)
def test_totals_of_kinds_hold(
    first: dict[str, int], second: dict[str, int], stated: set[str]
) -> None:
    """All kinds state the same totals: each holds, kind by kind."""
    kinds = {
        kind: {name: values[name] for name in ("organizations", *sorted(stated))}
        for kind, values in ((0, first), (4, second))
    }
    if "covered" not in stated:
        for values in kinds.values():
            values.pop("willing", None)
            values.pop("standalone", None)
    single = sum(k.get("covered", 0) - k.get("standalone", 0) for k in (first, second)) == 1
    if "standalone" in stated and single:
        return
    p = populate(totals(kinds, organizations=first["organizations"] + second["organizations"]))
    for kind, values in kinds.items():
        found = counts(p, kind)
        assert {name: set(found[name]) for name in values} == {k: {v} for k, v in values.items()}
    whole(p)


@given(overall=kind_totals(), stated=st.sets(st.sampled_from(NAMES)), cells=st.integers(1, 4))
@settings(max_examples=60)
def test_totals_of_the_place_hold(overall: dict[str, int], stated: set[str], cells: int) -> None:
    """Only overall totals: each holds, whatever the kinds that are drawn."""
    values = {name: overall[name] for name in ("organizations", *sorted(stated))}
    if "covered" not in stated:
        values.pop("willing", None)
        values.pop("standalone", None)
    p = populate(totals(None, **values), place(cells, 5 - cells))
    found = counts(p)
    assert {name: set(found[name]) for name in values} == {k: {v} for k, v in values.items()}
    whole(p)


def test_kinds_and_what_they_leave_of_the_total() -> None:
    """Linze county: two kinds named, two organizations of unnamed kind, totals of the place."""
    kinds = {
        0: {"organizations": 84, "staff": 347},
        1: {"organizations": 4, "staff": 14},
    }
    spec = totals(kinds, organizations=90, staff=369, members=135, covered=42)
    p = populate(spec)
    found = counts(p)
    for name, value in (("organizations", 90), ("staff", 369), ("members", 135), ("covered", 42)):
        assert set(found[name]) == {value}
    whole(p)
    assert any("Members per staff" in note for note in p.notes)


def test_without_totals_the_priors_decide() -> None:
    p = populate(totals(None, organizations=4000), uncertainty="none", replicates=[0])
    assert counts(p, worlds=1)["operating"] == 2800
    assert not p.form.any() and p.on_base.all()
    assert any("none at the start" in note for note in p.notes)
    assert abs(p.staff.mean() - 12.0) < 1.5
    ratio = len(p.members) / p.staff[p.operating].sum()
    assert abs(ratio - 0.14) < 0.02


def test_few_members_are_enough_where_partners_can_be_found() -> None:
    """Thirty covered organizations with thirty members: one each, in joint branches."""
    p = populate(totals(None, organizations=60, staff=600, members=30, covered=30))
    whole(p)
    assert set(counts(p)["members"]) == {30}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"members": 2, "covered": 2}, "members is too few"),
        ({"members": 4, "covered": 4, "standalone": 2}, "members is too few"),
        ({"staff": 70, "members": 65, "operating": 20}, "members is too many"),
        ({"staff": 30}, "staff is too few"),
        ({"staff": 80, "covered": 40}, "staff is too few"),
        ({"operating": 5, "covered": 6}, "operating"),
        ({"operating": 10, "covered": 5, "willing": 6}, "willing"),
        ({"covered": 5, "standalone": 4}, "no partner"),
    ],
)
def test_impossible_totals_are_refused(values: dict[str, int], message: str) -> None:
    with pytest.raises(InputError, match=message):
        populate(totals(None, organizations=50, **values))


def test_impossible_totals_of_a_kind_are_refused_by_its_name() -> None:
    kinds = {3: {"organizations": 5, "staff": 3}, 0: {"organizations": 5}}
    with pytest.raises(InputError, match="intermediary"):
        populate(totals(kinds, organizations=10))
    kinds = {3: {"organizations": 5, "covered": 5, "members": 5}, 0: {"organizations": 5}}
    with pytest.raises(InputError, match='"members" leaves -1'):
        populate(totals(kinds, organizations=10, members=4))


def test_a_sample_holds_its_share_of_every_total() -> None:
    values = {"organizations": 3000, "staff": 30_000, "members": 4_000, "covered": 900}
    p = populate(totals(None, 0.1, **values))
    found = counts(p)
    assert {name: set(found[name]) for name in values} == {k: {v // 10} for k, v in values.items()}
    assert p.weight == 10.0
    whole(p)


def test_a_sample_of_next_to_nothing_is_one_organization() -> None:
    spec = totals({0: {"organizations": 3}}, 0.01, organizations=3)
    assert len(populate(spec, replicates=[0])) == 1


def test_cells_follow_the_weights() -> None:
    """Each cell gets its expectation, rounded down or up; the remainder favours no cell."""
    where = replace(place(2, 2), district_weights=(0.3, 0.7))
    p = populate(totals({0: {"organizations": 7}}, organizations=7), where, range(4000))
    cell = p.district * 2 + p.industry
    by_world = np.bincount(p.world * 4 + cell, minlength=16_000).reshape(4000, 4)
    expected = np.array([1.05, 1.05, 2.45, 2.45])
    assert (by_world.sum(axis=1) == 7).all()
    assert (np.abs(by_world - expected) < 1.0).all()
    # Five standard errors of a share: false alarm about one in a million.
    assert (np.abs(by_world.mean(axis=0) - expected) < 5 * 0.5 / np.sqrt(4000)).all()
