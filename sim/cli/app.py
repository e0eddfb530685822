"""``fugai app`` and ``fugai lessons``: pages in a browser, or in a folder for a class."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.base import argument, command, option
from sim.errors import InputError
from sim.locale import N_, _, current_language


@command(
    "app",
    help=N_(
        "Open the planner's page and the classroom in a browser.\n\n"
        "FILE (or a shipped scenario) is what the planner's page starts with. One server on this "
        "machine; nothing is sent anywhere. Ctrl-C stops it."
    ),
)
@argument("file", required=False)
@option("--port", type=click.IntRange(1, 65535), default=8765, help=N_("Port of the server."))
@option(
    "--host",
    default="127.0.0.1",
    metavar="ADDRESS",
    help=N_("Address to listen on; any but this machine's own needs the token that is printed."),
)
@option(
    "--runs",
    type=click.IntRange(1),
    metavar="N",
    help=N_("Maximum number of runs at once; others wait (default: the number of processors)."),
)
@option("--no-browser", is_flag=True, help=N_("Print the address, open no browser."))
def app(file: str | None, port: int, host: str, runs: int | None, no_browser: bool) -> None:
    """Serve the pages until Ctrl-C."""
    from importlib.util import find_spec

    if find_spec("nicegui") is None:
        raise InputError(_('The pages need NiceGUI: pip install "fugai[app]"'))
    from sim.app.planner.turns import DEFAULT_MOST
    from sim.app.server import serve, settings
    from sim.scenario import load

    if file is not None:
        load(file)  # A mistake in it is told before an address is.
    asked = settings(
        file,
        host,
        port,
        current_language(),
        browser=not no_browser,
        runs=DEFAULT_MOST if runs is None else runs,
    )
    text = _("Fugai is at {address}  (Ctrl-C stops it)").format(address=asked.address)
    serve(asked, lambda: click.echo(text))
    click.echo(_("Stopped."))


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
