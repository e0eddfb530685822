"""The command line. Commands are imported when they are used, so ``--help`` stays fast."""

from __future__ import annotations

import errno
import io
import sys
import warnings
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import zip_longest
from types import TracebackType
from typing import Final, TextIO

import click

from sim import __version__
from sim.cli.base import Command, Option, common_options
from sim.errors import FugaiError
from sim.locale import LANGUAGES, N_, _, bind_click, detect, use_language

SECTIONS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    N_("Simulate and compare"): {
        "run": ("run:run", N_("Simulate a scenario and compare its alternatives.")),
        "compare": ("compare:compare", N_("Compare two scenarios, or alternatives with one.")),
        "stress": ("study:stress", N_("Raise a quota step by step: what does pressure buy?")),
        "rivals": ("rivals:rivals", N_("Check whether a ranking survives rival rules.")),
        "explain": ("explain:explain", N_("Show two histories of one organization.")),
        "diff": ("audit:diff", N_("Find where two runs first differ.")),
        "audit": ("audit:audit", N_("Repeat a run or a study and compare.")),
    },
    N_("Write and read scenarios"): {
        "new": ("new:new", N_("Write a commented scenario file to start from.")),
        "check": ("check:check", N_("Read a scenario and report every mistake.")),
        "show": ("check:show", N_("Show a scenario, with --resolved every value in force.")),
        "list": (
            "listing:listing",
            N_("List scenarios, policies, measures, parameters, prices, rules, studies."),
        ),
        "schema": ("new:schema", N_("Print the JSON schema of scenario files.")),
        "check-extension": (
            "check:check_extension",
            N_("Run the common checks on your own module."),
        ),
    },
    N_("Look at a run, and pass it on"): {
        "app": ("app:app", N_("Open the planner's page and the classroom in a browser.")),
        "report": ("report:report", N_("Write a report on RUN as one HTML file.")),
        "resources": (
            "resources:resources",
            N_("Show what an alternative needs, by year and committee."),
        ),
        "plot": ("plot:plot", N_("Draw a figure of a run.")),
        "replay": ("report:replay", N_("Play one replicate in an HTML file.")),
        "export": ("report:export", N_("Write a run's tables to CSV, Parquet or XLSX.")),
        "bundle": (
            "report:bundle",
            N_("Put a run or a study into one archive that others can check."),
        ),
        "lessons": (
            "app:lessons",
            N_("Write the lesson pack for a class without a network."),
        ),
    },
    N_("Study many simulations"): {
        "study": ("study:study", N_("Run the study that a file describes.")),
        "sweep": ("study:sweep", N_("Vary factors over a grid, a sample or a list.")),
        "sensitivity": (
            "study:sensitivity",
            N_("Rank the assumptions that drive an outcome."),
        ),
        "discover": ("study:discover", N_("Find where a policy fails.")),
        "frontier": ("study:frontier", N_("Find the best policy mix within a budget.")),
        "credit": ("study:credit", N_("Split an alternative's effect among its policies.")),
        "calibrate": ("study:calibrate", N_("Estimate parameters from observed figures.")),
        "hindcast": (
            "hindcast:hindcast",
            N_("Predict figures that are known, and score it."),
        ),
    },
}
"""Every command, as the overall help groups them: its module and name there, and its line."""

COMMANDS: Final = {name: entry for section in SECTIONS.values() for name, entry in section.items()}


class Commands(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _separator, name = COMMANDS[cmd_name][0].partition(":")
        loaded: Command = getattr(import_module(f"sim.cli.{module}"), name)
        return loaded

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            # click suggests names among the commands that it has loaded: none of these lazy ones.
            name = error.command_name
            raise click.exceptions.NoSuchCommand(name, possibilities=COMMANDS, ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # One width for all, so that the lines of all sections begin in one column.
        widest = max(map(len, COMMANDS))
        for title, commands in SECTIONS.items():
            with formatter.section(_(title)):
                formatter.write_dl(
                    [(f"{name:{widest}}", _(line)) for name, (_place, line) in commands.items()]
                )

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(
                _("Simulate how policies would change party-branch coverage among organizations.")
            )


def _show_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"fugai {__version__}")
        context.exit()


fugai = Commands(
    "fugai",
    params=[
        *common_options(),
        Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_show_version,
            help=N_("Show the version."),
        ),
    ],
)


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 2 wrong input, 1 failed run."""
    words = list(sys.argv[1:] if args is None else args)
    language = detect(_asked_language(words))
    use_language(language)
    bind_click(language)
    if sys.stdout is None:
        # Closed by who started it (>&-): an answer that nobody can read is no success.
        click.echo("✗ " + _("Standard output is closed: there is nowhere to answer."), err=True)
        sys.exit(1)
    for stream in (sys.stdout, sys.stderr):
        # A Chinese Windows console writes GBK, which lacks a few signs.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if "--debug" in words:
        fugai.main(words, prog_name="fugai")
    sys.excepthook = _tell_briefly
    warnings.showwarning = _tell_note
    try:
        fugai.main(words, prog_name="fugai")
    except FugaiError as error:
        message = str(error)
        click.echo(message if message.startswith("✗") else f"✗ {message}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        what = error.strerror or str(error) or type(error).__name__
        click.echo("✗ " + ": ".join(filter(None, (error.filename, what))), err=True)
        # A name that no file can have is wrong input wherever it is first used.
        sys.exit(2 if error.errno in (errno.ENAMETOOLONG, errno.ENOTDIR, errno.ELOOP) else 1)


def _tell_briefly(
    kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    """Say in one line what nobody foresaw."""
    message = _("Unexpected error: {error}. With --debug you see where.")
    click.echo(message.format(error=f"{kind.__name__}: {error}"), err=True)


def _tell_note(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Say what there is to know of results that are read, without the place in the code."""
    if category.__module__.startswith("sim."):
        click.echo(f"! {message}", err=True)
    else:
        print(warnings.formatwarning(message, category, filename, lineno, line), file=sys.stderr)


def _asked_language(words: list[str]) -> str | None:
    """Return the value of ``--lang``, needed before click reads the command line."""
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if word == "--lang" and following in LANGUAGES:
            return following
        if word.startswith("--lang=") and word.removeprefix("--lang=") in LANGUAGES:
            return word.removeprefix("--lang=")
    return None
