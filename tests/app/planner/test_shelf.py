"""First answers that are made before anybody asks, and runs that begin by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from unittest import mock

import pytest

from sim.app.planner import document, state
from sim.app.planner.sessions import Sessions
from sim.app.planner.state import Session
from sim.app.planner.worker import preview
from sim.scenario import Scenario, load
from sim.scenario.loading import find
from tests import patience


@pytest.fixture
def sessions() -> Iterator[Sessions]:
    found = Sessions()
    yield found
    found.close()


def waited(sessions: Sessions, true: Callable[[], bool], seconds: float = patience.SECONDS) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        sessions.tick()
        time.sleep(0.05)


def test_a_first_part_is_small_and_none_where_the_whole_is_short() -> None:
    assert 5 <= preview(load("linze")) <= 20
    assert preview(load("yiwu")) == 5, "the fewest, though they take more than a second"
    assert preview(load("city")) == 0, "not within seconds"
    assert preview(load("linze", overrides=["years=2", "replicates=6"])) == 0


@pytest.mark.slow
def test_a_shipped_place_opens_with_an_answer_and_its_run_goes_on_from_there(
    sessions: Sessions,
) -> None:
    small = load("linze", overrides=["years=3", "replicates=134"])
    sessions.shelf.want([small, small], "en")
    with mock.patch.object(sessions.spares, "refill"):
        waited(sessions, lambda: small.digest() in sessions.shelf._there)
        session = sessions.new()
        session.scenario = small
        session.folder.mkdir(parents=True)
        session.take_prepared()
        assert session.outcome is not None
        assert not session.outcome.whole
        assert not session.outdated
        assert len(session.outcome.results.replicates) == preview(small)
        with mock.patch.object(state, "SETTLED", 0.0):
            session.refresh("en")
        waited(sessions, lambda: session.job is not None and session.job.status == "done")
        session.finish()
        assert session.outcome.whole
        assert len(session.outcome.results.replicates) == 134


def begun(session: Session) -> list[Scenario]:
    """Return the scenarios whose runs a look at the page would begin."""
    found: list[Scenario] = []

    def start(_language: str, _user: str) -> None:
        assert session.scenario is not None
        found.append(session.scenario)

    with mock.patch.object(session, "start", start), mock.patch.object(state, "SETTLED", 0.0):
        session.refresh("en", "me")
        session.refresh("en", "me")
    return found


def test_a_change_is_run_once_it_has_settled_and_no_run_is_begun_twice(sessions: Sessions) -> None:
    session = sessions.new()
    session.open_path(find("linze"))
    with mock.patch.object(session, "start") as start:
        session.refresh("en")
        assert not start.called, "it has not settled"
    assert begun(session) == [session.scenario]
    assert begun(session) == []
    session.change(document.with_values(session.data, {"seed": 8}))
    assert begun(session) == [session.scenario]


def test_a_long_run_waits_until_somebody_asks_for_it(sessions: Sessions) -> None:
    session = sessions.new()
    session.open_path(find("city"))
    assert begun(session) == []


@pytest.mark.slow
def test_a_process_waits_and_does_the_next_run(sessions: Sessions) -> None:
    session = sessions.new()
    sessions.tick()
    waiting = sessions.spares._waiting
    assert waiting is not None
    session.scenario = load("linze", overrides=["years=2", "replicates=6"])
    session.folder.mkdir(parents=True)
    session.start("en")
    assert session.job is not None
    assert session.job._worker is waiting
    waited(sessions, lambda: session.job is not None and session.job.status == "done")
    assert session.job.done == 6
