"""Frontier: a known optimum is found, winners are judged on fresh replicates, caps hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pytest

import sim
from sim.errors import InputError
from sim.studies import mixes as searching
from sim.studies.cases import Cases, Responses
from sim.studies.frontier import Frontier, frontier
from sim.studies.mixes import Offer, Promoted, offer, undominated

F64 = npt.NDArray[np.float64]

THREE = [
    {"policy": "publicity_campaign", "id": name, "start": "2010-01", "end": "2010-12"}
    for name in ("cheap", "strong", "useless")
]
"""Stand-ins: the formula below says what they do."""


def offered() -> Offer:
    return offer(sim.load("linze", overrides=["years=2"]), policies=THREE)


@dataclass
class Market:
    """Yuan 100, 400 and 300 at full dose; effects √(cheap)·2 + 6·strong − 3·strong·cheap, noisy.

    Hollow share rises with the cheap one. For 350 yuan the best is a little of the cheap one and
    nearly all money on the strong one: see :func:`optimum`.
    """

    noise: float = 0.0
    seen: list[int] = field(default_factory=list)

    def __call__(
        self,
        cases: Cases,
        measures: Sequence[str],
        *,
        months: Sequence[int] | None = None,
        alternatives: Sequence[str] | None = None,
    ) -> Responses:
        assert alternatives is not None and months is not None
        self.seen += cases.replicate.tolist()
        columns = list(cases.values.values()) or [np.zeros(len(cases))] * 3
        cheap, strong, useless = columns
        effect = 2 * np.sqrt(cheap) + 6 * strong - 3 * strong * cheap
        luck = np.sin(cases.replicate * 12.9 + 400 * (cheap + 7 * strong + 3 * useless))
        effect = effect + self.noise * np.where(cheap + strong + useless > 0, luck, 0)
        yuan = 2 * (100 * cheap + 400 * strong + 300 * useless)
        values = np.column_stack([0.01 * effect + 0.1, 0.1 + 0.4 * cheap])[:, None, :, None]
        return Responses(
            tuple(alternatives), tuple(measures), tuple(months), values, yuan[:, None],
            np.zeros((len(cases), 1)), {},
        )  # fmt: skip


def optimum(cap: float) -> tuple[float, float, float]:
    cheap = np.linspace(0, 1, 2001)
    strong = np.clip((cap - 100 * cheap) / 400, 0, 1)
    effect = 0.01 * (2 * np.sqrt(cheap) + 6 * strong - 3 * strong * cheap)
    k = int(effect.argmax())
    return float(effect[k]), float(cheap[k]), float(strong[k])


def found(market: Market, seed: int = 1, **more: int) -> Frontier:
    return frontier(
        offered(), 350.0, simulate=market, seed=seed, fresh=more.get("fresh", 6),
        mixes=more.get("mixes", 400), random=more.get("random", 200),
    )  # fmt: skip


def test_a_known_optimum_is_found_and_beats_simpler_choices() -> None:
    told = found(Market())
    effect, cheap, strong = optimum(350.0)
    assert told.best.yuan <= 350
    assert told.best.effect > 0.975 * effect
    assert abs(told.best.values["cheap"] - cheap) < 0.1
    assert abs(told.best.values["strong"] - strong) < 0.06
    assert told.best.values["useless"] < 0.05
    assert told.random is not None
    assert told.best.ahead_of(told.single)[0] > 0
    assert told.best.ahead_of(told.random)[0] > -0.01 * effect, "three doses: luck comes close"
    frame = told.frame()
    assert (frame.yuan_per_year <= 350).all() and frame.above_cap.max() == 0
    front = frame[frame.kind == "front"]
    assert undominated(front[["yuan_per_year", "effect", "hollow_share"]].to_numpy()).all()
    assert len(front) >= 5 and front.yuan_per_year.min() < 200


def test_differential_evolution_takes_the_place_of_pymoo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "find_spec", lambda _name: None)
    told = found(Market(), random=0)
    assert told.best.effect > 0.97 * optimum(350.0)[0] and told.random is None


def test_winners_are_told_from_fresh_replicates() -> None:
    market = Market(noise=1.0)
    told = found(market, fresh=40)
    assert {*market.seen} == {*range(4 + 12 + 40)}
    assert told.best.marks.effect.shape == (1, 40)
    flattered = [
        mix.screened - mix.effect
        for seed in (1, 2, 3)
        for told in [found(market, seed, fresh=40)]
        for mix in (told.best, told.random)
        if mix is not None
    ]
    assert np.mean(flattered) > 0, "what was chosen for luck had luck"


def test_the_best_keeps_to_the_cap_on_the_replicates_that_decide() -> None:
    marks = np.array([[90.0, 0.04, 0.2], [120.0, 0.09, 0.2], [80.0, 0.05, 0.2]])
    tested = Promoted(np.zeros((3, 1)), marks * [0.5, 1, 1], marks)
    assert tested.best(100.0).tolist() == [2], "the second was within it when it was screened"
    assert tested.best(50.0).tolist() == [2], "none is within it: the cheapest"


def test_a_tenth_less_money_is_saved_where_it_hurts_least() -> None:
    cut = found(Market(), random=0).cuts().set_index("dose")
    first = cut.index[cut["first"]]
    assert len(first) == 1
    assert np.allclose(cut.tenth_saved, 0.1 * 350, rtol=0.06)
    assert cut.tenth_lost.min() == cut.loc[first[0]].tenth_lost
    assert cut.loc["strong"].lost > cut.loc["cheap"].lost
    strong = cut.loc["strong"]
    assert strong.yuan_a_point == pytest.approx(strong.saved / (100 * strong.lost))


def test_one_seed_one_answer() -> None:
    one, again, other = (found(Market(), seed, random=0, mixes=80) for seed in (1, 1, 2))
    assert one.frame().equals(again.frame()) and not one.frame().equals(other.frame())


def test_what_none_beats() -> None:
    marks = np.array([[1, 1, 0.1], [2, 1, 0.1], [2, 2, 0.1], [2, 2, 0.2], [2, 2, 0.1], [1, 0.5, 0]])
    assert undominated(marks).tolist() == [True, False, True, False, True, True]


def test_policies_of_alternatives_are_offered_together() -> None:
    city = sim.load("city", overrides=["organizations.sample=0.02", "years=1"])
    together = offer(city, alternatives=["liaisons", "committees"])
    names = [together.name(dose) for dose in together.doses]
    assert names == ["dispatch_liaisons", "industry_committee", "dispatch_liaisons_committees"]
    assert together.alternative == "mix" and together.doses[0].high == 1
    alone = offer(city, alternatives=["branches"])
    assert alone.alternative == "branches" and alone.scenario is city
    posts = offer(city, alternatives=["liaisons"], doses=["dispatch_liaisons.liaisons=0:200"])
    assert posts.doses[0].whole and posts.name(posts.doses[0]) == "dispatch_liaisons.liaisons"


def test_what_cannot_be_mixed_is_said() -> None:
    county = sim.load("linze")
    with pytest.raises(InputError, match=r'no alternative "liason"'):
        offer(county, alternatives=["liason"])
    with pytest.raises(InputError, match=r'No policy "dispatch" is offered.*dispatch_liaisons'):
        offer(county, alternatives=["liaisons"], doses=["dispatch.liaisons"])
    with pytest.raises(InputError, match="only numbers can be mixed"):
        offer(county, alternatives=["liaisons"], doses=["dispatch_liaisons.strategy"])
    with pytest.raises(InputError, match="named twice"):
        offer(county, alternatives=["liaisons"], doses=["dispatch_liaisons.intensity"] * 2)
    with pytest.raises(InputError, match="publicity_campagn"):
        offer(county, policies=[{"policy": "publicity_campagn"}])
    with pytest.raises(InputError, match="more than 0"):
        frontier(offered(), 0.0, simulate=Market())
    with pytest.raises(InputError, match="the cheapest takes 12"):
        frontier(offered(), 5.0, simulate=Market())
    with pytest.raises(InputError, match="two new ones"):
        frontier(offered(), 350.0, fresh=1, simulate=Market())


def test_a_frontier_of_a_county() -> None:
    county = sim.load("linze", overrides=["years=2"])
    told = frontier(
        offer(county, alternatives=["by_type"]), 400_000, mixes=8, population=8, screening=1,
        promotion=2, fresh=2, random=0,
    )  # fmt: skip
    assert told.best.yuan > 0 and set(told.best.values) == {
        "joint_branch_drive", "dispatch_liaisons",
    }  # fmt: skip
