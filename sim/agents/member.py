"""Members and those on their way to become one, as Mesa agents."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from sim.agents.columns import Reference, code, flag, month, real, whole
from sim.agents.view import View
from sim.processes.persons import MOBILITY_CAP
from sim.state.codes import Relation, Role, Stage

if TYPE_CHECKING:
    from sim.agents.organization import Organization


class RelationKept(StrEnum):
    """Where a member's relation is kept; the district keeps it where there is no branch here."""

    ELSEWHERE = "elsewhere"
    FLOATING = "floating"
    DISTRICT = "district"
    HERE = "here"


_KEPT = {
    Relation.ELSEWHERE: RelationKept.ELSEWHERE,
    Relation.FLOATING: RelationKept.FLOATING,
    Relation.HERE: RelationKept.HERE,
}


class Member(View):
    """A person: a member, or an applicant or activist on the way."""

    TABLE: ClassVar[str] = "members"

    organization: Reference[Organization] = Reference(
        "organization", "organizations", "where the person works, None between jobs"
    )
    stage = code(Stage, "stage", "stage of recruitment; members are probationary or full")
    stage_due = month("stage_due", "month of the next stage, None when full")
    known = flag("known", "known to the committees, not hidden")
    commitment = real("commitment", "commitment, 0 to 1", settable=True)
    mobility = real(
        "mobility", "inclination to change jobs, mean 1", settable=True, high=MOBILITY_CAP
    )
    joined = whole("joined", "month of joining the organization")
    hired = month("hired", "month in which the search for a job ends, None while employed")
    role = code(Role, "role", "role in the organization")

    @property
    def relation(self) -> RelationKept:
        """Where the relation is kept."""
        kept = _KEPT[Relation(self.model.worlds.members.relation[self.row])]
        organization = self.organization
        covered = organization is not None and organization.branch is not None
        return RelationKept.DISTRICT if kept is RelationKept.HERE and not covered else kept

    @property
    def district(self) -> str:
        """Id of the district of the present or last organization."""
        return self.model.district_of(self._home)

    @property
    def industry(self) -> str:
        """Id of the industry of the present or last organization."""
        return self.model.industry_of(self._home)

    @property
    def _home(self) -> int:
        return int(self.model.worlds.members.home[self.row])
