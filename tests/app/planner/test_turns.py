"""Whose run simulates now: bounded, fair by user, and given up without a trace."""

from __future__ import annotations

from sim.app.planner.turns import DEFAULT_MOST, Turns


class Fake:
    """A run that ends when it is told to."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.waiting, self.busy = True, False

    def begin(self) -> None:
        assert self.waiting, "a run begins once"
        self.waiting, self.busy = False, True

    def poll(self) -> None:
        """Tell nothing."""

    def end(self) -> None:
        self.waiting = self.busy = False


def asked(turns: Turns, *names: str) -> dict[str, Fake]:
    """Ask for runs; the first letter of a name is its user."""
    jobs = {name: Fake(name) for name in names}
    for name, job in jobs.items():
        turns.ask(name[0], job)
    return jobs


def under_way(jobs: dict[str, Fake]) -> list[str]:
    return [name for name, job in jobs.items() if job.busy]


def test_there_is_room_for_one_at_least() -> None:
    assert DEFAULT_MOST >= 1
    assert Turns().most == DEFAULT_MOST


def test_no_more_run_at_once_than_there_is_room_for() -> None:
    turns = Turns(2)
    jobs = asked(turns, "a1", "b1", "c1", "d1")
    assert under_way(jobs) == ["a1", "b1"]
    assert [turns.before(jobs[name]) for name in ("c1", "d1")] == [0, 1]
    turns.tick()
    assert under_way(jobs) == ["a1", "b1"]
    jobs["a1"].end()
    turns.tick()
    assert under_way(jobs) == ["b1", "c1"]
    assert turns.before(jobs["d1"]) == 0


def test_who_asks_for_many_does_not_keep_the_others_waiting() -> None:
    turns = Turns(1)
    jobs = asked(turns, "a1", "a2", "a3", "b1", "b2", "c1")
    began = []
    while running := under_way(jobs):
        began += running
        jobs[running[0]].end()
        turns.tick()
    assert began == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_who_has_fewest_under_way_is_next() -> None:
    turns = Turns(3)
    jobs = asked(turns, "a1", "b1", "a2", "a3", "b2", "c1")
    assert [turns.before(jobs[name]) for name in ("c1", "b2", "a3")] == [0, 1, 2]
    jobs["a1"].end()
    turns.tick()
    assert under_way(jobs) == ["b1", "a2", "c1"]
    jobs["c1"].end()
    turns.tick()
    # Both have one under way, and b had its turn longer ago.
    assert under_way(jobs) == ["b1", "a2", "b2"]


def test_what_is_given_up_is_never_begun() -> None:
    turns = Turns(1)
    jobs = asked(turns, "a1", "b1", "c1")
    jobs["b1"].end()
    assert turns.before(jobs["c1"]) == 0
    jobs["a1"].end()
    turns.tick()
    assert under_way(jobs) == ["c1"]
