"""Whose run simulates now: bounded, fair by user, and given up without a trace."""

from __future__ import annotations

from sim.app.planner.turns import DEFAULT_MOST, PASSED_OVER, Need, Turns


class Fake:
    """A run of chunks that are done, and ends, when it is told to."""

    def __init__(self, name: str, need: Need = Need.FIRST) -> None:
        self.name, self.need = name, need
        self.waiting, self.busy, self.leaving = True, False, False
        self.chunks = 0

    def begin(self) -> None:
        assert self.waiting, "a run begins once"
        self.waiting, self.busy, self.leaving = False, True, False

    def make_way(self) -> None:
        assert self.busy and not self.leaving, "it is asked once"
        self.leaving = True

    def chunk(self) -> None:
        """Come to the end of a chunk: what was asked to make way waits from then on."""
        assert self.busy
        self.chunks += 1
        if self.need is Need.FIRST:
            self.need = Need.REST
        if self.leaving:
            self.waiting, self.busy = True, False

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


def test_a_first_answer_waits_for_a_chunk_of_a_run_that_was_left_and_not_for_all_of_it() -> None:
    turns = Turns(1)
    (left,) = asked(turns, "a1").values()
    left.chunk()
    left.need = Need.NOBODY
    (first,) = asked(turns, "b1").values()
    assert left.busy and left.leaving
    assert turns.before(first) == 0
    turns.tick()
    assert not first.busy, "there is no room before the chunk is done"
    left.chunk()
    turns.tick()
    assert first.busy
    assert left.waiting, "it is kept, to be gone on with"
    first.end()
    turns.tick()
    assert left.busy and left.chunks == 2


def test_a_run_that_has_given_its_first_answer_makes_way_for_that_of_another() -> None:
    turns = Turns(2)
    jobs = asked(turns, "a1", "b1")
    jobs["a1"].chunk()
    turns.ask("c", third := Fake("c1"))
    assert jobs["a1"].leaving and not jobs["b1"].leaving, "b has no answer yet"
    jobs["a1"].chunk()
    turns.tick()
    assert third.busy and jobs["b1"].busy


def test_what_was_left_makes_way_before_what_somebody_looks_at() -> None:
    turns = Turns(2)
    jobs = asked(turns, "a1", "b1")
    jobs["a1"].chunk()
    jobs["b1"].chunk()
    jobs["b1"].need = Need.NOBODY
    more = asked(turns, "c1")
    assert jobs["b1"].leaving and not jobs["a1"].leaving
    turns.tick()
    assert not jobs["a1"].leaving, "one that leaves is room for one"
    jobs["b1"].chunk()
    turns.tick()
    more["c1"].end()
    turns.ask("a", rest := Fake("a2", Need.REST))
    assert rest.busy and not jobs["b1"].busy, "nobody waits for what was left"


def test_what_nobody_needs_is_gone_on_with_where_nobody_else_waits() -> None:
    turns = Turns(1)
    (left,) = asked(turns, "a1").values()
    left.need = Need.NOBODY
    turns.tick()
    assert left.busy and not left.leaving


def test_a_run_that_goes_on_is_not_passed_over_for_ever() -> None:
    turns = Turns(1)
    (long,) = asked(turns, "a1").values()
    long.chunk()
    jobs = [long]
    for number in range(4 * (PASSED_OVER + 2)):
        # Somebody new asks for a first answer before the one before has ended.
        jobs.append(Fake(f"new {number}"))
        turns.ask(f"new {number}", jobs[-1])
        (running,) = (job for job in jobs if job.busy)
        if running is long:
            long.chunk()
        else:
            running.end()
        turns.tick()
    assert long.chunks >= 4
