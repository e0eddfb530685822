"""Mixes put to the test: what each costs a year, what it does and how hollow it is, by replicate.

All mixes of a trial meet the same replicates, and are compared with the baseline within each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.locale import _
from sim.methods.asking import Ask, Outcome
from sim.methods.cases import Cases
from sim.methods.mixing import Offer
from sim.scenario.scenario import BASELINE

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Marks:
    """Marks of mixes, [mix, replicate].

    ``yuan`` are a year and above the baseline's, ``effect`` is the measure above the baseline's,
    ``hollow`` the hollow share itself (the worst, 1, where nothing is reported).
    """

    yuan: F64
    effect: F64
    hollow: F64

    @property
    def means(self) -> F64:
        """Means over replicates: [mix, (yuan, effect, hollow)]."""
        return np.column_stack(
            [part.mean(axis=1) for part in (self.yuan, self.effect, self.hollow)]
        )

    def rows(self, chosen: npt.NDArray[np.int64]) -> Marks:
        """Return the marks of some mixes."""
        return Marks(self.yuan[chosen], self.effect[chosen], self.hollow[chosen])


class Trials:
    """The tests of one study; ``cases`` counts what was simulated."""

    def __init__(self, offered: Offer, ask: Ask, *, measure: str, hollow: str, month: int) -> None:
        self.offer, self.ask = offered, ask
        self.measures, self.month = (measure, hollow), month
        self.cases = 0
        self._baseline: dict[range, tuple[F64, F64]] = {}

    def test(self, points: F64, replicates: range) -> Marks:
        """Return the marks of points of [0, 1], [mix, dose], under these replicates.

        Raises ``InputError`` where a world failed: a mix can't be ranked on fewer replicates.
        """
        offered, number = self.offer, len(replicates)
        spread = np.repeat(points, number, axis=0)
        values = {dose.key: dose.at(spread[:, k]) for k, dose in enumerate(offered.doses)}
        cases = Cases(np.tile(np.array(replicates), len(points)), values)
        answer, yuan, hollow = self._answers(cases, offered.alternative)
        if replicates not in self._baseline:
            once = Cases(np.array(replicates), {})
            base, base_yuan, _hollow = self._answers(once, BASELINE)
            self._baseline[replicates] = base, base_yuan
        base, base_yuan = self._baseline[replicates]
        shape = (len(points), number)
        years = self.month / 12
        effect = answer.reshape(shape) - base
        if np.isnan(effect).any():
            raise InputError(_("A world failed: mixes can't be compared."))
        return Marks(
            (yuan.reshape(shape) - base_yuan) / years,
            effect,
            np.where(np.isnan(hollow), 1.0, hollow).reshape(shape),
        )

    def _answers(self, cases: Cases, alternative: str) -> tuple[F64, F64, F64]:
        self.cases += len(cases)
        found = self.ask(cases, self.measures, months=(self.month,), alternatives=(alternative,))
        measure, hollow = (Outcome(name, alternative).of(found) for name in self.measures)
        return measure, Outcome("yuan", alternative).of(found), hollow
