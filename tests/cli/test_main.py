"""The command itself: languages, exit codes, no tracebacks, and a help that is fast."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import click
import pytest

from sim import __version__
from sim.cli import COMMANDS, SECTIONS
from sim.cli import fugai as group
from sim.cli.base import Option
from sim.cli.check import check
from sim.cli.listing import SORTS
from sim.errors import FugaiError, InputError
from sim.locale import use_language
from sim.text.problems import width
from tests.cli.conftest import Run
from tests.guards.source import ROOT


def test_help_lists_every_command_in_both_languages(fugai: Run) -> None:
    english, chinese = fugai("--help").out, fugai("--help", "--lang", "zh").out
    for name in COMMANDS:
        assert f"\n  {name} " in english
        assert f"\n  {name} " in chinese
    assert "用法：" in chinese
    assert "Usage:" in english


def test_the_command_alone_tells_what_there_is(fugai: Run) -> None:
    done, asked = fugai(), fugai("--help")
    assert done.code == 2 and (done.out + done.err).strip() == asked.out.strip()


def test_help_groups_every_command_once_and_fits_a_terminal(
    fugai: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = [name for names in SECTIONS.values() for name in names]
    assert sorted(named) == sorted(COMMANDS)
    monkeypatch.setenv("COLUMNS", "80")
    for language, title in (("en", "Study many simulations:"), ("zh", "批量研究:")):
        lines = fugai("--help", f"--lang={language}").out.splitlines()
        assert title in lines
        assert max(width(line) for line in lines) <= 80
        shown = [line for line in lines if line.split(" ")[2:3] and line.split()[0] in COMMANDS]
        assert [line.split()[0] for line in shown] == named
        # Each has one line, and all lines begin in one column.
        assert len({len(line) - len(line[2:].partition(" ")[2].lstrip()) for line in shown}) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["compare", "stress", "explain"])
def test_help_states_what_holds_where_an_option_is_not_given(
    fugai: Run, name: str, language: str
) -> None:
    command = group.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    for each in command.params:
        # A flag that is not given is off, and without --set no value is changed.
        if not isinstance(each, Option) or each.is_flag or each.opts[0] == "--set":
            continue
        use_language(language)
        shown = each.get_help_record(click.Context(command))
        assert shown is not None
        said = {"en": r"\(default: |\bunless\b|without it", "zh": "默认|缺省|否则"}[language]
        assert re.search(said, shown[1]), shown


def test_help_of_list_names_all_that_it_lists(fugai: Run) -> None:
    for name in SORTS:
        assert name in COMMANDS["list"][1] and name in fugai("list", "--help").out


def test_the_language_is_asked_for_in_this_order(
    fugai: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "Usage:" in fugai("--help").out
    assert "用法：" in fugai("--help", "--lang=zh").out
    monkeypatch.setenv("FUGAI_LANG", "zh")
    assert "用法：" in fugai("--help").out
    assert "Usage:" in fugai("--help", "--lang", "en").out
    monkeypatch.delenv("FUGAI_LANG")
    assert "用法：" in fugai("--help").out


def test_help_of_a_command_is_translated_when_it_is_shown(fugai: Run) -> None:
    assert "report every mistake at once" in fugai("check", "--help").out
    assert "一次列出全部错误" in fugai("check", "--help", "--lang", "zh").out
    assert "report every mistake at once" in fugai("check", "--help").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chekc"], "No such command 'chekc'. Did you mean 'check'?"),
        (
            ["check", "x", "--jsn"],
            "No such option '--jsn'. (Did you mean one of: '--json', '--set'?)",
        ),
        (["check"], "Missing argument 'FILE'."),
        (["list", "polices"], "'polices' is not one of"),
        (["--lang", "fr", "check", "x"], "'fr' is not one of 'en', 'zh'."),
    ],
)
def test_usage_errors_end_with_2(fugai: Run, words: list[str], said: str) -> None:
    done = fugai(*words)
    assert done.code == 2
    assert said in done.err


def test_usage_errors_in_chinese(fugai: Run) -> None:
    done = fugai("chekc", "--lang", "zh")
    assert "错误：没有命令 'chekc'。" in done.err


def test_version(fugai: Run) -> None:
    assert fugai("--version").out == f"fugai {__version__}\n"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (InputError("no"), 2, "✗ no\n"),
        (FugaiError("broken"), 1, "✗ broken\n"),
        (PermissionError(13, "Permission denied", "out"), 1, "✗ out: Permission denied\n"),
        (KeyboardInterrupt(), 1, "\nAborted!\n"),
    ],
)
def test_errors_are_one_message_and_an_exit_code(
    fugai: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    def fail(**_options: object) -> None:
        raise error

    monkeypatch.setattr(check, "callback", fail)
    done = fugai("check", "x")
    assert (done.code, done.err) == (code, said)


def test_what_nobody_foresaw_is_one_line_but_with_debug() -> None:
    code = (
        "import sys; from sim.cli import main; from sim.cli.check import check\n"
        "check.callback = lambda **options: 1 / 0\n"
        "main(sys.argv[1:])"
    )
    environment = {**os.environ, "FUGAI_LANG": "en"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, "check", "x", *words],
            capture_output=True, encoding="utf-8", cwd=ROOT, env=environment,
            check=False,
        )  # fmt: skip

    brief = run()
    assert brief.returncode == 1
    assert brief.stderr == (
        "Unexpected error: ZeroDivisionError: division by zero. With --debug you see where.\n"
    )
    full = run("--debug")
    assert full.returncode == 1
    assert "Traceback" in full.stderr


def test_every_command_has_a_line_and_is_found(fugai: Run) -> None:
    for name in ("check", "new", "show", "schema", "list"):
        command = group.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert command.name == name
        assert fugai(name, "--help").code == 0
