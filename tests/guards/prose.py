"""What texts must not say, and how long their sentences may be.

English that people read: pages, messages, titles and notes of scenarios, docstrings. Every rule is
a word or a phrase with what to write in its place; a sentence has at most ``LONGEST`` words.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from typing import Final

from tests.guards.source import Module

LONGEST: Final = 30
"""Words of a sentence. Aim at 25."""

_FENCE = re.compile(r"^ *(```|~~~).*?^ *\1[ \t]*$", re.M | re.S)
_HIDDEN = re.compile(r"<!--.*?-->|\$\$.*?\$\$|</?[a-zA-Z][^>\n]*>|^\[[\w-]+\]: .*?$", re.S | re.M)
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\](?:\([^)]*\)|\[[^\]]*\])")
_CODE = re.compile(r"``.+?``|`[^`]+`|\$[^$\n]+\$", re.S)
_STARTS = re.compile(r"^\s*(?:[-*+•]|\d+[.)]|#+|>|!!!|\?\?\?|===)\s+(?:\w+ (?=\"))?")
_ENDS = re.compile(r"(?<=[.!?])[\"”’')\]*_]*\s+(?=[\"“‘'(\[*_]*[A-Z0-9§{%])|\s·\s")
_SHORT = re.compile(r"\b(e\.g|i\.e|cf|vs|approx|pp|al|fig|eq)\.(?=\s)", re.I)
_WORD = re.compile(r"[^\W_]")
_LETTER = re.compile(r"[^\W\d_]")
_FORMULA = re.compile(r"[=≥≤<>⌊×√Σ]|u\(|\bCode\b|lineage\(")
_PLACEHOLDER = re.compile(r"\{\w*\}")


def prose(page: str) -> Iterator[str]:
    """Yield the paragraphs, list items, headings and cells of a Markdown page, without code."""
    # A formula or a name in code is one word of its sentence.
    bare = _HIDDEN.sub("", _FENCE.sub("\n\n", page))
    bare = _CODE.sub("Code", _LINK.sub(r"\1", bare))
    yield from (block for block in _blocks(bare) if _LETTER.search(block))


def _blocks(bare: str) -> Iterator[str]:
    block: list[str] = []
    for line in [*bare.splitlines(), ""]:
        cells = line.strip().startswith("|")
        if cells or not line.strip() or _STARTS.match(line):
            if block:
                yield " ".join(block)
            block = []
        if cells:
            yield from filter(None, (cell.strip() for cell in re.split(r"(?<!\\)\|", line)))
        elif line.strip():
            block.append(_STARTS.sub("", line).strip())


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    text = _SHORT.sub(r"\1", " ".join(text.split()))
    return [part for part in _ENDS.split(text) if part]


def words(sentence: str) -> int:
    """Return how many words a sentence has; a number, a name in code and a placeholder are one."""
    return sum(1 for word in sentence.split() if _WORD.search(word))


def too_long(text: str, *, rules: bool = False) -> list[str]:
    """Return the sentences of a paragraph that have too many words.

    On a page of ``rules`` a semicolon ends a clause that counts by itself, and a clause that is a
    formula doesn't count.
    """
    found = sentences(text)
    if rules:
        clauses = (clause for sentence in found for clause in re.split(r";\s", sentence))
        found = [clause for clause in clauses if not _FORMULA.search(clause)]
    return [sentence for sentence in found if words(sentence) > LONGEST]


REFUSED: Final[dict[str, str]] = {
    r"\btold\b": "a verb that says what happens (known, said, distinguished)",
    r"\btells? of\b": "says",
    r"\bso (much|many)\b(?! (that|as)\b)": "an amount, a number, or its name",
    r"\bsharing out\b": "splitting",
    r"\bluck\b": "chance",
    r"\bwhat (comes|came|has come) of\b": "results",
    r"\bby whom\b": "who does it",
    r"\b(hang|hangs|hung|hanging) on\b": "depends on",
    r"\bfresh (replicate|world|draw|figure)s?\b": "new",
    r"\bthe rest is equal\b": "Ties count for neither",
    r"\bif the (defaults|parameters) (were|are) true\b": "with all parameters at their defaults",
    r"\bholds? [\w ]+ back most\b": "the main reason",
    r"\bsimulated courses?\b": "replicate",
    r"\bnought\b": "zero",
    r"^\W*alone\W*$|\*\*alone\*\*": "first-order (an index), by itself (a policy)",
}
"""Phrases that no text has, as patterns, and what to write in their place."""

REPLICATE: Final = r"\bworlds?\b"
"""A replicate, wherever planners read. Texts of the engine mean more by it (place × alternative ×
replicate × parameter set), and the classroom shows two towns."""


def refused(text: str, *, also: str = "") -> list[str]:
    """Return the phrases of a text that are not to be written, each with what to write instead."""
    found = []
    text = _PLACEHOLDER.sub("{}", text)
    for pattern, better in [*REFUSED.items(), *([(also, "replicate")] if also else [])]:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            found.append(f"“{match.group()}” (better: {better})")
    return found


def remarks(module: Module) -> Iterator[tuple[int, str]]:
    """Yield lines and texts of all that documents code: of functions, classes and values alike."""
    for node in ast.walk(module.tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                # What is indented in it is code, or a list of files.
                yield node.lineno, re.sub(r"(?m)^ {4,}.*$", "", inspect.cleandoc(text))
