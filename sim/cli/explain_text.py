"""``fugai explain --organization`` for people: two histories, month by month."""

from __future__ import annotations

from collections.abc import Iterator

import click

from sim.cli.aligned import aligned
from sim.locale import _
from sim.results.explain import Explanation
from sim.results.telling import ends, head, history, remedies


def show(found: Explanation) -> None:
    """Print the two histories and what would have covered the organization."""
    for line in (*head(found), "", *_history(found), "", *ends(found)):
        click.echo(line)
    told = list(remedies(found))
    for line in ("", *told) if told else ():
        click.echo(line)


def _history(found: Explanation) -> Iterator[str]:
    told = history(found)
    lines = aligned(told.rows).split("\n") if told.rows else [_("  Nothing happened.")]
    if told.parts is None:
        yield from lines
        yield _("The two histories are the same.")
        return
    yield from lines[: told.parts]
    yield from told.parting
    yield from lines[told.parts :]
