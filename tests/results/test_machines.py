"""Other machines: who may simulate, and what is found when one of them is lost."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import sim
from sim.errors import FugaiError, InputError
from sim.results.diff import difference
from sim.results.run import run
from sim.store import executors
from sim.store.executors import executor_of, facts, refuse_unlike, side_by_side
from sim.store.provenance import worker_code
from sim.studies.cases import simulate_batch
from sim.studies.folder import perform
from tests import patience
from tests.results.cluster import OTHER, SLOW, WITHOUT, Cluster, cluster
from tests.studies.studies import small

HERE = "tcp://127.0.0.1:1"


def test_no_scheduler_is_no_executor() -> None:
    with executor_of(None) as executor:
        assert executor is None


def test_workers_that_would_find_something_else_are_refused() -> None:
    refuse_unlike({"tcp://a:1": facts(), "tcp://b:2": facts()})
    for answer, words in (
        (ModuleNotFoundError("No module named 'sim'"), "cannot import fugai (No module named"),
        (facts() | {"code": "0123"}, "its code of fugai is 0123"),
        (facts() | {"numpy": "1.0"}, "its numpy is 1.0"),
    ):
        with pytest.raises(InputError) as caught:
            refuse_unlike({"tcp://a:1": facts(), "tcp://b:2": answer})
        assert words in str(caught.value) and "tcp://b:2" in str(caught.value)


def test_a_chunk_is_not_done_by_other_code(monkeypatch: pytest.MonkeyPatch) -> None:
    with ThreadPoolExecutor(1) as executor:
        assert [*side_by_side(abs, [-1, 2], 1, executor)] == [(-1, 1), (2, 2)]
        code = worker_code()
        answers = iter([code, "0123"])
        monkeypatch.setattr("sim.store.executors.worker_code", lambda: next(answers))
        with pytest.raises(FugaiError, match="another version of fugai"):
            list(side_by_side(abs, [-1], 1, executor))


def test_any_executor_finds_what_one_process_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.studies.cases.STACK", 90 * 2 * 5)
    study = small(overrides=["years=1"], settings={"levels": 3})
    alone = perform(study, out=tmp_path / "alone", jobs=1)
    with ThreadPoolExecutor(2) as executor:
        others = perform(study, out=tmp_path / "others", executor=executor)
    assert tables(others.folder) == tables(alone.folder)


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


@pytest.mark.parametrize(
    ("address", "words"),
    [("10.0.0.5", "missing port number"), ("tcp:/10.0.0.5", ""), (HERE, "")],
)
def test_where_no_scheduler_answers(
    address: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "PATIENCE", 0.5)
    with pytest.raises(InputError) as caught, executor_of(address):
        pass
    assert f"No Dask scheduler answers at {address}: {words}" in str(caught.value)


def test_without_dask_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"fugai\[distributed\]"), executor_of(HERE):
        pass


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """Return a scheduler; it and its workers may take long to answer on a busy machine."""
    pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "PATIENCE", patience.SECONDS)
    with cluster(tmp_path) as made:
        yield made


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "words"),
    [(WITHOUT, "cannot import fugai"), (OTHER, "would not find the same: its code of fugai")],
)
def test_a_worker_is_asked_before_anything_is_simulated(
    started: Cluster, tmp_path: Path, before: str, words: str
) -> None:
    started.worker(before)
    with pytest.raises(InputError, match=words), executor_of(started.address) as executor:
        perform(small(), out=tmp_path / "none", executor=executor)
    assert not (tmp_path / "none").exists()


@pytest.mark.slow
def test_a_scheduler_without_workers_is_told(
    started: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import Client

    wait = Client.wait_for_workers

    def briefly(client: Client, number: int, timeout: float) -> None:
        wait(client, number, timeout=0.1)

    monkeypatch.setattr(Client, "wait_for_workers", briefly)
    with pytest.raises(InputError, match="has no workers"), executor_of(started.address):
        pass


@pytest.mark.slow
def test_a_killed_worker_changes_nothing(
    started: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.studies.cases.STACK", 90 * 2 * 2)
    study = small(settings={"levels": 4})
    alone = perform(study, out=tmp_path / "alone", jobs=1)
    _first, second = started.worker(), started.worker()
    killed: list[float] = []

    def kill(share: float) -> None:
        if 0.2 < share < 1 and not killed:
            second.kill()
            killed.append(share)

    with executor_of(started.address) as executor:
        assert executor is not None
        executor._client.wait_for_workers(2, timeout=patience.SECONDS)  # type: ignore[attr-defined]
        others = perform(study, out=tmp_path / "others", executor=executor, progress=kill)
    assert killed and second.wait() != 0
    assert tables(others.folder) == tables(alone.folder)


@pytest.mark.slow
def test_a_run_on_workers_is_the_run_alone(started: Cluster, tmp_path: Path) -> None:
    started.worker()
    scenario = sim.load("linze", overrides=["years=1"])
    alone = run(scenario, replicates=4, out=tmp_path / "alone")
    with executor_of(started.address) as executor:
        others = run(scenario, replicates=4, out=tmp_path / "others", executor=executor)
    assert difference(alone, others).same


@pytest.mark.slow
def test_a_lost_scheduler_is_told_and_the_rest_is_kept(
    started: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.studies.cases.STACK", 90 * 2 * 2)
    started.worker(SLOW)
    study = small(settings={"levels": 4})

    def kill(share: float) -> None:
        if share > 0.2:
            started.processes[0].kill()

    with (
        pytest.raises(FugaiError, match="is gone"),
        executor_of(started.address) as executor,
    ):
        monkeypatch.setattr(executors, "PATIENCE", 5.0)
        executor._client._timeout = 5.0  # type: ignore[union-attr]
        perform(study, out=tmp_path / "some", executor=executor, progress=kill)
    assert list((tmp_path / "some" / "cases").glob("*/cases.parquet"))
    assert perform(study, out=tmp_path / "some", jobs=1).simulated


def test_look_is_a_function_that_other_machines_can_find() -> None:
    assert (
        simulate_batch.__module__ == "sim.studies.cases"
        and simulate_batch.__qualname__ == "simulate_batch"
    )
