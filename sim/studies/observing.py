"""Observed figures: which a model may be held against, and by what error each is off.

A share of the reported base is compared with the model's *reported* measure, never with effective
coverage, which nobody counts. Shares of eligible organizations stand near 100 % by construction
(who has three members must found a branch): they are refused as coverage.

Official figures are rounded, refer to a base that is uncertain by some points, and come from places
that like to publish. A share's error is normal on the logit scale, a number's on the log scale, so
neither leaves its range. Where an observation has a standard deviation of its own that holds. Else
a share's is the larger of 0.15 on the logit scale and three points (bases differ by five and more
points between reports of one place), a number's 5 %.

A model that was put right by a figure drifts away from what it describes. What a model or a curve
says of a time years later is off by a random walk as well. Its step a year is as large as the error
of a figure, 0.15 or 5 %. That is an assumption; it is the same for all who forecast.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Literal

import numpy as np

from sim.draws import F64, normal, series
from sim.errors import InputError
from sim.locale import N_, _
from sim.measures.base import Measure
from sim.measures.catalogue import MEASURES
from sim.plan.past import Observation
from sim.scenario import Scenario
from sim.scenario.tables import COUNTED
from sim.studies.study import moment_of
from sim.text.hints import near

LOGIT_SD: Final = 0.15
POINTS_SD: Final = 0.03
LOG_SD: Final = 0.05

_END: Final = 0.005
"""Shares nearer to 0 or 1 than this count as this: nobody reports them apart."""

_LEAST: Final = 0.01
"""Numbers below this share of the observed one count as this."""


@dataclass(frozen=True)
class ErrorModel:
    """A normal error of standard deviation ``sd`` on a ``scale``, ``floor`` the least number."""

    scale: Literal["logit", "log"]
    sd: float
    floor: float = 0.0

    @classmethod
    def of(cls, measure: Measure, value: float, sd: float | None = None) -> ErrorModel:
        """Return the error of an observed ``value``; ``sd`` is in the unit of the measure."""
        if measure.is_share:
            inside = min(max(value, _END), 1.0 - _END)
            slope = inside * (1.0 - inside)
            assumed = max(LOGIT_SD, POINTS_SD / slope)
            return cls("logit", assumed if sd is None else sd / slope)
        return cls("log", LOG_SD if sd is None else sd / value, _LEAST * value)

    @property
    def step(self) -> float:
        """Standard deviation of the random walk of a year, on the scale of the error."""
        return LOG_SD if self.scale == "log" else LOGIT_SD

    def after(self, years: float) -> ErrorModel:
        """Return the error of a prediction by years since the last figure."""
        return replace(self, sd=(self.sd**2 + self.step**2 * max(years, 0.0)) ** 0.5)

    def onto(self, values: F64) -> F64:
        """Return values on the scale of the error; what is no number stays none."""
        if self.scale == "log":
            return np.log(np.maximum(values, self.floor))
        inside = np.clip(values, _END, 1.0 - _END)
        return np.asarray(np.log(inside) - np.log1p(-inside))

    def back(self, values: F64) -> F64:
        """Return values of the error's scale in the unit of the measure."""
        found: F64 = np.exp(values) if self.scale == "log" else 1.0 / (1.0 + np.exp(-values))
        return found


def noisy(values: F64, errors: Sequence[ErrorModel], seed: int) -> F64:
    """Return rows of simulated values [row, output] as they would have been observed.

    On the scale of the errors, with an error drawn for each value: of output k and row i always the
    same under one ``seed``, however many rows there are.
    """
    found = np.empty_like(values)
    for k, error in enumerate(errors):
        drawn = normal(series(seed, f"observation {k}", len(values)))
        found[:, k] = error.onto(values[:, k]) + error.sd * drawn
    return found


COMPARABLE: Final = (
    "reported_coverage",
    "organization_coverage",
    "organization_coverage_of_base",
    "organization_coverage_of_operating",
    "work_coverage",
    "work_coverage_of_base",
    "work_coverage_of_operating",
    "member_coverage",
    *COUNTED,
)
"""Measures that somebody counts, so that a figure may be held against them."""

_ELIGIBLE: Final = re.compile(r"\beligible\b|应建|具备(组建)?条件", re.IGNORECASE)


_BASES: Final = {
    "registered": re.compile(r"\bregistered\b|登记", re.IGNORECASE),
    "operating": re.compile(r"\b(operating|active)\b|运行|正常运转", re.IGNORECASE),
    "base": re.compile(r"\breported base\b|统计基数|纳入统计|应统计", re.IGNORECASE),
}
"""Words of a definition that say what a share is of."""
_COUNTED: Final = {
    "work": re.compile(r"\bwork coverage\b|\binstructors?\b|工作覆盖|指导员", re.IGNORECASE),
    "effective": re.compile(r"\beffective\b|有效覆盖|作用发挥", re.IGNORECASE),
    "member": re.compile(
        r"\b(share of|per cent of|% of) (party )?members\b|党员覆盖", re.IGNORECASE
    ),
}
"""Words that say that something else is counted than organizations with a branch."""
_BASE: Final = {
    "reported_coverage": "base",
    "organization_coverage": "registered",
    "organization_coverage_of_base": "base",
    "organization_coverage_of_operating": "operating",
    "work_coverage": "registered",
    "work_coverage_of_base": "base",
    "work_coverage_of_operating": "operating",
}
"""What measures are a share of."""


class Use(StrEnum):
    """What is made of an observed figure."""

    FITTED = "fitted"
    LATER = "later"
    UNREACHABLE = "unreachable"
    HELD = "held"
    REFUSED = "refused"


USES: Final = {
    Use.FITTED.value: N_("fitted"),
    Use.LATER.value: N_("later"),
    Use.UNREACHABLE.value: N_("out of reach"),
    Use.HELD.value: N_("given"),
}
"""What is made of a figure; where it is given, the scenario holds it and nothing is learnt."""


class Why(StrEnum):
    """Why a figure can't be held against the model's."""

    OUTSIDE = "outside"
    PART = "part"
    ELIGIBLE = "eligible"
    DEFINITION = "definition"
    JUDGEMENT = "judgement"


REASONS: Final = {
    Why.OUTSIDE.value: N_("outside the months that are simulated"),
    Why.PART.value: N_("of a part of the place"),
    Why.ELIGIBLE.value: N_("of eligible organizations: near 100 % by construction, no coverage"),
    Why.DEFINITION.value: N_("its definition is another than the measure's"),
    Why.JUDGEMENT.value: N_("nobody counts this: it is the model's own judgement"),
}


@dataclass(frozen=True)
class Row:
    """An observed figure, or one that might be: ``value`` is then no number.

    ``moment`` counts the months done, so that 0 is the start; ``why`` says why it is refused.
    """

    measure: str
    moment: int
    value: float
    sd: float | None
    source: str
    use: Use
    why: Why | None = None

    @property
    def planned(self) -> bool:
        """Whether nobody has counted it yet."""
        return bool(np.isnan(self.value))

    def name(self, scenario: Scenario) -> str:
        """Return measure and month as a study writes them."""
        return f"{self.measure}@{scenario.month_name(self.moment - 1)}"


def rows_of(scenario: Scenario, named: Sequence[str], until: str | None) -> tuple[Row, ...]:
    """Return the figures that are named (``MEASURE@YYYY-MM``), all of the scenario if none is.

    Those after the month ``until`` are not fitted but predicted. A named figure that the scenario
    doesn't have is a planned one. Raises ``InputError`` for a name that is none.
    """
    last = scenario.months if until is None else moment_of(scenario, until)

    def use(why: Why | None, moment: int) -> Use:
        return Use.REFUSED if why else Use.FITTED if moment <= last else Use.LATER

    seen = []
    for entry in scenario.observations:
        why, moment = refusal(scenario, entry), entry.month + 1
        told = entry.measure, moment, entry.value, entry.sd, entry.source
        seen.append(Row(*told, use(why, moment), why))
    if not named:
        return tuple(seen)
    found = []
    for text in named:
        measure, _at, month = text.partition("@")
        if measure not in MEASURES or not month:
            message = _('"{text}" is no figure: write MEASURE@YYYY-MM. {hint}')
            hint = near(measure, COMPARABLE) if measure not in MEASURES else ""
            raise InputError(message.format(text=text, hint=hint).strip())
        moment = moment_of(scenario, month)
        same = [row for row in seen if (row.measure, row.moment) == (measure, moment)]
        if not same:
            inside = 0 <= moment <= scenario.months
            why = measure_refusal(measure) if inside else Why.OUTSIDE
            same = [Row(measure, moment, float("nan"), None, "", use(why, moment), why)]
        found += same
    return tuple(found)


def refusal(scenario: Scenario, entry: Observation) -> Why | None:
    """Return why a figure can't be held against the model's, ``None`` where it can."""
    # What the start itself says is no evidence of what comes after it.
    first = 0 if scenario.history is None else 1
    if not first <= entry.month + 1 <= scenario.months:
        return Why.OUTSIDE
    if entry.kinds or entry.districts or entry.industries:
        return Why.PART
    texts = entry.definition.values() if entry.definition else ()
    if MEASURES[entry.measure].is_share and any(_ELIGIBLE.search(text) for text in texts):
        return Why.ELIGIBLE
    if any(_another(entry.measure, text) for text in texts):
        return Why.DEFINITION
    return measure_refusal(entry.measure)


def _another(measure: str, definition: str) -> bool:
    """Whether a figure's definition names a base, or what is counted, of other measures only."""
    if not MEASURES[measure].is_share or measure not in _BASE:
        return False
    named = {base for base, words in _BASES.items() if words.search(definition)}
    others = {what for what, words in _COUNTED.items() if words.search(definition)}
    wrong = others - {measure.partition("_coverage")[0]}
    return bool(named and _BASE[measure] not in named) or bool(wrong)


def measure_refusal(measure: str) -> Why | None:
    """Return why no figure can be held against a measure, ``None`` where one can."""
    if measure.endswith("_of_eligible"):
        return Why.ELIGIBLE
    return None if measure in COMPARABLE else Why.JUDGEMENT
