"""Every method that a study file may name, and what a method declares of itself once.

A method is a module with three names::

    class Settings(MethodSettings): ...    # keys below [settings], and what else it reads
    def run(study, work): ...              # -> StudyResult; work.respond(cases) simulates
    def describe(study, result): ...           # -> list[str], its answer in lines

``run`` is a pure function of the study: the same study gives the same tables, so that ``audit`` can
do it again. It simulates through ``work`` only, which keeps every batch in the study's folder; a
study that was stopped does at once what is there. ``describe`` words tables and summary in the
reader's language; it simulates nothing. A method is imported when it is used. Keys of study files,
options of the method's command and their help follow from its settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, Final, Protocol, cast

from sim.locale import N_
from sim.scenario.keys import Table

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
    that are called otherwise on the command line.
    """

    READS: ClassVar[tuple[str, ...]] = READS
    FILES: ClassVar[tuple[str, ...]] = ()
    OPTIONS: ClassVar[Mapping[str, Written]] = {}
