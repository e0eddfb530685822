"""Study files: what is read, and every mistake at once with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.plan.shipped import shipped_folder, shipped_names
from sim.studies.catalogue import METHODS
from sim.studies.file import from_resolved_study, is_study, load_study
from sim.studies.sweep import Settings
from sim.text.problems import ScenarioError
from tests.studies.studies import LIAISONS, small

FILE = """format = 1
title = "Posts"
method = "sweep"
scenario = "linze"
set = ["years=2"]
factors = ["leave_per_year", "{liaisons}=0:12"]
replicates = 2

[settings]
levels = 3
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "posts.toml"
    path.write_text(text.replace("{liaisons}", LIAISONS), encoding="utf-8")
    return path


def test_a_file_says_all_of_a_study(tmp_path: Path) -> None:
    study = load_study(write(tmp_path, FILE))
    assert (study.name, study.method, study.replicates, study.seed) == ("posts", "sweep", 2, 1)
    assert study.scenario.months == 24 and study.months == (24,)
    assert study.alternatives == tuple(entry.id for entry in study.scenario.alternatives)
    assert [entry.key for entry in study.factors] == ["parameters.leave_per_year", LIAISONS]
    assert study.settings_of(Settings).levels == 3
    assert study.worlds is None


def test_values_given_beside_the_file_change_the_study_or_its_scenario(tmp_path: Path) -> None:
    path = write(tmp_path, FILE)
    study = load_study(path)
    changed = load_study(path, overrides=["years=1", "study.settings.levels=2", "study.worlds=99"])
    assert changed.scenario.months == 12 and changed.worlds == 99
    assert changed.settings_of(Settings).levels == 2
    assert changed.digest() != study.digest()


def test_a_title_is_no_part_of_what_is_asked(tmp_path: Path) -> None:
    study = load_study(write(tmp_path, FILE))
    renamed = load_study(write(tmp_path, FILE.replace('"Posts"', '"Places"')))
    other = load_study(write(tmp_path, FILE.replace("levels = 3", "levels = 4")))
    assert renamed.digest() == study.digest() != other.digest()


def test_a_study_is_read_back_from_what_it_resolves_to(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("leave_per_year\n0.2\n0.3\n", encoding="utf-8")
    text = FILE.replace("levels = 3", 'design = "list"\ncases = "cases.csv"')
    study = load_study(write(tmp_path, text.replace("factors = ", "# ")))
    again = from_resolved_study(study.resolved())
    assert again == study and again.digest() == study.digest()
    (tmp_path / "cases.csv").write_text("leave_per_year\n0.2\n0.31\n", encoding="utf-8")
    assert load_study(tmp_path / "posts.toml").digest() != study.digest()


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = (
        FILE.replace("replicates = 2", 'replicates = 0\nmeasures = ["coverage"]\nmonths = [36]')
        .replace("leave_per_year", "leave_per_yaer")
        .replace("=0:12", "=12:0")
        .replace("levels = 3", "level = 3")
    )
    with pytest.raises(ScenarioError) as caught:
        load_study(write(tmp_path, text))
    told = str(caught.value)
    for words in (
        'Did you mean "leave_per_year"?',
        "must rise and lie between",
        '"replicates" = 0 is too low',
        '"coverage" is not one of those allowed',
        'Unknown key "level"',
        'Did you mean "levels"?',
        "5 mistakes.",
    ):
        assert words in told, told


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"sweep"', '"swep"', 'Did you mean "sweep"?'),
        ('method = "sweep"\n', "", '"method" is missing'),
        ('"linze"', '"linzhe"', 'Did you mean "linze"?'),
        ("replicates = 2", "months = [25]", "between 0 and 24"),
        ("replicates = 2", 'alternatives = ["liaison"]', 'Did you mean "liaisons"?'),
        ("replicates = 2", 'factors = ["leave_per_year"]', "given twice"),
        ('"{liaisons}=0:12"', '"leave_per_year=0.2:0.3"', "varied twice"),
        ("levels = 3", 'design = "cube"', 'Allowed: "grid"'),
        ("levels = 3", 'cases = "none.csv"', 'no file "none.csv"'),
    ],
)
def test_a_mistake_is_told_once(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_study(write(tmp_path, FILE.replace(old, new)))
    assert words in str(caught.value)
    assert len(caught.value.problems) == 1


def test_a_file_is_told_from_a_scenario(tmp_path: Path) -> None:
    assert is_study(write(tmp_path, FILE))
    assert not is_study("linze")
    assert all(map(is_study, shipped_names("experiments")))


@pytest.mark.parametrize("name", shipped_names("experiments"))
def test_shipped_studies_can_be_read(name: str) -> None:
    study = load_study(name)
    assert study.question is not None and {"zh", "en"} == {*study.title} == {*study.question}
    assert (shipped_folder("experiments") / f"{name}.toml").read_bytes().isascii() is False


@pytest.mark.parametrize("name", METHODS)
def test_every_method_has_its_three_parts(name: str) -> None:
    module = METHODS[name].load()
    assert module.Settings() is not None
    assert callable(module.run) and callable(module.describe)


def test_settings_are_those_of_the_method() -> None:
    class Other(Settings):
        pass

    with pytest.raises(TypeError, match="a study by sweep"):
        small().settings_of(Other)
