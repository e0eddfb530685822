"""The table of organizations, a page at a time, and what a run says of each."""

from __future__ import annotations

import pytest

from sim.app.planner import organizations
from sim.app.planner.organizations import Listing, Wanted, listing, page, with_ends
from sim.app.planner.organizations_view import Told, tell
from sim.app.planner.outcome import Outcome
from sim.results.who import outcomes, who
from sim.scenario import Scenario, load


@pytest.fixture(scope="module")
def found(outcome: Outcome) -> Listing:
    start = listing(outcome.results.scenario)
    assert start is not None
    return with_ends(start, outcome.results)


def test_before_a_run_it_holds_the_place_as_it_starts(linze: Scenario) -> None:
    start = listing(linze)
    assert start is not None
    assert len(start) == 90
    assert start.staff.sum() == 361
    assert start.members.sum() == 135
    assert start.covered.sum() == 42
    names = [column["name"] for column in organizations.columns(start)]
    assert "held" not in names


def test_a_page_has_its_rows_and_says_of_how_many(found: Listing) -> None:
    first, number = page(found, Wanted(rows=20))
    assert (len(first), number) == (20, 90)
    last, _number = page(found, Wanted(rows=20, first=80))
    assert len(last) == 10
    assert len({row["id"] for row in first + last}) == 30
    assert {column["name"] for column in organizations.columns(found)} <= first[0].keys()


def test_rows_are_sorted_and_kept_to_a_district(found: Listing) -> None:
    rows, _number = page(found, Wanted(sort="staff", descending=True, rows=90))
    staff = [row["staff"] for row in rows]
    assert staff == sorted(staff, reverse=True)
    here, number = page(found, Wanted(district=0, rows=0))
    assert number == len(here) < 90
    assert {row["district"] for row in here} == {"Shahe"}


def test_worlds_are_counted_as_the_run_records_them(found: Listing, outcome: Outcome) -> None:
    recorded = outcomes(outcome.results, "liaisons")
    for row in range(len(found)):
        pairs = [world.get(int(found.identity[row]), (None, None)) for world in recorded.values()]
        after = [pair[1] for pair in pairs if pair[1] is not None]
        ends = found.ends["liaisons"]
        assert ends.registered[row] == len(after)
        assert ends.covered[row] == sum(end.covered for end in after)


def test_names_are_shown_only_when_asked_for() -> None:
    start = listing(load("county_survey"))
    assert start is not None
    hidden, _number = page(start, Wanted(rows=5))
    assert [row["organization"] for row in hidden[:3]] == ["No. 1", "No. 2", "No. 3"]
    shown, _number = page(start, Wanted(rows=5, names=True))
    assert shown[0]["organization"] == start.names[0]


def test_nothing_simulated_stands_beside_a_name(found: Listing) -> None:
    simulated = {"before", "after", "gain", "held"}
    assert simulated <= {column["name"] for column in organizations.columns(found)}
    assert not simulated & {c["name"] for c in organizations.columns(found, names=True)}
    for sort in ("", "gain", "held"):
        rows, _number = page(found, Wanted(names=True, sort=sort, rows=0))
        assert not any(simulated & row.keys() or row["told"] for row in rows)
        assert [row["id"] for row in rows] == [str(identity) for identity in found.identity]


def test_a_nation_has_no_table() -> None:
    assert listing(load("nation")) is None


def test_two_histories_are_told_in_words(outcome: Outcome) -> None:
    gained = who(outcome.results, "gained", "liaisons")[0]
    replicate = gained.replicates[0]
    told = tell(outcome.results.folder, gained.organization, "liaisons", "zh", replicate)
    assert isinstance(told, Told)
    assert "是模拟，不是观测" in told.head[0]
    assert told.history.parts is not None
    assert told.history.parting
    assert len(told.end) == 2


def test_the_history_is_that_of_the_row_that_was_clicked(found: Listing, outcome: Outcome) -> None:
    """Without a registry an identity is another organization in another replicate."""
    rows, _number = page(found, Wanted(rows=0))
    gained = {each.organization for each in who(outcome.results, "gained", "liaisons")}
    clicked = next(row for row in rows if int(row["id"]) in gained)
    told = tell(outcome.results.folder, int(clicked["id"]), "liaisons", "en")
    assert isinstance(told, Told)
    assert told.replicate == 0
    assert told.differs is None
    assert f"{clicked['staff']} staff, {clicked['members']} members" in told.head[1]
    assert organizations.title_of(found, int(clicked["id"])) == clicked["organization"]
    assert len(clicked["organization"]) < 10


def test_an_organization_that_is_nowhere_is_said_to_be(outcome: Outcome) -> None:
    told = tell(outcome.results.folder, 1, "liaisons", "en")
    assert isinstance(told, str)
    assert "No organization" in told
