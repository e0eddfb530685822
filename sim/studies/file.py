"""Read a study file, or make a study of options, and report every mistake at once."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from pydantic import ValidationError

from sim.errors import InputError
from sim.locale import _
from sim.plan.shipped import shipped_folder, shipped_names
from sim.registry.grids import Sheet
from sim.scenario import Scenario, changed, from_resolved, load
from sim.scenario.beside import Source, apply
from sim.scenario.loading import in_order
from sim.scenario.messages import issue
from sim.scenario.reading import Document, read
from sim.studies.catalogue import (
    METHODS,
    StudyFile,
    checked_factors,
    checked_names,
    study_json_schema,
    study_model,
)
from sim.studies.factors import Factor, factor
from sim.studies.sheets import read_sheet, row_problem
from sim.studies.study import Study, Values, moment_of
from sim.text.arguments import texts
from sim.text.hints import is_file, near, no_file, shown
from sim.text.locate import Path as Keys
from sim.text.locate import locate
from sim.text.numerals import MONTH
from sim.text.problems import Issue, Problem, ScenarioError

STUDIES: Final = "experiments"
"""Folder of studies, in a checkout and where a reader keeps their own."""

OWN: Final = "study."
"""How keys of the study begin after ``--set``; all others are those of its scenario."""


def find_study(name: str | Path) -> Path:
    """Return the file of a study: a path, or the bare name of a shipped one."""
    path = Path(name)
    if is_file(path):
        return path
    if str(name) in shipped_names(STUDIES):
        return shipped_folder(STUDIES) / f"{name}.toml"
    message = _("There is no such file, and no shipped study of that name.")
    hint = near(path.stem, shipped_names(STUDIES))
    raise ScenarioError([no_file(path, message, hint)])


def is_study(name: str | Path) -> bool:
    """Whether a file, or a bare name, is that of a study: it has a key ``method``."""
    path = Path(name)
    if not is_file(path):
        return str(name) in shipped_names(STUDIES)
    return path.suffix == ".toml" and "method" in read(path).data


def load_study(name: str | Path, *, overrides: Sequence[str] | str = ()) -> Study:
    """Read a study file, or a shipped study by its bare name.

    ``overrides`` are texts as after ``--set``: ``years=3`` changes the scenario,
    ``study.settings.points=32`` the study. Raises :class:`ScenarioError` with every mistake.
    """
    overrides = texts("overrides", overrides)
    file = find_study(name)
    document = read(file)
    own = [text.removeprefix(OWN) for text in overrides if text.startswith(OWN)]
    data, origins, problems = apply(document.data, own)
    source = Source(document, {path: OWN + text for path, text in origins.items()})
    others = [text for text in overrides if not text.startswith(OWN)]
    return _Reading(file.stem, source, data, others, [*document.problems, *problems]).study()


def make_study(
    name: str,
    data: Mapping[str, Any],
    *,
    overrides: Sequence[str] = (),
    origins: Mapping[Keys, str] | None = None,
    scenario: Scenario | None = None,
) -> Study:
    """Return the study that a file with these tables would be, beside the current folder's files.

    ``origins`` say by path which option a value came from, for messages. ``scenario`` takes the
    place of the one that the tables name.
    """
    document = Document(name, Path(), locate(""), dict(data), ())
    source = _Options(document, origins or {})
    tables = copy.deepcopy(dict(data))
    if scenario is not None:
        scenario = changed(scenario, overrides=overrides)
    return _Reading(name, source, tables, list(overrides), [], scenario=scenario).study()


def from_resolved_study(content: Mapping[str, Any]) -> Study:
    """Return the study whose :meth:`Study.resolved` is ``content``, without its files."""
    data = copy.deepcopy(dict(content))
    scenario = from_resolved(data["scenario"])
    sheets = {key: _sheet_of(entry) for key, entry in data.pop("sheets").items()}
    data |= {"scenario": scenario.name, "set": []}
    source = Source(Document(data["name"], Path(), locate(""), data, ()), {})
    reading = _Reading(data.pop("name"), source, data, [], [], scenario=scenario, sheets=sheets)
    return reading.study()


class _Options(Source):
    """The source of a study that was made of options on the command line."""

    def problem(self, found: Issue) -> Problem:
        """Return the problem of an issue, naming the option that it came from."""
        for path, text in self.origins.items():
            if found.path[: len(path)] == path:
                return Problem(text, found.message, found.hint)
        return super().problem(found)


@dataclass
class _Reading:
    """One reading, with the problems found so far."""

    name: str
    source: Source
    data: dict[str, Any]
    overrides: list[str]
    problems: list[Problem]
    scenario: Scenario | None = None
    sheets: dict[str, Sheet] = field(default_factory=dict)

    def study(self) -> Study:
        """Check everything; return the study or raise every mistake at once."""
        scenario = self.scenario or self._scenario()
        if scenario is not None:
            self._count_months(scenario)
        file = self._file()
        issues: list[Issue] = []
        if scenario is not None:
            self.scenario = scenario
            factors, issues = checked_factors(self.data.get("factors"), scenario)
            if file is not None:
                issues += checked_names(file, scenario)
        if file is not None:
            issues += self._read_sheets(file)
        self.problems += map(self.source.problem, issues)
        if self.problems or file is None or scenario is None:
            raise ScenarioError(in_order(self.problems))
        alternatives = tuple(file.alternatives or [e.id for e in scenario.alternatives])
        return Study(
            name=self.name,
            title=file.title.model_dump(),
            question=None if file.question is None else file.question.model_dump(),
            method=file.method,
            scenario=scenario,
            factors=factors,
            measures=tuple(file.measures),
            alternatives=alternatives,
            months=tuple(sorted({*file.months})) or (scenario.months,),
            replicates=file.replicates,
            worlds=file.worlds,
            seed=file.seed,
            settings=file.settings,
            sheets=self.sheets,
            content=self._content(file, scenario),
        )

    def _count_months(self, scenario: Scenario) -> None:
        """Turn calendar months into months done; what is no month is refused with the rest."""
        written = self.data.get("months")
        if isinstance(written, list):
            self.data["months"] = [
                moment_of(scenario, entry)
                if isinstance(entry, str) and re.fullmatch(MONTH, entry)
                else entry
                for entry in written
            ]

    def _file(self) -> StudyFile | None:
        """Check the tables by themselves."""
        method = self.data.get("method")
        if method is not None and not isinstance(method, str):
            message = _('"{name}" must be {expected}, not {found}.').format(
                name="method", expected=_("a text between quotation marks"), found=shown(method)
            )
            self._refuse(Issue(("method",), message, near("", list(METHODS))))
            return None
        if method is not None and method not in METHODS:
            message = _('There is no method "{name}".').format(name=method)
            self._refuse(Issue(("method",), message, near(method, list(METHODS))))
            return None
        # A file without a method is checked as one by any: the missing key is what is told.
        name = method or next(iter(METHODS))
        try:
            return study_model(name).model_validate(self.data)
        except ValidationError as error:
            schema = study_json_schema(name)
            entries = error.errors(include_url=False)
            issues = [issue(entry, self.data, schema) for entry in entries]
            meant = {entry.meant for entry in issues if entry.meant}
            # What is missing may stand in a line that could not be read, or under a wrong name.
            unread = bool(self.source.document.problems)
            for entry in issues:
                if entry.absent is None or not (unread or entry.absent in meant):
                    self._refuse(entry)
            return None

    def _refuse(self, found: Issue) -> None:
        self.problems.append(self.source.problem(found))

    def _scenario(self) -> Scenario | None:
        """Load the scenario with the study's values in it."""
        name, values = self.data.get("scenario"), self.data.get("set", [])
        texts = [t for t in values if isinstance(t, str)] if isinstance(values, list) else []
        if not isinstance(name, str) or not name:
            return None
        beside = self.source.document.folder / name
        try:
            return load(beside if is_file(beside) else name, overrides=[*texts, *self.overrides])
        except ScenarioError as error:
            self.problems += error.problems
            return None

    def _read_sheets(self, file: StudyFile) -> list[Issue]:
        """Read the files that the settings name, relative to the study's folder."""
        issues = []
        for key in getattr(file.settings, "FILES", ()):
            name = getattr(file.settings, key)
            if name is None or key in self.sheets:
                continue
            path = self.source.document.folder / name
            if not is_file(path):
                message = _('There is no file "{name}".').format(name=name)
                hint = _("The path is relative to the folder of this file.")
                issues.append(Issue(("settings", key), message, hint))
                continue
            try:
                self.sheets[key] = read_sheet(path)
            except ScenarioError as error:
                self.problems += map(_of_cases, error.problems)
        return issues

    def _content(self, file: StudyFile, scenario: Scenario) -> dict[str, Any]:
        content = file.model_dump(mode="json", exclude={"set"})
        return {
            "name": self.name,
            **content,
            "scenario": scenario.resolved(),
            "sheets": {key: asdict(sheet) for key, sheet in self.sheets.items()},
        }


def _of_cases(problem: Problem) -> Problem:
    """Return what is wrong with a sheet, which lists cases where a registry lists organizations."""
    nothing = (_("This file is empty."), _("This file has no rows below its headings."))
    if problem.message not in nothing:
        return problem
    return replace(problem, message=_("This file lists no cases: it needs a head and a row."))


def _sheet_of(entry: Mapping[str, Any]) -> Sheet:
    cells = tuple(tuple(row) for row in entry["cells"])
    lists = {"headings": tuple(entry["headings"]), "rows": tuple(entry["rows"]), "cells": cells}
    return Sheet(**{**entry, **lists})


def listed(sheet: Sheet, scenario: Scenario) -> Values:
    """Return the columns of a list of cases; headings are keys as after ``--set``.

    Raises ``ScenarioError`` with every wrong heading, or every wrong cell with its row.
    """
    factors: list[Factor] = []
    problems: list[Problem] = []
    for place, heading in enumerate(sheet.headings):
        head = partial(row_problem, sheet.file, sheet.heading_row, sheet.headings, place)
        try:
            found = factor(heading, scenario)
        except InputError as error:
            problems.append(head(str(error)))
            continue
        if found.key in [entry.key for entry in factors]:
            problems.append(head(_('"{key}" is varied twice.').format(key=found.key)))
        factors.append(found)
    if problems:
        raise ScenarioError(problems)
    columns: dict[str, list[Any]] = {entry.key: [] for entry in factors}
    for row, cells in zip(sheet.rows, sheet.cells, strict=True):
        for place, entry in enumerate(factors):
            value, message, hint = _value(cells[place], entry)
            columns[entry.key].append(value)
            if message:
                problems.append(row_problem(sheet.file, row, cells, place, message, hint))
    if problems:
        raise ScenarioError(problems)
    return {
        entry.key: np.array(columns[entry.key], object if entry.choices else np.float64)
        for entry in factors
    }


def _value(cell: str, entry: Factor) -> tuple[Any, str, str]:
    """Return the value of a cell, and what is wrong with it."""
    if entry.choices:
        if cell in entry.choices:
            return cell, "", ""
        message = _('"{choice}" is no choice of {key}.').format(choice=cell, key=entry.key)
        return "", message, near(cell, entry.choices)
    allowed = _("Allowed: {low} to {high}{unit}.").format(
        low=f"{entry.low:g}", high=f"{entry.high:g}", unit=""
    )
    try:
        value = float(cell)
    except ValueError:
        return 0.0, _('"{text}" is no number.').format(text=cell), allowed
    zero = entry.prior is not None and entry.prior.may_be_zero and value == 0
    if not (entry.low <= value <= entry.high or zero):
        return 0.0, _("{key} = {value} is out of range.").format(key=entry.key, value=cell), allowed
    if entry.whole and not value.is_integer():
        return 0.0, _('"{text}" is no whole number.').format(text=cell), allowed
    return value, "", ""
