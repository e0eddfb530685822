"""What a scenario says of the years before its start: so far, how hard committees work."""

from __future__ import annotations

import numpy as np
import pytest

from sim.scenario import from_resolved, load
from sim.text.problems import ScenarioError


def test_effort_that_is_stated_is_not_drawn() -> None:
    scenario = load("yiwu", overrides=["history.effort_level=0.3"])
    assert scenario.parameters["effort"] == 0.3
    assert np.array_equal(scenario.drawn(range(5))["effort"], [0.3] * 5)
    again = from_resolved(scenario.resolved())
    assert again.parameters["effort"] == 0.3 and again.digest() == scenario.digest()
    assert scenario.digest() != load("yiwu").digest()
    assert len(set(load("yiwu").drawn(range(5))["effort"].tolist())) == 5


@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        (["history.effort_level=0.3", "parameters.effort=0.4"], "stated twice"),
        (["history.effort_level=1.5"], "too high"),
        (["history.effrot='ended'"], 'Did you mean "effort"'),
        (["history.effort='end'"], 'Did you mean "ended"'),
        (["history.effort='fades'"], "needs half_life_months"),
        (["history.half_life_months=12"], "Only effort that fades"),
        (["history.since='2008-06'"], "are 7 months"),
        (["history.since='1940-01'"], "since"),
        (["history.founded_last_year=-1"], "founded_last_year"),
        (["history.official=1"], "official"),
        (["model.capacity='exemt'"], 'Did you mean "exempt"'),
    ],
)
def test_a_wrong_history_is_one_message(overrides: list[str], says: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load("linze", overrides=overrides)
    assert len(caught.value.problems) == 1
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("key", "now"),
    [("funded_share", "yuan_branch_year"), ("cost_member_year_yuan", "yuan_member_year")],
)
def test_former_keys_of_a_policy_name_what_stands_in_their_place(key: str, now: str) -> None:
    entry = f'baseline=[{{policy="activity_subsidy", {key}=0.5}}]'
    with pytest.raises(ScenarioError, match=f'"{now}" has taken its place'):
        load("linze", overrides=[entry])


def test_a_place_is_read_without_its_history_though_figures_say_what_they_are() -> None:
    seen = '{ measure = "members", month = "2008-12", value = 41, evidence = true, source = "t" }'
    scenario = load("linze", overrides=['history.effort="ended"', f"observations=[{seen}]"])
    assert scenario.observations[0].evidence is True
    plain = scenario.without_history()
    assert plain.history is None and plain.observations[0].evidence is None
