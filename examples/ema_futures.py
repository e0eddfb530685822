"""EMA workbench draws the futures and Fugai lives through them; the same for its 2.5 and its 3."""

from __future__ import annotations

import numpy as np
from ema_workbench import Model, RealParameter, ScalarOutcome, perform_experiments

import sim
from sim.parameters import PARAMETERS
from sim.studies.cases import Cases, respond

NAMES = ("leave_per_year", "members_per_staff", "vitality_turnover")
TWO = ("baseline", "liaisons")
scenario = sim.load("linze", overrides=["years=2"])


def gain(**values: float) -> dict[str, float]:
    """Return what liaisons add to effective coverage in one replicate, paired."""
    columns = {f"parameters.{name}": np.array([value]) for name, value in values.items()}
    cases = Cases(np.zeros(1, np.int64), columns)
    found = respond(scenario, cases, ["effective_coverage"], alternatives=TWO)
    baseline, liaisons = (found.of("effective_coverage", name)[0] for name in TWO)
    return {"gain": float(liaisons - baseline)}


model = Model("Fugai", function=gain)
model.uncertainties = [RealParameter(n, PARAMETERS[n].low, PARAMETERS[n].high) for n in NAMES]
model.outcomes = [ScalarOutcome("gain")]
futures, outcomes = perform_experiments(model, scenarios=12)
print(futures[list(NAMES)].assign(gain=outcomes["gain"]).corr("spearman")["gain"].round(2))
