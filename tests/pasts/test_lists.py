"""Lists on disk: verified, extended, kept for the user; what a run says of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.pasts import kept, lists
from sim.pasts.evidence import with_figures
from sim.pasts.kept import keep, read
from sim.pasts.lists import prepared
from sim.plan.past import NoPastError
from sim.present.facts import sentence
from sim.present.replies import questions
from sim.results.answering import answer
from sim.results.joined import Joined
from sim.results.reading import Results
from sim.results.reruns import others
from sim.results.run import run
from sim.scenario.scenario import Scenario
from sim.worlds import Worlds
from tests.pasts.places import made_up, pasts, town


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FUGAI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(kept, "KNOWN", {})
    monkeypatch.setattr(lists, "KNOWN", {})
    return tmp_path / "cache"


def test_a_list_is_kept_found_and_verified(cache: Path) -> None:
    scenario = town()
    with pytest.raises(NoPastError, match=r"prepared\(scenario, 2\)"):
        Worlds.build(scenario, ["baseline"], [1])
    keep(scenario, pasts())
    (path,) = cache.glob("*.json")
    assert path.stem == scenario.past_digest()
    assert read(path, scenario.past_digest()) == pasts()
    assert Worlds.build(scenario, ["baseline"], [1]).n_worlds == 1
    keep(scenario, made_up([1.0], {0}))  # a shorter one replaces nothing
    assert read(path, scenario.past_digest()) == pasts()
    with pytest.raises(InputError, match="another place"):
        read(path, town("seed=5").past_digest())
    said = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(said | {"efforts": [0.0] * len(pasts())}), encoding="utf-8")
    with pytest.raises(InputError, match="edited or is damaged"):
        read(path, scenario.past_digest())
    # A damaged one is none: it is made again.
    assert prepared(scenario, 1).pasts is not None
    assert read(path, scenario.past_digest()).taken


def test_what_the_hash_of_a_list_knows() -> None:
    known = town().past_digest()
    same = [town('history.effort="ended"'), town("years=3"), town("replicates=7"),
            town("uncertainty=none")]  # fmt: skip
    assert {each.past_digest() for each in same} == {known}
    other = [
        town("seed=2"), town("history.refused_last_year=1"), town("parameters.leave_per_year=0.3"),
        town(since='history.since="2020-01"'), town('model.capacity="exempt"'),
        town("history.official=true"),
    ]  # fmt: skip
    assert len({known, *(each.past_digest() for each in other)}) == 7


def _run(scenario: Scenario, folder: Path, replicates: int) -> Results:
    return run(scenario, replicates=replicates, out=folder, jobs=1)


def test_a_run_says_which_pasts_it_has(cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    two = _run(town(), folder, 2)
    assert two.info["history"]["candidates"] == [one.candidate for one in pasts().taken[:2]]
    three = _run(town(), folder, 3)
    assert three.info["history"]["candidates"] == [one.candidate for one in pasts().taken[:3]]
    evidence = Results(folder, replicates=2).evidence
    assert evidence is not None and evidence.taken == 2
    assert f"2 of {evidence.tried} simulated pasts led here" in sentence(evidence)
    assert sentence(None) == ""
    fitted = sentence(replace(evidence, figures=1))
    assert "led here and fit 1 earlier figure (" in fitted
    again = Results(folder).scenario
    assert again.pasts == read(folder / "history.json", again.past_digest())


def test_a_list_in_the_folder_is_enough(cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    _run(town(), folder, 2)
    for path in cache.glob("*.json"):
        path.unlink()
    kept.KNOWN.clear()
    results = Results(folder)
    assert Worlds.build(results.scenario, ["baseline"], [1]).n_worlds == 1


def test_runs_of_other_pasts_are_no_pairs(cache: Path, tmp_path: Path) -> None:
    one = _run(town(), tmp_path / "one", 2)
    two = _run(town("history.founded_last_year=9"), tmp_path / "two", 2)
    if one.info["history"]["candidates"] == two.info["history"]["candidates"]:
        pytest.skip("the same candidates by chance")
    with pytest.raises(InputError, match="other pasts"):
        Joined(one, two)


def test_runs_of_other_rules_are_no_pairs_and_say_so(cache: Path, tmp_path: Path) -> None:
    one = _run(town(), tmp_path / "one", 2)
    two = _run(town("model.consent=coercive"), tmp_path / "two", 2)
    assert one.numbers != two.numbers
    wanted = r"differ in a rule \(consent: linear, coercive\).*fugai rivals .*one --rule consent=co"
    with pytest.raises(InputError, match=wanted):
        Joined(one, two)


def test_a_longer_text_where_some_are_only_the_closest() -> None:
    found = made_up([0.1] * 50 + [1.0], {50}).evidence(2)
    assert sentence(found).startswith("1 of 51 simulated pasts led here")
    assert "1 more is only the closest" in sentence(found)


def test_the_answer_knows_what_is_assumed_of_effort(cache: Path, tmp_path: Path) -> None:
    said = {
        "continues": "Not simulated: assumed to go on.",
        "ended": "Assumed: effort has ended with the start.",
    }
    for course, reply in said.items():
        results = _run(town(f'history.effort="{course}"'), tmp_path / course, 2)
        assert questions(answer(results))[0].reply.startswith(reply)
    others(results)
    assert answer(results).otherwise is not None
    assert "If it goes on, with nothing new" in questions(answer(results))[0].reply


def test_where_none_led_to_the_start_no_effort_is_said_of_those_that_did() -> None:
    found = made_up([0.1] * 50, set()).evidence(1)
    assert sentence(found) == (
        "None of 50 simulated pasts led here. The 1 closest is used, at 0% (0 to 0%) effort: take "
        "what follows from it with care, and look at the figures again."
    )
    figured = sentence(replace(found, figures=2))
    assert figured.startswith("None of 50 simulated pasts led here and fit 2 earlier figures. The")


def test_figures_and_flows_that_pasts_must_fit_are_counted_and_said() -> None:
    figure = 'measure="reported_coverage", month="2021-12", value=0.2, sd=0.02, source="a report"'
    earlier = f"observations=[{{{figure}}}]"
    evidence = pasts().evidence(1)
    assert with_figures(evidence, town()).figures == 0
    assert with_figures(evidence, town(earlier)).figures == 1
    assert with_figures(evidence, town(earlier, "history.founded_last_year=3")).figures == 2
