"""Branches, as Mesa agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sim.agents.columns import Reference, code, flag, month, real, whole
from sim.agents.view import View
from sim.state.codes import Form, SecretarySource

if TYPE_CHECKING:
    from sim.agents.member import Member
    from sim.agents.organization import Organization


class Branch(View):
    """A branch of one organization, or a joint one of several."""

    TABLE: ClassVar[str] = "branches"

    form = code(Form, "form", "form")
    host: Reference[Organization] = Reference("host", "organizations", "the host organization")
    founded = whole("founded", "month in which it was founded")
    pressure_founded = flag("pressure_founded", "founded under the pressure of a quota")
    shell = flag("shell", "kept on the books while closing is forbidden")

    secretary_source = code(SecretarySource, "secretary", "where the secretary comes from")
    secretary: Reference[Member] = Reference(
        "person", "members", "the member who is secretary; None for a head or a sourced one"
    )
    employer: Reference[Organization] = Reference(
        "employer", "organizations", "the organization that employs the secretary"
    )
    secretary_skill = real("skill", "the secretary's skill, 0 to 1")
    trained_skill = real("trained", "skill gained in training; it decays")
    trained_year = month("trained_year", "model year of the last training")
    time_share = real("time_share", "share of working time that the secretary has for it")
    vacant_months = whole("vacancy", "months without a secretary")

    members = whole("members", "known full members, plus a sourced secretary")
    organization_count = whole("organizations", "organizations in it")
    vitality = real("vitality", "vitality, 0 to 1")
    quality = real("quality", "what it has been from its founding, in logits of vitality")
    leavers = whole("leavers", "known full members lost this month")
    turnover = real("turnover", "share of members lost a year, remembered over 12 months")
    below_months = whole("below", "months in a row with fewer than three members")
    grant = real("grant", "yuan of its startup grant")
    granted_until = month("granted_until", "the grant pays for activities before this month")

    @property
    def organizations(self) -> list[Organization]:
        """Organizations in it, the host among them."""
        return self.model.views["organizations"].where("branch", self.row)

    @property
    def effective(self) -> bool:
        """Whether it is no shell and its vitality is at the threshold or above: itself, whoever
        of its organizations brings something to it."""
        threshold = self.model.worlds.parameters["vitality_threshold"][0]
        return not self.shell and bool(self.vitality >= threshold)
