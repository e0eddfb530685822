"""What every policy has: a target, a schedule, an intensity, costs; and what it declares.

A policy is a frozen dataclass whose fields are exactly the keys of its entry in a scenario file.
It says what it writes (:meth:`Policy.writes`) and what it costs (:meth:`Policy.costs`), and never
reaches into a process.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from sim.policies.doses import Dose
from sim.state.codes import LiaisonSource
from sim.state.plugged import Reading


def param(
    default: float,
    low: float,
    high: float,
    unit: str,
    en: str,
    zh: str,
    *,
    source: str = "free",
    whole: bool = False,
    auto: float | None = None,
    auto_each: bool = False,
) -> Any:
    """Declare a numeric field of a policy with its range, unit, labels and source.

    ``auto`` is what a file that leaves the field out has for each hundred organizations of the
    target (``sim.scenario.amounts``), or, with ``auto_each``, for those of each committee.
    ``default`` is what a policy has that no file describes.
    """
    meta: dict[str, Any] = {
        "low": low, "high": high, "unit": unit, "label": {"en": en, "zh": zh},
        "source": source, "whole": whole,
    }  # fmt: skip
    if auto is not None:
        meta |= {"auto": auto, "auto_each": auto_each}
    return field(default=default, metadata=meta)


def choice(
    default: str, choices: tuple[str, ...], en: str, zh: str,
    words: Mapping[str, Mapping[str, str]] | None = None,
) -> Any:  # fmt: skip
    """Declare a field that is one of ``choices``; ``words`` are what people read for each."""
    meta = {"choices": choices, "label": {"en": en, "zh": zh}, "words": words or {}}
    return field(default=default, metadata=meta)


@dataclass(frozen=True)
class Target:
    """Organizations a policy is for; an empty tuple means all.

    Districts and industries are indices of the place, the others codes.
    """

    districts: tuple[int, ...] = ()
    industries: tuple[int, ...] = ()
    kinds: tuple[int, ...] = ()
    types: tuple[int, ...] = ()
    sizes: tuple[int, ...] = ()
    channels: tuple[int, ...] = ()

    @property
    def everybody(self) -> bool:
        """Whether nothing is filtered out."""
        return self == Target()

    def places(self, level: str) -> tuple[int, ...]:
        """Return the districts, or at level ``industry`` the industries, that it names."""
        return self.industries if level == "industry" else self.districts


@dataclass(frozen=True)
class Write:
    """A dose that a policy writes at full force.

    ``ramped`` is false for what belongs to a post or an office and not to its number (capacity,
    strategy). ``shared`` spreads a number over the committees of the target. ``goal`` is the
    target share of a quota, whose ``full`` is the gain.
    ``fading`` names the parameter that is the half-life, in months, of the dose after the
    policy's end.
    """

    dose: str
    full: float
    ramped: bool = True
    shared: bool = False
    source: LiaisonSource | None = None
    goal: float | None = None
    fading: str | None = None


PAYER_LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "committee": {"en": "committee", "zh": "上级党组织"},
    "treasury": {"en": "treasury", "zh": "财政"},
    "sponsor": {"en": "sponsoring department", "zh": "业务主管或挂靠单位"},
    "fees": {"en": "party fees", "zh": "党费"},
    "organization": {"en": "the organization itself", "zh": "组织自身"},
}
"""Who pays (S1, S9), and what people read for it."""
PAYERS: Final = tuple(PAYER_LABELS)
SPONSORED: Final = ("committee", "treasury", "sponsor", "fees")
"""Payers other than the organization itself."""


@dataclass(frozen=True)
class Cost:
    """A line of the ledger: a realised quantity (``sim.policies.quantities``) times a unit cost.

    ``unit`` is in yuan that ``payer`` pays. Where ``burden`` is true it falls on organizations and
    is no cost of the committees: staff hours, or yuan of their own (``own_yuan``).
    """

    item: str
    quantity: str
    unit: float
    burden: bool = False
    payer: str = "committee"

    @property
    def own_yuan(self) -> bool:
        """Whether these are yuan that organizations pay themselves."""
        return self.payer == "organization"

    @property
    def hours(self) -> bool:
        """Whether these are staff hours of organizations."""
        return self.burden and not self.own_yuan


def paid(item: str, quantity: str, unit: float, payer: str) -> Cost:
    """Return a cost in yuan by who pays it: what organizations pay themselves is a burden."""
    return Cost(item, quantity, unit, burden=payer == "organization", payer=payer)


@dataclass(frozen=True, kw_only=True)
class Policy(ABC):
    """A lever in force from ``start`` to ``end`` (months, inclusive; ``None``: open)."""

    id: str = ""
    target: Target = Target()
    start: int | None = None
    end: int | None = None
    periods: tuple[tuple[int | None, int | None], ...] = ()
    ramp_months: int = field(
        default=0,
        metadata={
            "low": 0, "high": 120, "unit": "months", "whole": True, "source": "free",
            "label": {"en": "months until full force", "zh": "渐进期（月）"},
        },
    )  # fmt: skip
    intensity: float = param(1.0, 0.0, 1.0, "share", "intensity", "强度")
    committee: str = choice(
        "district", ("district", "industry"), "committees that carry it", "实施主体"
    )

    name: ClassVar[str]
    label: ClassVar[dict[str, str]]
    help: ClassVar[dict[str, str]]
    source: ClassVar[str]
    caution: ClassVar[dict[str, str]]
    """What the policy is known to do badly."""

    doses: ClassVar[tuple[Dose, ...]] = ()
    """Doses of its own, where none of ``sim.policies.doses`` says what it does."""

    readings: ClassVar[tuple[Reading, ...]] = ()
    """What reads them, each after a step of the month."""

    @abstractmethod
    def writes(self) -> tuple[Write, ...]:
        """Return the doses written at full force."""

    @abstractmethod
    def costs(self) -> tuple[Cost, ...]:
        """Return the lines booked in the ledger."""

    def cost(self, item: str, quantity: str, times: float = 1) -> Cost:
        """Return a line of the ledger: a quantity at a field in yuan or in staff hours.

        Yuan are paid by the policy's ``payer`` where it has one.
        """
        unit = times * getattr(self, item)
        if type(self).__dataclass_fields__[item].metadata["unit"] == "hours":
            return Cost(item, quantity, unit, burden=True)
        return paid(item, quantity, unit, getattr(self, "payer", "committee"))

    @property
    def spans(self) -> tuple[tuple[int | None, int | None], ...]:
        """The periods in force: ``periods``, or the one from ``start`` to ``end``."""
        return self.periods or ((self.start, self.end),)

    def ramp(self, month: int) -> float:
        """Return the share of full force that the schedule allows in ``month``."""
        for start, end in self.spans:
            first = 0 if start is None else start
            if month >= first and (end is None or month <= end):
                return min(1.0, (month - first + 1) / self.ramp_months) if self.ramp_months else 1.0
        return 0.0

    def force(self, month: int) -> float:
        """Return intensity × ramp in ``month``."""
        return self.intensity * self.ramp(month)

    @property
    def standing(self) -> float:
        """Force before month 0: of a policy without a start, or with one before the scenario's."""
        always = any(start is None and (end is None or end >= -1) for start, end in self.spans)
        return self.intensity if always else self.force(-1)

    @property
    def first(self) -> int | None:
        """First month of the run that it may touch; ``None`` at intensity 0: none."""
        return min(max(0, start or 0) for start, _ in self.spans) if self.intensity else None

    def faded(self, month: int) -> tuple[float, int]:
        """Return the force of the last period that has ended and the months since its end."""
        ended = [end for _, end in self.spans if end is not None and end < month]
        if not ended:
            return 0.0, 0
        return self.force(max(ended)), month - max(ended)
