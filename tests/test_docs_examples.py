"""Every example of the documents runs and prints what the page says; figures are the code's."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path

import click
import pytest

from sim.cli import fugai
from sim.measures.catalogue import MEASURES
from sim.plan.shipped import shipped_names
from sim.policies import POLICIES
from sim.results.schema import TABLES
from sim.text.problems import ScenarioError
from sim.text.vocabulary import COLUMNS
from tests.examples import examples, pages, play
from tests.guards.source import ROOT

LONG = frozenset(
    (
        "calibration.md", "compare.md", "compare.zh.md", "credit.md", "enough.md",
        "explain.zh.md", "frontier.md", "plots.md", "plots.zh.md", "quickstart.md",
        "quickstart.zh.md", "replay.md", "replay.zh.md", "report.zh.md", "resources.zh.md",
        "results.zh.md", "sensitivity.md", "stress.zh.md", "tutorial.zh.md",
    )
)  # fmt: skip
"""Pages left whole to the slow tests, for the time they take.

What their commands do has tests of its own. Six are the Chinese twins of pages that are run here.
"""

PAGES = pages()
QUICK = [path for path in PAGES if path.name not in LONG]
SLOW = [
    path
    for path in PAGES
    if path.name in LONG or any(e.slow for e in examples(path.read_text(encoding="utf-8")))
]


def agrees(path: Path, folder: Path, *, slow: bool) -> None:
    """Run a page and compare what it prints with what the page says."""
    text = path.read_text(encoding="utf-8")
    for (start, end), output in play(path, folder, slow=slow).items():
        assert text[start:end] == output, "if this is meant, run: python -m tests.examples"


@pytest.mark.parametrize("path", QUICK, ids=lambda path: path.name)
def test_the_examples_of_a_page_run(path: Path, tmp_path: Path) -> None:
    agrees(path, tmp_path, slow=False)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_asks_for_what_commands_have(path: Path) -> None:
    """No command or option that there is not, also on pages that only the slow tests run."""
    for example in examples(path.read_text(encoding="utf-8")):
        lines = example.body.splitlines() if example.kind == "sh" else [example.about]
        for line in lines:
            if line.startswith("fugai ") and example.kind != "refused":
                understood(line)


def understood(line: str) -> None:
    """Let the command read its words, and go no further."""
    name, *words = shlex.split(line.partition(" #")[0])[1:]
    asked = fugai.get_command(click.Context(fugai), name)
    assert asked is not None, line
    with contextlib.suppress(click.BadParameter):  # a folder that a command of the page makes
        asked.make_context(name, words)


def test_an_option_that_is_not_there_is_found() -> None:
    with pytest.raises(click.NoSuchOption, match="--year"):
        understood("fugai run linze --year 3")


@pytest.mark.slow
@pytest.mark.parametrize("path", SLOW, ids=lambda path: path.name)
def test_the_long_examples_of_a_page_run(path: Path, tmp_path: Path) -> None:
    agrees(path, tmp_path, slow=True)


def test_a_wrong_output_and_a_wrong_key_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```python\nprint(1)\n```\n\n<!-- output -->\n```text\n2\n```\n", encoding="utf-8"
    )
    with pytest.raises(AssertionError, match=r"tests\.examples"):
        agrees(page, tmp_path, slow=False)
    page.write_text("```toml\n[budget]\ncapp = 3\n```\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="capp"):
        agrees(page, tmp_path, slow=False)
    page.write_text("```sh\nfugai check nowhere.toml\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="ends with 2"):
        agrees(page, tmp_path, slow=False)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_is_short(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= 120


def test_both_readmes_give_the_same_commands() -> None:
    shells = [
        [e.body for e in examples((ROOT / name).read_text(encoding="utf-8")) if e.kind == "sh"]
        for name in ("README.md", "README.zh.md")
    ]
    assert shells[0] == shells[1]
    assert len(shells[0]) == 2


def test_the_pages_name_everything_there_is() -> None:
    wanted = {
        "README.md": shipped_names(),
        "README.zh.md": shipped_names(),
        "docs/model.md": tuple(POLICIES),
        "docs/results.md": (*TABLES, *MEASURES),
        "docs/scenario-files.md": tuple(dict.fromkeys(COLUMNS.values())),
    }
    for name, words in wanted.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        assert [word for word in words if f"`{word}`" not in text] == []
