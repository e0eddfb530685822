"""Sweep: the same worlds again and again with other values, over a grid, a sample or a list.

All cases meet the same replicates, and so the same draws: what differs between two cases was
caused by the values. What is swept is a model's answer; how likely the values are is another
question, which priors answer for parameters and nobody for policies.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any, ClassVar, Literal

import numpy as np
import numpy.typing as npt
from pydantic import model_validator

from sim.errors import InputError
from sim.locale import _
from sim.measures.base import QUANTILES
from sim.scenario.keys import key
from sim.scenario.scenario import BASELINE
from sim.studies.cases import Cases, Responses
from sim.studies.catalogue import MethodSettings, Written
from sim.studies.curve import curves, dose_of
from sim.studies.sampling import grid, latin, listed, replicated, sobol
from sim.studies.store import Work
from sim.studies.study import Columns, Study, StudyResult, texts
from sim.studies.sweep_text import lines

Design = Literal["grid", "latin", "sobol", "list"]


class Settings(MethodSettings):
    """How the points of a sweep are chosen."""

    FILES: ClassVar = ("cases",)
    OPTIONS: ClassVar = {"cases": Written("--cases", "FILE")}

    design: Design = key(
        "Every combination, a Latin hypercube, Sobol' points, or a list of cases",
        "网格、拉丁超立方、Sobol 点，或个案清单",
        default="grid",
    )
    levels: int = key(
        "Levels of each factor in a grid", "网格中各因素的水平数", default=5, low=2, high=1000
    )
    points: int = key(
        "Points of a Latin hypercube or of Sobol'", "抽样点数", default=64, low=2, high=10_000_000
    )
    cases: str | None = key(
        "List of cases (CSV or XLSX), a column a key and a row a case",
        "个案清单文件（CSV 或 XLSX），每列一个键，每行一个个案",
        default=None,
    )

    most_yuan_a_point: float | None = key(
        "Most yuan that a further percentage point may cost, of a sweep over one dose",
        "单一力度扫描中，每多一个百分点最多可花的金额",
        default=None,
        unit="yuan",
        low=0,
    )

    @model_validator(mode="before")
    @classmethod
    def _listed(cls, data: Any) -> Any:
        """Let a list of cases that is given be the design."""
        named = isinstance(data, dict) and data.get("cases") is not None
        return {"design": "list", **data} if named else data


def run(study: Study, work: Work) -> StudyResult:
    """Simulate every case under the study's replicates, and put them side by side."""
    values = points(study)
    cases = replicated(values, study.replicates)
    found = respond(work, cases, study)
    shape = (len(cases) // study.replicates, study.replicates)
    failed = {
        _("case {case}, replicate {replicate} (seed {seed})").format(
            case=row // study.replicates,
            replicate=row % study.replicates,
            seed=study.scenario.seed,
        ): reason
        for row, reason in found.failed.items()
    }
    tables: dict[str, Columns] = {
        "design": design_table(values),
        "responses": responses_table(found, shape),
        "wide": wide_table(values, found, study.replicates),
    }
    summary: dict[str, Any] = {
        "cases": shape[0],
        "replicates": shape[1],
        "month": found.months[-1],
        "effects": effects(values, found, shape),
        "failed": len(failed),
    }
    if dose_of(values) is not None:
        limit = study.settings_of(Settings).most_yuan_a_point
        tables["curve"], summary["curves"] = curves(values, found, shape, limit, study.seed)
        summary["most_yuan_a_point"] = limit
    return StudyResult(tables, summary, failed)


def respond(work: Work, cases: Cases, study: Study) -> Responses:
    """Simulate cases; an alternative that no factor touches once a replicate, whatever the case.

    Such an alternative meets the same values in every case, so its worlds are the same, bit for
    bit.
    """
    parts = [key.split(".") for key in cases.values]
    if any(part[0] != "alternatives" or part[1] == BASELINE for part in parts):
        return work.respond(cases)
    touched = {part[1] for part in parts}
    moved = [name for name in study.alternatives if name in touched]
    still = [name for name in study.alternatives if name not in touched]
    if not (moved and still) or not len(cases):
        return work.respond(cases)
    replicates, row = np.unique(cases.replicate, return_inverse=True)
    once = work.respond(Cases(replicates, {}), alternatives=still)
    every = work.respond(cases, alternatives=moved)
    place = {name: (once, still.index(name), row) for name in still}
    rows = np.arange(len(cases))
    place |= {name: (every, moved.index(name), rows) for name in moved}
    chosen = [place[name] for name in study.alternatives]
    lost = {int(k): reason for k in rows if (reason := once.failed.get(int(row[k]))) is not None}
    return Responses(
        tuple(study.alternatives),
        every.measures,
        every.months,
        np.stack([part.values[at, number] for part, number, at in chosen], axis=1),
        np.stack([part.yuan[at, number] for part, number, at in chosen], axis=1),
        np.stack([part.hours[at, number] for part, number, at in chosen], axis=1),
        {**lost, **every.failed},
    )


def points(study: Study) -> dict[str, npt.NDArray[Any]]:
    """Return the values of the design, a column a key.

    Raises ``InputError`` where there is nothing to vary, or a list and factors at once.
    """
    settings = study.settings_of(Settings)
    if (settings.design == "list") != (settings.cases is not None):
        raise InputError(_('A list of cases needs both design = "list" and cases = "file.csv".'))
    if settings.cases is not None:
        if study.factors:
            raise InputError(_("A list of cases says what is varied: leave the factors out."))
        return dict(listed(study.sheets["cases"], study.scenario))
    if settings.design == "grid":
        return dict(grid(study.factors, settings.levels))
    sampled = latin if settings.design == "latin" else sobol
    return dict(sampled(study.factors, settings.points, study.seed))


def describe(study: Study, result: StudyResult) -> list[str]:
    """Return the answer in lines."""
    return lines(study, result)


F64 = npt.NDArray[np.float64]
Values = Mapping[str, npt.NDArray[Any]]


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


def wide_table(values: Values, found: Responses, replicates: int) -> Columns:
    """Return a row a case × replicate: values, and every outcome at the last month."""
    n = len(found.yuan) // replicates
    table: dict[str, npt.NDArray[Any]] = {
        "case": np.repeat(np.arange(n), replicates),
        "replicate": np.tile(np.arange(replicates), n),
        **{key: np.repeat(column, replicates) for key, column in values.items()},
    }
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
    return {
        "mean": float(np.nanmean(means)),
        "lowest": _extreme(means, int(np.nanargmin(means))),
        "highest": _extreme(means, int(np.nanargmax(means))),
        "between": float(np.nanstd(means)),
        "within": float(np.sqrt(np.nanmean((outcome - means[:, None]) ** 2))),
        "factors": {key: _factor(column, outcome) for key, column in values.items()},
    }


def _extreme(means: F64, case: int) -> dict[str, Any]:
    return {"case": case, "mean": float(means[case])}


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
        if len(known) and abs(float(np.mean(known))) >= abs(step):
            step, between = float(np.mean(known)), [one, other]
            error = float(np.std(known, ddof=1)) / len(known) ** 0.5 if len(known) > 1 else np.nan
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
