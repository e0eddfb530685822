"""The rules of the sentences, each on a small answer made by hand, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.locale import in_language
from sim.policies.dispatch_liaisons import DispatchLiaisons
from sim.present.answer import (
    Answer,
    Rival,
    Stopped,
    Turn,
    verdict,
    wilson,
)
from sim.present.replies import (
    facts_line,
    not_given,
    nothing_new_line,
    overturned,
    questions,
    stance,
)
from sim.present.sentences import certain, conclusions, why_none
from sim.results.allowed import Allowed, Part
from sim.results.compare import Tally
from sim.results.costs import Price
from tests.present.answers import N, answer, band, moment, row


def said(found: Answer) -> dict[str, list[str]]:
    """Return the English sentences by the rule that made them."""
    rules: dict[str, list[str]] = {}
    for sentence in conclusions(found):
        rules.setdefault(sentence.rule, []).append(sentence.text)
    return rules


def test_wilsons_interval_is_that_of_the_formula() -> None:
    # Worked by hand from Wilson (1927) with z = 1.6449.
    assert wilson(193, 200) == pytest.approx((0.9368, 0.9809), abs=5e-4)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2129), abs=5e-4)
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("higher", "lower", "carried"),
    [
        (188, 12, "better"), (186, 14, "leads"), (112, 88, "leads"), (111, 89, "none"),
        (89, 111, "none"), (80, 120, "trails"), (10, 190, "worse"), (98, 62, "none"),
        (0, 0, "none"),
    ],
)  # fmt: skip
def test_a_count_carries_no_more_than_its_interval(higher: int, lower: int, carried: str) -> None:
    assert verdict(Tally(higher, lower, N if higher or lower else 0)) == carried


def test_a_clear_winner_is_clearly_better_than_nothing_new_and_than_the_others() -> None:
    found = said(answer(row("a", moment(0.06, 195, against={"b": 194})), row("b", moment(0.0, 99))))
    assert found["clear"] == [
        "“A” (195 of 200) is clearly better than doing nothing new at the end of 2018-12."
    ]
    assert found["order"] == ["“A” is also clearly better than every other alternative."]
    assert found["nothing"] == ["No clear difference from doing nothing new: “B”."]
    assert "leads" not in found


def test_one_that_leads_is_not_called_clear() -> None:
    found = said(answer(row("a", moment(0.02, 138))))
    assert found["leads"] == ["In 2018-12 “A” (138 of 200) leads, but this is not certain."]
    assert "clear" not in found


def test_of_a_tie_no_winner_is_named() -> None:
    first = moment(0.061, 195, against={"b": 104})
    found = said(answer(row("a", first), row("b", moment(0.06, 195, against={"a": 96}))))
    assert found["clear"] == [
        "“A” (195 of 200) and “B” (195 of 200) are clearly better than doing nothing new at the "
        "end of 2018-12."
    ]
    assert found["order"] == ["“A” gains most in 2018-12, but without a clear difference from “B”."]


def test_an_order_that_is_likely_is_not_certain() -> None:
    first = moment(0.061, 195, against={"b": 150})
    found = said(answer(row("a", first), row("b", moment(0.03, 170))))
    assert found["order"] == ["“A” is ahead of “B”, but this is not certain."]


def test_what_is_gained_while_it_runs_and_lost_after_it_fades() -> None:
    running = moment(0.078, 193, month="2014-12")
    found = said(answer(row("a", moment(0.02, 100), running)))
    assert found["clear"] == [
        "While it runs, “A” (193 of 200) is clearly better than doing nothing new."
    ]
    assert found["fades"] == [
        "Most of the gain fades after the end: “A” +7.8 pts in 2014-12, +2.0 pts in 2018-12."
    ]
    kept = said(answer(row("a", moment(0.04, 193), running)))
    assert "fades" not in kept


def test_what_only_the_report_shows_is_paper() -> None:
    running = moment(-0.009, 70, lower=106, reported=(0.166, 200), month="2011-12")
    found = said(
        answer(row("a", moment(0.0, 77), running), row("b", moment(0.05, 195, against={"a": 194})))
    )
    assert found["paper"] == [
        "“A” raises only the reported figure: +16.6 pts in 2011-12, not effective coverage."
    ]
    assert "nothing" not in found  # that it is paper says more
    both = moment(0.05, 190, reported=(0.166, 200), month="2011-12")
    assert "paper" not in said(answer(row("a", moment(0.0, 77), both)))


def test_what_does_harm_is_said_to() -> None:
    found = said(answer(row("a", moment(-0.05, 6)), row("b", moment(-0.01, 70))))
    assert found["harmful"] == [
        "“A” is clearly worse than doing nothing new: lower in 194 of 200 (2018-12).",
        "“B” may do harm: it is lower than doing nothing new in 130 of 200 (2018-12).",
    ]


def test_where_nothing_helps_it_is_said_of_all() -> None:
    found = said(answer(row("a", moment(0.01, 105)), row("b", moment(0.0, 100))))
    assert found == {"nothing": ["No alternative differs clearly from doing nothing new."]}


def test_a_median_that_reads_as_none_leads_nowhere() -> None:
    assert [*said(answer(row("a", moment(0.0004, 150))))] == ["nothing"]


def test_a_cap_that_binds_is_said_with_what_it_buys() -> None:
    part = Part(DispatchLiaisons(), 288_000.0, 200_000.0, "posts", 8.0, 5.6)
    cut = Allowed("A", 288_000.0, 200_000.0, (part,), of_year=True)
    found = said(answer(row("a", moment(0.0, 100), allowed=cut)))
    assert found["cap"] == [
        "The budget does not pay for all of it. A: 288 thousand yuan a year planned, 200 thousand "
        "yuan allowed: Dispatched liaisons about 5 of 8 posts."
    ]
    paid = replace(cut, parts=(replace(part, paid=288_000.0),))
    assert "cap" not in said(answer(row("a", moment(0.0, 100), allowed=paid)))
    few = answer(
        row("a", moment(0.0, 3, n=3), allowed=cut), row("b", moment(0.0, 0), same=True), n=3
    )
    assert [each.rule for each in certain(few)] == ["cap", "same"] and not conclusions(few)
    assert certain(replace(few, whole=False)) == ()


def test_an_order_that_a_rival_rule_overturns_is_said_to_hang_on_it() -> None:
    found = answer(row("a", moment(0.06, 195, against={"b": 194})), row("b", moment(0.0, 99)))
    rivals = (Rival("no contagion", "b"), Rival("slow visits", "a"))
    assert said(replace(found, rivals=rivals))["rival"] == [
        "The order depends on a rule of the model: under “no contagion”, “B” leads instead of “A”."
    ]


def test_a_price_stands_only_where_there_is_one() -> None:
    priced = row("a", moment(0.06, 195, against={"b": 194}), price=Price(77_000.0, 7e4, 8e4))
    found = said(answer(priced, row("b", moment(0.0, 99))))
    assert found["price"] == ["One more year of an effective branch costs: “A” 77.0 thousand yuan."]


def test_one_that_changes_nothing_is_said_to_be_the_same() -> None:
    found = said(answer(row("a", moment(0.0, 0, lower=0), same=True), row("b", moment(0.0, 99))))
    assert found["same"] == ["“A”: the same as doing nothing new in every simulation."]
    assert found["nothing"] == ["No clear difference from doing nothing new: “B”."]


def test_too_few_simulations_carry_no_sentence() -> None:
    few = answer(row("a", moment(0.06, 39, n=39)), n=39)
    assert conclusions(few) == ()
    assert (
        why_none(few) == "39 simulations are too few for a conclusion: run --replicates 40 or more."
    )
    assert why_none(answer(row("a", moment(0.06, 40, n=40)), n=40)) == ""
    assert conclusions(answer(row("a", moment(0.06, 40, n=40)), n=40))


def test_the_first_part_of_a_run_carries_no_sentence() -> None:
    part = replace(answer(row("a", moment(0.06, 195))), whole=False)
    assert conclusions(part) == ()
    assert overturned(part) == ()
    assert "when it is complete" in why_none(part)


def test_facts_and_what_becomes_of_nothing_new() -> None:
    found = answer(row("a", moment(0.06, 195)))
    assert facts_line(found) == (
        "90 organizations (63 operating), 42 with a branch (46.7%); 2018-12: 167 (114)."
    )
    assert "46.7%), 5 more should have one; 2018" in facts_line(replace(found, should=5))
    assert facts_line(replace(found, covered=None)).startswith("90 organizations (63 operating); ")
    line = nothing_new_line(found)
    assert line == (
        "If nothing new is done: reported coverage 47% → 34% (32 to 36), effective coverage 32% → "
        "22% (20 to 24), 36 of 167 organizations."
    )
    stopped = replace(found, stopped=Stopped(band(0.2), band(0.1)))
    assert nothing_new_line(stopped) == (
        f"{line} If the effort stops: reported 20% (18 to 22), effective 10% (8 to 12)."
    )
    other = replace(found, nothing_new=False)
    assert nothing_new_line(other).startswith("Under “Baseline”: reported coverage")
    assert "than “Baseline” at the end" in str(conclusions(other)[0])


def test_the_three_questions_have_answers() -> None:
    running = moment(0.078, 193, month="2014-12", paper=0.14)
    found = replace(answer(row("a", moment(0.02, 100), running)), history="History held it.")
    stops, papered, left = questions(found)
    assert stops.reply == ("Not simulated: it is assumed to go on. History held it.")
    assert papered.reply == ("36 of 55 reported ones are effective. On paper: “A” 14%.")
    assert left.reply == "“A” +2.0 of +7.8."
    stopped = questions(replace(found, stopped=Stopped(band(0.2), band(0.1))))[0]
    assert stopped.reply.startswith(
        "Effective coverage in 2018-12 is 10% (8 to 12) instead of 22% (20 to 24)."
    )
    many = [row(str(k), moment(0.02, 138), running, title=str(k)) for k in range(5)]
    assert questions(answer(*many))[1].reply.endswith(
        "On paper: “0” 14%; “1” 14%; “2” 14%; 2 more."
    )
    lasting = questions(answer(row("a", moment(0.02, 138))))[2]
    assert lasting.reply == "None ends before 2018-12: not simulated."
    paper = moment(-0.009, 70, lower=106, reported=(0.166, 200), month="2011-12")
    mixed = questions(answer(row("a", moment(0.02, 138)), row("b", moment(0.0, 99), paper)))[2]
    assert mixed.reply == "“A” does not end before 2018-12."
    nothing = questions(answer(row("b", moment(0.0, 99), paper)))[2]
    assert nothing.reply == "Nothing clear was gained that could be left."


def test_what_overturns_it_is_an_assumption_and_a_value() -> None:
    turn = Turn(
        "effort", "effort", 0.614, True, Tally(20, 46, 66), Tally(60, 6, 66), (0.07, 0.957),
        "2018-12",
    )  # fmt: skip
    found = answer(row("a", moment(0.06, 195), turns=(turn,)))
    assert overturned(found) == (
        "“A” no longer gains if “effort” is below 0.61 (assumed: 0.07 to 0.96).",
    )
    none = answer(row("a", moment(0.06, 195), turns=(replace(turn, value=None),)))
    assert overturned(none) == (
        "No single assumption turns “A” round. “effort” matters most: a gain in 20 of 66 where it "
        "is low, in 60 of 66 where it is high.",
    )
    even = replace(turn, value=None, low=Tally(62, 4, 66))
    alike = answer(row("a", moment(0.06, 195), turns=(even,)))
    assert overturned(alike) == ("No single assumption turns “A” round.",)
    assert overturned(answer(row("a", moment(0.0, 100)))) == ()
    assert overturned(answer(row("a", moment(0.06, 39, n=39)), n=39)) == ()


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
        assert texts[-1].startswith("结束后成效大多消退：“A”2014-12 为 +7.8")
        assert nothing_new_line(found).startswith(
            "如不采取新措施：上报覆盖率 47% → 34%（32 至 36）"
        )
