"""A calibration as tables, as plain data, and as a file of the posterior for scenarios."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

import sim
from sim.draws import F64
from sim.plan.edition import EDITION
from sim.plan.posterior import FORMAT
from sim.store.provenance import worker_code
from sim.studies.abc import UNLEARNED
from sim.studies.calibration import BANDS, Calibration
from sim.studies.observing import Use
from sim.studies.study import Columns, Study, texts

LEVELS = ("q05", "q50", "q95")


def tables(study: Study, found: Calibration) -> dict[str, Columns]:
    """Return what was learnt, what is predicted, and the checks, each a table."""
    made: dict[str, Columns] = {
        "parameters": _parameters(found),
        "predictions": _predictions(study, found),
        "curves": _curves(found),
        "recovery": _recovery(found),
    }
    if found.posterior is not None:
        columns = values(found, found.posterior.u)
        made["draws"] = {"weight": found.posterior.weights, **columns}
    return made


def summary(study: Study, found: Calibration, alternative: str) -> dict[str, Any]:
    """Return the answer as plain data."""
    parameters, predictions = _parameters(found), _predictions(study, found)
    return {
        "alternative": alternative,
        "bank": len(found.bank),
        "dropped": found.bank.dropped,
        "kept": None if found.posterior is None else len(found.posterior.rows),
        "planned": found.posterior is None,
        "sample": study.scenario.organizations.sample,
        "ceilings": [
            {
                "figure": ceiling.row.name(study.scenario),
                "value": _none(ceiling.row.value),
                **dict(zip(LEVELS, (ceiling.q05, ceiling.q50, ceiling.q95), strict=True)),
                "out_of_reach": ceiling.out_of_reach,
            }
            for ceiling in found.ceilings
        ],
        "refused": [
            {"figure": row.name(study.scenario), "why": row.why and row.why.value}
            for row in found.refused
        ],
        "parameters": _records(parameters),
        "predictions": _records(predictions),
        "recovery": {"cases": len(found.recovery), "ks_critical": found.recovery.ks_critical},
    }


def values(found: Calibration, u: F64) -> dict[str, F64]:
    """Return prior coordinates as values of the parameters, a column each."""
    return {
        str(factor.parameter): np.asarray(factor.at(u[:, k]), np.float64)
        for k, factor in enumerate(found.factors)
    }


def _parameters(found: Calibration) -> Columns:
    """A row a parameter: prior and posterior, how much narrower, and whether it was recovered.

    ``ratio`` is the posterior's standard deviation over the prior's, in prior coordinates;
    ``expected_ratio`` its mean over the cases whose truth was known.
    """
    posterior, recovery = found.posterior, found.recovery
    nothing = np.full(len(found.factors), np.nan)
    edges = np.array(BANDS)[:, None].repeat(len(found.factors), axis=1)
    prior = np.array(list(values(found, edges).values())).T
    after = nothing[None, :].repeat(3, axis=0)
    if posterior is not None:
        after = np.array(list(values(found, posterior.quantile(BANDS)).values())).T
    ratio = nothing if posterior is None else posterior.ratio
    expected = recovery.ratio.mean(axis=0)
    error = np.sqrt(((recovery.median - recovery.truth) ** 2).mean(axis=0))
    return {
        "parameter": texts(factor.parameter for factor in found.factors),
        **{f"prior_{level}": row for level, row in zip(LEVELS, prior, strict=True)},
        **{f"posterior_{level}": row for level, row in zip(LEVELS, after, strict=True)},
        "ratio": ratio,
        "expected_ratio": expected,
        "unlearned": (expected if posterior is None else ratio) > UNLEARNED,
        "coverage": recovery.coverage(),
        "ks": recovery.ks,
        "rmse_u": error,
    }


def _predictions(study: Study, found: Calibration) -> Columns:
    """A row a figure: what was observed, with its error, and what prior and posterior predict."""
    rows, predicted = found.rows, found.predicted
    empty = np.full((len(rows), 3), np.nan)
    after = empty if predicted.posterior is None else predicted.posterior
    observed = np.array([row.value for row in rows])
    error = np.array([entry.sd for entry in found.errors])
    inside = (after[:, 0] <= observed) & (observed <= after[:, 2])
    return {
        "figure": texts(row.name(study.scenario) for row in rows),
        "measure": texts(row.measure for row in rows),
        "month": np.array([row.moment for row in rows]),
        "use": texts(row.use.value for row in rows),
        "observed": observed,
        "error_scale": texts(entry.scale for entry in found.errors),
        "error_sd": error,
        **{f"prior_{level}": predicted.prior[:, n] for n, level in enumerate(LEVELS)},
        "prior_below": predicted.below,
        **{f"posterior_{level}": after[:, n] for n, level in enumerate(LEVELS)},
        "inside": inside,
    }


def _curves(found: Calibration) -> Columns:
    """A row a measure and month: bands over worlds, without errors of observation."""
    curves = found.curves
    measure, month = (grid.ravel() for grid in np.indices(curves.prior.shape[:2]))
    after = np.full_like(curves.prior, np.nan) if curves.posterior is None else curves.posterior
    return {
        "measure": texts(curves.measures[k] for k in measure),
        "month": np.array(curves.months)[month],
        **{f"prior_{level}": curves.prior[..., n].ravel() for n, level in enumerate(LEVELS)},
        **{f"posterior_{level}": after[..., n].ravel() for n, level in enumerate(LEVELS)},
    }


def _recovery(found: Calibration) -> Columns:
    """A row a case and parameter: the truth, the posterior's median, the rank of the truth."""
    recovery = found.recovery
    case, parameter = (grid.ravel() for grid in np.indices(recovery.truth.shape))
    names = [factor.parameter for factor in found.factors]
    truth, median = (values(found, u) for u in (recovery.truth, recovery.median))
    return {
        "case": case,
        "parameter": texts(names[k] for k in parameter),
        "truth": np.stack(list(truth.values()), axis=1).ravel(),
        "median": np.stack(list(median.values()), axis=1).ravel(),
        "rank": recovery.ranks.ravel(),
        "ratio": recovery.ratio.ravel(),
    }


def _records(table: Columns) -> list[dict[str, Any]]:
    columns = {name: column.tolist() for name, column in table.items()}
    rows = zip(*columns.values(), strict=True)
    return [dict(zip(columns, map(_none, row), strict=True)) for row in rows]


def _none(value: Any) -> Any:
    """Return ``None`` in place of what is no number, as JSON has it."""
    return None if value != value else value


FILE: Final = "posterior.json"

_DIGITS: Final = 6
"""Significant digits of a draw: more would tell machines apart, not parameters."""


def document(study: Study, found: Calibration, alternative: str, draws: int) -> dict[str, Any]:
    """Return the posterior of a calibration as plain data; see ``sim.plan.posterior``."""
    posterior = found.posterior
    if posterior is None:
        raise ValueError("planned figures leave no posterior")
    points = posterior.draws(draws)
    columns = {
        factor.parameter: [float(f"{value:.{_DIGITS}g}") for value in factor.at(points[:, k])]
        for k, factor in enumerate(found.factors)
    }
    scenario = study.scenario
    fitted = [row for row in found.rows if row.use is Use.FITTED]
    return {
        "format": FORMAT,
        "edition": EDITION,
        "posterior": study.name,
        "parameters": [factor.parameter for factor in found.factors],
        "unlearned": [key.removeprefix("parameters.") for key in posterior.unlearned],
        "draws": columns,
        "observations": [
            {
                "measure": row.measure,
                "month": scenario.month_name(row.moment - 1),
                "value": row.value,
                "error": {"scale": error.scale, "sd": error.sd},
                "source": row.source,
            }
            for row, error in zip(found.rows, found.errors, strict=True)
            if row in fitted
        ],
        "scenario": {"name": scenario.name, "digest": scenario.digest()},
        "alternative": alternative,
        "bank": {"rows": len(found.bank), "dropped": found.bank.dropped, "seed": study.seed},
        "command": f"fugai calibrate {study.name}",
        "fugai": sim.__version__,
        "code": worker_code(),
    }
