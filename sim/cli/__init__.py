"""The command line. Commands are imported when they are used, so ``--help`` stays fast."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from sim.cli.base import Command, Option
from sim.errors import FugaiError
from sim.locale import LANGUAGES, N_, _, bind_click, detect, use_language

COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("sim.cli.run:run", N_("Simulate a scenario and compare its alternatives.")),
    "check": ("sim.cli.check:check", N_("Read a scenario and report every mistake.")),
    "new": ("sim.cli.new:new", N_("Write a commented scenario file to start from.")),
    "show": ("sim.cli.show:show", N_("Show a scenario, with --resolved every value in force.")),
    "schema": ("sim.cli.schema:schema", N_("Print the JSON schema of scenario files.")),
    "list": ("sim.cli.listing:listing", N_("List scenarios, policies, measures or parameters.")),
    "export": ("sim.cli.export:export", N_("Write a run's tables to CSV, Parquet or XLSX.")),
    "diff": ("sim.cli.diff:diff", N_("Find where two runs first differ.")),
}
"""Every command: where it lives, and its line in the overall help."""


class Commands(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _separator, name = COMMANDS[cmd_name][0].partition(":")
        loaded: Command = getattr(import_module(module), name)
        return loaded

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(line)) for name, (_place, line) in COMMANDS.items()])

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(
                _("Simulate how policies would change party-branch coverage among organizations.")
            )


fugai = Commands(
    "fugai",
    params=[
        Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            expose_value=False,
            help=N_("Language of what is printed."),
        )
    ],
)


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 2 wrong input, 1 failed run."""
    words = list(sys.argv[1:] if args is None else args)
    language = detect(_asked_language(words))
    use_language(language)
    bind_click(language)
    try:
        fugai.main(words, prog_name="fugai")
    except FugaiError as error:
        if "--debug" in words:
            raise
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)


def _asked_language(words: list[str]) -> str | None:
    """Return the value of ``--lang``, needed before click reads the command line."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--lang" and following in LANGUAGES:
            return following
        if word.startswith("--lang=") and word.removeprefix("--lang=") in LANGUAGES:
            return word.removeprefix("--lang=")
    return None
