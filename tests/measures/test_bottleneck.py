"""Each bottleneck by an example, and the order between them."""

from __future__ import annotations

import pytest

from sim.measures.bottleneck import bottlenecks
from sim.measures.status import read_status
from sim.state.codes import Bottleneck, Fear, Interim, Type
from tests.measures.tiny import Row, full_members, tiny

MONTH = 24
ASKED = {"contacted": 20, "eligible": 1, "members": 1}
WILLING = {**ASKED, "willing_until": 30}
SILENT = {**ASKED, "silent_until": 25}
DISPERSED = {**WILLING, "type": Type.DISPERSED}


def held(organization: Row, *, hidden: bool = False) -> Bottleneck:
    members = full_members(1, 1, known=0) if hidden else []
    stack = tiny([organization], members=members, branches=[{}], month=MONTH)
    return Bottleneck(bottlenecks(stack, read_status(stack))[1])


@pytest.mark.parametrize(
    ("organization", "bottleneck"),
    [
        ({"branch": 1}, Bottleneck.NONE),
        ({"operating": 0}, Bottleneck.NONE),
        ({}, Bottleneck.NO_CONTACT),
        ({**ASKED, "contacted": 11}, Bottleneck.NO_CONTACT),
        ({**ASKED, "contacted": 12}, Bottleneck.NO_CONTACT),
        ({**WILLING, "contacted": 11}, Bottleneck.NO_PARTNER),
        ({"contacted": 20}, Bottleneck.NO_MEMBERS),
        ({"contacted": 20, "members": 2, "known": 2}, Bottleneck.NO_MEMBERS),
        ({**SILENT, "refusal": Fear.INTERFERENCE}, Bottleneck.SILENCE_INTERFERENCE),
        ({**SILENT, "refusal": Fear.BURDEN}, Bottleneck.SILENCE_BURDEN),
        ({**SILENT, "refusal": Fear.CONSTRAINT}, Bottleneck.SILENCE_CONSTRAINT),
        ({**ASKED, "silent_until": 24, "refusal": Fear.BURDEN}, Bottleneck.NO_CONTACT),
        ({"silent_until": 30}, Bottleneck.SILENCE_INTERFERENCE),
        ({**ASKED, "deferred_until": 25}, Bottleneck.INDIFFERENCE),
        ({**ASKED, "deferred_until": 24}, Bottleneck.NO_CONTACT),
        ({"contacted": 20, "deferred_until": 25}, Bottleneck.NO_MEMBERS),
        ({**WILLING, "type": Type.LOOSE}, Bottleneck.TYPE),
        (DISPERSED, Bottleneck.NOT_RIPE),
        ({**DISPERSED, "attitude": 0.05}, Bottleneck.NO_PARTNER),
        ({**DISPERSED, "liaison": 3, "case_since": 18}, Bottleneck.NO_PARTNER),
        ({**DISPERSED, "liaison": 3, "case_since": 19}, Bottleneck.NOT_RIPE),
        ({**WILLING, "secretary_wait": 1}, Bottleneck.NO_SECRETARY),
        (WILLING, Bottleneck.NO_PARTNER),
        ({**WILLING, "interim": Interim.MEMBER_GROUP}, Bottleneck.NO_PARTNER),
        ({**WILLING, "interim": Interim.HOSTED}, Bottleneck.NO_PARTNER),
        (ASKED, Bottleneck.NO_CONTACT),
    ],
)
def test_first_that_applies(organization: Row, bottleneck: Bottleneck) -> None:
    assert held(organization) == bottleneck


def test_hidden_members_are_a_bottleneck_of_their_own() -> None:
    assert held({"contacted": 20, "members": 1}, hidden=True) == Bottleneck.HIDDEN_MEMBERS
    assert held({"members": 1}, hidden=True) == Bottleneck.NO_CONTACT
