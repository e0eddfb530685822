"""Sensitivity: which assumptions drive an outcome, all parameters first, then those that matter.

found = sensitivity(sim.load("linze"), alternative="liaisons")
found.screening.frame()     # Morris over all parameters
found.indices.frame()       # Sobol' on those that it kept
found.noise.shares          # factors, replicates, both
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from scipy.stats import qmc

from sim.draws import F64
from sim.errors import InputError
from sim.locale import _
from sim.scenario import Scenario
from sim.studies.blocks import (
    Indices,
    Screening,
    check_blocks,
    indices,
    morris_design,
    screen,
    sobol_design,
)
from sim.studies.cases import Cases, replicated
from sim.studies.factors import Factor, scaled, with_priors
from sim.studies.outcomes import Outcome, Simulate, simulated, simulator

Found = TypeVar("Found")

TRAJECTORIES: Final = 20
AVERAGED: Final = 4
KEEP: Final = 12
BLOCKS: Final = 128


@dataclass(frozen=True)
class Influence:
    """What one outcome depends on; ``None`` for a stage that was left out or shows no spread."""

    outcome: Outcome
    screening: Screening | None
    indices: Indices | None
    noise: Noise | None


@dataclass(frozen=True)
class Sensitivity:
    """What was found for each outcome, all from the same cases.

    ``kept`` are the factors that were shared out. ``cases`` counts the rows of all designs; each is
    one world an alternative. The first outcome can be asked without naming it.
    """

    factors: tuple[Factor, ...]
    kept: tuple[Factor, ...]
    influences: tuple[Influence, ...]
    cases: int

    @property
    def outcome(self) -> Outcome:
        """The first outcome, by which factors were kept."""
        return self.influences[0].outcome

    @property
    def screening(self) -> Screening | None:
        """Elementary effects on the first outcome."""
        return self.influences[0].screening

    @property
    def indices(self) -> Indices | None:
        """Indices for the first outcome."""
        return self.influences[0].indices

    @property
    def noise(self) -> Noise | None:
        """What chance does to the first outcome."""
        return self.influences[0].noise


def sensitivity(
    scenario: Scenario,
    *,
    outcomes: Sequence[Outcome] = (),
    alternative: str | None = None,
    factors: Sequence[Factor] | None = None,
    trajectories: int = TRAJECTORIES,
    keep: int = KEEP,
    blocks: int = BLOCKS,
    averaged: int = AVERAGED,
    seed: int = 1,
    simulate: Simulate | None = None,
) -> Sensitivity:
    """Screen factors after Morris, then share the spread out among the ``keep`` leading ones.

    The outcome is the paired difference of effective coverage at the horizon unless some are given;
    the first decides which factors are kept. Factors are all parameters that have a prior unless
    given. ``trajectories=0`` leaves the screening out (the factors are those to share out),
    ``blocks=0`` the indices. Each row is the mean of ``averaged`` replicates: more of them calm the
    chance of a small place. Raises ``InputError``.
    """
    varied = tuple(with_priors() if factors is None else factors)
    wanted = tuple(outcomes) or (Outcome.chosen(scenario, alternative=alternative),)
    answer = simulator(scenario) if simulate is None else simulate
    if not (trajectories or blocks):
        raise InputError(_("Neither trajectories nor blocks: there is nothing to do."))
    if blocks:
        # Before the screening, which takes its time.
        check_blocks(blocks)
    keys = tuple(factor.key for factor in varied)
    if len({*keys}) < len(keys):
        raise InputError(_("A factor is named twice."))
    screenings: Sequence[Screening | None] = [None] * len(wanted)
    shared: Sequence[Indices | None] = [None] * len(wanted)
    chance: Sequence[Noise | None] = [None] * len(wanted)
    cases, kept = 0, varied

    def told(rows: Cases, say: Callable[[F64], Found]) -> list[Found | None]:
        nonlocal cases
        cases += len(rows)
        found = simulated(answer, rows, wanted)
        return [say(found[0]), *(_unless_flat(say, one) for one in found[1:])]

    if trajectories:
        plan = morris_design(len(varied), trajectories, seed, averaged)
        screenings = told(plan.cases(varied), lambda found: screen(keys, plan, found, seed))
        if screenings[0] is not None:
            leading = screenings[0].leading(keep)
            kept = tuple(factor for factor in varied if factor.key in leading)
    if blocks:
        design, names = sobol_design(len(kept), blocks, seed, averaged), [f.key for f in kept]
        shared = told(design.cases(kept), lambda found: indices(names, design, found, seed))
        chance = told(panel(kept, seed), noise)
    each = zip(wanted, screenings, shared, chance, strict=True)
    return Sensitivity(varied, kept, tuple(Influence(*parts) for parts in each), cases)


def _unless_flat(say: Callable[[F64], Found], outcome: F64) -> Found | None:
    """Return what is said of a further outcome, of which it may be that nothing can be."""
    try:
        return say(outcome)
    except InputError:
        return None


POINTS: Final = 16
REPLICATES: Final = 12


@dataclass(frozen=True)
class Noise:
    """Variance of the outcome by where it comes from; none is below 0."""

    factors: float
    replicates: float
    both: float

    @property
    def shares(self) -> tuple[float, float, float]:
        """The three as shares of their sum; not numbers where there is no spread."""
        parts = (self.factors, self.replicates, self.both)
        total = sum(parts)
        one, two, three = (part / total if total > 0 else np.nan for part in parts)
        return one, two, three


def panel(
    factors: Sequence[Factor], seed: int, *, points: int = POINTS, replicates: int = REPLICATES
) -> Cases:
    """Return Latin hypercube points, each under the same replicates: point by point."""
    rows = qmc.LatinHypercube(len(factors), seed=seed).random(points)
    return replicated(scaled(factors, rows), range(replicates))


def noise(answers: F64, replicates: int = REPLICATES) -> Noise:
    """Return the parts of the variance of answers given to a panel.

    Replicates with a missing answer are left out; ``InputError`` where fewer than two remain.
    """
    table = answers.reshape(-1, replicates)
    table = table[:, ~np.isnan(table).any(axis=0)]
    points, kept = table.shape
    if min(points, kept) < 2:
        raise InputError(_("The noise cannot be estimated: too many replicates failed."))
    rows, columns = table.mean(axis=1), table.mean(axis=0)
    rest = table - rows[:, None] - columns[None, :] + table.mean()
    left = float((rest**2).sum() / ((points - 1) * (kept - 1)))
    between = max(0.0, float(rows.var(ddof=1)) - left / kept)
    chance = max(0.0, float(columns.var(ddof=1)) - left / points)
    return Noise(between, chance, left)
