"""From the tables of a file to a scenario: every check that needs more than one value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.errors import InputError
from sim.locale import _
from sim.parameters import PARAMETERS
from sim.plan.organizations import Registry
from sim.plan.past import CONTINUES, OTHER, History
from sim.plan.place import Place
from sim.plan.posterior import Posterior
from sim.registry.columns import read_registry
from sim.registry.findings import Fault, Remark
from sim.registry.grids import Sheet
from sim.scenario import amounts, bounds, contradictions, idle, levers, placing, totals
from sim.scenario.beside import Pairs, edge_content, edges_of
from sim.scenario.history import observation, past_of, state_effort
from sim.scenario.placing import title_of
from sim.scenario.scenario import BASELINE, Alternative, Budget, Scenario
from sim.scenario.schema import Alternative as AlternativeTable
from sim.scenario.schema import Budget as BudgetTable
from sim.scenario.schema import ScenarioFile
from sim.state.plugged import SLOTS, Edges
from sim.text.hints import near
from sim.text.locate import Path
from sim.text.numerals import year_and_month
from sim.text.problems import Report

BASELINE_TITLE = {"zh": "基准方案", "en": "Baseline"}


def build(
    file: ScenarioFile,
    name: str,
    sheet: Sheet | None,
    columns: Mapping[str, int],
    shortened: bool,
    posterior: Posterior | None = None,
    remarks: Sequence[Remark] = (),
    pairs: Pairs | None = None,
) -> tuple[Scenario, Report, list[Fault]]:
    """Return the scenario that a valid file describes, what was found, and faults of its registry.

    ``sheet`` is its registry, ``columns`` where each column stands in it, and ``remarks`` say how
    it was read. ``shortened``: whether the horizon was set on the command line. ``posterior`` is
    the one it draws from, ``pairs`` are those of its edge list. The scenario is only to be used
    where there are no mistakes.
    """
    report = Report()
    amounts.check_prices(file, report)
    file = amounts.priced(file)
    start = year_and_month(file.start)
    totals.check_source(file.organizations, report)
    placing.check(file.places, report)
    file = placing.supervised(file, sheet, columns)
    places = placing.by_supervisor(file, columns, report)
    file = placing.completed(file, sheet, places)
    place = placing.build(file.places, report)
    registry: Registry | None = None
    faults: list[Fault] = []
    if sheet is not None:
        words = placing.words(file.places)
        registry, faults, accepted = read_registry(sheet, places, words, start)
        remarks = [*remarks, *accepted]
    past = past_of(file, start, report)
    since = 0 if past is None else -past.months
    organizations = totals.build(file.organizations, registry, start, report)
    file = amounts.sized(file, place, organizations)
    frame = levers.Frame(place, start, 12 * file.years, shortened, since)
    model = {
        slot: getattr(file.model, slot)
        for slot, about in SLOTS.items()
        if getattr(file.model, slot) not in (None, about.default)
    }
    apart = {"format", "name", "extensions", "model", "posterior"}
    content = {
        "format": file.format,
        "name": name,
        **file.model_dump(mode="json", exclude_none=True, exclude=apart),
    }
    if file.extensions:
        content["extensions"] = file.extensions
    if model:
        content["model"] = dict(model)
    if posterior is not None:
        content["posterior"] = posterior.content()
    if sheet is not None:
        content["organizations"] |= {"registry": _cells(sheet, columns, remarks)}
    parameters = {
        name: float(value)
        for name in PARAMETERS
        if (value := getattr(file.parameters, name)) is not None
    }
    state_effort(file, parameters, report)
    edges = _edges(file, model, pairs, registry, place, report)
    if edges is not None:
        content["model"]["edges"] = edge_content(edges.file, pairs or ())
    totals.check_growth(file.organizations, "entry_per_year" in parameters, report)
    bounds.check_place(place, report)
    bounds.check_sizes(organizations, 12 * file.years, report)
    bounds.check_parameters(parameters, file.uncertainty, report)
    scenario = Scenario(
        name=name,
        title=title_of(name, file.title),
        question=title_of(name, file.question) if file.question else None,
        notes=tuple(title_of(name, note) for note in file.notes),
        start_year=start[0],
        start_month=start[1],
        years=file.years,
        replicates=file.replicates,
        seed=file.seed,
        uncertainty=file.uncertainty,
        place=place,
        organizations=organizations,
        parameters=parameters,
        posterior=posterior,
        model=model,
        edges=edges,
        modules=tuple(file.extensions),
        budget=_budget(file.budget, place, report),
        alternatives=_alternatives(file, frame, parameters, past, report),
        observations=tuple(
            observation(number, entry, frame, past, report)
            for number, entry in enumerate(file.observations)
        ),
        history=past,
        content=content,
    )
    idle.check(scenario, [len(table.policies) for table in file.alternatives], report)
    contradictions.check(scenario.observations, past, organizations, start, report)
    return scenario, report, faults


def _edges(
    file: ScenarioFile,
    model: Mapping[str, str],
    pairs: Pairs | None,
    registry: Registry | None,
    place: Place,
    report: Report,
) -> Edges | None:
    """Return the edge list in force; the rule and the list go together."""
    wanted, named = model.get("peers") == "edges", file.model.edges
    if wanted and named is None:
        text = _('peers = "edges" needs the file of an edge list.')
        report.refuse(("model", "peers"), text, _('Write edges = "FILE.csv".'))
    if named is not None and not wanted:
        text = _("The edge list is not used.")
        report.refuse(("model", "edges"), text, _('Write peers = "edges", or leave it out.'))
    if not wanted or named is None or pairs is None:
        return None
    try:
        return edges_of(named, pairs, registry, place)
    except InputError as error:
        report.refuse(("model", "edges"), str(error))
        return None


def _cells(sheet: Sheet, columns: Mapping[str, int], remarks: Sequence[Remark]) -> dict[str, Any]:
    """Return the registry's cells by column, so that a scenario can be read without the file."""
    said = {"remarks": [remark.content() for remark in remarks]} if remarks else {}
    return {
        **said,
        "file": sheet.file,
        "encoding": sheet.encoding,
        "rows": list(sheet.rows),
        "columns": {
            name: [row[position] for row in sheet.cells] for name, position in columns.items()
        },
    }


def _alternatives(
    file: ScenarioFile,
    frame: levers.Frame,
    parameters: Mapping[str, float],
    past: History | None,
    report: Report,
) -> tuple[Alternative, ...]:
    def check(policies: Sequence[levers.Placed], found: Report) -> None:
        levers.check_together(policies, found)
        bounds.check_policies(policies, parameters, file.uncertainty, found)

    course = CONTINUES if past is None else past.course
    baseline = levers.build(("baseline",), file.baseline, frame, report)
    frame = replace(frame, since=0)
    check(baseline, report)
    found = [Alternative(
        id=BASELINE,
        title=BASELINE_TITLE,
        question=None,
        policies=tuple(placed.policy for placed in baseline),
        course=course,
    )]  # fmt: skip
    seen = {BASELINE, OTHER}
    for number, table in enumerate(file.alternatives):
        path: Path = ("alternatives", number)
        if table.id in seen:
            message = (
                _('"baseline" is the id of the baseline, which every scenario has.')
                if table.id == BASELINE
                else _(
                    '"{name}" is reserved: the baseline under the other assumption of effort.'
                ).format(name=table.id)
                if table.id == OTHER
                else _('Two alternatives have the id "{name}".').format(name=table.id)
            )
            report.refuse((*path, "id"), message)
        seen.add(table.id)
        found.append(_alternative(path, table, baseline, frame, check, report))
    return tuple(replace(entry, course=course) for entry in found)


def _alternative(
    path: Path,
    table: AlternativeTable,
    baseline: Sequence[levers.Placed],
    frame: levers.Frame,
    check: Callable[[Sequence[levers.Placed], Report], None],
    report: Report,
) -> Alternative:
    own = levers.build((*path, "policies"), table.policies, frame, report)
    ids = [placed.policy.id for placed in baseline]
    for number, name in enumerate(table.without):
        if name not in ids:
            message = _('The baseline has no policy "{name}".').format(name=name)
            report.refuse((*path, "without", number), message, near(name, ids))
    kept = [placed for placed in baseline if placed.policy.id not in table.without]
    together = Report()
    check([*kept, *own], together)
    # What is wrong within the baseline has been said once.
    report.issues += [issue for issue in together.issues if issue.path[0] != "baseline"]
    return Alternative(
        id=table.id,
        title=title_of(table.id, table.title),
        question=title_of(table.id, table.question) if table.question else None,
        policies=tuple(placed.policy for placed in (*kept, *own)),
    )


def _budget(table: BudgetTable, place: Place, report: Report) -> Budget:
    for name, known in (("districts", place.district_ids), ("industries", place.industry_ids)):
        for entry in getattr(table, name):
            if entry not in known:
                message = _('There is no "{name}" in [places].').format(name=entry)
                report.refuse(("budget", name, entry), message, near(entry, known), at_key=True)
    if sorted(table.order) != sorted(BudgetTable().order):
        report.refuse(
            ("budget", "order"),
            _("The order names posts, subsidies and grants_and_places once each."),
        )
    return Budget(
        cap_yuan_per_year=table.cap_yuan_per_year,
        district_caps=tuple(table.districts.get(entry) for entry in place.district_ids),
        industry_caps=tuple(table.industries.get(entry) for entry in place.industry_ids),
        order=tuple(table.order),
        discount_per_year=table.discount_per_year,
    )
