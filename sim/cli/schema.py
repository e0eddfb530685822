"""``fugai schema``: the JSON schema with which editors check a scenario while it is written."""

from __future__ import annotations

from pathlib import Path

from sim.cli.base import command, option, print_json
from sim.errors import InputError
from sim.locale import N_, _

FILE_NAME = "scenario.schema.json"


@command("schema", help=N_("Print the JSON schema of scenario files, with units and ranges."))
@option(
    "--out",
    "-o",
    type=str,
    metavar="FILE",
    help=N_("Write it to FILE, in UTF-8, and not on the screen."),
)
def schema(out: str | None) -> None:
    """Print or write the schema."""
    if out is not None:
        write_schema(Path(out))
        return
    from sim.scenario.guide import json_schema

    print_json(json_schema())


def write_schema(path: Path) -> None:
    """Write the schema to a file."""
    import json

    from sim.scenario.guide import json_schema

    text = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        said = _("Cannot write {file}: {reason}")
        raise InputError(said.format(file=path, reason=error.strerror or error)) from None
