"""docs/sources.md: what it names is there, its figures are counted, all that cites it is on it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass, fields
from functools import cache

import pytest

from sim.measures.catalogue import MEASURES
from sim.parameters import PARAMETERS
from sim.plan.shipped import shipped_names
from sim.policies import POLICIES
from sim.scenario.schema_places import Organizations
from sim.text.vocabulary import COLUMNS
from tests.guards.source import ROOT, read

PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
ARTICLES = tuple(f"S{number}" for number in range(1, 10))
HEAD = re.compile(r"^\*\*(\d+) ([^*]+)\*\* \(((?:S\d ?)+)\)\. ", re.MULTILINE)
FILE = re.compile(r"^\[(\w+)\]: \.\./(tests/\S+\.py)$", re.MULTILINE)
LABELS = ("Carried by", "Checked by", "How, what is left out")
CODE = re.compile(r"`([^`]+)`")
SECTION = re.compile(r"^### (S\d) .+$", re.MULTILINE)
ROW = re.compile(r"^\| (\d+\.\d+[a-z]?) \| (.+) \|$", re.MULTILINE)
KINDS = {"rule", "mechanism", "instrument", "figure"}
TESTED, STANDS, LEFT_OUT = HOW = ("tested", "stands for it", "left out")


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


@dataclass(frozen=True)
class Row:
    """One rule, mechanism, instrument or figure in a sentence of an article."""

    article: str
    number: str
    says: str
    names: str
    how: str
    carried: str
    test: str
    entries: tuple[int, ...]

    @property
    def place(self) -> tuple[int, int, str]:
        """Paragraph, sentence and letter."""
        paragraph, sentence, letter = re.findall(r"(\d+)\.(\d+)(\w?)", self.number)[0]
        return int(paragraph), int(sentence), letter


def rows(text: str) -> list[Row]:
    """Return the rows of a page's tables of sentences, article by article."""
    parts = SECTION.split(text.partition("## Entries")[0])
    found = []
    for article, body in zip(parts[1::2], parts[2::2], strict=True):
        for number, rest in ROW.findall(body):
            says, names, how, carried, test, refers = rest.split(" | ")
            numbers = tuple(int(entry) for entry in refers.split())
            found.append(Row(article, number, says, names, how, carried, test, numbers))
    return found


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
ROWS = rows(PAGE)


@cache
def functions(path: str) -> set[str]:
    """Return the names of a file's test functions."""
    tree = read(ROOT / path).tree
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@cache
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


NAMES = {
    *PARAMETERS, *POLICIES, *MEASURES, *shipped_names(), *COLUMNS.values(),
    *Organizations.model_fields,
    *(f"{name}.{field.name}" for name, policy in POLICIES.items() for field in fields(policy)),
}  # fmt: skip
"""What may carry a sentence besides modules and what they define."""


def unknown(words: list[str]) -> list[str]:
    """Return what is said to carry an entry or a row and is not there."""
    modules = [word for word in words if "/" in word]
    missing = [path for path in modules if not (ROOT / path).is_file()]
    names = set(NAMES)
    for path in modules:
        if path not in missing:
            names |= top_names(path)
    return missing + [word for word in words if "/" not in word and word not in names]


def missing_tests(checked: str, files: dict[str, str]) -> list[str]:
    """Return the tests that an entry or a row names and that their files do not hold."""
    found = []
    for label, rest in re.findall(r"\[(\w+)\]([^\[]*)", checked):
        names = CODE.findall(rest)
        there = functions(files[label]) if label in files else set()
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
    row = re.search(rf"^\| {article} \| [^|]+ \| ([\d |]+) \| ([\d ]+) \|$", PAGE, re.MULTILINE)
    assert row is not None
    how = Counter(row.how for row in ROWS if row.article == article)
    assert [int(number) for number in row[1].split(" | ")] == [
        how.total(),
        *map(how.get, HOW, [0] * 3),
    ]
    numbers = [entry.number for entry in ENTRIES if article in entry.articles]
    assert numbers
    assert [int(number) for number in row[2].split()] == numbers


def test_the_figures_at_the_head_are_counted() -> None:
    how = Counter(row.how for row in ROWS)
    carried = how[TESTED] + how[STANDS]
    head = PAGE.partition("\n## ")[0]
    bold = [int(number) for number in re.findall(r"\*\*(\d+)\*\*", head)]
    assert bold == [how.total(), carried, how[TESTED], how[STANDS], how[LEFT_OUT]]
    assert f"({100 * carried / how.total():.1f} %)" in head
    assert f"| | all | {how.total()} | {' | '.join(str(how[word]) for word in HOW)} | |" in head


def test_what_the_articles_name_is_carried() -> None:
    """At least 95 in 100, and seven in ten by something of their own."""
    how = Counter(row.how for row in ROWS)
    assert how[TESTED] + how[STANDS] >= 0.95 * how.total()
    assert how[TESTED] >= 0.7 * how.total()


def test_every_line_of_a_table_of_sentences_is_a_row() -> None:
    tables = PAGE.partition("## Sentence by sentence")[2].partition("## Entries")[0]
    lines = [line for line in tables.splitlines() if line.startswith("|")]
    assert len(ROWS) == len(lines) - 2 * len(ARTICLES)
    assert tuple(SECTION.findall(tables)) == ARTICLES


@pytest.mark.parametrize("article", ARTICLES)
def test_rows_stand_in_the_order_of_the_text(article: str) -> None:
    places = [row.place for row in ROWS if row.article == article]
    assert places == sorted(set(places))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.article} {row.number}")
def test_a_row_is_whole_and_what_it_names_is_there(row: Row) -> None:
    assert row.names in KINDS
    assert row.how in HOW
    words = CODE.findall(row.carried)
    assert unknown(words) == []
    if row.how == LEFT_OUT:
        assert row.test == "–"
        assert words == []
        assert len(row.carried.split()) > 5, "a reason"
    else:
        assert words
        assert len(CODE.findall(row.test)) == 1
        assert missing_tests(row.test, dict(FILE.findall(PAGE))) == []


def test_entries_and_rows_name_the_same_articles() -> None:
    of_rows = {
        entry.number: tuple(
            s for s in ARTICLES if any(entry.number in r.entries for r in ROWS if r.article == s)
        )
        for entry in ENTRIES
    }
    assert of_rows == {entry.number: entry.articles for entry in ENTRIES}
    assert {number for row in ROWS for number in row.entries} <= of_rows.keys()
    assert all(row.entries for row in ROWS)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.number))
def test_what_carries_an_entry_is_there(entry: Entry) -> None:
    assert unknown(entry.words) == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.number))
def test_what_checks_an_entry_is_there(entry: Entry) -> None:
    assert missing_tests(entry.checked, dict(FILE.findall(PAGE))) == []


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


def test_a_policy_cites_every_article_that_names_it_as_an_instrument() -> None:
    missing = [
        (row.article, row.number, word)
        for row in ROWS
        if row.names == "instrument"
        for word in CODE.findall(row.carried)
        if (policy := POLICIES.get(word.partition(".")[0]))
        and row.article not in policy.source.partition(";")[0].split()
    ]
    assert missing == []


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
    assert unknown(entry.words) == ["sim/nowhere.py", "no_such_rate"]
    assert missing_tests(entry.checked, {"a": "tests/test_sources.py"}) == ["a test_gone"]
    assert missing_tests(entry.checked, {}) == [
        "a test_gone",
        "a test_entries_are_numbered_and_whole",
    ]
    assert unknown(["dispatch_liaisons.batch", "site", "dispatch_liaisons.gone"]) == [
        "dispatch_liaisons.gone"
    ]


def test_rows_are_read() -> None:
    line = "| 4.2a | Says | rule | tested | `x` | [a] `b` | 1 2 |"
    (row,) = rows(f"### S1 A\n\n| no. | a |\n|---|---|\n{line}\n## Entries\n### B\n| 1.1 | z |\n")
    assert row == Row("S1", "4.2a", "Says", "rule", "tested", "`x`", "[a] `b`", (1, 2))
    assert row.place == (4, 2, "a")
