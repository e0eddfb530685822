"""``fugai replay``: one course of events as an HTML file that plays by itself."""

from __future__ import annotations

import click

from sim.cli.base import argument, command, option
from sim.locale import N_, _


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
    click.echo(str(save(html, out, force=force, private=names)))
    if names:
        click.echo(_("What is said of one named organization is simulated, not observed."))
