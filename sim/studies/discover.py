"""Discovery: for which values of the parameters does a policy fail?

    sample = futures(sim.load("linze"), Outcome.chosen(scenario, alternative="liaisons"), n=1000)
    found = discover(sample.columns, sample.outcome, Failing(at_most=0.0))
    found.box.limits, found.box.held_out.density

The same on a run whose replicates drew their parameters: its own futures, at no further cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

from sim.errors import InputError
from sim.locale import _
from sim.studies.cases import Cases
from sim.studies.extra import study_module
from sim.studies.factors import Factor
from sim.studies.importance import importance_of
from sim.studies.outcomes import Outcome, Simulate, simulated
from sim.studies.prim import SMALLEST, Box, Inside, Trajectory, prim

if TYPE_CHECKING:
    import pandas as pd

F64 = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

FEWEST: Final = 40
"""Futures below which halves are too small to peel and to check."""

KEEP: Final = 8
"""Factors that are peeled; of more, those that go along with the outcome most."""

FEWEST_FAILURES: Final = 5
"""Failures, and successes, that each half must hold."""


@dataclass(frozen=True)
class Failing:
    """When a policy fails: its outcome is ``at_most`` so much, or ``at_least`` so much."""

    at_most: float | None = None
    at_least: float | None = None

    def of(self, outcome: F64) -> Mask:
        """Return which outcomes fail. Raises ``InputError`` unless one condition is given."""
        if self.at_most is not None and self.at_least is None:
            return np.asarray(outcome <= self.at_most)
        if self.at_least is not None and self.at_most is None:
            return np.asarray(outcome >= self.at_least)
        raise InputError(_("Failure has one condition: at most, or at least, a value."))


@dataclass(frozen=True)
class Futures:
    """Cases, each a future of its own: parameters by name, outcome, and a measure of each choice.

    ``choices`` is [future, alternative], of ``alternatives``.
    """

    columns: Mapping[str, F64]
    outcome: F64
    alternatives: tuple[str, ...]
    choices: F64


@dataclass(frozen=True)
class Discovery:
    """Where failures are: boxes peeled on one half of the futures and checked on the other.

    ``overall`` is the share of all futures that fail; without a box that is denser the offered one
    is everything.
    """

    futures: int
    overall: float
    trajectory: Trajectory
    leaves: tuple[Leaf, ...]

    @property
    def box(self) -> Box:
        """The box that is offered."""
        return self.trajectory.box

    def frame(self) -> pd.DataFrame:
        """Return a row a limit of the offered box: factor, low, high, quasi_p of each end.

        An end without a limit is infinite, its quasi-p not a number.
        """
        import pandas as pd

        sure = self.box.quasi_p
        rows = [
            (name, low, high, sure.get((name, "low"), np.nan), sure.get((name, "high"), np.nan))
            for name, (low, high) in self.box.limits.items()
        ]
        return pd.DataFrame(rows, columns=["factor", "low", "high", "p_low", "p_high"])


def futures(
    outcome: Outcome,
    factors: Sequence[Factor],
    n: int,
    simulate: Simulate,
    *,
    alternatives: Sequence[str] = (),
    seed: int = 1,
) -> Futures:
    """Draw futures from a Latin hypercube over the factors, each under a replicate of its own.

    ``alternatives`` are those whose measure is kept beside the outcome, for :mod:`regret`.
    Raises ``InputError`` for factors that are no numbers: a box has ends.
    """
    if n < FEWEST:
        raise InputError(_("Discovery takes {least} futures or more.").format(least=FEWEST))
    if not factors:
        raise InputError(_("There is no factor to vary."))
    for factor in factors:
        if factor.choices:
            text = _("{key} is a choice: a box has limits only on numbers.")
            raise InputError(text.format(key=factor.key))
    points = qmc.LatinHypercube(len(factors), seed=seed).random(n)
    values = {factor.key: factor.at(points[:, k]) for k, factor in enumerate(factors)}
    names = tuple(dict.fromkeys([*outcome.alternatives, *alternatives]))
    alone = [Outcome(outcome.measure, name, None, outcome.month) for name in names]
    found, *each = simulated(simulate, Cases(np.arange(n), values), [outcome, *alone])
    columns = {factor.parameter or factor.key: values[factor.key] for factor in factors}
    return Futures(columns, found, names, np.column_stack(each))


def discover(
    columns: Mapping[str, F64],
    outcome: F64,
    failing: Failing,
    *,
    smallest: float = SMALLEST,
    keep: int = KEEP,
    seed: int = 1,
) -> Discovery:
    """Return where the outcome fails, in terms of columns by name; a row is a future.

    Every second row is held out. Of many columns only ``keep`` are peeled: those whose rank
    correlation with the outcome is largest in the other half. With a hundred to choose from, every
    peel would go to a column of chance, and no limit would hold. Futures without an outcome are
    left out. Raises ``InputError`` for too few futures, or where (nearly) none or all of them fail:
    then no value matters.
    """
    known = ~np.isnan(outcome)
    fails = failing.of(outcome)[known]
    share = float(fails.mean()) if len(fails) else 0.0
    if len(fails) < FEWEST:
        text = _("Discovery takes {least} futures or more.")
        raise InputError(text.format(least=FEWEST))
    for hits in (fails[::2], fails[1::2]):
        if not FEWEST_FAILURES <= np.count_nonzero(hits) <= len(hits) - FEWEST_FAILURES:
            raise InputError(_one_sided(int(np.count_nonzero(fails)), len(fails)))
    every = {name: np.asarray(column, np.float64)[known] for name, column in columns.items()}
    names = _leading(every, outcome[known], keep)
    points = np.column_stack([every[name] for name in names])
    halves = points[::2], fails[::2], points[1::2], fails[1::2]
    return Discovery(len(fails), share, prim(names, *halves, smallest), tree(names, *halves, seed))


def _leading(columns: Mapping[str, F64], outcome: F64, keep: int) -> tuple[str, ...]:
    """Return the columns that go along with the outcome most in the half that is peeled."""
    if len(columns) <= keep:
        return tuple(columns)
    ranked = importance_of(
        {name: column[::2] for name, column in columns.items()}, outcome[::2], method="rank"
    )
    chosen = set(ranked.parameter[:keep])
    return tuple(name for name in columns if name in chosen)


def _one_sided(failures: int, n: int) -> str:
    if failures == 0:
        return _("It fails in none of {n} futures: there is nothing to discover.").format(n=n)
    if failures == n:
        return _("It fails in all of {n} futures, whatever the values.").format(n=n)
    text = _(
        "It fails in {failures} of {n} futures: too one-sided to say where. Take more futures, or "
        "another condition."
    )
    return text.format(failures=failures, n=n)


DEPTH: Final = 3
LEAF: Final = 0.05
"""Share of the cases that a leaf must hold."""


@dataclass(frozen=True)
class Leaf:
    """A rule: limits by factor, and what is in it of its own cases and of those held out."""

    limits: dict[str, tuple[float, float]]
    made_from: Inside
    held_out: Inside


def tree(
    names: tuple[str, ...],
    points: F64,
    fails: Mask,
    held_out: F64,
    held_out_fails: Mask,
    seed: int,
) -> tuple[Leaf, ...]:
    """Return the leaves of a tree of depth three, those with the most failures a case first."""
    classifier = study_module("sklearn.tree").DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=LEAF, random_state=seed
    )
    fitted = classifier.fit(points, fails).tree_
    unbound: dict[str, tuple[float, float]] = {}
    leaves = []
    for limits in _rules(fitted, names, 0, unbound):
        one, other = (
            Inside.of(_follows(names, limits, rows), hits)
            for rows, hits in ((points, fails), (held_out, held_out_fails))
        )
        leaves.append(Leaf(limits, one, other))
    return tuple(sorted(leaves, key=lambda leaf: -leaf.made_from.density))


def _rules(
    fitted: Any, names: tuple[str, ...], node: int, limits: dict[str, tuple[float, float]]
) -> Iterator[dict[str, tuple[float, float]]]:
    """Yield the limits of every leaf below a node; a limit is above low and up to high."""
    left, right = int(fitted.children_left[node]), int(fitted.children_right[node])
    if left == right:
        yield limits
        return
    name, at = names[int(fitted.feature[node])], float(fitted.threshold[node])
    low, high = limits.get(name, (-np.inf, np.inf))
    yield from _rules(fitted, names, left, {**limits, name: (low, min(high, at))})
    yield from _rules(fitted, names, right, {**limits, name: (max(low, at), high)})


def _follows(names: tuple[str, ...], limits: dict[str, tuple[float, float]], points: F64) -> Mask:
    found = np.ones(len(points), bool)
    # The tree compares in single precision.
    rows = points.astype(np.float32)
    for name, (low, high) in limits.items():
        column = rows[:, names.index(name)]
        found &= (column > low) & (column <= high)
    return found


@dataclass(frozen=True)
class Regret:
    """A measure by [future, alternative], more being better; ``enough`` is what would do."""

    alternatives: tuple[str, ...]
    values: F64
    enough: float | None

    def frame(self) -> pd.DataFrame:
        """Return a row an alternative.

        Columns: alternative, mean, regret_mean, regret_q90, regret_max, best (share of futures in
        which nothing is better), enough (share in which it is at least that much).
        """
        import pandas as pd

        lost = self.values.max(axis=1, keepdims=True) - self.values
        columns = {
            "alternative": self.alternatives,
            "mean": self.values.mean(axis=0),
            "regret_mean": lost.mean(axis=0),
            "regret_q90": np.quantile(lost, 0.9, axis=0),
            "regret_max": lost.max(axis=0),
            "best": (lost == 0).mean(axis=0),
        }
        if self.enough is not None:
            columns["enough"] = (self.values >= self.enough).mean(axis=0)
        return pd.DataFrame(columns)


def regret(
    alternatives: tuple[str, ...],
    values: F64,
    *,
    higher_is_better: bool = True,
    enough: float | None = None,
) -> Regret:
    """Return the regret of alternatives from a measure by [future, alternative].

    Futures in which any alternative has no value are left out: they can't be compared.
    ``enough`` is a floor, or a ceiling where less is better. Raises ``InputError`` where no future
    is left.
    """
    sign = 1.0 if higher_is_better else -1.0
    whole = values[~np.isnan(values).any(axis=1)]
    if not len(whole):
        raise InputError(_("In no future have all alternatives a value."))
    return Regret(alternatives, sign * whole, None if enough is None else sign * enough)
