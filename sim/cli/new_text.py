"""The page that ``fugai new --registry`` prints: what was read, converted, left out, decided."""

from __future__ import annotations

from collections.abc import Sequence

from sim.locale import _
from sim.present.numbers import counted_percent
from sim.present.tables import aligned
from sim.registry.findings import Remark
from sim.scenario.intake import Intake, heading


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
    for title, weighty in ((_("Left out, and decided by default"), True), (_("Converted"), False)):
        said = [(file, remark) for file, remark in intake.remarks if remark.weighty == weighty]
        if said:
            lines += [title, *_told(said), ""]
    lines.append(_start(intake))
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
        stated = sum(bool(row.get(column)) for row in intake.rows)
        names = " / ".join(dict.fromkeys(headings)) or "–"
        text = _("{headings} ({n} of {all} rows)").format(
            headings=names, n=stated, all=len(intake.rows)
        )
        rows.append((heading(column), text))
    return rows


def _told(said: Sequence[tuple[str, Remark]]) -> list[str]:
    """List remarks; the same one of several files is said once with their names."""
    files: dict[str, list[str]] = {}
    for file, remark in said:
        files.setdefault(str(remark), []).append(file)
    lines = []
    for text, names in files.items():
        name = ", ".join(filter(None, names))
        lines.append(f"  - {name}: {text}" if name else f"  - {text}")
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
        more = _("For {n} rows the list does not say; they are drawn.")
        said += " " + more.format(n=len(covered) - len(known))
    return f"{said}\n{_month(intake)}"


def _month(intake: Intake) -> str:
    month = f"{intake.start[0]:04d}-{intake.start[1]:02d}"
    return _("The scenario starts in {month}.").format(month=month)
