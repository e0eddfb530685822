"""The oracle's pasts in small: growth, survivors, month 0, evidence and the list (14)."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sim.state.codes import Contact, Relation
from tests.oracle import evidence, past
from tests.oracle.acceptance import effective_number, first_taken, stay_covered
from tests.oracle.evidence import Evidence, Observed
from tests.oracle.hashing import world_key
from tests.oracle.model import OracleModel
from tests.oracle.places import DEFAULTS, ENTRY, PlainPlace, county
from tests.oracle.register import Statements, nation_growth

MONTHS = 36


def candidate(number: int = 0, organizations: int = 60, **parameters: float) -> past.Candidate:
    """Return a candidate with default parameters and committees of usual vigour."""
    population = county(organizations)
    model = OracleModel(
        PlainPlace(), {"organizations": [], "members": [], "branches": []}, DEFAULTS, (),
        start_month=1, entry=ENTRY,
    )  # fmt: skip
    return past.Candidate(
        number=number, parameters=DEFAULTS | parameters, population=population,
        vigour={c.identity: 1.0 for c in model.committees},
    )  # fmt: skip


def began(
    one: past.Candidate, statements: Statements | None = None, months: int = MONTHS
) -> OracleModel:
    """Return the past of a candidate that starts in March 2018, at its month 0."""
    return past.past_of(
        one, PlainPlace(), (), seed=7, entry=ENTRY, statements=statements or Statements(),
        calendar=past.Calendar(months=months, start_year=2018, start_month=3),
    )  # fmt: skip


def test_growth_of_the_nation_by_hand() -> None:
    assert nation_growth(1990) == nation_growth(1999)
    assert nation_growth(1999) == pytest.approx(math.log(288 / 143) / 5)
    assert nation_growth(2018) == nation_growth(2017) == pytest.approx(math.log(866 / 702) / 3)
    assert nation_growth(2023) == 0.0


def test_what_is_stated_of_a_year_goes_before_the_nation() -> None:
    said = Statements(series={2016: 0.1}, growth_series={2017: 0.2}, growth=-0.1, rate_stated=True)
    assert said.net_growth(2016, 0.3) == pytest.approx(0.1 - 0.026)
    assert said.net_growth(2017, 0.3) == pytest.approx(math.log(1.2))
    assert said.net_growth(2018, 0.3) == pytest.approx(math.log(0.9))
    assert Statements(firms=True).net_growth(2018, 0.3) == pytest.approx(0.3 - 0.026)
    assert said.entry_series(range(2016, 2019), -2) == [(-2, 0.1)]
    nation = Statements().entry_series(range(2018, 2024), 0)
    assert nation[0][1] == pytest.approx(nation_growth(2018) + 0.026)
    assert nation[-1] == (60, 0.026)


def test_who_was_there_is_fewer_where_the_register_has_grown() -> None:
    one, calendar = candidate(), past.Calendar(months=120, start_year=2018, start_month=1)
    key = past.past_key(world_key(7, 0))

    def kept(growth: float) -> int:
        return len(past.survivors(one, calendar, Statements(growth=growth), key))

    assert kept(-0.2) == kept(0.0) == 60
    assert 0 < kept(0.2) < kept(0.05) < 60


def test_a_past_begins_without_branches_and_without_effort() -> None:
    model = began(candidate())
    assert model.start_month == 3 and not model.branches
    assert all(o.uncovered and not o.nominal for o in model.organizations.values())
    assert model.effort == 0.0
    asked = [o for o in model.organizations.values() if o.contact == Contact.COMMITTEE]
    assert asked and all(o.contacted < o.silent_until or o.deferred_until for o in asked)
    assert all(m.relation != Relation.HERE for m in model.members.values())
    model.step()
    assert model.effort == pytest.approx(DEFAULTS["effort"] / MONTHS)
    for _ in range(MONTHS - 1):
        model.step()
    assert model.effort == pytest.approx(DEFAULTS["effort"])


def test_pasts_differ_by_candidate_and_not_by_what_their_population_has_become() -> None:
    one, other = began(candidate()), began(candidate(1))
    assert one.world != other.world
    changed = candidate()
    for record in changed.population["organizations"]:
        record |= {"attitude": 0.9, "willing_until": 12, "fears": [0.0] * 4}  # type: ignore[operator]
    assert [vars(o)["fears"] for o in began(changed).by_identity()] == [
        o.fears for o in one.by_identity()
    ]


def test_evidence_by_hand() -> None:
    model = began(candidate())
    seen = (
        Observed(measure="registered", month=-13, value=40.0, sd=4.0),
        Observed(measure="members", month=-25, value=30.0),
        Observed(measure="organization_coverage", month=-1, value=0.1),
        Observed(measure="reported_coverage", month=-1, value=0.3, sd=0.02),
        Observed(measure="reported_coverage", month=-2, value=0.3, kinds=(0,), evidence=False),
        Observed(measure="operating", month=0, value=3.0),
    )
    held = Evidence(start=0.3, observations=seen, flows={"founded": 4.0}, sample=0.5)
    figures = {name: (x, z) for name, x, z in evidence.run(model, held, MONTHS)}
    assert set(figures) == {"registered -13", "members -25", "start", "founded"}
    x, z = figures["registered -13"]
    assert x % 2 == 0 and z == pytest.approx(math.log(x / 40) / 0.1)
    x, z = figures["start"]
    assert z == pytest.approx((x - 0.3) / 0.02)
    x, z = figures["founded"]
    assert z == pytest.approx((x - 4) / 2.6)
    assert evidence.weight([("a", 0.0, 1.0), ("b", 0.0, -2.0)]) == pytest.approx(math.exp(-2.5))


def test_the_list_by_hand() -> None:
    def look_at(j: int) -> tuple[float, bool]:
        return (0.5 if j in (7, 30) else 0.1), j in (3, 102)

    taken, weights = first_taken(4, look_at)
    held: list[Any] = [(t.number, t.closest) for t in taken]
    assert held == [(3, False), (7, True), (102, False), (30, True)]
    assert len(weights) == 200
    assert first_taken(2, look_at)[0] == taken[:2]
    assert effective_number([0.5, 0.5, 0.0]) == pytest.approx(2.0)
    assert effective_number([0.0]) == 0.0


def test_who_stays_covered_has_the_highest_score() -> None:
    assert stay_covered([(1.0, 5), (2.0, 9), (1.0, 4), (0.0, 1)], 0.5) == {9, 4}
    assert stay_covered([(1.0, 5), (2.0, 9), (3.0, 1)], 0.5) == {1, 9}
