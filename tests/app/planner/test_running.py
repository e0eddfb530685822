"""A run in a process of its own: told, stopped, gone on with, ended from outside."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from sim.app.planner import document, running
from sim.app.planner.running import Running
from sim.app.planner.sessions import Sessions
from sim.app.planner.turns import Need, Turns
from sim.app.planner.worker import MANY_CHUNKS, Worker, jobs_of
from sim.results.reading import Results
from sim.scenario import Scenario, load
from sim.scenario.loading import find
from tests import patience
from tests.app.planner.standing import Standing
from tests.pasts.places import town

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill no run that is slow to stop: the machine may be busy."""
    monkeypatch.setattr(running, "PATIENCE", patience.SECONDS)


def begun(
    scenario: Scenario, folder: Path, language: str, take: Callable[[], Worker] = Worker
) -> Running:
    """Return a run that has begun."""
    job = Running(scenario, folder, language, take=take)
    job.begin()
    return job


def finished(job: Running, seconds: float = patience.SECONDS) -> Running:
    """Wait until a run has come to an end."""
    end = time.monotonic() + seconds
    while job.active and time.monotonic() < end:
        job.poll()
        time.sleep(0.05)
    return job


def heard(job: Running, true: Callable[[], bool]) -> None:
    """Take in what a run tells word by word until something holds, and nothing of what follows."""
    assert job._worker is not None
    while not true():
        assert job.active
        assert job._worker.pipe.poll(patience.SECONDS)
        job._hear(*job._worker.pipe.recv())


def test_a_run_tells_how_far_it_is_and_is_the_same_as_any_other(
    linze: Scenario, tmp_path: Path
) -> None:
    from sim.results.run import run

    job = finished(begun(linze, tmp_path / "app", "en"))
    assert (job.status, job.message) == ("done", "")
    assert (job.done, job.of) == (6, 6)
    job.end()
    run(linze, out=tmp_path / "other", jobs=1)
    tables = [Results(tmp_path / name).table("counts") for name in ("app", "other")]
    assert tables[0].equals(tables[1])


def test_pasts_are_looked_for_first_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUGAI_CACHE", str(tmp_path / "cache"))
    words: list[tuple[Any, ...]] = []
    hear = Running._hear

    def noted(job: Running, *told: Any) -> None:
        words.append(told)
        hear(job, *told)

    monkeypatch.setattr(Running, "_hear", noted)
    scenario = town("replicates=3", "alternatives=[]")
    job = finished(begun(scenario, tmp_path / "app", "en"))
    assert job.status == "done" and job.pasts == (3, 3)
    told = [word[1:] for word in words if word[0] == "pasts"]
    assert told[0] in {(0, 3), (1, 3), (2, 3)} and told[-1] == (3, 3)
    assert [word[0] for word in words[: len(told)]] == ["pasts"] * len(told)
    assert len(list((tmp_path / "cache").glob("*.json"))) == 1


def test_a_first_part_is_told_and_read_and_nothing_is_concluded_from_it() -> None:
    scenario = load("linze", overrides=["years=3", "replicates=134"])
    sessions = Sessions()
    session = sessions.new()
    session.scenario = scenario
    session.folder.mkdir(parents=True)
    session.start("en")
    job = session.job
    assert job is not None
    heard(job, lambda: job.first > 0)
    assert job.unread
    session.finish()
    assert session.outcome is not None
    assert not session.outcome.whole
    assert not session.outdated
    assert not job.unread
    assert len(session.outcome.results.replicates) == job.first < 134
    session.prepare("en")
    assert "the conclusions follow" in str(session.prepared["en"].concluded)
    finished(job)
    session.finish()
    assert session.outcome.whole
    session.prepare("en")
    assert len(session.outcome.results.replicates) == 134
    assert "the conclusions follow" not in str(session.prepared["en"].concluded)
    sessions.close()


def test_a_stopped_run_keeps_whole_chunks_and_goes_on(tmp_path: Path) -> None:
    scenario = load("city", overrides=["years=1", "replicates=6"])
    job = begun(scenario, tmp_path / "run", "zh", lambda: Standing(1.05))
    heard(job, lambda: job.done >= 1.05)
    job.cancel()
    finished(job)
    assert job.status == "stopped"
    assert "已停止" in job.message
    job.end()
    chunks = list((tmp_path / "run" / "chunks").iterdir())
    assert chunks
    assert all("tmp" not in chunk.name for chunk in chunks)
    kept = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))["chunks"]
    assert len(kept) == len(chunks) < 6
    again = finished(begun(scenario, tmp_path / "run", "zh"))
    assert again.status == "done"
    assert again.done == 6
    again.end()


def test_a_run_that_makes_way_ends_with_its_chunk_and_goes_on_from_there(tmp_path: Path) -> None:
    scenario = load("city", overrides=["years=1", "replicates=4"])
    job = begun(scenario, tmp_path / "run", "en", lambda: Standing(0.01))
    heard(job, lambda: job.done > 0)
    job.make_way()
    heard(job, lambda: job.status == "waiting")
    assert job._worker is not None
    job._worker.process.join(patience.SECONDS)
    job.poll()  # Its process is gone, and it still waits.
    assert job.waiting
    assert (job.leaving, job.busy, job.done) == (True, False, 1)
    assert len(list((tmp_path / "run" / "chunks").iterdir())) == 1
    job._take = Worker
    job.begin()
    assert (job.leaving, job.status) == (False, "running")
    assert finished(job).status == "done"
    assert job.done == 4
    job.end()


def test_whose_answer_it_is_says_how_urgent_a_run_is(linze: Scenario, tmp_path: Path) -> None:
    quick = Running(load("linze"), tmp_path / "run", "en")
    seen = [quick.need]
    quick.first = 5
    seen.append(quick.need)
    quick.left = True
    seen.append(quick.need)
    assert seen == [Need.FIRST, Need.REST, Need.NOBODY]
    assert Running(load("city"), tmp_path / "run", "en").need is Need.REST, "it takes long"
    (tmp_path / "run").mkdir()
    assert Running(linze, tmp_path / "run", "en").need is Need.REST, "it is gone on with"


def test_a_run_is_left_where_no_page_shows_it_or_it_is_of_something_else() -> None:
    sessions = Sessions()
    session = sessions.new()
    session.open_path(find("linze"))
    looks = mock.Mock(return_value=True)
    session.lookers.add(looks)
    with mock.patch.object(Turns, "ask"):
        session.start("en")
    job = session.job
    assert job is not None
    seen = []
    for open_now, seed in ((True, 7), (False, 7), (True, 7), (True, 8), (True, 7)):
        looks.return_value = open_now
        session.change(document.with_values(session.data, {"seed": seed}))
        session.look_after()
        seen.append(job.left)
    sessions.close()
    assert seen == [False, True, False, True, False]


def test_a_run_that_is_ended_from_outside_is_said_to_be(tmp_path: Path) -> None:
    job = begun(load("city", overrides=["years=1"]), tmp_path / "run", "en")
    assert job._worker is not None
    job._worker.process.kill()
    finished(job)
    assert job.status == "failed"
    assert "ended from outside" in job.message
    job.end()


def test_what_fails_says_why(linze: Scenario, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "letter.txt").write_text("mine", encoding="utf-8")
    job = finished(begun(linze, tmp_path / "run", "en"))
    assert job.status == "failed"
    assert "is not empty and holds no run" in job.message
    job.end()


def test_few_chunks_are_done_by_one_process(linze: Scenario) -> None:
    assert jobs_of(linze) == 1
    many = load("city", overrides=[f"replicates={10 * MANY_CHUNKS}"])
    assert jobs_of(many) is None


def test_a_run_that_waits_has_no_process_and_may_be_given_up(
    linze: Scenario, tmp_path: Path
) -> None:
    job = Running(linze, tmp_path / "run", "en")
    job.poll()
    assert (job.waiting, job.active, job.busy) == (True, True, False)
    job.cancel()
    assert (job.status, job.active) == ("stopped", False)
    job.end()
    assert not (tmp_path / "run").exists()


def test_a_run_is_busy_until_its_process_has_gone(linze: Scenario, tmp_path: Path) -> None:
    job = begun(linze, tmp_path / "run", "en")
    assert job.busy
    finished(job)
    job.end()
    assert not job.busy
