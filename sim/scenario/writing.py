"""What is written for people: a resolved scenario, a template to start from, an empty list."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

from sim.locale import N_, _, current_language
from sim.parameters import PARAMETERS
from sim.scenario.scenario import Scenario
from sim.text.numerals import month_name
from sim.text.vocabulary import heading_of, suggested

COLUMNS: Final[Mapping[str, str]] = {
    "id": N_("Unified credit code or another number; as text, so that no zeros are lost."),
    "name": N_("Name of the organization. No names or telephone numbers of persons."),
    "kind": N_("Kind of organization: choose from the list."),
    "district": N_("Township or subdistrict, spelled the same in every row."),
    "supervisor": N_("Business supervisor; none where there is none."),
    "founded": N_("Date of registration, such as 2009-01-31."),
    "staff": N_("People who work there; a number without a unit."),
    "members": N_("Party members, probationary ones among them; a number. 0 where there are none."),
    "party_organization": N_("Choose from the list. Write none where there is none: no blanks."),
    "joint_branch": N_("Name of the joint branch: the same in every row that shares it."),
    "head_is_member": N_("Whether the head is a party member: yes or no, never the name."),
    "operating": N_("Whether it works in fact: yes or no."),
}
"""Columns of the sheet and the note on each."""
LAST: Final = 2000
"""Rows that have the drop-down lists."""
EXAMPLE: Final[Mapping[str, tuple[str, ...]]] = {
    "zh": ("51410782MJ0000001A", "例：某某县物流协会", "社会团体", "城关镇", "商务局", "2009-01-31",
           "12", "5", "单独组建", "", "是", "是"),
    "en": ("51410782MJ0000001A", "Example: logistics association", "social_group", "East",
           "Bureau of Commerce", "2009-01-31", "12", "5", "standalone", "", "yes", "yes"),
}  # fmt: skip
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def resolved_toml(scenario: Scenario) -> str:
    """Return every value in force as a scenario file; parameters at their defaults as comments.

    The registry stays the file that it is, so the text belongs into the same folder.
    """
    content = scenario.resolved()
    registry = content["organizations"].get("registry")
    if registry is not None:
        columns = registry["columns"]
        content["organizations"] = {**content["organizations"], "registry": registry["file"]}
        comment = f"# {registry['file']}: {len(registry['rows'])} rows, {registry['encoding']}"
        comment += f", columns {', '.join(columns)}\n"
    else:
        comment = ""
    if "posterior" in content:
        content["posterior"] = content["posterior"]["file"]
    parameters = content.pop("parameters")
    return comment + dumps(content) + "\n" + _parameters(parameters)


def _parameters(given: Mapping[str, float]) -> str:
    lines = ["[parameters]"]
    for name, parameter in PARAMETERS.items():
        note = f"{parameter.low:g} to {parameter.high:g} {parameter.unit}"
        if name in given:
            lines.append(f"{name} = {_value(given[name])} # {note}")
        else:
            lines.append(f"# {name} = {parameter.default:g} ({note}, {parameter.scale})")
    return "\n".join(lines) + "\n"


def dumps(data: Mapping[str, Any]) -> str:
    """Write tables as TOML; empty tables and lists are left out."""
    return "\n".join(_table((), _filled(data))).lstrip("\n") + "\n"


def _filled(value: Any) -> Any:
    """Leave out tables and lists that hold nothing."""
    if isinstance(value, Mapping):
        filled = {name: _filled(entry) for name, entry in value.items()}
        return {name: entry for name, entry in filled.items() if entry not in ({}, [])}
    return [_filled(entry) for entry in value] if isinstance(value, list) else value


def _table(path: tuple[str, ...], table: Mapping[str, Any]) -> list[str]:
    """Lines of a table: its values first, then the tables within it."""
    lines: list[str] = []
    inner: list[tuple[str, Any]] = []
    for name, value in table.items():
        if _has_own_header(value):
            inner.append((name, value))
        else:
            lines.append(f"{_key(name)} = {_value(value)}")
    for name, value in inner:
        header = ".".join(map(_key, (*path, name)))
        if isinstance(value, list):
            for entry in value:
                lines += ["", f"[[{header}]]", *_table((*path, name), entry)]
        else:
            lines += ["", f"[{header}]", *_table((*path, name), value)]
    return lines


def _has_own_header(value: Any) -> bool:
    """Whether a value gets a header: it holds tables, or is a table of more than plain values."""
    if isinstance(value, list):
        tables = [entry for entry in value if isinstance(entry, dict)]
        return bool(value) and len(tables) == len(value) and not _short(tables)
    return isinstance(value, dict) and not _short([value])


def _short(tables: list[dict[str, Any]]) -> bool:
    return all(
        len(table) <= 4 and not any(isinstance(entry, (dict, list)) for entry in table.values())
        for table in tables
    )


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(name)} = {_value(entry)}" for name, entry in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return repr(value)


def template(
    name: str,
    registry: str | None = None,
    decisions: Sequence[str] = (),
    start: tuple[int, int] | None = None,
) -> str:
    """Return the template in the language of the reader; ``registry`` is relative to the file.

    ``decisions`` are lines below it; policies begin half a year after ``start``.
    """
    path = files("sim.scenario").joinpath("templates", f"new.{current_language()}.toml")
    text = path.read_text(encoding="utf-8")
    if registry is not None:
        text = _with_registry(text, registry, decisions)
    if start is not None:
        text = text.replace('"2024-07"', f'"{month_name(start, 6)}"')
        text = text.replace('start = "2024-01"', f'start = "{month_name(start, 0)}"')
    return text.replace("{name}", name)


def _with_registry(text: str, registry: str, decisions: Sequence[str]) -> str:
    """Put the registry in place of the invented districts and totals, marked in the template."""
    text = re.sub(r"(?ms)^# <invented>.*?^# </invented>\n", "", text)
    lines = "".join(f"\n{line}" for line in decisions)
    text = re.sub(r'(?m)^# (registry = )"[^"]*"', lambda m: f'{m[1]}"{registry}"{lines}', text)
    return re.sub(r"\n{3,}", "\n\n", text)


def blank_list() -> bytes:
    """Return an empty list to fill in, as a workbook: headings, drop-down lists, notes, an example.

    It is in the language in use; the example in grey is left out when the list is read.
    """
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("Organizations")
    language = current_language()
    truths = ("是", "否") if language == "zh" else ("yes", "no")
    choices = {
        "kind": suggested("kind"),
        "party_organization": suggested("party_organization"),
        "head_is_member": truths,
        "operating": truths,
    }
    sheet.append([heading_of(column) for column in COLUMNS])
    sheet.append(list(EXAMPLE[language]))
    for position, (column, note) in enumerate(COLUMNS.items(), 1):
        letter = get_column_letter(position)
        head, example = sheet.cell(1, position), sheet.cell(2, position)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="DDE7F0")
        head.comment = Comment(_(note), "fugai")
        example.font = Font(italic=True, color="999999")
        sheet.column_dimensions[letter].width = 20 if position < 4 else 14
        if column in choices:
            listed = ",".join(choices[column])
            rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
            rule.add(f"{letter}3:{letter}{LAST}")
            sheet.add_data_validation(rule)
        if column in ("staff", "members"):
            rule = DataValidation(
                type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True
            )
            rule.error = _("A whole number, without a unit.")
            rule.add(f"{letter}3:{letter}{LAST}")
            sheet.add_data_validation(rule)
    for row in range(3, 203):
        sheet.cell(row, 1).number_format = "@"
    sheet.freeze_panes = "C2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
