"""Engine and oracle tell the same pasts, and the start accepts the same of them (14)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest

from sim.draws import Process
from sim.pasts import lists, worlds
from sim.plan.past import Course, Pasts
from sim.scenario.scenario import Scenario
from sim.state.codes import Kind
from sim.worlds import Worlds
from tests.engine import adapter
from tests.engine.places import scenario
from tests.oracle import evidence, past
from tests.oracle.acceptance import accepts, effective_number, first_taken, kept, stay_covered
from tests.oracle.arithmetic import logit
from tests.oracle.compare import first_difference, state_of
from tests.oracle.hashing import agent_key, draw, normal, world_key
from tests.oracle.model import OracleModel
from tests.oracle.register import Statements

SEEN = (
    '{ measure = "reported_coverage", month = "2015-07", value = 0.25, sd = 0.08, source = "t" }',
    '{ measure = "registered", month = "2014-12", value = 24, sd = 3, source = "t" }',
    '{ measure = "organization_coverage", month = "2014-06", value = 0.1, sd = 0.1, source = "t",'
    ' districts = ["upper"] }',
    '{ measure = "members", month = "2015-07", value = 41, evidence = true, source = "t" }',
    '{ measure = "member_coverage", month = "2015-03", value = 0.4, sd = 0.2, source = "t" }',
    '{ measure = "target_t2", month = "2013-03", value = 0.9, evidence = false, source = "t" }',
)
PLACES = {
    "a hamlet": ("hamlet", 'history.since="2013-08"', "history.founded_last_year=2"),
    "one with figures": (
        "hamlet", 'history.since="2012-11"', "history.refused_last_year=3",
        "history.dissolved_last_year=1", f"observations=[{', '.join(SEEN)}]",
    ),
    "a baseline of old": (
        "hamlet", 'history.since="2012-02"', 'model.effort_response="fixed"',
        'baseline=[{ policy = "annual_check", id = "a" },'
        ' { policy = "dispatch_liaisons", id = "b", liaisons = 2, strategy = "random",'
        ' start = "2011-06" }, { policy = "coverage_quota", id = "c", target_share = 0.6,'
        ' start = "2013-03", end = "2014-06" }, { policy = "activity_subsidy" }]',
    ),
    "growth that is stated": (
        "hamlet", 'history.since="2013-01"', 'model.capacity="exempt"', "history.official=true",
        "organizations.growth_per_year=0.06", 'organizations.growth_series={ "2015" = -0.04 }',
        'baseline=[{ policy = "dispatch_liaisons", id = "b", liaisons = 2,'
        ' strategy = "random" }]',
    ),
    "heads with thresholds": ("hamlet", 'history.since="2013-02"', 'model.consent="threshold"'),
    "a sample": (
        "hamlet", 'history.since="2013-08"', "organizations.sample=0.7",
        "history.founded_last_year=2",
        'observations=[{ measure = "members", month = "2015-01", value = 30, source = "t" }]',
    ),
    "a town": ("town", 'history.since="2006-12"'),
}  # fmt: skip
"""Places and what is said of their past."""
FIRMS = (Kind.INTERMEDIARY, Kind.LAW_FIRM, Kind.NONPUBLIC_ENTERPRISE)


def each() -> list[Any]:
    """Return the names of places; two of them are tried every time."""
    fast = ("one with figures", "growth that is stated")
    return [pytest.param(name, marks=() if name in fast else pytest.mark.slow) for name in PLACES]


@lru_cache
def place_of(name: str) -> Scenario:
    """Return a place with a history, whose parameters are drawn."""
    place, *overrides = PLACES[name]
    return scenario(place, 'uncertainty="prior"', *overrides)


def calendar_of(here: Scenario) -> past.Calendar:
    """Return the calendar of a place's past."""
    assert here.history is not None
    return past.Calendar(
        months=here.history.months, start_year=here.start_year, start_month=here.start_month
    )


def statements_of(here: Scenario, kind_shares: Any) -> Statements:
    """Return what a scenario states of its register, by calendar year."""

    def by_year(pairs: Sequence[tuple[int, float]]) -> dict[int, float]:
        first = here.start_month - 1
        return {here.start_year + (begins + first) // 12: rate for begins, rate in pairs}

    said = here.organizations
    return Statements(
        series=by_year(said.entry_series), growth_series=by_year(said.growth_series),
        growth=said.growth_per_year, rate_stated="entry_per_year" in here.parameters,
        firms=sum(kind_shares[kind] for kind in FIRMS) > 0.5,
    )  # fmt: skip


def past_of(here: Scenario, candidate: int) -> tuple[OracleModel, float]:
    """Return the oracle's past of a candidate at its month 0, and the reported start."""
    plain = replace(here, history=None)
    start = Worlds.build(plain, ("baseline",), [candidate])
    population = adapter.population_of(start, 0)
    began = past.past_of(
        past.Candidate(
            number=candidate,
            parameters={name: float(values[0]) for name, values in start.parameters.items()},
            vigour={
                identity: row["vigour"]
                for identity, row in adapter.state_of(start, 0)["committees"].items()
            },
            population=population,
        ),
        here.place, start.alternatives[0].policies, seed=here.seed, calendar=calendar_of(here),
        entry=start.specs[0].json(),
        statements=statements_of(here, start.specs[0].json()["kind_shares"]),
        official=here.history is not None and here.history.official, rivals=here.model,
    )  # fmt: skip
    base = [row for row in population["organizations"] if row["on_base"]]
    counted = [row for row in base if row["branch"] is not None]
    return began, len(counted) / len(base)


def evidence_of(here: Scenario, start: float) -> evidence.Evidence:
    """Return what a place says of its past."""
    assert here.history is not None
    names = {"dissolved": "ended"}
    return evidence.Evidence(
        start=start,
        observations=[
            evidence.Observed(
                measure=seen.measure, month=seen.month, value=seen.value, sd=seen.sd,
                kinds=seen.kinds, districts=seen.districts, industries=seen.industries,
                evidence=seen.evidence,
            )
            for seen in here.observations
        ],
        flows={names.get(name, name): float(x) for name, x in here.history.flows.items()},
        sample=here.organizations.sample,
    )  # fmt: skip


@pytest.mark.parametrize("name", each())
def test_pasts_agree_month_by_month(name: str) -> None:
    here = place_of(name)
    candidates = (0, 1, 4)
    stack, start = worlds.begin(here, candidates)
    twins = [past_of(here, candidate) for candidate in candidates]
    for reported, (_, share) in zip(start.reported, twins, strict=True):
        assert reported == pytest.approx(share)
    for month in range(-1, calendar_of(here).months):
        if month >= 0:
            stack.step()
        for world, (twin, _) in enumerate(twins):
            if month >= 0:
                twin.step()
            states = adapter.state_of(stack, world), state_of(twin)
            found = first_difference(*states, ("engine", "oracle"))
            assert found is None, f"candidate {candidates[world]}, after month {month}: {found}"
            assert stack.intercept[world] == pytest.approx(twin.intercept)


def real(twin: OracleModel) -> float:
    """Return f, how many of those reported as covered are so in fact (14.6)."""
    base = [o for o in twin.by_identity() if o.on_base]
    covered = sum(not o.uncovered for o in base)
    counted = covered + sum(o.nominal for o in base)
    return covered / counted if counted else 1.0


def looked_at(here: Scenario, candidate: int) -> tuple[float, bool, float]:
    """Return w of a candidate by the oracle, whether it is accepted, and its effort."""
    twin, share = past_of(here, candidate)
    figures = evidence.run(twin, evidence_of(here, share), calendar_of(here).months)
    w = evidence.weight(figures)
    return w, accepts(twin.world, w), twin.p.effort


@pytest.mark.parametrize("name", each())
def test_weights_and_acceptance_agree(name: str) -> None:
    here = place_of(name)
    candidates = range(6)
    found = lists.look_at(here, candidates)
    for candidate in candidates:
        w, accepted, effort = looked_at(here, candidate)
        assert found.weights[candidate] == pytest.approx(kept(w), abs=1e-12)
        assert found.accepted[candidate] == accepted
        assert found.efforts[candidate] == pytest.approx(kept(effort), abs=1e-12)


@pytest.mark.slow
def test_the_list_agrees() -> None:
    here = place_of("one with figures")
    efforts: dict[int, float] = {}

    def look_at(candidate: int) -> tuple[float, bool]:
        w, accepted, efforts[candidate] = looked_at(here, candidate)
        return w, accepted

    taken, weights = first_taken(2, look_at)
    said = lists.extended(here, Pasts(), 2).evidence(2)
    assert said.tried == len(weights)
    assert list(said.candidates) == [one.number for one in taken]
    assert said.closest == sum(one.closest for one in taken)
    assert said.effective == pytest.approx(effective_number(weights))
    middle = sum(kept(efforts[one.number]) for one in taken) / 2
    assert said.effort[1] == pytest.approx(middle)


def test_the_world_of_a_replicate_is_that_of_its_candidate() -> None:
    here = place_of("one with figures")
    held = Pasts(weights=(0.1, 0.2, 0.9), accepted=(False, False, True), efforts=(0.5,) * 3,
                 real=(1.0,) * 3)  # fmt: skip
    world = Worlds.build(replace(here, pasts=held), ("baseline",), [0])
    plain = Worlds.build(replace(here, history=None), ("baseline",), [2])
    for _ in range(3):
        states = adapter.state_of(world, 0), adapter.state_of(plain, 0)
        assert first_difference(*states, ("with a past", "its candidate")) is None
        world.step()
        plain.step()


def test_an_official_start_keeps_as_many_as_its_past_has_in_fact() -> None:
    """Only a part of the covered stays, by the score with which they were covered (4.1)."""
    here = place_of("growth that is stated")
    found = lists.look_at(here, range(3))
    candidate = 1
    twin, _ = past_of(here, candidate)
    for _ in range(calendar_of(here).months):
        twin.step()
    share = kept(real(twin))
    assert found.real[candidate] == pytest.approx(share)
    plain = Worlds.build(replace(here, history=None), ("baseline",), [candidate])
    covered = {
        identity: row
        for identity, row in adapter.state_of(plain, 0)["organizations"].items()
        if row["branch"] is not None
    }
    key, sigma = world_key(here.seed, candidate), float(plain.parameters["staff_sigma"][0])
    offices = adapter.state_of(plain, 0)["committees"]
    vigour = {
        (row["industrial"], row["place"]): row["vigour"]
        for row in offices.values()
        if row["established"]
    }

    def score(identity: int) -> float:
        agent, (district, industry) = agent_key(identity, key), covered[identity]["cell"]
        size = sigma * normal(draw(agent, Process.POPULATION, 6))  # all are of one kind
        chance = logit(draw(agent, Process.POPULATION, 15))
        of = vigour.get((True, industry), vigour[False, district])
        return 1.2 * size + chance + math.log(of)

    expected = stay_covered([(score(o), o) for o in covered], share)
    assert 0 < len(expected) < len(covered)
    held = Pasts(weights=(0.0, 1.0), accepted=(False, True), efforts=(0.5,) * 2, real=(1.0, share))
    official = Worlds.build(replace(here, pasts=held), ("baseline",), [0])
    after = adapter.state_of(official, 0)["organizations"]
    assert {o for o, row in after.items() if row["branch"] is not None} == expected
    paper = {o for o, row in after.items() if row["nominal"]}
    assert paper == {o for o in covered if o not in expected and covered[o]["on_base"]}


ASSUMED: Mapping[str, tuple[Course, Mapping[str, str]]] = {
    "ended": (Course("ended"), {}),
    "fades": (Course("fades", 6.0), {}),
    "fixed": (Course(), {"effort_response": "fixed"}),
    "exempt": (Course(), {"capacity": "exempt"}),
}
"""What may be assumed of effort, and of acts."""


@pytest.mark.parametrize("name", ASSUMED)
def test_months_agree_whatever_is_assumed(name: str) -> None:
    few = {"founding_capacity": 0.01} if name == "exempt" else {}
    course, model = ASSUMED[name]
    town = scenario("town")
    alternatives = tuple(replace(each, course=course) for each in town.alternatives)
    here = replace(town, alternatives=alternatives, model=model)
    agree(here, Worlds.build(here, ("everything_1", "everything_2", "everything_3"), (0,)), few)


def test_months_agree_where_the_start_is_official() -> None:
    here = place_of("growth that is stated")
    held = Pasts(weights=(0.1, 1.0), accepted=(False, True), efforts=(0.5,) * 2, real=(1.0, 0.4))
    here = replace(here, pasts=held)
    agree(here, Worlds.build(here, ("baseline", "quota"), [0]), {"paper_per_year": 0.9})


def agree(here: Scenario, stack: Worlds, parameters: Mapping[str, float]) -> None:
    """Hold engine and oracle equal for two years."""
    for name, value in parameters.items():
        stack.parameters[name][:] = value
    twins = [adapter.oracle_of(stack, world, here) for world in range(stack.n_worlds)]
    for month in range(25):
        stack.step()
        for world, twin in enumerate(twins):
            twin.step()
            states = adapter.state_of(stack, world), state_of(twin)
            found = first_difference(*states, ("engine", "oracle"))
            assert found is None, f"world {world}, after month {month}: {found}"


def test_a_large_place_has_pasts_of_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more organizations than a past may have, a sample is simulated (14.1)."""
    here = place_of("a town")
    assert here.organizations.synthesis is not None
    number = here.organizations.synthesis.total.organizations
    assert number is not None
    monkeypatch.setattr(worlds, "MOST", 30)
    found = lists.look_at(here, (1, 3))
    part = replace(here, organizations=replace(here.organizations, sample=30 / number))
    for row, candidate in enumerate((1, 3)):
        w, accepted, _ = looked_at(part, candidate)
        assert found.weights[row] == pytest.approx(kept(w), abs=1e-12)
        assert found.accepted[row] == accepted
