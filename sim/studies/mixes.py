"""Mixes of policies: what is offered, what each mix costs and does, and a search for good ones.

What may be had is the policies of several alternatives, or policies that a study lists. A mix is a
point of [0, 1] by dose: by each policy's intensity unless other doses with ranges are named. All
mixes of a trial meet the same replicates, and are compared with the baseline within each.

Any optimiser may search that asks for points and gets marks. It is NSGA-II (Deb et al. 2002,
https://doi.org/10.1109/4235.996017) by pymoo. Where that is not installed it is differential
evolution (Storn and Price 1997) by scipy, on effect alone. It only proposes; every mix that was
looked at is kept, and what is best is chosen from all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import differential_evolution
from scipy.stats import qmc

from sim.draws import F64, I64
from sim.errors import InputError
from sim.locale import _
from sim.scenario import Scenario
from sim.scenario.scenario import BASELINE
from sim.studies import study_module
from sim.studies.cases import Cases, replicated
from sim.studies.credit import own_policies
from sim.studies.factors import Factor, factor, scaled
from sim.studies.outcomes import Outcome, Simulate
from sim.text.hints import known_name

MIX: Final = "mix"
"""Id of the alternative that holds what is offered."""


@dataclass(frozen=True)
class Offer:
    """A scenario with an alternative to mix, and the doses that are mixed."""

    scenario: Scenario
    alternative: str
    doses: tuple[Factor, ...]

    def policy(self, dose: Factor) -> str:
        """Return the id of the policy that a dose belongs to."""
        return dose.key.split(".")[3]

    def name(self, dose: Factor) -> str:
        """Return a dose's short name: the policy's id, with the field unless it is intensity."""
        policy, field = dose.key.split(".")[3:]
        return policy if field == "intensity" else f"{policy}.{field}"


def offer(
    scenario: Scenario,
    *,
    alternatives: Sequence[str] = (),
    policies: Sequence[Mapping[str, Any]] = (),
    doses: Sequence[str] = (),
) -> Offer:
    """Return what may be mixed.

    One alternative is mixed as it stands. Of several (all that the scenario has, unless some are
    named) the own policies are put together; ``policies`` are tables as in a scenario file, in
    place of them. ``doses`` are ``POLICY.FIELD`` or ``POLICY.FIELD=LOW:HIGH``; unless some are
    named, every policy's intensity from 0 to 1. Raises ``InputError``, and ``ScenarioError`` for
    policies that a scenario file would be refused for.
    """
    ids = [entry.id for entry in scenario.alternatives if entry.id != BASELINE]
    for name in alternatives:
        known_name(name, ids, _('There is no alternative "{name}". {hint}'))
    chosen = [*dict.fromkeys(alternatives or ids)]
    if len(chosen) == 1 and not policies:
        mixed, alternative = scenario, chosen[0]
    else:
        content, alternative = scenario.resolved(), MIX
        tables = {table["id"]: table for table in content["alternatives"]}
        own = [dict(table) for table in policies] or _together(tables, chosen)
        title = {"zh": "措施组合", "en": "Mix of policies"}
        tables.pop(MIX, None)
        made = {"id": MIX, "title": title, "policies": own}
        mixed = scenario.remade(content | {"alternatives": [*tables.values(), made]})
    held = [policy.id for policy in own_policies(mixed, alternative)]
    if not held:
        raise InputError(_("There is no policy to mix."))
    texts = doses or [f"{policy}.intensity" for policy in held]
    factors = []
    for text in texts:
        policy = text.partition("=")[0].partition(".")[0].strip()
        known_name(policy, held, _('No policy "{name}" is offered. {hint}'))
        found = factor(f"alternatives.{alternative}.policies.{text.strip()}", mixed)
        if found.choices:
            message = _("{key} is a choice: only numbers can be mixed.")
            raise InputError(message.format(key=text))
        factors.append(found)
    if len({entry.key for entry in factors}) < len(factors):
        raise InputError(_("A dose is named twice."))
    return Offer(mixed, alternative, tuple(factors))


def _together(
    tables: Mapping[str, Mapping[str, Any]], alternatives: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the own policies of alternatives as tables, each with an id of its own."""
    found: dict[str, dict[str, Any]] = {}
    for name in alternatives:
        for table in tables[name]["policies"]:
            identity = str(table.get("id") or table["policy"])
            if identity in found:
                identity = f"{identity}_{name}"
            found[identity] = {**table, "id": identity}
    return list(found.values())


@dataclass(frozen=True)
class Marks:
    """Marks of mixes, [mix, replicate].

    ``yuan`` are a year and above the baseline's, ``effect`` is the measure above the baseline's,
    ``hollow`` the hollow share itself (the worst, 1, where nothing is reported).
    """

    yuan: F64
    effect: F64
    hollow: F64

    @property
    def means(self) -> F64:
        """Means over replicates: [mix, (yuan, effect, hollow)]."""
        return np.column_stack(
            [part.mean(axis=1) for part in (self.yuan, self.effect, self.hollow)]
        )

    def rows(self, chosen: I64) -> Marks:
        """Return the marks of some mixes."""
        return Marks(self.yuan[chosen], self.effect[chosen], self.hollow[chosen])


class Trials:
    """The tests of one study; ``cases`` counts what was simulated."""

    def __init__(
        self, offered: Offer, simulate: Simulate, *, measure: str, hollow: str, month: int
    ) -> None:
        self.offer, self.simulate = offered, simulate
        self.measures, self.month = (measure, hollow), month
        self.cases = 0
        self._baseline: dict[range, tuple[F64, F64]] = {}

    def test(self, points: F64, replicates: range) -> Marks:
        """Return the marks of points of [0, 1], [mix, dose], under these replicates.

        Raises ``InputError`` where a world failed: a mix can't be ranked on fewer replicates.
        """
        offered, number = self.offer, len(replicates)
        cases = replicated(scaled(offered.doses, points), replicates)
        answer, yuan, hollow = self._answers(cases, offered.alternative)
        if replicates not in self._baseline:
            once = Cases(np.array(replicates), {})
            base, base_yuan, _hollow = self._answers(once, BASELINE)
            self._baseline[replicates] = base, base_yuan
        base, base_yuan = self._baseline[replicates]
        shape = (len(points), number)
        years = self.month / 12
        effect = answer.reshape(shape) - base
        if np.isnan(effect).any():
            raise InputError(_("A replicate failed: mixes can't be compared."))
        return Marks(
            (yuan.reshape(shape) - base_yuan) / years,
            effect,
            np.where(np.isnan(hollow), 1.0, hollow).reshape(shape),
        )

    def _answers(self, cases: Cases, alternative: str) -> tuple[F64, F64, F64]:
        self.cases += len(cases)
        found = self.simulate(
            cases, self.measures, months=(self.month,), alternatives=(alternative,)
        )
        measure, hollow = (Outcome(name, alternative).of(found) for name in self.measures)
        return measure, Outcome("yuan", alternative).of(found), hollow


Mask = npt.NDArray[np.bool_]

Evaluate = Callable[[F64], F64]
"""Points [mix, dose] in; marks [mix, 3] out: yuan a year, effect, hollow share."""

YUAN, EFFECT, HOLLOW = range(3)
PROMOTED: Final = 24
"""Mixes that are promoted at most."""
CLOSE: Final = 12
"""Mixes near the cap that are scaled to it when the search is over."""
BEYOND: Final = 10.0
"""Effect that a mix is worse by for each cap's worth of yuan beyond the cap, where one number is
all that an optimiser takes."""


def search(
    evaluate: Evaluate, start: F64, cap: float, mixes: int, population: int, seed: int
) -> None:
    """Let an optimiser look at about ``mixes`` mixes, beginning with those given."""
    rounds = max(1, round(mixes / population))
    if find_spec("pymoo") is not None:
        _nsga2(evaluate, start, cap, rounds, seed)
        return

    def loss(columns: F64) -> F64:
        marks = evaluate(np.asarray(columns, np.float64).T)
        beyond = np.maximum(0.0, marks[:, YUAN] / cap - 1.0)
        return np.asarray(BEYOND * beyond - marks[:, EFFECT])

    differential_evolution(
        loss, [(0.0, 1.0)] * start.shape[1], init=start, vectorized=True, updating="deferred",
        maxiter=max(1, rounds - 1), polish=False, tol=0.0, seed=seed,
    )  # fmt: skip


def _nsga2(evaluate: Evaluate, start: F64, cap: float, rounds: int, seed: int) -> None:
    problem: Any = study_module("pymoo.core.problem").Problem(
        n_var=start.shape[1], n_obj=3, n_ieq_constr=1, xl=0.0, xu=1.0
    )
    algorithm: Any = study_module("pymoo.algorithms.moo.nsga2").NSGA2(
        pop_size=len(start), sampling=start
    )
    algorithm.setup(problem, termination=("n_gen", rounds), seed=seed, verbose=False)
    static = study_module("pymoo.problems.static").StaticProblem
    evaluator: Any = study_module("pymoo.core.evaluator").Evaluator()
    while algorithm.has_next():
        asked = algorithm.ask()
        marks = evaluate(np.asarray(asked.get("X"), np.float64))
        aims = marks * np.array([1.0 / cap, -1.0, 1.0])
        beyond = marks[:, :1] / cap - 1.0
        evaluator.eval(static(problem, F=aims, G=beyond), asked)
        algorithm.tell(infills=asked)


def scattered(number: int, mixes: int, seed: int) -> F64:
    """Return random mixes of some of the doses, from one alone to all of them.

    A Latin hypercube over sizes and over which are in: with fixed costs a little of everything is
    more than can be had.
    """
    drawn = qmc.LatinHypercube(2 * number, seed=seed).random(mixes)
    size, lot = drawn[:, :number], drawn[:, number:]
    most = 1 + np.arange(mixes) % number
    rank = np.argsort(np.argsort(lot, axis=1), axis=1)
    return np.asarray(np.where(rank < most[:, None], size, 0.0))


def singles(number: int, levels: int) -> F64:
    """Return each dose by itself at equal levels up to its full one, dose by dose."""
    steps = np.arange(1, levels + 1) / levels
    return np.concatenate([np.outer(steps, row) for row in np.eye(number)])


def spending(points: F64, full: F64, yuan: F64) -> F64:
    """Return mixes scaled to spend about ``yuan`` each, by what each full dose costs by itself.

    A dose never exceeds its full one, so a mix may spend less.
    """
    cost = np.maximum((points * full).sum(axis=1), 1.0)
    return np.asarray(np.clip(points * (yuan / cost)[:, None], 0.0, 1.0))


def undominated(marks: F64) -> Mask:
    """Return which mixes no other beats: cheaper or as cheap, as effective, as little hollow."""
    aims = marks * np.array([1.0, -1.0, 1.0])
    found = np.ones(len(aims), bool)
    for k, row in enumerate(aims):
        as_good = (aims <= row).all(axis=1)
        better = (aims < row).any(axis=1)
        found[k] = not (as_good & better).any()
    return found


@dataclass(frozen=True)
class Promoted:
    """Mixes that were good on few replicates: points, means of both rounds, [mix, …]."""

    points: F64
    screened: F64
    marks: F64

    def rows(self, chosen: npt.NDArray[np.bool_] | I64) -> Promoted:
        """Return some of the mixes."""
        return Promoted(self.points[chosen], self.screened[chosen], self.marks[chosen])

    def best(self, cap: float) -> I64:
        """Return the place of the mix with the largest effect under the cap (else the cheapest)."""
        within = self.marks[:, YUAN] <= cap
        order = np.where(within, -self.marks[:, EFFECT], 1.0 + self.marks[:, YUAN])
        return np.array([int(order.argmin())])


def promote(trials: Trials, points: F64, screened: F64, cap: float, replicates: range) -> Promoted:
    """Test the mixes with the largest effect under the cap on more replicates.

    Half of the places go to mixes that none beats in cost, effect and hollow share at once.
    """
    _points, once = np.unique(points, axis=0, return_index=True)
    within = once[screened[once, YUAN] <= cap]
    if not len(within):
        within = once[[int(screened[once, YUAN].argmin())]]
    by_effect = within[np.argsort(-screened[within, EFFECT], kind="stable")]
    even = by_effect[undominated(screened[by_effect])]
    spread = even[np.linspace(0, len(even) - 1, min(len(even), PROMOTED // 2)).astype(np.int64)]
    chosen = np.unique(np.concatenate([by_effect[: PROMOTED // 2], spread]))
    marks = trials.test(points[chosen], replicates).means
    return Promoted(points[chosen], screened[chosen], marks)


def at_cap(points: F64, marks: F64, cap: float) -> F64:
    """Return the most effective mixes near the cap, each brought to it by one factor."""
    near = np.flatnonzero((marks[:, YUAN] > cap / 2) & (marks[:, YUAN] < 2 * cap))
    if not len(near):
        near = np.arange(len(points))
    order = near[
        np.argsort(-marks[near, EFFECT] * np.minimum(1.0, cap / marks[near, YUAN].clip(1.0)))
    ]
    chosen = order[:CLOSE]
    factor = cap / marks[chosen, YUAN].clip(1.0)
    return np.asarray(np.clip(points[chosen] * factor[:, None], 0.0, 1.0))
