"""``fugai report`` and ``fugai replay``: one HTML file on a run."""

from __future__ import annotations

import os
from pathlib import Path

import click

from sim.cli.base import argument, command, json_option, option, print_json
from sim.errors import InputError
from sim.locale import LANGUAGES, N_, _, current_language


@command(
    "report",
    help=N_(
        "Write a report on RUN (a results folder): one HTML file that needs nothing else.\n\n"
        "It opens in every browser without a connection and prints to PDF. --brief makes one "
        "page for a leader. --format docx writes a Word file to edit."
    ),
)
@argument("folder", metavar="RUN")
@option("-o", "--out", required=True, metavar="FILE", help=N_("File of the report."))
@option("--brief", is_flag=True, help=N_("One page: answer, picture, costs, questions, doubts."))
@option(
    "--format",
    "form",
    type=click.Choice(["html", "docx"]),
    default="html",
    help=N_("Page for a browser, or Word file (default: html)."),
)
@option("--alternative", "chosen", multiple=True, metavar="ID", help=N_("Only this alternative."))
@option(
    "--names",
    is_flag=True,
    help=N_(
        "Add the names of organizations that should have a branch and have none, by the registry."
    ),
)
@option("--force", is_flag=True, help=N_("Overwrite an existing file."))
def report(
    folder: str,
    out: str,
    brief: bool,
    form: str,
    chosen: tuple[str, ...],
    names: bool,
    force: bool,
) -> None:
    """Write the report of one run."""
    from sim.report import report as made
    from sim.report.word import word
    from sim.results.reading import Results
    from sim.store.disk import place_file

    _check_ending(out, form)
    results, lang = Results(folder), current_language()
    if form == "docx":
        data = word(results, lang=lang, brief=brief, alternatives=chosen, names=names)
    else:
        page = made(results, lang=lang, brief=brief, alternatives=chosen, names=names)
        data = page.encode("utf-8")
    click.echo(str(place_file(Path(out), data, force=force, private=names)))
    if names:
        click.echo(_("Names stand with facts of the registry alone. For visits only."))


def _check_ending(out: str, form: str) -> None:
    """Refuse a name that nothing opens what is written by, before anything is made."""
    path = Path(out)
    if form == "docx" and path.suffix.lower() != ".docx":
        text = _("A Word file is written as .docx, not as {name}.")
        raise InputError(text.format(name=path.name))
    if form == "html" and path.suffix.lower() not in (".html", ".htm"):
        text = _("A page is written as .html, not as {name}; browsers print it to PDF.")
        raise InputError(text.format(name=path.name))


@command(
    "replay",
    help=N_(
        "Play one replicate of RUN (a results folder) in an HTML file, month by month.\n\n"
        "Baseline and alternative stand side by side, each organization a dot by its state and "
        "what holds it back. The file works by double click, without a network, on a phone."
    ),
)
@argument("folder", metavar="RUN")
@option("-o", "--out", required=True, metavar="FILE", help=N_("HTML file to write."))
@option("--alternative", metavar="ID", help=N_("Alternative (default: the first)."))
@option(
    "--replicate",
    type=click.IntRange(min=0),
    help=N_("Replicate (default: the one closest to the median at the end)."),
)
@option(
    "--names", is_flag=True, help=N_("Print names. What is said about each of them is simulated.")
)
@option("--force", is_flag=True, help=N_("Overwrite an existing file."))
def replay(
    folder: str,
    out: str,
    alternative: str | None,
    replicate: int | None,
    names: bool,
    force: bool,
) -> None:
    """Write the replay of one run."""
    from sim.replay import replay as made
    from sim.results.reading import Results
    from sim.store.disk import place_file

    _check_ending(out, "html")
    html = made(Results(folder), alternative=alternative, replicate=replicate, names=names)
    path = place_file(Path(out), html.encode("utf-8"), force=force, private=names)
    click.echo(str(path))
    if names:
        click.echo(_("What is said about a named organization is simulated, not observed."))


@command(
    "export",
    help=N_(
        "Write the tables of RUN (a results folder) to files, one file a table.\n\n"
        "csv and parquet hold everything. xlsx is one workbook to read: the brief, townships, "
        "years and costs; with --raw the tables behind them as well."
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
    help=N_("Language of the workbook, heads of raw tables included (xlsx only)."),
)
@option("--raw", is_flag=True, help=N_("Raw tables and definitions as well (xlsx only)."))
@option("--bom", is_flag=True, help=N_("Mark CSV files as UTF-8, so that Excel reads Chinese."))
@option(
    "--names",
    is_flag=True,
    help=N_("Add a table of names with facts of the registry; nothing simulated."),
)
@option("--force", is_flag=True, help=N_("Overwrite files that have other content."))
@json_option
def export(
    folder: str,
    form: str,
    out: str,
    headers: str | None,
    raw: bool,
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
    if raw and form != "xlsx":
        raise InputError(_("--raw is for xlsx: csv and parquet hold every table."))
    told: list[str] = []
    files = write(
        Results(folder), out, form,
        bom=bom, names=names, headers=headers, raw=raw, force=force, tell=told.append,
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
        click.echo(_("Names stand with facts of the registry alone. For visits only."))
