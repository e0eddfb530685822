"""Rivals of shipped rules: by their words in docs/draws.md 15, and what survives of a ranking."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from sim.draws import Process, draw, normal
from sim.errors import InputError
from sim.measures.recorder import snapshot
from sim.plots import drawer
from sim.policies.pressure import set_committees
from sim.present.answer import Rival
from sim.processes import rivals as rules
from sim.processes.contact import consent_support
from sim.results import rivals as surviving
from sim.results.answering import answer
from sim.results.folder import RunFolder
from sim.results.reading import Results
from sim.results.run import run
from sim.scenario import Scenario, load
from sim.scenario.beside import read_edges
from sim.state.plugged import SLOTS, Edges, Variant
from sim.text.problems import ScenarioError
from sim.worlds import Worlds
from tests.guards.source import ROOT
from tests.plots.lettered import faults

SMALL = ROOT / "tests" / "results" / "data" / "small.toml"
LINZE = ["years=2", "replicates=2"]


def worlds_of(model: dict[str, str], months: int = 13, **given: object) -> Worlds:
    scenario = load(SMALL, overrides=["years=3"]).with_(model=model)
    worlds = Worlds.build(scenario, None, [0, 1])
    for _month in range(months):
        worlds.step()
    return worlds


def test_the_default_is_the_shipped_rule_and_changes_no_digest() -> None:
    bare = load(SMALL)
    chosen = load(SMALL, overrides=[f"model.{name}={slot.default}" for name, slot in SLOTS.items()])
    assert chosen.digest() == bare.digest() and chosen.model == {}
    assert bare.plugged().rules == {}


@pytest.mark.parametrize("rule", rules.RIVALS, ids=lambda rule: f"{rule.slot}-{rule.name}")
def test_every_rival_is_chosen_in_the_file_and_is_another_run(rule: Variant) -> None:
    bare = load(SMALL)
    if rule.name == "edges":
        return
    chosen = bare.with_(model={rule.slot: rule.name})
    assert chosen.digest() != bare.digest()
    assert chosen.plugged().rules == {rule.slot: rule.apply}
    assert rule.label["en"] and rule.label["zh"]


def test_threshold_goes_by_covered_peers_alone() -> None:
    worlds = worlds_of({"consent": "threshold"})
    organizations, cells = worlds.organizations, worlds.cells
    rows = np.flatnonzero(organizations.alive)
    found = consent_support(worlds, worlds.doses, rows)
    counted = organizations.alive & organizations.operating
    for row, support in zip(rows[:40].tolist(), found[:40].tolist(), strict=True):
        number = covered = 0.0
        cell = int(organizations.cell[row])
        near = cells.neighbour_to[cells.neighbour_from == cell].tolist()
        for other in np.flatnonzero(counted).tolist():
            at = int(organizations.cell[other])
            weight = 1.0 if at == cell else 0.25 * near.count(at)
            if other != row:
                number += weight
                covered += weight * bool(organizations.branch[other] > 0)
        own = normal(draw(organizations.key[[row]], Process.THRESHOLD, 0))[0]
        share = covered / number if number else 0.0
        assert support == pytest.approx(20.0 * (share - 0.25 - 0.2 * own), abs=1e-9)


def test_coercion_goes_by_pressure_alone() -> None:
    worlds = worlds_of({"consent": "coercive"})
    rows = np.flatnonzero(worlds.organizations.alive)
    pressure = worlds.doses.pressure(rows)
    expected = worlds.at("consent_intercept", rows) + worlds.at("consent_attitude", rows) * (
        pressure - 0.5
    )
    assert np.array_equal(consent_support(worlds, worlds.doses, rows), expected)
    worlds.organizations.attitude[:] = 1.0
    assert np.array_equal(consent_support(worlds, worlds.doses, rows), expected)


def test_without_peers_nobody_is_moved_by_them() -> None:
    shipped, none = worlds_of({}, 1), worlds_of({"peers": "none"}, 1)
    assert not np.array_equal(shipped.organizations.fears, none.organizations.fears)
    vital, hollow = rules.no_peers(none, none.doses, none.peers())
    assert not vital.any() and not hollow.any()


def test_effort_stays_as_it_began_where_it_is_fixed() -> None:
    responsive, fixed = worlds_of({}, 13), worlds_of({"effort_response": "fixed"}, 13)
    start = worlds_of({"effort_response": "fixed"}, 1).committees.effort
    assert np.array_equal(fixed.committees.effort, start)
    assert not np.array_equal(responsive.committees.effort, start)


def test_fixed_effort_ends_with_effort() -> None:
    worlds = worlds_of({"effort_response": "fixed"}, 1)
    worlds.ways["effort_left"] = np.zeros(worlds.n_worlds)
    set_committees(worlds, worlds.doses)
    assert not worlds.committees.effort.any()


def test_an_organization_on_a_case_needs_no_act() -> None:
    worlds = worlds_of({"capacity": "exempt"})
    organizations = worlds.organizations
    rows = np.flatnonzero(organizations.alive)
    on_case = (organizations.liaison[rows] > 0) & ~organizations.case_weak[rows]
    assert on_case.any()
    assert np.array_equal(rules.exempt_on_case(worlds, rows), on_case)
    from sim.processes.acts import ask_for_acts, spend

    worlds.committees.acts[:] = 0
    assert np.array_equal(ask_for_acts(worlds, rows), on_case)
    spend(worlds, rows[on_case])
    assert not worlds.committees.acts.any()


def test_a_quota_puts_nobody_on_paper_without_paper() -> None:
    place = ["years=2", "parameters.paper_per_year=0.8", "uncertainty=none"]
    scenario = load(SMALL, overrides=place)
    nominal = []
    for model in ({}, {"paper": "none"}):
        worlds = Worlds.build(scenario.with_(model=model), ["quota"], [0, 1])
        for _month in range(20):
            worlds.step()
        nominal.append(int(snapshot(worlds)["nominal"].sum()))
    assert nominal[0] > 0 == nominal[1]


REGISTRY = """id,kind,district,industry,covered,members,founded,staff
{rows}"""


def listed(folder: Path, edges: str) -> Scenario:
    """Return a place of six listed organizations in two districts, with an edge list."""
    rows = [
        f"{n},social_group,{'east' if n < 4 else 'west'},trade,{'yes' if n % 2 else 'no'},"
        f"{4 if n % 2 else 1},2001-05,8"
        for n in range(1, 7)
    ]
    (folder / "list.csv").write_text(REGISTRY.format(rows="\n".join(rows)), encoding="utf-8")
    (folder / "edges.csv").write_text(edges, encoding="utf-8")
    (folder / "place.toml").write_text(
        'format = 1\ntitle = "x"\nstart = "2010-01"\nyears = 1\nuncertainty = "none"\n'
        'organizations = { registry = "list.csv" }\n'
        'model = { peers = "edges", edges = "edges.csv" }\n',
        encoding="utf-8",
    )
    return load(folder / "place.toml")


def test_an_edge_list_says_who_looks_at_whom(tmp_path: Path) -> None:
    scenario = listed(tmp_path, "one,other\n1,4\n4,1\n2,3\n5,2\n")
    assert scenario.edges is not None and len(scenario.edges.pairs) == 3
    worlds = Worlds.build(scenario, None, [0, 1])
    organizations = worlds.organizations
    peers = worlds.peers()
    vital, hollow = rules.peers_on_edges(worlds, worlds.doses, peers)
    tied = {1: [4], 2: [3, 5], 3: [2], 4: [1], 5: [2], 6: []}
    for world in (0, 1):
        row = {int(organizations.number[r]) + 1: r for r in np.flatnonzero(
            organizations.alive & (organizations.world == world))}  # fmt: skip
        for name, others in tied.items():
            standing = [int(peers.standing[row[other]]) for other in others]
            counted = sum(one != 3 for one in standing)
            expected = [standing.count(code) / counted if counted else 0.0 for code in (1, 2)]
            assert [vital[row[name]], hollow[row[name]]] == expected
    again = scenario.with_(seed=9)
    assert again.edges == scenario.edges and again.digest() != scenario.digest()
    assert scenario.with_(model={"peers": "none"}).edges is None


@pytest.mark.parametrize(
    ("edges", "words"),
    [
        ("1,9\n", '"9", which is not in the registry'),
        ("1\n", "row 1: a pair of two organizations"),
        ("1,1\n", "row 1: a pair of two organizations"),
        ("one,other\n", "names no pairs"),
    ],
)
def test_a_wrong_edge_list_is_refused(tmp_path: Path, edges: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        listed(tmp_path, edges)


def test_a_rule_and_its_list_go_together() -> None:
    with pytest.raises(ScenarioError, match="needs the file of an edge list"):
        load(SMALL, overrides=["model.peers=edges"])
    with pytest.raises(ScenarioError, match=r'Did you mean "threshold"'):
        load(SMALL, overrides=["model.consent=treshold"])


def test_networkx_writes_what_is_read(tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx")
    graph = networkx.path_graph(4)
    networkx.write_edgelist(graph, tmp_path / "graph.csv", delimiter=",", data=False)
    assert read_edges("graph.csv", tmp_path) == [("0", "1"), ("1", "2"), ("2", "3")]


def test_worlds_of_different_rules_share_no_stack() -> None:
    with pytest.raises(ValueError, match="different rules"):
        Worlds.joined([worlds_of({}, 0), worlds_of({"peers": "none"}, 0)])
    edges = Edges("x", ((1, 2),))
    one = worlds_of({}, 0)
    one.plugged = replace(one.plugged, edges=edges)
    with pytest.raises(ValueError, match="different rules"):
        Worlds.joined([one, worlds_of({}, 0)])


def test_what_survives_is_counted_world_by_world(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    results = run(load(SMALL, overrides=["years=1"]), replicates=6, jobs=1, out="here")
    offered = surviving.rules_of(results.scenario)
    assert ("consent", "threshold") in offered and ("peers", "edges") not in offered
    wanted = [surviving.rule_of("consent=threshold", results.scenario), ("peers", "none")]
    for one in surviving.rivals(results, wanted, jobs=1):
        there = Results(one.folder)
        here_values, there_values = (
            each.cube(["effective_coverage"], [12])[0, :, :, 0] for each in (results, there)
        )
        order = best = pairs = 0
        for k in range(6):
            a, b = here_values[:, k], there_values[:, k]
            same = [np.sign(a[i] - a[j]) == np.sign(b[i] - b[j])
                    for i, j in combinations(range(len(a)), 2)]  # fmt: skip
            order, pairs = order + all(same), pairs + sum(same)
            best += int(a.argmax() == b.argmax())
        assert (one.worlds, one.order, one.best, one.pairs) == (6, order, best, pairs)
        assert one.of_pairs == 6 * len(same) and sum(one.ahead.values()) == 6
    with pytest.raises(InputError, match="Did you mean"):
        surviving.rule_of("consent=treshold", results.scenario)


def test_what_overturns_a_ranking_is_kept_beside_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    results = run(load(SMALL, overrides=["years=1"]), replicates=2, out=tmp_path / "run")
    surviving.rivals(results, [("consent", "coercive")], jobs=1)
    kept = json.loads((tmp_path / "run" / surviving.FILE).read_text(encoding="utf-8"))
    (one,) = kept["rivals"]
    assert kept["measure"] == "effective_coverage" and one["name"] == "coercive"

    def overturned(here: str, there: str) -> tuple[Rival, ...]:
        said = [{**one, "here": here, "there": there}]
        content = {"replicates": 2, "measure": "effective_coverage", "rivals": said}
        RunFolder(results.folder).keep(surviving.FILE, content)
        return surviving.overturning(results, "effective_coverage")

    assert overturned("liaisons", "liaisons") == ()
    (rival,) = overturned("liaisons", "quota")
    assert rival.leader == "quota" and rival.title
    assert answer(results).rivals == (rival,)
    assert answer(results, whole=False).rivals == ()
    assert surviving.overturning(results, "reported_coverage") == ()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_rivals_that_were_tried_are_drawn(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    results = run(load(SMALL, overrides=["years=1"]), replicates=6, jobs=1, out="here")
    assert surviving.tried(results) == ("effective_coverage", [])
    assert not drawer("rivals")(results).get_lines(), "it says what to do first"
    wanted = [("consent", "threshold"), ("peers", "none")]
    found = surviving.rivals(results, wanted, jobs=1)
    axes = drawer("rivals")(results, lang=lang)
    assert list(faults(axes.figure)) == []
    shown = [line for line in axes.get_lines() if line.get_marker() == "o"]
    places = [float(line.get_xdata()[0]) for line in shown]
    assert places == pytest.approx([100 * one.best / 6 for one in found])
    run(results.scenario, replicates=8, jobs=1, out="here")
    assert surviving.tried(Results("here"))[1] == [], "they were tried on other replicates"
