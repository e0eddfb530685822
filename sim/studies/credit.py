"""Credit: how much of what an alternative does each of its policies does.

Policies that run together help and hinder one another, so what each does alone doesn't add up.
Shapley shares do: each policy's is the mean of what it adds to the others, over all orders. Mixes
leave policies out by intensity 0, and all meet the same draws: shares are found within each
replicate, add up to that replicate's difference, and so have standard errors.

Up to ``EXACT`` policies all 2ⁿ mixes are looked at; beyond, orders are drawn, each with its
reverse, which cancels much of the error.

Shapley (1953), Contributions to the Theory of Games II, 307-317; pairs after Grabisch and Roubens
(1999), https://doi.org/10.1007/s001820050125; reversed orders after Mitchell et al. (2022),
https://jmlr.org/papers/v23/21-0439.html.

    found = credit(sim.load("city"), "committees", replicates=20)
    found.frame()            # measure, policy, share, standard_error, alone, last
    found.interactions()     # measure, policy, other, interaction, standard_error
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from sim.draws import F64, I64
from sim.errors import InputError
from sim.locale import _
from sim.policies.base import Policy
from sim.scenario import Scenario
from sim.scenario.scenario import BASELINE
from sim.studies.cases import Cases
from sim.studies.outcomes import AMOUNTS, Outcome, Simulate, mean_and_error, simulator
from sim.text.hints import near

if TYPE_CHECKING:
    import pandas as pd

ORDERS: Final = 60
"""Orders looked at where there are too many policies for all mixes, each with its reverse."""


@dataclass(frozen=True)
class Part:
    """The shares of one measure, by replicate (by order, where orders were drawn).

    ``shares``, ``alone`` (added to none of the others) and ``last`` (added to all of them) are
    [policy, replicate]. ``pairs`` is [replicate] by two places among the policies, empty where
    orders were drawn. ``total`` is what all policies do together, ``rest`` what the alternative
    differs from the baseline by without them: policies of the baseline that it leaves out.
    """

    shares: F64
    alone: F64
    last: F64
    pairs: Mapping[tuple[int, int], F64]
    total: F64
    rest: F64


@dataclass(frozen=True)
class Credit:
    """The shares of an alternative's own policies, by measure; ``yuan`` is among the measures."""

    alternative: str
    policies: tuple[str, ...]
    parts: Mapping[str, Part]
    exact: bool
    cases: int

    def frame(self) -> pd.DataFrame:
        """Return a row a measure and policy, in the order of the scenario.

        Columns: measure, policy, share, standard_error, alone, last, replicates.
        """
        import pandas as pd

        names = ["measure", "policy", "share", "standard_error", "alone", "last", "replicates"]
        rows = [
            (
                measure, policy, *mean_and_error(part.shares[k]),
                float(part.alone[k].mean()), float(part.last[k].mean()), part.shares.shape[1],
            )
            for measure, part in self.parts.items()
            for k, policy in enumerate(self.policies)
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=names)

    def interactions(self) -> pd.DataFrame:
        """Return a row a measure and pair: measure, policy, other, interaction, standard_error."""
        import pandas as pd

        names = ["measure", "policy", "other", "interaction", "standard_error"]
        rows = [
            (measure, self.policies[i], self.policies[j], *mean_and_error(values))
            for measure, part in self.parts.items()
            for (i, j), values in part.pairs.items()
        ]
        return pd.DataFrame(rows, columns=names)


def own_policies(scenario: Scenario, alternative: str) -> tuple[Policy, ...]:
    """Return the policies of an alternative that the baseline doesn't have like this."""
    standing = scenario.alternatives[0].policies
    return tuple(
        policy for policy in scenario.alternative(alternative).policies if policy not in standing
    )


def credit(
    scenario: Scenario,
    alternative: str | None = None,
    *,
    measures: Sequence[str] = ("effective_coverage",),
    month: int | None = None,
    policies: Sequence[str] | None = None,
    replicates: int | None = None,
    orders: int = ORDERS,
    seed: int = 1,
    simulate: Simulate | None = None,
) -> Credit:
    """Return the shares of an alternative's own policies, or of some of them by id.

    Up to ten policies: all mixes are simulated, ``replicates`` times each (the scenario's unless
    given). More policies: ``orders`` pairs of orders are drawn, each under a replicate of its own.
    Policies that are not named stay as they are. Raises ``InputError``.
    """
    name = Outcome.chosen(scenario, alternative=alternative).alternative
    held = {policy.id: policy for policy in own_policies(scenario, name)}
    for wanted in policies or ():
        if wanted not in held:
            message = _('The alternative "{alternative}" has no policy "{name}" of its own. {hint}')
            hint = near(wanted, list(held))
            raise InputError(message.format(alternative=name, name=wanted, hint=hint))
    ids = tuple(held if policies is None else dict.fromkeys(policies))
    if not ids:
        message = _('The alternative "{name}" has no policy of its own to give credit to.')
        raise InputError(message.format(name=name))
    number = scenario.replicates if replicates is None else replicates
    if number < 2 or orders < 2:
        raise InputError(_("Shares take two replicates or more: else there is no error to tell."))
    exact = len(ids) <= EXACT
    order = orders_drawn(len(ids), orders, seed)
    if exact:
        plan = all_mixes(len(ids))
        rows, replicate = np.repeat(plan, number, axis=0), np.tile(np.arange(number), len(plan))
    else:
        plan = steps(order)
        rows = plan.reshape(-1, len(ids))
        replicate = np.repeat(np.arange(orders), 2 * (len(ids) + 1))
    keys = [f"alternatives.{name}.policies.{entry}.intensity" for entry in ids]
    values = {key: np.where(rows[:, k], held[ids[k]].intensity, 0.0) for k, key in enumerate(keys)}
    answer = simulator(scenario) if simulate is None else simulate
    months = None if month is None else (month,)
    looked_at = tuple(measure for measure in measures if measure not in AMOUNTS)
    if not looked_at:
        raise InputError(_("Name a measure to split; yuan are split with any."))
    cases = Cases(replicate, values)
    found = answer(cases, looked_at, months=months, alternatives=(name,))
    once = Cases(np.unique(replicate), {})
    before = answer(once, looked_at, months=months, alternatives=(BASELINE,))
    parts = {}
    for measure in (*looked_at, "yuan"):
        worth = Outcome(measure, name).of(found)
        base = Outcome(measure, BASELINE).of(before)
        parts[measure] = (
            _exact(worth.reshape(len(plan), number), base)
            if exact
            else _along(order, worth.reshape(orders, 2, -1), base)
        )
    return Credit(name, ids, parts, exact, len(cases) + len(once))


def _exact(worth: F64, base: F64) -> Part:
    """Return the shares from the worth of all mixes: [mix, replicate]."""
    whole = _whole(~np.isnan(worth).any(axis=0) & ~np.isnan(base))
    worth, base = worth[:, whole], base[whole]
    single = 1 << np.arange(len(worth).bit_length() - 1)
    everything = len(worth) - 1
    alone, last = worth[single] - worth[0], worth[-1] - worth[everything - single]
    total, rest = worth[-1] - worth[0], worth[0] - base
    return Part(shares_of(worth), alone, last, pairs_of(worth), total, rest)


def _along(order: I64, worth: F64, base: F64) -> Part:
    """Return the shares from the worth along orders: [order, 2, step].

    What a policy does alone or last is known only of the first and the last of each order.
    """
    whole = _whole(~np.isnan(worth).any(axis=(1, 2)) & ~np.isnan(base))
    worth, base, order = worth[whole], base[whole], order[whole]
    nothing = np.full((order.shape[2], len(order)), np.nan)
    total, rest = worth[:, 0, -1] - worth[:, 0, 0], worth[:, 0, 0] - base
    return Part(shares_along(order, worth), nothing, nothing.copy(), {}, total, rest)


def _whole(kept: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return which replicates have every answer; InputError where fewer than two have."""
    if np.count_nonzero(kept) < 2:
        raise InputError(_("Fewer than two replicates have an answer for every mix."))
    return kept


Mixes = npt.NDArray[np.bool_]

EXACT: Final = 10
"""Policies up to which all mixes are simulated: 1,024 of ten."""


def all_mixes(number: int) -> Mixes:
    """Return all mixes: [mix, thing]; thing k is in mix m where bit k of m is set."""
    if not 1 <= number <= EXACT:
        text = _("All mixes can be tried for 1 to {most} policies, not for {n}.")
        raise InputError(text.format(most=EXACT, n=number))
    return np.asarray((np.arange(2**number)[:, None] >> np.arange(number) & 1).astype(bool))


def shares_of(worth: F64) -> F64:
    """Return the share of each thing from the worth of all mixes, [mix, …] in, [thing, …] out."""
    masks, number = np.arange(len(worth)), len(worth).bit_length() - 1
    found = np.empty((number, *worth.shape[1:]))
    for k in range(number):
        without = masks[masks >> k & 1 == 0]
        added = worth[without | 1 << k] - worth[without]
        found[k] = np.tensordot(_weights(without, number), added, axes=1)
    return found


def _weights(without: I64, number: int) -> F64:
    """Return by mask the share of all orders in which exactly those others come first."""
    sizes = [mask.bit_count() for mask in without.tolist()]
    return np.array([factorial(s) * factorial(number - s - 1) / factorial(number) for s in sizes])


def pairs_of(worth: F64) -> dict[tuple[int, int], F64]:
    """Return the interaction of each pair: what two add together beyond what each adds.

    Above 0 they help one another, below 0 one takes the place of the other.
    """
    masks, number = np.arange(len(worth)), len(worth).bit_length() - 1
    found = {}
    for i, j in combinations(range(number), 2):
        a, b = 1 << i, 1 << j
        without = masks[masks & (a | b) == 0]
        together = worth[without | a | b] - worth[without | a] - worth[without | b] + worth[without]
        found[i, j] = np.tensordot(_weights(without, number - 1), together, axes=1)
    return found


def orders_drawn(number: int, blocks: int, seed: int) -> I64:
    """Return orders in which things come, each followed by its reverse: [block, 2, place]."""
    drawn = stats.uniform.rvs(size=(blocks, number), random_state=seed)
    one = np.argsort(drawn, axis=1)
    return np.stack([one, one[:, ::-1]], axis=1)


def steps(order: I64) -> Mixes:
    """Return the mixes on the way from none to all along orders: [block, 2, step, thing]."""
    place = np.argsort(order, axis=2)
    return place[:, :, None, :] < np.arange(order.shape[2] + 1)[None, None, :, None]


def shares_along(order: I64, worth: F64) -> F64:
    """Return shares by block, [thing, block], from the worth of :func:`steps`: [block, 2, step]."""
    added = np.diff(worth, axis=2)
    by_thing = np.empty_like(added)
    np.put_along_axis(by_thing, order, added, axis=2)
    return np.asarray(by_thing.mean(axis=1).T)
