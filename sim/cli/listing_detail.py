"""``fugai list … NAME``: one policy, measure, parameter or scenario in full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.locale import LANGUAGES, _, pick
from sim.present.tables import aligned
from sim.units import unit_name


def detail(entry: Mapping[str, Any]) -> str:
    """Return an entry's texts in the reader's language, and its other values by key."""
    (_sort, name), *rest = entry.items()
    lines = [str(name)]
    rows = []
    for key, value in rest:
        if key == "fields":
            continue
        if isinstance(value, Mapping) and set(LANGUAGES) <= value.keys():
            lines.append(pick(value))
        elif value not in (None, "", []):
            rows.append((key, ", ".join(value) if isinstance(value, list) else str(value)))
    parts = ["\n".join(line for line in lines if line), aligned(rows)]
    if entry.get("fields"):
        parts.append(_fields(entry["fields"]))
    return "\n\n".join(part for part in parts if part)


def _fields(fields: list[Mapping[str, Any]]) -> str:
    """Return the fields of a policy: default, range or choices, unit, meaning."""
    rows = [(_("field"), _("default"), _("unit"), _("meaning"), _("allowed"))]
    for field in fields:
        default = field["default"]
        if "choices" in field:
            allowed = ", ".join(map(str, field["choices"]))
        else:
            allowed = f"{field['low']:g} – {field['high']:g}" if "low" in field else ""
        rows.append(
            (
                field["field"],
                f"{default:g}" if isinstance(default, (int, float)) else str(default),
                unit_name(field["unit"]) if field.get("unit") else "",
                pick(field["label"]),
                allowed,
            )
        )
    return aligned(rows)
