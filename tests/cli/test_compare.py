"""compare: one scenario, two scenarios, results folders, and what it refuses."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.results.joined import Joined
from sim.results.reading import Results
from sim.text.problems import width
from tests.cli.conftest import Run

ALONE = Path(__file__).parent / "data" / "alone.toml"
SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"
SHORT = ("--replicates=3", "--set=years=1")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The same place with a stronger alternative and another seed."""
    text = SMALL.read_text(encoding="utf-8").replace("liaisons = 4", "liaisons = 8")
    path = tmp_path / "other.toml"
    path.write_text(text.replace("seed = 11", "seed = 12"), encoding="utf-8")
    return path


def test_alternatives_with_another_than_the_baseline(fugai: Run, tmp_path: Path) -> None:
    words = ("compare", SMALL, "--against=quota", *SHORT, f"--out={tmp_path}")
    done = fugai(*words, "--by-year", "--bottlenecks=district")
    assert (done.code, done.err) == (0, "")
    for text in (
        "Small county", "3 pairs of replicates", "Apart from A quota", "pairing narrows by",
        "is higher than under A quota in", "2011-06", "no contact", "north",
    ):  # fmt: skip
        assert text in done.out
    found = json.loads(fugai(*words, "--json").out)
    assert found["reference"] == "quota"
    assert list(found["differences"]) == ["baseline", "liaisons"]
    kept = [row for row in found["by_year"] if row["alternative"] == "liaisons"]
    assert {row["month"] for row in kept} == {0, 12} and found["bottlenecks"]["quota"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_tables_fit_the_terminal_and_keep_all_figures(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    words = ("compare", SMALL, *SHORT, f"--out={tmp_path}", f"--lang={language}")
    wide = fugai(*words, "--by-year", "--bottlenecks=all").out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    fitted = fugai(*words, "--by-year", "--bottlenecks=all").out
    assert max(width(line) for line in fitted.splitlines() if line.startswith(" ")) <= 80
    assert max(width(line) for line in wide.splitlines() if line.startswith(" ")) > 80
    figures = re.compile(r"[+-]?\d[\d,.]*%?")
    assert set(figures.findall(fitted)) == set(figures.findall(wide))
    assert len(figures.findall(fitted)) >= len(figures.findall(wide))


def test_counts_are_of_the_replicates_that_have_a_value(fugai: Run, tmp_path: Path) -> None:
    out = tmp_path / "alone"
    page = fugai("run", ALONE, f"--out={out}")
    results = Results(out)
    own = results.values("effective_coverage", month=results.months)
    apart = own["liaisons"] - own["baseline"]
    known = apart[~np.isnan(apart)]
    k, n = int((known > 0).sum()), len(known)
    assert 0 < k < n < 20, "the place must be gone in some replicates"
    assert page.code == 0 and f" {k} of {n} " in page.out
    for words in (("compare", out), ("run", ALONE, f"--out={out}", "--details")):
        done = fugai(*words)
        assert done.code == 0 and f" in {k} of {n} replicates" in done.out, done.out
    table = fugai("compare", out).out
    assert f"{k} of {n}" in table.partition("Apart from")[0] and "% of replicates  " not in table
    assert "a secretary or an act of founding" in " ".join(table.split())


def test_nothing_is_counted_where_no_replicate_has_a_value(fugai: Run, tmp_path: Path) -> None:
    gone = ("run", ALONE, f"--out={tmp_path / 'gone'}", "--set=years=30", "--at-defaults")
    for words in (("--replicates=2",), ("--replicates=2", "--details")):
        done = fugai(*gone, *words)
        assert (done.code, done.err) == (0, "") and "nan" not in done.out, done.out
    assert fugai("compare", tmp_path / "gone").code == 0


def test_two_scenarios_meet_the_same_draws(fugai: Run, tmp_path: Path, other: Path) -> None:
    folder = tmp_path / "runs"
    done = fugai("compare", SMALL, other, "--alternative=liaisons", *SHORT, f"--out={folder}",
                 "--json")  # fmt: skip
    found = json.loads(done.out)
    assert (found["reference"], list(found["differences"])) == ("baseline", ["liaisons"])
    left, right = map(Results, found["folders"])
    assert (left.info["seed"], right.info["seed"]) == (11, 11)
    # Nothing that is not needed is simulated; every side has a baseline of its own.
    assert left.alternatives == ("baseline",) and right.alternatives == ("baseline", "liaisons")
    within = right.compare().difference("organization_coverage", "liaisons")
    across = Joined(left, right, chosen=["liaisons"]).compare()
    assert across.difference("organization_coverage", "liaisons") == within
    assert across.costs["liaisons"].price == right.compare().costs["liaisons"].price
    assert (across.gains["liaisons"].gained == right.compare().gains["liaisons"].gained).all()
    # Folders give the same again, and the baseline of the other side is told apart.
    again = fugai("compare", *found["folders"], "--json")
    assert list(json.loads(again.out)["differences"]) == ["other:baseline", "liaisons"]
    assert json.loads(again.out)["differences"]["liaisons"] == found["differences"]["liaisons"]


def test_what_is_no_pair_is_refused(fugai: Run, tmp_path: Path, other: Path) -> None:
    text = other.read_text(encoding="utf-8").replace("organizations = 40", "organizations = 42")
    other.write_text(text.replace("organizations = 30", "organizations = 32"), encoding="utf-8")
    done = fugai("compare", SMALL, other, *SHORT, f"--out={tmp_path}")
    assert done.code == 2 and "differ in organizations: their replicates are no pairs" in done.err
    done = fugai("compare", SMALL, "--against=quotas", *SHORT, f"--out={tmp_path}")
    assert done.code == 2 and "baseline, liaisons, quota" in done.err
    assert not any(tmp_path.glob("small-*"))


def test_a_difference_besides_the_alternatives_is_named(
    fugai: Run, tmp_path: Path, other: Path
) -> None:
    text = other.read_text(encoding="utf-8") + "\n[parameters]\nleave_per_year = 0.3\n"
    other.write_text(text, encoding="utf-8")
    done = fugai("compare", SMALL, other, *SHORT, f"--out={tmp_path}")
    assert done.code == 0 and "The two sides differ in parameters as well" in done.out


def test_a_rule_that_differs_is_named(fugai: Run, tmp_path: Path, other: Path) -> None:
    text = other.read_text(encoding="utf-8") + '\n[model]\npeers = "none"\n'
    other.write_text(text, encoding="utf-8")
    done = fugai("compare", SMALL, other, *SHORT, f"--out={tmp_path}")
    assert done.code == 0 and "The rule differs (peers: cell, none)." in done.out
    assert "--rule peers=none" in done.out
