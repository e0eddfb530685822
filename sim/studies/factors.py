"""Factors: what a study varies, each a key of the scenario with its range or its choices.

Keys are those of ``--set``: ``parameters.leave_per_year``,
``alternatives.liaisons.policies.dispatch_liaisons.liaisons``. A parameter may be given by its bare
name. A design is made on [0, 1] and brought to each factor's scale by :meth:`Factor.at`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.draws import F64
from sim.errors import InputError
from sim.extensions.registry import VARIANTS
from sim.locale import _
from sim.parameters import PARAMETERS, Parameter, Scale
from sim.policies.base import Policy
from sim.scenario import Scenario
from sim.scenario.scenario import BASELINE
from sim.state.plugged import SLOTS
from sim.text.arguments import texts
from sim.text.hints import known_name, near

PREFIX = "parameters."
RULES = "model."
"""Keys that choose a rule of the month begin so."""


@dataclass(frozen=True)
class Factor:
    """One thing that a study varies.

    With ``choices`` it is one of these texts. Otherwise it lies between ``low`` and ``high``, on
    the linear or the ``log`` scale, and is rounded where it is ``whole``. A parameter without a
    range of the study's own has its ``prior``.
    """

    key: str
    low: float = 0.0
    high: float = 1.0
    log: bool = False
    whole: bool = False
    choices: tuple[str, ...] = ()
    prior: Parameter | None = None

    @property
    def parameter(self) -> str | None:
        """Name of the parameter, ``None`` for other keys."""
        return self.key.removeprefix(PREFIX) if self.key.startswith(PREFIX) else None

    def at(self, u: F64) -> npt.NDArray[Any]:
        """Return the values at points of [0, 1]: numbers, or texts where there are choices."""
        points = np.asarray(u, np.float64)
        if self.choices:
            index = np.minimum((points * len(self.choices)).astype(np.int64), len(self.choices) - 1)
            return np.array([self.choices[number] for number in index], dtype=object)
        if self.prior is not None:
            return np.array([self.prior.quantile(point) for point in points.tolist()])
        if self.log:
            value = self.low * (self.high / self.low) ** points
        else:
            value = self.low + points * (self.high - self.low)
        return np.rint(value) if self.whole else value


def scaled(factors: Sequence[Factor], u: F64) -> dict[str, npt.NDArray[Any]]:
    """Return the values of points in [0, 1], [point, factor], as a column a factor's key."""
    return {factor.key: factor.at(u[:, place]) for place, factor in enumerate(factors)}


def with_priors(names: Sequence[str] | str | None = None) -> tuple[Factor, ...]:
    """Return parameters as factors with their priors: all that have one, or those named."""
    chosen = [*PARAMETERS] if names is None else texts("names", names)
    found = []
    for name in chosen:
        _check_parameter(name)
        parameter = PARAMETERS[name]
        if parameter.scale is not Scale.FIXED:
            found.append(Factor(PREFIX + name, parameter.low, parameter.high, prior=parameter))
        elif names is not None:
            found.append(Factor(PREFIX + name, parameter.low, parameter.high))
    return tuple(found)


def factor(text: str, scenario: Scenario) -> Factor:
    """Read ``KEY``, ``KEY=LOW:HIGH``, ``KEY=LOW:HIGH:log`` or ``KEY=one,two``.

    A bare key has the parameter's prior, or the range that the policy's field declares. Raises
    ``InputError`` for an unknown key, or a range that is none or leaves what is allowed.
    """
    key, equals, written = text.partition("=")
    key = key.strip()
    if key in PARAMETERS:
        key = PREFIX + key
    if key.startswith(PREFIX):
        name = key.removeprefix(PREFIX)
        if not equals:
            return with_priors([name])[0]
        _check_parameter(name)
        parameter = PARAMETERS[name]
        allowed = Factor(key, parameter.low, parameter.high)
        return _ranged(allowed, written, zero=parameter.may_be_zero)
    if key.startswith(RULES):
        return _rule(key, written if equals else "", scenario)
    policy, name = _field(key, scenario)
    meta = next(entry for entry in fields(policy) if entry.name == name).metadata
    if "choices" in meta:
        return _chosen(key, written if equals else "", meta["choices"])
    allowed = Factor(key, meta["low"], meta["high"], whole=bool(meta.get("whole")))
    return _ranged(allowed, written) if equals else allowed


def _rule(key: str, written: str, scenario: Scenario) -> Factor:
    """Return the rules of a function of the month as a factor: all that there are, or some.

    Peers by a list of edges are among all only where the scenario has such a list.
    """
    slot = key.removeprefix(RULES)
    known_name(slot, list(SLOTS), _('There is no rule "{name}" in [model]. {hint}'))
    rules = (SLOTS[slot].default, *VARIANTS[slot])
    if not written and scenario.edges is None:
        rules = tuple(name for name in rules if name != "edges")
    return _chosen(key, written, rules)


def _chosen(key: str, written: str, allowed: Sequence[str]) -> Factor:
    """Return choices as they are written, all that are allowed where nothing is."""
    chosen = tuple(part.strip() for part in written.split(",")) if written else tuple(allowed)
    for choice in chosen:
        if choice not in allowed:
            message = _('"{choice}" is no choice of {key}. {hint}')
            hint = near(choice, allowed)
            raise InputError(message.format(choice=choice, key=key, hint=hint))
    return Factor(key, choices=chosen)


def _field(key: str, scenario: Scenario) -> tuple[Policy, str]:
    """Return the policy that a key leads to, and the name of its field."""
    parts = key.split(".")
    if parts[0] == BASELINE and len(parts) == 3:
        parts = ["alternatives", BASELINE, "policies", *parts[1:]]
    if parts[0] != "alternatives" or len(parts) != 5 or parts[2] != "policies":
        message = _(
            '"{key}" can\'t be varied. Write parameters.NAME, '
            "alternatives.ID.policies.POLICY.FIELD or baseline.POLICY.FIELD."
        )
        raise InputError(f"{message.format(key=key)} {near(key, list(PARAMETERS))}".strip())
    ids = [entry.id for entry in scenario.alternatives]
    known_name(parts[1], ids, _('There is no alternative "{name}". {hint}'))
    held = {policy.id: policy for policy in scenario.alternative(parts[1]).policies}
    if parts[3] not in held:
        message = _('The alternative "{alternative}" has no policy "{name}". {hint}')
        hint = near(parts[3], list(held))
        raise InputError(message.format(alternative=parts[1], name=parts[3], hint=hint))
    policy = held[parts[3]]
    names = [entry.name for entry in fields(policy) if {"low", "choices"} & {*entry.metadata}]
    if parts[4] not in names and hasattr(policy, parts[4]):
        message = _(
            "{key} is no number and no choice: it can't be varied. Write an alternative for each."
        )
        raise InputError(message.format(key=key))
    if parts[4] not in names:
        message = _('The policy "{policy}" has no "{name}". {hint}')
        hint = near(parts[4], names)
        raise InputError(message.format(policy=parts[3], name=parts[4], hint=hint))
    return policy, parts[4]


def _ranged(allowed: Factor, written: str, *, zero: bool = False) -> Factor:
    """Return a factor with the range that is written, within what is allowed."""
    parts = written.split(":")
    log = len(parts) == 3 and parts[2] == "log"
    try:
        low, high = (float(part) for part in (parts[:2] if log else parts))
    except ValueError:
        message = _('"{text}" is no range of {key}. Write LOW:HIGH, or LOW:HIGH:log.')
        raise InputError(message.format(text=written, key=allowed.key)) from None
    if log and low <= 0:
        message = _("{key}: a logarithmic range begins above 0, not at {low}.")
        raise InputError(message.format(key=allowed.key, low=f"{low:g}"))
    outside = high > allowed.high or (low < allowed.low and not (zero and low == 0))
    if not low < high or outside:
        message = _("{key}: {text} must rise and lie between {low} and {high}.")
        raise InputError(
            message.format(
                key=allowed.key, text=written, low=f"{allowed.low:g}", high=f"{allowed.high:g}"
            )
        )
    return Factor(allowed.key, low, high, log, allowed.whole)


def _check_parameter(name: str) -> None:
    known_name(name, list(PARAMETERS), _('There is no parameter "{name}". {hint}'))
