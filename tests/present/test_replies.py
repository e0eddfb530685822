"""Facts, the three questions and what would overturn an answer, each on one made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.locale import in_language
from sim.measures.base import Band
from sim.present.answer import (
    Level,
    Otherwise,
    Turn,
)
from sim.present.replies import (
    facts_line,
    not_given,
    nothing_new_line,
    overturned,
    questions,
    stance,
)
from sim.present.sentences import conclusions
from sim.results.compare import Tally
from sim.results.leading import gains_note, overturning
from tests.present.answers import answer, band, moment, row


def test_facts_and_what_becomes_of_nothing_new() -> None:
    found = answer(row("a", moment(0.06, 195)))
    assert facts_line(found) == (
        "90 organizations (63 operating), 42 with a branch (46.7%); 2018-12: 167."
    )
    unstated = facts_line(replace(found, operating=None))
    assert unstated.startswith("90 organizations (63 assumed operating), ")
    assert "46.7%), 5 more should have one; 2018" in facts_line(replace(found, should=5))
    assert facts_line(replace(found, covered=None)).startswith("90 organizations (63 operating); ")
    # Coverage of all begins elsewhere than what reports count: both are said.
    assert "30 with a branch (33.3%; 47% of those counted); 2018" in facts_line(
        replace(found, covered=30)
    )
    line = nothing_new_line(found)
    assert line == (
        "If nothing new is done: reported coverage 47% → 34% (32 to 36 in 90% of simulations), "
        "effective 32% → 22% (20 to 24): a branch works in 36 of 167."
    )
    other = replace(found, nothing_new=False)
    assert nothing_new_line(other).startswith("Under “Baseline”: reported coverage")
    assert "than “Baseline” at the end" in str(conclusions(other)[0])


@pytest.mark.parametrize(("language", "level"), [("en", "90%"), ("zh", "90%")])
def test_what_a_range_is_stands_once_at_the_first_range(language: str, level: str) -> None:
    found = answer(row("a", moment(0.06, 195)))
    sure = Level(band(0.4), Band(0.34, 0.34, 0.34))
    with in_language(language):
        line = nothing_new_line(found)
        held = nothing_new_line(replace(found, reference=replace(found.reference, reported=sure)))
    assert line.count(level) == held.count(level) == 1
    assert line.index(level) < line.index("32% →") and held.index(level) > held.index("32% →")


def test_what_was_forced_is_of_those_that_reports_count() -> None:
    forced = replace(moment(0.02, 138), forced=band(0.04), added_forced=band(0.04))
    alone = questions(answer(row("a", forced)))[1].reply
    assert alone.endswith("Of those counted, founded against refusal: “A” 4%.")
    both = replace(forced, on_paper=band(0.2), added_on_paper=band(0.2))
    told = questions(answer(row("a", both)))[1].reply
    assert told.endswith(
        "Of those counted, on paper only: “A” 20%. Founded against refusal: “A” 4%."
    )


def test_the_three_questions_have_answers() -> None:
    running = moment(0.078, 193, month="2014-12", paper=0.14)
    found = replace(answer(row("a", moment(0.02, 100), running)), history="History held it.")
    stops, papered, left = questions(found)
    assert stops.asked == "What if the committees' routine work stops?"
    assert stops.reply == "Not simulated: assumed to go on. History held it."
    assert (
        papered.reply == "With nothing new: 55 reported, 36 effective. "
        "Of those counted, on paper only: “A” 14% (2014-12)."
    )
    lasting = questions(answer(row("a", moment(0.02, 100, paper=0.14))))[1]
    assert lasting.reply.endswith("Of those counted, on paper only: “A” 14%.")
    other = questions(replace(found, nothing_new=False))[1]
    assert other.reply.startswith("Under “Baseline”: 55 reported, 36 effective.")
    assert left.asked == "What is left in 2018-12?" and left.reply == "“A” +2.0 from +7.8."
    stopped = questions(replace(found, otherwise=Otherwise(band(0.2), band(0.1))))[0]
    assert stopped.reply.startswith(
        "Then, with nothing new either, in 2018-12: reported 20% (18 to 22), effective 10% (8 to "
        "12)."
    )
    many = [row(str(k), moment(0.02, 138), running, title=str(k)) for k in range(5)]
    assert questions(answer(*many))[1].reply.endswith(
        "Of those counted, on paper only: “0” 14% (2014-12); “1” 14% (2014-12); "
        "“2” 14% (2014-12); 2 others."
    )
    assert questions(answer())[2].reply == "No alternative was simulated."
    lasting = questions(answer(row("a", moment(0.02, 138))))[2]
    assert lasting.reply == "All run until 2018-12: what they leave was not simulated."
    paper = moment(-0.009, 70, lower=106, reported=(0.166, 200), month="2011-12")
    mixed = questions(answer(row("a", moment(0.02, 138)), row("b", moment(0.0, 99), paper)))[2]
    assert mixed.reply == "“A” does not end before 2018-12."
    nothing = questions(answer(row("b", moment(0.0, 99), paper)))[2]
    assert nothing.reply == "Nothing clear was gained that could be left."


def test_effort_that_does_not_go_on_is_not_said_to() -> None:
    found = replace(answer(row("a", moment(0.06, 195))), effort="effort has ended with the start")
    assert questions(found)[0].reply == "Assumed: effort has ended with the start."
    both = replace(found, otherwise=Otherwise(band(0.2), band(0.1)), history="History held it.")
    assert questions(both)[0].reply == (
        "Assumed: effort has ended with the start. If it goes on, with nothing new, coverage in "
        "2018-12: reported 20% (18 to 22), effective 10% (8 to 12). History held it."
    )
    with in_language("zh"):
        assert "若照常进行，不采取新措施时，2018-12 上报" in questions(both)[0].reply


def test_of_few_simulations_no_range_and_no_remainder_is_told() -> None:
    running = moment(0.078, 19, month="2014-12", n=19)
    few = answer(row("a", moment(0.02, 10, n=19), running), n=19)
    few = replace(few, otherwise=Otherwise(band(0.2), band(0.1)))
    assert nothing_new_line(few) == (
        "If nothing new is done: reported coverage 47% → 34%, effective 32% → 22%: a branch works "
        "in 36 of 167."
    )
    stops, _papered, left = questions(few)
    assert stops.reply == "Then, with nothing new either, in 2018-12: reported 20%, effective 10%."
    assert left.reply == "Too few simulations to say."
    assert "nearly the lowest and the highest" in gains_note(few)
    enough = answer(row("a", moment(0.02, 10, n=20)), n=20)
    assert "in 90% of simulations" in nothing_new_line(enough)
    assert "nearly the lowest and the highest" not in gains_note(enough)


def test_yuan_that_are_discounted_are_said_to_be() -> None:
    found = answer(row("a", moment(0.06, 195)))
    assert "discounted" not in gains_note(found)
    later = "Yuan of later years are discounted by 5% a year."
    assert gains_note(replace(found, discount=0.05)).endswith(later)


def test_one_organization_is_one() -> None:
    alone = replace(answer(), registered=1, covered=1, operating=1)
    assert facts_line(alone).startswith("1 organization (63 operating), 1 with a branch")
    assert facts_line(replace(alone, operating=None)).startswith("1 organization (63 assumed")


def test_what_does_not_gain_is_not_said_to_lose_its_gain() -> None:
    turn = Turn(
        "effort", "effort", 0.614, True, Tally(20, 46, 66), Tally(60, 6, 66), (0.07, 0.957),
        "2018-12",
    )  # fmt: skip
    unclear = row("a", moment(0.0, 100), turns=(turn,))
    assert list(overturning(answer(unclear))) == [
        "“A” mostly gains only if “effort” is above 0.61 (assumed: 0.07 to 0.96)."
    ]
    falling = replace(unclear, turns=(replace(turn, below=False),))
    assert list(overturning(answer(falling))) == [
        "“A” mostly gains only if “effort” is below 0.61 (assumed: 0.07 to 0.96)."
    ]


def test_what_overturns_it_is_an_assumption_and_a_value() -> None:
    turn = Turn(
        "effort", "effort", 0.614, True, Tally(20, 46, 66), Tally(60, 6, 66), (0.07, 0.957),
        "2018-12",
    )  # fmt: skip
    found = replace(answer(row("a", moment(0.06, 195), turns=(turn,))), tested=90)
    assert overturned(found) == (
        "“A” no longer gains if “effort” is below 0.61 (assumed: 0.07 to 0.96).",
    )
    none = row("a", moment(0.06, 195), turns=(replace(turn, value=None),))
    assert overturned(replace(found, rows=(none,))) == (
        "For “A”, no single one of 90 assumptions does. “effort” matters most: a gain in 20 of 66 "
        "where it is low, in 60 of 66 where it is high.",
    )
    even = replace(turn, value=None, low=Tally(62, 4, 66))
    for turns in ((even,), ()):
        alike = row("a", moment(0.06, 195), turns=turns)
        assert overturned(replace(found, rows=(alike,))) == (
            "For “A”, no single one of 90 assumptions does.",
        )
    assert overturned(answer(row("a", moment(0.0, 100)))) == ()
    # Of alternatives of which the same is to be said it is said once.
    rows = [row("a", moment(0.06, 195), turns=(even,)), row("b", moment(0.06, 195))]
    assert list(overturning(replace(found, rows=tuple(rows)))) == [
        "For “A” and “B”, no single one of 90 assumptions does."
    ]


def test_what_a_run_cannot_show_of_its_assumptions_is_not_called_none() -> None:
    few = answer(row("a", moment(0.06, 39, n=39)), n=39)
    assert overturned(few) == (
        "39 replicates cannot show which assumptions matter: it takes 40 or more that differ.",
    )
    held = replace(answer(row("a", moment(0.06, 195))), uncertainty="none")
    assert overturned(held) == (
        "Parameters were held at their defaults: this run cannot show which of them matter.",
    )


def test_what_was_not_given_and_what_it_is_not_for() -> None:
    found = replace(answer(), not_given=("growth of the register", "prices (4)"))
    assert not_given(found) == ("Local facts not given: growth of the register, prices (4).")
    assert not_given(answer()) == ""
    assert stance().startswith("Not for ranking, naming or sanctioning")


def test_chinese_is_written_as_in_a_countys_office() -> None:
    running = moment(0.078, 193, month="2014-12")
    found = answer(row("a", moment(0.02, 100), running))
    with in_language("zh"):
        texts = [str(sentence) for sentence in conclusions(found)]
        assert texts[0] == "实施期间，“A”（200 次模拟中 193 次）明显好于不采取新措施。"
        assert texts[-1].startswith("结束后成效大多消退：“A”在 2014-12 为 +7.8")
        assert nothing_new_line(found).startswith(
            "如不采取新措施：上报覆盖率 47% → 34%（90% 的模拟在 32 至 36 之间）"
        )
