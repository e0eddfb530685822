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

from sim.draws import F64
from sim.errors import InputError
from sim.locale import _
from sim.studies import study_module
from sim.studies.cases import Cases
from sim.studies.factors import Factor, scaled
from sim.studies.importance import importance_of
from sim.studies.outcomes import Outcome, Simulate, simulated
from sim.studies.prim import SMALLEST, Box, Half, Inside, Trajectory, prim

if TYPE_CHECKING:
    import pandas as pd

Mask = npt.NDArray[np.bool_]

FEWEST: Final = 40
"""Futures below which halves are too small to peel and to check."""

KEEP: Final = 8
"""Factors that are peeled; of more, those that go along with the outcome most."""

FEWEST_FAILURES: Final = 5
"""Failures, and successes, that each half must hold."""


@dataclass(frozen=True)
class Failing:
    """When a policy fails: its outcome is ``at_most`` a value, or ``at_least`` one."""

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

    ``alternatives`` are those whose measure is kept beside the outcome, for :func:`regret`.
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
    values = scaled(factors, points)
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
    outcome = np.asarray(outcome, np.float64)
    for name, column in columns.items():
        if len(column) != len(outcome):
            text = _("{key} needs as many rows as there are outcomes: {rows}, not {found}.")
            raise InputError(text.format(key=name, rows=len(outcome), found=len(column)))
    known = ~np.isnan(outcome)
    fails = failing.of(outcome)[known]
    if len(fails) < FEWEST:
        raise InputError(_("Discovery takes {least} futures or more.").format(least=FEWEST))
    for hits in (fails[::2], fails[1::2]):
        if not FEWEST_FAILURES <= np.count_nonzero(hits) <= len(hits) - FEWEST_FAILURES:
            raise InputError(_one_sided(int(np.count_nonzero(fails)), len(fails)))
    every = {name: np.asarray(column, np.float64)[known] for name, column in columns.items()}
    names = tuple(every)
    if len(every) > keep:
        # Those that go along with the outcome most in the half that is peeled.
        peeled = {name: column[::2] for name, column in every.items()}
        ranked = importance_of(peeled, outcome[known][::2], method="rank")
        names = tuple(name for name in every if name in {*ranked.parameter[:keep]})
    points = np.column_stack([every[name] for name in names])
    halves = Half(points[::2], fails[::2]), Half(points[1::2], fails[1::2])
    boxes = prim(names, *halves, smallest)
    return Discovery(len(fails), float(fails.mean()), boxes, tree(names, *halves, seed))


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


Limits = dict[str, tuple[float, float]]
"""Low and high ends by factor; an end without a limit is infinite."""

DEPTH: Final = 3
LEAF: Final = 0.05
"""Share of the cases that a leaf must hold."""


@dataclass(frozen=True)
class Leaf:
    """A rule: limits by factor, and what is in it of its own cases and of those held out."""

    limits: Limits
    made_from: Inside
    held_out: Inside


def tree(names: tuple[str, ...], grown: Half, held_out: Half, seed: int) -> tuple[Leaf, ...]:
    """Return the leaves of a tree of depth three, those with the most failures a case first."""
    classifier = study_module("sklearn.tree").DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=LEAF, random_state=seed
    )
    fitted = classifier.fit(grown.points, grown.fails).tree_
    leaves = [
        Leaf(limits, _inside(names, limits, grown), _inside(names, limits, held_out))
        for limits in _rules(fitted, names, 0, {})
    ]
    return tuple(sorted(leaves, key=lambda leaf: -leaf.made_from.density))


def _rules(fitted: Any, names: tuple[str, ...], node: int, limits: Limits) -> Iterator[Limits]:
    """Yield the limits of every leaf below a node; a limit is above low and up to high."""
    left, right = int(fitted.children_left[node]), int(fitted.children_right[node])
    if left == right:
        yield limits
        return
    name, at = names[int(fitted.feature[node])], float(fitted.threshold[node])
    low, high = limits.get(name, (-np.inf, np.inf))
    yield from _rules(fitted, names, left, {**limits, name: (low, min(high, at))})
    yield from _rules(fitted, names, right, {**limits, name: (max(low, at), high)})


def _inside(names: tuple[str, ...], limits: Limits, half: Half) -> Inside:
    found = np.ones(len(half.points), bool)
    # The tree compares in single precision.
    rows = half.points.astype(np.float32)
    for name, (low, high) in limits.items():
        column = rows[:, names.index(name)]
        found &= (column > low) & (column <= high)
    return Inside.of(found, half.fails)


def regret(
    alternatives: Sequence[str],
    values: F64,
    *,
    higher_is_better: bool = True,
    enough: float | None = None,
) -> pd.DataFrame:
    """Return the regret of alternatives from a measure by [future, alternative], a row each.

    Columns: alternative, mean, regret_mean, regret_q90, regret_max, best (share of futures in which
    nothing is better), enough (share in which it is at least that much). ``enough`` is a ceiling
    where less is better; the mean has a minus there. Futures in which any alternative has no value
    are left out: they can't be compared. Raises ``InputError`` where no future is left.
    """
    import pandas as pd

    sign = 1.0 if higher_is_better else -1.0
    found = sign * values[~np.isnan(values).any(axis=1)]
    if not len(found):
        raise InputError(_("No future has a value for every alternative."))
    lost = found.max(axis=1, keepdims=True) - found
    columns = {
        "alternative": alternatives,
        "mean": found.mean(axis=0),
        "regret_mean": lost.mean(axis=0),
        "regret_q90": np.quantile(lost, 0.9, axis=0),
        "regret_max": lost.max(axis=0),
        "best": (lost == 0).mean(axis=0),
    }
    if enough is not None:
        columns["enough"] = (found >= sign * enough).mean(axis=0)
    return pd.DataFrame(columns)
