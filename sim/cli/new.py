"""``fugai new`` and ``fugai schema``: a file to start from, and what may stand in one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import click

from sim.cli.base import argument, command, option, print_json
from sim.errors import InputError
from sim.locale import N_, _
from sim.results.disk import make_folder


@command(
    "new",
    help=N_(
        "Write NAME.toml, a commented scenario to change, and scenario.schema.json beside it.\n\n"
        "The place in it is invented. With --registry it reads your list of organizations; with "
        "--from it is a copy of a shipped scenario and of its registry."
    ),
)
@argument("name")
@option("--registry", metavar="FILE", help=N_("List of organizations, CSV or XLSX."))
@option("--from", "source", metavar="SCENARIO", help=N_("Shipped scenario to copy."))
@option("-o", "--out", default=".", metavar="DIR", help=N_("Folder to write into."))
def new(name: str, registry: str | None, source: str | None, out: str) -> None:
    """Write a scenario file."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
        message = _('"{name}" is not a name: use letters, digits, _ and -.')
        raise InputError(message.format(name=name))
    if registry and source:
        raise InputError(_("Give either --registry or --from."))
    folder = Path(out)
    target = folder / f"{name}.toml"
    if target.exists():
        raise InputError(_("{path} exists already.").format(path=target))
    if registry is not None and not Path(registry).is_file():
        raise InputError(_('There is no file "{name}".').format(name=registry))
    copied = None
    if source is not None:
        from sim.scenario.loading import find

        copied = find(source)
    make_folder(folder, to_write=True)
    written = _copied(copied, target) if copied else [_written(name, registry, target)]
    schema = folder / FILE_NAME
    write_schema(schema, force=True)  # Beside every scenario lies the schema of this version.
    for path in (*written, schema):
        click.echo(path)


def _written(name: str, registry: str | None, target: Path) -> Path:
    """Write the template in the language of the reader."""
    from sim.scenario.starting import template

    beside = None
    if registry is not None:
        beside = _relative(Path(registry), target.parent)
    target.write_text(template(name, beside), encoding="utf-8", newline="\n")
    return target


def _relative(path: Path, folder: Path) -> str:
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return path.resolve().as_posix()


def _copied(path: Path, target: Path) -> list[Path]:
    """Copy a scenario, and the registry that it names."""
    from sim.scenario.reading import read

    document = read(path)
    written = [target]
    table = document.data.get("organizations")
    registry = table.get("registry") if isinstance(table, dict) else None
    if isinstance(registry, str) and (path.parent / registry).is_file():
        copy = target.parent / Path(registry).name
        if copy.exists():
            raise InputError(_("{path} exists already.").format(path=copy))
        shutil.copyfile(path.parent / registry, copy)
        written.append(copy)
    text = re.sub(r"(?m)^name *=.*$\n", "", document.positions.text)
    text = re.sub(rf"(?<![\w.-]){re.escape(path.name)}", target.name, text)
    target.write_text(text, encoding="utf-8", newline="\n")
    return written


FILE_NAME = "scenario.schema.json"


@command("schema", help=N_("Print the JSON schema of scenario files, with units and ranges."))
@option(
    "-o",
    "--out",
    type=str,
    metavar="FILE",
    help=N_("Write it to FILE, in UTF-8, and not on the screen."),
)
@option("--force", is_flag=True, help=N_("Write over a file of other content."))
def schema(out: str | None, force: bool) -> None:
    """Print or write the schema."""
    if out is not None:
        write_schema(Path(out), force=force)
        return
    from sim.scenario.guide import json_schema

    print_json(json_schema())


def write_schema(path: Path, *, force: bool) -> None:
    """Write the schema to a file; over one of other content only if ``force`` is given."""
    import json

    from sim.results.disk import place_file
    from sim.scenario.guide import json_schema

    text = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    place_file(path, text.encode("utf-8"), force=force)
