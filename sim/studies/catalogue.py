"""Every method that a study file may name, and what a method declares of itself once.

A method is a module with three names::

    class Settings(MethodSettings): ...    # keys below [settings], and what else it reads
    def run(study, work): ...              # -> StudyResult; work.respond(cases) simulates
    def describe(study, result): ...       # -> list[str], its answer in lines

``run`` is a pure function of the study: the same study gives the same tables, so that ``audit`` can
do it again. It simulates through ``work`` only, which keeps every batch in the study's folder; a
study that was stopped does at once what is there. ``describe`` words tables and summary in the
reader's language; it simulates nothing. What could not be simulated is added to the lines of every
method. A method is imported when it is used. Keys of study files, options of the method's command
and their help follow from its settings.

The other keys of a study file stand here as well, with what its scenario must have for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal, Protocol, cast

from pydantic import Field, WithJsonSchema, create_model

from sim.errors import InputError
from sim.extensions.registry import cached
from sim.locale import N_, _
from sim.measures.catalogue import MEASURES
from sim.scenario import Scenario
from sim.scenario.keys import Table, Text, key
from sim.studies.factors import Factor, factor
from sim.text.hints import near
from sim.text.problems import Issue

if TYPE_CHECKING:
    from sim.studies.store import Work
    from sim.studies.study import Study, StudyResult


class Module(Protocol):
    """What a module of a method offers."""

    Settings: type[MethodSettings]

    def run(self, study: Study, work: Work) -> StudyResult:
        """Do the study."""
        ...

    def describe(self, study: Study, result: StudyResult) -> list[str]:
        """Return the answer, line by line."""
        ...


@dataclass(frozen=True)
class Method:
    """A method: its module, what it does in a line, and the help of its command."""

    module: str
    help: str
    text: str

    def load(self) -> Module:
        """Import the method."""
        return cast(Module, import_module(self.module))


METHODS: Final[Mapping[str, Method]] = {
    "sweep": Method(
        "sim.studies.sweep",
        N_("Vary factors over a grid, a sample or a list."),
        N_(
            "Vary factors of FILE, a scenario or a study by sweep, and compare the "
            "outcomes.\n\nFactors are parameters or keys as after --set: --factor "
            "leave_per_year=0.15:0.3 --factor "
            "alternatives.liaisons.policies.dispatch_liaisons.liaisons=0:24. All cases meet "
            "the same replicates."
        ),
    ),
    "calibrate": Method(
        "sim.studies.calibrate",
        N_("Estimate parameters from observed figures; check on known truths."),
        N_(
            "Estimate up to six parameters of FILE, a scenario or a study by calibrate, from its "
            "observed figures.\n\n"
            "Replicates are drawn from the priors once; the figures, each with its definition and "
            "error, choose among them. Whether the answer may be believed is counted on replicates "
            "whose parameters are known. The posterior is a file that scenarios may draw from: "
            "fugai run FILE --posterior DIR/posterior.json."
        ),
    ),
    "sensitivity": Method(
        "sim.studies.sensitivity_study",
        N_("Rank the assumptions that drive an outcome."),
        N_(
            "Rank the assumptions of FILE, a scenario or a study by sensitivity, that drive "
            "an outcome.\n\nAll parameters that have a prior are screened after Morris, "
            "unless --factor names some; Sobol' indices then attribute the spread to those "
            "that move the outcome most. The outcome is what the first alternative changes "
            "(or the one that --alternative names), paired with the baseline; --value looks "
            "at the measure itself."
        ),
    ),
    "discover": Method(
        "sim.studies.discover_study",
        N_("Find where a policy fails."),
        N_(
            "Find for which values of the parameters an alternative of FILE fails.\n\n"
            "It fails where the outcome (what it changes, paired with the baseline) is at most 0, "
            "or as --at-most and --at-least say. Many futures are drawn from the priors; a box is "
            "peeled on one half of them and checked on the other. The alternatives are also "
            "compared by regret over the same futures."
        ),
    ),
    "frontier": Method(
        "sim.studies.frontier_study",
        N_("Find the best policy mix within a budget."),
        N_(
            "Find the policy mix that does most within a yearly budget.\n\nOffered are the "
            "policies of the alternatives of FILE (or of those that --alternative names), "
            "each by its intensity from 0 to 1, or the doses that --dose names. Winners are "
            "re-evaluated on new replicates, beside the best single dose and the best of "
            "many random mixes. The output shows what each policy adds, and which to drop "
            "first when there is less money."
        ),
    ),
    "credit": Method(
        "sim.studies.credit_study",
        N_("Split an alternative's effect among its policies."),
        N_(
            "Share what an alternative of FILE does out among its policies (Shapley).\n\n"
            "All mixes of its policies are simulated, each replicate under all of them; with more "
            "than ten policies orders are drawn. Shares add up to the whole difference from the "
            "baseline, of every measure and of yuan. Where --alternative names several, their "
            "policies run together."
        ),
    ),
    "stress": Method(
        "sim.studies.stress_study",
        N_("Raise a quota step by step: what does pressure buy?"),
        N_(
            "Raise the pressure of the quotas in FILE, a scenario or a study by stress, step by "
            "step, with all support held.\n\nFor every alternative with a coverage_quota it "
            "shows reported, true and effective coverage and hollow share, in the quota's last "
            "month and 12 months after. Beside it stands the same alternative without its quota. "
            "The answer names the step from which more pressure buys only paper."
        ),
    ),
}


READS: Final = ("factors", "measures", "alternatives", "months", "replicates", "seed")
"""What every study may say beside its settings, as most methods read it."""


@dataclass(frozen=True)
class Written:
    """How a setting is called on the command line, and what stands for its value in the help."""

    name: str
    value: str | None = None


class MethodSettings(Table):
    """The settings of a method, each with label, range and default.

    ``READS`` are the other keys of a study that the method reads: the command has no option for
    the rest. ``FILES`` are settings that name a file beside the study. ``OPTIONS`` are settings
    that are called otherwise on the command line. ``INDEPENDENT`` methods draw parameters from
    their priors independently of each other: which pasts led to the start is not asked.
    """

    READS: ClassVar[tuple[str, ...]] = READS
    FILES: ClassVar[tuple[str, ...]] = ()
    OPTIONS: ClassVar[Mapping[str, Written]] = {}
    INDEPENDENT: ClassVar[bool] = False


Month = Annotated[int, WithJsonSchema({"type": "integer", "x-unit": "YYYY-MM"})]
"""A month, at whose end is looked: ``"2012-06"`` in a file, or months done since the start."""


class StudyFile(Table):
    """One question put to many runs of a scenario."""

    format: Literal[1] = key("Version of this format", "文件格式版本")
    title: Text = key("Title", "标题")
    question: Text | None = key("What the study asks", "研究的问题", default=None)
    method: str = key("Method", "方法")
    scenario: str = key(
        "Scenario: a file beside this one, or the bare name of a shipped one",
        "场景：与本文件同处的文件，或自带场景的名称",
        at_least=1,
    )
    set: list[str] = key(
        "Values of the scenario to change, KEY=VALUE as after --set",
        "要改动的场景取值，写法同 --set 的 KEY=VALUE",
        default=[],
    )
    factors: list[str] = key(
        "What is varied: KEY, KEY=LOW:HIGH, KEY=LOW:HIGH:log or KEY=one,two",
        "变动的因素：KEY、KEY=LOW:HIGH、KEY=LOW:HIGH:log 或 KEY=one,two",
        default=[],
    )
    measures: list[str] = key(
        "Measures to look at",
        "考察的指标",
        default=["effective_coverage", "reported_coverage", "hollow_share"],
        at_least=1,
    )
    alternatives: list[str] = key(
        "Alternatives to look at; all where empty", "考察的方案（默认为全部）", default=[]
    )
    months: list[Month] = key(
        'Months at whose end to look ("2012-06", or a number of months from the start); the '
        "horizon where empty",
        '考察的月份，以其月末为准（写作 "2012-06"，或自起始计的月数；默认为期末）',
        default=[],
    )
    replicates: int = key(
        "Replicates of each case",
        "每个个案的模拟次数",
        default=10,
        unit="replicates",
        low=1,
        high=1_000_000,
    )
    worlds: int | None = key(
        "Budget: maximum number of simulations (cases × alternatives)",
        "上限：最多模拟多少次（个案 × 方案）",
        default=None,
        unit="worlds",
        low=1,
    )
    seed: int = key(
        "Seed of the design; the scenario keeps its own",
        "设计的随机种子（场景另有其种子）",
        default=1,
        low=0,
        high=2**32 - 1,
    )
    settings: MethodSettings = key("What the method needs besides", "方法的设置", default=None)


@cached
def study_model(method: str) -> type[StudyFile]:
    """Return the model of study files by a method that there is."""
    kind = METHODS[method].load().Settings
    settings: Any = (kind, Field(default_factory=kind))
    told = StudyFile.model_fields["measures"]
    measures: Any = (list[Literal[tuple(MEASURES)]], told)  # type: ignore[misc]
    return create_model(
        "StudyFile",
        __base__=StudyFile,
        __doc__=StudyFile.__doc__,
        settings=settings,
        measures=measures,
    )


@cached
def study_json_schema(method: str) -> dict[str, Any]:
    """Return the JSON schema of study files by a method that there is."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **study_model(method).model_json_schema(),
    }


def checked_factors(written: Any, scenario: Scenario) -> tuple[tuple[Factor, ...], list[Issue]]:
    """Read the factors; return those that can be varied, and what is wrong with the others."""
    found: dict[str, Factor] = {}
    issues: list[Issue] = []
    for place, text in enumerate(written if isinstance(written, list) else []):
        if not isinstance(text, str):
            continue
        try:
            read = factor(text, scenario)
        except InputError as error:
            issues.append(Issue(("factors", place), str(error)))
            continue
        if read.key in found:
            message = _('"{key}" is varied twice.').format(key=read.key)
            issues.append(Issue(("factors", place), message, _("Keep one of the two.")))
        found[read.key] = read
    return tuple(found.values()), issues


def checked_names(file: StudyFile, scenario: Scenario) -> list[Issue]:
    """Return what is wrong with the alternatives, measures and months."""
    issues = []
    for place, name in enumerate(file.measures):
        if name in file.measures[:place]:
            message = _('"{key}" stands here twice.').format(key=name)
            issues.append(Issue(("measures", place), message, _("Keep one of the two.")))
    ids = [entry.id for entry in scenario.alternatives]
    for place, name in enumerate(file.alternatives):
        if name not in ids:
            message = _('There is no alternative "{name}".').format(name=name)
            issues.append(Issue(("alternatives", place), message, near(name, ids)))
        elif name in file.alternatives[:place]:
            message = _('"{key}" stands here twice.').format(key=name)
            issues.append(Issue(("alternatives", place), message, _("Keep one of the two.")))
    for place, month in enumerate(file.months):
        if not 0 <= month <= scenario.months:
            message = _("Month {month} is not simulated.").format(month=month)
            hint = _("Months to look at lie between 0 and {last}.").format(last=scenario.months)
            issues.append(Issue(("months", place), message, hint))
    return issues
