"""Shipped scenarios load, say where their figures come from, and hold their totals exactly."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pytest

from sim.parameters import resolve
from sim.plan.shipped import shipped_names, shipped_path
from sim.population.population import Population, populate
from sim.population.totals import sampled
from sim.scenario import load
from sim.scenario.scenario import Scenario
from sim.state.codes import Form, Kind
from sim.worlds import Worlds

SMALL = ("linze", "county_survey", "hangzhou_cost_consultants", "yiwu", "classroom", "city")
LARGE = ("nation", "nation_firms")
REPLICATES = (0, 1)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SOURCES = {
    "linze": {"S7"},
    "county_survey": {"S6", "S2"},
    "hangzhou_cost_consultants": {"S4"},
    "yiwu": {"S1", "national_population.csv", "local_coverage.csv"},
    "classroom": set(),
    "city": {"national_population.csv", "parameters.csv", "local_coverage.csv", "policies.csv"},
    "nation": {"S8", "national_population.csv", "national_coverage.csv", "policies.csv"},
    "nation_firms": {"S8", "national_coverage.csv", "local_coverage.csv", "policies.csv"},
}
NUMBER_OF_ALTERNATIVES = 2


def people(name: str, replicates: tuple[int, ...] = REPLICATES) -> tuple[Scenario, Population]:
    """Return a scenario and its population in some replicates, which are the first draws."""
    scenario = load(name).without_history()
    parameters = resolve(scenario.seed, replicates, scenario.parameters, scenario.uncertainty)
    return scenario, populate(scenario, replicates, parameters)


def held(found: Population, world: int, kind: int | None = None) -> dict[str, int]:
    """Count in one world what totals are given of."""
    rows = found.world == world
    if kind is not None:
        rows &= found.kind == kind
    alone = (found.form != Form.NONE) & (found.form != Form.JOINT)
    return {
        "organizations": int(rows.sum()),
        "operating": int(found.operating[rows].sum()),
        "on_base": int(found.on_base[rows].sum()),
        "staff": int(found.staff[rows].sum()),
        "members": int(rows[found.members.organization].sum()),
        "covered": int((found.form[rows] != Form.NONE).sum()),
        "standalone": int(alone[rows].sum()),
        "willing": int(found.willing[rows].sum()),
    }


def assert_holds(wanted: Mapping[str, int | None], got: Mapping[str, int]) -> None:
    """Every total that is given is held."""
    given = {name: value for name, value in wanted.items() if value is not None}
    assert {name: got[name] for name in given} == given


def assert_totals(scenario: Scenario, found: Population) -> None:
    """Totals of a synthesis hold in every world, overall and by kind."""
    spec = scenario.organizations
    assert spec.synthesis is not None
    totals = sampled(spec.synthesis, spec.sample)
    named = sum(one.organizations or 0 for one in totals.kinds.values())
    for world in range(int(found.world.max()) + 1):
        assert_holds(vars(totals.total), held(found, world))
        # Organizations of unnamed kind would add to a kind's.
        if named == totals.total.organizations:
            for kind, one in totals.kinds.items():
                assert_holds(vars(one), held(found, world, kind))


def test_what_ships() -> None:
    assert set(shipped_names()) == {*SMALL, *LARGE}


@pytest.mark.parametrize("name", [*SMALL, *LARGE])
def test_a_file_asks_in_both_languages(name: str) -> None:
    scenario = load(name)
    assert not scenario.warnings
    assert len(scenario.alternatives) > NUMBER_OF_ALTERNATIVES  # and the baseline
    assert scenario.question is not None
    texts = [scenario.title, scenario.question, *scenario.notes]
    texts += [*scenario.place.district_titles, *scenario.place.industry_titles]
    for alternative in scenario.alternatives[1:]:
        assert alternative.question is not None
        texts += [alternative.title, alternative.question]
    texts += [seen.definition for seen in scenario.observations if seen.definition is not None]
    for text in texts:
        assert CHINESE.search(text["zh"]), text
        assert not CHINESE.search(text["en"]), text


@pytest.mark.parametrize("name", [*SMALL, *LARGE])
def test_a_file_names_its_sources(name: str) -> None:
    text = shipped_path(name).read_text(encoding="utf-8")
    comments = "\n".join(line.partition("#")[2] for line in text.splitlines())
    assert "Sources" in comments
    assert {source for source in SOURCES[name] if source in comments} == SOURCES[name]
    assert re.search("invented|illustrative", comments)
    for seen in load(name).observations:
        assert seen.source
        assert seen.definition is not None


@pytest.mark.parametrize("name", ["linze", "yiwu", "classroom", "city"])
def test_totals_hold(name: str) -> None:
    assert_totals(*people(name))


def test_linze_is_the_report() -> None:
    """In all replicates, although members and branches of the kinds are not stated."""
    scenario = load("linze")
    replicates = tuple(range(scenario.replicates))
    _, found = people("linze", replicates)
    for world in replicates:
        got = held(found, world)
        assert (got["organizations"], got["staff"], got["members"], got["covered"]) == (
            90, 361, 135, 42,
        )  # fmt: skip
        groups = held(found, world, Kind.SOCIAL_GROUP)["organizations"]
        units = held(found, world, Kind.PRIVATE_NON_ENTERPRISE)["organizations"]
        assert groups >= 84
        assert units >= 4


def test_the_survey_is_run_as_it_is_listed() -> None:
    scenario, found = people("county_survey")
    registry = scenario.organizations.registry
    assert registry is not None
    groups = [kind == Kind.SOCIAL_GROUP for kind in registry.kind]
    assert sum(groups) == 26
    assert sum(n or 0 for n, one in zip(registry.staff, groups, strict=True) if one) == 364
    assert sum(n or 0 for n, one in zip(registry.members, groups, strict=True) if one) == 7
    assert registry.kind.count(Kind.INTERMEDIARY) == 7
    assert registry.kind.count(Kind.PRIVATE_NON_ENTERPRISE) == 4
    for world in range(len(REPLICATES)):
        got = held(found, world)
        assert (got["organizations"], got["covered"]) == (37, 1)
        middle = held(found, world, Kind.INTERMEDIARY)
        assert (middle["staff"], middle["members"]) == (17, 2)
    assert found.imputed["staff"] == 3
    assert "district" not in found.imputed and "on_base" not in found.imputed
    note = scenario.notes[0]
    assert "31" in note["en"] and "37" in note["en"]
    assert "31" in note["zh"] and "37" in note["zh"]


def test_six_firms_go_first() -> None:
    scenario, found = people("hangzhou_cost_consultants")
    registry = scenario.organizations.registry
    assert registry is not None
    assert len(registry) > 150
    answered = [members for members in registry.members if members is not None]
    assert (len(answered), sum(answered)) == (117, 430 - 117)
    assert scenario.place.industry_committees == (True,)
    for world in range(len(REPLICATES)):
        assert held(found, world)["willing"] == 6


@pytest.mark.parametrize("name", SMALL)
def test_a_month_runs_under_every_alternative(name: str) -> None:
    worlds = Worlds.build(load(name))
    worlds.step()
    assert worlds.month == 1


def test_the_nation_is_the_bulletin() -> None:
    scenario = load("nation")
    spec = scenario.organizations.synthesis
    assert spec is not None
    assert spec.total.organizations == 336_000 + 361_000 + 5_559
    assert round((spec.total.covered or 0) / (spec.total.on_base or 1), 3) == 0.589
    assert len(scenario.place.district_ids) == 31
    assert not any(scenario.place.neighbours)
    assert scenario.replicates == 4


def test_firms_are_a_sample() -> None:
    scenario = load("nation_firms")
    spec = scenario.organizations
    assert spec.synthesis is not None
    assert 2_700_000 <= (spec.synthesis.total.organizations or 0) <= 3_000_000
    assert spec.sample == 0.01


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_totals_of_the_nation_hold(name: str) -> None:
    scenario, found = people(name, (0,))
    assert_totals(scenario, found)
    assert np.isclose(found.weight, 1.0 / scenario.organizations.sample)
