"""One world as a Mesa model: the same history however it is built, looked at, copied or stored."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import mesa
import numpy as np
import pytest

from sim.agents import CoverageModel, Member, Organization
from sim.errors import InputError
from sim.measures.status import read_status
from sim.measures.tally import Grouping, Tally
from sim.scenario import load
from sim.worlds import Worlds
from tests.agents.town import TOWN, model, town
from tests.engine.snapshots import first_difference, snapshot


def same(a: Worlds, b: Worlds, world: int = 0) -> str | None:
    """Return where world 0 of one stack differs from a world of another."""
    return first_difference(snapshot(a, 0), snapshot(b, world))


def run_on(made: CoverageModel, months: int) -> CoverageModel:
    for _ in range(months):
        made.step()
    return made


def test_a_model_is_one_world_of_the_engine() -> None:
    made = model(14, replicate=2)
    worlds = Worlds.build(town(), ["liaisons"], [2])
    stack = Worlds.build(town(), ["baseline", "liaisons"], [0, 2])
    for _ in range(14):
        worlds.step()
        stack.step()
    assert same(made.worlds, worlds) is None
    assert same(made.worlds, stack, world=3) is None
    assert made.worlds.n_worlds == 1
    assert (made.alternative, made.replicate, made.month) == ("liaisons", 2, 14)


def test_a_world_of_a_stack_goes_on_as_a_model() -> None:
    stack = Worlds.build(town(), ["baseline", "liaisons"], [0, 1])
    for _ in range(13):
        stack.step()
    made = CoverageModel.of(stack, 3, town())
    assert (made.alternative, made.replicate, made.month) == ("liaisons", 1, 13)
    assert made.counts().keys() == model().counts().keys()
    for _ in range(13):
        stack.step()
    assert same(run_on(made, 13).worlds, stack, world=3) is None
    assert same(made.worlds, model(26, replicate=1).worlds) is None
    assert made.agents_by_type[Organization].get("asked") == (
        model(26, replicate=1).agents_by_type[Organization].get("asked")
    )


def test_a_world_taken_out_is_measured_as_in_the_stack() -> None:
    """Doses of the month done count in a measure; looking at them leaves a tight budget alone."""
    place = load(TOWN, overrides=["budget.cap_yuan_per_year=150_000"])
    for month in (12, 13):
        stack = Worlds.build(place, ["anchors"], [0])
        for _ in range(month):
            stack.step()
        made = CoverageModel.of(stack, 0, place)
        status = read_status(stack, stack.doses)
        groups = Grouping(stack.organizations.world, 1, 1)
        there = Tally(stack, status).by_world(groups)
        found = made.counts()
        assert {name: found[name] for name in there} == there
        assert there["ceiling"] > Tally(stack, read_status(stack)).by_world(groups)["ceiling"]
        for _ in range(6):
            stack.step()
        assert same(run_on(made, 6).worlds, stack) is None
        assert np.array_equal(made.worlds.ledger.quantity, stack.ledger.quantity)


def test_looking_changes_nothing() -> None:
    looked, alone = model(), Worlds.build(town(), ["liaisons"], [0])
    for _ in range(26):
        looked.agents.shuffle_do(lambda agent: agent.random.random())
        looked.agents_by_type[Organization].agg("staff", np.mean)
        looked.agents_by_type[Member].groupby("relation").count()
        looked.rng.random()
        looked.step()
        alone.step()
    assert same(looked.worlds, alone) is None


def test_it_runs_to_the_horizon() -> None:
    made = model()
    assert made.running
    made.run_model()
    assert made.month == made.steps == town().months == 36
    assert not made.running


def test_the_horizon_ends_the_model_for_those_who_step_on_too() -> None:
    made = run_on(model(), 36)
    before = made.month, made.steps
    with pytest.raises(ValueError, match=r"ends after 36 months.*years=4"):
        made.step()
    assert (made.month, made.steps) == before and not made.running


def test_agents_have_no_step_of_their_own() -> None:
    made = model()
    with pytest.raises(TypeError, match=r"model\.step\(\) lets a month pass"):
        made.agents_by_type[Organization].do("step")
    assert made.month == 0


def test_iterations_of_a_batch_are_replicates() -> None:
    def rows(**given: object) -> list[dict[str, object]]:
        found: list[dict[str, object]] = mesa.batch_run(
            CoverageModel, {"scenario": [town()], "alternative": "liaisons", **given},
            iterations=2, max_steps=3, display_progress=False,
        )  # fmt: skip
        return found

    found = {row["iteration"]: row["organization_coverage"] for row in rows()}
    for replicate in (0, 1):
        alone = CoverageModel(town(), "liaisons", replicate=replicate)
        while alone.steps < 4:
            alone.step()
        frame = alone.datacollector.get_model_vars_dataframe()
        assert found[replicate] == frame.organization_coverage[3]
    with pytest.raises(ValueError, match="leave replicate out"):
        rows(replicate=[0, 1])


def test_a_scenario_is_given_as_itself_a_path_or_a_text() -> None:
    for given in (town(), TOWN, str(TOWN)):
        made = CoverageModel(given, "liaisons")
        assert made.setup == town()
        assert same(made.worlds, model().worlds) is None


def test_rng_takes_the_place_of_the_seed() -> None:
    made = model(2, rng=11)
    other = CoverageModel(load(TOWN, overrides=["seed=11"]), "liaisons")
    assert made.setup.seed == 11
    assert made.setup.digest() == other.setup.digest()
    assert same(made.worlds, run_on(other, 2).worlds) is None
    assert same(made.worlds, model(2).worlds) is not None
    assert same(model(2, rng=np.int64(7)).worlds, model(2).worlds) is None
    assert same(model(2, rng=None).worlds, model(2).worlds) is None


def test_uncertainty_holds_or_draws_the_parameters() -> None:
    drawn, held = model(), model(uncertainty="none")
    assert drawn.worlds.parameters["leave_per_year"] != held.worlds.parameters["leave_per_year"]


@pytest.mark.parametrize(
    ("wrong", "error", "word"),
    [
        ({"alternative": "liaison"}, InputError, 'Did you mean "liaisons"'),
        ({"replicate": -1}, InputError, "replicate must be a whole number, 0 or more"),
        ({"uncertainty": "posterior"}, ValueError, "'prior' or 'none'"),
        ({"rng": np.random.default_rng(1)}, TypeError, "whole number"),
        ({"rng": True}, TypeError, "whole number"),
        ({"rng": -3}, ValueError, "between 0 and"),
    ],
)
def test_wrong_arguments_are_refused(
    wrong: dict[str, object], error: type[Exception], word: str
) -> None:
    with pytest.raises(error, match=word):
        CoverageModel(**({"scenario": town(), "alternative": "liaisons"} | wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize("looks", [False, True])
def test_a_copy_goes_on_as_the_original(looks: bool) -> None:
    made = model(7)
    if looks:
        assert len(made.agents)
    copies = [pickle.loads(pickle.dumps(made)), copy.deepcopy(made)]
    run_on(made, 19)
    identities = [agent.unique_id for agent in made.agents]
    assert same(made.worlds, model(26).worlds) is None
    for twin in copies:
        assert twin.month == 7
        assert same(run_on(twin, 19).worlds, made.worlds) is None
        assert [agent.unique_id for agent in twin.agents] == identities
        frames = [each.datacollector.get_model_vars_dataframe() for each in (made, twin)]
        assert frames[0].equals(frames[1])
        assert np.array_equal(twin.worlds.ledger.quantity, made.worlds.ledger.quantity)
        assert all(agent.model is twin for agent in twin.agents)


def test_the_engine_does_not_import_mesa() -> None:
    code = "import sys, sim.worlds, sim.results.run; sys.exit('mesa' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_mesa_is_what_the_face_was_written_for() -> None:
    """The seams of Mesa that are used beyond its documented classes."""
    assert isinstance(mesa.Model.agents, property)
    assert isinstance(mesa.Model.agents_by_type, property)
    plain = mesa.Model(rng=1)
    assert plain.agents_by_type is plain.agents_by_type
