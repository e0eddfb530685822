"""The rules of the sentences, each on a small answer made by hand, in both languages."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from sim.policies.dispatch_liaisons import DispatchLiaisons
from sim.present.answer import (
    CLEAR,
    EVEN,
    FEWEST_FOR_CLEAR,
    FEWEST_FOR_SENTENCES,
    Answer,
    Rival,
    carries,
    verdict,
    wilson,
)
from sim.present.replies import (
    overturned,
)
from sim.present.sentences import certain, conclusions, why_none
from sim.results.allowed import Allowed, Part
from sim.results.compare import Tally
from sim.results.costs import Price
from tests.present.answers import N, answer, moment, row


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


def test_a_count_shows_a_share_with_an_error_of_five_in_a_hundred() -> None:
    # Sums of the binomial distribution: 0.9 ** 28 = 0.0523, 0.9 ** 29 = 0.0471;
    # 15 or more of 20 heads: 0.0207, 14 or more: 0.0577; 112 or more of 200: 0.0518, 113: 0.0384.
    for k, n, share, shown in (
        (28, 28, CLEAR, False), (29, 29, CLEAR, True), (28, 29, CLEAR, False),
        (20, 20, CLEAR, False), (15, 20, EVEN, True), (14, 20, EVEN, False),
        (112, 200, EVEN, False), (113, 200, EVEN, True), (0, 0, EVEN, False),
        (2_900, 5_000, EVEN, True), (4_540, 5_000, CLEAR, True),
    ):  # fmt: skip
        assert carries(k, n, share) is shown, (k, n, share)


def test_no_conclusion_is_wrong_in_more_than_five_of_a_hundred_runs() -> None:
    # How often a count says it although the true share is no more than .9, or one half.
    for n in (20, 29, 40, 46, 60, 100, 200):
        for share in (CLEAR, EVEN):
            wrong = sum(
                math.comb(n, k) * share**k * (1.0 - share) ** (n - k)
                for k in range(n + 1)
                if carries(k, n, share)
            )
            assert wrong <= 0.05


def test_the_fewest_simulations_are_those_that_can_say_it() -> None:
    everything = {n: verdict(Tally(n, 0, n)) for n in range(1, 40)}
    assert min(n for n in everything if everything[n] == "better") == FEWEST_FOR_CLEAR
    # What gains in three of four worlds is mostly found from here on, and by half as many rarely.
    found = {
        n: sum(
            math.comb(n, k) * 0.75**k * 0.25 ** (n - k)
            for k in range(n + 1)
            if verdict(Tally(k, n - k, n)) in ("better", "leads")
        )
        for n in (FEWEST_FOR_SENTENCES // 2, FEWEST_FOR_SENTENCES)
    }
    assert found[FEWEST_FOR_SENTENCES] > 0.6 and found[FEWEST_FOR_SENTENCES // 2] < 0.25


@pytest.mark.parametrize(
    ("higher", "lower", "carried"),
    [
        (188, 12, "better"), (186, 14, "leads"), (113, 87, "leads"), (112, 88, "none"),
        (88, 112, "none"), (80, 120, "trails"), (10, 190, "worse"), (98, 62, "none"),
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
    assert found["leads"] == [
        "In 2018-12, “A” (138 of 200) is ahead of doing nothing new, but not for certain."
    ]
    assert "clear" not in found


def test_what_leads_only_while_it_runs_is_said_so() -> None:
    found = said(answer(row("a", moment(0.0, 100), moment(0.02, 138, month="2014-12"))))
    assert found["leads while it runs"] == [
        "While it runs, “A” (138 of 200) is ahead of doing nothing new, but not for certain."
    ]
    assert "leads" not in found
    too = said(answer(row("a", moment(0.02, 138), moment(0.02, 138, month="2014-12"))))
    assert "leads" in too and "leads while it runs" not in too


def test_beside_a_table_with_letters_counts_of_the_horizon_are_left_to_it() -> None:
    running = moment(0.078, 193, month="2014-12")
    found = answer(row("a", moment(0.06, 195), running, letter="A"))
    assert said(found)["clear"] == [
        "A is clearly better than doing nothing new at the end of 2018-12."
    ]
    faded = answer(row("a", moment(0.0, 100), running, letter="A"))
    assert said(faded)["clear"] == [
        "While it runs, A (193 of 200) is clearly better than doing nothing new."
    ]


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
    assert "order" not in found
    assert found["likely order"] == ["“A” is ahead of “B”, but not for certain."]


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
        "“A” lifts reported coverage (+16.6 pts, 2011-12), effective coverage not clearly (−0.9)."
    ]
    assert "nothing" not in found  # that it is paper says more
    # Nor is that which raises a figure said to differ in nothing, alone or among its like.
    alone = said(answer(row("a", moment(0.0, 77), running)))
    assert [*alone] == ["paper"]
    alike = said(answer(row("a", moment(0.0, 77), running), row("b", moment(0.0, 77), running)))
    assert [*alike] == ["paper"] and len(alike["paper"]) == 2
    mixed = said(answer(row("a", moment(0.0, 77), running), row("b", moment(0.0, 77))))
    assert mixed["nothing"] == ["No clear difference from doing nothing new: “B”."]
    # Judged by another measure, the rule for paper says nothing of it.
    branches = replace(answer(row("a", moment(0.0, 77), running)), measure="party_organizations")
    assert "nothing" in said(branches)
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
    apart = answer(row("a", moment(0.0, 100), allowed=replace(cut, apart=True)))
    assert said(apart)["cap"][0].endswith("5 of 8 posts. Not discounted.")
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


def test_a_gain_in_doubt_has_no_price() -> None:
    price = Price(77_000.0, 7e4, 8e4)
    doubtful = said(answer(row("a", moment(0.0, 99), price=price)))
    assert doubtful == {"nothing": ["No clear difference from doing nothing new: “A”."]}
    running = moment(0.078, 193, month="2014-12")
    faded = said(answer(row("a", moment(0.0, 99), running, price=price)))
    assert faded["price"] == ["One more year of an effective branch costs: “A” 77.0 thousand yuan."]


def test_of_those_that_gain_the_same_none_gains_most() -> None:
    def both(third: int) -> dict[str, list[str]]:
        rows = (row(id, moment(0.06, 195, against={"c": third})) for id in "ab")
        alike = (
            replace(one, end=replace(one.end, against={**one.end.against, other: Tally(0, 0, N)}))
            for one, other in zip(rows, "ba", strict=True)
        )
        return said(answer(*alike, row("c", moment(0.02, 120))))

    same = "“A” and “B” gain the same in every simulation (2018-12)."
    assert both(104)["order"] == [
        same, "“A” and “B” gain most in 2018-12, but without a clear difference from “C”.",
    ]  # fmt: skip
    assert both(194)["order"] == [
        same, "“A” and “B” are also clearly better than every other alternative.",
    ]  # fmt: skip
    likely = both(150)
    assert likely["order"] == [same]
    assert likely["likely order"] == ["“A” and “B” are ahead of “C”, but not for certain."]
    end = moment(0.06, 195)
    pair = [row(id, replace(end, against={other: Tally(0, 0, N)})) for id, other in ("ab", "ba")]
    assert said(answer(*pair))["order"] == [same]


def test_one_that_changes_nothing_is_said_to_be_the_same() -> None:
    found = said(answer(row("a", moment(0.0, 0, lower=0), same=True), row("b", moment(0.0, 99))))
    assert found["same"] == ["“A”: the same as doing nothing new in every simulation."]
    assert found["nothing"] == ["No clear difference from doing nothing new: “B”."]


def test_too_few_simulations_carry_no_sentence() -> None:
    few = answer(row("a", moment(0.06, 19, n=19)), n=19)
    assert conclusions(few) == () and overturned(few) == ()
    assert (
        why_none(few) == "19 simulations are too few for a conclusion: run --replicates 29 or more."
    )
    assert why_none(answer(row("a", moment(0.06, 20, n=20)), n=20)) == ""


def test_few_simulations_say_what_is_ahead_and_that_nothing_is_clear() -> None:
    first = moment(0.06, 20, n=20, against={"b": 16})
    found = said(answer(row("a", first), row("b", moment(0.0, 9, n=20)), n=20))
    assert found["leads"] == [
        "In 2018-12, “A” (20 of 20) is ahead of doing nothing new, but not for certain."
    ]
    assert found["few"] == [
        "With 20 simulations nothing can be called clear: run --replicates 29 or more."
    ]
    assert "clear" not in found
    enough = said(answer(row("a", moment(0.06, 29, n=29)), n=29))
    assert "clear" in enough and "few" not in enough


def test_the_first_part_of_a_run_carries_no_sentence() -> None:
    part = replace(answer(row("a", moment(0.06, 195))), whole=False)
    assert conclusions(part) == ()
    assert overturned(part) == ()
    assert "when it is complete" in why_none(part)
