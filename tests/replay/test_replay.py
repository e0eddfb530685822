"""A replay holds what was traced, byte for byte the same, and stays small."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import sim
from sim.app.classroom.course import compose
from sim.app.classroom.stage import Stage
from sim.cli import main
from sim.errors import FugaiError, InputError
from sim.measures.bottleneck import bottlenecks
from sim.measures.status import Cover, read_status
from sim.present.looks import LOOKS, OF_BOTTLENECK, PAPER_ONLY
from sim.replay import page, replay
from sim.replay.history import (
    LETTERS,
    LINGER,
    LINKS,
    MARKS,
    SAME,
    STATES,
    State,
    course,
    encode,
    mark_of,
    observe,
    spots,
    typical,
)
from sim.replay.page import COVERED, TEXTS
from sim.results.run import Results, run
from sim.scenario import load
from sim.state.codes import Bottleneck
from sim.worlds import Worlds
from tests.guards.source import ROOT


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def decode(text: str) -> npt.NDArray[np.int64]:
    """Read states of month after month, as the page's script does."""
    runs = re.findall(r"([A-Za-z]|\(\d+\))(\d*)", text)
    numbers = [LETTERS.index(sign) if sign in LETTERS else int(sign[1:-1]) for sign, _n in runs]
    return np.repeat(np.array(numbers, np.int64), [int(months or 1) for _sign, months in runs])


def unpacked(data: dict[str, Any]) -> list[list[list[int]]]:
    """Return states by side and organization, as the page's script reads them."""
    baseline = data["sides"][0]["states"].split(" ")
    return [
        [
            decode(baseline[row] if text == SAME else text).tolist()
            for row, text in enumerate(side["states"].split(" "))
        ]
        for side in data["sides"]
    ]


def identities(data: dict[str, Any]) -> list[int]:
    rows = [row.split(".") for row in data["organizations"].split(" ")]
    return [int(high, 36) * 10**10 + int(low, 36) for high, low, *_rest in rows]


def state_of(worlds: Worlds, row: int, cover: int, held: int) -> int:
    """Return the state of one organization, said anew and plainly: what is reported first."""
    branch = {Cover.VITAL: 2, Cover.DORMANT: 3, Cover.SHELL: 4}
    if cover in branch:
        return branch[Cover(cover)]
    if not worlds.organizations.operating[row]:
        return 5 if cover == Cover.ON_PAPER else 1
    place = {Cover.MEMBER_GROUP: 1, Cover.HOSTED: 2, Cover.ON_PAPER: 3}.get(Cover(cover), 0)
    return 6 + 12 * place + held - 1


def drawn(data: dict[str, Any], state: int) -> str:
    """Return the look of a state, as the page's script draws it."""
    return MARKS[data["mark"][state]].id


def test_the_page_holds_exactly_the_states_that_the_worlds_take(linze: Results) -> None:
    html = replay(linze, alternative="by_type", replicate=2, lang="en")
    assert "fugai run FILE --seed 7" in html  # three years in place of ten
    assert "one history only" not in html and "all replicates together" in html
    data = data_of(html)
    assert all("over 4 replicates" in side["band"] for side in data["sides"])
    sides, who = unpacked(data), identities(data)
    names = [side["id"] for side in data["sides"]]
    worlds = Worlds.build(linze.scenario, names, [2])
    seen = np.zeros(np.shape(sides), int)
    for month in range(linze.months + 1):
        if month:
            worlds.step()
        doses = worlds.doses if month else None
        status = read_status(worlds, doses)
        held = bottlenecks(worlds, status, doses)
        table = worlds.organizations
        for row in np.flatnonzero(table.alive).tolist():
            at = who.index(int(table.identity[row]))
            state = state_of(worlds, row, int(status.cover[row]), int(held[row]))
            seen[int(table.world[row]), at, month] = state
    assert np.array_equal(seen, sides)
    assert len(names) == 6
    assert {1, 2, 3} <= set(np.unique(seen))
    assert len(np.unique(seen)) > 12


def test_curves_and_events_are_those_of_the_run(linze: Results) -> None:
    data = data_of(replay(linze, replicate=1, lang="en"))
    frame = linze.frame("events")
    for side in data["sides"]:
        reported, base, effective = map(decode, side["counts"])
        row = linze.replicates.index(1)
        assert np.array_equal(reported / base, linze.values("reported_coverage")[side["id"]][row])
        recorded = linze.values("effective_coverage_of_base")[side["id"]][row]
        assert np.array_equal(effective / base, recorded)
        mine = frame[(frame.alternative == side["id"]) & (frame.replicate == 1)]
        assert sum(int(decode(text).sum()) for text in side["events"]) == mine.number.sum()


def test_what_the_legend_counts_as_reported_adds_up_to_what_is_reported(tmp_path: Path) -> None:
    """Month by month; also where an organization on paper has stopped to operate."""
    town = Stage(load("classroom"), 4)
    town.right.move(target=0.8, pressure=3)
    town.run_to(36)
    courses = {side: world.course for side, world in town.worlds.items()}
    scenario = compose(town.base, courses, seed=town.seed)
    html = replay(run(scenario, replicates=1, out=tmp_path / "run", jobs=1), lang="en")
    data = data_of(html)
    stopped = 0
    for side, states in zip(data["sides"], unpacked(data), strict=True):
        reported, _base, effective = map(decode, side["counts"])
        assert side["band"] == ""  # one history has no median
        for month in range(data["months"] + 1):
            marks = Counter(drawn(data, history[month]) for history in states)
            assert sum(marks[name] for name in ("vital", *PAPER_ONLY)) == reported[month]
            assert marks["vital"] == effective[month]
            stopped += sum(history[month] == State.ON_PAPER for history in states)
    assert stopped
    assert "one history only" in html and "all replicates together" not in html


def test_same_run_same_bytes(
    linze: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "LIMIT", 0)  # two sides are enough here
    again = run(linze.scenario, replicates=4, out=tmp_path / "elsewhere", jobs=1)
    for lang in ("en", "zh"):
        page_text = replay(linze, lang=lang)
        assert page_text == replay(again, lang=lang)
        assert str(linze.folder) not in page_text
    assert replay(linze, lang="en", replicate=0) != replay(linze, lang="en", replicate=1)


def test_a_county_of_ten_years_fits(tmp_path: Path) -> None:
    results = run(sim.load("linze"), replicates=2, out=tmp_path / "run", jobs=1)
    # The default, and the one of most words.
    for chosen, language in (("liaisons", "en"), ("liaisons", "zh"), ("by_type", "zh")):
        html = replay(results, alternative=chosen, lang=language)
        assert len(html.encode("utf-8")) < 80_000
        assert data_of(html)["sides"][1]["id"] == chosen
        assert "fugai run linze --replicates 2 --out RUN\nfugai replay RUN" in html
        assert "http://" not in html
        assert "https://" not in html


def test_further_alternatives_are_left_out_for_room(
    linze: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = replay(linze, alternative="quota", lang="en")
    names = [side["id"] for side in data_of(whole)["sides"]]
    assert names == ["baseline", "quota", "liaisons", "persuasion", "less", "by_type"]
    monkeypatch.setattr(page, "LIMIT", len(whole.encode("utf-8")) - 1)
    names = [side["id"] for side in data_of(replay(linze, alternative="quota"))["sides"]]
    assert names == ["baseline", "quota", "liaisons", "persuasion", "less"]
    monkeypatch.setattr(page, "LIMIT", 0)
    names = [side["id"] for side in data_of(replay(linze, alternative="quota"))["sides"]]
    assert names == ["baseline", "quota"]


def test_a_sample_is_by_identity_and_curves_count_all(linze: Results) -> None:
    whole = observe(linze.scenario, ["baseline", "quota"], 0, 1.0)
    part = observe(linze.scenario, ["baseline", "quota"], 0, 0.25)
    rows = np.searchsorted(whole.identity, part.identity)
    assert 0.1 < len(part.identity) / len(whole.identity) < 0.4
    assert np.array_equal(whole.identity[rows], part.identity)
    assert np.array_equal(whole.states[:, rows], part.states)
    for name, counts in whole.record.counts.items():
        assert np.array_equal(counts, part.record.counts[name])


def test_a_spot_is_held_by_one_organization_at_a_time(linze: Results) -> None:
    history = course(linze, None, 0)
    places = np.stack([history.district, history.industry, spots(history)], axis=1).tolist()
    taken: dict[tuple[int, ...], int] = {}
    here = (history.states != State.ABSENT).any(axis=0)
    for row in np.argsort(here.argmax(axis=1), kind="stable").tolist():
        months = np.flatnonzero(here[row])
        assert months[0] >= taken.get(tuple(places[row]), 0)
        taken[tuple(places[row])] = int(months[-1]) + 1 + LINGER


def test_numbers_survive_their_writing() -> None:
    numbers = np.array([0, 0, 0, 51, 52, 52, 1234, 0, 7, 7])
    assert encode(numbers) == "a3Z(52)2(1234)ah2"
    assert decode(encode(numbers)).tolist() == numbers.tolist()


def test_the_most_ordinary_replicate_is_played() -> None:
    levels = np.array([0.9, 0.4, 0.5, 0.6, 0.1, 0.5])
    differences = np.array([0.1, 0.1, 0.3, 0.1, 0.1, 0.12])

    class Known(Results):
        replicates = (3, 4, 5, 6, 7, 8)
        months = 12

        def __init__(self) -> None:
            pass

        def values(self, measure: str, *, month: int | None = None) -> dict[str, Any]:
            return {"baseline": levels, "quota": levels + differences}

    # Number 8: neither level nor difference is out of the way, as the difference of 5 is.
    assert typical(Known(), "quota") == 8


def test_names_only_where_asked_for(tmp_path: Path) -> None:
    scenario = sim.load("county_survey", overrides=["years=1"])
    results = run(scenario, replicates=1, out=tmp_path / "run", jobs=1)
    known = [name for name in data_of(replay(results, names=True, lang="en"))["names"] if name]
    assert len(known) > 20
    without = replay(results, lang="en")
    assert data_of(without)["names"] == []
    assert not any(name in without for name in known)


def test_every_state_has_its_words_and_the_look_that_the_stage_gives_it(linze: Results) -> None:
    assert len([link for link in Bottleneck if link]) == LINKS
    assert len(COVERED) == State.UNCOVERED + 4
    data = data_of(replay(linze, lang="en"))
    assert len(data["held"]) == LINKS and len(data["mark"]) == STATES
    plain = ["gone", "inactive", "vital", "dormant", "shell", "on_paper"]
    assert [drawn(data, state) for state in range(State.UNCOVERED)] == plain
    for link in Bottleneck:
        if link:
            first = State.UNCOVERED + link - 1
            places = [drawn(data, first + LINKS * place) for place in range(4)]
            assert places == [OF_BOTTLENECK[link], "looked_after", "looked_after", "on_paper"]
    # The script takes the last one for those that have gone.
    assert MARKS[-1] is mark_of(State.ABSENT)
    assert [mark[1:3] for mark in data["marks"][: len(LOOKS)]] == [
        [look.path, look.colour] for look in LOOKS
    ]


def test_the_script_uses_every_text() -> None:
    script = Path(page.__file__).with_name("page.js").read_text(encoding="utf-8")
    assert set(re.findall(r"\btext\.(\w+)", script)) == set(TEXTS)


def test_the_command_writes_over_nothing(
    linze: Results, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "page.html"
    words = ["replay", str(linze.folder), "-o", str(target), "--replicate", "1", "--lang", "en"]
    for _again in range(2):  # the same bytes are no other content
        with pytest.raises(SystemExit) as left:
            main(words)
        assert not left.value.code
    assert capsys.readouterr().out.splitlines() == [str(target)] * 2
    assert target.read_text(encoding="utf-8") == replay(linze, replicate=1, lang="en")
    target.write_text("something else", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert target.read_text(encoding="utf-8") == "something else"
    with pytest.raises(SystemExit) as left:
        main([*words, "--force"])
    assert not left.value.code
    assert "<!DOCTYPE html>" in target.read_text(encoding="utf-8")


def test_refusals(linze: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="qota"):
        replay(linze, alternative="qota")
    with pytest.raises(InputError, match="no replicate 9"):
        replay(linze, replicate=9)
    other = replace(linze.scenario, seed=99)
    monkeypatch.setitem(vars(linze), "scenario", other)
    with pytest.raises(FugaiError, match="recorded"):
        course(linze, None, 0)


def test_the_reference_is_a_replay_of_this_form() -> None:
    html = (ROOT / "results" / "replay" / "linze.html").read_text(encoding="utf-8")
    assert len(html.encode("utf-8")) < 80_000
    data = data_of(html)
    assert len(identities(data)) == len(unpacked(data)[0])
    assert {len(row) for side in unpacked(data) for row in side} == {data["months"] + 1}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_policies_and_what_is_set_are_told_in_words(language: str, tmp_path: Path) -> None:
    scenario = sim.load("linze", overrides=["parameters.staff_mean=13", "years=2"])
    results = run(scenario, replicates=2, out=tmp_path / "run", jobs=1)
    html = replay(results, alternative="liaisons", lang=language)
    (made,) = re.findall(r'<details id="made">(.*?)<script', html, re.DOTALL)
    told, drawn = made.split("<details>")
    words = {
        "en": (
            "Dispatched liaisons: 2010-01 to 2014-12; liaisons: 12; order in which",
            "mean staff of a registered organization (staff_mean): 13",
        ),
        "zh": (
            "派驻指导员：2010-01 至 2014-12；指导员人数：12；联系顺序",
            "每个登记组织平均从业人员（staff_mean）：13",
        ),
    }
    assert all(text in told for text in words[language])
    lists = "".join(re.findall("<ul>(.*?)</ul>", told, re.DOTALL)).replace("(staff_mean)", "")
    assert re.findall(r"[a-z]+_[a-z]+|&#34;", lists.replace("（staff_mean）", "")) == []
    assert "prior</dd>" not in told
    assert "leave_per_year = " in drawn and "staff_mean" not in drawn
