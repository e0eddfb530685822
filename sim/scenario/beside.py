"""What a scenario is made of beside its file's own text: overrides, and what the file names.

Overrides are given on the command line: ``--set years=3``, ``--set parameters.leave_per_year=0.3``.
``KEY+=VALUE`` adds to a list of the file: ``--set extensions+=my_module``. A path goes down through
tables by key, and through lists by position or by ``id`` (or the name of a policy):
``alternatives.liaisons.policies.dispatch_liaisons.liaisons=20``. Where only one key can be meant,
``liaisons.liaisons=20`` does: an alternative or a policy, and its key.

A file names its list, a posterior, an edge list and extensions.
An edge list says who looks at whom, in place of the peers of a cell. It is a CSV of two columns,
one row a pair, each an organization's ``id`` (or its name) in the registry.
``networkx.write_edgelist(graph, file, delimiter=",", data=False)`` writes one.
"""

from __future__ import annotations

import copy
import csv
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from sim.errors import InputError
from sim.extensions import registry as extending
from sim.locale import _
from sim.plan.organizations import Registry
from sim.plan.place import Place
from sim.plan.posterior import Posterior, read_posterior
from sim.population.listing import identities
from sim.registry.grids import Book
from sim.registry.workbooks import open_book
from sim.scenario.messages import named_short, within
from sim.scenario.reading import MOST_PARTS, Document, excess
from sim.scenario.schema import Alternative, ScenarioFile
from sim.state.plugged import Edges
from sim.text.hints import is_file, near
from sim.text.locate import Path
from sim.text.problems import Issue, Problem, ScenarioError, span_problem

Pairs = Sequence[tuple[str, str]]
SOURCE = "--set"
HEADINGS = ("one", "other"), ("source", "target")


def apply(
    data: Mapping[str, Any], overrides: Sequence[str]
) -> tuple[dict[str, Any], dict[Path, str], list[Problem]]:
    """Return the tables with the values put in, where each came from, and what is wrong."""
    changed = copy.deepcopy(dict(data))
    origins: dict[Path, str] = {}
    problems: list[Problem] = []
    for text in overrides:
        name, equals, written = text.partition("=")
        adds = name.endswith("+")
        name = name.removesuffix("+")
        parts = [part.strip() for part in name.split(".")]
        if not equals or not all(parts):
            hint = _("Write KEY=VALUE, for example years=3.")
            problems.append(_override_problem(text, _("This is not KEY=VALUE."), hint))
            continue
        too_much = excess(text)
        if too_much is not None or len(parts) > MOST_PARTS:
            message = too_much[1] if too_much else _("A key of more than {n} parts.")
            problems.append(_override_problem(f"{text[:40]}…", message.format(n=MOST_PARTS)))
            continue
        value = _value(written.strip())
        if adds:
            held = changed.get(name, [])
            value = [*held, value] if isinstance(held, list) and len(parts) == 1 else None
        if value is None:
            hint = _("Write KEY=VALUE, for example years=3.")
            problems.append(
                _override_problem(text, _('"{name}" is no list.').format(name=name), hint)
            )
            continue
        short = _short(changed, parts)
        found = short if isinstance(short, Problem) else _put(changed, short, value)
        if isinstance(found, Problem):
            problems.append(_override_problem(text, found.message, found.hint))
        else:
            origins[found] = text
    return changed, origins, problems


def _override_problem(text: str, message: str, hint: str = "") -> Problem:
    """Build a problem that shows the text of an override."""
    return Problem(f"{SOURCE} {text}", message, hint)


def _value(written: str) -> Any:
    """Read a value as TOML; what isn't TOML is a text, so that quotation marks may be left out."""
    try:
        return tomllib.loads(f"value = {written}")["value"]
    except tomllib.TOMLDecodeError:
        return written


def _short(data: Mapping[str, Any], parts: Sequence[str]) -> Sequence[str] | Problem:
    """Return a key in full where two words stand for one: ``liaisons.liaisons``."""
    if len(parts) != 2 or parts[0] in ScenarioFile.model_fields:
        return parts
    meant = named_short(data, *parts)
    if len(meant) > 1:
        message = _('"{name}" may be any of {n} keys.').format(name=".".join(parts), n=len(meant))
        hint = _("Write {names}.").format(names=_(" or ").join(".".join(each) for each in meant))
        return Problem(SOURCE, message, hint)
    if meant:
        return meant[0]
    alternatives = map(_name, data.get("alternatives", ()))
    return ["alternatives", *parts] if parts[0] in alternatives else parts


def _put(data: Any, parts: Sequence[str], value: Any) -> Path | Problem:
    path: list[str | int] = []
    for depth, part in enumerate(parts):
        last = depth == len(parts) - 1
        step: str | int = part
        if isinstance(data, list):
            position = _position(data, part)
            if position is None:
                names = [name for name in map(_name, data) if name]
                message = _('There is no "{name}" in this list.').format(name=part)
                return Problem(SOURCE, message, near(part, names))
            step = position
        elif not isinstance(data, dict):
            message = _('"{name}" has no keys of its own.').format(name=parts[depth - 1])
            return Problem(SOURCE, message)
        elif "policies" in data and part not in Alternative.model_fields:
            meant = within(data, part, last=last)
            if meant:
                rest = parts[depth:] if last and part not in meant else parts[depth + 1 :]
                named = [".".join((*parts[:depth], "policies", name, *rest)) for name in meant]
                message = _('"{name}" belongs to a policy of the alternative.')
                hint = _("Write {names}.").format(names=_(" or ").join(named))
                return Problem(SOURCE, message.format(name=part), hint)
        path.append(step)
        if last:
            data[step] = value
        elif isinstance(data, dict):
            data = data.setdefault(part, {})
        else:
            data = data[step]
    return tuple(path)


def _position(entries: Sequence[Any], part: str) -> int | None:
    if part.isdigit() and int(part) < len(entries):
        return int(part)
    return next((n for n, entry in enumerate(entries) if _name(entry) == part), None)


def _name(entry: Any) -> str:
    """Name of an entry of a list: its id, else its policy."""
    if not isinstance(entry, Mapping):
        return ""
    return str(entry.get("id") or entry.get("policy") or "")


class Source:
    """A file and the command line, where values come from: it points at them in messages."""

    def __init__(self, document: Document, origins: Mapping[Path, str]) -> None:
        self.document, self.origins = document, origins

    def problem(self, found: Issue) -> Problem:
        """Return the problem of an issue, pointing at the value or at the override."""
        for path, text in self.origins.items():
            if found.path[: len(path)] == path:
                return _override_problem(text, found.message, found.hint)
        span = self.document.positions.find(found.path, key=found.at_key)
        if span is None:
            return Problem(self.document.source, found.message, found.hint)
        return span_problem(
            self.document.source, self.document.positions, span, found.message, found.hint
        )


class Beside:
    """Reads what the tables of a scenario name; ``problems`` are those found so far.

    A path is relative to the folder of the file, on the command line to where that is typed; but
    the registry is always beside the file.
    """

    def __init__(self, source: Source, data: dict[str, Any], problems: Sequence[Problem]) -> None:
        self.source, self.data = source, data
        self.problems = [*source.document.problems, *problems]

    def refuse(self, path: Path, message: str, hint: str = "") -> None:
        """Add what is wrong with what the tables name at a path."""
        self.problems.append(self.source.problem(Issue(path, message, hint)))

    def extend(self, besides: Sequence[str] = ()) -> None:
        """Register the extensions that are named, and ``besides``; name them by their module.

        A module is looked for beside the file too.
        """
        named = self.data.get("extensions", [])
        if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
            return
        modules: list[str] = []
        for number, name in enumerate([*named, *besides]):
            try:
                modules.append(extending.use(name, folder=self.source.document.folder).module)
            except InputError as error:
                if number >= len(named):
                    raise
                self.refuse(("extensions", number), str(error))
        if modules or named:
            self.data["extensions"] = [*dict.fromkeys(modules)]

    def book(self) -> Book | None:
        """Open the registry."""
        registry = self._at("organizations", "registry")
        if not isinstance(registry, str):
            return None
        path = self.source.document.folder / registry
        try:
            if is_file(path):
                return open_book(path)
        except ScenarioError as error:
            self.problems += error.problems
            return None
        name = registry if len(registry) <= 80 else f"{registry[:79]}…"
        message = _('There is no file "{name}".').format(name=name)
        hint = near(path.name, _tables_beside(path))
        hint = hint or _("The path is relative to the folder of this file.")
        self.refuse(("organizations", "registry"), message, hint)
        return None

    def posterior(self) -> Posterior | None:
        """Read the posterior, where the tables draw from one."""
        name = self.data.get("posterior")
        if self.data.get("uncertainty") != "posterior":
            return None
        if name is None:
            message = _("To draw from a posterior, name one.")
            self.refuse(
                ("uncertainty",), message, _('Write posterior = "FILE", or --posterior FILE.')
            )
        if not isinstance(name, str):
            return None
        try:
            return read_posterior(name, self._folder(("posterior",)))
        except InputError as error:
            self.refuse(("posterior",), str(error))
            return None

    def pairs(self) -> Pairs | None:
        """Read the edge list."""
        name = self._at("model", "edges")
        if not isinstance(name, str):
            return None
        try:
            return read_edges(name, self._folder(("model", "edges")))
        except InputError as error:
            self.refuse(("model", "edges"), str(error))
            return None

    def _at(self, table: str, key: str) -> Any:
        found = self.data.get(table)
        return found.get(key) if isinstance(found, Mapping) else None

    def _folder(self, path: Path) -> FilePath:
        return FilePath() if path in self.source.origins else self.source.document.folder


def _tables_beside(path: FilePath) -> list[str]:
    """Return the lists in the folder of a file, none where the folder cannot be read."""
    try:
        files = sorted(file.name for file in path.parent.iterdir())
    except OSError:
        return []
    return [name for name in files if name.lower().endswith((".csv", ".xlsx"))]


def read_edges(name: str, folder: FilePath) -> list[tuple[str, str]]:
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


def edge_content(file: str, pairs: Pairs) -> Mapping[str, Any]:
    """Return an edge list as plain data, so that a scenario can be read without the file."""
    return {"file": file, "pairs": [list(pair) for pair in pairs]}
