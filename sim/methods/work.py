"""What a method simulates with: its study's budget, and a store that keeps every batch."""

from __future__ import annotations

from collections.abc import Sequence

from sim.errors import InputError
from sim.locale import _
from sim.methods.cases import Cases, Progress, Responses
from sim.methods.store import CaseStore
from sim.methods.study import Study
from sim.scenario import Scenario


class Work:
    """The simulations of one study, counted against its budget of worlds.

    ``progress`` is told the share of the cases at hand that are done. A method that needs several
    rounds calls :meth:`respond` again; each starts from 0.
    """

    def __init__(self, study: Study, store: CaseStore, progress: Progress | None = None) -> None:
        self.study, self.store, self.progress = study, store, progress
        self.worlds = 0
        """Worlds asked for so far, whether they were simulated or lay in the folder."""

    @property
    def left(self) -> int | None:
        """Worlds that the budget leaves, ``None`` without a limit."""
        return None if self.study.worlds is None else self.study.worlds - self.worlds

    def respond(
        self,
        cases: Cases,
        *,
        scenario: Scenario | None = None,
        measures: Sequence[str] | None = None,
        months: Sequence[int] | None = None,
        alternatives: Sequence[str] | None = None,
    ) -> Responses:
        """Simulate cases: the study's scenario, measures, months, alternatives unless given.

        Raises ``InputError`` before anything is simulated where the budget has no room for them.
        """
        names = self.study.alternatives if alternatives is None else tuple(alternatives)
        asked = len(cases) * len(names)
        if self.left is not None and asked > self.left:
            message = _(
                "This takes {asked} worlds ({cases} cases × {alternatives} alternatives); the "
                "study's budget leaves {left}. Raise its worlds, or ask for fewer cases."
            )
            raise InputError(
                message.format(
                    asked=f"{asked:,}",
                    cases=f"{len(cases):,}",
                    alternatives=len(names),
                    left=f"{self.left:,}",
                )
            )
        self.worlds += asked
        return self.store.respond(
            self.study.scenario if scenario is None else scenario,
            cases,
            self.study.measures if measures is None else measures,
            months=self.study.months if months is None else months,
            alternatives=names,
            progress=self.progress,
        )
