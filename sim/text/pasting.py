"""Commands that a reader pastes into a terminal of any system."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence


def pasted(words: Sequence[str]) -> str:
    """Return words as one line; what holds spaces is quoted as every terminal reads it."""
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    # Signs that no terminal reads as its own; letters of any script among them.
    if re.fullmatch(r"[\w@%+=:,./-]+", word):
        return word
    # Windows knows no single quotes; within double ones only these mean something elsewhere.
    return shlex.quote(word) if re.search(r'["$`!]|\\$', word) else f'"{word}"'
