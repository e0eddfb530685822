"""Before the start: chunks, processes, estimates and refusals."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from weakref import ref

import pytest

from sim.errors import FugaiError, InputError
from sim.locale import in_language
from sim.results import plan
from sim.results import run as running
from sim.results.chunk import Chunk, Done, simulate
from sim.results.diff import difference
from sim.results.plan import Estimate, available_memory, chunks, estimate, jobs_for
from sim.results.reading import Results
from sim.results.run import run
from sim.scenario import Scenario, from_resolved
from sim.store import executors


@pytest.mark.usefixtures("two_a_chunk")
def test_chunks_are_neighbours_and_start_anew_at_gaps(small: Scenario) -> None:
    cut = [chunk.replicates for chunk in chunks(small, [0, 1, 2, 3, 4, 7, 8])]
    assert cut == [(0,), (1, 2), (3, 4), (7, 8)]


def test_a_chunk_holds_at_least_one_replicate(
    small: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "STACK", 10)
    assert [chunk.replicates for chunk in chunks(small, range(2))] == [(0,), (1,)]


def test_large_worlds_are_simulated_one_by_one(
    small: Scenario, finished: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.results.chunk.STACK", 30)
    monkeypatch.setattr(plan, "STACK", 30)
    found = run(small, replicates=2, out=tmp_path / "run")
    assert difference(found, finished).same


def test_small_work_is_done_in_one_process(small: Scenario) -> None:
    plan_ = chunks(small, range(4))
    assert jobs_for(small, plan_, None) == 1
    assert jobs_for(small, plan_, 8) == len(plan_)
    many = chunks(small, range(20_000))
    assert jobs_for(small, many, None) in (1, 2)
    assert jobs_for(small, many, 5) == 5


def test_an_estimate_grows_with_the_worlds(small: Scenario) -> None:
    one, two = (estimate(small, chunks(small, range(n)), 1) for n in (1_000, 2_000))
    assert two.worlds == 2 * one.worlds == 6_000
    assert one.seconds < two.seconds and one.disk < two.disk and one.memory < two.memory


def test_what_does_not_fit_is_refused_before_anything_is_written(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "available_memory", lambda: 2e9)
    with pytest.raises(InputError, match=r"3,000,000 simulations would need about .* of memory"):
        run(small, replicates=1_000_000, out=tmp_path / "run")
    assert not (tmp_path / "run").exists()
    monkeypatch.setattr(plan, "available_memory", lambda: None)
    with pytest.raises(InputError, match="are free"):
        plan.check_room(Estimate(1, 1.0, 1.0, 1e18), tmp_path / "a" / "b")


def test_the_estimate_is_told_first(small: Scenario, tmp_path: Path) -> None:
    told: list[Estimate] = []
    shares: list[float] = []
    run(
        small,
        replicates=2,
        out=tmp_path / "run",
        announce=told.append,
        progress=lambda done, of: shares.append(done / of),
    )
    assert [entry.worlds for entry in told] == [6]
    assert shares == sorted(shares) and (shares[0], shares[-1]) == (0.0, 1.0) and len(shares) > 10
    memory = available_memory()
    assert memory is None or memory > 1e6


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (5, "5 s", "5 秒"),
        (600, "10 min", "10 分钟"),
        (7200, "2 hours", "2 小时"),
        (1e6, "12 days", "12 天"),
    ],
)
def test_durations_for_people(seconds: float, en: str, zh: str) -> None:
    assert plan.time_text(seconds) == en
    with in_language("zh"):
        assert plan.time_text(seconds) == zh


def test_sizes_for_people() -> None:
    assert [plan.size_text(n) for n in (5, 1500, 2.5e7, 3e9, 2e13)] == [
        "5 B", "1.5 KB", "25 MB", "3.0 GB", "20.0 TB",
    ]  # fmt: skip


@pytest.mark.usefixtures("two_a_chunk")
def test_any_executor_gives_the_same_run(
    small: Scenario, finished: Results, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(1) as executor:
        found = run(small, replicates=4, out=tmp_path / "run", executor=executor)
    assert found.replicates == (0, 1, 2, 3) and difference(found, finished).same


@pytest.mark.usefixtures("two_a_chunk")
def test_a_killed_process_is_made_up_for(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures.process import BrokenProcessPool

    deaths = [(2, 3)]

    def mortal(chunk: Chunk) -> Done:
        if deaths and chunk.replicates == deaths[0]:
            deaths.pop()
            raise BrokenProcessPool
        return simulate(chunk)

    @contextmanager
    def processes(number: int) -> Iterator[Executor]:
        with ThreadPoolExecutor(1) as threads:
            yield threads

    monkeypatch.setattr(executors, "own_processes", processes)
    monkeypatch.setattr(running, "simulate", mortal)
    assert run(small, replicates=4, out=tmp_path / "run", jobs=2).replicates == (0, 1, 2, 3)
    deaths[:] = [(4, 5)] * executors.TRIES
    with pytest.raises(FugaiError, match="was killed 3 times"):
        run(small, replicates=8, out=tmp_path / "run", jobs=2)
    assert Results(tmp_path / "run").replicates[:4] == (0, 1, 2, 3)


def as_script(lines: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run lines as a script of their own, which has no ``if __name__ == "__main__":``."""
    script = folder / "mine.py"
    script.write_text(lines, encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(script)],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_script_needs_no_guard(tmp_path: Path) -> None:
    done = as_script(
        "import sys, sim\n"
        "from sim.results import plan\n"
        "plan.STACK = 10\n"
        "sim.run(sim.load('linze', overrides=['years=1']), replicates=4, jobs=2, out='run')\n"
        "print('main is mine:', sys.modules['__main__'].__file__.endswith('mine.py'))\n",
        tmp_path,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "main is mine: True\n", "")
    assert Results(tmp_path / "run").replicates == (0, 1, 2, 3)


def test_a_script_that_replaces_a_rule_is_read_by_the_processes_too(tmp_path: Path) -> None:
    done = as_script(
        "import sim.worlds\n"
        "from sim.plan.extensions import declare_replaced\n"
        "from sim.processes import attitudes\n"
        "from sim.store.executors import side_by_side\n"
        "def mine(*given, own=attitudes.attitudes): return own(*given)\n"
        "attitudes.attitudes = sim.worlds.attitudes = mine\n"
        "declare_replaced('sim.processes.attitudes.attitudes', mine)\n"
        "if __name__ == '__main__':\n"
        "    asked = [\"__import__('sim.worlds').worlds.attitudes.__name__\"] * 2\n"
        "    print([found for _part, found in side_by_side(eval, asked, 2)])\n",
        tmp_path,
    )
    assert done.stdout.strip() == "['mine', 'mine']", done.stderr


def test_a_script_whose_classes_are_simulated_is_told_of_the_guard(tmp_path: Path) -> None:
    lines = (
        "from operator import attrgetter\n"
        "from sim.store.executors import side_by_side\n"
        "class Part:\n"
        "    number = 3\n"
        "def work():\n"
        "    for part, found in side_by_side(attrgetter('number'), [Part(), Part()], 2):\n"
        "        print(found)\n"
    )
    done = as_script(f"{lines}work()\n", tmp_path)
    assert done.returncode != 0
    assert 'if __name__ == "__main__"' in done.stderr.splitlines()[-1]
    done = as_script(f"{lines}if __name__ == '__main__':\n    work()\n", tmp_path)
    assert (done.stdout, done.stderr) == ("3\n3\n", "")


def test_only_some_alternatives_are_another_run(small: Scenario, tmp_path: Path) -> None:
    found = run(small, alternatives=["quota"], replicates=1, out=tmp_path / "run")
    assert found.alternatives == ("baseline", "quota")
    assert found.info["digest"] != small.digest()
    assert from_resolved(found.info["scenario"]).digest() == found.info["digest"]


@pytest.mark.slow
@pytest.mark.usefixtures("two_a_chunk")
def test_processes_give_the_same_run(small: Scenario, finished: Results, tmp_path: Path) -> None:
    found = run(small, replicates=4, out=tmp_path / "run", jobs=2)
    assert difference(found, finished).same


def test_memory_is_that_of_the_largest_stacks_side_by_side_and_of_who_asks() -> None:
    alone, beside = plan.BYTES_PARENT, plan.BYTES_PROCESS
    assert plan.memory_of([], 1e6, 1) == alone
    assert plan.memory_of([3, 90, 40, 80], 1e6, 1) == alone + 90e6
    assert plan.memory_of([3, 90, 40, 80], 1e6, 2) == alone + 170e6 + 2 * beside
    assert plan.memory_of([90], 1e6, 2) == alone + 90e6 + 2 * beside
    assert plan.bytes_of(10, 120) > plan.bytes_of(10, 36) > plan.bytes_of(5, 36)


class Circle:
    """What refers to itself, as the parts of a simulation do to one another."""

    def __init__(self) -> None:
        self.whole = self


@pytest.mark.parametrize("threads", [0, 1])
def test_what_a_chunk_took_is_given_back_before_the_next(threads: int) -> None:
    left: list[ref[Circle]] = []

    def work(chunk: int) -> int:
        assert all(one() is None for one in left), "the chunk before is still there"
        left.append(ref(Circle()))
        return chunk

    was = gc.isenabled()
    gc.disable()
    try:
        with ThreadPoolExecutor(max(1, threads)) as executor:
            done = executors.side_by_side(work, range(3), 1, executor if threads else None)
            assert sorted(done) == [(0, 0), (1, 1), (2, 2)]
    finally:
        if was:
            gc.enable()
    assert len(left) == 3 and all(one() is None for one in left)
