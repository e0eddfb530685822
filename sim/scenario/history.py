"""From ``[history]`` and ``[[observations]]`` to what pasts are held against; the checks."""

from __future__ import annotations

from sim.locale import _
from sim.plan.past import LONGEST, SHORTEST, YEARS, Course, History, Observation, asks
from sim.scenario.levers import Frame
from sim.scenario.placing import indices, title_of
from sim.scenario.schema import Observation as ObservationTable
from sim.scenario.schema import ScenarioFile
from sim.scenario.tables import COUNTED
from sim.state.codes import Kind
from sim.text.locate import Path
from sim.text.numerals import month_index, month_name, year_and_month
from sim.text.problems import Report


def past_of(file: ScenarioFile, start: tuple[int, int], report: Report) -> History | None:
    """Return what is known of the past, ``None`` where nothing is asked of it."""
    table = file.history
    if table.half_life_months is not None and table.effort != "fades":
        report.refuse(
            ("history", "half_life_months"),
            _("Only effort that fades has a half-life."),
            _('Write effort = "fades" as well, or leave it out.'),
            at_key=True,
        )
    if table.effort == "fades" and table.half_life_months is None:
        report.refuse(
            ("history", "effort"),
            _("Effort that fades needs half_life_months."),
            _("For one year write half_life_months = 12."),
        )
    if not asks(table.model_dump()):
        return None
    since = year_and_month(table.since) if table.since else (start[0] - YEARS, start[1])
    months = (start[0] - since[0]) * 12 + start[1] - since[1]
    if not SHORTEST <= months <= LONGEST:
        report.refuse(
            ("history", "since"),
            _("From {since} to the start ({start}) are {n} months.").format(
                since=table.since, start=file.start, n=months
            ),
            _("A past has {low} to {high} months.").format(low=SHORTEST, high=LONGEST),
        )
        months = min(max(months, SHORTEST), LONGEST)
    return History(
        since=since,
        months=months,
        course=Course(table.effort or "continues", table.half_life_months or 0.0),
        official=bool(table.official),
        founded=table.founded_last_year,
        dissolved=table.dissolved_last_year,
        refused=table.refused_last_year,
    )


def state_effort(file: ScenarioFile, parameters: dict[str, float], report: Report) -> None:
    """Let the effort that is stated of the past hold as the parameter that it is."""
    level = file.history.effort_level
    if level is None:
        return
    if "effort" in parameters:
        report.refuse(
            ("history", "effort_level"),
            _("Standing effort is stated twice: here and as effort in [parameters]."),
            _("Keep one of them."),
            at_key=True,
        )
    parameters["effort"] = level


def observation(
    number: int, table: ObservationTable, frame: Frame, past: History | None, report: Report
) -> Observation:
    """Return the n-th observation; a percentage, or evidence of no past, is refused."""
    path: Path = ("observations", number)
    place, month = frame.place, month_index(table.month, frame.start)
    _check_evidence(path, table, month, past, report)
    if table.measure not in COUNTED and table.value > 1:
        report.refuse(
            (*path, "value"),
            _('"value" = {value:g} is a share, between 0 and 1.').format(value=table.value),
            _("For {value:g} % write {share:g}.").format(
                value=table.value, share=table.value / 100
            ),
        )
    return Observation(
        measure=table.measure,
        month=month,
        value=table.value,
        sd=table.sd,
        kinds=tuple(int(Kind[name.upper()]) for name in table.kinds),
        districts=tuple(indices(table.districts, place.district_ids, (*path, "districts"), report)),
        industries=tuple(
            indices(table.industries, place.industry_ids, (*path, "industries"), report)
        ),
        definition=title_of("", table.definition) if table.definition else None,
        source=table.source,
        evidence=table.evidence,
    )


def _check_evidence(
    path: Path, table: ObservationTable, month: int, past: History | None, report: Report
) -> None:
    """Refuse a figure that can be no evidence of the past; warn of one that none is held to."""
    if table.evidence and past is None:
        report.refuse(
            (*path, "evidence"),
            _("No past is simulated that it could be evidence of."),
            _('Add a table [history], such as effort = "continues", or leave evidence out.'),
            at_key=True,
        )
    elif table.evidence and month >= 0:
        report.refuse(
            (*path, "evidence"),
            _("{month} is no month before the start: only those are evidence of the past.").format(
                month=table.month
            ),
            at_key=True,
        )
    elif past is not None and table.evidence is not False and month < -past.months:
        since = month_name(past.since, 0)
        report.warn(
            (*path, "month"),
            _("{month} lies before the past begins ({since}): the figure is not read.").format(
                month=table.month, since=since
            ),
            _("Lower since in [history], or write evidence = false."),
        )
