"""``fugai diff``: where two runs first differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sim.cli.base import argument, command, json_option, print_json
from sim.locale import N_, _

if TYPE_CHECKING:
    from sim.results.diff import First


@command(
    "diff",
    help=N_(
        "Compare two results folders in the replicates that both have: say where each table "
        "first differs, by replicate and month, and what the runs were made with."
    ),
)
@argument("left", metavar="RUN")
@argument("right", metavar="RUN")
@json_option
def diff(left: str, right: str, as_json: bool) -> None:
    """Compare two runs."""
    from sim.results.diff import difference
    from sim.results.reading import Results

    found = difference(Results(left), Results(right))
    if as_json:
        print_json(
            {
                "same": found.same,
                "replicates": found.replicates,
                "about": {name: list(pair) for name, pair in found.about.items()},
                "tables": [plain(entry) for entry in found.tables],
            }
        )
        return
    for name, (one, other) in found.about.items():
        click.echo(f"{name}: {one} | {other}")
    if not found.replicates:
        click.echo(_("The two runs have no replicate in common."))
    elif found.same:
        click.echo(_("The same in all tables of {n} replicates.").format(n=found.replicates))
    for entry in found.tables:
        click.echo(
            _("{table}: {n} rows differ, first:").format(table=entry.table, n=f"{entry.rows:,}")
        )
        for run, row in ((left, entry.left), (right, entry.right)):
            click.echo(f"  {run}: {row_text(row)}")


def row_text(row: dict[str, Any] | None) -> str:
    """Return a row for people, without empty cells."""
    if row is None:
        return _("no such row")
    return ", ".join(f"{name} {value}" for name, value in row.items() if value not in ("", None))


def plain(entry: First) -> dict[str, Any]:
    """Return the first difference of a table as JSON data."""
    return {
        "table": entry.table,
        "rows": entry.rows,
        "left": entry.left,
        "right": entry.right,
    }
