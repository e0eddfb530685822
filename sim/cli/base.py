"""What commands share: help in the reader's language, options, what they print, and how far it is.

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
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sim.errors import InputError
from sim.locale import LANGUAGES, N_, _
from sim.text.problems import one_of

if TYPE_CHECKING:
    from sim.results.plan import Estimate

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


def command(name: str, *, help: str, cls: type[Command] = Command) -> Callable[[Function], Command]:
    """Return a decorator that makes a function a command of the product."""

    def made(function: Function) -> Command:
        result = click.command(name, cls=cls, help=help)(function)
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
force_option = option("--force", is_flag=True, help=N_("Overwrite a file that has other content."))
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


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as they come."""
    for line in lines:
        click.echo(line)


def check_target(path: Path, endings: Sequence[str], message: str) -> None:
    """Refuse, before anything is made, a name of another kind or a place that takes no file."""
    from sim.store.disk import check_place

    if path.suffix.lower() not in endings:
        raise InputError(message.format(name=path.name or path, formats=one_of(endings)))
    check_place(path)


def print_file(path: Path, as_json: bool, **more: Any) -> None:
    """Print the path of a file that was written, as JSON with ``more`` about it."""
    if as_json:
        print_json({"files": [path.as_posix()], **more})
    else:
        click.echo(path)


TOLD_SECONDS: Final = 15.0
"""A run that takes longer says so before it starts."""

Advance = Callable[[float, int], None]


def announce(expected: Estimate) -> None:
    """Say on standard error what a long run will take."""
    from sim.present.numbers import whole
    from sim.results.plan import size_text, time_text

    if expected.seconds > TOLD_SECONDS:
        text = _("{worlds} simulations: about {time}, {memory} of memory, {disk} on disk.")
        click.echo(
            text.format(
                worlds=whole(expected.worlds),
                time=time_text(expected.seconds),
                memory=size_text(expected.memory),
                disk=size_text(expected.disk),
            ),
            err=True,
        )


@contextmanager
def progress(text: str, total: int) -> Iterator[Advance]:
    """Show progress with the time left on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield _nobody
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text, total=total)

        def advance(done: float, of: int) -> None:
            bar.update(task, completed=done * total / of)

        yield advance


def _nobody(done: float, of: int) -> None:
    """Advance nobody."""
