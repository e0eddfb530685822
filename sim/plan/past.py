"""What is said of the years before the start, and which simulated pasts led to it.

``[history]`` of a scenario file (docs/draws.md 14 and 2.2), figures measured in the place, and the
list of pasts that the start accepts. Pasts are simulated in :mod:`sim.pasts`; here is what they
decide.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np

from sim.errors import InputError
from sim.locale import _
from sim.plan.place import Title

YEARS: Final = 15
"""Years before the start in which effort began, where nothing is said."""
SHORTEST, LONGEST = 12, 600
"""Months that a past may have."""
PATIENCE: Final = 50
"""Candidates looked at for one that is taken, at most."""
SHARE_SD: Final = 0.05
"""Error of a reported share: five points, by which reports of one place differ."""
LOG_SD: Final = 0.1
"""Error of a number, of its logarithm."""
MEDIAN_OF: Final = 40
"""Accepted candidates whose median effort holds where nothing is drawn."""
OTHER: Final = "baseline_other"
"""Reserved id: the baseline under the other assumption of effort."""
PLAIN: Final = ("effort_level",)
"""Keys of ``[history]`` that state a parameter and ask for no past."""


class NoPastError(InputError):
    """The pasts of a place are asked for, and nobody has simulated them yet."""


def no_pasts(name: str) -> NoPastError:
    """Return what is said where the pasts of a place are asked for and not there."""
    text = _(
        "The pasts of {name} have not been simulated yet: fugai run {name} makes them, "
        "or in Python sim.pasts.lists.prepared(scenario, replicates). Without them: "
        "--no-history."
    )
    return NoPastError(text.format(name=name))


@dataclass(frozen=True)
class Course:
    """How standing effort goes on: the share of it that is in force in a month (docs/draws.md 2.2).

    ``name`` is ``continues``, ``ended``, ``fades`` (with a half-life of ``months``) or ``rises``
    (from nothing, to the whole in ``months``).
    """

    name: str = "continues"
    months: float = 0.0

    def left(self, month: int) -> float:
        """Return the share of effort in force in ``month``, from 0 on."""
        if self.name == "ended":
            return 0.0
        if self.name == "fades":
            return float(0.5 ** ((month + 1) / self.months))
        if self.name == "rises":
            return float(min(1.0, (month + 1) / self.months))
        return 1.0

    @property
    def other(self) -> Course:
        """The other assumption: effort has ended, or goes on."""
        return Course("ended" if self.name == "continues" else "continues")


CONTINUES: Final = Course()


@dataclass(frozen=True, kw_only=True)
class History:
    """What is known of the past; the figures dated before the start are observations.

    ``since`` is year and calendar month of the past's first month, ``months`` its length. Flows are
    of the twelve months before the start, ``None`` where unknown.
    """

    since: tuple[int, int]
    months: int
    course: Course = CONTINUES
    official: bool = False
    founded: int | None = None
    dissolved: int | None = None
    refused: int | None = None

    @property
    def flows(self) -> dict[str, int]:
        """The flows that are known."""
        flows = {"founded": self.founded, "dissolved": self.dissolved, "refused": self.refused}
        return {name: value for name, value in flows.items() if value is not None}


@dataclass(frozen=True, kw_only=True)
class Observation:
    """A figure measured in the place; ``month`` is relative to the start, kinds are codes.

    Empty tuples mean all. ``sd`` is the standard deviation of the figure's error, if known.
    """

    measure: str
    month: int
    value: float
    sd: float | None
    kinds: tuple[int, ...]
    districts: tuple[int, ...]
    industries: tuple[int, ...]
    definition: Title | None
    source: str
    evidence: bool | None = None
    """Whether pasts are held against it; ``None`` leaves that to its month."""


def asks(table: Mapping[str, Any] | None) -> bool:
    """Whether a table ``[history]`` asks for pasts, and does more than state a parameter."""
    return any(value is not None for name, value in (table or {}).items() if name not in PLAIN)


@dataclass(frozen=True)
class Taken:
    """A candidate that is a replicate; ``looked`` is how many had been looked at by then."""

    candidate: int
    looked: int
    closest: bool


_BY_CANDIDATE: Final[Mapping[str, Callable[[Any], Any]]] = {
    "weights": float, "accepted": bool, "efforts": float, "real": float,
}  # fmt: skip


@dataclass(frozen=True)
class Pasts:
    """Candidates in their order: how likely each makes the start, and which are taken.

    By candidate: ``weights`` (likelihoods, 0 where its past failed), ``accepted``, ``efforts`` and
    ``real`` (of what its past reports as covered, the share that has a branch). A longer list
    begins with the shorter.
    """

    weights: tuple[float, ...] = ()
    accepted: tuple[bool, ...] = ()
    efforts: tuple[float, ...] = ()
    real: tuple[float, ...] = ()

    def __len__(self) -> int:
        return len(self.weights)

    def __add__(self, other: Pasts) -> Pasts:
        return Pasts(**{name: getattr(self, name) + getattr(other, name) for name in _BY_CANDIDATE})

    @cached_property
    def taken(self) -> tuple[Taken, ...]:
        """The candidates that are replicates, in the order of replicates (docs/draws.md 14.4)."""
        return tuple(_taken(self.weights, self.accepted))

    def candidates(self, replicates: Sequence[int]) -> list[int]:
        """Return the candidate of each replicate; ``NoPastError`` where the list is too short."""
        if replicates and max(replicates) >= len(self.taken):
            text = _(
                "The pasts of replicate {n} have not been simulated: {known} replicates have "
                "theirs. fugai run makes them, or sim.pasts.lists.prepared(scenario, {wanted})."
            )
            n = max(replicates)
            raise NoPastError(text.format(n=n, known=len(self.taken), wanted=n + 1))
        return [self.taken[replicate].candidate for replicate in replicates]

    @property
    def median_effort(self) -> float:
        """Median effort of the first accepted ones: for worlds in which nothing is drawn."""
        first = self.candidates(range(MEDIAN_OF))
        return float(np.median([self.efforts[candidate] for candidate in first]))

    def evidence(self, replicates: int) -> Evidence:
        """Return what can be said of the list as far as it has that many replicates."""
        taken = self.taken[:replicates]
        looked = taken[-1].looked if taken else 0
        weights = self.weights[:looked]
        total, squares = math.fsum(weights), math.fsum(weight * weight for weight in weights)
        efforts = [self.efforts[one.candidate] for one in taken]
        low, middle, high = np.quantile(efforts, (0.05, 0.5, 0.95)).tolist() if taken else [0.0] * 3
        return Evidence(
            looked,
            len(taken),
            sum(one.closest for one in taken),
            total * total / squares if squares > 0 else 0.0,
            (low, middle, high),
            tuple(one.candidate for one in taken),
            tuple(self.weights[one.candidate] for one in taken),
        )

    def content(self) -> dict[str, Any]:
        """Return the list as plain data that :meth:`of` reads back."""
        return {
            "weights": list(self.weights),
            "accepted": [int(each) for each in self.accepted],
            "efforts": list(self.efforts),
            "real": list(self.real),
        }

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Pasts:
        """Return the list that :meth:`content` wrote; ``ValueError`` where it is none."""
        columns = {name: tuple(map(of, content[name])) for name, of in _BY_CANDIDATE.items()}
        if len(set(map(len, columns.values()))) != 1:
            raise ValueError("columns of a list of pasts have one length")
        return cls(**columns)


@dataclass(frozen=True)
class Evidence:
    """What the start says of the past: how many candidates were looked at and taken, and effort.

    ``closest`` of the taken ones were not accepted, only nearest. ``effective`` is the effective
    number of all looked at, (Σw)²/Σw². ``effort`` are 5, 50 and 95 % of the taken ones.
    ``figures`` of earlier years and flows of the last one had to be fitted as well.
    """

    tried: int
    taken: int
    closest: int
    effective: float
    effort: tuple[float, float, float]
    candidates: tuple[int, ...] = field(default=(), repr=False)
    weights: tuple[float, ...] = field(default=(), repr=False)
    figures: int = 0

    def content(self) -> dict[str, Any]:
        """Return it as plain data, for ``run.json`` and JSON output."""
        low, middle, high = self.effort
        return {
            "tried": self.tried,
            "accepted": self.taken - self.closest,
            "closest": self.closest,
            "effective_number": self.effective,
            "effort": {"q05": low, "q50": middle, "q95": high},
            "candidates": list(self.candidates),
            "weights": list(self.weights),
        }

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Evidence:
        """Return what :meth:`content` wrote."""
        effort = content["effort"]
        return cls(
            content["tried"],
            content["accepted"] + content["closest"],
            content["closest"],
            content["effective_number"],
            (effort["q05"], effort["q50"], effort["q95"]),
            tuple(content.get("candidates", ())),
            tuple(content.get("weights", ())),
        )


def _taken(weights: Sequence[float], accepted: Sequence[bool]) -> Iterator[Taken]:
    """Yield who is taken: the accepted, and the closest where patience is at its end."""
    number, left = 0, set[int]()
    for candidate, is_accepted in enumerate(accepted):
        if is_accepted:
            number += 1
            yield Taken(candidate, candidate + 1, False)
        else:
            left.add(candidate)
        while left and candidate + 1 >= PATIENCE * (1 + number):
            best = min(left, key=lambda one: (-weights[one], one))
            left.remove(best)
            number += 1
            yield Taken(best, candidate + 1, True)
