"""The lesson pack: opens from disk, asks for nothing, prints, and says what the screen says."""

from __future__ import annotations

import re
from pathlib import Path
from unittest import mock

import pytest

from sim.app.classroom import pack
from sim.app.classroom.lesson import lessons
from sim.errors import InputError
from sim.locale import LANGUAGES, in_language
from tests.chromium import chromium

TOWN = dict.fromkeys(LANGUAGES, "<!doctype html><title>a town</title>")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack without its towns, which the replay's own tests look at."""
    found: Path = tmp_path_factory.mktemp("pack")
    with mock.patch.object(pack, "_town", lambda _played: TOWN):
        pack.pack(found)
    return found


def test_every_link_leads_to_a_file_of_the_pack(folder: Path) -> None:
    for page in folder.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"https?://(?!www\.w3\.org)", text)
        for link in re.findall(r'href="([^"#]+)', text):
            assert (folder / link).is_file(), (page.name, link)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_are_those_of_the_screen(folder: Path, language: str) -> None:
    sheets = (folder / f"worksheets-{language}.html").read_text(encoding="utf-8")
    shown = (folder / f"lessons-{language}.html").read_text(encoding="utf-8")
    for entry in lessons():
        stage = entry.stage()
        for step in range(len(entry.steps)):
            entry.play(stage, step)
        with in_language(language):
            told = entry.told(entry.numbers(stage)).replace("'", "&#39;")
        assert entry.seed_word in sheets
        assert told in sheets
        assert told in shown


def test_a_file_of_other_content_is_not_overwritten(folder: Path) -> None:
    mine = folder / "plan-en.html"
    kept = mine.read_bytes()
    try:
        mine.write_text("mine", encoding="utf-8")
        with mock.patch.object(pack, "_town", lambda _played: TOWN), pytest.raises(InputError):
            pack.pack(folder)
        assert mine.read_text(encoding="utf-8") == "mine"
    finally:
        mine.write_bytes(kept)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_from_disk_uncovers_and_prints(
    folder: Path, language: str, tmp_path: Path
) -> None:
    with chromium() as browser:
        page = browser.new_context(offline=True, viewport={"width": 390, "height": 800}).new_page()
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: said.append(message.text))
        for name in (pack.PLAN, pack.SHEETS, pack.LESSONS):
            page.goto((folder / f"{name}-{language}.html").as_uri())
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            printed = tmp_path / f"{name}.pdf"
            page.pdf(path=printed)
            assert printed.stat().st_size > 10_000
        assert page.locator("polygon:visible").count() == 0
        for cover in page.locator("#quota summary").all():
            cover.click()
        assert page.locator("#quota polygon:visible").count() == 1
        assert said == []
