"""Cases: a case alone equals the same case in a batch, and what no key names is the scenario's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sim
from sim.errors import FugaiError, InputError
from sim.measures.catalogue import MEASURES as ALL_MEASURES
from sim.measures.recorder import Recorder
from sim.parameters import PARAMETERS, Scale
from sim.scenario import Scenario
from sim.studies.cases import Cases, Responses, respond, split
from sim.studies.factors import factor, with_priors
from sim.worlds import Worlds

LIAISONS = "alternatives.liaisons.policies.dispatch_liaisons.liaisons"
STRATEGY = "alternatives.liaisons.policies.dispatch_liaisons.strategy"
COMPLIANCE = "baseline.annual_check.compliance"
CITY = ("years=2", "organizations.sample=0.02")
MEASURES = ("effective_coverage", "registered")
TWO = ("baseline", "liaisons")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return sim.load("linze", overrides=["years=2"])


@pytest.fixture(scope="module")
def city() -> Scenario:
    return sim.load("city", overrides=CITY)


def design(scenario: Scenario, n: int) -> Cases:
    texts = ("leave_per_year", "members_per_staff=0.1:0.2", f"{LIAISONS}=0:20", STRATEGY)
    factors = [factor(text, scenario) for text in texts]
    points = (np.arange(n)[:, None] * np.array([0.618, 0.414, 0.732, 0.236]) + 0.1) % 1
    columns = {entry.key: entry.at(points[:, k]) for k, entry in enumerate(factors)}
    return Cases(np.arange(n) % 3, columns)


def equal(one: Responses, other: Responses) -> bool:
    pairs = ((one.values, other.values), (one.yuan, other.yuan), (one.hours, other.hours))
    return all(np.array_equal(a, b, equal_nan=True) for a, b in pairs)


def test_a_case_alone_is_the_same_case_in_a_batch(scenario: Scenario) -> None:
    cases = design(scenario, 18)
    together = respond(scenario, cases, MEASURES, alternatives=TWO, months=(0, 13, 24))
    for k in (0, 4, 17):
        alone = respond(scenario, cases.rows([k]), MEASURES, alternatives=TWO, months=(0, 13, 24))
        assert np.array_equal(alone.values[0], together.values[k])
        assert np.array_equal(alone.yuan[0], together.yuan[k])
        assert np.array_equal(alone.hours[0], together.hours[k])
    assert len(np.unique(together.of("effective_coverage", "liaisons"))) > 5


def test_batches_are_cut_by_cases_and_by_mixes(
    city: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sizes(doses: list[float]) -> list[int]:
        values = {LIAISONS: np.array(doses)}
        batches = split(city, Cases(np.arange(len(doses)), values), ["registered"])
        return [len(batch.cases) for batch in batches]

    monkeypatch.setattr("sim.studies.cases.VARIANTS", 3)
    # Three mixes a batch; cases that share one need no more of them.
    assert sizes([1, 2, 3, 4, 5, 6, 7]) == [3, 3, 1]
    assert sizes([1, 1, 2, 2, 3, 3, 4, 4]) == [6, 2]
    assert sizes([1, 2, 1, 2, 1]) == [5]
    monkeypatch.setattr("sim.studies.cases.STACK", 0)
    assert sizes([1, 1, 2]) == [1, 1, 1]


def test_cases_without_values_are_the_replicates_of_the_scenario(scenario: Scenario) -> None:
    found = respond(scenario, Cases(np.arange(3), {}), ("party_organizations",))
    worlds = Worlds.build(scenario, None, range(3))
    recorder = Recorder(worlds, 24)
    recorder.record()
    for _month in range(24):
        worlds.step()
        recorder.record(worlds.doses)
    counts = recorder.finish().counts[ALL_MEASURES["party_organizations"].numerator][-1]
    assert np.array_equal(found.values[:, :, 0, 0].ravel(), counts)


def test_a_case_is_the_scenario_with_its_values_set(city: Scenario) -> None:
    cases = Cases(np.array([1]), {LIAISONS: np.array([9.0]), COMPLIANCE: np.array([0.5])})
    meant = sim.load("city", overrides=[*CITY, f"{LIAISONS}=9", f"{COMPLIANCE}=0.5"])
    alone = respond(meant, Cases(np.array([1]), {}), MEASURES)
    assert equal(respond(city, cases, MEASURES), alone)


def test_variants_of_the_baseline_stay_in_their_rows(city: Scenario) -> None:
    values = {COMPLIANCE: np.array([0.2, 0.9, 0.2, 0.9]), LIAISONS: np.array([3.0, 3.0, 12.0, 3.0])}
    cases = Cases(np.array([0, 0, 0, 1]), values)
    found = respond(city, cases, MEASURES, alternatives=TWO)
    for k in range(4):
        alone = respond(city, cases.rows([k]), MEASURES, alternatives=TWO)
        assert np.array_equal(alone.values[0], found.values[k])


def test_a_key_of_the_start_has_a_start_of_its_own(city: Scenario) -> None:
    key = "organizations.inactive_share"
    cases = Cases(np.array([0, 1, 0]), {key: np.array([0.4, 0.1, 0.1])})
    found = respond(city, cases, ("operating",), months=(0,), alternatives=TWO)
    for k, share in enumerate((0.4, 0.1, 0.1)):
        meant = sim.load("city", overrides=[*CITY, f"{key}={share}"])
        alone = respond(meant, Cases(cases.replicate[[k]], {}), ("operating",), months=(0,))
        assert found.values[k, 0, 0, 0] == alone.values[0, 0, 0, 0]
    assert found.values[0, 0, 0, 0] < found.values[1, 0, 0, 0]


def test_a_case_that_fails_is_named_and_the_rest_goes_on(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = Worlds.step

    def failing(worlds: Worlds) -> None:
        if (worlds.replicate == 2).any():
            raise FugaiError("a rate above its bound")
        step(worlds)

    monkeypatch.setattr(Worlds, "step", failing)
    found = respond(scenario, design(scenario, 6), MEASURES, alternatives=TWO)
    assert sorted(found.failed) == [2, 5]
    assert "above its bound" in found.failed[2]
    lost = np.isnan(found.yuan).all(axis=1)
    assert lost.tolist() == [False, False, True, False, False, True]


def test_two_processes_find_what_one_finds(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.studies.cases.STACK", 90 * 2 * 4)
    cases = design(scenario, 8)
    one = respond(scenario, cases, MEASURES, alternatives=TWO, jobs=1)
    told: list[float] = []
    two = respond(scenario, cases, MEASURES, alternatives=TWO, jobs=2, progress=told.append)
    assert equal(one, two)
    assert told == [0.5, 1.0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("leave_per_yaer", 'Did you mean "leave_per_year"?'),
        ("leave_per_year=0.1:30", "between 0.15 and 0.35"),
        ("leave_per_year=0.3:0.2", "must rise"),
        ("leave_per_year=a:b", "is no range"),
        ("years=1:3", "can't be varied"),
        ("alternatives.liaison.policies.dispatch_liaisons.liaisons", 'mean "liaisons"'),
        ("alternatives.liaisons.policies.dispatch.liaisons", "has no policy"),
        ("alternatives.liaisons.policies.dispatch_liaisons.posts", 'has no "posts"'),
        (f"{STRATEGY}=hub_first,random_first", '"random_first" is no choice'),
    ],
)
def test_what_cannot_be_varied_is_refused(scenario: Scenario, text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        factor(text, scenario)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"measures": ("coverage",)}, "no measure"),
        ({"measures": MEASURES, "alternatives": ("liaison",)}, 'mean "liaisons"'),
        ({"measures": MEASURES, "months": (30,)}, "between 0 and 24"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(
    scenario: Scenario, settings: dict[str, Any], words: str
) -> None:
    with pytest.raises(InputError) as caught:
        respond(scenario, Cases(np.arange(2), {}), **settings)
    assert words in str(caught.value)


def test_priors_of_parameters_are_factors() -> None:
    found = {entry.key: entry for entry in with_priors()}
    drawn = [name for name, entry in PARAMETERS.items() if entry.scale is not Scale.FIXED]
    assert [*found] == [f"parameters.{name}" for name in drawn]
    leave = found["parameters.leave_per_year"]
    assert leave.at(np.array([0.0, 0.5, 1.0])).tolist() == [0.15, 0.2, 0.35]


def test_a_factor_has_its_scale(scenario: Scenario) -> None:
    ends = np.array([0.0, 0.5, 0.999])
    assert factor(f"{LIAISONS}=1:4", scenario).at(ends).tolist() == [1, 2, 4]
    assert factor("parameters.joint_max=4:9:log", scenario).at(ends[:2]).tolist() == [4, 6]
    assert factor(f"{STRATEGY}=hub_first,big_first", scenario).at(ends).tolist() == [
        "hub_first",
        "big_first",
        "big_first",
    ]
