"""Hash by hand, and the oracle's rules in small."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.draws import Lineage, Process
from sim.policies.base import Target, Write
from sim.state.codes import Form
from tests.oracle import hashing, partners
from tests.oracle.agents import Organization
from tests.oracle.arithmetic import exact_sum
from tests.oracle.attitudes import announced
from tests.oracle.founding import found_groups, turn, with_acts
from tests.oracle.invariants import run
from tests.oracle.mobility import count_openings, find_place, hire_all, number_of_buckets, race
from tests.oracle.model import OracleModel
from tests.oracle.places import DEFAULTS, ENTRY, PlainPlace, county, six, world
from tests.oracle.schedule import PlainPolicy, faded_force, force
from tests.oracle.targets import webster

# --- hash, counts and sums, worked out apart (with Perl's bigint)


def test_hash_by_hand() -> None:
    assert hashing.mix(hashing.G) == 0xE220A8397B1DCDAF  # first of splitmix64, seed 0
    assert hashing.mix(1234567 + hashing.G) == 6457827717110365317
    world_key = hashing.world_key(7, 2)
    assert world_key == 10134167572453724827
    key = hashing.agent_key(12345, world_key)
    assert key == 12636683298409499833
    assert hashing.salt(10, 5) == 15264044795488843352
    assert hashing.draw(key, Process.EXIT, 5) == (2505425605761025 + 0.5) / 2**52
    assert hashing.draw(key, Process.EXIT, 5, 678) == (2346618803120795 + 0.5) / 2**52
    assert hashing.lineage(Lineage.CELL, 11, 22) == 6464182279811756003
    assert hashing.named("north") == 0xD40A7F0746298C55 >> 1


def test_counts_by_hand() -> None:
    # Poisson of mean 2: .1353, .4060, .6767, .8571, …
    assert [hashing.poisson(2, u) for u in (0.13, 0.14, 0.41, 0.67, 0.68)] == [0, 1, 2, 2, 3]
    assert hashing.poisson(0.0, 1 - 2**-53) == 0
    assert hashing.poisson(100, 0.5) == 100
    assert hashing.poisson(400, 1 - 2**-54) < 700
    # Beta-binomial with a = b = 1 is uniform on 0 … n.
    assert [hashing.beta_binomial(4, 1, 1, u) for u in (0.19, 0.21, 0.59, 0.81, 0.99)] == [
        0, 1, 2, 4, 4,
    ]  # fmt: skip
    assert hashing.normal(0.975) == pytest.approx(1.959963984540054)


def test_sums_round_once_halves_to_even() -> None:
    step = 2.0**-20
    assert exact_sum([step / 2, 3 * step / 2]) == 2 * step
    assert exact_sum([0.1] * 10) == exact_sum([0.1]) * 10


# --- doses


def test_schedule() -> None:
    policy = PlainPolicy(written=(), start=2, end=6, ramp_months=4, intensity=0.8)
    assert [force(policy, t) for t in range(1, 8)] == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 0.8, 0])
    assert faded_force(policy, 5, 3.0) == 0.8
    assert faded_force(policy, 9, 3.0) == pytest.approx(0.4)
    again = replace(policy, periods=((0, 1), (10, None)))
    assert [force(again, t) for t in (1, 2, 10)] == [0.4, 0, 0.2]


def test_headcounts_are_shared_by_highest_averages() -> None:
    assert webster(5, [53, 24, 23]) == [3, 1, 1]
    assert webster(1, [0, 4, 4]) == [0, 1, 0]
    assert webster(3, [0, 0]) == [0, 0]


def test_doses_combine_by_their_rules() -> None:
    def two(dose: str, first: float, second: float) -> OracleModel:
        return world(
            six(),
            [
                PlainPolicy(written=(Write(dose, first),)),
                PlainPolicy(
                    written=(Write(dose, second),), intensity=0.5, target=Target(types=(0,))
                ),
            ],
        )

    def at(dose: str, first: float, second: float) -> list[float]:
        oracle = two(dose, first, second)
        return [oracle.doses.at(dose, oracle.organizations[k]) for k in (1, 2)]

    assert at("organizer", 1.0, 1.0) == [1.5, 1.0]
    assert at("venue", 0.5, 0.5) == [1 - 0.5 * 0.75, 0.5]
    assert at("subsidy_branch", 900.0, 400.0) == [1100.0, 900.0]
    assert at("transfer", 2.0, 3.0) == [4.0, 2.0]
    assert at("joint_max", 7.0, 12.0) == [9.0, 7.0]
    assert at("protection", 1.0, 0.0)[1] == 1.0
    assert at("worktime", 0.0, 0.0) == [0.0, 0.0]


# --- rules in small


def test_groups_of_two_and_of_three() -> None:
    oracle = world(six())
    held = list(oracle.organizations.values())
    for o, m in zip(held, (2, 2, 2, 1, 1, 1), strict=True):
        o.eligible = m
    ordered = [o.identity for o in held]
    groups = [[o.identity for o in group] for group in partners.grouped(held)]
    assert groups == [[1, 2], [3, 4]]
    for o in held:
        o.eligible = 1
    groups = [[o.identity for o in group] for group in partners.grouped(held[:5])]
    assert groups == [ordered[:3]]


def test_places_in_a_row() -> None:
    oracle = world(six())
    row = partners.places_in_a_row(oracle.branches.values(), lambda b: 3.0)
    assert [b.identity for b in row] == [900, 900, 901]


def test_circles() -> None:
    (_, cells), (_, near), (_, whole) = partners.circles(world(six()))
    assert len(cells[0]) == 4 and len(near) == 2
    assert near[0][1] == frozenset({(0, 1), (1, 1)})
    assert whole[0][1] == frozenset({(1, 0), (1, 1)})


def test_buckets() -> None:
    assert [number_of_buckets(n, 4) for n in (10, 255, 256, 512, 1000)] == [1, 1, 2, 4, 4]


def test_a_race_is_won_in_proportion_to_weight() -> None:
    oracle = world(county(90))
    wins = 0
    people = list(oracle.members.values())
    for t in range(20):
        oracle.t = t
        for person in people:
            entries = [(1, 3, "heavy"), (2, 1, "light"), (3, 0, "none")]
            wins += race(oracle, Process.HIRE_DISTRICT, person, entries) == "heavy"
    share = wins / (20 * len(people))
    assert abs(share - 0.75) < 0.04


def test_whoever_finds_no_opening_where_sought_takes_one_elsewhere_or_goes_on() -> None:
    population = six()
    for record in population["organizations"]:
        record["staff"] = 1.0
    oracle = world(population)
    for person in list(oracle.members.values())[:4]:
        assert person.organization is not None
        del person.organization.people[person.identity]
        person.organization, person.hired = None, 0
    seekers = [person for person in oracle.members.values() if person.organization is None]
    oracle.organizations[2].operating = oracle.organizations[3].operating = False
    count_openings(oracle)
    assert all(find_place(oracle, person) is oracle.organizations[1] for person in seekers)
    oracle.organizations[1].operating = False
    oracle.organizations[5].staff = 2.0
    oracle.organizations[5].people = {}
    count_openings(oracle)
    assert all(find_place(oracle, person) is oracle.organizations[5] for person in seekers)
    oracle.organizations[5].operating = False
    count_openings(oracle)
    hire_all(oracle)
    assert [person.hired for person in seekers] == [1] * 4


def test_a_hazard_above_its_bound_is_an_error_that_names_the_process() -> None:
    with pytest.raises(ValueError, match="EXIT"):
        run(world(county(60), exit_per_year=5.0), 12)


def seekers_in_the_north(**parameters: float) -> tuple[OracleModel, list[Organization]]:
    """Return a world in which nobody finds a secretary but by a sourced one, one a year."""
    sourcing = PlainPolicy(written=(Write("sourced_secretaries", 1.0),))
    population = six()
    for record in population["organizations"]:
        record["branch"] = None
    population["branches"] = []
    given = {"secretary_success": 0.0, "secretary_skill": 0.1} | parameters
    oracle = world(population, [sourcing], place=None, seed=7, **given)
    north = [oracle.organizations[k] for k in (3, 1, 2)]
    return oracle, sorted(north, key=lambda o: turn(oracle, o))


def test_sourced_secretaries_go_by_turn_and_spend_an_act() -> None:
    oracle, north = seekers_in_the_north()
    oracle.districts[0].acts = 5
    found_groups(oracle, [[o] for o in north], lambda group: Form.STANDALONE)
    assert [o.uncovered for o in north] == [False, True, True]
    assert north[0].sourced == 1
    assert all(o.secretary_wait and not o.lacked for o in north[1:])
    assert oracle.districts[0].acts == 4


def test_who_has_no_act_draws_nothing_and_waits() -> None:
    oracle, north = seekers_in_the_north()
    found_groups(oracle, [[o] for o in north], lambda group: Form.STANDALONE)
    assert all(o.uncovered and o.lacked and not o.secretary_wait for o in north)


def test_acts_are_lent_by_turn_for_a_step() -> None:
    oracle, north = seekers_in_the_north()
    oracle.districts[0].acts = 2
    assert with_acts(oracle, north[::-1]) == north[:2]
    assert [o.lacked for o in north] == [False, False, True]
    assert oracle.districts[0].acts == 2


def test_effort_presses_where_coverage_is_missing() -> None:
    oracle = world(six(), effort=0.6)
    oracle.step()
    # North: 3 of 4 on the base have a branch; south: none of 2.
    north, south = oracle.districts
    assert north.effort == pytest.approx(0.6 * 1.5 * (1 - 3 / 4))
    assert south.effort == 0.6
    assert not any(c.pressure for c in oracle.committees)


def test_vigour_follows_what_was_observed() -> None:
    place = PlainPlace(neighbours=((), ()))
    drawn = [world(six(), place=place, seed=k, effort_sd=0.8) for k in range(200)]
    mean = sum(w.districts[0].vigour for w in drawn) / 200
    assert 0.85 < mean < 1.15  # e has mean 1 and sd .95: four standard errors are .27
    north, south = (c.identity for c in drawn[0].districts)
    learnt = []
    for k in range(200):
        twin = OracleModel(
            place, six(), DEFAULTS, (), seed=k, replicate=0, start_month=1, entry=ENTRY,
            observed={north: (60, 45), south: (60, 10)},
        )  # fmt: skip
        learnt.append(twin.districts[0].vigour > twin.districts[1].vigour)
    assert sum(learnt) >= 195


def test_paper_needs_a_quota_and_ends_with_it() -> None:
    quota = PlainPolicy(written=(Write("pressure", 3.0, goal=1.0),), end=11)
    plain = world(county(60), [quota], paper_per_year=0.0)
    paper = world(county(60), [quota], paper_per_year=3.0, close_after_quota=20.0)
    run(plain, 12)
    run(paper, 12)
    assert not any(o.nominal for o in plain.organizations.values())
    held = [o for o in paper.organizations.values() if o.nominal]
    assert held and all(o.uncovered and o.on_base for o in held)
    run(paper, 12)
    assert sum(o.nominal for o in paper.organizations.values()) < len(held) / 2


def test_money_of_a_branch_is_counted_in_yuan() -> None:
    policy = PlainPolicy(
        written=(
            Write("subsidy_branch", 900.0), Write("subsidy_member", 50.0),
            Write("rebate_yuan", 90.0),
        )
    )  # fmt: skip
    oracle = world(six(), [policy], activity_cost_yuan=3000.0, grant_months=12.0)
    branch = oracle.branches[901]
    for o in branch.organizations.values():
        o.known, o.transferred = 3, 2
    assert branch.funded == pytest.approx((900 + 6 * 50 + 4 * 90) / 3000)
    branch.grant, branch.granted_until = 1200.0, 5
    assert branch.funded == pytest.approx((900 + 6 * 50 + 4 * 90 + 1200) / 3000)
    alone = oracle.organizations[4]
    alone.known = 1
    assert announced(oracle, alone) == pytest.approx((900 + 3 * 140) / 3000)
