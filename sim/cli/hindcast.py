"""``fugai hindcast``: what the model would have said of places whose later figures are known."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from sim.cli.base import MOST_REPLICATES, command, jobs_option, json_option, option, print_json
from sim.cli.progress import announce, progress
from sim.errors import InputError
from sim.locale import N_, _

OWN: Final = frozenset({"predictions.csv", "posterior.json"})
"""What tells the folder of a finished hindcast from others; one that was stopped has only cases."""


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
    from sim.methods.hindcast.conduct import DRAWS
    from sim.methods.hindcast.conduct import hindcast as conduct
    from sim.methods.hindcast.written import write

    folder = Path(out) if out is not None else Path("results") / "hindcast"
    count = DRAWS if draws is None else draws
    claim(folder, count)
    with progress(_("Hindcast"), 100) as tell:
        found = conduct(
            folder,
            draws=count,
            variants=not no_variants,
            jobs=jobs,
            tell=lambda _what, share: tell(share, 1),
            announce=announce,
        )
    files = write(folder, found, draws=count)
    if as_json:
        print_json(hindcast_text.data(found))
        return
    for line in hindcast_text.lines(found):
        click.echo(line)
    click.echo()
    click.echo(_("Tables: {files}").format(files=", ".join(path.name for path in files)))


def claim(folder: Path, draws: int) -> None:
    """Make the folder, or find it; refuse one with something else in it, before the start."""
    from sim.methods.hindcast.written import COMMAND
    from sim.store.disk import make_folder
    from sim.results.folder import description

    make_folder(folder, to_write=True)
    found = {path.name for path in folder.iterdir()}
    if found != {"cases"} and found and not found >= OWN:
        text = _("{folder} is not empty and holds no hindcast. Choose another folder with --out.")
        raise InputError(text.format(folder=folder))
    # Tables of so many draws would stand where others were.
    if "posterior.json" in found:
        told = description(folder / "posterior.json", 1, ["command"])["command"]
        if told != f"{COMMAND} --draws {draws}":
            text = _("{folder} holds another hindcast: {command}. Choose another with --out.")
            raise InputError(text.format(folder=folder, command=told))
