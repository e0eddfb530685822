"""Members placed in organizations that have none (4.4)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.draws import Lineage, Process
from sim.state.codes import Relation, Stage
from tests.oracle.entry import new_traits
from tests.oracle.hashing import lineage
from tests.oracle.offices import Committee
from tests.oracle.people import Member

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel


def place(model: OracleModel, office: Committee) -> None:
    """Place members that have fallen due in organizations without any (4.4)."""
    places = model.doses.committee("placements", office)
    due = math.floor(places * (model.t % 12 + 1) / 12) - office.placed
    office.placed_now = 0
    waiting = [
        o
        for o in office.responsible()
        if o.operating and o.uncovered and o.counted_members() == 0 and o.openings() >= 1
    ]
    waiting.sort(key=lambda o: (model.u(Process.PLACE, o), o.identity))
    for organization in waiting[: max(0, due)]:
        identity = lineage(Lineage.PLACED, organization.identity, model.t)
        record = new_traits(model, identity) | {
            "identity": identity,
            "home": (organization.district, organization.industry),
            "stage": Stage.FULL,
            "relation": Relation.ELSEWHERE,
            "known": True,
            "joined": model.t,
        }
        person = Member(model, record, organization)
        model.members[identity] = person
        organization.people[identity] = person
        office.placed += 1
        office.placed_now += 1
