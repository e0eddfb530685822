"""Approximate Bayesian computation on a bank of prior draws: which parameters fit what was seen.

A bank is made once: its rows are draws from the prior, with what the model made of each and the
error of observation added. Whatever was observed is then compared with all rows. Outputs are
reduced to as many summaries as there are parameters (ridge regression of the parameters on cubic
features). The nearest rows are kept and weighted by their distance (Epanechnikov). Their parameters
are moved to where a local linear regression expects them at the observation (Beaumont, Zhang &
Balding 2002; summaries after Fearnhead & Prangle 2012). Nothing here simulates.

Parameters are prior coordinates u in (0, 1), the quantiles of their priors. Since each row of the
bank is a truth whose outputs are known, the method is checked on the bank it is used with
(simulation-based calibration: Talts et al. 2018).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64
from sim.errors import InputError
from sim.locale import _

KEEP: Final = 0.02
"""Share of the bank that is kept."""

FEWEST: Final = 100
"""Rows that are kept at least; a bank has twice as many."""

LEVEL: Final = 0.9
"""Probability of the intervals."""

UNLEARNED: Final = 0.8
"""Posterior over prior standard deviation above which a parameter is called unlearned."""

_EXPLAINED: Final = 0.01
"""Share of a parameter's variance below which a summary is noise, and left out."""

_FAR: Final = 4.0
"""Standard deviations at which features are cut, so that cubes stay cubes of something seen."""

_EDGE: Final = 1e-6
_NOTHING: Final = 1e-12


@dataclass(frozen=True)
class Summaries:
    """How outputs are reduced: ``of`` is a projection learnt from the bank."""

    centre: F64
    scale: F64
    varies: npt.NDArray[np.bool_]
    """Outputs that differ between rows; the others tell nothing."""
    weights: F64 | None
    """Coefficients of the features, a column a summary; ``None`` where outputs are summaries."""
    cubic: bool

    @classmethod
    def learn(cls, u: F64, outputs: F64) -> Summaries:
        """Regress the parameters on the outputs, unless there are no more outputs than those."""
        n, parameters = u.shape
        centre, scale = np.median(outputs, axis=0), _sd(outputs)
        varies = scale > _NOTHING * np.maximum(1.0, np.abs(centre))
        plain = cls(centre, np.where(varies, scale, 1.0), varies, None, cubic=False)
        if varies.sum() <= parameters:
            return plain
        cubic = bool(n >= 20 * (1 + 3 * varies.sum()))
        features = _features(plain._standard(outputs), cubic=cubic)
        ridge = np.eye(features.shape[1])
        ridge[0, 0] = 0.0
        weights = np.asarray(
            np.linalg.solve(features.T @ features + ridge, features.T @ u), np.float64
        )
        explained = (features @ weights).var(axis=0) / u.var(axis=0)
        return cls(centre, plain.scale, varies, weights[:, explained >= _EXPLAINED], cubic)

    def of(self, outputs: F64) -> F64:
        """Return the summaries of rows of outputs."""
        standard = self._standard(outputs)
        if self.weights is None:
            return standard
        return np.asarray(_features(standard, cubic=self.cubic) @ self.weights)

    def _standard(self, outputs: F64) -> F64:
        return np.asarray(((outputs - self.centre) / self.scale)[:, self.varies])


@dataclass(frozen=True)
class Bank:
    """Draws from the prior and what became of them.

    ``u`` is [row, parameter] in (0, 1), ``outputs`` [row, output] with the error of observation
    added, on a scale without ends (see ``sim.studies.observing``). ``rows`` are the numbers that
    the rows had in the design; ``dropped`` says how many failed or had no value.
    """

    names: tuple[str, ...]
    u: F64
    outputs: F64
    rows: I64
    dropped: int

    @classmethod
    def of(cls, names: Sequence[str], u: F64, outputs: F64) -> Bank:
        """Return a bank of the rows that have all outputs.

        Raises ``InputError`` where too few are left, or the arrays do not belong together.
        """
        if u.shape != (len(outputs), len(names)) or outputs.ndim != 2 or not outputs.shape[1]:
            raise InputError(_("A bank has a row of parameters and a row of outputs for each run."))
        known = np.isfinite(outputs).all(axis=1)
        rows = np.flatnonzero(known)
        if len(rows) < 2 * FEWEST:
            message = _("A bank needs at least {least} runs with every output; {found} have them.")
            raise InputError(message.format(least=2 * FEWEST, found=len(rows)))
        return cls(tuple(names), u[rows], outputs[rows], rows, len(u) - len(rows))

    def __len__(self) -> int:
        return len(self.u)

    @cached_property
    def summaries(self) -> Summaries:
        """How this bank reduces outputs."""
        return Summaries.learn(self.u, self.outputs)

    @cached_property
    def points(self) -> F64:
        """Summaries of the rows, each divided by its median absolute deviation."""
        return self.summaries.of(self.outputs) / self.spread

    @cached_property
    def spread(self) -> F64:
        """Median absolute deviation of each summary; its standard deviation where that is 0."""
        found = self.summaries.of(self.outputs)
        mad: F64 = np.median(np.abs(found - np.median(found, axis=0)), axis=0)
        return np.where(mad > _NOTHING, mad, np.maximum(_sd(found), _NOTHING))

    @cached_property
    def logits(self) -> F64:
        """The parameters on the scale on which they are adjusted."""
        return logit(self.u)


@dataclass(frozen=True)
class Posterior:
    """Weighted draws from a posterior: ``u`` [draw, parameter], ``weights`` adding up to 1.

    ``rows`` are the bank's rows that were kept. ``ratio`` is the standard deviation of each
    parameter over that of its prior, both in prior coordinates.
    """

    names: tuple[str, ...]
    u: F64
    weights: F64
    rows: I64
    ratio: F64

    @property
    def unlearned(self) -> tuple[str, ...]:
        """Parameters about which the observations say next to nothing."""
        return tuple(n for n, r in zip(self.names, self.ratio, strict=True) if r > UNLEARNED)

    def quantile(self, probabilities: Sequence[float]) -> F64:
        """Return weighted quantiles, [probability, parameter]."""
        columns = [
            np.quantile(column, probabilities, weights=self.weights, method="inverted_cdf")
            for column in self.u.T
        ]
        return np.array(columns, np.float64).T

    def draws(self, count: int) -> F64:
        """Return ``count`` draws of equal weight: systematic resampling, without chance."""
        ends = np.cumsum(self.weights)
        found = np.searchsorted(ends / ends[-1], (np.arange(count) + 0.5) / count)
        return np.asarray(self.u[np.minimum(found, len(self.u) - 1)])


@dataclass(frozen=True)
class Recovery:
    """What the method makes of rows of the bank whose truth is known: [case, parameter].

    ``ranks`` is the posterior's probability below the truth: uniform where posteriors are right.
    """

    names: tuple[str, ...]
    truth: F64
    ranks: F64
    median: F64
    ratio: F64

    def __len__(self) -> int:
        return len(self.truth)

    def coverage(self, level: float = LEVEL) -> F64:
        """Return the share of cases whose central interval holds the truth, by parameter."""
        return np.asarray((np.abs(self.ranks - 0.5) <= level / 2).mean(axis=0))

    @property
    def ks(self) -> F64:
        """Kolmogorov-Smirnov distance of the ranks from uniform, by parameter."""
        n = len(self.ranks)
        ordered, steps = np.sort(self.ranks, axis=0), np.arange(n)[:, None]
        above, below = (steps + 1) / n - ordered, ordered - steps / n
        return np.asarray(np.maximum(above, below).max(axis=0))

    @property
    def ks_critical(self) -> float:
        """Distance that uniform ranks of as many cases exceed with probability 0.05."""
        return 1.358 / math.sqrt(len(self.ranks))


@dataclass(frozen=True)
class Near:
    """The rows of a bank that are near to an observation, with weights that add up to 1.

    ``away`` [row, summary] is how far each is from it.
    """

    rows: I64
    weights: F64
    away: F64

    def moved(self, values: F64) -> F64:
        """Return values of the rows [row, value] moved to where the distance is 0.

        Along a weighted local linear regression; values are on a scale without ends.
        """
        if not self.away.shape[1]:
            return values
        root = np.sqrt(self.weights)[:, None]
        design = np.hstack([np.ones((len(self.away), 1)), self.away]) * root
        slopes = np.linalg.lstsq(design, values * root, rcond=1e-6)[0][1:]
        return np.asarray(values - self.away @ slopes)


def local(bank: Bank, observed: F64, *, keep: float = KEEP, without: int | None = None) -> Near:
    """Return the rows near to one row of outputs, on the scale of the bank's.

    ``without`` leaves a row of the bank out: the one that is taken for the truth.
    """
    n = len(bank)
    target = bank.summaries.of(observed[None, :]) / bank.spread
    away = bank.points - target[0]
    distance = np.sqrt((away**2).sum(axis=1))
    if without is not None:
        distance[without] = np.inf
    count = min(max(math.ceil(keep * n), FEWEST), n - 1)
    if not away.shape[1]:
        # Nothing was learnt from the outputs: all of the prior is as near as any of it.
        count = n - 1
    order = np.argsort(distance, kind="stable")[: count + 1]
    near, width = order[:count], distance[order[count]]
    weights = np.maximum(1.0 - (distance[near] / width) ** 2, 0.0) if width > 0 else np.ones(count)
    if not weights.sum() > 0 or not math.isfinite(width):
        weights = np.ones(count)
    return Near(near, weights / weights.sum(), away[near])


def infer(
    bank: Bank, observed: F64, *, keep: float = KEEP, without: int | None = None
) -> Posterior:
    """Return the posterior given one row of outputs, on the scale of the bank's.

    ``without`` leaves a row of the bank out: the one that is taken for the truth.
    """
    near = local(bank, observed, keep=keep, without=without)
    u = expit(near.moved(bank.logits[near.rows]))
    ratio = _sd(u, near.weights) / _sd(bank.u)
    return Posterior(bank.names, u, near.weights, near.rows, ratio)


def recover(bank: Bank, cases: int = 200, *, keep: float = KEEP) -> Recovery:
    """Take rows of the bank for the truth, evenly spread over it, and infer them from the rest."""
    chosen = np.unique(np.linspace(0, len(bank) - 1, min(cases, len(bank))).astype(np.int64))
    ranks, medians, ratios = [], [], []
    for row in chosen.tolist():
        found = infer(bank, bank.outputs[row], keep=keep, without=row)
        truth = bank.u[row]
        below = (found.u < truth) + 0.5 * (found.u == truth)
        ranks.append((found.weights[:, None] * below).sum(axis=0))
        medians.append(found.quantile([0.5])[0])
        ratios.append(found.ratio)
    return Recovery(
        bank.names, bank.u[chosen], np.array(ranks), np.array(medians), np.array(ratios)
    )


def logit(u: F64) -> F64:
    """Return log(u / (1 - u)), of values kept just inside (0, 1)."""
    inside = np.clip(u, _EDGE, 1.0 - _EDGE)
    return np.asarray(np.log(inside) - np.log1p(-inside))


def expit(x: F64) -> F64:
    """Return the inverse of :func:`logit`."""
    found: F64 = 1.0 / (1.0 + np.exp(-x))
    return np.clip(found, _EDGE, 1.0 - _EDGE)


def _features(standard: F64, *, cubic: bool) -> F64:
    cut = np.clip(standard, -_FAR, _FAR)
    one = np.ones((len(cut), 1))
    return np.hstack([one, cut, cut**2, cut**3] if cubic else [one, cut])


def _sd(values: F64, weights: F64 | None = None) -> F64:
    """Return the standard deviation of each column."""
    shares = np.full(len(values), 1.0 / len(values)) if weights is None else weights
    mean = (shares[:, None] * values).sum(axis=0)
    return np.asarray(np.sqrt((shares[:, None] * (values - mean) ** 2).sum(axis=0)))
