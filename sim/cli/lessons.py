"""``fugai lessons``: the six lessons for a room without Python or a network."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.base import command, option
from sim.errors import InputError
from sim.locale import N_, _, current_language


@command(
    "lessons",
    help=N_(
        "Write the lesson pack: pages for a class without Python or a network.\n\n"
        "It holds the six lessons with guess sheets, a plan of 45 minutes, worksheets, the "
        "answers apart, and the town to replay. It is in both languages, opens from disk and "
        "prints."
    ),
)
@option("-o", "--out", required=True, metavar="FOLDER", help=N_("Folder of the pack."))
@option("--force", is_flag=True, help=N_("Overwrite existing files."))
def lessons(out: str, force: bool) -> None:
    """Write the pack."""
    from sim.app.classroom.pack import PLAN, pack

    folder = Path(out)
    if folder.is_file():
        raise InputError(_('"{folder}" is a file: name a folder.').format(folder=out))
    made = pack(folder, force=force)
    first = f"{PLAN}-{current_language()}.html"
    text = _("{n} pages in {folder}. Open {page} first.")
    click.echo(text.format(n=len(made), folder=folder, page=first))
