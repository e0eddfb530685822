"""Explanations of one organization: what was seen, what caused it, what would have covered it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

import sim
from sim.errors import InputError
from sim.histories.explain import (
    Explanation,
    alternative_of,
    explain,
    open_run,
    organization_of,
    telling_replicate,
)
from sim.histories.happenings import Changes
from sim.histories.remedies import REMEDIES, Rung, Tried, bisected, cheapest, try_out
from sim.histories.story import history
from sim.histories.trace import trace
from sim.histories.trial import Trial, TrialWorlds
from sim.histories.views import view_of
from sim.locale import LANGUAGES, in_language
from sim.policies.base import Write
from sim.policies.dispatch_liaisons import DispatchLiaisons
from sim.policies.doses import DOSES, Dose, Level, Rule
from sim.processes.contact import odds
from sim.results.reading import Results
from sim.results.run import run
from sim.results.who import GROUPS, who
from sim.scenario import Scenario
from sim.scenario.scenario import Alternative
from sim.state.codes import Event, Type
from sim.state.layout import TABLES
from sim.worlds import Worlds


def same(one: Worlds, other: Worlds) -> bool:
    """Whether two stacks stand bit for bit the same; the sentinel rows hold nothing."""
    return all(
        np.array_equal(
            getattr(getattr(one, table), column)[..., 1:],
            getattr(getattr(other, table), column)[..., 1:],
        )
        for table in TABLES
        for column in type(getattr(one, table)).columns()
    )


def postponed(scenario: Scenario, alternative: str, start: int) -> Scenario:
    """Return a scenario in which the alternative's own policies start later."""
    base = scenario.alternatives[0].policies

    def later(entry: Alternative) -> Alternative:
        policies = tuple(
            policy if policy in base else replace(policy, start=start) for policy in entry.policies
        )
        return replace(entry, policies=policies) if entry.id == alternative else entry

    return replace(scenario, alternatives=tuple(map(later, scenario.alternatives)))


def test_looking_on_changes_nothing(small: Scenario) -> None:
    watched = Worlds.build(small, ["baseline", "quota"], [1])
    alone = Worlds.build(small, ["baseline", "quota"], [1])
    identity = int(watched.organizations.identity[1])
    changes = [Changes(watched, world, identity) for world in range(2)]
    before = [view_of(watched, world, identity, small) for world in range(2)]
    for _month in range(small.months):
        watched.step()
        alone.step()
        after = [view_of(watched, world, identity, small) for world in range(2)]
        for world in range(2):
            changes[world].between(before[world], after[world])
        before = after
        assert same(watched, alone)


@pytest.mark.parametrize("alternative", ["liaisons", "quota"])
def test_odds_are_those_that_heads_answered_by(small: Scenario, alternative: str) -> None:
    worlds = Worlds.build(small, [alternative], [0, 1, 2])
    answers = 0
    for month in range(small.months):
        worlds.step()
        table = worlds.organizations
        for batch in worlds.events:
            if batch.kind not in (Event.CONSENTED, Event.REFUSED, Event.DEFERRED):
                continue
            for world, identity in zip(batch.world, batch.organization, strict=True):
                row = np.flatnonzero((table.identity == identity) & (table.world == world))
                faced = odds(worlds, worlds.doses, row, month)
                agrees = bool(faced.drawn[0] < faced.consent[0])
                refuses = not agrees and bool(faced.drawn[0] >= 1 - faced.refusal[0])
                assert agrees == (batch.kind is Event.CONSENTED)
                assert refuses == (batch.kind is Event.REFUSED)
                answers += 1
    assert answers > 10


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Six years of the shipped county, ten replicates."""
    scenario = sim.load("linze", overrides=["years=6"])
    return run(scenario, replicates=10, out=tmp_path_factory.mktemp("county") / "run")


@pytest.mark.parametrize(
    ("alternative", "group", "cause"),
    [
        ("liaisons", "gained", "dispatch_liaisons"),
        ("liaisons", "lost", "dispatch_liaisons"),
        ("quota", "displaced", "coverage_quota"),
        ("liaisons", "never", "dispatch_liaisons"),
    ],
)
def test_undoing_the_cause_undoes_the_first_difference(
    county: Results, alternative: str, group: str, cause: str
) -> None:
    scenario = county.scenario
    entry = who(county, group, alternative)[0]
    replicate = entry.replicates[0]
    told = explain(scenario, entry.organization, alternative, replicate, results=county)
    found = told.trace
    covered = tuple(view is not None and view.covered for view in found.end)
    assert covered == (group in ("lost", "displaced"), group == "gained")
    assert bool(told.tried) == (not covered[1])
    assert found.difference is not None
    assert found.difference.policies == (cause,) and not found.difference.jointly
    month = found.difference.month
    later = trace(
        postponed(scenario, alternative, month + 1), entry.organization, alternative, replicate
    )
    assert later is not None
    assert later.difference is None or later.difference.month > month
    never = trace(
        postponed(scenario, alternative, scenario.months),
        entry.organization, alternative, replicate,
    )  # fmt: skip
    assert never is not None and never.difference is None and never.start == found.start


@dataclass(frozen=True, kw_only=True)
class Teahouse(DispatchLiaisons):
    """Liaisons with a dose that no other policy writes."""

    def writes(self) -> tuple[Write, ...]:
        """Return a liaison's doses and the new one."""
        return (*super().writes(), Write("tea", 1.0))


def test_explain_speaks_of_a_dose_that_is_declared_and_nothing_else(
    small: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    tea = Dose("tea", Level.ORGANIZATION, Rule.UNION, "share", "dispatch", "tea served", "请喝茶")
    monkeypatch.setitem(DOSES, "tea", tea)
    base = small.alternatives[0]
    other = replace(base, id="tea", policies=(*base.policies, Teahouse(id="tea", start=0)))
    scenario = replace(small, alternatives=(base, other))
    people = Worlds.build(scenario, ["baseline"], [0]).organizations.identity[1:].tolist()
    for organization in people:
        found = trace(scenario, organization, "tea", 0)
        if found is not None and found.difference and "tea" in found.difference.doses:
            break
    assert found is not None
    told = {}
    for language in LANGUAGES:
        with in_language(language):
            parting = history(Explanation(scenario, found, None, False, [])).parting
            told[language] = "".join(parting)
    assert "tea served" in told["en"] and "请喝茶" in told["zh"]


def test_before_the_first_difference_both_tell_the_same(small: Scenario, finished: Results) -> None:
    entry = who(finished, "gained", "liaisons")[0]
    replicate = telling_replicate(finished, entry.organization, "liaisons")
    found = explain(small, entry.organization, "liaisons", replicate, results=finished).trace
    assert found.difference is not None
    for told in found.months:
        assert told.month >= found.difference.month or told.baseline == told.alternative


def test_of_two_policies_the_one_that_acted_is_named() -> None:
    scenario = sim.load("linze", overrides=["years=2"])
    worlds = Worlds.build(scenario, ["baseline"], [0])
    found: set[str] = set()
    for identity in worlds.organizations.identity[1:40].tolist():
        told = trace(scenario, identity, "by_type", 0)
        assert told is not None
        if told.difference is None:
            continue
        assert len(told.difference.policies) == 1
        found.update(told.difference.policies)
        if "post" in told.difference.columns:
            assert told.difference.policies == ("dispatch_liaisons",)
            assert "liaison_posts" in told.difference.doses
        if found == {"dispatch_liaisons", "joint_branch_drive"}:
            return
    pytest.fail(f"only {found} is named")


def test_trials_of_nothing_are_the_world_itself(small: Scenario) -> None:
    start = Worlds.build(small, ["quota"], [0])
    identity = int(start.organizations.identity[3])
    nothing = [Trial(), Trial(doses={"organizer": 0.0, "subsidy_branch": 0.0}), Trial(pressure=0.0)]
    tried = TrialWorlds.of(start, identity, nothing)
    for _month in range(small.months):
        tried.step()
        start.step()
    for world in range(len(nothing)):
        assert same(tried.taken([world]), start.taken([0]))


def test_a_remedy_covers_and_less_of_it_does_not(small: Scenario) -> None:
    worlds = Worlds.build(small, ["baseline"], [0])
    table = worlds.organizations
    bare = np.flatnonzero((table.branch == 0) & table.operating & (table.type == Type.STABLE))
    answered = 0
    for identity in table.identity[bare[:4]].tolist():
        told = explain(small, identity, "liaisons", 0)
        end = told.trace.end[1]
        if end is not None and end.covered:
            assert told.tried == []
            continue
        assert [entry.remedy for entry in told.tried] == list(REMEDIES)
        best = cheapest(told.tried)
        working = [entry for entry in told.tried if entry.amount is not None]
        assert (best is None) == (not working)
        for entry in working:
            answered += 1
            assert entry.amount in entry.remedy.amounts and entry.month is not None
            assert best is not None and best.steps <= entry.steps
            trial = TrialWorlds.of(
                Worlds.build(small, ["liaisons"], [0]), identity, [entry.remedy.trial(entry.amount)]
            )
            for _month in range(entry.month + 1):
                trial.step()
            view = view_of(trial, 0, identity, small)
            assert view is not None and view.covered
    assert answered


def test_a_loose_organization_is_covered_by_none_of_these(small: Scenario) -> None:
    worlds = Worlds.build(small, ["baseline"], [0])
    table = worlds.organizations
    loose = np.flatnonzero((table.type == Type.LOOSE) & (table.branch == 0) & table.alive)
    tried = try_out(small, int(table.identity[loose[0]]), "liaisons", 0, at_end=False)
    assert cheapest(tried) is None and len(tried) == len(REMEDIES)
    assert cheapest([]) is None


def test_the_cheapest_takes_the_fewest_steps_then_the_order() -> None:
    visits, contacts, interference = (Tried(remedy, None, None) for remedy in REMEDIES[:3])
    second = Tried(contacts.remedy, contacts.remedy.amounts[1], 4)
    also_second = Tried(interference.remedy, interference.remedy.amounts[1], 2)
    third = Tried(visits.remedy, visits.remedy.amounts[2], 0)
    assert cheapest([third, second, also_second, interference]) == second
    assert (third.steps, visits.steps) == (3, 0)


def test_ladders_fit_in_one_stack() -> None:
    amounts = [remedy.amounts for remedy in REMEDIES]
    assert sum(map(len, amounts)) <= 200
    assert all(list(ladder) == sorted(set(ladder)) and ladder[0] > 0 for ladder in amounts)
    assert len({remedy.name for remedy in REMEDIES}) == len(REMEDIES)


def test_ladders_are_halved_where_a_place_is_large() -> None:
    needed = {"visits": 0.3, "contacts": 8.0, "channel": 1.0, "subsidy": 300.0}
    tried: list[str] = []

    def climb(rungs: list[Rung]) -> list[int]:
        tried.extend(remedy.name for remedy, _amount in rungs)
        return [5 if amount >= needed.get(remedy.name, 10**5) else -1 for remedy, amount in rungs]

    months = bisected(REMEDIES, climb)
    for remedy in REMEDIES:
        working = [
            amount for amount in remedy.amounts if months.get((remedy.name, amount), -1) >= 0
        ]
        assert min(working, default=None) == needed.get(remedy.name)
        assert tried.count(remedy.name) <= 1 + 4 * (remedy.name in needed)


def test_a_large_place_is_told_the_same(small: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    table = Worlds.build(small, ["baseline"], [0]).organizations
    bare = np.flatnonzero((table.branch == 0) & table.operating & (table.type == Type.STABLE))
    identity = int(table.identity[bare[0]])
    whole = try_out(small, identity, "quota", 0, at_end=False)
    monkeypatch.setattr("sim.histories.remedies.WIDEST", 7)
    halved = try_out(small, identity, "quota", 0, at_end=False)
    assert any(entry.amount is not None for entry in whole)
    for one, other in zip(whole, halved, strict=True):
        # Halving finds no amount that does not cover; it may miss the smallest.
        assert other.amount is None or (one.amount is not None and other.amount >= one.amount)


def test_groups_add_up_to_the_gains_of_the_comparison(finished: Results) -> None:
    gains = finished.compare().gains["quota"]
    for group in GROUPS:
        listed = who(finished, group, "quota")
        assert listed == sorted(listed, key=lambda entry: (-entry.worlds, entry.organization))
        assert all(0 < entry.worlds <= entry.of <= 4 for entry in listed)
        if group != "never":
            total = sum(entry.worlds for entry in listed)
            assert total == int(getattr(gains, group).sum())
        for entry in listed:
            assert entry.bottleneck in entry.held


def test_wrong_names_are_told(small: Scenario) -> None:
    with pytest.raises(InputError, match="quota"):
        alternative_of(small, "qouta")
    with pytest.raises(InputError, match="Identities such as"):
        organization_of(small, "nobody")
    known = int(Worlds.build(small, ["baseline"], [0]).organizations.identity[1])
    with pytest.raises(InputError, match=str(known)):
        explain(small, known + 1, "quota", 0)
    assert organization_of(small, str(known)) == organization_of(small, f"#{known}") == known
    assert alternative_of(small, None) == "liaisons"


def test_a_run_of_other_code_is_not_told_of(
    finished: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert open_run(str(finished.folder)).alternatives == finished.alternatives
    monkeypatch.setattr("sim.results.commands.code_hash", lambda: "other")
    with pytest.raises(InputError, match="another version"):
        open_run(str(finished.folder))


def test_names_of_a_registry_are_found() -> None:
    scenario = sim.load("hangzhou_cost_consultants", overrides=["years=1"])
    name = next(label for label in _labels(scenario) if label)
    identity = organization_of(scenario, name)
    told = explain(scenario, identity, alternative_of(scenario, None), 0, names=True)
    assert told.name == name
    assert explain(scenario, identity, alternative_of(scenario, None), 0).name is None


def _labels(scenario: Scenario) -> tuple[str | None, ...]:
    from sim.parameters import resolve
    from sim.population.population import populate

    values = resolve(scenario.seed, [0], scenario.parameters, "none")
    return populate(scenario.without_history(), [0], values).labels
