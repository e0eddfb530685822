"""Lists that shipped places bring along: whole, long enough, and what the program finds."""

from __future__ import annotations

import pytest

from sim.pasts.accepting import look_at
from sim.pasts.kept import read, shipped_list
from sim.plan.shipped import shipped_names
from sim.scenario import load
from tools.histories import missing

PLACES = [name for name in shipped_names() if load(name).history is not None]


def test_places_of_a_source_ask_for_their_past() -> None:
    assert {"linze", "hangzhou_cost_consultants"} <= {*PLACES}


@pytest.mark.parametrize("name", PLACES)
def test_the_list_is_there_and_comes_out_again(name: str) -> None:
    assert missing(name) is None
    scenario = load(name)
    pasts = read(shipped_list(name), scenario.past_digest())
    first = look_at(scenario, range(4))
    assert pasts.weights[:4] == first.weights and pasts.efforts[:4] == first.efforts
    assert pasts.accepted[:4] == first.accepted
