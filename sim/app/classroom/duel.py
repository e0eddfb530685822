"""Break my policy: one side sets a policy within a budget, the other picks the worst world.

The budget is a cap of the engine: what it doesn't pay is not done. The world is made of parameters
within the middle 90 % of their priors, or found by search. Then it is the draw of all priors at a
low percentile of what the policy gains. What is compared is the gain in effective coverage over the
paired baseline, at the horizon.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.app.classroom.course import Course, compose
from sim.app.classroom.ensemble import Ensemble, ensemble
from sim.errors import InputError
from sim.locale import N_, _
from sim.parameters import PARAMETERS, Scale
from sim.pasts.lists import prepared
from sim.present.numbers import digits, points, yuan_text
from sim.scenario import Scenario, from_resolved

F64 = npt.NDArray[np.float64]

NAMED: Final[Mapping[str, str]] = {
    "alive_at_start": N_("How many branches are alive at the start"),
    "effort": N_("How hard committees work without a target"),
    "visit_effect": N_("How much a visit does"),
    "branch_quality_sd": N_("How much branches differ from each other"),
    "activity_cost_yuan": N_("What the activities of a branch cost in a year"),
    "check_ask": N_("How many heads the yearly check asks"),
    "visits_per_month": N_("How often liaisons visit"),
    "founding_capacity": N_("Branches a committee can found in a month"),
}
"""Offered to the other side: the eight that ``tools.influence`` finds strongest."""

LEVELS: Final[Mapping[str, float]] = {"low": 0.05, "usual": 0.5, "high": 0.95}
"""Quantiles of the prior that the other side may pick: plausible, not extreme."""

WORLDS: Final = 40
DRAWS: Final = 200
PERCENTILE: Final = 5
REST: Final = "rest"
"""All assumptions but the named ones, put back together."""
BROKEN: Final = 0.5
"""A policy is broken where it adds less than this share of what it promised."""


@dataclass(frozen=True)
class Gain:
    """What a policy adds to effective coverage: mean, 5 % and 95 % of worlds, how many gain."""

    mean: float
    low: float
    high: float
    share_higher: float

    @classmethod
    def of(cls, found: Ensemble) -> Gain:
        """Return the gain of the second alternative over the first."""
        before, after = found.values["effective_coverage_of_base"][:, :, -1]
        gain = after - before
        low, high = np.quantile(gain, (0.05, 0.95))
        return cls(float(gain.mean()), float(low), float(high), float(np.mean(gain > 0)))


@dataclass(frozen=True)
class Bout:
    """How a duel came out; curves are means over worlds, [without, with] by month.

    ``restored`` is the gain when one assumption alone is put back to its usual value.
    """

    promised: Gain
    broken: Gain
    curves: dict[str, F64]
    restored: dict[str, float]
    parameters: dict[str, float]
    yuan_per_year: float
    unmet_per_year: float
    drawn: float | None
    """In a search: the gain in the one drawn world that was picked."""

    @property
    def is_broken(self) -> bool:
        """Whether the policy adds less than half of what it promised."""
        return self.broken.mean < BROKEN * self.promised.mean

    @property
    def culprit(self) -> str | None:
        """The assumption whose return to normal gives most back; None if none gives any."""
        if not self.restored:
            return None
        name = max(self.restored, key=lambda key: self.restored[key])
        return name if self.restored[name] > self.broken.mean else None


def quantile(name: str, level: str) -> float:
    """Return the value of a parameter at a level of its prior."""
    return PARAMETERS[name].quantile(LEVELS[level])


def policy(base: Scenario, settings: Mapping[str, float], cap: float | None) -> Scenario:
    """Return the scenario with the policy on the right from the first month, under a cap.

    Raises :class:`InputError` where nothing is set.
    """
    if Course().moved(0, **settings).plain:
        raise InputError(_("There is no policy yet: set a slider first."))
    content = compose(base, {"right": Course().moved(0, **settings)}, seed=base.seed).resolved()
    content["uncertainty"] = "none"
    if cap is not None:
        content["budget"] = {**content["budget"], "cap_yuan_per_year": float(cap)}
    return from_resolved(content)


def played(content: Mapping[str, Any], parameters: Mapping[str, float]) -> Bout:
    """Play the policy in its usual world and in the one picked; heavy, for a process."""
    given = content["parameters"]
    picked = {
        name: value for name, value in parameters.items()
        if value != given.get(name, PARAMETERS[name].default)
    }  # fmt: skip
    return _bout(content, picked, None)


def searched(content: Mapping[str, Any], percentile: float = PERCENTILE) -> Bout:
    """Draw worlds from the priors, pick the one at the percentile of the gain, and play it."""
    draws = range(DRAWS)
    found = ensemble(content, ["baseline", "right"], draws, uncertainty="prior")
    before, after = found.values["effective_coverage_of_base"][:, :, -1]
    gain = after - before
    chosen = int(np.argsort(gain, kind="stable")[round((DRAWS - 1) * percentile / 100)])
    drawn = prepared(from_resolved(content).with_(uncertainty="prior"), DRAWS).drawn([chosen])
    picked = {
        name: float(column[0]) for name, column in drawn.items()
        if name not in content["parameters"] and PARAMETERS[name].scale is not Scale.FIXED
    }  # fmt: skip
    return _bout(content, picked, float(gain[chosen]))


def _bout(content: Mapping[str, Any], picked: dict[str, float], drawn: float | None) -> Bout:
    usual, broken = _with(content, {}), _with(content, picked)
    restored: dict[str, float] = {}
    for name in NAMED:
        if name in picked:
            kept = {key: value for key, value in picked.items() if key != name}
            restored[name] = Gain.of(_with(content, kept)).mean
    if any(name not in NAMED for name in picked):
        restored[REST] = Gain.of(
            _with(content, {key: value for key, value in picked.items() if key in NAMED})
        ).mean
    years = content["years"]
    return Bout(
        Gain.of(usual),
        Gain.of(broken),
        {
            name: found.values["effective_coverage_of_base"].mean(axis=1)
            for name, found in (("usual", usual), ("broken", broken))
        },
        restored,
        picked,
        float(usual.yuan[1].mean()) / years,
        float(usual.unmet[1].mean()) / years,
        drawn,
    )


def _with(content: Mapping[str, Any], parameters: Mapping[str, float]) -> Ensemble:
    return ensemble(content, ["baseline", "right"], range(WORLDS), by_hand=parameters)


def report(bout: Bout) -> list[str]:
    """Say how it came out: promise, outcome, culprit, money; a sentence each."""
    promised, broken = bout.promised, bout.broken
    said = [
        _(
            "Promise: under the usual assumptions the policy changes effective coverage by "
            "{mean} percentage points at the end (in 90 of 100 replicates {low} to {high})."
        ).format(
            mean=points(promised.mean), low=points(promised.low), high=points(promised.high)
        ),
        _(
            "Under the assumptions of the other side it is {mean} percentage points ({low} to "
            "{high}); the policy is ahead of doing nothing in {n} of {all} replicates."
        ).format(
            mean=points(broken.mean), low=points(broken.low), high=points(broken.high),
            n=round(broken.share_higher * WORLDS), all=WORLDS,
        ),
    ]  # fmt: skip
    if bout.drawn is not None:
        said.append(
            _(
                "The search picked a draw in which the gain was {drawn} points. Part of that "
                "was chance: over {n} replicates with the same assumptions it is {mean}."
            ).format(drawn=points(bout.drawn), n=WORLDS, mean=points(broken.mean))
        )
    if bout.is_broken:
        said.append(_("Broken: less than half of the promise is left."))
    else:
        said.append(_("It held: at least half of the promise is left."))
    culprit = bout.culprit
    if culprit is None:
        said.append(_("No single assumption brings anything back when it is at its usual value."))
    else:
        said.append(_culprit(bout, culprit))
    said.append(
        _("It spent {yuan} a year on average; {unmet} a year could not be paid.").format(
            yuan=yuan_text(bout.yuan_per_year), unmet=yuan_text(bout.unmet_per_year)
        )
    )
    return said


def _culprit(bout: Bout, culprit: str) -> str:
    back = points(bout.restored[culprit])
    if culprit == REST:
        text = _(
            "No named assumption did it by itself. With all others at their usual values it would "
            "be {back} points."
        )
        return text.format(back=back)
    return _(
        'What did most: "{what}" ({value} in place of {usual}). With only that at its usual value '
        "it would be {back} points."
    ).format(
        what=_(NAMED[culprit]), back=back, value=digits(bout.parameters[culprit]),
        usual=digits(PARAMETERS[culprit].default),
    )  # fmt: skip
