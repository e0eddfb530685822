"""The guides to the pages name buttons and headings as the pages show them, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from sim.app.classroom.lesson import lessons
from sim.state.codes import Strategy
from tests.guards.source import ROOT
from tools import catalogue

GUIDES = ("app", "classroom", "replay")
SAID = ("sim/app/", "sim/replay/", "sim/present/", "sim/results/people.py")
"""Where the texts of the pages stand."""
QUOTED = {"en": re.compile(r"(?<!\*)\*([A-Z][^*]+)\*(?!\*)"), "zh": re.compile(r"“([^”]+)”")}
"""How a guide marks what a page shows: italics that begin with a capital, or quotation marks."""


def shown(language: str) -> Iterator[str]:
    """Yield the texts of the pages as patterns: what stands in braces may be anything."""
    for message in catalogue.read():
        if any(place.startswith(SAID) for place, _line in message.locations):
            text: Any = message.id if language == "en" else message.string
            yield text if isinstance(text, str) else text[0]
    for entry in lessons():
        yield from (entry.title[language], entry.question[language])
    yield from (code.label[language] for code in Strategy)


def missing(page: str, language: str) -> list[str]:
    """Return what a guide quotes and no page shows."""
    patterns = [
        re.compile(re.sub(r"\\\{[^{}]*\\\}", ".+", re.escape(text.strip(".。"))))
        for text in shown(language)
        if len(re.findall(r"[^\W_]", re.sub(r"\{[^{}]*\}", "", text))) > 1
    ]
    quoted = {" ".join(found.split()).strip(".。") for found in QUOTED[language].findall(page)}
    return sorted(
        text for text in quoted if not any(pattern.fullmatch(text) for pattern in patterns)
    )


@pytest.mark.parametrize("language", QUOTED)
@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_names_what_the_page_shows(guide: str, language: str) -> None:
    ending = "md" if language == "en" else "zh.md"
    page = (ROOT / "docs" / f"{guide}.{ending}").read_text(encoding="utf-8")
    assert missing(page, language) == []


def test_a_name_that_no_page_shows_is_found() -> None:
    assert missing("Press *Run* or *Make coffee*, **Bold**.", "en") == ["Make coffee"]
    assert missing("点“运行”或“煮咖啡”。", "zh") == ["煮咖啡"]
