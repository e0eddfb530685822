"""``fugai export``: a run's tables as files for other programs."""

from __future__ import annotations

import os

import click

from sim.cli.base import argument, command, json_option, option, print_json
from sim.errors import InputError
from sim.locale import LANGUAGES, N_, _


@command(
    "export",
    help=N_(
        "Write the tables of RUN (a results folder) to files, one file a table.\n\n"
        "csv and parquet hold everything; xlsx is one workbook of summaries and definitions."
    ),
)
@argument("folder", metavar="RUN")
@option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet", "xlsx"]),
    default="csv",
    help=N_("Format of the files."),
)
@option("-o", "--out", required=True, metavar="DIR", help=N_("Folder of the files."))
@option(
    "--headers",
    type=click.Choice(LANGUAGES),
    help=N_("Heads and names in words of a language (xlsx only)."),
)
@option("--bom", is_flag=True, help=N_("Mark CSV files as UTF-8, so that Excel reads Chinese."))
@option(
    "--names",
    is_flag=True,
    help=N_("Add names of organizations; what is said of one is simulated, not observed."),
)
@option("--force", is_flag=True, help=N_("Write over files of other content."))
@json_option
def export(
    folder: str,
    form: str,
    out: str,
    headers: str | None,
    bom: bool,
    names: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Export one run."""
    from sim.results.export import export as write
    from sim.results.reading import Results

    if headers is not None and form != "xlsx":
        raise InputError(_("--headers is for xlsx: csv and parquet keep the names of columns."))
    told: list[str] = []
    files = write(
        Results(folder), out, form,
        bom=bom, names=names, headers=headers, force=force, tell=told.append,
    )  # fmt: skip
    if as_json:
        print_json({"files": [path.as_posix() for path in files], "notes": told})
        return
    for path in files:
        click.echo(str(path))
    for line in told:
        click.echo(line)
    if names:
        if os.name != "nt":
            click.echo(_("Only you can read these files: they hold names."))
        click.echo(_("What is said of one named organization is simulated, not observed."))
