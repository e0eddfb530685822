"""Whole months of the oracle: invariants, and what months must bring about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim.policies.base import Target, Write
from sim.policies.doses import DOSES
from sim.state.codes import Form, Interim, LiaisonSource, SecretarySource, Strategy
from tests.oracle.compare import COLUMNS, first_difference, state_of
from tests.oracle.doses import Doses
from tests.oracle.invariants import run
from tests.oracle.places import (
    PlainPlace,
    branch,
    county,
    everything,
    member,
    organization,
    six,
    world,
)
from tests.oracle.schedule import PlainPolicy, PolicyLike


def test_six_organizations_run_for_two_years() -> None:
    oracle = world(six())
    assert oracle.branches[901].employer is oracle.organizations[3]
    run(oracle, 24)
    assert oracle.t == oracle.steps == 24
    assert oracle.branches


def test_a_county_under_every_dose() -> None:
    oracle = run(world(county(90), everything(end=40)), 48)
    forms = {b.form for b in oracle.branches.values()}
    assert forms & {Form.STANDALONE, Form.JOINT, Form.ANCHOR}
    assert any(c.sourced or c.trained or c.admitted for c in oracle.committees)
    assert not oracle.liaisons


class Reading(dict[str, Any]):
    """The doses of a month, which remembers whose have been looked up."""

    seen: set[str]

    def __getitem__(self, name: str) -> Any:
        self.seen.add(name)
        return super().__getitem__(name)


def test_the_oracle_knows_every_dose(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dose that is declared and that no rule of the oracle reads fails here."""
    seen: set[str] = set()
    begin = Doses.begin

    def watched(doses: Doses, month: int) -> None:
        begin(doses, month)
        doses.active = Reading(doses.active)
        doses.active.seen = seen

    monkeypatch.setattr(Doses, "begin", watched)
    run(world(county(90), everything()), 20)
    scarce: dict[str, Any] = {
        "secretary_success": 0.1,
        "vitality_commitment": 0.0,
        "vitality_members": 0.0,
        "vitality_skill": 0.0,
    }
    run(world(county(90), everything(), **scarce), 20)
    assert seen == set(DOSES)


def test_what_fails_under_a_quota_stays_as_a_shell() -> None:
    written = (Write("pressure", 3.0, goal=1.0), Write("closing_forbidden", 1.0, ramped=False))
    quota = PlainPolicy(written=written, end=23)
    oracle = world(county(90), [quota], dissolve_per_year=3.0, dissolve_slope=0.0,
                   close_after_quota=12.0, consent_intercept=-3.0, force_share=0.7)  # fmt: skip
    run(oracle, 24)
    shells = [b for b in oracle.branches.values() if b.shell]
    assert len(shells) > 3
    assert any(b.pressure_founded for b in oracle.branches.values())
    run(oracle, 12)
    assert not any(b.shell for b in oracle.branches.values())


def test_grace_ends_in_merging_or_conversion() -> None:
    population = six()
    population["members"] = [m for m in population["members"] if m["identity"] in (101, 200, 300)]
    population["branches"][0] |= {"secretary": SecretarySource.NONE, "person": None}
    population["branches"][1] |= {"person": None, "secretary": SecretarySource.NONE}
    oracle = world(population, grace_months=1.0, leave_per_year=0.0, exit_per_year=0.0,
                   inactive_per_year=0.0, dissolve_per_year=0.0, entry_per_year=0.0)  # fmt: skip
    run(oracle, 1)
    converted = [oracle.organizations[k] for k in (1, 2, 3)]
    assert all(o.uncovered and o.interim is Interim.MEMBER_GROUP for o in converted)
    assert all(o.willing for o in converted)


def test_intensity_zero_changes_nothing() -> None:
    silent: list[PolicyLike] = [
        replace(policy, intensity=0.0) for policy in everything() if isinstance(policy, PlainPolicy)
    ]
    without, with_zero = world(county(60)), world(county(60), silent)
    for _ in range(18):
        without.step()
        with_zero.step()
        assert first_difference(state_of(without), state_of(with_zero)) is None


def test_the_order_of_records_does_not_matter() -> None:
    population = county(60)
    turned = {table: list(reversed(rows)) for table, rows in population.items()}
    one, other = world(population, everything()), world(turned, everything())
    for _ in range(18):
        one.step()
        other.step()
        assert first_difference(state_of(one), state_of(other)) is None


def test_posts_close_and_reopen_with_the_next_holder() -> None:
    write = Write("liaison_posts", 2.0, shared=True, source=LiaisonSource.GRADUATE)
    policy = PlainPolicy(
        written=(write,), periods=((0, 2), (5, None)), target=Target(districts=(0,))
    )
    oracle = world(six(), [policy])
    held: list[list[int]] = []
    for _ in range(6):
        oracle.step()
        held.append(sorted(x.holder for x in oracle.liaisons.values()))
    assert held == [[0, 0]] * 3 + [[]] * 2 + [[1, 1]]


def test_differences_are_named() -> None:
    one, other = state_of(world(six())), state_of(world(six()))
    assert first_difference(one, other) is None
    assert set(one["organizations"][1]) == set(COLUMNS["organizations"])
    other["organizations"][4]["staff"] += 1e-7
    message = first_difference(one, other, ("engine", "oracle"))
    assert message is not None and message.startswith("organizations 4 staff: engine 20.0, oracle")
    other["organizations"][4]["staff"] -= 1e-7
    other["organizations"][4]["silent_until"] = 0  # has passed
    assert first_difference(one, other) is None
    del other["branches"][901]
    assert first_difference(one, other, ("engine", "oracle")) == "branches 901: only in engine"


def test_records_name_only_columns() -> None:
    names = {"identity", "cell", "district", "industry"}
    record: dict[str, Any] = organization(1, 0, 0)
    assert set(record) - names <= set(COLUMNS["organizations"])
    assert set(branch(1, 1)) - {"identity"} <= set(COLUMNS["branches"])


@pytest.mark.parametrize("strategy", list(Strategy))
def test_scarce_liaisons_under_each_strategy(strategy: Strategy) -> None:
    writes = (
        Write("liaison_posts", 2.0, source=LiaisonSource.OFFICIAL),
        Write("liaison_strategy", strategy, ramped=False),
    )
    oracle = world(county(60), [PlainPolicy(written=writes)], liaison_capacity=4.0,
                   consolidate_share=0.3, head_learning=0.0)  # fmt: skip
    run(oracle, 36)
    assert len(oracle.liaisons) == 4
    assert any(o.dropped >= 0 for o in oracle.organizations.values())
    assert any(o.case_weak for o in oracle.organizations.values())


def test_consent_that_is_withdrawn_for_a_year_ends_the_place() -> None:
    oracle = world(six(), close_attitude=1.0, exit_per_year=0.0, inactive_per_year=0.0,
                   dissolve_per_year=0.0, leave_per_year=0.0, contact_per_year=0.0)  # fmt: skip
    run(oracle, 11)
    assert all(o.withdrawn == 11 for o in oracle.organizations.values() if o.branch)
    run(oracle, 1)
    assert not oracle.branches
    closed = [oracle.organizations[k] for k in (1, 2, 3)]
    assert [o.silent_until for o in closed] == [11 + 24] * 3


def test_hosts_that_exit_end_a_branch_or_pass_it_on() -> None:
    seen = set()
    population = six()
    population["organizations"][5]["operating"] = (
        True  # the bound of EXIT is that of operating ones
    )
    for seed in range(150):
        oracle = world(population, seed=seed, exit_per_year=1.1)
        run(oracle, 1)
        if 2 not in oracle.organizations and 3 in oracle.organizations:
            kept = oracle.branches.get(901)
            assert kept is None or kept.host is oracle.organizations[3]
            seen.add(kept is None)
    assert seen == {True, False}


def test_large_branches_are_upgraded() -> None:
    population = six()
    host, few = population["organizations"][0], population["organizations"][1]
    population["members"] += [member(10_000 + n, host) for n in range(60)]
    population["members"] += [member(20_000 + n, few) for n in range(3)]
    oracle = run(world(population), 2)
    assert oracle.branches[900].form is Form.GENERAL_BRANCH
    assert oracle.organizations[2].eligible_months == 2


def test_an_organization_leaves_a_joint_branch_for_its_own() -> None:
    population = six()
    for k in (1, 2):
        record = population["organizations"][k]
        record["staff"] = 60.0
        population["members"] += [member(1000 * k + n, record) for n in range(6)]
    oracle = world(population, leave_joint_per_year=200.0, leave_per_year=0.0, exit_per_year=0.0,
                   inactive_per_year=0.0, dissolve_per_year=0.0)  # fmt: skip
    run(oracle, 11)
    assert len(oracle.branches[901].organizations) == 2
    run(oracle, 1)
    own = oracle.organizations[2].branch
    assert own is not None and own.form is Form.STANDALONE and own.founded == 11
    assert oracle.branches[901].host is oracle.organizations[3]


def test_places_may_have_one_district_and_one_industry() -> None:
    place = PlainPlace(("only",), ("all",), ((),), (True,), hosted_counts=True)
    population = county(40)
    for record in population["organizations"]:
        record["district"] = record["industry"] = 0
    for record in population["members"]:
        record["home"] = (0, 0)
    run(world(population, everything(), place), 24)
