"""``fugai plot``: a file where it is asked for, one message where something is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sim
from sim.cli import main
from sim.results.run import run

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A finished run of the small place."""
    out = tmp_path_factory.mktemp("runs") / "small"
    run(sim.load(SMALL), replicates=3, out=out)
    return str(out)


def called(*words: str) -> int:
    """Run the command and return its exit code."""
    with pytest.raises(SystemExit) as stopped:
        main(["plot", *words])
    return int(stopped.value.code or 0)


def test_it_writes_a_file_in_the_current_folder(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert called("fan", folder) == 0
    assert called("multiples", folder, "--by", "size", "--lang", "zh", "--width", "double") == 0
    assert capsys.readouterr().out.split() == ["fan-small.png", "multiples-small-size.png"]
    assert called("cost-effect", folder, "-o", "a.svg", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"files": ["a.svg"]}
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.svg", "fan-small.png", "multiples-small-size.png",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["fann"], 'Did you mean "fan"?'),
        (["fan", "--measure", "efective_coverage"], 'Did you mean "effective_coverage"?'),
        (["fan", "--alternative", "quotas"], 'Did you mean "quota"?'),
        (["multiples", "--by", "sise"], 'Did you mean "size"?'),
        (["tiles", "--measure", "liaisons"], "not counted by group"),
        (["fan", "--by", "size"], "takes no --by"),
        (["fan", "-o", "a.jpg"], '".png", ".svg", ".pdf"'),
        (["animation", "-o", "a.png"], ".gif"),
        (["cells", "--month", "2013-01"], "2010-07 to 2012-06"),
        (["cells", "--month", "July"], "YYYY-MM"),
        (["cells", "--replicate", "9"], "0 to 2"),
        (["timeline"], "--who gained"),
    ],
)
def test_one_message_and_exit_code_2(
    folder: str, words: list[str], hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(words[0], folder, *words[1:]) == 2
    said = capsys.readouterr().err
    assert hint in said
    assert said.count("✗") == 1
    assert "Traceback" not in said


def test_a_folder_without_a_run_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("fan", str(tmp_path)) == 2
    assert "✗" in capsys.readouterr().err


def test_the_help_lists_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    from sim.plots import KINDS

    assert called("--help") == 0
    said = capsys.readouterr().out
    assert all(f"  {kind} " in said for kind in KINDS)
