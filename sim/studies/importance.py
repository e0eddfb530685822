"""Which assumptions matter in a run that is there: importance from its own draws of parameters.

Every replicate drew its parameters, so a run is a sample of its own. Nothing is simulated:

    importance(results, "effective_coverage", "liaisons")

returns a row a parameter. With many parameters and few worlds some look important by chance. As
many dummies, columns of pure chance, are put beside them, and a parameter counts only if it is
above the dummies' level. What is below isn't shown to be unimportant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np
from scipy import stats

from sim.draws import F64
from sim.errors import InputError
from sim.locale import _
from sim.results.reading import Results
from sim.results.turning import drawn
from sim.studies import study_module
from sim.studies.blocks import problem
from sim.text.hints import known_name

if TYPE_CHECKING:
    import pandas as pd

Method = Literal["trees", "first_order", "rank"]

FEWEST: Final = 20
"""Worlds below which nothing can be said."""

FEWEST_PASTS: Final = 50
"""Effective number of pasts from which a run says what its outcomes depend on."""

DUMMY_LEVEL: Final = 0.95
"""Quantile of the largest of all dummies that a parameter must exceed."""

ROUNDS: Final = 20
"""Sets of dummies. The largest of one set is passed by chance in every second run."""

TREES: Final = 200
FEW_TREES: Final = 60
"""Trees for each set of dummies, of which only the largest is looked at."""


def importance(
    results: Results,
    measure: str = "effective_coverage",
    alternative: str | None = None,
    *,
    paired: bool = True,
    month: int | None = None,
    method: Method | None = None,
    seed: int = 1,
) -> pd.DataFrame:
    """Return what a measure of a run depends on, the most important parameter first.

    It is the paired difference from the baseline unless not ``paired``, of the first alternative
    after it unless one is named, at the horizon unless a month is given. The frame is that of
    :func:`importance_of`. Raises ``InputError`` for fewer than 20 worlds, parameters that weren't
    drawn, an outcome without spread, an unknown alternative, or pasts of an effective number below
    50.
    """
    _check_effective(results)
    baseline = results.alternatives[0]
    chosen = results.alternatives[min(1, len(results.alternatives) - 1)]
    name = chosen if alternative is None else alternative
    known_name(name, results.alternatives, _('There is no alternative "{name}". {hint}'))
    found = results.values(measure, month=results.months if month is None else month)
    outcome = found[name] - found[baseline] if paired and name != baseline else found[name]
    return importance_of(drawn(results), outcome, method=method, seed=seed)


def _check_effective(results: Results) -> None:
    """Refuse to say what a run depends on where too few of the pasts tried weigh in.

    Where few pasts are accepted, parameters are tied to one another by the start, and what an
    outcome depends on is not clear.
    """
    evidence = results.evidence
    drawn = results.info["uncertainty"] != "none"
    if evidence is not None and drawn and evidence.effective < FEWEST_PASTS:
        text = _(
            "Too few pasts weigh in to find what drives this: their effective number is {n}, "
            "{fewest} or more are needed. Run more replicates, or fugai sensitivity."
        )
        raise InputError(text.format(n=f"{evidence.effective:.0f}", fewest=FEWEST_PASTS))


def importance_of(
    columns: Mapping[str, F64], outcome: F64, *, method: Method | None = None, seed: int = 1
) -> pd.DataFrame:
    """Return the importance of columns for an outcome, row by row the same worlds.

    Columns: parameter, importance, direction (Spearman's rank correlation), dummy_level, matters
    (whether it is above), method, worlds. ``trees`` are extremely randomized trees (share of the
    spread that they explain by it), ``first_order`` the first-order index by RBD-FAST, ``rank``
    the size of the rank correlation. Unless one is chosen it is the first that is installed.
    """
    import pandas as pd

    known = ~np.isnan(outcome)
    points = {name: column[known] for name, column in columns.items() if np.ptp(column[known]) > 0}
    answer = outcome[known]
    if len(answer) < FEWEST:
        text = _("Importance takes {least} replicates or more; there are {n}.")
        raise InputError(text.format(least=FEWEST, n=len(answer)))
    if not points:
        text = _("No parameter differs between the replicates: they were not drawn from priors.")
        raise InputError(text)
    if not np.ptp(answer) > 0:
        raise InputError(_("The outcome is the same in all replicates: no assumption moves it."))
    used = best_installed() if method is None else method
    known_name(used, get_args(Method), _('There is no method "{name}". {hint}'))
    names = tuple(points)
    real = np.column_stack([points[name] for name in names])
    found, level = _scores(used, real, answer, seed)
    rank = _rank(real, answer, seed, signed=True)
    frame = pd.DataFrame(
        {
            "parameter": names, "importance": found, "direction": rank, "dummy_level": level,
            "matters": found > level, "method": used, "worlds": len(answer),
        }
    )  # fmt: skip
    return frame.sort_values(
        ["importance", "parameter"], ascending=[False, True], ignore_index=True
    )


def best_installed() -> Method:
    """Return the best method whose library is there; rank correlation needs none."""
    if find_spec("sklearn") is not None:
        return "trees"
    return "first_order" if find_spec("SALib") is not None else "rank"


def _scores(method: Method, real: F64, answer: F64, seed: int) -> tuple[F64, float]:
    """Return the importance of each column, and the level that dummies reach."""
    sets = [_dummies(real.shape, seed + k) for k in range(1, ROUNDS + 1)]
    if method == "trees":
        # Dummies grow in the same trees: what they explain is taken from the others by chance.
        number = real.shape[1]
        found = _trees(np.column_stack([real, _dummies(real.shape, seed)]), answer, seed)[:number]
        largest = [
            _trees(np.column_stack([real, own]), answer, seed + k, FEW_TREES)[number:].max()
            for k, own in enumerate(sets, start=1)
        ]
    else:
        score: Callable[[F64, F64, int], F64] = _rank if method == "rank" else _first_order
        found = score(real, answer, seed)
        largest = [score(own, answer, seed).max() for own in sets]
    return found, float(np.quantile(largest, DUMMY_LEVEL))


def _dummies(shape: tuple[int, ...], seed: int) -> F64:
    return np.asarray(stats.uniform.rvs(size=shape, random_state=seed))


def _trees(points: F64, answer: F64, seed: int, number: int = TREES) -> F64:
    """Return the share of the spread that trees explain by each column (Geurts et al. 2006)."""
    forest: Any = study_module("sklearn.ensemble").ExtraTreesRegressor(
        n_estimators=number, min_samples_leaf=3, max_features=0.6, random_state=seed
    )
    return np.asarray(forest.fit(points, answer).feature_importances_)


def _first_order(points: F64, answer: F64, _seed: int) -> F64:
    """Return first-order indices by RBD-FAST (Tarantola et al. 2006; bias after Tissot 2012)."""
    ranked = stats.rankdata(points, axis=0) / (len(points) + 1)
    analyze = study_module("SALib.analyze.rbd_fast").analyze
    return np.asarray(
        analyze(problem(points.shape[1]), ranked, answer, num_resamples=2, seed=1)["S1"]
    )


def _rank(points: F64, answer: F64, _seed: int, *, signed: bool = False) -> F64:
    ranked, told = stats.rankdata(points, axis=0), stats.rankdata(answer)
    found = np.array([np.corrcoef(column, told)[0, 1] for column in ranked.T])
    return found if signed else np.abs(found)
