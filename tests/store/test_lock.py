"""One writer at a time; what a killed one left is gone on from without a difference."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sim
from sim.errors import FugaiError, InputError
from sim.results.reading import Results
from sim.results.run import run
from sim.store import folder
from sim.store.folder import FILE, locked
from sim.studies.folder import perform
from tests import patience
from tests.store.damages import RUN
from tests.studies.studies import small

HOLD = f"""
import sys, time
from pathlib import Path
from sim.store.folder import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep({patience.SECONDS})
"""


def started(*words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *map(str, words)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "FUGAI_LANG": "en"},
    )  # fmt: skip


def test_a_folder_that_is_held_is_named_with_its_holder(tmp_path: Path) -> None:
    holder = started("-c", HOLD, tmp_path / "run")
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        with pytest.raises(InputError, match=rf"run is being written .*process {holder.pid} on "):
            run(sim.load(RUN), replicates=1, out=tmp_path / "run")
        assert [path.name for path in (tmp_path / "run").iterdir()] == [FILE]
    finally:
        holder.kill()
        holder.wait()
    # The lock of a process that was killed is nobody's.
    assert (tmp_path / "run" / FILE).is_file()
    assert run(sim.load(RUN), replicates=1, out=tmp_path / "run").replicates == (0,)
    assert not (tmp_path / "run" / FILE).exists()


def test_within_a_process_as_well_and_a_short_write_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "WAIT", 0.2)
    with locked(tmp_path / "deep" / "run"):
        for wait in (False, True):
            with (
                pytest.raises(InputError, match=f"process {os.getpid()} on "),
                locked(tmp_path / "deep" / "run", wait=wait),
            ):
                pass
        # Being refused here did not let go of what other processes see.
        other = started("-c", HOLD, tmp_path / "deep" / "run")
        assert (
            other.wait(timeout=patience.SECONDS)
            and f"process {os.getpid()} on " in other.communicate()[1]
        )
    assert not (tmp_path / "deep").exists()  # made for nothing
    with locked(tmp_path / "deep" / "run"):
        pass


def test_a_folder_that_others_remove_in_the_same_moment_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = folder._tried
    left = [2]

    def tried(path: Path) -> int | None:
        if left[0]:
            left[0] -= 1
            path.parent.rmdir()
        return there(path)

    monkeypatch.setattr(folder, "_tried", tried)
    with locked(tmp_path / "run"):
        assert (tmp_path / "run" / FILE).is_file() and left == [0]


def test_two_identical_commands_at_once(tmp_path: Path) -> None:
    words = ("-m", "sim", "run", RUN, "--replicates", 6, "--jobs", 1, "--out", tmp_path / "run")
    both = [started(*words) for _each in range(2)]
    answers = [(each.communicate(timeout=patience.SECONDS), each.returncode) for each in both]
    codes = sorted(code for _said, code in answers)
    assert codes in ([0, 0], [0, 2])  # the second came too early, or found all of it done
    for (_out, err), code in answers:
        assert "Traceback" not in err
        assert code == 0 or ("is being written by another command" in err and err.count("✗") == 1)
    assert Results(tmp_path / "run").replicates == tuple(range(6))
    assert {path.name for path in (tmp_path / "run").iterdir()} >= {"run.json", "manifest.json"}
    assert not list((tmp_path / "run").glob(".*"))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_twenty_kills_at_random_moments_change_nothing(tmp_path: Path) -> None:
    chance = random.Random(20)
    whole = run(sim.load(RUN), replicates=24, out=tmp_path / "whole")
    code = (
        "import sys, sim; from sim.results import plan; from sim.results.run import run; "
        "plan.STACK = 40 * 3 * 2; run(sim.load(sys.argv[1]), replicates=24, out=sys.argv[2])"
    )
    for number in range(20):
        folder = tmp_path / f"{number}"
        child = started("-c", code, RUN, folder)
        while not (folder / "chunks").is_dir() and child.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.random() * 1.5)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        again = run(sim.load(RUN), replicates=24, out=folder)
        for table in ("series", "ledger", "organizations"):
            assert again.table(table).equals(whole.table(table)), (number, table)
        assert not list(folder.rglob(".*"))


class Killed(BaseException):
    """The end of a process in the middle of its work, as far as one can be had in this one."""


@pytest.mark.parametrize("sort", ["run", "study"])
def test_a_kill_before_any_write_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    """Also before the first, and after the last chunk: nothing that is left is in the way."""
    scenario = sim.load(RUN, overrides=["years=1"])
    study = small(overrides=["years=1"], settings={"levels": 2})

    def done(out: Path) -> dict[str, bytes]:
        if sort == "run":
            run(scenario, replicates=1, out=out)
        else:
            perform(study, out=out, jobs=1)
        seconds = {"run.json", "study.json"}
        files = {str(path.relative_to(out)): path for path in out.rglob("*") if path.is_file()}
        return {name: b"" if name in seconds else path.read_bytes() for name, path in files.items()}

    whole = done(tmp_path / "whole")
    for good in range(60):
        left = good

        def killed(handle: int) -> None:
            nonlocal left
            if not left:
                raise Killed
            left -= 1

        out = tmp_path / f"{good}"
        with monkeypatch.context() as patch:
            patch.setattr("sim.store.disk.os.fsync", killed)
            try:
                done(out)
            except Killed:
                out.mkdir(exist_ok=True)
            (out / FILE).write_text(json.dumps({"pid": 1, "host": "gone"}), encoding="utf-8")
        assert done(out) == whole, good
        if sort == "run":
            about = json.loads((out / "run.json").read_text(encoding="utf-8"))
            assert about["replicates"] == 1, good
        if left:
            break
    assert 8 < good < 59


def test_a_full_disk_is_told_in_a_line_at_every_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = sim.load(RUN, overrides=["years=1"])
    fsync = os.fsync
    for good in range(20):
        left = good

        def full(handle: int) -> None:
            nonlocal left
            if not left:
                raise OSError(28, "No space left on device")
            left -= 1
            fsync(handle)

        with monkeypatch.context() as patch:
            patch.setattr("sim.store.disk.os.fsync", full)
            try:
                run(scenario, replicates=1, out=tmp_path / f"{good}")
            except FugaiError as error:
                assert "No space left" in str(error) and "\n" not in str(error)
                assert not list((tmp_path / f"{good}").glob("**/.*"))
            else:
                break
        assert run(scenario, replicates=1, out=tmp_path / f"{good}").replicates == (0,)
    else:
        pytest.fail("never enough room")
    about = json.loads((tmp_path / f"{good}" / "run.json").read_text(encoding="utf-8"))
    assert good > 8 and about["replicates"] == 1
