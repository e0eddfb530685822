"""The reference loop is what its name says: 10,000 stock Mesa agents that add one a step."""

from __future__ import annotations

from benchmarks import reference


def test_every_agent_adds_one_a_step() -> None:
    model = reference.Reference()
    model.step()
    model.step()
    assert len(model.agents) == reference.AGENTS == 10_000
    assert {agent.x for agent in model.agents} == {2}


def test_measure_returns_nanoseconds_an_agent_step() -> None:
    assert 5 < reference.measure() < 5_000
