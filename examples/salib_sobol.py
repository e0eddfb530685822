"""Sobol' indices by SALib: it makes the points and the analysis, Fugai answers them at once."""

from __future__ import annotations

import numpy as np
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling

import sim
from sim.studies.cases import Cases, respond
from sim.studies.factors import with_priors

scenario = sim.load("linze", overrides=["years=3"])
factors = with_priors(["leave_per_year", "members_per_staff", "vitality_turnover"])
names = [factor.key for factor in factors]
problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}

u = sampling.sample(problem, 32, calc_second_order=False, seed=1)
values = {factor.key: factor.at(u[:, place]) for place, factor in enumerate(factors)}
# One replicate for all points: chance is the same everywhere and is no part of the indices.
cases = Cases(np.zeros(len(u), np.int64), values)
found = respond(scenario, cases, ["effective_coverage"], alternatives=["liaisons"])
outcome = found.of("effective_coverage", "liaisons")
indices = analysis.analyze(problem, outcome, calc_second_order=False, seed=1)
for name, share, confidence in zip(names, indices["ST"], indices["ST_conf"], strict=True):
    print(f"{name}: {share:.2f} ± {confidence:.2f} of the variance")
