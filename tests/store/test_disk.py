"""What a process that was killed has left beside a file goes with the next write of that file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.store.disk import TEMPORARY, drafts_beside, place_file

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows is not asked who is there")


@pytest.fixture(scope="module")
def gone() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_the_draft_of_a_killed_process_goes_and_that_of_a_living_one_stays(
    gone: int, tmp_path: Path
) -> None:
    own = tmp_path / "a[1] figure.png"
    left = {name: tmp_path / f"{TEMPORARY}{name}" for name in (
        f"{gone}-{own.name}", f"{os.getppid()}-{own.name}", f"{gone}-a1 figure.png", "lock",
    )}  # fmt: skip
    for path in left.values():
        path.write_bytes(b"half")
    place_file(own, b"whole")
    there = {path.name for path in tmp_path.iterdir()}
    assert there == {own.name} | {path.name for path in [*left.values()][1:]}
    assert own.read_bytes() == b"whole"


def test_ctrl_c_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.store.disk.os.fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        place_file(tmp_path / "figure.png", b"whole")
    assert not [*tmp_path.iterdir()]


def test_a_folder_of_drafts_that_a_killed_process_left_goes(gone: int, tmp_path: Path) -> None:
    with drafts_beside(tmp_path) as mine:
        name = mine.name.replace(str(os.getpid()), "{}", 1)
    left = tmp_path / name.format(gone)
    left.mkdir()
    (left / "names.csv").write_bytes(b"names")
    living = tmp_path / name.format(os.getppid())
    living.mkdir()
    with drafts_beside(tmp_path) as mine:
        assert {*tmp_path.iterdir()} == {mine, living}
    assert [*tmp_path.iterdir()] == [living]
