"""``fugai bundle``: a run or a study as one archive, with all that is needed to check it."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.base import argument, command, json_option, option, print_json
from sim.errors import InputError
from sim.locale import N_, _


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
@option("--force", is_flag=True, help=N_("Overwrite a file that has other content."))
@json_option
def bundle(
    folder: str, out: str | None, whole: bool, names: bool, force: bool, as_json: bool
) -> None:
    """Write one archive."""
    from sim.report.bundle import bundle as made
    from sim.store.disk import check_place, place_file

    source = Path(folder)
    target = Path(f"{source.name}.zip" if out is None else out)
    if target.suffix.lower() != ".zip":
        raise InputError(_("An archive is written as .zip, not as {name}.").format(name=target))
    if not force:
        check_place(target)
    data = made(source, name=target.name, sample=None if whole else 1, names=names)
    path = place_file(target, data, force=force, private=names)
    if as_json:
        print_json({"files": [path.as_posix()], "bytes": len(data)})
    else:
        click.echo(str(path))
