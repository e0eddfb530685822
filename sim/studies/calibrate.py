"""Calibrate: what observed figures say about at most six parameters, checked on known truths.

A bank of worlds is drawn from the priors; the scenario's ``[[observations]]``, each with its
definition and its error, choose among them (``sim.studies.abc``). Parameters that are not named
vary over their priors and are integrated over; the seed is never fitted. Rows of the bank whose
parameters are known say whether the answer may be believed. Figures that nobody has counted yet
may be named too: then the checks say what counting them would teach.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from sim.errors import InputError
from sim.locale import _
from sim.scenario.keys import key
from sim.scenario.scenario import BASELINE
from sim.studies.calibration.fitting import Plan, calibrate
from sim.studies.calibration.rows import rows_of
from sim.studies.calibration.tabled import FILE, document, encoded, summary, tables
from sim.studies.calibration.worded import lines
from sim.studies.cases import Cases, Responses
from sim.studies.catalogue import MethodSettings, Written
from sim.studies.factors import Factor, with_priors
from sim.studies.store import Work
from sim.studies.study import Study, StudyResult

MOST: Final = 6
"""Parameters that are calibrated at most: the data hold about as many constraints."""

IDENTIFIABLE: Final = (
    "contact_per_year",
    "members_per_staff",
    "contact_pressure",
    "leave_per_year",
    "entry_per_year",
    "exit_per_year",
    "staff_sigma",
    "member_overdispersion",
)
"""Parameters that coverage series can say something of, in this order."""


class Settings(MethodSettings):
    """How a calibration is made, and which figures it uses."""

    READS: ClassVar = ("factors", "alternatives", "seed")
    OPTIONS: ClassVar = {
        "observations": Written("--observation", "MEASURE@YYYY-MM"),
        "until": Written("--until", "YYYY-MM"),
    }

    observations: list[str] = key(
        "Figures to use, MEASURE@YYYY-MM; all of the scenario where empty. One that it doesn't "
        "have is planned: the study says what counting it would teach",
        "采用的观测值 MEASURE@YYYY-MM（缺省为方案的全部）；方案中没有的作为拟观测，只评估其信息量",
        default=[],
    )
    until: str | None = key(
        "Last month (YYYY-MM) whose figures are fitted; later ones are predicted",
        "参与拟合的最后月份（YYYY-MM），其后的观测只用于预测对照",
        default=None,
    )
    bank: int = key(
        "Worlds drawn from the priors", "先验库的世界数", default=10_000, low=200, high=10_000_000
    )
    keep: float = key(
        "Share of the bank that is kept", "先验库的保留比例", default=0.02, low=0.001, high=0.5
    )
    recovery: int = key(
        "Rows of the bank whose known parameters are recovered",
        "用于检验参数还原的先验库行数",
        default=1_000,
        low=20,
        high=100_000,
    )
    predictive: int = key(
        "Worlds drawn from the posterior, on fresh replicates",
        "按后验重新模拟的世界数",
        default=200,
        low=20,
        high=100_000,
    )
    draws: int = key(
        "Draws in the file of the posterior", "后验文件中的抽样数", default=500, low=20, high=10_000
    )


def run(study: Study, work: Work) -> StudyResult:
    """Calibrate, check, and write what was learnt as a file that scenarios may draw from."""
    settings = study.settings_of(Settings)
    name = alternative(study)
    chosen = factors(study)
    rows = rows_of(study.scenario, settings.observations, settings.until)

    def ask(asked: Cases, measures: Any, months: Any) -> Responses:
        return work.respond(asked, measures=measures, months=months, alternatives=(name,))

    plan = Plan(settings.bank, settings.keep, settings.recovery, settings.predictive, study.seed)
    found = calibrate(ask, chosen, rows, plan)
    files = {}
    if found.posterior is not None:
        files[FILE] = encoded(document(study, found, name, settings.draws))
    failed = {
        _("bank row {row} (seed {seed})").format(row=row, seed=study.scenario.seed): reason
        for row, reason in found.failed.items()
    }
    return StudyResult(tables(study, found), summary(study, found, name), failed, files)


def tell(study: Study, result: StudyResult) -> list[str]:
    """Return the answer in lines."""
    return lines(study, result)


def alternative(study: Study) -> str:
    """Return the one alternative that is held against the figures: the baseline unless named."""
    if not study.content["alternatives"]:
        return BASELINE
    if len(study.alternatives) > 1:
        text = _("A calibration follows one alternative, what was done; here are {names}.")
        raise InputError(text.format(names=", ".join(study.alternatives)))
    return study.alternatives[0]


def factors(study: Study) -> tuple[Factor, ...]:
    """Return the parameters to calibrate: those named, else what coverage series can teach.

    Raises ``InputError`` for more than six, for what is no parameter, and for one that the scenario
    sets: its value would hold whatever the posterior says.
    """
    held = study.scenario.parameters
    if not study.factors:
        return with_priors([name for name in IDENTIFIABLE if name not in held][:MOST])
    if len(study.factors) > MOST:
        text = _("{n} parameters are too many: the figures can teach at most {most}.")
        raise InputError(text.format(n=len(study.factors), most=MOST))
    for factor in study.factors:
        if factor.parameter is None:
            text = _("{key} is no parameter: only parameters are calibrated.")
            raise InputError(text.format(key=factor.key))
        if factor.parameter in held:
            text = _(
                "The scenario sets {name} = {value}: take it out there, or don't calibrate it."
            )
            value = f"{held[factor.parameter]:g}"
            raise InputError(text.format(name=factor.parameter, value=value))
    return study.factors
