"""Committees, as Mesa agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.agents.columns import flag, real, whole
from sim.agents.view import View

if TYPE_CHECKING:
    from sim.agents.liaison import Liaison
    from sim.agents.organization import Organization


class Committee(View):
    """A committee of a district, or the possible one of an industry (see ``established``)."""

    TABLE: ClassVar[str] = "committees"

    industrial = flag("industrial", "of an industry, not of a district")
    established = flag("established", "exists; a possible one has no organizations and no posts")
    permanent = flag("permanent", "exists without a policy")
    pressure = real("pressure", "pressure of coverage quotas that are for all under it")
    closing_forbidden = flag("forbidden", "such a quota forbids closing")
    vigour = real("vigour", "multiple of its contacts, fixed for a replicate")
    effort = real("effort", "pressure of standing effort this month")
    first_share = real("share", "share counted as covered as it began, -1 before")
    acts = whole("acts", "acts of founding left this month")
    admitted = whole("admitted", "members admitted in the model year")
    trained = whole("trained", "training places filled in the model year")
    sourced = whole("sourced", "sourced secretaries placed in the model year")

    @property
    def place(self) -> str:
        """Id of the district or industry."""
        place = self.model.setup.place
        ids = place.industry_ids if self.industrial else place.district_ids
        return ids[int(self.model.worlds.committees.place[self.row])]

    @property
    def organizations(self) -> list[Organization]:
        """Organizations that it is responsible for."""
        worlds = self.model.worlds
        mine = worlds.responsible(np.arange(len(worlds.organizations))) == self.row
        rows = np.flatnonzero(mine & worlds.organizations.alive)
        return [self.model.views["organizations"].at(row) for row in rows.tolist()]

    @property
    def liaisons(self) -> list[Liaison]:
        """Liaisons that it has sent."""
        return self.model.views["liaisons"].where("committee", self.row)
