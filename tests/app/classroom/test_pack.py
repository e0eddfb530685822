"""The lesson pack: opens from disk, asks for nothing, prints, and says what the screen says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from sim.app.classroom import pack
from sim.app.classroom.figures import tally
from sim.app.classroom.lesson import ORDER, lessons
from sim.errors import InputError
from sim.locale import LANGUAGES, in_language
from tests.chromium import chromium, new_page

TOWN = dict.fromkeys(LANGUAGES, "<!doctype html><title>a town</title>")


@pytest.fixture(scope="module")
def played() -> dict[str, pack.Played]:
    """Every lesson, with its stage as its steps leave it."""
    return {entry.id: pack._played(entry) for entry in lessons()}


@pytest.fixture
def quick(played: dict[str, pack.Played]) -> Iterator[None]:
    """Play each lesson once, without its town, which the replay's own tests look at."""
    with (
        mock.patch.object(pack, "_town", lambda _played: TOWN),
        mock.patch.object(pack, "_played", lambda entry: played[entry.id]),
    ):
        yield


@pytest.fixture
def folder(quick: None, tmp_path: Path) -> Path:
    pack.pack(tmp_path)
    return tmp_path


def test_every_link_leads_to_a_file_of_the_pack(folder: Path) -> None:
    for page in folder.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"https?://(?!www\.w3\.org)", text)
        for link in re.findall(r'href="([^"#]+)', text):
            assert (folder / link).is_file(), (page.name, link)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_are_those_of_the_screen(
    folder: Path, played: dict[str, pack.Played], language: str
) -> None:
    sheets, answers = (
        (folder / f"{name}-{language}.html").read_text(encoding="utf-8")
        for name in (pack.SHEETS, pack.ANSWERS)
    )
    shown = (folder / f"lessons-{language}.html").read_text(encoding="utf-8")
    for entry in lessons():
        with in_language(language):
            told = entry.told(played[entry.id].numbers).replace("'", "&#39;")
        assert entry.seed_word in sheets and entry.seed_word in answers
        assert told in answers
        assert told in shown
        assert told not in sheets
        assert all(claim.text[language] not in sheets for claim in entry.claims)


@pytest.mark.parametrize("language", LANGUAGES)
def test_teachers_are_led_to_the_answers_and_students_are_not(folder: Path, language: str) -> None:
    for name in pack.TITLES:
        text = (folder / f"{name}-{language}.html").read_text(encoding="utf-8")
        assert (f"{pack.ANSWERS}-{language}.html" in text) == (name != pack.SHEETS)
        assert len(re.findall("<h1", text)) == 1


def test_chinese_has_no_space_after_its_marks(folder: Path) -> None:
    for name in pack.TITLES:
        text = (folder / f"{name}-zh.html").read_text(encoding="utf-8")
        seen = re.sub(r"<[^>]+>", "", text.partition("<main>")[2])
        assert re.findall("[。，：；（] [^\n]{0,9}", seen) == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_students_see_where_the_curve_begins_and_when_each_step_does(
    folder: Path, played: dict[str, pack.Played], language: str
) -> None:
    text = (folder / f"{pack.SHEETS}-{language}.html").read_text(encoding="utf-8")
    sheets = dict(re.findall(r'<section id="(\w+)"(.*?)</section>', text, re.DOTALL))
    for entry in lessons():
        (height,) = re.findall(r'<circle cx="44" cy="([\d.]+)"', sheets[entry.id])
        first = played[entry.id].series("right", "reported_coverage")[0]
        assert float(height) == pytest.approx(played[entry.id].up(first))
        numbers = re.findall(r'text-anchor="middle" fill="#52606d">(\d+)<', sheets[entry.id])
        assert list(map(int, numbers)) == [*range(1, len(entry.steps) + 1)]


def test_the_towns_at_the_end_are_those_of_the_stage(
    folder: Path, played: dict[str, pack.Played]
) -> None:
    text = (folder / f"{pack.LESSONS}-en.html").read_text(encoding="utf-8")
    shown = dict(re.findall(r'<section id="(\w+)"(.*?)</section>', text, re.DOTALL))
    for entry in lessons():
        each = played[entry.id]
        _, left, right = shown[entry.id].split("<div><p>The town on the ")
        marks = [
            re.findall(r'href="#(\w+)"', side.partition("</div>")[0]) for side in (left, right)
        ]
        for side, found in zip(("left", "right"), marks, strict=True):
            counts = tally(each.stage.worlds[side])
            assert Counter(found) == {look: n for look, n in counts.items() if n}, entry.id
        wide, high = each.town_size
        for across, down, _look in each.town("left"):
            assert 0 <= across <= wide - 10 and 0 <= down <= high - 10


def test_a_sheet_says_what_differs_between_the_sides(folder: Path) -> None:
    for name in (pack.SHEETS, pack.LESSONS):
        text = (folder / f"{name}-en.html").read_text(encoding="utf-8")
        sheets = dict(re.findall(r'<section id="(\w+)"(.*?)</section>', text, re.DOTALL))
        for entry in lessons():
            assert ("only what is done differs" in sheets[entry.id]) == (not entry.parameters)


def test_a_lesson_without_a_replay_says_so(folder: Path) -> None:
    for language, said in (("en", "no replay of this lesson"), ("zh", "没有逐月回放")):
        text = (folder / f"{pack.LESSONS}-{language}.html").read_text(encoding="utf-8")
        assert text.count(said) == 1
        assert said in text.partition('id="snowball"')[2].partition("</section>")[0]


def test_no_label_of_chinese_ends_in_an_english_colon(folder: Path) -> None:
    for page in folder.glob("*-zh.html"):
        seen = re.sub(r"<[^>]+>|<style.*?</style>", "", page.read_text(encoding="utf-8"))
        assert not re.findall("[\u4e00-\u9fff]: ", seen.partition("<main>")[2] or seen), page.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_shows_the_town_after_the_prediction(folder: Path, language: str) -> None:
    text = (folder / f"plan-{language}.html").read_text(encoding="utf-8")
    links = re.findall(r'<td><a href="([^"]+)"', text)
    assert links[0] == f"worksheets-{language}.html#quota"
    assert links.index(f"town-quota-{language}.html") > links.index(
        f"lessons-{language}.html#quota"
    )
    for link in links:
        name, _, place = link.partition("#")
        target = (folder / name).read_text(encoding="utf-8")
        assert not place or f'id="{place}"' in target, link


def test_a_file_of_other_content_stops_it_before_any_is_written(
    quick: None, tmp_path: Path
) -> None:
    mine = tmp_path / "plan-en.html"
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError):
        pack.pack(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [mine.name]
    assert mine.read_text(encoding="utf-8") == "mine"


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_from_disk_uncovers_and_prints(
    folder: Path, language: str, tmp_path: Path
) -> None:
    with chromium() as browser:
        page = new_page(browser, offline=True, viewport={"width": 390, "height": 800})
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: said.append(message.text))
        for name in pack.TITLES:
            page.goto((folder / f"{name}-{language}.html").as_uri())
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            printed = tmp_path / f"{name}.pdf"
            page.pdf(path=printed, prefer_css_page_size=True)
            assert printed.stat().st_size > 10_000
            pages = len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))
            if name == pack.SHEETS:  # a sheet a page, the first one too
                assert pages == len(ORDER)
            if name == pack.LESSONS:  # the guess on one page, on the next what is under the covers
                assert pages == 2 * len(ORDER)
            if name == pack.PLAN:  # a sheet to hold while teaching
                assert pages == 1
        page.goto((folder / f"{pack.LESSONS}-{language}.html").as_uri())
        assert page.locator("polygon:visible").count() == 0
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("polygon:visible").count() == len(ORDER)
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("polygon:visible").count() == 0
        for cover in page.locator("#quota summary").all():
            cover.click()
        assert page.locator("#quota polygon:visible").count() == 1
        assert said == []
