"""Golden messages: every file of ``data/mistakes`` with what is said about it in both languages.

``python -m tests.scenario.golden`` writes them anew; read the difference before it is committed.
"""

from __future__ import annotations

from pathlib import Path

from sim.locale import LANGUAGES, in_language
from sim.scenario import load
from sim.text.problems import ScenarioError

DATA = Path(__file__).parent / "data"
MISTAKES = DATA / "mistakes"


def cases() -> list[Path]:
    """Return the files with mistakes in them."""
    return sorted(MISTAKES.glob("*.toml"))


def said(path: Path, language: str) -> str:
    """Return what is said about a file; an empty text where nothing is wrong."""
    with in_language(language):
        try:
            load(path)
        except ScenarioError as error:
            return f"{error}\n"
    return ""


def golden(path: Path, language: str) -> Path:
    """Return the file with the messages about a file."""
    return path.with_suffix(f".{language}.txt")


def write() -> None:
    """Write every golden file."""
    for path in cases():
        for language in LANGUAGES:
            text = said(path, language)
            golden(path, language).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
