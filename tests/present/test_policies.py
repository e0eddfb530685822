"""A policy in words: when, for whom, how much; in the reader's language and without keys."""

from __future__ import annotations

import re

import pytest

import sim
from sim.locale import in_language
from sim.policies import POLICIES
from sim.policies.base import Target
from sim.present.policies import doses, in_force, main_doses
from sim.scenario import Scenario

KEY = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+|[{}=\"]")


@pytest.fixture(scope="module")
def linze() -> Scenario:
    return sim.load("linze")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_is_told_without_a_key(name: str, language: str, linze: Scenario) -> None:
    target = Target(districts=(0,), kinds=(0,), types=(1,), sizes=(2,), channels=(0,))
    policy = POLICIES[name](start=12, end=23, target=target)
    with in_language(language):
        told = [*in_force(linze, policy), *doses(policy), *main_doses(policy)]
    assert len(told) > 5
    assert [text for text in told if KEY.search(text)] == []
    if language == "zh":
        assert not re.search("[a-z]{4}", " ".join(told))


def test_a_share_is_a_percentage_and_money_has_its_unit() -> None:
    quota = POLICIES["coverage_quota"](target_share=0.125, gain=1.5)  # type: ignore[call-arg]
    assert "target for reported coverage: 12.5%*" in [*doses(quota)]
    assert [*main_doses(quota)] == ["target for reported coverage: 12.5%"]
    sent = POLICIES["dispatch_liaisons"](strategy="hub_first")  # type: ignore[call-arg]
    assert "a liaison-month: 3,000 yuan" in [*doses(sent)]
    assert [*main_doses(sent)] == [
        "liaisons: 12",
        "order in which organizations are taken up: where most others are first",
    ]
