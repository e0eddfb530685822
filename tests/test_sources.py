"""docs/sources.md: all that it names is there, and all that cites an article is on the page."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

import pytest

from sim.measures.catalogue import MEASURES
from sim.parameters import PARAMETERS
from sim.plan.shipped import shipped_names
from sim.policies import POLICIES
from tests.guards.source import ROOT, read

PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
ARTICLES = tuple(f"S{number}" for number in range(1, 10))
HEAD = re.compile(r"^\*\*(\d+) ([^*]+)\*\* \(((?:S\d ?)+)\)\. ", re.MULTILINE)
FILE = re.compile(r"^\[(\w+)\]: \.\./(tests/\S+\.py)$", re.MULTILINE)
LABELS = ("Carried by", "Checked by", "How, what is left out")
CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Entry:
    """One rule, mechanism or figure: who says it, and its three paragraphs."""

    number: int
    articles: tuple[str, ...]
    carried: str
    checked: str
    left_out: str

    @property
    def words(self) -> list[str]:
        """What carries it, by name."""
        return CODE.findall(self.carried)


def entries(text: str) -> list[Entry]:
    """Return the entries of a page in their order."""
    found = []
    parts = HEAD.split(text)
    for number, articles, body in zip(parts[1::4], parts[3::4], parts[4::4], strict=True):
        plain = " ".join(body.split())
        below = [plain.partition(f"* *{label}*")[2].partition(" * *")[0] for label in LABELS]
        found.append(Entry(int(number), tuple(articles.split()), *below))
    return found


ENTRIES = entries(PAGE)


def functions(path: str) -> set[str]:
    """Return the names of a file's test functions."""
    tree = read(ROOT / path).tree
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def top_names(path: str) -> set[str]:
    """Return the constants and classes that a module defines."""
    found = set()
    for node in read(ROOT / path).tree.body:
        if isinstance(node, ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


def unknown(entry: Entry) -> list[str]:
    """Return what an entry says carries it and is not there."""
    modules = [word for word in entry.words if "/" in word]
    missing = [path for path in modules if not (ROOT / path).is_file()]
    names = {*PARAMETERS, *POLICIES, *MEASURES, *shipped_names()}
    for path in modules:
        if path not in missing:
            names |= top_names(path)
    return missing + [word for word in entry.words if "/" not in word and word not in names]


def missing_tests(entry: Entry, files: dict[str, str]) -> list[str]:
    """Return the tests that an entry names and that its files do not hold."""
    found = []
    for label, rest in re.findall(r"\[(\w+)\]([^\[]*)", entry.checked):
        names = CODE.findall(rest)
        there = functions(files[label])
        found += [f"{label} {name}" for name in names if name not in there]
        if not names:
            found.append(label)
    return found


def test_entries_are_numbered_and_whole() -> None:
    assert [entry.number for entry in ENTRIES] == list(range(1, PAGE.count("* *Carried by*") + 1))
    for entry in ENTRIES:
        assert entry.words, entry.number
        assert "`test_" in entry.checked, entry.number
        assert entry.left_out.strip(), entry.number


@pytest.mark.parametrize("article", ARTICLES)
def test_every_article_has_its_row(article: str) -> None:
    row = re.search(rf"^\| {article} \| [^|]+ \| ([\d ]+) \|$", PAGE, re.MULTILINE)
    assert row is not None
    numbers = [entry.number for entry in ENTRIES if article in entry.articles]
    assert numbers
    assert [int(number) for number in row[1].split()] == numbers


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.number))
def test_what_carries_an_entry_is_there(entry: Entry) -> None:
    assert unknown(entry) == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.number))
def test_what_checks_an_entry_is_there(entry: Entry) -> None:
    assert missing_tests(entry, dict(FILE.findall(PAGE))) == []


def is_read(name: str, text: str) -> bool:
    """Return whether code reads a parameter, perhaps as one of the three fears."""
    return f'"{name}"' in text or f'f"{name.rpartition("_")[0]}_{{' in text


def test_parameters_of_an_entry_are_read_by_its_modules_or_at_the_start() -> None:
    start = sorted((ROOT / "sim" / "population").glob("*.py"))
    stray = []
    for entry in ENTRIES:
        modules = [ROOT / word for word in entry.words if "/" in word]
        text = "".join(path.read_text(encoding="utf-8") for path in [*modules, *start])
        used = [word for word in entry.words if word in PARAMETERS]
        stray += [(entry.number, word) for word in used if modules and not is_read(word, text)]
    assert stray == []


def test_whatever_cites_an_article_has_an_entry_of_that_article() -> None:
    named = {
        (word, article)
        for entry in ENTRIES
        for word in [*entry.words, *CODE.findall(entry.left_out)]
        for article in entry.articles
    }
    sources = {name: parameter.source for name, parameter in PARAMETERS.items()}
    sources |= {name: policy.source for name, policy in POLICIES.items() if policy.source != "own"}
    cited = {(name, s) for name, source in sources.items() for s in re.findall(r"\bS\d\b", source)}
    assert sorted(cited - named) == []


def test_every_policy_has_an_entry() -> None:
    named = {word for entry in ENTRIES for word in entry.words}
    cited = [name for name, policy in POLICIES.items() if policy.source != "own"]
    assert [name for name in cited if name not in named] == []


def test_names_that_are_not_there_are_found() -> None:
    text = (
        "**1 A rule** (S1 S2). Text.\n\n* *Carried by* `sim/draws.py`, `sim/nowhere.py`;\n"
        "  `Process`, `no_such_rate`, `leave_per_year`.\n* *Checked by* [a] `test_gone`\n"
        "  `test_entries_are_numbered_and_whole`.\n* *How, what is left out*: all.\n"
    )
    (entry,) = entries(text)
    assert (entry.number, entry.articles, entry.left_out) == (1, ("S1", "S2"), ": all.")
    assert unknown(entry) == ["sim/nowhere.py", "no_such_rate"]
    assert missing_tests(entry, {"a": "tests/test_sources.py"}) == ["a test_gone"]
