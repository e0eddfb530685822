"""What a policy may write and a process may read: every dose declared once.

A policy in force with x in [0, 1] writes neutral + x·(full − neutral); several writers of one
dose combine by its rule. Where nobody writes, the neutral value holds: 0 for a sum and for ⊕,
1 for a product, and for a maximum the world's parameter of that name where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from sim.state.ranking import ranks


class Rule(StrEnum):
    """How several writers of one dose combine."""

    SUM = "sum"
    MAXIMUM = "max"
    UNION = "union"  # 1 − ∏(1 − x)
    PRODUCT = "product"
    SET = "set"  # acts while in force > 0; two values on one target are refused at load


class Level(StrEnum):
    """Who has the dose: a committee (stocks) or an organization (rates and shares)."""

    COMMITTEE = "committee"
    ORGANIZATION = "organization"


@dataclass(frozen=True)
class Dose:
    """One dose; ``parameter`` names the parameter that is its neutral value, if any."""

    name: str
    level: Level
    rule: Rule
    unit: str
    reader: str
    parameter: str | None = None

    @property
    def neutral(self) -> float:
        """Value that holds where nobody writes and no parameter is named."""
        return 1.0 if self.rule is Rule.PRODUCT else 0.0


_C, _O = Level.COMMITTEE, Level.ORGANIZATION

_TABLE = (
    Dose("liaison_posts", _C, Rule.SUM, "posts", "dispatch"),
    Dose("liaison_capacity", _C, Rule.MAXIMUM, "cases", "dispatch", "liaison_capacity"),
    Dose("liaison_strategy", _C, Rule.SET, "code", "dispatch"),
    Dose("liaison_tenure", _C, Rule.SET, "months", "dispatch", "liaison_tenure_months"),
    Dose("training_places", _C, Rule.SUM, "places a year", "vitality"),
    Dose("training_gain", _C, Rule.SUM, "skill", "vitality"),
    Dose("sourced_secretaries", _C, Rule.SUM, "secretaries a year", "formation"),
    Dose("hosting_places", _C, Rule.SUM, "places", "formation"),
    Dose("recruits_quota", _C, Rule.SET, "admissions a year", "recruitment"),
    Dose("pressure", _C, Rule.MAXIMUM, "share", "formation"),
    Dose("closing_forbidden", _C, Rule.SET, "yes or no", "vitality"),
    Dose("industry_committee", _C, Rule.SET, "yes or no", "turnover"),
    Dose("grant_yuan", _O, Rule.SUM, "yuan a branch", "formation"),
    Dose("subsidy_branch", _O, Rule.SUM, "yuan a year", "attitudes"),
    Dose("subsidy_member", _O, Rule.SUM, "yuan a year", "attitudes"),
    Dose("rebate_yuan", _O, Rule.SUM, "yuan a year", "attitudes"),
    Dose("rebate", _O, Rule.UNION, "share", "mobility"),
    Dose("venue", _O, Rule.UNION, "share", "attitudes"),
    Dose("worktime", _O, Rule.MAXIMUM, "share", "attitudes"),
    Dose("stipend", _O, Rule.MAXIMUM, "time share", "formation"),
    Dose("secretary_candidates", _O, Rule.SUM, "probability", "formation"),
    Dose("protection", _O, Rule.SET, "yes or no", "attitudes"),
    Dose("dual_entry", _O, Rule.UNION, "share", "formation"),
    Dose("prompt_contact", _O, Rule.UNION, "probability", "formation"),
    Dose("prompt_declare", _O, Rule.UNION, "probability", "mobility"),
    Dose("check_compliance", _O, Rule.UNION, "share", "mobility"),
    Dose("census", _O, Rule.UNION, "probability a month", "mobility"),
    Dose("joint_radius", _O, Rule.MAXIMUM, "circle 0-2", "formation", "joint_radius"),
    Dose("joint_max", _O, Rule.MAXIMUM, "organizations", "formation", "joint_max"),
    Dose("organizer", _O, Rule.SUM, "contacts a year", "formation"),
    Dose("anchor_max", _O, Rule.MAXIMUM, "organizations", "formation"),
    Dose("transfer", _O, Rule.PRODUCT, "factor", "mobility"),
    Dose("service_transfer", _O, Rule.PRODUCT, "factor", "mobility"),
    Dose("service_disclosure", _O, Rule.PRODUCT, "factor", "mobility"),
    Dose("floating_commitment", _O, Rule.SUM, "level", "mobility"),
    Dose("application", _O, Rule.PRODUCT, "factor", "recruitment"),
    Dose("admission", _O, Rule.PRODUCT, "factor", "recruitment"),
    Dose("recruit_key", _O, Rule.MAXIMUM, "share", "recruitment"),
    Dose("demonstration", _O, Rule.PRODUCT, "factor", "attitudes"),
    Dose("campaign", _O, Rule.UNION, "intensity", "attitudes"),
    Dose("mass_group", _O, Rule.UNION, "probability a year", "vitality"),
    Dose("base_cleanup", _O, Rule.UNION, "share a year", "turnover"),
)

DOSES: Final[Mapping[str, Dose]] = {dose.name: dose for dose in _TABLE}


def filled_of(lever: int | None) -> str:
    """Return the name of the places filled: of a policy with a target of its own, or the rest."""
    return "places_filled" if lever is None else f"places_filled {lever}"


@dataclass(frozen=True)
class Pool:
    """A number of posts or places by committee row, and the organizations that they are for.

    Those of all policies for everybody under a committee are one pool. A policy whose target
    leaves out some of them has a pool of its own (``lever``), counted at its desks: ``unit`` says
    where by committee row, desks behind the committees, 0 where there is none.
    """

    amount: npt.NDArray[np.float64]
    unit: npt.NDArray[np.int64]
    lever: int | None = None
    target: Callable[[npt.NDArray[np.int64]], npt.NDArray[np.bool_]] | None = None

    def reaches(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Return which organizations it is for, whoever is responsible for them."""
        return np.ones(len(rows), bool) if self.target is None else self.target(rows)

    def placed(
        self,
        rows: npt.NDArray[np.int64],
        committee: npt.NDArray[np.int64],
        identity: npt.NDArray[np.uint64],
        places: npt.NDArray[np.float64],
    ) -> npt.NDArray[np.bool_]:
        """Return which of ``rows`` have one of the places of their committee, by identity."""
        able = np.flatnonzero(self.reaches(rows))
        order = able[np.lexsort((identity[able], committee[able]))]
        placed = np.zeros(len(rows), bool)
        placed[order] = ranks(committee[order]) < places[committee[order]]
        return placed


class DoseReader(Protocol):
    """What a process sees of the policies: doses by name, resolved where it asks."""

    def active(self, name: str) -> bool:
        """Return whether any policy writes the dose in any world this month."""

    def at(self, name: str, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the dose at the organizations in ``rows``."""

    def committee(self, name: str, lever: int | None = None) -> npt.NDArray[np.float64]:
        """Return the dose by committee row: of a policy with a pool of its own, or of the rest."""

    def pools(self, name: str) -> Sequence[Pool]:
        """Return the pools of a committee's dose: those of policies in their order, the rest."""

    def written(self, name: str) -> npt.NDArray[np.bool_]:
        """Return at which committees a committee's dose is written for everybody there."""

    def pressure(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the pressure on organizations: of quotas or of standing effort, the larger."""

    def quota(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the pressure of quotas on organizations."""

    def forbids(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Return to which organizations, or hosts of branches, a quota forbids closing."""

    def granted(self, founders: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the yuan that founders of branches get as startup grants."""

    def acts_added(self) -> npt.NDArray[np.int64]:
        """Return by committee row the acts of founding a month beyond a committee's own."""

    def posts(self) -> npt.NDArray[np.int64]:
        """Return liaison posts by unit (committees, then desks) and source."""

    def by_unit(self, name: str) -> npt.NDArray[np.float64]:
        """Return what belongs to liaison posts by unit: a dose of committees, then of desks."""


class Limits(Protocol):
    """What a budget lets happen this month (``sim.policies.budget``)."""

    def allot(self) -> None:
        """Divide the money that has fallen due among the levers in force."""

    def limited(self, lever: int) -> bool:
        """Return whether a cap holds in the worlds of a lever."""

    def served(self, lever: int, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Return which organizations the lever is paid for."""

    def booked(
        self, lever: int, item: str, count: Callable[[], npt.NDArray[np.float64]]
    ) -> npt.NDArray[np.float64]:
        """Return the quantity of a cost by committee: paid for when the month began, or counted."""

    def committees(self, lever: int) -> npt.NDArray[np.bool_]:
        """Return which committees the lever is paid for."""

    def heads(self, lever: int) -> npt.NDArray[np.int64]:
        """Return the number of shared heads (posts, places) paid, by committee row."""

    def filled(
        self, lever: int, places: npt.NDArray[np.int64], shares: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64]:
        """Return those of the places filled this month that the lever pays: ``shares`` uncapped."""

    def pay_grants(
        self, lever: int, founders: npt.NDArray[np.int64], yuan: float
    ) -> npt.NDArray[np.bool_]:
        """Pay grants to founders as far as money is left; return who is paid."""

    def book(self, yuan: npt.NDArray[np.float64]) -> None:
        """Note what each lever has cost this month, by committee row."""

    def got_grant(self, lever: int, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Return which organizations have been paid a grant this month."""
