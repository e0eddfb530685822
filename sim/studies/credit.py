"""Credit: how much of what an alternative does each of its policies does.

Policies that run together help and hinder one another, so what each does alone doesn't add up.
Shapley shares do: each policy's is the mean of what it adds to the others, over all orders. Mixes
leave policies out by intensity 0, and all meet the same draws: shares are found within each
replicate, add up to that replicate's difference, and so have standard errors.

    found = credit(sim.load("city"), "committees", replicates=20)
    found.frame()            # measure, policy, share, standard_error, alone, last
    found.interactions()     # measure, policy, other, interaction, standard_error
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.locale import _
from sim.policies.base import Policy
from sim.scenario import Scenario
from sim.scenario.scenario import BASELINE
from sim.studies import shapley
from sim.studies.cases import Cases, Responses
from sim.studies.outcomes import AMOUNTS, Outcome, Simulate, simulator
from sim.text.hints import near

if TYPE_CHECKING:
    import pandas as pd

F64 = npt.NDArray[np.float64]

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

        rows = []
        for measure, part in self.parts.items():
            for k, policy in enumerate(self.policies):
                share, error = mean_and_error(part.shares[k])
                rows.append(
                    {
                        "measure": measure, "policy": policy,
                        "share": share, "standard_error": error,
                        "alone": float(part.alone[k].mean()), "last": float(part.last[k].mean()),
                        "replicates": part.shares.shape[1],
                    }
                )  # fmt: skip
        return pd.DataFrame(rows)

    def interactions(self) -> pd.DataFrame:
        """Return a row a measure and pair: measure, policy, other, interaction, standard_error."""
        import pandas as pd

        rows = []
        for measure, part in self.parts.items():
            for (i, j), values in part.pairs.items():
                found, error = mean_and_error(values)
                rows.append((measure, self.policies[i], self.policies[j], found, error))
        names = ["measure", "policy", "other", "interaction", "standard_error"]
        return pd.DataFrame(rows, columns=names)


def mean_and_error(values: F64) -> tuple[float, float]:
    """Return the mean over replicates and its standard error, no number for one replicate."""
    n = len(values)
    error = float(values.std(ddof=1) / np.sqrt(n)) if n > 1 else np.nan
    return float(values.mean()), error


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
    exact = len(ids) <= shapley.EXACT
    order = shapley.orders(len(ids), orders, seed)
    if exact:
        plan = shapley.mixes(len(ids))
        rows, replicate = np.repeat(plan, number, axis=0), np.tile(np.arange(number), len(plan))
    else:
        plan = shapley.steps(order)
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
        worth = _of(found, measure, name)
        base = _of(before, measure, BASELINE)
        parts[measure] = (
            _exact(worth.reshape(len(plan), number), base)
            if exact
            else _along(order, worth.reshape(orders, 2, -1), base)
        )
    return Credit(name, ids, parts, exact, len(cases) + len(once))


def _of(responses: Responses, measure: str, alternative: str) -> F64:
    return Outcome(measure, alternative).of(responses)


def _exact(worth: F64, base: F64) -> Part:
    """Return the shares from the worth of all mixes: [mix, replicate]."""
    whole = _whole(~np.isnan(worth).any(axis=0) & ~np.isnan(base))
    worth, base = worth[:, whole], base[whole]
    single = 1 << np.arange(len(worth).bit_length() - 1)
    everything = len(worth) - 1
    return Part(
        shapley.shares(worth),
        worth[single] - worth[0],
        worth[-1] - worth[everything - single],
        shapley.pairs(worth),
        worth[-1] - worth[0],
        worth[0] - base,
    )


def _along(order: npt.NDArray[np.int64], worth: F64, base: F64) -> Part:
    """Return the shares from the worth along orders: [order, 2, step].

    What a policy does alone or last is known only of the first and the last of each order.
    """
    whole = _whole(~np.isnan(worth).any(axis=(1, 2)) & ~np.isnan(base))
    worth, base, order = worth[whole], base[whole], order[whole]
    nothing = np.full((order.shape[2], len(order)), np.nan)
    return Part(
        shapley.shares_along(order, worth),
        nothing,
        nothing.copy(),
        {},
        worth[:, 0, -1] - worth[:, 0, 0],
        worth[:, 0, 0] - base,
    )


def _whole(kept: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return which replicates have every answer; InputError where fewer than two have."""
    if np.count_nonzero(kept) < 2:
        raise InputError(_("Fewer than two replicates have an answer for every mix."))
    return kept
