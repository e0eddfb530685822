"""What every command shares: help in the reader's language, and the options of all commands.

Help texts are marked with ``N_`` where they are written and translated when they are shown, so
a module of commands may be imported before the language is known::

    @command("run", help=N_("Simulate a scenario and compare its alternatives."))
    @argument("file")
    @option("--years", type=int, help=N_("Years to simulate."))
    @set_option
    def run(file: str, years: int | None, overrides: tuple[str, ...]) -> None: ...
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import click

from sim.locale import LANGUAGES, N_, _

Function = Callable[..., Any]


MOST_REPLICATES: Final = 1_000_000
"""As many as a scenario may ask for."""


class Option(click.Option):
    """A click option whose help is translated when it is shown, without ranges of numbers.

    Seeds are never negative and nobody asks for no replicates; an error says which may be given.
    """

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        return _given(super().process_value(ctx, value), ctx, self)

    def make_metavar(self, ctx: click.Context) -> str:
        number = isinstance(self.type, click.IntRange) and self.metavar is None
        return "N" if number else super().make_metavar(ctx)

    def get_help_extra(self, ctx: click.Context) -> click.types.OptionHelpExtra:
        extra = super().get_help_extra(ctx)
        extra.pop("range", None)
        return extra

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        source = self.help
        if source:
            self.help = _(source)
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = source


class Argument(click.Argument):
    """A click argument that is never empty."""

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        return _given(super().process_value(ctx, value), ctx, self)


def _given(value: Any, ctx: click.Context, what: click.Parameter) -> Any:
    """Refuse nothing in the place of something: an unset variable of a script, mostly."""
    if value == "" or (isinstance(value, tuple) and "" in value):
        raise click.BadParameter(_("it is empty."), ctx, what)
    return value


def common_options() -> list[click.Parameter]:
    """Return the options that every command has; :func:`sim.cli.main` reads them by itself."""
    language = N_("Output language (default: your system's).")
    debug = N_("Show the traceback of an error.")
    return [
        Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=language),
        Option(["--debug"], is_flag=True, expose_value=False, help=debug),
    ]


class Command(click.Command):
    """A click command whose help is translated when it is shown."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(_(self.help))

    def get_short_help_str(self, limit: int = 45) -> str:
        return _(self.help).partition("\n")[0] if self.help else ""


def command(name: str, *, help: str) -> Callable[[Function], Command]:
    """Return a decorator that makes a function a command of the product."""

    def made(function: Function) -> Command:
        result = click.command(name, cls=Command, help=help)(function)
        result.params += common_options()
        return result

    return made


option = partial(click.option, cls=Option)
"""click's decorator for an option, with a help text that is translated when it is shown."""

argument = partial(click.argument, cls=Argument)
"""click's decorator for an argument, which is never empty."""

json_option = option("--json", "as_json", is_flag=True, help=N_("Print JSON for machines."))
_EXTENSIONS: Final = "fugai.extensions"


def _note_extensions(ctx: click.Context, _parameter: click.Parameter, names: Sequence[str]) -> None:
    ctx.meta[_EXTENSIONS] = names


def _with_extensions(
    ctx: click.Context, _parameter: click.Parameter, overrides: Sequence[str]
) -> tuple[str, ...]:
    """Return what ``--set`` changes, and the modules of ``--extension`` among it."""
    return (*overrides, *(f"extensions+={name}" for name in ctx.meta.get(_EXTENSIONS, ())))


def set_option(function: Function) -> Function:
    """Give a command ``--set``, and ``--extension``, which sets the scenario's modules."""
    extension = option(
        "--extension",
        multiple=True,
        metavar="MODULE",
        is_eager=True,
        expose_value=False,
        callback=_note_extensions,
        help=N_("Your own module, e.g. my_module (default: none). May be repeated."),
    )
    setting = option(
        "--set",
        "overrides",
        multiple=True,
        metavar="KEY=VALUE",
        callback=_with_extensions,
        help=N_("Change a value of the scenario, e.g. --set years=3. May be repeated."),
    )
    made: Function = setting(extension(function))
    return made


seed_option = option(
    "--seed", type=click.IntRange(min=0), help=N_("Seed of all draws (default: the scenario's).")
)
replicates_option = option(
    "--replicates",
    type=click.IntRange(1, MOST_REPLICATES),
    help=N_("Replicates per alternative (default: the scenario's)."),
)
jobs_option = option(
    "--jobs",
    type=click.IntRange(min=1),
    help=N_("Parallel processes (default: 2 for long runs)."),
)
results_option = option(
    "-o", "--out", metavar="DIR", help=N_("Output folder (default: results/NAME-HASH).")
)
scheduler_option = option(
    "--scheduler",
    metavar="ADDRESS",
    help=N_(
        "Dask scheduler whose workers simulate, e.g. tcp://10.0.0.5:8786 (default: this machine)."
    ),
)


def seeded(overrides: Sequence[str], seed: int | None) -> list[str]:
    """Return the values that ``--set`` changes, and the seed that ``--seed`` asks for."""
    return [*overrides, *([] if seed is None else [f"seed={seed}"])]


def print_json(value: Any) -> None:
    """Print one JSON value on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
