"""Sensitivity: which assumptions an outcome hangs on, all parameters first, then those that matter.

found = sensitivity(sim.load("linze"), alternative="liaisons")
found.screening.frame()     # Morris over all parameters
found.indices.frame()       # Sobol' on those that it kept
found.noise.shares          # factors, replicates, both
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sim.errors import InputError
from sim.locale import _
from sim.methods import morris, sobol
from sim.methods.asking import Ask, Outcome, asking
from sim.methods.factors import Factor, with_priors
from sim.methods.morris import Screening
from sim.methods.noise import Noise, noise, panel
from sim.methods.sobol import Indices
from sim.scenario import Scenario

TRAJECTORIES: Final = 20
KEEP: Final = 12
BLOCKS: Final = 128


@dataclass(frozen=True)
class Sensitivity:
    """What was found, stage by stage; ``None`` for a stage that was left out.

    ``cases`` counts the rows of all designs; each is one world an alternative.
    """

    outcome: Outcome
    factors: tuple[Factor, ...]
    screening: Screening | None
    indices: Indices | None
    noise: Noise | None
    cases: int


def sensitivity(
    scenario: Scenario,
    *,
    outcome: Outcome | None = None,
    alternative: str | None = None,
    factors: Sequence[Factor] | None = None,
    trajectories: int = TRAJECTORIES,
    keep: int = KEEP,
    blocks: int = BLOCKS,
    seed: int = 1,
    ask: Ask | None = None,
) -> Sensitivity:
    """Screen factors after Morris, then share the spread out among the ``keep`` leading ones.

    The outcome is the paired difference of effective coverage at the horizon unless given;
    factors are all parameters that have a prior. ``trajectories=0`` leaves the screening out (the
    factors are those to share out), ``blocks=0`` the indices. Raises ``InputError``.
    """
    varied = tuple(with_priors() if factors is None else factors)
    wanted = Outcome.chosen(scenario, alternative=alternative) if outcome is None else outcome
    answer = asking(scenario) if ask is None else ask
    if not (trajectories or blocks):
        raise InputError(_("Neither trajectories nor blocks: there is nothing to do."))
    keys = tuple(factor.key for factor in varied)
    if len({*keys}) < len(keys):
        raise InputError(_("A factor is named twice."))
    screening, cases, kept = None, 0, varied
    if trajectories:
        plan = morris.design(len(varied), trajectories, seed)
        rows = plan.cases(varied)
        cases += len(rows)
        screening = morris.screen(keys, plan, wanted.asked(answer, rows), seed)
        leading = screening.leading(keep)
        kept = tuple(factor for factor in varied if factor.key in leading)
    if not blocks:
        return Sensitivity(wanted, varied, screening, None, None, cases)
    plan = sobol.design(len(kept), blocks, seed)
    rows, spread = plan.cases(kept), panel(kept, seed)
    cases += len(rows) + len(spread)
    names = [factor.key for factor in kept]
    indices = sobol.indices(names, plan, wanted.asked(answer, rows), seed)
    chance = noise(wanted.asked(answer, spread))
    return Sensitivity(wanted, varied, screening, indices, chance, cases)
