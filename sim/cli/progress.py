"""What a command that simulates says on standard error: how long, and how far."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from sim.locale import _
from sim.present.numbers import whole

if TYPE_CHECKING:
    from sim.results.plan import Estimate

TOLD_SECONDS: Final = 15.0
"""A run that takes longer says so before it starts."""

Advance = Callable[[float, int], None]


def announce(expected: Estimate) -> None:
    """Say on standard error what a long run will take."""
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
