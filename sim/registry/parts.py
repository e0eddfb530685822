"""Lists that belong together: one below the other, or side by side with further columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from sim.locale import N_
from sim.registry.alike import COMPARED, counties_of, name_key, number_key
from sim.registry.findings import Remark, several
from sim.registry.rows import Row
from sim.registry.understanding import Understood


@dataclass
class Part:
    """One list of those that were given."""

    file: str
    label: str
    """What tells it from the others: its sheet, or its file's name."""
    understood: Understood
    rows: list[Row]


def label(parts: Sequence[Part]) -> None:
    """Shorten labels by what all have in common: 名册_东河镇, 名册_城关镇 → 东河镇, 城关镇."""
    labels = [part.label for part in parts]
    if len(set(labels)) < 2:
        return
    before, behind = _shared(labels), _shared([label[::-1] for label in labels])
    for part in parts:
        middle = part.label[before : len(part.label) - behind]
        ends = re.match(r"(?:镇|乡|街道|区|县|市)+", part.label[len(part.label) - behind :])
        shortened = re.sub(r"^[\W_\d]+|[\W_]+$", "", middle + (ends[0] if ends else ""))
        part.label = shortened or part.label


def _shared(labels: Sequence[str]) -> int:
    """How many characters all labels begin with."""
    signs = zip(*labels, strict=False)
    return sum(1 for _sign in takewhile(lambda found: len(set(found)) == 1, signs))


def together(parts: Sequence[Part]) -> tuple[list[Row], list[tuple[str, Remark]]]:
    """Put the lists one below the other, or side by side where they list the same ones."""
    if len(parts) == 1:
        return parts[0].rows, []
    first, rest = parts[0], parts[1:]
    counties = counties_of([row.get("name", "") for part in parts for row in part.rows])

    def keys(rows: Sequence[Row]) -> list[str]:
        return [_key(row, counties) for row in rows]

    remarks: list[tuple[str, Remark]] = []
    stacked, known = list(first.rows), {k: row for k, row in zip(keys(first.rows), first.rows,
                                                                 strict=True) if k}  # fmt: skip
    below = [first]
    for part in rest:
        own = keys(part.rows)
        if not any(own) and any(known):
            text = N_("{file} has no names and no numbers of organizations, so it cannot be put "
                      "beside the first list: not read.")  # fmt: skip
            remarks.append(("", Remark(text, {"file": part.file}, True)))
            continue
        shared = sum(key in known for key in own)
        fresh = set(part.understood.places) - set(first.understood.places)
        if 2 * shared > len(own) and fresh:
            apart = 0
            for key, row in zip(own, part.rows, strict=True):
                if key in known:
                    apart += any(c in COMPARED and known[key].get(c, v) != v
                                 for c, v in row.items())  # fmt: skip
                    known[key].update({c: v for c, v in row.items() if not known[key].get(c)})
            text = N_("{file} adds columns ({columns}) to {n} organizations; not found in the "
                      "first list: {missing}.")  # fmt: skip
            values: dict[str, str | int] = {
                "file": part.file, "columns": several(sorted(fresh)), "n": shared,
                "missing": len(own) - shared,
            }  # fmt: skip
            remarks.append(("", Remark(text, values, True)))
            if apart:
                text = N_("{file} says otherwise of {n} organizations than the first list, which "
                          "holds.")  # fmt: skip
                remarks.append(("", Remark(text, {"file": part.file, "n": apart}, True)))
        else:
            below.append(part)
            stacked += part.rows
            known |= {key: row for key, row in zip(own, part.rows, strict=True) if key}
    unplaced = [part for part in below if not any(row.get("district") for row in part.rows)]
    if len(unplaced) < len(below):
        unplaced = [part for part in unplaced if re.search(r"(?:镇|乡|街道)$", part.label)]
    if unplaced and len(below) > 1:
        for part in unplaced:
            for row in part.rows:
                row["district"] = part.label
        names = several(f"{part.label} {len(part.rows)}" for part in unplaced)
        text = N_("Lists that name no townships are each one: {names}.")
        remarks.append(("", Remark(text, {"names": names}, True)))
    return stacked, remarks


def _key(row: Row, counties: Sequence[str]) -> str:
    if row.get("id"):
        return number_key(row["id"])
    return name_key(row.get("name", ""), counties)
