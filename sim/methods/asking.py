"""What a study asks of the cases that it makes up: one number a case.

A method never simulates by itself. It makes cases and hands them to an :class:`Ask`, which is
:func:`sim.methods.cases.respond` on a scenario, a store that has seen some of the cases already,
or in tests a formula. An :class:`Outcome` says which number it looks at.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.locale import _
from sim.methods.cases import Cases, Progress, Responses, respond
from sim.scenario import Scenario
from sim.scenario.hints import near
from sim.scenario.scenario import BASELINE

F64 = npt.NDArray[np.float64]

AMOUNTS: Final = ("yuan", "hours")
"""Totals until the last month, beside the measures: what is spent, and staff hours."""


class Ask(Protocol):
    """What answers cases: :func:`sim.methods.cases.respond` with the scenario put in."""

    def __call__(
        self,
        cases: Cases,
        measures: Sequence[str],
        *,
        months: Sequence[int] | None = None,
        alternatives: Sequence[str] | None = None,
    ) -> Responses: ...


def asking(
    scenario: Scenario,
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Ask:
    """Return what simulates the cases of a scenario."""

    def ask(
        cases: Cases,
        measures: Sequence[str],
        *,
        months: Sequence[int] | None = None,
        alternatives: Sequence[str] | None = None,
    ) -> Responses:
        return respond(
            scenario, cases, measures, months=months, alternatives=alternatives,
            jobs=jobs, executor=executor, progress=progress,
        )  # fmt: skip

    return ask


@dataclass(frozen=True)
class Outcome:
    """The number that a study looks at: a measure under an alternative at a month.

    With ``minus`` it is the paired difference from that alternative, within each case. ``month``
    is counted from 0, the horizon unless given. ``yuan`` and ``hours`` are measures too.
    """

    measure: str
    alternative: str
    minus: str | None = None
    month: int | None = None

    @classmethod
    def chosen(
        cls,
        scenario: Scenario,
        measure: str = "effective_coverage",
        alternative: str | None = None,
        *,
        paired: bool = True,
        month: int | None = None,
    ) -> Outcome:
        """Return the difference from the baseline (unless not ``paired``) of an alternative.

        Unless one is named it is the first after the baseline. Raises ``InputError`` for an
        alternative that there isn't.
        """
        ids = [entry.id for entry in scenario.alternatives]
        name = ids[min(1, len(ids) - 1)] if alternative is None else alternative
        if name not in ids:
            message = _('There is no alternative "{name}". {hint}')
            raise InputError(message.format(name=name, hint=near(name, ids)))
        return cls(measure, name, BASELINE if paired and name != BASELINE else None, month)

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The alternatives to simulate."""
        return (self.alternative,) if self.minus is None else (self.minus, self.alternative)

    def asked(self, ask: Ask, cases: Cases) -> F64:
        """Return the number of each case; not a number where it failed or has no base."""
        return asked(ask, cases, [self])[0]

    def of(self, responses: Responses) -> F64:
        """Return the number of each case of responses."""
        value = self._under(responses, self.alternative)
        return value if self.minus is None else value - self._under(responses, self.minus)

    def _under(self, responses: Responses, alternative: str) -> F64:
        if self.measure not in AMOUNTS:
            return responses.of(self.measure, alternative, self.month)
        amounts = responses.yuan if self.measure == "yuan" else responses.hours
        found: F64 = amounts[:, responses.alternatives.index(alternative)]
        return found


def asked(ask: Ask, cases: Cases, outcomes: Sequence[Outcome]) -> list[F64]:
    """Return several outcomes of the same cases, which are simulated once.

    All of them name a month, or none does.
    """
    measures = [entry.measure for entry in outcomes if entry.measure not in AMOUNTS]
    months = [entry.month for entry in outcomes if entry.month is not None]
    found = ask(
        cases,
        # What is spent comes along with any measure.
        tuple(dict.fromkeys(measures)) or ("effective_coverage",),
        months=tuple(sorted({*months})) if len(months) == len(outcomes) else None,
        alternatives=tuple(
            dict.fromkeys(name for entry in outcomes for name in entry.alternatives)
        ),
    )
    return [entry.of(found) for entry in outcomes]
