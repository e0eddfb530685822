"""A calibration from the study to the run that draws from its posterior."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from sim.cli.study import calibrate as calibrate_command
from sim.errors import InputError
from sim.locale import in_language
from sim.scenario import load
from sim.studies import calibrate
from sim.studies.file import make_study
from sim.studies.folder import Done, perform
from sim.studies.study import Study

SCENARIO = """
[[observations]]
measure = "reported_coverage"
month = "2009-12"
value = 0.42
source = "a test"

[[observations]]
measure = "registered"
month = "2009-12"
value = 95
sd = 4
source = "a test"

[[observations]]
measure = "organization_coverage_of_eligible"
month = "2009-12"
value = 0.98
source = "a test"

[[observations]]
measure = "reported_coverage"
month = "2010-06"
value = 0.4
source = "a test"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("calibrate")
    text = Path("scenarios/linze.toml").read_text(encoding="utf-8")
    (made / "county.toml").write_text(text + SCENARIO, encoding="utf-8")
    return made


def study(folder: Path, **values: Any) -> Study:
    data = {
        "format": 1,
        "title": "A county",
        "method": "calibrate",
        "scenario": (folder / "county.toml").as_posix(),
        "factors": ["contact_per_year", "exit_per_year"],
        "settings": {
            "bank": 300,
            "recovery": 20,
            "predictive": 20,
            "draws": 20,
            "until": "2009-12",
        },
        **values,
    }
    return make_study("county", data, overrides=["years=2"])


@pytest.fixture(scope="module")
def done(folder: Path) -> Done:
    return perform(study(folder), out=folder / "answer", jobs=1)


def test_the_answer_says_what_was_used_and_what_was_not(done: Done) -> None:
    text = "\n".join(done.lines)
    assert "300 replicates drawn from the priors, under Baseline" in text
    assert "Ceiling of" in text and "Check on 20 replicates" in text
    assert "organization_coverage_of_eligible@2009-12: of eligible organizations" in text
    uses = {e["figure"]: e["use"] for e in done.result.summary["predictions"]}
    assert uses == {
        "reported_coverage@2009-12": "fitted",
        "registered@2009-12": "fitted",
        "reported_coverage@2010-06": "later",
    }
    with in_language("zh"):
        assert calibrate.describe(done.study, done.result) != done.lines


def test_the_tables_hold_the_posterior_and_its_checks(done: Done) -> None:
    tables = done.result.tables
    assert tables["draws"]["weight"].sum() == pytest.approx(1)
    assert set(tables["parameters"]["parameter"]) == {"contact_per_year", "exit_per_year"}
    assert len(tables["recovery"]["rank"]) == 40
    assert (tables["parameters"]["ratio"] > 0).all()
    assert (done.folder / "parameters.csv").is_file()


def test_the_posterior_is_a_file_that_a_scenario_draws_from(done: Done) -> None:
    path = done.folder / "posterior.json"
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["parameters"] == ["contact_per_year", "exit_per_year"]
    assert [entry["measure"] for entry in written["observations"]] == [
        "reported_coverage", "registered",
    ]  # fmt: skip
    assert written["scenario"]["digest"] == done.study.scenario.digest()
    given = ["uncertainty=posterior", f'posterior="{path.as_posix()}"']
    drawn = load("linze", overrides=given).without_history().drawn(range(30))
    for name, draws in written["draws"].items():
        assert len(draws) == 20
        assert set(drawn[name]) <= set(draws)
        low, high = np.min(done.result.tables["draws"][name]), 1.001
        assert (
            min(draws) >= low * 0.999
            and max(draws) <= done.result.tables["draws"][name].max() * high
        )


def test_a_study_that_is_done_is_not_done_again(done: Done, folder: Path) -> None:
    again = perform(study(folder), out=folder / "answer", jobs=1)
    assert not again.simulated
    assert again.lines == done.lines


def test_planned_figures_need_no_observation(folder: Path) -> None:
    named = ["party_organizations@2009-12", "members@2009-06"]
    settings = {"bank": 200, "recovery": 20, "observations": named}
    found = perform(study(folder, settings=settings), out=folder / "planned", jobs=1)
    assert found.result.summary["planned"]
    assert "would teach" in "\n".join(found.lines)
    assert not (found.folder / "posterior.json").exists()


@pytest.mark.parametrize(
    ("values", "overrides", "says"),
    [
        ({"factors": ["baseline"]}, (), "can't be varied"),
        ({"factors": ["exit_per_year"]}, ("parameters.exit_per_year=0.02",), "take it out"),
        (
            {"factors": ["alternatives.liaisons.policies.dispatch_liaisons.liaisons"]},
            (),
            "only parameters",
        ),
        ({"alternatives": ["baseline", "quota"]}, (), "one alternative"),
        (
            {
                "factors": [
                    "contact_per_year", "exit_per_year", "entry_per_year", "leave_per_year",
                    "staff_sigma", "admission", "joint_max",
                ]
            },
            (),
            "7 parameters are too many",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_calibrated_is_one_message(
    folder: Path, tmp_path: Path, values: dict[str, Any], overrides: tuple[str, ...], says: str
) -> None:
    data = {
        "format": 1, "title": "A county", "method": "calibrate",
        "scenario": (folder / "county.toml").as_posix(), **values,
    }  # fmt: skip
    with pytest.raises(InputError, match=says):
        perform(make_study("county", data, overrides=[*overrides]), out=tmp_path / "no", jobs=1)
    assert not (tmp_path / "no").exists()


def test_parameters_are_those_that_series_can_teach_unless_named(folder: Path) -> None:
    names = [factor.parameter for factor in calibrate.factors(study(folder, factors=[]))]
    assert names == list(calibrate.IDENTIFIABLE[:6])


def test_the_command_refuses_a_figure_of_no_format_before_it_simulates(
    folder: Path, tmp_path: Path
) -> None:
    words = [str(folder / "county.toml"), "--plot", "figure.xyz", "--out", str(tmp_path / "no")]
    done = CliRunner().invoke(calibrate_command, words)
    assert isinstance(done.exception, InputError) and ".png" in str(done.exception)
    assert not (tmp_path / "no").exists()


def test_the_command_does_the_study_and_draws_it(folder: Path, tmp_path: Path) -> None:
    words = [
        str(folder / "county.toml"), "--factor", "exit_per_year", "--observation",
        "registered@2009-12", "--bank", "200", "--recovery", "20", "--jobs", "1", "--json",
        "--set", "years=1", "--out", str(tmp_path / "done"), "--plot", str(tmp_path / "seen.png"),
    ]  # fmt: skip
    done = CliRunner().invoke(calibrate_command, words)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)["summary"]
    assert [entry["figure"] for entry in found["predictions"]] == ["registered@2009-12"]
    assert found["parameters"][0]["parameter"] == "exit_per_year"
    assert (tmp_path / "seen.png").stat().st_size > 10_000
    assert (tmp_path / "done" / "posterior.json").is_file()
