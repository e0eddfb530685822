"""``fugai report`` and ``fugai replay``: one HTML file on a run."""

from __future__ import annotations

import click

from sim.cli.base import argument, command, option
from sim.locale import N_, _, current_language


@command(
    "report",
    help=N_(
        "Write a report on RUN (a results folder): one HTML file that needs nothing else.\n\n"
        "It opens in every browser without a connection and prints to PDF. --brief makes one "
        "page for a leader."
    ),
)
@argument("folder", metavar="RUN")
@option("-o", "--out", required=True, metavar="FILE", help=N_("File of the report."))
@option("--brief", is_flag=True, help=N_("One page: question, answer, figures, cost, doubts."))
@option("--alternative", "chosen", multiple=True, metavar="ID", help=N_("Only this alternative."))
@option(
    "--names",
    is_flag=True,
    help=N_("Add names of organizations; what is said of one is simulated, not observed."),
)
@option("--force", is_flag=True, help=N_("Write over an existing file."))
def report(
    folder: str, out: str, brief: bool, chosen: tuple[str, ...], names: bool, force: bool
) -> None:
    """Write the report of one run."""
    from sim.report import report as made
    from sim.report.saving import check_ending, save
    from sim.results.reading import Results

    check_ending(out)
    page = made(
        Results(folder), lang=current_language(), brief=brief, alternatives=chosen, names=names
    )
    click.echo(str(save(page, out, force=force)))
    if names:
        click.echo(_("What is said of one named organization is simulated, not observed."))


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
@option("--alternative", metavar="ID", help=N_("Alternative; the first unless told."))
@option(
    "--replicate",
    type=click.IntRange(min=0),
    help=N_("Replicate; the one that ends most like the median one unless told."),
)
@option("--names", is_flag=True, help=N_("Print names; what is said of one is simulated."))
@option("--force", is_flag=True, help=N_("Write over an existing file."))
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
    from sim.report.saving import check_ending, save
    from sim.results.reading import Results

    check_ending(out)
    html = made(Results(folder), alternative=alternative, replicate=replicate, names=names)
    click.echo(str(save(html, out, force=force)))
    if names:
        click.echo(_("What is said of one named organization is simulated, not observed."))
