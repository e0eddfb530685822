"""What a study asks of the cases that it makes up: one number a case; and its names for people.

A method never simulates by itself. It makes cases and hands them to an :class:`Simulate`, which is
:func:`sim.studies.cases.respond` on a scenario, a store that has seen some of the cases already,
or in tests a formula. An :class:`Outcome` says which number it looks at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from sim.draws import F64
from sim.errors import InputError
from sim.locale import _, labelled, ngettext, noted, pick
from sim.measures.catalogue import MEASURES
from sim.parameters import PARAMETERS
from sim.present.names import measure_within
from sim.present.numbers import change_text, signed, value_text, whole, yuan
from sim.scenario import Scenario
from sim.scenario.scenario import BASELINE
from sim.studies.cases import Cases, Responses, respond
from sim.studies.factors import Factor, with_priors
from sim.studies.study import Columns, Study, StudyResult, texts
from sim.text.hints import known_name

if TYPE_CHECKING:
    import pandas as pd

AMOUNTS: Final = ("yuan", "hours")
"""Totals until the last month, beside the measures: what is spent, and staff hours."""


def mean_and_error(values: F64) -> tuple[float, float]:
    """Return the mean over replicates and its standard error, no number for one replicate."""
    n = len(values)
    error = float(values.std(ddof=1) / np.sqrt(n)) if n > 1 else np.nan
    return float(values.mean()), error


class Simulate(Protocol):
    """What answers cases: :func:`sim.studies.cases.respond` with the scenario put in."""

    def __call__(
        self,
        cases: Cases,
        measures: Sequence[str],
        *,
        months: Sequence[int] | None = None,
        alternatives: Sequence[str] | None = None,
    ) -> Responses: ...


def simulator(scenario: Scenario) -> Simulate:
    """Return what simulates the cases of a scenario."""
    return partial(respond, scenario)


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
        alternative or a measure that there isn't.
        """
        ids = [entry.id for entry in scenario.alternatives]
        name = ids[min(1, len(ids) - 1)] if alternative is None else alternative
        known_name(name, ids, _('There is no alternative "{name}". {hint}'))
        known_name(measure, (*MEASURES, *AMOUNTS), _('There is no measure "{name}". {hint}'))
        return cls(measure, name, BASELINE if paired and name != BASELINE else None, month)

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Outcome:
        """Return what :meth:`plain` said."""
        return cls(told["measure"], told["alternative"], told["minus"] or None, told["month"])

    def plain(self) -> dict[str, Any]:
        """Return it as plain data; where nothing is taken off, ``minus`` is an empty text."""
        return asdict(self) | {"minus": self.minus or ""}

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The alternatives to simulate."""
        return (self.alternative,) if self.minus is None else (self.minus, self.alternative)

    def simulated(self, simulate: Simulate, cases: Cases) -> F64:
        """Return the number of each case; not a number where it failed or has no base."""
        return simulated(simulate, cases, [self])[0]

    def of(self, responses: Responses) -> F64:
        """Return the number of each case of responses."""
        value = self._under(responses, self.alternative)
        return value if self.minus is None else value - self._under(responses, self.minus)

    def _under(self, responses: Responses, alternative: str) -> F64:
        if self.measure not in AMOUNTS:
            return responses.of(self.measure, alternative, self.month)
        amounts = responses.yuan if self.measure == "yuan" else responses.hours
        return np.asarray(amounts[:, responses.alternatives.index(alternative)])


def simulated(simulate: Simulate, cases: Cases, outcomes: Sequence[Outcome]) -> list[F64]:
    """Return several outcomes of the same cases, which are simulated once.

    All of them name a month, or none does.
    """
    measures = [entry.measure for entry in outcomes if entry.measure not in AMOUNTS]
    months = [entry.month for entry in outcomes if entry.month is not None]
    if 0 < len(months) < len(outcomes):
        raise InputError(_("Outcomes of the same cases all name a month, or none does."))
    found = simulate(
        cases,
        # What is spent comes along with any measure.
        tuple(dict.fromkeys(measures)) or ("effective_coverage",),
        months=tuple(sorted({*months})) if len(months) == len(outcomes) else None,
        alternatives=tuple(
            dict.fromkeys(name for entry in outcomes for name in entry.alternatives)
        ),
    )
    return [entry.of(found) for entry in outcomes]


def alternative_of(study: Study) -> str:
    """Return the alternative that a study of one is about: the first named after the baseline."""
    others = [name for name in study.alternatives if name != BASELINE]
    return (others or [BASELINE])[0]


def named_beside_baseline(study: Study) -> list[str]:
    """Return the alternatives that a study names, the baseline left out; it may name none."""
    return [name for name in study.content["alternatives"] if name != BASELINE]


def outcomes_of(study: Study, *, paired: bool) -> tuple[Outcome, ...]:
    """Return every measure at every month, of the alternatives that are named.

    Where none is named it is the first alone: each costs as much as all that it is compared with.
    The first outcome is the first measure at the last month.
    """
    chosen = named_beside_baseline(study)
    if not chosen:
        chosen = [BASELINE if study.content["alternatives"] else alternative_of(study)]
    return tuple(
        Outcome.chosen(study.scenario, measure, name, paired=paired, month=month)
        for name in chosen
        for month in sorted(study.months, reverse=True)
        for measure in study.measures
    )


def factors_of(study: Study) -> tuple[Factor, ...]:
    """Return a study's factors: where it names none, all parameters that have a prior."""
    return study.factors or with_priors()


def columns_of(frame: pd.DataFrame) -> Columns:
    """Return a frame as a table of a study."""
    found: dict[str, Any] = {}
    for name in frame.columns:
        column = frame[name].to_numpy()
        found[str(name)] = column if column.dtype.kind in "iufb" else texts(column)
    return found


def table_of(rows: Iterable[Any], names: Sequence[str]) -> Columns:
    """Return rows, tuples or by name, as a table of a study."""
    import pandas as pd

    return columns_of(pd.DataFrame(list(rows), columns=list(names)))


def rows_of(table: Columns, **same: Any) -> list[dict[str, Any]]:
    """Return the rows of a table in which these columns have these values."""
    rows = zip(*(column.tolist() for column in table.values()), strict=True)
    found = [dict(zip(table, row, strict=True)) for row in rows]
    return [row for row in found if all(row[name] == value for name, value in same.items())]


MOST_FAILED: Final = 5


def what(measure: str) -> str:
    """Return what a measure, or an amount, is called within a sentence."""
    amounts = {"yuan": _("yuan"), "hours": _("staff hours of organizations")}
    return amounts.get(measure) or measure_within(measure)


def policy_names(scenario: Scenario, alternative: str) -> dict[str, str]:
    """Return what the policies of an alternative are called: with the id where two are alike."""
    held = scenario.alternative(alternative).policies
    labels = [pick(policy.label) for policy in held]
    return {
        policy.id: label if labels.count(label) == 1 else noted(label, policy.id)
        for policy, label in zip(held, labels, strict=True)
    }


def named(study: Study, alternative: str) -> str:
    """Return the title of an alternative."""
    return pick(study.scenario.alternative(alternative).title)


def short(key: str) -> str:
    """Return a key without what is the same in all of its sort."""
    parts = key.removeprefix("parameters.").split(".")
    return ".".join(part for part in parts if part not in ("alternatives", "policies"))


def month_of(study: Study, month: int) -> str:
    """Return the calendar month at whose end a month of the tables stands."""
    return study.scenario.month_name(month - 1) if month else _("before the start")


def heading(study: Study, outcome: Outcome) -> str:
    """Say which number it is that a study looks at."""
    month = study.months[-1] if outcome.month is None else outcome.month
    text = _("{measure} under “{alternative}” less the baseline's, {when}")
    if outcome.minus is None:
        text = _("{measure} under “{alternative}”, {when}")
    alternative = named(study, outcome.alternative)
    return text.format(
        measure=what(outcome.measure), alternative=alternative, when=month_of(study, month)
    )


def factor_name(key: str) -> str:
    """Return what a factor is called: a parameter by its label, others by their key."""
    parameter = PARAMETERS.get(short(key))
    return short(key) if parameter is None else pick(parameter.label)


def failures(result: StudyResult) -> list[str]:
    """List the cases that failed, with the reason."""
    if not result.failed:
        return []
    count = len(result.failed)
    text = ngettext(
        "{n} replicate could not be simulated:", "{n} replicates could not be simulated:", count
    )
    shown = [
        f"  {labelled(name, reason)}" for name, reason in [*result.failed.items()][:MOST_FAILED]
    ]
    more = ["  …"] if count > MOST_FAILED else []
    return ["", text.format(n=count), *shown, *more]


def amount_text(measure: str, value: float) -> str:
    """Return a difference of a measure, or of yuan or hours, for people."""
    if measure == "yuan":
        return yuan(value, sign=True)
    return signed(value, 0) if measure in AMOUNTS else change_text(measure, value)


def size_text(measure: str, value: float) -> str:
    """Return the size of a difference, which needs no plus."""
    return amount_text(measure, value).lstrip("+")


def with_error(measure: str, mean: float, error: float) -> str:
    """Return a mean difference with its standard error."""
    return noted(amount_text(measure, mean), f"± {size_text(measure, error)}")


def level_text(measure: str, value: float) -> str:
    """Return a value of a measure, or of yuan or hours, for people."""
    if measure == "yuan":
        return yuan(value)
    return whole(value) if measure in AMOUNTS else value_text(measure, value)
