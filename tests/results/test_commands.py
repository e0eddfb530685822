"""The command that makes a run again names the scenario as it was given, and may be pasted."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

import sim
from sim.errors import InputError
from sim.report import report
from sim.results.commands import (
    given_words,
    origin,
    refuse_other_code,
    run_command,
)
from sim.results.reading import Results
from sim.results.run import run
from sim.scenario import Scenario
from sim.text.pasting import pasted
from tests.cli.conftest import Done, fugai

__all__ = ["fugai"]

SMALL = Path(__file__).parent / "data" / "small.toml"
AGAIN = ("--replicates", "1", "--out", "RUN")


def test_words_with_spaces_are_quoted_for_every_terminal() -> None:
    words = ["fugai", "run", "my town.toml", "县 1.toml", "县.toml", "--set", "years=3"]
    line = 'fugai run "my town.toml" "县 1.toml" 县.toml --set years=3'
    assert pasted(words) == line
    for strange in ('a"b', "$HOME", "a`b", "a;b", "C:\\my files\\a.toml", "it's", "tail\\", "*"):
        assert shlex.split(pasted(["x", strange])) == ["x", strange]


def test_only_options_that_were_given_are_words() -> None:
    options = (("--seed", 0), ("--from", None), ("--twins", True), ("--other", False))
    assert given_words("a", ["b=1"], options) == ["a", "--set", "b=1", "--seed", "0", "--twins"]


def test_without_words_a_shipped_scenario_is_known_by_its_content(
    finished: Results, tmp_path: Path
) -> None:
    own = origin(finished)
    assert own.words == ("FILE", "--seed", str(finished.info["seed"])) and not own.is_known
    for overrides, words in (([], ("linze",)), (["seed=3"], ("linze", "--seed", "3"))):
        found = run(sim.load("linze", overrides=overrides), replicates=1, out=tmp_path / words[-1])
        assert origin(found).words == words and origin(found).is_shipped


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("our town.toml",), "our town.toml is the scenario&#39;s file"),
        (("our town.toml", "--set", "title.en=A & B", "--seed", "4"), "our town.toml is the"),
        (("linze", "--set", "years=1", "--uncertainty", "none"), "the options of the command"),
    ],
)
def test_a_report_says_how_it_was_run_and_that_makes_the_same_run(
    fugai: Callable[..., Done],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "our town.toml").write_bytes(b'name = "town"\n' + SMALL.read_bytes())
    assert fugai("run", *words, "--replicates", "1", "--out", "first", "--jobs", "1").code == 0
    first = Results("first")
    line = run_command(first)
    assert shlex.split(line) == ["fugai", "run", *words, *AGAIN]
    page = report(first, lang="en")
    assert said in page
    assert report(first, lang="en", brief=True).count("--out RUN") == 1
    assert fugai(*shlex.split(line)[1:], "--jobs", "1").code == 0
    assert Results("RUN").info["digest"] == first.info["digest"]


def test_what_was_given_stays_when_a_run_goes_on(small: Scenario, tmp_path: Path) -> None:
    run(small, replicates=1, out=tmp_path / "run", given=["our town.toml"])
    found = run(small, replicates=2, out=tmp_path / "run")
    assert origin(found).words == ("our town.toml",)


@pytest.mark.parametrize(
    "command", ["explain {run} --who gained", "plot timeline {run} --organization 1",
                "plot cells {run}", "replay {run} -o r.html",
                "run linze --from {run} --month 2011-01"],
)  # fmt: skip
def test_worlds_of_another_version_are_refused_with_the_command_that_makes_them_again(
    fugai: Callable[..., Done],
    small: Scenario,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    run(small, replicates=1, out="my run", given=["our town.toml", "--seed", "3"], jobs=1)
    monkeypatch.setattr("sim.results.commands.code_hash", lambda: "other")
    done = fugai(*(word.format(run="my run") for word in command.split(" ")))
    assert done.code == 2 and "another version of the program" in done.err
    line = done.err.splitlines()[-1]
    assert line == '  fugai run "our town.toml" --seed 3 --replicates 1 --out "my run-again"'


def test_a_run_that_nobody_named_is_told_as_a_file(small: Scenario, tmp_path: Path) -> None:
    found = run(small, replicates=1, out=tmp_path / "run", jobs=1)
    refuse_other_code(found)
    found.info["code"] = "other"
    with pytest.raises(InputError, match=r"fugai run FILE --seed .*\nFILE is the file"):
        refuse_other_code(found)
