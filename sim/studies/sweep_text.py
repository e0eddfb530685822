"""A sweep in lines: how far cases lie apart, what chance does, and what went along with what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from sim.locale import _, ngettext, pick
from sim.measures.catalogue import MEASURES
from sim.present.names import measure_within
from sim.present.numbers import (
    NOTHING,
    change_text,
    digits,
    percent,
    span,
    tenths,
    value_text,
    whole,
    yuan,
    yuan_text,
)
from sim.present.tables import aligned
from sim.studies.study import Study, StudyResult

MOST_FAILED: Final = 5


def lines(study: Study, result: StudyResult) -> list[str]:
    """Return the answer of a sweep, a block a measure."""
    summary = result.summary
    found, curved = [headline(study, summary)], summary.get("curves", ())
    for measure in study.measures:
        rows = [entry for entry in summary["effects"] if entry["measure"] == measure]
        if rows:
            found += ["", measure_within(measure), *_apart(study, rows)]
            # A curve says more of one number than its thirds.
            found += [] if curved else _along(study, rows)
    for entry in curved:
        found += ["", *_curve(study, result, entry)]
    if not summary["effects"]:
        found += ["", _("No measure has a value in any case.")]
    elif summary["replicates"] > 1:
        found += [
            "",
            _("± is one standard error of chance over the replicates, shared by all cases."),
        ]
        if not curved:
            text = _("In a sample of few cases other factors lie unevenly over the thirds as well.")
            found += [text]
    return [*found, *failures(result)]


def headline(study: Study, summary: Mapping[str, Any]) -> str:
    """Say what was simulated."""
    text = _(
        "{title}: {cases} cases × {replicates} replicates, looked at in month {month} ({name})."
    )
    return text.format(
        title=pick(study.title),
        cases=whole(summary["cases"]),
        replicates=summary["replicates"],
        month=summary["month"],
        name=month_of(study, summary["month"]),
    )


def month_of(study: Study, month: int) -> str:
    """Return the calendar month at whose end a month of the tables stands."""
    return study.scenario.month_name(month - 1) if month else _("before the start")


def spread_text(measure: str, value: float) -> str:
    """Return a standard deviation of a measure for people: of shares in points."""
    if np.isnan(value):
        return NOTHING
    if not MEASURES[measure].denominator:
        return value_text(measure, value)
    return _("{n} points").format(n=tenths(100 * value))


def _apart(study: Study, rows: list[dict[str, Any]]) -> list[str]:
    table = [
        (
            _("alternative"),
            _("mean of all"),
            _("lowest case"),
            _("highest case"),
            _("sd between cases"),
            _("sd within a case"),
        )
    ]
    for entry in rows:
        measure = entry["measure"]
        written = value_text if entry["less"] is None else change_text
        ends = [
            _("{value} (case {case})").format(
                value=written(measure, entry[end]["mean"]), case=entry[end]["case"]
            )
            for end in ("lowest", "highest")
        ]
        between, within = (spread_text(measure, entry[name]) for name in ("between", "within"))
        name = _named(study, entry)
        mean = written(measure, entry["mean"])
        table.append((name, mean, ends[0], ends[1], between, within))
    return aligned(table).splitlines()


def _along(study: Study, rows: list[dict[str, Any]]) -> list[str]:
    """What each factor went along with, the largest difference first."""
    found = []
    for entry in rows:
        measure, factors = entry["measure"], entry["factors"]
        written = value_text if entry["less"] is None else change_text
        table = []
        for key in sorted(factors, key=lambda key: -abs(factors[key]["step"])):
            means = factors[key]["means"]
            shown = [f"{_group(name)} {written(measure, value)}" for name, value in means.items()]
            step = _("{step} ± {error}").format(
                step=change_text(measure, factors[key]["step"]),
                error=spread_text(measure, factors[key]["error"]),
            )
            table.append((short(key), _(", ").join(shown), _between(factors[key], step)))
        if table:
            text = _heading(factors).format(alternative=_named(study, entry))
            found += ["", "  " + text]
            found += aligned(table, indent=4).splitlines()
    return found


def _heading(factors: Mapping[str, Mapping[str, Any]]) -> str:
    """Say what the means are of: thirds of a factor that is a number, choices of one of words."""
    chosen = ["between" in factor for factor in factors.values()]
    if all(chosen):
        return _("{alternative}: mean of the cases under each choice of a factor")
    if any(chosen):
        return _(
            "{alternative}: mean of the cases in the lower and upper third of a factor, or under "
            "each of its choices"
        )
    return _("{alternative}: mean of the cases in the lower and upper third of a factor")


def _between(factor: Mapping[str, Any], step: str) -> str:
    """Return a step with the two choices that it lies between; of thirds there are only two."""
    if "between" not in factor:
        return step
    one, other = factor["between"]
    return _("{one} to {other}: {step}").format(one=one, other=other, step=step)


def _curve(study: Study, result: StudyResult, entry: Mapping[str, Any]) -> list[str]:
    """Return a curve as a table of its steps, and which dose is enough."""
    table, measure = result.tables["curve"], entry["measure"]
    mine = (table["alternative"] == entry["alternative"]) & (table["measure"] == measure)
    written = value_text if entry["less"] is None else change_text
    rows = [
        (short(entry["key"]), _("mean"), _("90 % of replicates"), _("step"), _("yuan of the step"))
    ]
    for k in np.flatnonzero(mine).tolist():
        low, high = (written(measure, float(table[name][k])) for name in ("q05", "q95"))
        first = np.isnan(table["step"][k])
        step = _("{step} ± {error}").format(
            step=change_text(measure, float(table["step"][k])),
            error=spread_text(measure, float(table["step_se"][k])),
        )
        rows.append(
            (
                digits(float(table["dose"][k])),
                written(measure, float(table["mean"][k])),
                span(low, high),
                NOTHING if first else step,
                NOTHING if first else yuan(float(table["step_yuan"][k]), sign=True),
            )
        )
    head = _("{alternative}, {measure}: what each further dose adds").format(
        alternative=_named(study, entry), measure=measure_within(measure)
    )
    return ["  " + head, *aligned(rows, indent=4).splitlines(), *_enough(study, entry)]


def _enough(study: Study, entry: Mapping[str, Any]) -> list[str]:
    """Say from which dose on another does not differ clearly from nothing, and how sure that is."""
    limit = getattr(study.settings, "most_yuan_a_point", None)
    if entry["enough"] is None:
        text = _("No dose that was tried is enough: every step differs clearly from zero.")
    else:
        rule = (
            _("the next step shows no clear gain (2 standard errors)")
            if limit is None
            else _("the next step shows no clear gain (2 standard errors), or costs more than "
                   "{limit} a point").format(limit=yuan_text(limit))
        )  # fmt: skip
        text = _("Enough: {dose}. It is the first dose of which {rule}.").format(
            dose=digits(entry["enough"]), rule=rule
        )
    if entry["enough_low"] is None:
        return [f"  {text}"]
    sure = _("Resampling the {n} replicates gives {low} to {high}, and no dose in {share}.")
    said = sure.format(
        n=whole(entry["replicates"]),
        low=digits(entry["enough_low"]),
        high=digits(entry["enough_high"]),
        share=percent(entry["none_enough"]),
    )
    return [f"  {text}", f"  {said}"]


def _named(study: Study, entry: Mapping[str, Any]) -> str:
    """Return the title of an entry's alternative, and whether it is a difference."""
    name = named(study, entry["alternative"])
    return name if entry["less"] is None else _("{name}, less the baseline").format(name=name)


def _group(name: str) -> str:
    return {"low": _("low"), "high": _("high")}.get(name, name)


def named(study: Study, alternative: str) -> str:
    """Return the title of an alternative."""
    return pick(study.scenario.alternative(alternative).title)


def short(key: str) -> str:
    """Return a key without what is the same in all of its sort."""
    parts = key.removeprefix("parameters.").split(".")
    return ".".join(part for part in parts if part not in ("alternatives", "policies"))


def failures(result: StudyResult) -> list[str]:
    """List the cases that failed, with the reason."""
    if not result.failed:
        return []
    count = len(result.failed)
    text = ngettext(
        "{n} replicate could not be simulated:", "{n} replicates could not be simulated:", count
    )
    shown = [f"  {name}: {reason}" for name, reason in [*result.failed.items()][:MOST_FAILED]]
    more = ["  …"] if count > MOST_FAILED else []
    return ["", text.format(n=count), *shown, *more]
