"""``fugai schema``: the JSON schema with which editors check a scenario while it is written."""

from __future__ import annotations

from pathlib import Path

from sim.cli.base import command, option, print_json
from sim.locale import N_

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

    from sim.scenario.guide import json_schema
    from sim.store.disk import place_file

    text = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    place_file(path, text.encode("utf-8"), force=force)
