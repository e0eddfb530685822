"""Views show what stands in the columns, wherever the rows lie, and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.agents import (
    Branch,
    Committee,
    CoverageModel,
    Liaison,
    Member,
    Organization,
    RelationKept,
)
from sim.agents.columns import Attribute, Column, Reference, View
from sim.agents.model import VIEWS
from sim.processes.attitudes import update_attitude
from sim.state import codes
from sim.state.table import NEVER
from tests.agents.town import model
from tests.engine.snapshots import first_difference, snapshot

OTHERWISE = {
    "organizations": {"cell", "bucket", "cohort", "number", "refusal"},
    "members": {"home", "relation"},
    "committees": {"place"},
}
"""Columns that have a property of another shape, or that number parts of the engine's stack."""
OF_ALL = {"alive", "world", "identity", "key"}


def columns(kind: type[View]) -> dict[str, Column]:
    return {name: found for name, found in vars(kind).items() if isinstance(found, Column)}


def one(made: CoverageModel, kind: type[Any], rule: Any) -> Any:
    """Return the first agent of a kind that a rule holds for."""
    return next(agent for agent in made.agents_by_type[kind] if rule(agent))


@pytest.mark.parametrize("kind", VIEWS)
def test_every_column_has_its_attribute(kind: type[View]) -> None:
    table = getattr(model().worlds, kind.TABLE)
    shown = {found.column for found in columns(kind).values()}
    assert set(table.columns()) - OF_ALL == shown | OTHERWISE.get(kind.TABLE, set())
    assert all(found.__doc__ for found in columns(kind).values())


@pytest.mark.parametrize("months", [0, 3, 14, 25])
def test_views_are_the_columns(months: int) -> None:
    made = model(months)
    for kind in VIEWS:
        table = getattr(made.worlds, kind.TABLE)
        rows = np.flatnonzero(table.alive)
        views = [made.views[kind.TABLE].at(row) for row in rows.tolist()]
        assert set(views) == set(made.agents_by_type[kind])
        assert [view.identity for view in views] == table.identity[rows].tolist()
        for name, column in columns(kind).items():
            stored = getattr(table, column.column)
            stored = (stored if column.part is None else stored[column.part])[rows].tolist()
            shown = [getattr(view, name) for view in views]
            if isinstance(column, Reference):
                others = getattr(made.worlds, column.table)
                assert [view and view.identity for view in shown] == [
                    others.identity[row] if row else None for row in stored
                ]
                assert all(view is None or view.alive for view in shown)
            else:
                assert [NEVER if value is None else value for value in shown] == stored
                assert all(type(value).__module__ != "numpy" for value in shown)


def test_there_is_one_of_every_kind() -> None:
    made = model(14)
    assert {kind.__name__ for kind in made.agents_by_type} == {
        *("Organization", "Member", "Branch", "Liaison", "Committee")
    }
    assert all(len(agents) for agents in made.agents_by_type.values())
    identities = [agent.unique_id for agent in made.agents]
    assert len(set(identities)) == len(identities)


def test_views_outlive_compaction() -> None:
    made = model(2)
    held = {view: (view.identity, view.row) for view in made.agents}
    moved = gone = 0
    for _ in range(24):
        made.step()
        for view, (identity, row) in held.items():
            table = getattr(made.worlds, view.TABLE)
            there = np.flatnonzero(table.alive & (table.identity == identity))
            assert view.alive == (len(there) == 1)
            if view.alive:
                assert view.row == there[0]
                moved += view.row != row
            else:
                gone += 1
    assert moved and gone
    assert {view for view in held if view.alive} <= set(made.agents)


def test_who_is_gone_says_so() -> None:
    made = model(2)
    liaison = made.agents_by_type[Liaison]
    assert len(liaison) == 0
    views = list(made.agents)
    for _ in range(22):
        made.step()
    gone = next(view for view in views if isinstance(view, Member) and not view.alive)
    assert gone not in made.agents
    with pytest.raises(LookupError, match=f"Member {gone.unique_id}.* no longer part"):
        _ = gone.commitment
    with pytest.raises(LookupError, match="no longer part"):
        gone.commitment = 0.5


def test_references_lead_both_ways() -> None:
    made = model(14)
    for organization in made.agents_by_type[Organization]:
        assert all(person.organization is organization for person in organization.people)
        members = [p for p in organization.people if p.stage >= codes.Stage.PROBATIONARY]
        assert len(members) == organization.members
        assert organization in organization.committee.organizations
        if organization.branch is not None:
            assert organization in organization.branch.organizations
        if organization.liaison is not None:
            assert organization in organization.liaison.cases
    for branch in made.agents_by_type[Branch]:
        assert len(branch.organizations) == branch.organization_count
        assert branch.host in branch.organizations
    for liaison in made.agents_by_type[Liaison]:
        assert len(liaison.cases) == liaison.caseload
        assert liaison in liaison.committee.liaisons
    committees = made.agents_by_type[Committee]
    assert sorted(committees.get("place")) == ["east", "education", "trade", "west"]
    assert [c.place for c in committees if not c.established] == ["trade"]
    responsible = sum(len(committee.organizations) for committee in committees)
    assert responsible == len(made.agents_by_type[Organization])


def test_what_is_derived() -> None:
    made = model(14)
    stack = made.worlds
    for view in made.agents_by_type[Organization]:
        rows = np.array([view.row])
        cell = stack.organizations.cell[view.row]
        assert view.district == ("east", "west")[stack.cells.district[cell]]
        assert view.industry == ("education", "trade")[stack.cells.industry[cell]]
        assert view.channel == stack.channel(rows)[0]
        assert view.committee.place == (
            "education" if view.industry == "education" else view.district
        )
        for name in ("willing", "silent", "deferred"):
            assert getattr(view, name) == ((getattr(view, name + "_until") or NEVER) > made.month)
        assert (view.refusal is None) == (view.silent_until is None)
        assert (view.number is None) == (view.founded >= 0)
    assert one(made, Organization, lambda o: o.number == 0).founded < 0
    sizes = {4.4: "MICRO", 5.0: "SMALL", 9.4: "SMALL", 9.6: "MEDIUM", 49.5: "LARGE"}
    organization = one(made, Organization, lambda o: True)
    for staff, size in sizes.items():
        organization.staff = staff
        assert organization.size.name == size
    effective = [branch.effective for branch in made.agents_by_type[Branch]]
    assert sum(effective) == made.counts()["effective_branches"][0] > 0
    branch = one(made, Branch, lambda branch: branch.effective)
    stack.branches.shell[branch.row] = True
    assert not branch.effective


def test_a_relation_lies_with_the_district_where_there_is_no_branch() -> None:
    made = model(14)
    shown = set()
    for person in made.agents_by_type[Member]:
        kept = codes.Relation(made.worlds.members.relation[person.row])
        covered = person.organization is not None and person.organization.branch is not None
        if kept is codes.Relation.HERE:
            assert person.relation is (RelationKept.HERE if covered else RelationKept.DISTRICT)
        else:
            assert person.relation == kept.name.lower()
        shown.add(person.relation)
    assert {RelationKept.HERE, RelationKept.DISTRICT, RelationKept.ELSEWHERE} <= shown


def test_what_may_be_set_is_set_in_the_column() -> None:
    made = model(3)
    organizations = made.worlds.organizations
    organization = one(made, Organization, lambda o: o.type is not codes.Type.LOOSE)
    row = organization.row
    before = snapshot(made.worlds, 0)
    organization.staff, organization.type, organization.on_base = 42, "loose", False
    assert (organizations.staff[row], organizations.on_base[row]) == (42.0, False)
    assert organization.type is codes.Type.LOOSE
    organization.type = codes.Type.STABLE
    organization.usual_fear_of_burden = 0.25
    assert organizations.baseline[codes.Fear.BURDEN, row] == 0.25
    old = organization.attitude
    organization.fear_of_burden = 0.0
    organization.benefit = 1.0
    assert organization.attitude > old
    expected = organizations.attitude.copy()
    update_attitude(made.worlds)
    assert np.array_equal(organizations.attitude, expected)
    after = snapshot(made.worlds, 0)
    changed = {
        name
        for name, values in after["organizations"].items()
        if values.tobytes() != before["organizations"][name].tobytes()
    }
    assert changed <= {"staff", "type", "on_base", "fears", "baseline", "attitude"}
    others = np.flatnonzero(after["organizations"]["identity"] != organization.identity)
    for name in changed:
        assert np.array_equal(
            after["organizations"][name][..., others], before["organizations"][name][..., others]
        )
    made.step()


def test_setting_what_stands_there_changes_no_history() -> None:
    made = model(3)
    for kind in VIEWS:
        for view in made.agents_by_type[kind]:
            for name, column in columns(kind).items():
                if isinstance(column, Attribute) and column.check is not None:
                    setattr(view, name, getattr(view, name))
    for _ in range(10):
        made.step()
    assert first_difference(snapshot(made.worlds, 0), snapshot(model(13).worlds, 0)) is None


@pytest.mark.parametrize(
    ("kind", "name", "value", "error", "word"),
    [
        (Organization, "stuff", 3, AttributeError, "does not exist"),
        (Organization, "row", 3, AttributeError, "cannot be set"),
        (Organization, "last_row", 3, AttributeError, "does not exist"),
        (Organization, "step", 3, AttributeError, "cannot be set"),
        (Organization, "identity", 3, AttributeError, "cannot be set"),
        (Organization, "people", [], AttributeError, "cannot be set"),
        (Organization, "members", 3, AttributeError, "follows from the model's rules"),
        (Organization, "branch", None, AttributeError, "follows from the model's rules"),
        (Organization, "staff", -1, ValueError, "between 0 and 1,000,000"),
        (Organization, "staff", float("nan"), ValueError, "between 0 and 1,000,000"),
        (Organization, "staff", float("inf"), ValueError, "between 0 and 1,000,000"),
        # More than a list may say: the members among so many would fill the memory.
        (Organization, "staff", 1e12, ValueError, "between 0 and 1,000,000"),
        (Organization, "staff", "many", ValueError, "between 0 and 1,000,000, not 'many'"),
        (Organization, "staff", None, ValueError, "between 0 and 1,000,000, not None"),
        (Organization, "benefit", 30, ValueError, "between 0 and 1"),
        (Organization, "on_base", "no", ValueError, "True or False"),
        (Organization, "type", "solid", ValueError, "stable, dispersed, loose"),
        (Member, "mobility", 5, ValueError, "between 0 and 4"),
        (Branch, "vitality", 1.0, AttributeError, "follows from the model's rules"),
    ],
)
def test_what_may_not_be_set_is_refused(
    kind: type[View], name: str, value: object, error: type[Exception], word: str
) -> None:
    made = model()
    view = one(made, kind, lambda view: True)
    before = snapshot(made.worlds, 0)
    with pytest.raises(error, match=f"{kind.__name__}.{name} .*{word}"):
        setattr(view, name, value)
    assert first_difference(before, snapshot(made.worlds, 0)) is None


def test_views_are_plain_mesa_agents() -> None:
    made = model()
    view = one(made, Organization, lambda view: True)
    view.pos = (1, 2)
    assert view.pos == (1, 2)
    assert view.model is made
    assert view.random is made.random
    assert view.unique_id == view.identity
    assert repr(view) == f"<Organization {view.identity}>"
    assert not hasattr(View, "__getattr__")
    with pytest.raises(AttributeError):
        _ = view.stuff
    with pytest.raises(TypeError, match="come and go"):
        view.remove()
    assert Organization.staff.__doc__ == "people; rounded at use"
