"""Every method that a study file may name: where it lives, and its line in lists.

A method is a module with three names::

    class Settings(Table): ...        # keys below [settings], each with a default
    def run(study, work): ...         # -> StudyResult; work.respond(cases) simulates
    def tell(study, result): ...      # -> list[str], its answer in lines

``run`` is a pure function of the study: the same study gives the same tables, so that ``audit`` can
do it again. It simulates through ``work`` only, which keeps every batch in the study's folder; a
study that was stopped does at once what is there. ``tell`` words tables and summary in the
reader's language; it simulates nothing. A method is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from sim.locale import N_

if TYPE_CHECKING:
    from sim.methods.study import Study, StudyResult
    from sim.methods.work import Work
    from sim.scenario.keys import Table


class Module(Protocol):
    """What a module of a method offers."""

    Settings: type[Table]

    def run(self, study: Study, work: Work) -> StudyResult:
        """Do the study."""
        ...

    def tell(self, study: Study, result: StudyResult) -> list[str]:
        """Return what came of it, line by line."""
        ...


@dataclass(frozen=True)
class Method:
    """A method: its module, and what it does in a line."""

    module: str
    help: str

    def load(self) -> Module:
        """Import the method."""
        return cast(Module, import_module(self.module))


METHODS: Final[Mapping[str, Method]] = {
    "sweep": Method("sim.methods.sweep", N_("Vary factors over a grid, a sample or a list.")),
    "calibrate": Method(
        "sim.methods.calibrate",
        N_("Learn parameters from observed figures, checked on known truths."),
    ),
    "sensitivity": Method(
        "sim.methods.sensitivity_study", N_("Tell which assumptions an outcome hangs on.")
    ),
    "discover": Method("sim.methods.discover_study", N_("Find where a policy fails.")),
    "frontier": Method("sim.methods.frontier_study", N_("Find the best mix for so much money.")),
    "credit": Method(
        "sim.methods.credit_study", N_("Share out what an alternative does among its policies.")
    ),
}
