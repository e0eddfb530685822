"""Mixes of policies: what is offered, what each mix costs and does, and where to cut it.

What may be had is the policies of several alternatives, or policies that a study lists. A mix is a
point of [0, 1] by dose: by each policy's intensity unless other doses with ranges are named. All
mixes of a trial meet the same replicates, and are compared with the baseline within each.

Less money for a mix: which policy should go first, and what the last yuan of each buys. Three tests
of each dose, against the mix as it stands and on the same replicates. They are the dose at nothing,
the dose a fifth lower, and the whole mix at a tenth less money with that dose paying first. All of
the third kind save about the same, so their losses can be set side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.locale import _
from sim.scenario import Scenario
from sim.scenario.scenario import BASELINE
from sim.studies.cases import Cases
from sim.studies.credit import mean_and_error, own_policies
from sim.studies.factors import Factor, factor
from sim.studies.outcomes import Outcome, Simulate
from sim.text.hints import near

MIX: Final = "mix"
"""Id of the alternative that holds what is offered."""


@dataclass(frozen=True)
class Offer:
    """A scenario with an alternative to mix, and the doses that are mixed."""

    scenario: Scenario
    alternative: str
    doses: tuple[Factor, ...]

    def policy(self, dose: Factor) -> str:
        """Return the id of the policy that a dose belongs to."""
        return dose.key.split(".")[3]

    def name(self, dose: Factor) -> str:
        """Return a dose's short name: the policy's id, with the field unless it is intensity."""
        policy, field = dose.key.split(".")[3:]
        return policy if field == "intensity" else f"{policy}.{field}"


def offer(
    scenario: Scenario,
    *,
    alternatives: Sequence[str] = (),
    policies: Sequence[Mapping[str, Any]] = (),
    doses: Sequence[str] = (),
) -> Offer:
    """Return what may be mixed.

    One alternative is mixed as it stands. Of several (all that the scenario has, unless some are
    named) the own policies are put together; ``policies`` are tables as in a scenario file, in
    place of them. ``doses`` are ``POLICY.FIELD`` or ``POLICY.FIELD=LOW:HIGH``; unless some are
    named, every policy's intensity from 0 to 1. Raises ``InputError``, and ``ScenarioError`` for
    policies that a scenario file would be refused for.
    """
    ids = [entry.id for entry in scenario.alternatives if entry.id != BASELINE]
    for name in alternatives:
        if name not in ids:
            message = _('There is no alternative "{name}". {hint}')
            raise InputError(message.format(name=name, hint=near(name, ids)))
    chosen = [*dict.fromkeys(alternatives or ids)]
    if len(chosen) == 1 and not policies:
        mixed, alternative = scenario, chosen[0]
    else:
        tables = [dict(table) for table in policies] or _together(scenario, chosen)
        mixed, alternative = _with(scenario, tables), MIX
    held = [policy.id for policy in own_policies(mixed, alternative)]
    if not held:
        raise InputError(_("There is no policy to mix."))
    texts = doses or [f"{policy}.intensity" for policy in held]
    factors = []
    for text in texts:
        policy = text.partition("=")[0].partition(".")[0].strip()
        if policy not in held:
            message = _('No policy "{name}" is offered. {hint}')
            raise InputError(message.format(name=policy, hint=near(policy, held)))
        found = factor(f"alternatives.{alternative}.policies.{text.strip()}", mixed)
        if found.choices:
            message = _("{key} is a choice: only numbers can be mixed.")
            raise InputError(message.format(key=text))
        factors.append(found)
    if len({entry.key for entry in factors}) < len(factors):
        raise InputError(_("A dose is named twice."))
    return Offer(mixed, alternative, tuple(factors))


def _together(scenario: Scenario, alternatives: Sequence[str]) -> list[dict[str, Any]]:
    """Return the own policies of alternatives as tables, each with an id of its own."""
    tables = {table["id"]: table for table in scenario.resolved()["alternatives"]}
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    for name in alternatives:
        for table in tables[name]["policies"]:
            identity = str(table.get("id") or table["policy"])
            if identity in taken:
                identity = f"{identity}_{name}"
            taken.add(identity)
            found.append({**table, "id": identity})
    return found


def _with(scenario: Scenario, tables: list[dict[str, Any]]) -> Scenario:
    """Return the scenario with one alternative more, that of the tables."""
    content = scenario.resolved()
    title = {"zh": "措施组合", "en": "Mix of policies"}
    rest = [table for table in content["alternatives"] if table["id"] != MIX]
    content["alternatives"] = [*rest, {"id": MIX, "title": title, "policies": tables}]
    return scenario.remade(content)


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

    def __init__(
        self, offered: Offer, simulate: Simulate, *, measure: str, hollow: str, month: int
    ) -> None:
        self.offer, self.simulate = offered, simulate
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
            raise InputError(_("A replicate failed: mixes can't be compared."))
        return Marks(
            (yuan.reshape(shape) - base_yuan) / years,
            effect,
            np.where(np.isnan(hollow), 1.0, hollow).reshape(shape),
        )

    def _answers(self, cases: Cases, alternative: str) -> tuple[F64, F64, F64]:
        self.cases += len(cases)
        found = self.simulate(
            cases, self.measures, months=(self.month,), alternatives=(alternative,)
        )
        measure, hollow = (Outcome(name, alternative).of(found) for name in self.measures)
        return measure, Outcome("yuan", alternative).of(found), hollow


TENTH: Final = 0.1
"""Share of the money that is taken away."""

FIFTH: Final = 0.2
"""Share of a dose that is taken away to see what its last part does."""


@dataclass(frozen=True)
class Cut:
    """What less of one dose saves and loses: (mean, standard error) over replicates.

    Yuan are saved a year; effects are lost from the mix's. ``first`` is whether the mix loses least
    when this dose pays first for a tenth less money.
    """

    dose: str
    at: float
    saved: float
    lost: tuple[float, float]
    margin_saved: float
    margin_lost: tuple[float, float]
    tenth_saved: float
    tenth_lost: tuple[float, float]
    first: bool

    def row(self) -> dict[str, Any]:
        """Return it as a row; prices are yuan a percentage point, where both signs make sense."""
        return {
            "dose": self.dose, "at": self.at,
            "saved": self.saved, "lost": self.lost[0], "lost_error": self.lost[1],
            "yuan_a_point": _price(self.saved, self.lost[0]),
            "margin_saved": self.margin_saved, "margin_lost": self.margin_lost[0],
            "margin_lost_error": self.margin_lost[1],
            "margin_yuan_a_point": _price(self.margin_saved, self.margin_lost[0]),
            "tenth_saved": self.tenth_saved, "tenth_lost": self.tenth_lost[0],
            "tenth_lost_error": self.tenth_lost[1], "first": self.first,
        }  # fmt: skip


def _price(saved: float, lost: float) -> float:
    """Return yuan for a percentage point; no number where less of a dose does no harm."""
    return saved / (100 * lost) if saved > 0 and lost > 0 else np.nan


def cuts(trials: Trials, point: F64, marks: Marks, replicates: range) -> tuple[Cut, ...]:
    """Return what less of each dose of a mix does; doses that it doesn't use are left out."""
    used = np.flatnonzero(point > 0)
    if not len(used):
        return ()
    off = np.repeat(point[None], len(used), axis=0)
    lower = off.copy()
    off[np.arange(len(used)), used] = 0.0
    lower[np.arange(len(used)), used] *= 1.0 - FIFTH
    told = trials.test(np.concatenate([off, lower]), replicates)
    saved = (marks.yuan - told.yuan).mean(axis=1)
    total = float(marks.yuan.mean())
    poorer = np.array(
        [_poorer(point, k, total, own) for k, own in zip(used.tolist(), saved, strict=False)]
    )
    less = trials.test(poorer, replicates)
    lost = marks.effect - told.effect
    tenth = marks.effect - less.effect
    first = int(tenth.mean(axis=1).argmin())
    n = len(used)
    return tuple(
        Cut(
            trials.offer.name(trials.offer.doses[k]),
            float(trials.offer.doses[k].at(point[k : k + 1])[0]),
            float(saved[row]), mean_and_error(lost[row]),
            float(saved[n + row]), mean_and_error(lost[n + row]),
            float((marks.yuan - less.yuan)[row].mean()), mean_and_error(tenth[row]),
            row == first,
        )
        for row, k in enumerate(used.tolist())
    )  # fmt: skip


def _poorer(point: F64, dose: int, total: float, own: float) -> F64:
    """Return the mix at a tenth less money, taken from one dose first and then from all others.

    ``own`` is what the dose costs. Cost is taken to be in proportion to doses; what is really
    saved is measured.
    """
    wanted = TENTH * total
    found = point.copy()
    if own >= wanted > 0:
        found[dose] *= 1.0 - wanted / own
        return found
    others = total - max(own, 0.0)
    found *= max(0.0, 1.0 - (wanted - max(own, 0.0)) / others) if others > 0 else 1.0
    found[dose] = 0.0
    return found
