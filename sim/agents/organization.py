"""Organizations and their heads, as Mesa agents."""

from __future__ import annotations

from bisect import bisect_right
from math import inf
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from sim.agents.columns import Attribute, Reference, between, code, flag, month, real, whole
from sim.agents.view import View
from sim.processes.attitudes import update_attitude
from sim.state.codes import SIZE_FROM, Channel, Contact, Fear, Interim, Kind, Size, Type

if TYPE_CHECKING:
    from sim.agents.branch import Branch
    from sim.agents.committee import Committee
    from sim.agents.liaison import Liaison
    from sim.agents.member import Member


class Feeling(Attribute[float]):
    """A fear or the benefit that a head sees, in [0, 1]; setting one moves the attitude too."""

    def __init__(self, part: Fear, doc: str) -> None:
        super().__init__("fears", float, doc, part=part, check=between(1.0))

    def __set__(self, view: View, value: object) -> None:
        super().__set__(view, value)
        update_attitude(view.model.worlds)


def _usual(part: Fear, doc: str) -> Attribute[float]:
    return real("baseline", doc, part=part, settable=True)


class Organization(View):
    """A social organization or enterprise with its head."""

    TABLE: ClassVar[str] = "organizations"

    kind = code(Kind, "kind", "kind")
    type = code(Type, "type", "stable, dispersed or loose (S7)", settable=True)
    founded = whole("founded", "month in which it was founded")
    staff = real("staff", "people; rounded at use", settable=True, high=inf)
    operating = flag("operating", "operating, not merely registered")
    on_base = flag("on_base", "counted in the reported base", settable=True)
    has_channel = flag("has_channel", "has a territorial channel", settable=True)

    head_is_member = flag("head_is_member", "whether the head is a member")
    fear_of_interference = Feeling(Fear.INTERFERENCE, "fear of interference")
    fear_of_burden = Feeling(Fear.BURDEN, "fear of burden")
    fear_of_constraint = Feeling(Fear.CONSTRAINT, "fear of constraint")
    benefit = Feeling(Fear.BENEFIT, "benefit that the head sees")
    usual_fear_of_interference = _usual(Fear.INTERFERENCE, "where it returns to by itself")
    usual_fear_of_burden = _usual(Fear.BURDEN, "where it returns to by itself")
    usual_fear_of_constraint = _usual(Fear.CONSTRAINT, "where it returns to by itself")
    usual_benefit = _usual(Fear.BENEFIT, "where it returns to by itself")
    attitude = real("attitude", "benefit minus the weighted fears")

    members = whole("members", "probationary and full members, known or hidden")
    known_members = whole("known", "known full members, whatever their tenure")
    eligible_members = whole(
        "eligible", "m: known full members of six months, plus a sourced secretary"
    )
    transferred_members = whole("transferred", "known full members whose relation is here")
    sourced_secretaries = whole("sourced", "sourced secretaries employed here")

    contacted = month("contacted", "month of the last contact")
    contact = code(Contact, "contact", "kind of the last contact")
    asked = whole("asked", "times asked for consent")
    willing_until = month("willing_until", "month until which a consent holds")
    silent_until = month("silent_until", "not asked before this month, after a refusal")
    deferred_until = month("deferred_until", "not asked before this month, out of indifference")
    withdrawn_months = whole("withdrawn", "months of attitude below the closing threshold")

    liaison: Reference[Liaison] = Reference("liaison", "liaisons", "the liaison on the case")
    case_weak = flag("case_weak", "a weak branch to be consolidated, not an uncovered case")
    case_since = whole("case_since", "month in which the last case began")
    case_progress = whole("case_progress", "month in which the last case last moved")
    case_link = whole("case_link", "how far the case had come: contacted, known, willing")
    case_known = whole("case_known", "known members then")
    case_attitude = real("case_attitude", "attitude then")
    case_steady = whole("case_steady", "months in a row with vitality of one half")
    dropped = month("dropped", "month in which a liaison gave the case up")
    visits = real("visits", "visits of the month, weighted by the liaison's skill")

    branch: Reference[Branch] = Reference("branch", "branches", "the branch it belongs to")
    covered_since = month("covered", "month since which it has a branch")
    interim = code(Interim, "interim", "where members are looked after without a branch")
    mass_group = month("mass_group", "month in which a mass organization was set up")
    nominal = flag("nominal", "reported as covered without a branch: on paper")
    act_wait = flag("act_wait", "its committee had no act of founding left this month")
    secretary_wait = flag("secretary_wait", "a first try to find a secretary has failed")
    eligible_months = whole("eligible_months", "months in a row with m >= 3 in a joint branch")

    @property
    def number(self) -> int | None:
        """Place in the initial population, from 0; None for newcomers."""
        number = int(self.model.worlds.organizations.number[self.row])
        return None if number < 0 else number

    @property
    def district(self) -> str:
        """Id of the district."""
        return self.model.district_of(self._cell)

    @property
    def industry(self) -> str:
        """Id of the industry."""
        return self.model.industry_of(self._cell)

    @property
    def size(self) -> Size:
        """Size class by rounded staff."""
        return Size(bisect_right(SIZE_FROM, round(self.staff)))

    @property
    def channel(self) -> Channel:
        """Through whom a committee reaches it."""
        return Channel(self.model.worlds.channel(self._rows)[0])

    @property
    def committee(self) -> Committee:
        """The committee that is responsible for it."""
        row = int(self.model.worlds.responsible(self._rows)[0])
        committee: Committee = self.model.views["committees"].at(row)
        return committee

    @property
    def willing(self) -> bool:
        """Whether the head's consent stands and waits for a branch."""
        return self._until("willing_until")

    @property
    def silent(self) -> bool:
        """Whether nobody asks, after a refusal."""
        return self._until("silent_until")

    @property
    def deferred(self) -> bool:
        """Whether nobody asks, after an answer out of indifference."""
        return self._until("deferred_until")

    @property
    def refusal(self) -> Fear | None:
        """The fear that decided the last refusal; None if the head has never refused."""
        if self.silent_until is None:
            return None
        return Fear(self.model.worlds.organizations.refusal[self.row])

    @property
    def people(self) -> list[Member]:
        """Members here, and those on their way to become one."""
        return self.model.views["members"].where("organization", self.row)

    @property
    def _cell(self) -> int:
        return int(self.model.worlds.organizations.cell[self.row])

    @property
    def _rows(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        return np.array([self.row])

    def _until(self, column: str) -> bool:
        worlds = self.model.worlds
        return bool(getattr(worlds.organizations, column)[self.row] > worlds.month)
