"""The recorder: by month and group, of every world apart, without a trace in the state."""

from __future__ import annotations

import copy

import numpy as np

from sim.measures.recorder import DIMENSIONS, Record, Recorder, grouping, size_class
from sim.measures.tally import district_gini
from sim.state.codes import Bottleneck, Event, Form, Kind, Size, Type
from sim.state.stack import EventBatch, Stack
from tests.measures.tiny import Row, full_members, tiny


def two_worlds() -> Stack:
    organizations: list[Row] = [
        {"world": 0, "cell": 0, "kind": Kind.FOUNDATION, "branch": 1, "staff": 4.5, "members": 2},
        {"world": 0, "cell": 1, "type": Type.LOOSE, "staff": 60, "operating": 0},
        {"world": 1, "cell": 2, "staff": 9.5},
        {"world": 1, "cell": 3, "branch": 2, "contacted": 23, "eligible": 3, "members": 3},
        {"world": 1, "cell": 3, "branch": 2},
    ]
    return tiny(
        organizations,
        members=full_members(4, 3, world=1),
        branches=[{"founded": -40}, {"form": Form.JOINT, "founded": 1, "identity": 8}],
        worlds=2,
        districts=2,
        month=0,
    )


def recorded(stack: Stack, months: int) -> Record:
    recorder = Recorder(stack, months)
    recorder.record()
    for month in range(1, months + 1):
        stack.month, stack.events = month, []
        recorder.record()
    return recorder.finish()


def test_months_and_worlds_are_apart() -> None:
    record = recorded(two_worlds(), 3)
    assert record.counts["registered"].tolist() == [[2, 3]] * 4
    assert record.counts["covered"].tolist() == [[1, 2]] * 4
    assert record.group_months.tolist() == [0, 3]
    assert record.events.shape == (4, len(Event), 2)


def test_groups_add_up_to_their_world_in_every_dimension() -> None:
    stack = two_worlds()
    record = recorded(stack, 12)
    for dimension in DIMENSIONS:
        groups = record.groups[dimension]
        for name, by_group in groups.counts.items():
            assert np.array_equal(by_group.sum(-1), record.counts[name][[0, 12]]), (dimension, name)
        assert np.array_equal(groups.bottlenecks.sum(-1), record.bottlenecks[[0, 12]])
    covered = {name: record.groups[name].counts["covered"][0].tolist() for name in DIMENSIONS}
    assert covered["district"] == [[1, 0], [0, 2]]
    assert covered["kind"][0][Kind.FOUNDATION] == 1 and covered["type"][0][Type.LOOSE] == 0


def test_size_classes_round_staff() -> None:
    staff = np.array([0.0, 4.5, 4.6, 9.4, 9.5, 49.4, 49.5])
    expected = [Size.MICRO] * 2 + [Size.SMALL] * 2 + [Size.MEDIUM] * 2 + [Size.LARGE]
    assert size_class(staff).tolist() == expected
    assert grouping(two_worlds(), "industry").size == 2


def test_recording_leaves_no_trace() -> None:
    stack = two_worlds()
    before = copy.deepcopy(stack)
    recorded(stack, 2)
    for table in ("organizations", "members", "branches", "liaisons"):
        for name in getattr(stack, table).columns():
            old, new = getattr(getattr(before, table), name), getattr(getattr(stack, table), name)
            assert np.array_equal(old, new), (table, name)


def test_events_and_survival_follow_branches_by_identity() -> None:
    stack = two_worlds()
    recorder = Recorder(stack, 4)
    stack.branches.append(
        2,
        {
            "world": np.array([0, 1]),
            "host": np.array([1, 3]),
            "identity": 70,
            "founded": 1,
            "form": Form.STANDALONE,
        },
    )
    stack.branches.pressure_founded[3] = True
    stack.month = 4
    stack.branches.alive[[1, 3]] = False
    worlds = np.array([0, 0])
    names = stack.branches.identity[[1, 3]]
    stack.events = [EventBatch(Event.DISSOLVED, worlds, np.zeros(2, np.uint64), names)]
    recorder.record()
    record = recorder.finish()
    assert record.events[4][Event.DISSOLVED].tolist() == [2, 0]
    # Row 1 was there at month 0; rows 3 and 4 share an identity in two worlds.
    found = {tuple(map(int, place)): 1 for place in np.argwhere(record.survival)}
    assert found == {(1, 2, 0, 0): 1, (0, 2, 1, 1): 1}


def test_the_horizon_lists_registered_organizations() -> None:
    stack = two_worlds()
    stack.organizations.alive[2] = False
    horizon = recorded(stack, 1).horizon
    assert horizon.world.tolist() == [0, 1, 1, 1]
    assert horizon.identity.tolist() == [1001, 1003, 1004, 1005]
    assert horizon.covered.tolist() == [True, False, True, True]
    assert horizon.bottleneck.tolist() == [0, Bottleneck.NO_CONTACT, 0, 0]


def test_inequality_is_none_where_districts_are_alike_and_grows_with_the_gap() -> None:
    covered = np.array([[1, 2], [3, 0], [0, 0]])
    registered = np.array([[2, 4], [3, 3], [5, 5]])
    gap, total = district_gini(covered, registered)
    assert (gap.tolist(), total.tolist()) == ([0, 9, 0], [18, 18, 0])
