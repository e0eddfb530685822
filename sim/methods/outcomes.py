"""Between the frame of studies and the methods: what a study asks for, and names for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.locale import _, pick
from sim.methods.asking import AMOUNTS, Outcome
from sim.methods.cases import Cases, Responses
from sim.methods.factors import Factor, with_priors
from sim.methods.study import Columns, Study, texts
from sim.methods.sweep_text import month_of, named, short
from sim.methods.work import Work
from sim.parameters import PARAMETERS
from sim.present.names import measure_within
from sim.present.numbers import change_text, signed, value_text, whole, yuan
from sim.scenario import Scenario
from sim.scenario.scenario import BASELINE

if TYPE_CHECKING:
    import pandas as pd


class Asker:
    """The cases of a study's method, simulated through its work; ``failed`` are those that can't.

    ``scenario`` takes the place of the study's, where the method has made one of its own.
    """

    def __init__(self, work: Work, scenario: Scenario | None = None) -> None:
        self.work, self.scenario = work, scenario
        self.failed: dict[str, str] = {}
        self._before = 0

    def __call__(
        self,
        cases: Cases,
        measures: Sequence[str],
        *,
        months: Sequence[int] | None = None,
        alternatives: Sequence[str] | None = None,
    ) -> Responses:
        found = self.work.respond(
            cases, scenario=self.scenario, measures=measures, months=months,
            alternatives=alternatives,
        )  # fmt: skip
        for row, reason in found.failed.items():
            text = _("case {case}, replicate {replicate} (seed {seed})")
            name = text.format(
                case=self._before + row,
                replicate=int(cases.replicate[row]),
                seed=self.work.study.scenario.seed,
            )
            self.failed[name] = reason
        self._before += len(cases)
        return found


def alternative_of(study: Study) -> str:
    """Return the alternative that a study of one is about: the first named after the baseline."""
    others = [name for name in study.alternatives if name != BASELINE]
    return (others or [BASELINE])[0]


def outcomes_of(study: Study, *, paired: bool) -> tuple[Outcome, ...]:
    """Return every measure at every month, of the alternatives that are named.

    Where none is named it is the first alone: each costs as much as all that it is compared with.
    The first outcome is the first measure at the last month.
    """
    chosen = [name for name in study.content["alternatives"] if name != BASELINE]
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


def rows_of(table: Columns, **same: Any) -> list[dict[str, Any]]:
    """Return the rows of a table in which these columns have these values."""
    rows = zip(*(column.tolist() for column in table.values()), strict=True)
    found = [dict(zip(table, row, strict=True)) for row in rows]
    return [row for row in found if all(row[name] == value for name, value in same.items())]


def what(measure: str) -> str:
    """Return what a measure, or an amount, is called within a sentence."""
    amounts = {"yuan": _("yuan"), "hours": _("staff hours of organizations")}
    return amounts.get(measure) or measure_within(measure)


def policy_names(scenario: Scenario, alternative: str) -> dict[str, str]:
    """Return what the policies of an alternative are called: with the id where two are alike."""
    held = scenario.alternative(alternative).policies
    labels = [pick(policy.label) for policy in held]
    return {
        policy.id: label if labels.count(label) == 1 else f"{label} ({policy.id})"
        for policy, label in zip(held, labels, strict=True)
    }


def heading(study: Study, outcome: Outcome) -> str:
    """Say which number it is that a study looks at."""
    month = study.months[-1] if outcome.month is None else outcome.month
    told = {
        "measure": what(outcome.measure),
        "alternative": named(study, outcome.alternative),
        "when": month_of(study, month),
    }
    if outcome.minus is None:
        return _("{measure} under “{alternative}”, {when}").format(**told)
    text = _("{measure} under “{alternative}” less the baseline's, {when}")
    return text.format(**told)


def factor_name(key: str) -> str:
    """Return what a factor is called: a parameter by its label, others by their key."""
    parameter = PARAMETERS.get(short(key))
    return short(key) if parameter is None else pick(parameter.label)


def amount_text(measure: str, value: float) -> str:
    """Return a difference of a measure, or of yuan or hours, for people."""
    if measure == "yuan":
        return yuan(value, sign=True)
    return signed(value, 0) if measure in AMOUNTS else change_text(measure, value)


def level_text(measure: str, value: float) -> str:
    """Return a value of a measure, or of yuan or hours, for people."""
    if measure == "yuan":
        return yuan(value)
    return whole(value) if measure in AMOUNTS else value_text(measure, value)
