"""What functions are called with from Python: wrong names and kinds are named, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

import sim
from sim.errors import InputError
from sim.results.reading import Results
from sim.scenario import Scenario
from sim.studies.cases import Cases, replicated, respond
from sim.studies.discover import Failing, discover
from sim.studies.factors import with_priors
from sim.studies.outcomes import Outcome, simulated
from sim.worlds import Worlds
from tests.guards.source import ROOT

SMALL = ROOT / "tests" / "results" / "data" / "small.toml"
LEAVE = "parameters.leave_per_year"
ANY = cast(Any, None)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return sim.load(SMALL, overrides="years=1")


@pytest.fixture(scope="module")
def results(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Results:
    out = tmp_path_factory.mktemp("arguments") / "run"
    return sim.run(scenario, replicates=3, jobs=1, out=out)


def two(values: Any = (0.2, 0.3), key: str = LEAVE) -> Cases:
    return replicated({key: np.array(values)}, range(2))


def test_one_name_may_stand_alone(scenario: Scenario, results: Results) -> None:
    kept = [entry.id for entry in scenario.with_(alternatives="liaisons").alternatives]
    assert kept == ["baseline", "liaisons"]
    study = sim.Study.of(
        SMALL, uncertainties="leave_per_year", outcomes="hollow_share", alternatives="liaisons",
        months=12, overrides="years=1",
    )  # fmt: skip
    assert study.measures == ("hollow_share",) and study.months == (12,)
    assert study.alternatives == ("liaisons",) and study.scenario.years == 1
    assert Worlds.build(scenario, "liaisons", [0]).alternatives[0].id == "liaisons"
    found = respond(scenario, two(), "hollow_share", months=12, alternatives="liaisons", jobs=1)
    assert found.measures == ("hollow_share",) and found.alternatives == ("liaisons",)
    assert {*results.series("hollow_share").to_pandas().measure} == {"hollow_share"}
    assert results.cube("hollow_share", 12).shape == (1, len(results.alternatives), 3, 1)
    assert [one.key for one in with_priors("leave_per_year")] == [LEAVE]


def test_names_that_come_one_by_one_are_all_taken(scenario: Scenario) -> None:
    kept = scenario.with_(alternatives=cast(Any, iter(["liaisons"]))).alternatives
    assert [entry.id for entry in kept] == ["baseline", "liaisons"]
    found = respond(
        scenario,
        two(),
        cast(Any, iter(["hollow_share"])),
        alternatives=cast(Any, iter(["liaisons"])),
        jobs=1,
    )
    assert found.measures == ("hollow_share",) and found.alternatives == ("liaisons",)


def test_numbers_of_numpy_are_numbers(scenario: Scenario) -> None:
    five = np.int64(5)
    made = scenario.with_(seed=cast(int, five), replicates=cast(int, five))
    assert (made.seed, made.replicates) == (5, 5)
    study = sim.Study.of(
        scenario, uncertainties={"leave_per_year": cast(Any, np.array([0.2, 0.3]))},
        replicates=cast(int, five), seed=cast(int, five), months=cast(Any, np.array([12])),
        settings={"levels": np.int64(3)},
    )  # fmt: skip
    assert (study.replicates, study.seed, study.months) == (5, 5, (12,))
    model = sim.CoverageModel(scenario, replicate=cast(int, np.int64(1)))
    assert model.replicate == 1


WRONG: list[tuple[str, Callable[[Scenario, Results], object]]] = [
    ("path=", lambda s, r: sim.load(cast(Any, 5))),
    ("overrides=", lambda s, r: sim.load(SMALL, overrides=cast(Any, 5))),
    ("overrides=", lambda s, r: sim.load(SMALL, overrides=cast(Any, {"years": 3}))),
    ("overrides=", lambda s, r: sim.load(SMALL, overrides=cast(Any, [3]))),
    ("overrides=", lambda s, r: sim.load(SMALL, overrides=ANY)),
    ("extensions=", lambda s, r: sim.load(SMALL, extensions=cast(Any, np))),
    ("extensions=", lambda s, r: s.with_(extensions=cast(Any, [3]))),
    ("scenario=", lambda s, r: sim.run(cast(Any, 5))),
    ("scenario=", lambda s, r: sim.run(ANY)),
    ("scenario=", lambda s, r: sim.CoverageModel(cast(Any, 5))),
    ("scenario=", lambda s, r: sim.Study.of(cast(Any, 5))),
    ("scenario=", lambda s, r: Worlds.build(cast(Any, "small"))),
    ("scenario=", lambda s, r: respond(cast(Any, "small"), two(), ["hollow_share"])),
    ("out=", lambda s, r: sim.run(s, replicates=1, out=cast(Any, 5))),
    ("out=", lambda s, r: sim.study(sim.Study.of(s), out=cast(Any, 5))),
    ("progress=", lambda s, r: sim.run(s, replicates=1, progress=cast(Any, "yes"))),
    ("executor=", lambda s, r: sim.run(s, replicates=1, executor=cast(Any, 5))),
    ("alternatives=", lambda s, r: sim.run(s, replicates=1, alternatives=cast(Any, 5))),
    ("alternatives=", lambda s, r: s.with_(alternatives=cast(Any, [5]))),
    ("parameters=", lambda s, r: s.with_(parameters=cast(Any, "leave_per_year=0.2"))),
    ("model=", lambda s, r: s.with_(model=cast(Any, ["peers"]))),
    ("settings=", lambda s, r: sim.Study.of(s, settings=cast(Any, ["levels"]))),
    ("uncertainties=", lambda s, r: sim.Study.of(s, uncertainties=cast(Any, 5))),
    ("months=", lambda s, r: sim.Study.of(s, months=cast(Any, 1.5))),
    ("study=", lambda s, r: sim.study(cast(Any, s))),
    ("results=", lambda s, r: sim.plot(cast(Any, s), "fan")),
    ("results=", lambda s, r: sim.plot(ANY, "fan")),
    ("folder=", lambda s, r: Results(cast(Any, 5))),
    ("replicates", lambda s, r: Results(r.folder, replicates=cast(Any, "2"))),
    ("replicates", lambda s, r: Results(r.folder, replicates=0)),
    ("jobs", lambda s, r: sim.study(sim.Study.of(s, uncertainties="leave_per_year"), jobs=0)),
    ("jobs", lambda s, r: respond(s, two(), ["hollow_share"], jobs=0)),
    ("replicate", lambda s, r: sim.CoverageModel(s, replicate=cast(Any, "3"))),
    ("replicate", lambda s, r: sim.CoverageModel(s, replicate=cast(Any, 1.5))),
    ("replicates=", lambda s, r: Worlds.build(s, ["baseline"], cast(Any, 3))),
    ("replicates=", lambda s, r: Worlds.build(s, ["baseline"], [-1])),
    ("replicates=", lambda s, r: Worlds.build(s, ["baseline"], [])),
    ("cases=", lambda s, r: respond(s, cast(Any, {LEAVE: [0.2]}), ["hollow_share"])),
    ("datacollector=", lambda s, r: sim.CoverageModel(s, datacollector=cast(Any, 5))),
    ("scenario=", lambda s, r: s.drawn(cast(Any, 3)) if False else sim.run(cast(Any, [s]))),
]


@pytest.mark.parametrize("name, call", WRONG)
def test_what_an_argument_cannot_be_is_said_with_its_name(
    name: str, call: Callable[[Scenario, Results], object], scenario: Scenario, results: Results
) -> None:
    with pytest.raises(InputError) as found:
        call(scenario, results)
    text = str(found.value)
    assert text.startswith(name) and len(text) < 300


NAMES: list[Callable[[Scenario, Results], object]] = [
    lambda s, r: r.values(cast(Any, 3)),
    lambda s, r: r.values("hollow_shar"),
    lambda s, r: r.frame(cast(Any, None)),
    lambda s, r: r.table("event"),
    lambda s, r: r.plot(cast(Any, 3)),
    lambda s, r: r.cube(["hollow_shar"], [0]),
    lambda s, r: r.compare().value("hollow_share", cast(Any, 3)),
    lambda s, r: r.compare().costs["liason"],
    lambda s, r: r.compare().gains["liason"],
    lambda s, r: s.drawn(range(2), "pror"),
    lambda s, r: Worlds.build(s, ["baseline"], [0], parameters={"leave_per_yer": np.array([0.2])}),
    lambda s, r: respond(s, two(key="parameters.leave_per_yer"), ["hollow_share"], jobs=1),
    lambda s, r: respond(s, two(), ["hollow_share"], jobs=1).of("hollow_shar", "baseline"),
    lambda s, r: respond(s, two(), ["hollow_share"], jobs=1).of("hollow_share", "baselin"),
    lambda s, r: Outcome.chosen(s, "hollow_shar"),
    lambda s, r: sim.run(s, **cast(Any, {"replicate": 3})),
    lambda s, r: sim.load(SMALL, **cast(Any, {"override": "years=1"})),
    lambda s, r: sim.Study.of(s, **cast(Any, {"uncertanties": ["leave_per_year"]})),
    lambda s, r: sim.CoverageModel(s, **cast(Any, {"alternativ": "baseline"})),
]


@pytest.mark.parametrize("call", NAMES)
def test_a_wrong_name_is_answered_with_the_nearest_or_with_all(
    call: Callable[[Scenario, Results], object], scenario: Scenario, results: Results
) -> None:
    with pytest.raises(InputError, match=r"Did you mean|Allowed"):
        call(scenario, results)


def test_a_case_is_held_to_what_a_file_may_say(scenario: Scenario) -> None:
    for wrong, said in ((3.0, "number from"), (np.nan, "finite"), (np.inf, "finite")):
        with pytest.raises(InputError, match=rf"(?s)leave_per_year.*{said}.*row 2"):
            respond(scenario, Cases(np.arange(2), {LEAVE: np.array([0.2, wrong])}), "hollow_share")
    with pytest.raises(InputError, match="as many rows"):
        respond(scenario, Cases(np.arange(3), {LEAVE: np.array([0.2, 0.3])}), "hollow_share")
    with pytest.raises(InputError, match="replicate"):
        respond(scenario, Cases(np.array([-1, 0]), {LEAVE: np.array([0.2, 0.3])}), "hollow_share")
    with pytest.raises(InputError, match="between 0 and 12"):
        respond(scenario, two(), "hollow_share", months=[])
    with pytest.raises(InputError, match="months 12"):
        respond(scenario, two(), "hollow_share", jobs=1).of("hollow_share", "baseline", 5)
    # Zero switches a hazard off, as in a file.
    respond(scenario, Cases(np.arange(1), {LEAVE: np.array([0.0])}), "hollow_share", jobs=1)


def test_worlds_are_held_to_the_same(scenario: Scenario) -> None:
    for wrong in (np.inf, np.nan):
        with pytest.raises(InputError, match="leave_per_year"):
            Worlds.build(
                scenario, ["baseline"], [0], parameters={"leave_per_year": np.array([wrong])}
            )
    with pytest.raises(InputError, match="as many"):
        Worlds.build(
            scenario, ["baseline"], [0], parameters={"leave_per_year": np.array([0.2, 0.3])}
        )
    assert (
        Worlds.build(scenario, ["baseline"], [0], parameters={"leave_per_year": 0.2}).n_worlds == 1
    )


def test_months_are_looked_at_as_they_are_asked_for(results: Results) -> None:
    both = results.cube(["effective_coverage"], [12, 0, 12])
    assert np.array_equal(both[..., 0], both[..., 2]) and not np.isnan(both).any()
    for month in (-1, 13, 1.5, True, "12"):
        with pytest.raises(InputError, match="between 0 and 12"):
            results.cube(["effective_coverage"], [cast(int, month)])
        with pytest.raises(InputError, match="between 0 and 12"):
            results.values("effective_coverage", month=cast(int, month))


def test_outcomes_with_and_without_a_month_are_refused(scenario: Scenario) -> None:
    asked = [Outcome("hollow_share", "baseline", month=6), Outcome("hollow_share", "baseline")]
    with pytest.raises(InputError, match="month"):
        simulated(lambda *_a, **_b: pytest.fail("simulated"), two(), asked)


def test_what_a_study_varies_is_told_apart_by_its_key(scenario: Scenario) -> None:
    def asked(**given: Any) -> str:
        with pytest.raises(InputError) as found:
            sim.Study.of(scenario, **given)
        return str(found.value)

    field = "liaisons.dispatch_liaisons."
    assert "can't be varied" in asked(levers={field + "start": ["2025-01", "2025-06"]})
    assert "ALTERNATIVE.POLICY.FIELD" in asked(levers={"liaisons.liaisons": (0, 4)})
    assert "can't be varied" in asked(uncertainties={"organizations.synthesis.covered": (1, 2)})
    for wrong in (0.2, None, (0.2,), (0.2, 0.25, 0.3), range(4), [["east"], ["west"]]):
        text = asked(uncertainties={"leave_per_year": wrong})
        assert "leave_per_year" in text and "LOW" in text


def test_a_study_of_a_file_is_named_by_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path in (SMALL, str(SMALL)):
        study = sim.Study.of(cast(str, path), uncertainties="leave_per_year", overrides="years=1")
        assert study.name == "sweep-small"


def test_a_logarithmic_range_of_whole_numbers_has_whole_numbers(scenario: Scenario) -> None:
    posts = "liaisons.dispatch_liaisons.liaisons"
    study = sim.Study.of(scenario, levers={posts: (1, 8, "log")})
    assert study.factors[0].at(np.array([0.0, 0.3, 0.5, 1.0])).tolist() == [1.0, 2.0, 3.0, 8.0]
    with pytest.raises(InputError, match="logarithmic range begins above 0"):
        sim.Study.of(scenario, levers={posts: (0, 8, "log")})


def test_ends_of_a_range_are_taken_as_they_are(scenario: Scenario) -> None:
    study = sim.Study.of(scenario, uncertainties={"leave_per_year": (0.2123456789, 0.3)})
    assert study.factors[0].low == 0.2123456789


def test_an_outcome_that_stands_twice_is_refused(scenario: Scenario) -> None:
    with pytest.raises(InputError, match='"hollow_share" stands here twice'):
        sim.Study.of(scenario, outcomes=["hollow_share", "hollow_share"])


def test_a_study_is_named_as_a_folder_can_be(scenario: Scenario) -> None:
    for name in ("/tmp/x", "a/b", "..", "a\\b", 3):
        with pytest.raises(InputError, match="name="):
            sim.Study.of(scenario, uncertainties="leave_per_year", name=cast(str, name))


@pytest.mark.parametrize("width", [-5, 0, float("nan"), float("inf"), 1e6, None, [85]])
def test_a_figure_is_as_wide_as_paper_can_be(width: Any, results: Results) -> None:
    with pytest.raises(InputError, match="width= takes"):
        results.plot("fan", width=width)


def test_a_table_is_asked_for_by_its_name_piece_by_piece_too(results: Results) -> None:
    with pytest.raises(InputError, match='Did you mean "events"'):
        list(results.parts("event"))


@pytest.mark.parametrize("name", sim.data.__all__)
def test_every_column_of_the_sourced_figures_is_said(name: str) -> None:
    frame = getattr(sim.data, name)()
    assert {*frame.columns} == {*frame.attrs["columns"]}


def test_a_figure_of_a_study_says_what_it_takes(scenario: Scenario, tmp_path: Path) -> None:
    asked = sim.Study.of(
        scenario, uncertainties={"leave_per_year": (0.2, 0.3)}, alternatives="baseline",
        replicates=1, settings={"levels": 2},
    )  # fmt: skip
    done = sim.study(asked, out=tmp_path / "study", jobs=1)
    with pytest.raises(InputError, match=r'"widht"\. Did you mean "width"'):
        sim.plot(done, "study", widht="single")


def test_what_with_refuses_is_said_of_the_scenario(scenario: Scenario) -> None:
    with pytest.raises(InputError, match=r"✗ small: "):
        scenario.with_(seed=-1)


def test_futures_have_one_length() -> None:
    with pytest.raises(InputError, match="as many"):
        discover({"a": np.arange(60.0)}, np.arange(50.0), Failing(at_most=10.0))
    values = [float(number) for number in range(80)]
    found = discover({"a": cast(Any, values)}, cast(Any, values), Failing(at_most=30.0))
    assert found.futures == 80
