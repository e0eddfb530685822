"""The edge list of ``[model]``: who looks at whom, in place of the peers of a cell.

A CSV of two columns, one row a pair, each an organization's ``id`` (or its name) in the registry.
``networkx.write_edgelist(graph, file, delimiter=",", data=False)`` writes one.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.errors import InputError
from sim.locale import _
from sim.plan.organizations import Registry
from sim.plan.place import Place
from sim.population.listing import identities
from sim.state.plugged import Edges
from sim.text.hints import is_file, near

Pairs = Sequence[tuple[str, str]]
HEADINGS = ("one", "other"), ("source", "target")


def read_edges(name: str, folder: Path) -> list[tuple[str, str]]:
    """Return the pairs of a file as seen from ``folder``; ``InputError`` where it is no list."""
    path = folder / name
    if not is_file(path):
        raise InputError(_('There is no file "{name}".').format(name=name))
    pairs = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [(number, [cell.strip() for cell in row])
                    for number, row in enumerate(csv.reader(file), 1)]  # fmt: skip
    except (OSError, UnicodeDecodeError) as error:
        text = _('"{file}" is not readable as UTF-8 text: {error}')
        raise InputError(text.format(file=name, error=error)) from None
    for number, row in rows:
        if not any(row) or (number == 1 and tuple(map(str.lower, row)) in HEADINGS):
            continue
        if len(row) != 2 or not all(row) or row[0] == row[1]:
            text = _('"{file}", row {row}: a pair of two organizations, such as 17,42.')
            raise InputError(text.format(file=name, row=number))
        pairs.append((row[0], row[1]))
    if not pairs:
        raise InputError(_('"{file}" names no pairs.').format(file=name))
    return pairs


def edges_of(file: str, pairs: Pairs, registry: Registry | None, place: Place) -> Edges:
    """Return pairs by identity; ``InputError`` for who is not in the registry, or not once."""
    if registry is None:
        raise InputError(_("An edge list names organizations of a registry; there is none."))
    found: dict[str, list[int]] = {}
    for column in (registry.id, registry.name):
        for written, identity in zip(column, identities(registry, place), strict=True):
            if written is not None and identity not in found.get(written, ()):
                found.setdefault(written, []).append(identity)
    for name in (name for pair in pairs for name in pair):
        if len(found.get(name, ())) != 1:
            text = (
                _('"{file}" names "{name}", which is not in the registry. {hint}')
                if name not in found
                else _('"{file}" names "{name}", which several rows of the registry have. {hint}')
            )
            hint = near(name, list(found)) if name not in found else _("Write its id.")
            raise InputError(text.format(file=file, name=name, hint=hint).strip())
    both = {tuple(sorted((found[one][0], found[other][0]))) for one, other in pairs}
    return Edges(file, tuple(sorted((one, other) for one, other in both)))


def content(file: str, pairs: Pairs) -> Mapping[str, Any]:
    """Return an edge list as plain data, so that a scenario can be read without the file."""
    return {"file": file, "pairs": [list(pair) for pair in pairs]}
