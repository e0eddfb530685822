"""English that people read: no refused phrases, no sentence that must be read twice."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from sim.locale import in_language
from sim.text.problems import width
from tests.examples import LONGEST, WIDEST, examples
from tests.examples import pages as pages_with_examples
from tests.guards import prose
from tests.guards.source import ROOT, modules, own_files
from tools.catalogue import read
from tools.site import PAGES

RULES = frozenset(("draws.md", "draws-population.md", "odd.md", "reference/measures.md"))
"""Pages that state the model rule by rule, and measures as numerator and denominator."""
ENGINE = RULES | {
    "CHANGELOG.md", "CONTRIBUTING.md", "calibration.md", "mesa.md", "model.md", "patterns.md",
    "performance.md", "python.md", "sources.md", "validation.md",
}  # fmt: skip
"""Pages that may say *world*: it is the engine's word, and means more than a replicate."""

BIBLIOGRAPHY = "literature.md"

PHRASES = [
    "The system's unless told.",
    "A results folder is told of as it is.",
    "S5 tells of two fears.",
    "Find the best mix for so much money.",
    "What comes of it is shown.",
    "An outcome hangs on it.",
    "Winners come from fresh replicates.",
    "Where two don't add up, the rest is equal.",
    "What that does is luck.",
    "Say by whom.",
    "In 161 if the defaults were true.",
    "The share when sharing out, the band at nought.",
    "alone",
    "What holds uncovered organizations back most.",
    "In 153 of 200 simulated courses.",
]
"""What each refused phrase is tried on."""

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def pages() -> Iterator[tuple[str, str]]:
    """Yield the English pages of the project, and those that are made from the program."""
    for path in own_files():
        if path.suffix == ".md" and not path.name.endswith((".zh.md", BIBLIOGRAPHY)):
            text = path.read_text(encoding="utf-8")
            yield path.name, newest(text) if path.name == "CHANGELOG.md" else text
    for path in sorted((ROOT / "docs" / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                yield path.name, "".join(cell["source"])
    with in_language("en"):
        for name, write in PAGES.items():
            if name != "python":
                yield f"reference/{name}.md", write()


def newest(changelog: str) -> str:
    """Return the newest entries: what is older stays as it was published."""
    return "\n### ".join(changelog.split("\n### ")[:2])


def messages() -> Iterator[tuple[str, str]]:
    """Yield the messages of the catalogue, with the files that have them."""
    for message in read():
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            yield "message", text.replace("\b", "")


def scenario_texts() -> Iterator[tuple[str, str]]:
    """Yield titles and notes of the shipped scenarios and studies."""

    def texts(value: Any, key: str) -> Iterator[str]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from texts(inner, key if name == "en" else name)
        elif isinstance(value, list):
            for inner in value:
                yield from texts(inner, key)
        elif isinstance(value, str) and key in ("title", "note", "notes", "question"):
            yield value

    for folder in ("scenarios", "experiments"):
        for path in sorted((ROOT / folder).rglob("*.toml")):
            for text in texts(tomllib.loads(path.read_text(encoding="utf-8")), ""):
                if not CHINESE.search(text):
                    yield path.name, text


def findings(name: str, text: str) -> list[str]:
    """Return what a text must not say, and its sentences that are too long."""
    also = prose.REPLICATE if (name not in ENGINE and "." in name) or name == "message" else ""
    found = []
    for block in prose.prose(text):
        found += [f"{name}: {one}: {block[:80]}" for one in prose.refused(block, also=also)]
        for sentence in prose.too_long(block, rules=name in RULES):
            found.append(f"{name}: {prose.words(sentence)} words: {sentence}")
    return found


@pytest.mark.parametrize("texts", [pages, messages, scenario_texts])
def test_texts_read_at_once(texts: Any) -> None:
    every = list(texts())
    assert len(every) > 20
    assert [one for name, text in every for one in findings(name, text)] == []


def test_what_documents_code_reads_at_once() -> None:
    found = [
        f"{module.name}:{line}: {one}"
        for module in modules("sim", "tools")
        for line, text in prose.remarks(module)
        for block in prose.prose(text)
        for one in (*prose.refused(block), *prose.too_long(block))
    ]
    assert found == []


@pytest.mark.parametrize("text", PHRASES)
def test_refused_phrases_are_found(text: str) -> None:
    assert prose.refused(text)


def test_what_is_right_passes() -> None:
    text = "In 153 of 200 replicates. A branch of its own {luck} stands alone beside the world."
    assert prose.refused(text) == []
    assert prose.refused(text, also=prose.REPLICATE) == ["“world” (better: replicate)"]


def test_every_refused_phrase_is_tried() -> None:
    for pattern in prose.REFUSED:
        assert any(re.search(pattern, text, re.IGNORECASE) for text in PHRASES), pattern


def test_long_sentences_are_found_wherever_they_stand() -> None:
    long, short = f"A {'word ' * 29}end.", f"A {'word ' * 28}end."
    page = f"# {short}\n\n* Item. {long}\n  {short}\n\n| cell | {long} |\n\n```\n{long}\n```\n"
    found = [one for block in prose.prose(page) for one in prose.too_long(block)]
    assert found == [long] * 2
    assert prose.too_long("`a b c` " * 31) and not prose.too_long(f"e.g. {'word ' * 28} end")
    clauses = "word " * 20 + "; " + "word " * 20
    assert prose.too_long(clauses) and not prose.too_long(clauses, rules=True)
    assert prose.too_long(long, rules=True) and not prose.too_long(f"x = {long}", rules=True)


@pytest.mark.parametrize("path", pages_with_examples(), ids=lambda path: path.name)
def test_outputs_of_a_page_are_short(path: Any) -> None:
    for example in examples(path.read_text(encoding="utf-8")):
        if example.kind in ("output", "refused"):
            lines = example.body.splitlines()
            assert len(lines) <= LONGEST, f"{example.about}: show some of its lines"
            assert max(map(width, lines), default=0) <= WIDEST, example.about
