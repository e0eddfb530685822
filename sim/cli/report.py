"""``fugai report``: a run as one page of HTML, in full or for a leader."""

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
    click.echo(str(save(page, out, force=force, private=names)))
    if names:
        click.echo(_("What is said of one named organization is simulated, not observed."))
