"""``load``: find a scenario, read it, and either return it or report every mistake at once."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from sim.locale import _
from sim.plan.posterior import Posterior
from sim.plan.shipped import shipped_names, shipped_path
from sim.policies import POLICIES
from sim.registry.findings import Choices, Fault, Remark, problems_of
from sim.registry.grids import Book, Sheet
from sim.registry.understanding import understand
from sim.scenario import tables
from sim.scenario.beside import Beside, Pairs, Source, apply
from sim.scenario.building import build
from sim.scenario.messages import issue
from sim.scenario.reading import Document, read
from sim.scenario.scenario import Scenario
from sim.scenario.schema import scenario_file
from sim.scenario.schema_places import Organizations
from sim.text.hints import is_file, near, no_file
from sim.text.locate import Path, locate, value_at
from sim.text.problems import WARNING, Issue, Problem, ScenarioError


def find(name: str | FilePath) -> FilePath:
    """Return the file of a scenario: a path, or the bare name of a shipped one."""
    path = FilePath(name)
    if is_file(path):
        if path.suffix.lower() in (".csv", ".xlsx", ".xlsm", ".xls"):
            raise ScenarioError([_list_given(path)])
        return path
    if str(name) in shipped_names():
        return shipped_path(str(name))
    message = _("There is no such file, and no shipped scenario of that name.")
    if path.name and is_file(path.with_name(f"{path.name}.toml")):
        hint = _('Did you mean "{name}"?').format(name=f"{name}.toml")
    else:
        hint = near(path.stem, shipped_names())
    raise ScenarioError([no_file(path, message, hint)])


def _list_given(path: FilePath) -> Problem:
    """Say what to do with a list of organizations."""
    return Problem(
        path.name,
        _("This is a list of organizations, not a scenario."),
        _("Write a scenario from it: fugai new mycounty --registry {file}; then: fugai run "
          "mycounty.toml").format(file=path),
    )  # fmt: skip


def load(
    path: str | FilePath, *, overrides: Sequence[str] = (), extensions: Sequence[str] = ()
) -> Scenario:
    """Read a scenario file, or a shipped scenario by its bare name.

    ``overrides`` are texts such as ``"parameters.leave_per_year=0.3"``. ``extensions`` are modules
    besides those that the file names. Raises :class:`ScenarioError` with every mistake in the
    file, its registry and the overrides.
    """
    file = find(path)
    document = read(file)
    data, origins, problems = apply(document.data, overrides)
    _one_name(data, origins)
    beside = Beside(Source(document, origins), data, problems)
    beside.extend(extensions)
    book, posterior, pairs = beside.book(), beside.posterior(), beside.pairs()
    return _load(beside, file.stem, book, posterior, pairs)


def from_resolved(content: Mapping[str, Any], *, overrides: Sequence[str] = ()) -> Scenario:
    """Return the scenario whose :meth:`Scenario.resolved` is ``content``."""
    data, origins, problems = apply(content, overrides)
    _one_name(data, origins)
    for path in origins:
        if path[:1] == ("prices",):
            _unpriced(data, content, str(path[-1]))
    document = Document(str(data.get("name", "resolved")), FilePath(), locate(""), data, ())
    registry = data["organizations"].get("registry")
    sheet = None
    remarks: Sequence[Remark] = ()
    if registry is not None:
        remarks = [Remark(**entry) for entry in registry.get("remarks", ())]
        data["organizations"]["registry"] = registry["file"]
        cells = tuple(zip(*registry["columns"].values(), strict=True))
        sheet = Sheet(
            registry["file"],
            registry["encoding"],
            1,
            tuple(registry["columns"]),
            tuple(registry["rows"]),
            cells,
        )
    beside = Beside(Source(document, origins), data, problems)
    beside.extend()
    model, held = data.get("model"), data.get("posterior")
    tied = model.get("edges") if isinstance(model, dict) else None
    pairs: Pairs | None
    posterior: Posterior | None
    if isinstance(model, dict) and isinstance(tied, Mapping):
        pairs = [(one, other) for one, other in tied["pairs"]]
        model["edges"] = tied["file"]
    else:
        pairs = beside.pairs()
    if isinstance(held, Mapping):
        data["posterior"], posterior = held["file"], Posterior.of(held["file"], held)
    else:
        posterior = beside.posterior()
    name = str(data["name"])
    if ("name",) not in origins:
        # Where the file has none it is that of the file, which may be anything.
        del data["name"]
    posterior = posterior if data.get("uncertainty") == "posterior" else None
    return _load(beside, name, sheet, posterior, pairs, remarks, resolved=True)


def _load(
    beside: Beside,
    stem: str,
    listed: Book | Sheet | None,
    posterior: Posterior | None,
    pairs: Pairs | None,
    remarks: Sequence[Remark] = (),
    *,
    resolved: bool = False,
) -> Scenario:
    """Check the tables and build the scenario, with what they name beside the file.

    ``listed`` is the registry, as opened or, of a scenario that was resolved, in columns.
    ``resolved``: the tables were a scenario already, perhaps one with a shorter horizon than its
    file's.
    """
    data, source, problems = beside.data, beside.source, beside.problems
    unread = bool(source.document.problems)
    issues: list[Issue] = []
    try:
        file = scenario_file().model_validate(data)
    except ValidationError as error:
        issues = [issue(entry, data) for entry in error.errors(include_url=False)]
        meant = {entry.meant for entry in issues if entry.meant}
        # What is missing may stand in a line that could not be read, or under a wrong name.
        issues = [e for e in issues if not e.absent or not (unread or e.absent in meant)]
        problems += map(source.problem, issues)
        try:
            file = scenario_file().model_validate(_pruned(data, issues))
        except ValidationError:
            raise ScenarioError(in_order(problems)) from None
    columns: dict[str, int] = {}
    sheet: Sheet | None = None
    faults: list[Fault] = []
    if isinstance(listed, Sheet):
        sheet, columns = listed, {name: at for at, name in enumerate(listed.headings)}
    elif listed is not None:
        try:
            understood = understand(
                listed, choices_of(file.organizations, places=file.places.districts is not None)
            )
        except ScenarioError as error:
            problems += error.problems
        else:
            sheet, columns, faults = understood.sheet, understood.places, understood.faults
            remarks = understood.remarks
    wrong = [fault for fault in faults if fault.column.startswith("heading ")]
    shortened = resolved or ("years",) in source.origins
    scenario, report, found = build(
        file, file.name or stem, sheet, columns, shortened, posterior, remarks, pairs
    )
    if sheet is not None:
        told = {(fault.row, fault.column) for fault in faults}
        others = [fault for fault in found if (fault.row, fault.column) not in told]
        problems += problems_of(sheet.file, [*faults, *others])
    unlisted = file.places.districts is None or file.places.industries is None
    unread_places = unlisted and file.organizations.registry and (sheet is None or wrong)
    if not unread_places and all(entry.path[:1] != ("places",) for entry in issues):
        # Else nobody knows the districts and industries that the rest refers to.
        more = [
            entry
            for entry in report.issues
            if not _follows(entry, issues) and not (unread and entry.absent)
        ]
        problems += map(source.problem, more)
    if problems:
        raise ScenarioError(in_order(problems))
    warned = map(source.problem, report.warnings)
    warnings = tuple(replace(warning, mark=WARNING) for warning in warned)
    return replace(scenario, warnings=warnings)


def _one_name(data: dict[str, Any], origins: Mapping[Path, str]) -> None:
    """Take out of ``[prices]`` the other name of a price that an override states."""
    for path in origins:
        price = tables.price_of(str(path[-1])) if path[:1] == ("prices",) else None
        others = {price.word, price.name} - {path[-1]} if price else set()
        for other in others:
            if ("prices", other) not in origins:
                data["prices"].pop(other, None)


def _unpriced(data: dict[str, Any], content: Mapping[str, Any], name: str) -> None:
    """Take a price out of the entries that had it from ``[prices]`` or by default.

    A scenario that is resolved has it in every entry; a new one for all holds only where an entry
    says nothing of its own.
    """
    price = tables.price_of(name)
    if price is None:
        return
    name = price.name
    before = (content.get("prices") or {}).get(name)
    for entries in (data["baseline"], *(entry["policies"] for entry in data["alternatives"])):
        for entry in entries:
            fields = tables.fields_in_yuan(POLICIES[entry["policy"]])
            default = next((field.default for field in fields if field.name == name), None)
            if default is not None and entry.get(name) == (default if before is None else before):
                del entry[name]


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Order problems as they stand: by file in order of appearance, then by line."""
    files = list(dict.fromkeys(problem.source for problem in problems))
    return sorted(
        dict.fromkeys(problems), key=lambda p: (files.index(p.source), p.line or 0, p.start)
    )


# In place of what is wrong but does not matter for the checks that follow.
_STAND_INS: Mapping[str, Any] = {"format": 1, "title": "?", "years": 30}


def _pruned(data: Mapping[str, Any], issues: Sequence[Issue]) -> dict[str, Any]:
    """Return the tables without the values that are wrong, so that the rest can be checked."""
    pruned = copy.deepcopy(dict(data))
    for found in issues:
        table = value_at(found.path[:-1], pruned)
        if found.path and isinstance(table, dict) and found.path[-1] in table:
            del table[found.path[-1]]
    return {**_STAND_INS, **pruned}


def _follows(entry: Issue, issues: Sequence[Issue]) -> bool:
    """Whether an issue may only be there because a wrong value below its path was left out."""
    return any(found.path[: len(entry.path)] == entry.path for found in issues)


def choices_of(table: Organizations, *, places: bool = False) -> Choices:
    """Return what a scenario decides about its list, which names its ``places`` itself or not."""
    return Choices(
        columns=table.columns,
        sheet=table.sheet,
        blank=table.blank,
        leave_out=tuple(table.leave_out),
        same=table.same,
        places=places,
        share=table.covered_share,
    )
