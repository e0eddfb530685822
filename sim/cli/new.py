"""``fugai new`` and ``fugai schema``: a file to start from, and what may stand in one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from sim.cli.base import argument, command, force_option, option, print_json
from sim.errors import InputError
from sim.locale import N_, _, labelled, listed, sentences
from sim.present.numbers import counted_percent
from sim.present.tables import aligned
from sim.registry.cells import is_missing
from sim.registry.findings import Remark
from sim.registry.intake import FIRST_MONTH, NO_SHARE, Intake, take_in
from sim.scenario.loading import find, load
from sim.scenario.reading import read
from sim.scenario.schema import json_schema
from sim.scenario.writing import blank_list
from sim.scenario.writing import template as template_of
from sim.store.disk import TEMPORARY, make_folder, place_file
from sim.text.hints import is_file
from sim.text.vocabulary import heading_of


def page(intake: Intake) -> str:
    """Return the page; it holds no cell of a column of persons."""
    lines = [_("Read")]
    for part in intake.parts:
        rows = part.understood.sheet.rows
        sheet = part.understood.grid.name
        where = (
            _("{file}, sheet {sheet}").format(file=part.file, sheet=sheet) if sheet else part.file
        )
        text = _("{where}: rows {first} to {last}, {n} organizations").format(
            where=where, first=rows[0], last=rows[-1], n=len(part.rows)
        )
        lines.append(f"  {text}")
    lines += ["", _("Columns"), aligned(_columns(intake)), ""]
    parts = (
        (_("Left out, and decided by default (keys stand under [organizations])"), True),
        (_("Converted"), False),
    )
    for title, weighty in parts:
        said = [(file, remark) for file, remark in intake.remarks if remark.weighty == weighty]
        if said:
            lines += [title, *_told(said), ""]
    lines.append(_start(intake))
    if "district" not in intake.columns:
        lines.append(
            _("The list names no townships. With a column 乡镇 (district), results say each one.")
        )
    return "\n".join(lines)


def _columns(intake: Intake) -> list[tuple[str, str]]:
    """Say which headings each column was read from, and how many rows state it."""
    rows = []
    for column in intake.columns:
        headings: list[str] = []
        for part in intake.parts:
            places, sheet = part.understood.places, part.understood.sheet
            if column in places and sheet.headings[places[column]] != column:
                headings.append(sheet.headings[places[column]])
        stated = sum(not is_missing(row.get(column, "")) for row in intake.rows)
        names = " / ".join(dict.fromkeys(headings)) or "–"
        text = _("{headings} ({n} of {all} rows)").format(
            headings=names, n=stated, all=len(intake.rows)
        )
        rows.append((heading_of(column), text))
    return rows


def _told(said: Sequence[tuple[str, Remark]]) -> list[str]:
    """List remarks; the same one of several files is said once with their names."""
    files: dict[str, list[str]] = {}
    for file, remark in said:
        files.setdefault(str(remark), []).append(file)
    lines = []
    for text, names in files.items():
        name = listed(filter(None, names))
        lines.append(f"  - {labelled(name, text)}" if name else f"  - {text}")
    return lines


def _start(intake: Intake) -> str:
    covered, known = intake.covered, [cell for cell in intake.covered if cell is not None]
    if not known:
        return _month(intake)
    text = _("At the start {k} of {n} organizations have a party organization ({share}).")
    said = text.format(
        k=known.count(True),
        n=len(covered),
        share=counted_percent(known.count(True) / max(1, len(covered))),
    )
    if len(known) < len(covered):
        more = (
            _("For {n} rows the list does not say; they are drawn.")
            if True in known and NO_SHARE not in intake.decisions
            else _("For {n} rows the list does not say; none of them is taken to have one.")
        )
        said = sentences([said, more.format(n=len(covered) - len(known))])
    return f"{said}\n{_month(intake)}"


def _month(intake: Intake) -> str:
    """Say in which month the scenario starts and why, and when to change it."""
    why = (
        _("The scenario starts in {month}, the default where no organization is founded later.")
        if intake.start == FIRST_MONTH
        else _("The scenario starts in {month}, the month after the last founding.")
    )
    month = f"{intake.start[0]:04d}-{intake.start[1]:02d}"
    taken = _("The list is taken as it stands then: if it is of another month, change start.")
    return sentences([why.format(month=month), taken])


SCHEMA: Final = "scenario.schema.json"
"""The schema of this version, beside every scenario."""


@command(
    "new",
    help=N_(
        "Write NAME.toml, a commented scenario to change, and scenario.schema.json beside it.\n\n"
        "The place in it is invented. With --registry it reads your lists of organizations, says "
        "how each column was understood, and writes NAME_organizations.csv beside the scenario; "
        "several lists are one county. With --from it is a copy of a shipped scenario and of its "
        "registry. fugai new --template LIST.xlsx writes an empty list to fill in."
    ),
)
@argument("name", required=False)
@argument("more", nargs=-1)
@option(
    "--registry",
    "registries",
    multiple=True,
    metavar="FILE",
    help=N_("List of organizations, CSV or XLSX. May be repeated."),
)
@option("--from", "source", metavar="SCENARIO", help=N_("Shipped scenario to copy."))
@option("--template", metavar="LIST.xlsx", help=N_("Write an empty list to fill in."))
@option("-o", "--out", default=".", metavar="DIR", help=N_("Folder to write into."))
def new(
    name: str | None,
    more: tuple[str, ...],
    registries: tuple[str, ...],
    source: str | None,
    template: str | None,
    out: str,
) -> None:
    """Write a scenario file, or an empty list."""
    if template is not None:
        _empty_list(template, given=bool(name or registries or source))
        return
    if name is None:
        raise InputError(_("Give the scenario a name: fugai new mycounty."))
    registries = (*registries, *more)
    if more and len(registries) == len(more):
        raise InputError(_("Give one name. Lists go after --registry."))
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
        message = _('"{name}" is not a name: use letters, digits, _ and -.')
        raise InputError(message.format(name=name))
    if registries and source:
        raise InputError(_("Give either --registry or --from."))
    folder = Path(out)
    target = folder / f"{name}.toml"
    if target.exists():
        raise InputError(_("{path} exists already.").format(path=target))
    for registry in registries:
        if not is_file(Path(registry)):
            raise InputError(_('There is no file "{name}".').format(name=registry))
    copied = None if source is None else find(source)
    if registries:
        written = _listed(name, [Path(registry) for registry in registries], target)
    else:
        make_folder(folder, to_write=True)
        written = [target]
        if copied is not None:
            written = _copied(copied, target)
        else:
            _write(target, template_of(name))
    for path in (*written, folder / SCHEMA):
        click.echo(path)


def _write(target: Path, text: str, beside: Mapping[Path, bytes] | None = None) -> None:
    """Write what stands beside a scenario, for its owner alone, and at last the scenario itself.

    A command that was killed in between may be given again: there is no scenario yet.
    """
    _write_schema(target.with_name(SCHEMA), force=True)
    for path, data in (beside or {}).items():
        place_file(path, data, private=True)
    place_file(target, text.encode("utf-8"))


def _refuse_another(path: Path, data: bytes) -> None:
    """Refuse a list that is there, unless a command that was killed has left just this one."""
    if not path.exists():
        return
    others = (each for each in path.parent.glob("*.toml") if not each.name.startswith(TEMPORARY))
    left = path.is_file() and path.read_bytes() == data
    if not left or any(path.name in each.read_text("utf-8", "replace") for each in others):
        raise InputError(_("{path} exists already.").format(path=path))


def _listed(name: str, lists: Sequence[Path], target: Path) -> list[Path]:
    """Write a scenario and the list in columns; what is written was read back before."""
    beside = target.with_name(f"{name}_organizations.csv")
    intake = take_in(lists, beside.name)
    _refuse_another(beside, intake.table())
    text = template_of(name, beside.name, intake.decisions, intake.start)
    with TemporaryDirectory() as folder:
        draft = Path(folder) / target.name
        draft.write_text(text, encoding="utf-8", newline="\n")
        (Path(folder) / beside.name).write_bytes(intake.table())
        load(draft)
    make_folder(target.parent, to_write=True)
    _write(target, text, {beside: intake.table()})
    click.echo(page(intake))
    click.echo(_("{file} holds names of organizations: only you may read it.").format(
        file=beside.name))  # fmt: skip
    click.echo()
    return [target, beside]


def _empty_list(name: str, *, given: bool) -> None:
    """Write a workbook to fill in."""
    if given:
        raise InputError(_("--template stands alone: fugai new --template list.xlsx."))
    target = Path(name)
    if target.suffix.lower() != ".xlsx":
        raise InputError(_("{path}: an empty list is a workbook, .xlsx.").format(path=target))
    if target.exists():
        raise InputError(_("{path} exists already.").format(path=target))
    place_file(target, blank_list())
    click.echo(target)


def _copied(path: Path, target: Path) -> list[Path]:
    """Copy a scenario, and the registry that it names."""
    document = read(path)
    beside: dict[Path, bytes] = {}
    table = document.data.get("organizations")
    registry = table.get("registry") if isinstance(table, dict) else None
    if isinstance(registry, str) and (path.parent / registry).is_file():
        copy = target.parent / Path(registry).name
        beside[copy] = (path.parent / registry).read_bytes()
        _refuse_another(copy, beside[copy])
    text = re.sub(r"(?m)^name *=.*$\n", "", document.positions.text)
    text = re.sub(rf"(?<![\w.-]){re.escape(path.name)}", target.name, text)
    _write(target, text, beside)
    return [target, *beside]


@command("schema", help=N_("Print the JSON schema of scenario files, with units and ranges."))
@option(
    "-o", "--out", metavar="FILE", help=N_("Write to FILE, in UTF-8, instead of to the screen.")
)
@force_option
def schema(out: str | None, force: bool) -> None:
    """Print or write the schema."""
    if out is not None:
        _write_schema(Path(out), force=force)
    else:
        print_json(json_schema())


def _write_schema(path: Path, *, force: bool) -> None:
    """Write the schema to a file; over one of other content only if ``force`` is given."""
    text = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    place_file(path, text.encode("utf-8"), force=force)
