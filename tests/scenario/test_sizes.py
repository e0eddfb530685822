"""What would take gigabytes or hours is refused by the text and its totals alone."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from sim.scenario import load
from sim.scenario.beside import apply
from sim.studies.file import load_study
from sim.text.problems import ScenarioError

HEAD = 'format = 1\ntitle = "x"\nstart = "2009-01"\nyears = 5\n'
TOTALS = "[organizations.synthesis]\nkinds.social_group = {{ organizations = {} }}\n"


def refused(folder: Path, text: str) -> ScenarioError:
    path = folder / "case.toml"
    path.write_text(text, encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ScenarioError) as caught:
        load(path)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 200_000, "in KB"
    return caught.value


@pytest.mark.parametrize("number", ["1_000_001", "1_000_000_000", f"1{'0' * 18}", f"1{'0' * 59}"])
def test_more_organizations_than_a_world_holds(tmp_path: Path, number: str) -> None:
    error = refused(tmp_path, HEAD + TOTALS.format(number))
    (problem,) = error.problems
    assert problem.line in (5, 6)
    assert "is too high" in problem.message or "the most is 1,000,000" in problem.message


@pytest.mark.parametrize("name", ["staff", "members", "covered", "operating"])
@pytest.mark.parametrize("number", [10**9, 10**18, 10**59])
def test_totals_of_every_kind_are_bounded(tmp_path: Path, name: str, number: int) -> None:
    text = f"{HEAD}{TOTALS.format(400)}{name} = {number}\n"
    assert any(
        name in p.message or "members" in p.message for p in refused(tmp_path, text).problems
    )


def test_a_nation_without_its_sample_is_told_the_sample(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load("nation_firms", overrides=["organizations.sample=1"])
    (problem,) = caught.value.problems
    assert "2,786,000 organizations" in problem.message and "sample = 0.3589" in problem.hint


def test_growth_beyond_what_a_world_holds_is_refused(tmp_path: Path) -> None:
    text = HEAD.replace("years = 5", "years = 30") + TOTALS.format(400)
    series = "[organizations]\nentry_series = { 2009 = 1, 2010 = 1, 2011 = 1, 2012 = 1, "
    years = ", ".join(f"{year} = 1" for year in range(2013, 2039))
    error = refused(
        tmp_path, text.replace("[organizations.s", f"{series}{years} }}\n[organizations.s")
    )
    assert "in the end" in str(error) and "entry_series" in str(error)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = " + "[" * 200 + "]" * 200, "levels deep"),
        ("x = " + "{a = " * 200 + "1" + "}" * 200, "levels deep"),
        (".".join("a" * 110_000) + " = 1", "parts"),
        ("[" + ".".join("a" * 500) + "]", "parts"),
        ("'a'" + ".'b'" * 500 + " = 1", "parts"),
        ("seed = " + "9" * 5_000, "digits"),
        ("seed = 0x" + "f" * 5_000, "digits"),
    ],
    ids=["lists", "tables", "key", "heading", "quoted", "decimal", "hexadecimal"],
)
def test_what_no_reader_could_nest_is_refused_with_its_line(
    tmp_path: Path, text: str, said: str
) -> None:
    (problem,) = refused(tmp_path, f"format = 1\n{text}\n").problems
    assert problem.line == 2 and said in problem.message


def test_texts_and_comments_may_hold_anything(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    odd = "[" * 100 + "a." * 100 + "9" * 400
    path.write_text(f"{HEAD}question = '{odd}'  # {odd}\n{TOTALS.format(20)}", encoding="utf-8")
    assert load(path).question is not None


def test_an_override_is_bounded_too() -> None:
    for text in ("x=" + "[" * 200, ".".join("a" * 500) + "=1", "seed=" + "9" * 5_000):
        _data, _origins, (problem,) = apply({}, [text])
        assert len(str(problem)) < 300


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    assert "larger than 20 MB" in str(refused(tmp_path, "#" * 20_000_001))


def test_too_many_cells(tmp_path: Path) -> None:
    districts = ", ".join(f'{{ id = "d{n}" }}' for n in range(201))
    industries = ", ".join(f'{{ id = "i{n}" }}' for n in range(101))
    text = f"[places]\ndistricts = [{districts}]\nindustries = [{industries}]\n"
    assert "20,301 cells" in str(refused(tmp_path, HEAD + text + TOTALS.format(20)))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('method = ["sweep"]', '"method" must be a text'),
        ("method = 5", '"method" must be a text'),
        ('method = "sweep"\nset = 5', '"set" must be a list'),
        ('method = "sweep"\nset = { a = 1 }', '"set" must be a list'),
        ('method = "sweep"\nfactors = 5', '"factors" must be a list'),
    ],
)
def test_a_study_of_wrong_types_is_refused_with_key_and_line(
    tmp_path: Path, line: str, said: str
) -> None:
    path = tmp_path / "st.toml"
    path.write_text(f'format = 1\ntitle = "x"\nscenario = "linze"\n{line}\n', encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_study(path)
    problem = caught.value.problems[0]
    assert said in problem.message and problem.line in (4, 5)
