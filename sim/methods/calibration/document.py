"""The file of a posterior: draws of equal weight that any scenario may use, and what made them."""

from __future__ import annotations

from typing import Any, Final

import sim
from sim.methods.calibration.fitting import Calibration
from sim.methods.calibration.rows import Use
from sim.methods.store import cases_code
from sim.methods.study import Study
from sim.scenario.edition import EDITION
from sim.scenario.posterior import FORMAT
from sim.store.disk import to_json

FILE: Final = "posterior.json"

_DIGITS: Final = 6
"""Significant digits of a draw: more would tell machines apart, not parameters."""


def document(study: Study, found: Calibration, alternative: str, draws: int) -> dict[str, Any]:
    """Return the posterior of a calibration as plain data; see ``sim.scenario.posterior``."""
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
        "code": cases_code(),
    }


def encoded(found: dict[str, Any]) -> bytes:
    """Return the file's bytes."""
    return to_json(found)
