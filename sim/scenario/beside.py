"""What a scenario file names beside itself: its list, a posterior, an edge list, extensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from sim.errors import InputError
from sim.extensions import registry as extending
from sim.locale import _
from sim.plan.posterior import Posterior, read_posterior
from sim.registry.grids import Book
from sim.registry.workbooks import open_book
from sim.scenario import overrides as given
from sim.scenario.edges import Pairs, read_edges
from sim.scenario.reading import Document
from sim.text.hints import is_file, near
from sim.text.locate import Path
from sim.text.problems import Issue, Problem, ScenarioError, span_problem


class Place:
    """Turns paths into places of the file or of the command line."""

    def __init__(self, document: Document, origins: Mapping[Path, str]) -> None:
        self.document, self.origins = document, origins

    def problem(self, found: Issue) -> Problem:
        """Return the problem of an issue, pointing at the value or at the override."""
        for path, text in self.origins.items():
            if found.path[: len(path)] == path:
                return given.problem(text, found.message, found.hint)
        span = self.document.positions.find(found.path, key=found.at_key)
        if span is None:
            return Problem(self.document.source, found.message, found.hint)
        return span_problem(
            self.document.source, self.document.positions, span, found.message, found.hint
        )


def extend(
    document: Document, place: Place, data: dict[str, Any], besides: Sequence[str]
) -> list[Problem]:
    """Register the extensions that the tables name, and ``besides``; name them by their module.

    A module is looked for beside the file too.
    """
    named = data.get("extensions", [])
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        return []
    modules: list[str] = []
    problems = []
    for number, name in enumerate([*named, *besides]):
        try:
            modules.append(extending.use(name, folder=document.folder).module)
        except InputError as error:
            if number >= len(named):
                raise
            problems.append(place.problem(Issue(("extensions", number), str(error))))
    if modules or named:
        data["extensions"] = [*dict.fromkeys(modules)]
    return problems


def pairs_of(
    document: Document, place: Place, data: Mapping[str, Any]
) -> tuple[Pairs | None, list[Problem]]:
    """Read the edge list that the tables name; its path is as that of a posterior."""
    table = data.get("model")
    name = table.get("edges") if isinstance(table, Mapping) else None
    if not isinstance(name, str):
        return None, []
    path: Path = ("model", "edges")
    folder = FilePath() if path in place.origins else document.folder
    try:
        return read_edges(name, folder), []
    except InputError as error:
        return None, [place.problem(Issue(path, str(error)))]


def posterior_of(
    document: Document, place: Place, data: Mapping[str, Any]
) -> tuple[Posterior | None, list[Problem]]:
    """Read the posterior that the tables name, where they draw from one.

    A path is relative to the folder of the file, on the command line to where that is typed.
    """
    if data.get("uncertainty") != "posterior":
        return None, []
    name = data.get("posterior")
    if name is None:
        message = _("To draw from a posterior, name one.")
        hint = _('Write posterior = "FILE", or --posterior FILE.')
        return None, [place.problem(Issue(("uncertainty",), message, hint))]
    if not isinstance(name, str):
        return None, []
    folder = FilePath() if ("posterior",) in place.origins else document.folder
    try:
        return read_posterior(name, folder), []
    except InputError as error:
        return None, [place.problem(Issue(("posterior",), str(error)))]


def book_of(
    document: Document, place: Place, data: Mapping[str, Any]
) -> tuple[Book | None, list[Problem]]:
    """Open the registry that the tables name."""
    table = data.get("organizations")
    registry = table.get("registry") if isinstance(table, Mapping) else None
    if not isinstance(table, Mapping) or not isinstance(registry, str):
        return None, []
    path = document.folder / registry
    if not is_file(path):
        name = registry if len(registry) <= 80 else f"{registry[:79]}…"
        message = _('There is no file "{name}".').format(name=name)
        tables = _tables_beside(path)
        hint = near(path.name, tables) or _("The path is relative to the folder of this file.")
        return None, [place.problem(Issue(("organizations", "registry"), message, hint))]
    try:
        return open_book(path), []
    except ScenarioError as error:
        return None, list(error.problems)


def _tables_beside(path: FilePath) -> list[str]:
    """Return the lists in the folder of a file, none where the folder cannot be read."""
    try:
        files = sorted(file.name for file in path.parent.iterdir())
    except OSError:
        return []
    return [name for name in files if name.lower().endswith((".csv", ".xlsx"))]
