"""``fugai resources``: what an alternative needs, by year and committee."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.base import argument, command, json_option, option, print_json
from sim.errors import InputError
from sim.locale import N_, _


@command(
    "resources",
    help=N_(
        "Show what an alternative of RUN (a results folder) needs, by year and committee: posts, "
        "visits, training places, yuan, staff hours, and branches to keep alive.\n\n"
        "Expected coverage is one range for the whole place. Nothing is split below 20 "
        "organizations."
    ),
)
@argument("folder", metavar="RUN")
@option(
    "--alternative",
    metavar="ID",
    help=N_("Alternative (default: the first after the baseline)."),
)
@option("-o", "--out", metavar="FILE", help=N_("Workbook to write as well (.xlsx)."))
@option("--force", is_flag=True, help=N_("Overwrite an existing file."))
@json_option
def resources(
    folder: str, alternative: str | None, out: str | None, force: bool, as_json: bool
) -> None:
    """Show the resources of one alternative."""
    from sim.results.reading import Results
    from sim.results.resources import resources as found_in

    if out is not None and Path(out).suffix.lower() != ".xlsx":
        text = _("A workbook is written as .xlsx, not as {name}.")
        raise InputError(text.format(name=Path(out).name))
    results = Results(folder)
    chosen = alternative or results.alternatives[min(1, len(results.alternatives) - 1)]
    found = found_in(results, chosen)
    from sim.cli.resources_text import page, show

    path = None
    if out is not None:
        from sim.results.readable import book
        from sim.store.disk import place_file

        path = place_file(Path(out), book([page(found)]), force=force)
    if as_json:
        print_json(found.plain() | ({} if path is None else {"files": [path.as_posix()]}))
        return
    for line in show(found):
        click.echo(line)
    if path is not None:
        click.echo(_("Workbook: {file}").format(file=path))
