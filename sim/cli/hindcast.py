"""``fugai hindcast``: what the model would have said of places whose later figures are known."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.base import MOST_REPLICATES, command, jobs_option, json_option, option, print_json
from sim.cli.progress import announce, progress
from sim.locale import N_, _


@command(
    "hindcast",
    help=N_(
        "Calibrate on figures up to a date, predict the later ones, and score the predictions "
        "beside simple curves; then predict the cases whose end is unknown.\n\n"
        "Tables are written to DIR; simulations are kept there and done once."
    ),
)
@option(
    "--draws", type=click.IntRange(200, MOST_REPLICATES), help=N_("Prior draws; 4000 unless told.")
)
@option(
    "-o", "--out", metavar="DIR", help=N_("Folder of the tables; results/hindcast unless told.")
)
@jobs_option
@option(
    "--no-variants", is_flag=True, help=N_("Leave out the model with a mechanism switched off.")
)
@json_option
def hindcast(
    draws: int | None, out: str | None, jobs: int | None, no_variants: bool, as_json: bool
) -> None:
    """Do the whole hindcast."""
    from sim.cli import hindcast_text
    from sim.studies.hindcast.conduct import DRAWS
    from sim.studies.hindcast.conduct import hindcast as conduct
    from sim.studies.hindcast.written import HindcastFolder

    folder = Path(out) if out is not None else Path("results") / "hindcast"
    count = DRAWS if draws is None else draws
    kept = HindcastFolder(folder, count)
    with kept.held():
        kept.claim()
        with progress(_("Hindcast"), 100) as tell:
            found = conduct(
                folder,
                draws=count,
                variants=not no_variants,
                jobs=jobs,
                tell=lambda _what, share: tell(share, 1),
                announce=announce,
            )
        files = kept.write(found)
    if as_json:
        print_json(hindcast_text.data(found))
        return
    for line in hindcast_text.lines(found):
        click.echo(line)
    click.echo()
    click.echo(_("Tables: {files}").format(files=", ".join(path.name for path in files)))
