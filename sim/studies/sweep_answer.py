"""A sweep in tables and in lines: how far cases lie apart, what chance does, what went along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.draws import F64
from sim.locale import _, pick
from sim.measures.base import QUANTILES
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
from sim.scenario.scenario import BASELINE
from sim.studies.cases import Cases, Responses
from sim.studies.outcomes import mean_and_error, month_of, named, rows_of, short
from sim.studies.study import Columns, Study, StudyResult, Values, texts


def design_table(values: Values) -> Columns:
    """Return a row a case: its number and its values."""
    n = len(next(iter(values.values())))
    return {"case": np.arange(n), **values}


def responses_table(found: Responses, shape: tuple[int, int]) -> Columns:
    """Return a row a case × alternative × month × measure: over replicates, mean and quantiles.

    ``difference`` columns are paired with the baseline, replicate by replicate; they are empty for
    itself, and where the study doesn't look at it.
    """
    n, _replicates = shape
    size = (len(found.alternatives), len(found.months), len(found.measures))
    case, alternative, month, measure = (g.ravel() for g in np.indices((n, *size)))
    # By case, replicate, alternative, measure, month; replicates become the last.
    values = found.values.reshape(*shape, *found.values.shape[1:]).transpose(0, 2, 4, 3, 1)
    differences = np.full_like(values, np.nan)
    if BASELINE in found.alternatives:
        itself = found.alternatives.index(BASELINE)
        differences = values - values[:, itself : itself + 1]
        differences[:, itself] = np.nan
    table: dict[str, npt.NDArray[Any]] = {
        "case": case,
        "alternative": texts(np.array(found.alternatives, object)[alternative]),
        "month": np.array(found.months, np.int64)[month],
        "measure": texts(np.array(found.measures, object)[measure]),
    }
    for prefix, part in (("", values), ("difference_", differences)):
        flat = part.reshape(-1, shape[1])
        table[f"{prefix}mean"] = mean_of(flat)
        for number, level in zip(quantiles(flat), ("q05", "q50", "q95"), strict=True):
            table[f"{prefix}{level}"] = number
    table["replicates"] = np.count_nonzero(~np.isnan(values.reshape(-1, shape[1])), axis=1)
    return table


def quantiles(rows: F64) -> F64:
    """Return quantiles of each row without what is no number, NaN where all is none."""
    whole = ~np.isnan(rows).any(axis=1)
    found = np.full((len(QUANTILES), len(rows)), np.nan)
    if whole.any():
        found[:, whole] = np.quantile(rows[whole], QUANTILES, axis=1)
    for row in np.flatnonzero(~whole & ~np.isnan(rows).all(axis=1)):
        found[:, row] = np.quantile(rows[row][~np.isnan(rows[row])], QUANTILES)
    return found


def wide_table(cases: Cases, found: Responses, replicates: int) -> Columns:
    """Return a row a case × replicate: values, and every outcome at the last month."""
    number = np.arange(len(cases)) // replicates
    table: Values = {"case": number, "replicate": cases.replicate, **cases.values}
    for place, alternative in enumerate(found.alternatives):
        for measure in found.measures:
            table[f"{alternative}.{measure}"] = found.of(measure, alternative)
        table[f"{alternative}.yuan"] = found.yuan[:, place]
        table[f"{alternative}.hours"] = found.hours[:, place]
    return table


def effects(values: Values, found: Responses, shape: tuple[int, int]) -> list[dict[str, Any]]:
    """Return for every alternative and measure what cases and chance do, at the last month.

    ``shape`` is (cases, replicates). Where the baseline is among the alternatives, the others
    have a second entry: ``less`` names it, and everything in it is of paired differences.
    """
    rows = []
    for measure in found.measures:
        levels = {name: found.of(measure, name).reshape(shape) for name in found.alternatives}
        for name, level in levels.items():
            entries: list[tuple[str | None, F64]] = [(None, level)]
            if BASELINE in levels and name != BASELINE:
                entries.append((BASELINE, level - levels[BASELINE]))
            for less, outcome in entries:
                if not np.isnan(outcome).all():
                    told = {"alternative": name, "measure": measure, "less": less}
                    rows.append(told | _entry(values, outcome))
    return rows


def _entry(values: Values, outcome: F64) -> dict[str, Any]:
    """Describe an outcome [case, replicate].

    ``between`` is the standard deviation of the cases' means, ``within`` that of replicates around
    their case's mean: chance, and what the study left to the priors.
    """
    means = mean_of(outcome)
    ends = {"lowest": int(np.nanargmin(means)), "highest": int(np.nanargmax(means))}
    return {
        "mean": float(np.nanmean(means)),
        **{name: {"case": case, "mean": float(means[case])} for name, case in ends.items()},
        "between": float(np.nanstd(means)),
        "within": float(np.sqrt(np.nanmean((outcome - means[:, None]) ** 2))),
        "factors": {key: _factor(column, outcome) for key, column in values.items()},
    }


def _factor(column: npt.NDArray[Any], outcome: F64) -> dict[str, Any]:
    """Return the means of a factor's groups, the widest step between two, and its error.

    ``between`` names the two where groups are choices; of a number they are its outer thirds.
    """
    by_group = {name: mean_of(outcome[rows].T) for name, rows in groups(column).items()}
    means = {name: float(mean_of(found[None, :])[0]) for name, found in by_group.items()}
    step, error = 0.0, 0.0
    between: list[str] = []
    for one, other in combinations(by_group, 2):
        by_replicate = by_group[other] - by_group[one]
        known = by_replicate[~np.isnan(by_replicate)]
        if len(known) and abs(known.mean()) >= abs(step):
            (step, error), between = mean_and_error(known), [one, other]
    told = {"between": between} if between and column.dtype == object else {}
    return {"means": means, "step": step, "error": error, **told}


def mean_of(outcome: F64) -> F64:
    """Return the mean over replicates, leaving out what is no number; NaN where all is none."""
    known = ~np.isnan(outcome)
    number = np.count_nonzero(known, axis=1)
    total = np.where(known, outcome, 0.0).sum(axis=1)
    averages: F64 = np.divide(total, number, out=np.full(len(total), np.nan), where=number > 0)
    return averages


def groups(column: npt.NDArray[Any]) -> dict[str, npt.NDArray[np.bool_]]:
    """Return the cases of each choice, or of the lower and the upper third of a number."""
    if column.dtype == object:
        return {str(name): column == name for name in dict.fromkeys(column.tolist())}
    low, high = np.quantile(column, (1 / 3, 2 / 3), method="inverted_cdf")
    return {"low": column <= low, "high": column >= high}


def describe(study: Study, result: StudyResult) -> list[str]:
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
    return found


def headline(study: Study, summary: Mapping[str, Any]) -> str:
    """Say what was simulated."""
    text = _(
        "{title}: {cases} cases × {replicates} replicates, looked at in month {month} ({name})."
    )
    month, cases = summary["month"], whole(summary["cases"])
    told = {"title": pick(study.title), "cases": cases, "replicates": summary["replicates"]}
    return text.format(**told, month=month, name=month_of(study, month))


def spread_text(measure: str, value: float) -> str:
    """Return a standard deviation of a measure for people: of shares in points."""
    if np.isnan(value):
        return NOTHING
    if not MEASURES[measure].denominator:
        return value_text(measure, value)
    return _("{n} points").format(n=tenths(100 * value))


def _apart(study: Study, rows: list[dict[str, Any]]) -> list[str]:
    heads = [_("alternative"), _("mean of all"), _("lowest case"), _("highest case")]
    table = [[*heads, _("sd between cases"), _("sd within a case")]]
    for entry in rows:
        measure, written = entry["measure"], _written(entry)
        ends = [
            _("{value} (case {case})").format(
                value=written(measure, entry[end]["mean"]), case=entry[end]["case"]
            )
            for end in ("lowest", "highest")
        ]
        spread = [spread_text(measure, entry[name]) for name in ("between", "within")]
        table.append([_named(study, entry), written(measure, entry["mean"]), *ends, *spread])
    return aligned(table).splitlines()


def _written(entry: Mapping[str, Any]) -> Callable[[str, float], str]:
    """Return how values of an entry are written: differences from the baseline with a sign."""
    return value_text if entry["less"] is None else change_text


def _step(measure: str, step: float, error: float) -> str:
    text = _("{step} ± {error}")
    return text.format(step=change_text(measure, step), error=spread_text(measure, error))


def _along(study: Study, rows: list[dict[str, Any]]) -> list[str]:
    """What each factor went along with, the largest difference first."""
    found = []
    for entry in rows:
        measure, factors, written = entry["measure"], entry["factors"], _written(entry)
        groups, table = {"low": _("low"), "high": _("high")}, []
        for key, factor in sorted(factors.items(), key=lambda pair: -abs(pair[1]["step"])):
            shown = [
                f"{groups.get(name, name)} {written(measure, value)}"
                for name, value in factor["means"].items()
            ]
            step = _step(measure, factor["step"], factor["error"])
            table.append((short(key), _(", ").join(shown), _between(factor, step)))
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
    written = _written(entry)
    rows = [
        (short(entry["key"]), _("mean"), _("90 % of replicates"), _("step"), _("yuan of the step"))
    ]
    for row in rows_of(table, alternative=entry["alternative"], measure=measure):
        low, high, mean = (written(measure, row[name]) for name in ("q05", "q95", "mean"))
        step, price = NOTHING, NOTHING
        if not np.isnan(row["step"]):
            step = _step(measure, row["step"], row["step_se"])
            price = yuan(row["step_yuan"], sign=True)
        rows.append((digits(row["dose"]), mean, span(low, high), step, price))
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
    low, high = digits(entry["enough_low"]), digits(entry["enough_high"])
    n, share = whole(entry["replicates"]), percent(entry["none_enough"])
    sure = _("Resampling the {n} replicates gives {low} to {high}, and no dose in {share}.")
    said = sure.format(n=n, low=low, high=high, share=share)
    return [f"  {text}", f"  {said}"]


def _named(study: Study, entry: Mapping[str, Any]) -> str:
    """Return the title of an entry's alternative, and whether it is a difference."""
    name = named(study, entry["alternative"])
    return name if entry["less"] is None else _("{name}, less the baseline").format(name=name)
