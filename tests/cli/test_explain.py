"""fugai explain: lists, stories, JSON, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of the small place."""
    import sim
    from sim.results.run import run

    return run(sim.load(SMALL), replicates=4, out=tmp_path_factory.mktemp("told") / "run").folder


@pytest.mark.parametrize("group", ["gained", "lost", "displaced", "never"])
def test_who_is_a_list_of_objects(fugai: Run, folder: Path, group: str) -> None:
    done = fugai("explain", folder, "--who", group, "--alternative=quota", "--json")
    found = json.loads(done.out)
    assert (done.code, done.err) == (0, "") and isinstance(found, list)
    keys = [(-entry["worlds"], entry["organization"]) for entry in found]
    assert keys == sorted(keys)
    for entry in found:
        assert entry.keys() == {
            "organization", "worlds", "of", "bottleneck", "bottlenecks", "replicates"
        }  # fmt: skip
        assert entry["worlds"] == len(entry["replicates"])


def test_people_get_a_table_and_a_story(fugai: Run, folder: Path) -> None:
    done = fugai("explain", folder, "--who=gained")
    assert done.code == 0 and "Simulated, not observed" in done.out
    organization = re.findall(r"^  (\d+) ", done.out, re.M)[0]
    told = fugai("explain", folder, f"--organization={organization}")
    assert (told.code, told.err) == (0, "")
    for text in (
        "Simulated, not observed.",
        "here the two histories part.",
        "Cause: Dispatched liaisons. Without it",
        "At the end, baseline: not",
        "At the end, alternative: covered",
    ):
        assert text in told.out
    assert told.out.count("▶") == 1 and "{" not in told.out
    chinese = fugai("explain", folder, f"--organization={organization}", "--lang=zh").out
    assert "是模拟，不是观测" in chinese and "两种经历从这里分开" in chinese
    assert "histories" not in chinese and "{" not in chinese
    assert re.search(r"指导员 (north|south)第 \d 名（在职干部） 开始联系", chinese)
    assert re.search(r"直接作用于该组织或其上级党组织：[一-鿿]", chinese)
    assert not re.search(r"[a-z]_[a-z]|/", chinese)  # No code is left.


def test_what_would_have_covered_is_told(fugai: Run, folder: Path) -> None:
    listed = json.loads(fugai("explain", folder, "--who=never", "--json").out)
    said = []
    for entry in listed[:3]:
        done = fugai("explain", folder, f"--organization={entry['organization']}")
        assert done.code == 0
        said.append(done.out)
    text = "".join(said)
    assert "What would have" in text and ("fewest steps" in text or "None of these" in text)


def test_the_story_as_json(fugai: Run, folder: Path) -> None:
    words = ["--alternative=quota", "--json"]
    first = json.loads(fugai("explain", folder, "--who=gained", *words).out)[0]
    done = fugai("explain", folder, f"--organization={first['organization']}", *words)
    found = json.loads(done.out)
    assert found["organization"] == first["organization"]
    assert found["status"] == "simulated, not observed"
    assert found["final"]["baseline"] is None or "covered" in found["final"]["baseline"]
    assert found["first_difference"]["policies"] == ["coverage_quota"]
    assert {entry["month"] for entry in found["history"]} >= {found["first_difference"]["month"]}
    assert found["remedies"].keys() == {"goal", "tried", "cheapest"}


def test_a_file_is_told_of_without_a_run_where_the_replicate_is_given(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    listed = json.loads(fugai("explain", folder, "--who=gained", "--json").out)
    organization = listed[0]["organization"]
    done = fugai("explain", SMALL, f"--organization={organization}", "--replicate=0", "--json")
    assert done.code == 0 and not list(tmp_path.iterdir())
    done = fugai("explain", SMALL, f"--organization={organization}", "--replicates=2", "--json")
    assert done.code == 0 and (tmp_path / "results").is_dir()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([SMALL], "--who"),
        ([SMALL, "--who=gained", "--organization=1"], "--who"),
        ([SMALL, "--organization=1", "--replicate=0"], "Identities such as"),
        ([SMALL, "--organization=1", "--alternative=qouta"], "quota"),
        ([SMALL, "--who=winners"], "gained"),
        (["nowhere", "--who=gained"], "nowhere"),
    ],
)
def test_wrong_input_ends_with_2(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = fugai("explain", *words)
    assert done.code == 2 and message in done.err and "Traceback" not in done.err


def test_a_run_is_not_changed_by_options(fugai: Run, folder: Path) -> None:
    done = fugai("explain", folder, "--who=gained", "--seed=3")
    assert done.code == 2 and "cannot be changed" in done.err


def test_a_list_of_simulated_outcomes_has_no_names(fugai: Run, folder: Path) -> None:
    done = fugai("explain", folder, "--who=gained", "--names")
    assert done.code == 2 and "has no names" in done.err and done.out == ""
