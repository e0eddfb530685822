"""Sweep: the same worlds again and again with other values, over a grid, a sample or a list.

All cases meet the same replicates, and so the same draws: what differs between two cases was
caused by the values. What is swept is a model's answer; how likely the values are is another
question, which priors answer for parameters and nobody for policies.

Points are a grid, a Latin hypercube, Sobol' points, or a list of a reader's own.

A sweep over one number has a curve for each alternative and measure: what each further dose adds,
and from which dose on another shows no clear gain. It has at every dose the mean over replicates
and what 90 % of them lie between, and between neighbouring doses the step. Steps are paired,
replicate by replicate, so their standard error is far below that of two separate means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any, ClassVar, Final, Literal

import numpy as np
import numpy.typing as npt
from pydantic import model_validator

from sim.draws import F64, I64, series
from sim.errors import InputError
from sim.locale import _
from sim.measures.base import QUANTILES
from sim.measures.catalogue import MEASURES
from sim.scenario.keys import key
from sim.scenario.scenario import BASELINE
from sim.studies.cases import Cases, Responses, replicated
from sim.studies.catalogue import MethodSettings, Written
from sim.studies.factors import Factor, scaled
from sim.studies.file import listed
from sim.studies.outcomes import Outcome, mean_and_error, table_of
from sim.studies.store import Work
from sim.studies.study import Columns, Study, StudyResult, Values
from sim.studies.sweep_answer import describe as describe
from sim.studies.sweep_answer import design_table, effects, responses_table, wide_table

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
    cases = replicated(values, range(study.replicates))
    found = respond(work, cases, study)
    shape = (len(cases) // study.replicates, study.replicates)
    text, failed = _("case {case}, replicate {replicate} (seed {seed})"), {}
    for row, reason in found.failed.items():
        case, replicate = divmod(row, study.replicates)
        failed[text.format(case=case, replicate=replicate, seed=study.scenario.seed)] = reason
    tables: dict[str, Columns] = {
        "design": design_table(values),
        "responses": responses_table(found, shape),
        "wide": wide_table(cases, found, study.replicates),
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
    return replace(
        every,
        alternatives=tuple(study.alternatives),
        values=np.stack([part.values[at, number] for part, number, at in chosen], axis=1),
        yuan=np.stack([part.yuan[at, number] for part, number, at in chosen], axis=1),
        hours=np.stack([part.hours[at, number] for part, number, at in chosen], axis=1),
        failed={**lost, **every.failed},
    )


def points(study: Study) -> Values:
    """Return the values of the design, a column a key.

    Raises ``InputError`` where there is nothing to vary, or a list and factors at once.
    """
    settings = study.settings_of(Settings)
    if (settings.design == "list") != (settings.cases is not None):
        raise InputError(_('A list of cases needs both design = "list" and cases = "file.csv".'))
    if settings.cases is not None:
        if study.factors:
            raise InputError(_("A list of cases says what is varied: leave the factors out."))
        return listed(study.sheets["cases"], study.scenario)
    if settings.design == "grid":
        return grid(study.factors, settings.levels)
    sampled = latin if settings.design == "latin" else sobol
    return sampled(study.factors, settings.points, study.seed)


def grid(factors: Sequence[Factor], levels: int) -> Values:
    """Return every combination: ``levels`` values from low to high, or all choices, of each.

    Parameters with a prior have quantiles of it from 0 to 1. Whole numbers may have fewer levels.
    """
    _refuse_none(factors)
    axes = []
    for entry in factors:
        n = len(entry.choices) or levels
        points = (np.arange(n) + 0.5) / n if entry.choices else np.linspace(0.0, 1.0, n)
        axes.append(list(dict.fromkeys(entry.at(points).tolist())))
    columns = zip(*product(*axes), strict=True)
    return {factor.key: _column(column) for factor, column in zip(factors, columns, strict=True)}


def latin(factors: Sequence[Factor], points: int, seed: int) -> Values:
    """Return a Latin hypercube: each factor's range is cut evenly, a point in every piece."""
    from scipy.stats import qmc

    _refuse_none(factors)
    return scaled(factors, qmc.LatinHypercube(len(factors), rng=seed).random(points))


def sobol(factors: Sequence[Factor], points: int, seed: int) -> Values:
    """Return the first scrambled Sobol' points: their number is a power of two."""
    from scipy.stats import qmc

    _refuse_none(factors)
    if points & (points - 1):
        lower = 1 << (points.bit_length() - 1)
        message = _(
            "Sobol' points come in powers of two: ask for {lower} or {upper}, not {points}."
        )
        raise InputError(message.format(lower=lower, upper=2 * lower, points=points))
    return scaled(factors, qmc.Sobol(len(factors), rng=seed).random(points))


def _column(entries: Sequence[Any]) -> npt.NDArray[Any]:
    return np.array(entries, object if isinstance(entries[0], str) else np.float64)


def _refuse_none(factors: Sequence[Factor]) -> None:
    if not factors:
        raise InputError(_("A design needs factors: name what is to be varied."))


FEWEST_DOSES: Final = 3
"""Doses of which there is a curve."""
TOLD: Final = 2.0
"""Standard errors by which a step must differ from zero to differ clearly from it."""
RESAMPLES: Final = 500
FEWEST_REPLICATES: Final = 10
"""Fewer replicates say nothing of how far the dose that is enough may be off."""
POINT: Final = 0.01


def dose_of(values: Values) -> str | None:
    """Return the key of the one number that is varied, ``None`` where there is no curve."""
    if len(values) != 1:
        return None
    key, column = next(iter(values.items()))
    if column.dtype == object or len(np.unique(column)) < FEWEST_DOSES:
        return None
    return key


def curves(
    values: Values, found: Responses, shape: tuple[int, int], limit: float | None, seed: int
) -> tuple[Columns, list[dict[str, Any]]]:
    """Return a row a curve and dose, and for each curve which dose is enough.

    The outcome is the paired difference from the baseline where the study looks at it, else the
    measure itself, at the last month. ``limit`` is the most yuan of a point that a further dose
    may cost. ``shape`` is (cases, replicates); ``seed`` that of the resamples.
    """
    key = dose_of(values)
    assert key is not None  # asked before
    doses, first = np.unique(values[key].astype(np.float64), return_index=True)
    rows, summaries = [], []
    paired = BASELINE in found.alternatives and len(found.alternatives) > 1
    for alternative in found.alternatives:
        if paired and alternative == BASELINE:
            continue
        less = BASELINE if paired else None
        yuan = Outcome("yuan", alternative, less).of(found).reshape(shape)[first]
        for measure in found.measures:
            outcome = Outcome(measure, alternative, less).of(found).reshape(shape)[first]
            known = ~(np.isnan(outcome).any(0) | np.isnan(yuan).any(0))
            if not known.any():
                continue
            outcome, price = outcome[:, known], yuan[:, known]
            most = limit if MEASURES[measure].is_share else None
            enough = _enough(outcome, price, most)
            told = {"alternative": alternative, "measure": measure, "less": less or ""}
            rows += [told | step for step in _steps(doses, outcome, price)]
            summaries.append(
                {
                    "key": key,
                    **told,
                    "less": less,
                    "replicates": int(outcome.shape[1]),
                    "enough": None if enough is None else float(doses[enough]),
                    **_uncertain(outcome, price, most, doses, seed),
                }
            )
    return table_of(rows, _COLUMNS), summaries


_COLUMNS: Final = (
    "alternative", "measure", "less", "dose", "mean", "q05", "q95", "se", "step", "step_se", "yuan",
    "step_yuan",
)  # fmt: skip


def _steps(doses: F64, outcome: F64, yuan: F64) -> Iterator[dict[str, Any]]:
    """Yield the rows of a curve; a step is the one that leads to the dose."""
    nothing = np.full((1, outcome.shape[1]), np.nan)
    steps, dear = (np.diff(part, axis=0, prepend=nothing) for part in (outcome, yuan))
    for number, dose in enumerate(doses.tolist()):
        low, high = np.quantile(outcome[number], (QUANTILES[0], QUANTILES[-1])).tolist()
        mean, error = mean_and_error(outcome[number])
        step, step_error = mean_and_error(steps[number])
        yield {
            "dose": dose, "mean": mean, "q05": low, "q95": high, "se": error,
            "step": step, "step_se": step_error,
            "yuan": float(yuan[number].mean()), "step_yuan": float(dear[number].mean()),
        }  # fmt: skip


def _enough(outcome: F64, yuan: F64, limit: float | None) -> int | None:
    """Return the first dose whose next step does not differ clearly from zero, or costs too much.

    ``outcome`` and ``yuan`` are [dose, replicate]; ``None`` where every step is still worth it.
    """
    steps, dear = np.diff(outcome, axis=0), np.diff(yuan, axis=0).mean(axis=1)
    mean = steps.mean(axis=1)
    n = steps.shape[1]
    error = steps.std(axis=1, ddof=1) / n**0.5 if n > 1 else np.zeros(len(mean))
    worth = mean > TOLD * error
    if limit is not None:
        worth &= dear <= limit * mean / POINT
    stops = np.flatnonzero(~worth)
    return int(stops[0]) if len(stops) else None


def _uncertain(
    outcome: F64, yuan: F64, limit: float | None, doses: F64, seed: int
) -> dict[str, float | None]:
    """Return what 90 % of resamples of the replicates say is enough, and in how many none is.

    A dose beyond the largest counts as the largest in the interval.
    """
    n = outcome.shape[1]
    if n < FEWEST_REPLICATES:
        return {"enough_low": None, "enough_high": None, "none_enough": None}
    u = series(seed, "dose-response", RESAMPLES * n).reshape(RESAMPLES, n)
    chosen: I64 = np.floor(u * n).astype(np.int64)
    found = [_enough(outcome[:, rows], yuan[:, rows], limit) for rows in chosen]
    at = np.array([len(doses) - 1 if one is None else one for one in found])
    low, high = np.quantile(at, (QUANTILES[0], QUANTILES[-1]), method="inverted_cdf").tolist()
    return {
        "enough_low": float(doses[int(low)]),
        "enough_high": float(doses[int(high)]),
        "none_enough": sum(one is None for one in found) / RESAMPLES,
    }
