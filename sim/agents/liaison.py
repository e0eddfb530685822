"""Liaisons, as Mesa agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sim.agents.columns import Reference, code, real, whole
from sim.agents.view import View
from sim.state.codes import LiaisonSource

if TYPE_CHECKING:
    from sim.agents.committee import Committee
    from sim.agents.organization import Organization


class Liaison(View):
    """A holder of a liaison post; the next holder of the post is another agent."""

    TABLE: ClassVar[str] = "liaisons"

    committee: Reference[Committee] = Reference("committee", "committees", "who sends the liaison")
    desk = whole("desk", "desk of a policy that is for some organizations only, else 0")
    source = code(LiaisonSource, "source", "where the liaison comes from")
    post = whole("post", "ordinal of the post at its committee and source, from 0")
    holder = whole("holder", "n-th holder of the post, from 0")
    since = whole("since", "month of taking office")
    skill = real("skill", "skill, 0 to 1", settable=True)
    capacity = whole("capacity", "cases that the liaison may hold")
    caseload = whole("cases", "cases that the liaison holds")
    visits = real("visits", "visits that each case gets this month, weighted by skill")

    @property
    def cases(self) -> list[Organization]:
        """Organizations on the liaison's cases, uncovered ones and weak branches."""
        return self.model.views["organizations"].where("liaison", self.row)
