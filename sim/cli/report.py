"""What a run is passed on as: a report, a replay, tables, one archive."""

from __future__ import annotations

import os
from pathlib import Path

import click

from sim.cli.base import (
    argument,
    check_target,
    command,
    force_option,
    json_option,
    option,
    print_file,
    print_json,
    print_lines,
)
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
@force_option
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

    if form == "docx":
        text = _("A Word file is written as .docx, not as {name}.")
        check_target(Path(out), (".docx",), text)
    else:
        _check_page(out)
    results, lang = Results(folder), current_language()
    if form == "docx":
        data = word(results, lang=lang, brief=brief, alternatives=chosen, names=names)
    else:
        page = made(results, lang=lang, brief=brief, alternatives=chosen, names=names)
        data = page.encode("utf-8")
    click.echo(str(place_file(Path(out), data, force=force, private=names)))
    if names:
        click.echo(_("Names stand with facts of the registry alone. For visits only."))


def _check_page(out: str) -> None:
    text = _("A page is written as .html, not as {name}; browsers print it to PDF.")
    check_target(Path(out), (".html", ".htm"), text)


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
@force_option
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

    _check_page(out)
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
    print_lines(told)
    if names:
        if os.name != "nt":
            click.echo(_("Only you can read these files: they hold names."))
        click.echo(_("Names stand with facts of the registry alone. For visits only."))


@command(
    "bundle",
    help=N_(
        "Put RUN (the folder of a run or a study) into one archive: results, modules of your own, "
        "tables, figures with the code that draws them, versions, the model's description.\n\n"
        "A part is simulated again first. fugai audit FILE.zip checks the archive anywhere."
    ),
)
@argument("folder", metavar="RUN")
@option("-o", "--out", metavar="FILE", help=N_("Archive to write (default: RUN.zip)."))
@option("--whole", is_flag=True, help=N_("Simulate all of it again, not one chunk."))
@option("--names", is_flag=True, help=N_("Put the names of your registry into the archive."))
@force_option
@json_option
def bundle(
    folder: str, out: str | None, whole: bool, names: bool, force: bool, as_json: bool
) -> None:
    """Write one archive."""
    from sim.report.bundle import bundle as made
    from sim.store.disk import place_file

    source = Path(folder)
    target = Path(f"{source.resolve().name}.zip" if out is None else out)
    check_target(target, (".zip",), _("An archive is written as .zip, not as {name}."))
    data = made(source, name=target.name, sample=None if whole else 1, names=names)
    path = place_file(target, data, force=force, private=names)
    print_file(path, as_json, bytes=len(data))
