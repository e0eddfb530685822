"""Code of one's own: found, checked, in force where it is named, and known by its source."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.agents import CoverageModel, Organization, measure
from sim.errors import InputError
from sim.extensions import registry
from sim.extensions.checking import check
from sim.measures.catalogue import MEASURES
from sim.policies import POLICIES
from sim.policies.doses import DOSES
from sim.results.reading import Results
from sim.results.run import run
from sim.scenario import Scenario, from_resolved, load
from sim.studies.cases import Cases, respond
from sim.text.problems import ScenarioError
from tests.guards.source import ROOT

EXAMPLES = ROOT / "examples" / "extensions"
SMALL = ROOT / "tests" / "results" / "data" / "small.toml"
Write = Callable[[str, str], str]

HOTLINE = ['alternatives=[{id="line", policies=[{policy="hotline", ease=0.2}]}]', "years=2"]


def example(name: str) -> str:
    return (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.stem)
def test_every_example_holds_the_common_suite(path: Path) -> None:
    _registered, findings = check(str(path))
    assert [one for one in findings if one.fault] == []
    assert len(findings) > 2 and len(path.read_text(encoding="utf-8").splitlines()) <= 60


def test_one_run_with_two_processes_and_one_without(write: Write, tmp_path: Path) -> None:
    write("mine", example("own_dose"))
    scenario = load(SMALL, overrides=HOTLINE, extensions="mine")
    alone = run(scenario, replicates=4, jobs=1, out=tmp_path / "alone")
    both = run(scenario, replicates=4, jobs=2, out=tmp_path / "both")
    assert alone.table("series").equals(both.table("series"))
    assert both.info["extensions"]["mine"]["source"] == scenario.sources["mine"]
    assert both.scenario.digest() == scenario.digest() == both.info["digest"]
    values = both.values("organization_coverage", month=24)
    assert (values["line"] != values["baseline"]).any()


def test_another_source_is_another_run(write: Write) -> None:
    name = write("mine", example("own_dose"))
    first = load(SMALL, overrides=HOTLINE, extensions=name)
    digest = first.digest()
    write("mine", example("own_dose").replace("0.02", "0.03"))
    with pytest.raises(InputError, match="mine was changed since it was imported"):
        first.digest()
    again = load(SMALL, overrides=HOTLINE, extensions=name)
    assert again.digest() != digest
    assert type(again.alternatives[1].policies[-1])().ease == 0.03  # type: ignore[attr-defined]
    with pytest.raises(InputError, match="not the source that the scenario was loaded with"):
        first.plugged()
    # Named twice it is the same.
    assert load(SMALL, overrides=HOTLINE, extensions=[name, name]).digest() == again.digest()


def test_named_after_a_load_and_in_a_file(write: Write, tmp_path: Path) -> None:
    bare = load(SMALL, overrides=["years=1"])
    write("mine", example("own_rule"))
    named = bare.with_(extensions=["mine"], model={"consent": "wary"})
    assert named.modules == ("mine",) and named.model == {"consent": "wary"}
    assert named.digest() != bare.digest() == load(SMALL, overrides=["years=1"]).digest()
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.move(tmp_path / "mine.py", folder / "beside.py")
    text = SMALL.read_text(encoding="utf-8")
    head = 'extensions = ["beside"]\nmodel = { consent = "wary" }\n'
    (folder / "place.toml").write_text(head + text, encoding="utf-8")
    registry.forget("mine")
    for file in SMALL.parent.glob("*.csv"):
        shutil.copy(file, folder)
    assert load(folder / "place.toml").modules == ("beside",)


def test_a_measure_is_recorded_read_and_asked_for_like_shipped_ones(
    write: Write, tmp_path: Path
) -> None:
    text = example("own_measure").replace("asked >= 3", "asked >= 1")
    scenario = load(SMALL, overrides=["years=2"], extensions=write("mine", text))
    done = run(scenario, replicates=3, jobs=1, out=tmp_path / "run")
    values = done.values("pestered_share", month=24)["baseline"]
    assert "pestered_share" in done.measures and values.max() > 0
    frame = done.compare().frame()
    assert {"pestered_share"} <= {*frame.measure}
    cases = Cases(np.arange(3), {})
    found = respond(scenario, cases, ["pestered_share"], alternatives=["baseline"], jobs=1)
    assert found.of("pestered_share", "baseline").tolist() == values.tolist()
    model = CoverageModel(scenario, replicate=1)
    for _month in range(24):
        model.step()
    assert measure(model, "pestered_share") == values[1]
    # A run that did not count it knows nothing of it.
    other = run(load(SMALL, overrides=["years=1"]), replicates=1, jobs=1, out=tmp_path / "other")
    assert "pestered_share" not in other.measures
    assert "pestered_share" not in {*other.compare().frame().measure}


def test_results_are_read_where_the_module_is_registered_anew(write: Write, tmp_path: Path) -> None:
    scenario = load(SMALL, overrides=["years=1"], extensions=write("mine", example("own_measure")))
    run(scenario, replicates=1, jobs=1, out=tmp_path / "run")
    registry.forget("mine")
    assert "pestered_share" not in MEASURES
    assert "pestered_share" in Results(tmp_path / "run").measures


def test_a_column_of_ones_own_is_on_the_agents(write: Write) -> None:
    name = write("mine", example("own_column"))
    scenario = load(SMALL, extensions=name).with_(model={"dispatch": "counted"})
    model = CoverageModel(scenario)
    for _month in range(6):
        model.step()
    agents = model.agents_by_type[Organization]
    column = model.worlds.organizations.own("waited")
    assert max(agents.get("waited")) == 6 == column.max()
    one = next(iter(agents))
    one.waited = 40
    assert one.waited == 40 == column[one.row]
    with pytest.raises(AttributeError):
        _ = next(iter(CoverageModel(load(SMALL)).agents_by_type[Organization])).waited


def test_an_observer_changes_no_history(write: Write, tmp_path: Path) -> None:
    name = write("mine", example("own_measure"))
    bare = load(SMALL, overrides=["years=1"])
    one = run(bare, replicates=2, jobs=1, out=tmp_path / "one")
    two = run(bare.with_(extensions=[name]), replicates=2, jobs=1, out=tmp_path / "two")
    assert one.table("events").equals(two.table("events"))


FAULTY = """
from sim.extensions import AgentColumn, Dose, Extension, Level, Measure, Reading, Rule, Variant
words = {"en": "x", "zh": "甲"}
EXTENSION = Extension(
    doses=(Dose("unread", Level.ORGANIZATION, Rule.SUM, "x", "nobody", "x", "甲"),),
    variants=(Variant("consnt", "mine", lambda *given: 0, "x", ""),),
    measures=(Measure(name="Bad", numerator="nothing", denominator=None, unit="people",
                      label=words, definition=words),),
    columns=(AgentColumn("organizations", "extra", "float16", 0, "x", "甲"),),
)
"""


def test_everything_wrong_with_a_declaration_is_said_at_once(write: Write) -> None:
    with pytest.raises(InputError) as caught:
        registry.use(write("mine", FAULTY))
    text = str(caught.value)
    for words in ('Nothing reads the dose "unread"', 'is of "consnt"', "must be a function",
                  'made of "nothing"', "grouped=False", 'The measure "Bad"', "dtype of bool",
                  "needs a text in English (en) and in Chinese"):  # fmt: skip
        assert words in text
    assert "mine" not in registry.known() and "unread" not in DOSES


CALLED_WRONGLY = """
from sim.extensions import Extension, Observer, Variant
def rule(worlds): return 0
def all_of_them(*given): return 0
def look(worlds, month, doses): return {}
EXTENSION = Extension(
    variants=(Variant("consent", "mine", rule, "x", "甲"),
              Variant("consent", "any", all_of_them, "x", "甲")),
    observers=(Observer("seen", {"seen": {"en": "x", "zh": "甲"}}, look),),
)
"""


def test_a_function_that_cannot_be_called_as_it_will_be_is_refused(write: Write) -> None:
    with pytest.raises(InputError) as caught:
        registry.use(write("mine", CALLED_WRONGLY))
    text = str(caught.value)
    assert "rule is called with (worlds, doses, rows), and takes (worlds)." in text
    assert "look is called with (worlds, month), and takes (worlds, month, doses)." in text
    assert "all_of_them" not in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1", "declares 0 extensions"),
        ("raise OSError('no')", "cannot be imported: OSError: no"),
        ("import nothing_of_that_name", "cannot be imported: ModuleNotFoundError"),
    ],
)
def test_what_is_no_extension_is_refused_by_name(write: Write, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        registry.use(write("mine", text))


def test_a_module_that_is_not_there_is_a_mistake_of_the_file() -> None:
    with pytest.raises(ScenarioError, match='There is no extension "nowhere"'):
        sim.load(SMALL, overrides=['extensions=["nowhere"]'])
    with pytest.raises(InputError, match="put it into a file"):
        registry.use("__main__")


def test_names_that_are_taken_are_refused(write: Write) -> None:
    registry.use(write("mine", example("own_policy")))
    assert "open_days" in POLICIES
    with pytest.raises(InputError, match='There is a policy "open_days" already'):
        registry.use(write("other", example("own_policy")))
    registry.forget("mine")
    assert "open_days" not in POLICIES


def test_the_suite_finds_what_does_not_hold(write: Write) -> None:
    name = write("mine", example("own_rule").replace("0.5 *", "float('nan') *"))
    text = example("own_measure").replace("minlength=worlds.n_worlds)", "minlength=9) / 2")
    other = write("other", text)
    act = example("own_dose").replace("doses.at(", "0.1 + doses.at(")
    faults = [one.fault for one in check(name)[1] if one.fault]
    assert faults == ["The rule returns numbers that are not finite."]
    assert any("one whole number for each of 10 worlds" in one.fault for one in check(other)[1])
    registry.forget("mine")
    _registered, found = check(write("third", act))
    assert [one.fault for one in found if one.fault] == []  # nothing at a neutral dose


def test_a_worker_without_the_module_says_so(write: Write) -> None:
    from sim.errors import FugaiError
    from sim.store.executors import Packed

    with pytest.raises(FugaiError, match="A worker cannot use nowhere: There is no extension"):
        Packed(("nowhere",), b"").opened()


def test_the_scenario_travels_with_its_rules(write: Write) -> None:
    name = write("mine", example("own_rule"))
    scenario: Scenario = load(SMALL, extensions=name).with_(model={"consent": "wary"})
    again = from_resolved(scenario.resolved())
    assert (again.model, again.modules) == ({"consent": "wary"}, ("mine",))
    assert again.digest() == scenario.digest()
    assert scenario.plugged().rules["consent"].__name__ == "wary"


def test_a_policy_brings_its_own_dose_and_what_reads_it(write: Write, tmp_path: Path) -> None:
    apart = within = example("own_dose")
    for old, new in (
        ("EXTENSION = Extension(\n    policies=(Hotline,),\n    doses=(", "Hotline.doses = ("),
        ("    ),\n    readings=(", ")\nHotline.readings = ("),
        ("answer),),\n)", "answer),)\nEXTENSION = Extension(policies=(Hotline,))"),
    ):
        assert within.count(old) == 1
        within = within.replace(old, new)
    runs = []
    for number, text in enumerate((apart, within)):
        name = write("mine", text)
        scenario = load(SMALL, overrides=HOTLINE, extensions=name)
        runs.append(run(scenario, replicates=4, jobs=1, out=tmp_path / str(number)))
        assert "hotline_ease" in DOSES
    one, other = (found.table("series") for found in runs)
    assert one.equals(other)
    values = runs[1].values("organization_coverage", month=24)
    assert (values["line"] != values["baseline"]).any()
