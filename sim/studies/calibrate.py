"""Calibrate: what observed figures say about at most six parameters, checked on known truths.

A bank of worlds is drawn from the priors; the scenario's ``[[observations]]``, each with its
definition and its error, choose among them (``sim.studies.abc``). Parameters that are not named
vary over their priors and are integrated over; the seed is never fitted. Rows of the bank whose
parameters are known say whether the answer may be believed. Figures that nobody has counted yet
may be named too: then the checks say what counting them would teach.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, Final

from sim.errors import InputError
from sim.locale import _, labelled, listed, noted, pick, sentences
from sim.parameters import PARAMETERS
from sim.present.numbers import value_text, whole
from sim.present.tables import aligned
from sim.scenario.keys import key
from sim.scenario.scenario import BASELINE
from sim.store.disk import to_json
from sim.studies.abc import LEVEL
from sim.studies.calibration import Plan, calibrate
from sim.studies.calibration_tables import FILE, document, summary, tables
from sim.studies.catalogue import MethodSettings, Written
from sim.studies.factors import Factor, with_priors
from sim.studies.observing import REASONS, USES, Use, rows_of
from sim.studies.outcomes import named
from sim.studies.store import Work
from sim.studies.study import Study, StudyResult

SURPRISE: Final = 0.01
"""Share of the prior's predictions on one side of a figure below which it is called surprising."""

_STANDARD_ERRORS: Final = 3.0
_TOLERANCE: Final = 0.05
"""How far an interval's coverage may be from what it says, beyond the chance of the cases."""


def describe(study: Study, result: StudyResult) -> list[str]:
    """Return the answer of a calibration."""
    found = result.summary
    told = (_reach, _figures, _parameters, _recovery, _remarks)
    parts = [[_headline(study, found)], *(part(found) for part in told)]
    return [line for part in parts if part for line in ("", *part)][1:]


def _headline(study: Study, found: Mapping[str, Any]) -> str:
    alternative, bank = named(study, found["alternative"]), whole(found["bank"])
    text = _("{title}: {bank} replicates drawn from the priors, under {alternative}.")
    said = text.format(title=pick(study.title), bank=bank, alternative=alternative)
    if found["dropped"]:
        more = _("{n} had no value of some figure and were dropped.").format(n=found["dropped"])
        said = sentences([said, more])
    return said


def _reach(found: Mapping[str, Any]) -> list[str]:
    """Say what is the most that can be covered, before any rate is looked at."""
    if not found["ceilings"] or found["planned"]:
        return []
    table = [(_("Ceiling of"), _("median"), "95 %", _("observed"), "")]
    out = _("out of reach: no rate lifts the model there; left out")
    for entry in found["ceilings"]:
        measure = entry["figure"].partition("@")[0]
        cells = [_value(measure, entry[name]) for name in ("q50", "q95", "value")]
        table.append((entry["figure"], *cells, out if entry["out_of_reach"] else ""))
    return aligned(table, indent=0).splitlines()


def _figures(found: Mapping[str, Any]) -> list[str]:
    """Show each figure beside what prior and posterior predict of it."""
    planned = found["planned"]
    head = (_("Figure"), "", _("observed"), _("prior 90 %"), _("posterior 90 %"), "")
    table = [(head[0], head[3]) if planned else head]
    for entry in found["predictions"]:
        prior, posterior = (_band(entry, when) for when in ("prior", "posterior"))
        if planned:
            table.append((entry["figure"], prior))
            continue
        use, observed = _(USES[entry["use"]]), _value(entry["measure"], entry["observed"])
        missed = "" if entry["inside"] else _("missed")
        table.append((entry["figure"], use, observed, prior, posterior, missed))
    said = aligned(table, indent=0).splitlines()
    if found["refused"]:
        refused = found["refused"]
        said += ["", _("Not compared:")]
        reasons = {why: _(reason) for why, reason in REASONS.items()}
        said += [f"  {labelled(entry['figure'], reasons[entry['why']])}" for entry in refused]
    return said


def _parameters(found: Mapping[str, Any]) -> list[str]:
    """Show what was learnt of each parameter; the ratio is of standard deviations."""
    planned = found["planned"]
    head = [_("Parameter"), _("prior 90 %"), _("posterior 90 %"), _("posterior/prior"), ""]
    table = [tuple(head[:2] + head[3:]) if planned else tuple(head)]
    for entry in found["parameters"]:
        ratio = entry["expected_ratio"] if planned else entry["ratio"]
        cells = [_name(entry["parameter"]), _numbers(entry, "prior")]
        cells += [] if planned else [_numbers(entry, "posterior")]
        table.append((*cells, f"{ratio:.2f}", _("unlearned") if entry["unlearned"] else ""))
    said = aligned(table, indent=0).splitlines()
    text = _("Planned figures: what they would teach, as a mean over known truths.")
    return [text, *said] if planned else said


def _recovery(found: Mapping[str, Any]) -> list[str]:
    """Say how often the truth was found where it is known."""
    cases, critical = found["recovery"]["cases"], found["recovery"]["ks_critical"]
    text = _(
        "Check on {cases} replicates whose parameters are known: how often the 90 % interval holds "
        "the truth, and how far ranks are from even (5 % of right methods exceed {critical})."
    )
    error = math.sqrt(LEVEL * (1 - LEVEL) / cases)
    table = []
    for entry in found["parameters"]:
        far = abs(entry["coverage"] - LEVEL) > max(_TOLERANCE, _STANDARD_ERRORS * error)
        warned = _("don't rely on this interval") if far else ""
        cells = f"{entry['coverage']:.1%}", f"{entry['ks']:.3f}"
        table.append((_name(entry["parameter"]), *cells, warned))
    head = text.format(cases=cases, critical=f"{critical:.3f}")
    return [head, *aligned(table).splitlines()]


def _remarks(found: Mapping[str, Any]) -> list[str]:
    """Say what to beware of, and how to go on."""
    said = []
    beyond = {entry["figure"] for entry in found["ceilings"] if entry["out_of_reach"]}
    for entry in found["predictions"]:
        below = entry["prior_below"]
        if entry["use"] == Use.UNREACHABLE.value and entry["figure"] not in beyond:
            text = _(
                "{figure} lies outside all that the priors come to: it is left out. It may have "
                "another definition, or the model lacks what made it."
            )
            said.append(text.format(figure=entry["figure"]))
        fitted = below is not None and entry["use"] == Use.FITTED.value
        if fitted and min(below, 1 - below) < SURPRISE:
            text = _(
                "{figure} lies where the priors hardly reach: parameters fitted to it are "
                "extrapolated, and the model may lack what made it."
            )
            said.append(text.format(figure=entry["figure"]))
    if found["sample"] < 1:
        text = _(
            "The place is represented by a sample of {share:.2%} of its organizations. "
            "Chance in the sample adds to the errors, so less is learnt than the figures "
            "hold."
        )
        said.append(text.format(share=found["sample"]))
    if not found["planned"]:
        text = _("To draw from what was learnt: fugai run SCENARIO --posterior {file}.")
        said.append(text.format(file=FILE))
    return said


def _name(parameter: str) -> str:
    return noted(parameter, pick(PARAMETERS[parameter].label))


def _value(measure: str, value: float | None) -> str:
    return "–" if value is None else value_text(measure, value)


def _band(entry: Mapping[str, Any], when: str) -> str:
    low, high = entry[f"{when}_q05"], entry[f"{when}_q95"]
    measure = entry["measure"]
    return "–" if low is None else f"{value_text(measure, low)} … {value_text(measure, high)}"


def _numbers(entry: Mapping[str, Any], when: str) -> str:
    low, middle, high = (entry[f"{when}_{level}"] for level in ("q05", "q50", "q95"))
    return noted(f"{middle:.3g}", f"{low:.3g} … {high:.3g}")


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

    INDEPENDENT = True
    READS: ClassVar = ("factors", "alternatives", "seed")
    OPTIONS: ClassVar = {
        "observations": Written("--observation", "MEASURE@YYYY-MM"),
        "until": Written("--until", "YYYY-MM"),
    }

    observations: list[str] = key(
        "Figures to use, MEASURE@YYYY-MM; all of the scenario where empty. One that it doesn't "
        "have is planned: the study says what counting it would teach",
        "采用的观测值 MEASURE@YYYY-MM（默认为场景的全部）；"
        "场景中没有的，按打算统计的数处理，只评估其信息量",
        default=[],
    )
    until: str | None = key(
        "Last month (YYYY-MM) whose figures are fitted; later ones are predicted",
        "参与拟合的最后月份（YYYY-MM），其后的观测只用于预测对照",
        default=None,
    )
    bank: int = key(
        "Simulations drawn from the priors",
        "先验库的模拟次数",
        default=10_000,
        low=200,
        high=10_000_000,
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
        "Replicates drawn from the posterior, each a new one",
        "按后验重新模拟的次数",
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
    simulate = partial(work.respond, alternatives=(name,))
    plan = Plan(settings.bank, settings.keep, settings.recovery, settings.predictive, study.seed)
    found = calibrate(simulate, chosen, rows, plan)
    files = {}
    if found.posterior is not None:
        files[FILE] = to_json(document(study, found, name, settings.draws))
    failed = {
        _("bank row {row} (seed {seed})").format(row=row, seed=study.scenario.seed): reason
        for row, reason in found.failed.items()
    }
    return StudyResult(tables(study, found), summary(study, found, name), failed, files)


def alternative(study: Study) -> str:
    """Return the one alternative that is held against the figures: the baseline unless named."""
    if not study.content["alternatives"]:
        return BASELINE
    if len(study.alternatives) > 1:
        text = _("A calibration follows one alternative, what was done; here are {names}.")
        raise InputError(text.format(names=listed(study.alternatives)))
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
        name = factor.parameter
        if name is None:
            text = _("{key} is no parameter: only parameters are calibrated.")
            raise InputError(text.format(key=factor.key))
        if name in held:
            text = _(
                "The scenario sets {name} = {value}: take it out there, or don't calibrate it."
            )
            raise InputError(text.format(name=name, value=f"{held[name]:g}"))
    return study.factors
