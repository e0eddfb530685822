"""A planner's way from the place to the report, in a real browser, in both languages."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sim.locale import gettext as said
from sim.locale import in_language
from sim.scenario.loading import find
from tests.app.browsing import Watched, browsing
from tests.app.serving import Served, serving
from tests.chromium import press

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("server")) as found:
        yield found


def small(folder: Path) -> Path:
    """Write the shipped county for two years, with too few replicates for a conclusion."""
    text = find("linze").read_text(encoding="utf-8")
    text = text.replace("years = 10", "years = 2").replace("replicates = 200", "replicates = 12")
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def upload(watched: Watched, *files: Path) -> None:
    watched.page.set_input_files("input[type=file]", [str(file) for file in files])


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh", 390), ("zh", 1280)])
def test_from_the_place_to_the_report(
    language: str, width: int, served: Served, tmp_path: Path
) -> None:
    def button(name: str, *, exact: bool = True) -> None:
        with in_language(language):
            press(page.get_by_role("button", name=said(name), exact=exact).first)

    def taken(name: str) -> Path:
        with page.expect_download() as download:
            button(name, exact=name == "Scenario")
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        return path

    with browsing(f"{served.address}?lang={language}", width=width) as watched:
        page = watched.page
        assert (
            page.evaluate("document.documentElement.lang")
            == {"en": "en-US", "zh": "zh-CN"}[language]
        )
        watched.check()
        upload(watched, small(tmp_path))
        press(page.locator("#add-0"))
        page.locator(".fg-dialog input").fill("grant" if language == "en" else "启动")
        expect(page.locator(".fg-pick:visible")).to_have_count(1)
        page.wait_for_timeout(700)
        watched.check()
        press(page.locator(".fg-pick:visible"))
        page.locator(".fg-form-foot").wait_for()
        page.wait_for_timeout(500)
        watched.check()
        button("Take it over")
        expect(page.locator(".fg-dialog")).to_have_count(0)
        expect(page.locator("#change-0-1")).to_be_focused()
        press(page.locator("#expert .q-expansion-item__container > .q-item").first)
        press(page.locator("#parameters .q-expansion-item__container > .q-item"))
        press(page.locator("#change-staff_mean"))
        page.locator(".fg-dialog input").fill("13")
        watched.check()
        button("Take it over")
        expect(page.locator("#set-staff_mean")).to_be_focused()
        watched.check()
        # Nobody asks for the run: what was changed is simulated as soon as it has settled.
        few = {"en": "too few for a conclusion", "zh": "不足以"}[language]
        expect(page.locator("#results")).to_contain_text(few)
        with in_language(language):
            expect(page.locator("#run")).to_contain_text(said("Done."))
            expect(page.get_by_role("button", name=said("Run"), exact=True)).to_be_disabled()
        page.wait_for_timeout(1500)
        expect(page.locator("#results table").first).to_contain_text("%")
        expect(page.locator("#results canvas")).to_have_count(1)
        expect(page.locator("#behind canvas")).to_have_count(3)
        # A row of the answer chooses its alternative everywhere.
        row = page.locator("#results tr[data-alternative]").last
        chosen = row.get_attribute("data-alternative")
        press(row.locator(".fg-choose"), "Enter")
        expect(page.locator(f'.fg-chosen[data-alternative="{chosen}"]')).to_have_count(2)
        expect(page.locator(".fg-chosen")).to_have_count(2)
        watched.check()
        for name in ("Cost", "Why not", "Assumptions", "Who"):
            with in_language(language):
                press(page.get_by_role("tab", name=said(name)))
            page.wait_for_timeout(700)
            watched.check()
        page.screenshot(path=tmp_path / "results.png", full_page=True)
        assert (tmp_path / "results.png").stat().st_size > 50_000
        press(page.locator("#organizations tbody button").first)
        page.locator(".fg-history li").first.wait_for()
        watched.check()
        page.keyboard.press("Escape")
        expect(page.locator(".fg-dialog")).to_have_count(0)
        report = taken("Report").read_text(encoding="utf-8")
        assert ("临泽" if language == "zh" else "Linze") in report
        file = taken("Download the scenario")
        text = file.read_text(encoding="utf-8")
        assert "startup_grant" in text
        assert "\n[parameters]\nstaff_mean = 13\n" in text
        assert text.startswith("# "), "remarks that nobody changed are kept"
        # A reload comes back to where it was, and another tab starts on its own.
        page.reload()
        page.locator("#results").wait_for()
        other = page.context.new_page()
        other.goto(f"{served.address}?lang={language}")
        other.locator("#start").wait_for()
        assert other.locator("#results").count() == 0
        other.close()
        # The file of the screen opens the same screen.
        page.goto(f"{served.address}?lang={language}")
        upload(watched, file)
        page.locator("#change-0-1").wait_for()
        assert watched.foreign == watched.errors == []


def test_a_tab_that_is_closed_in_the_middle_finds_its_run_again(
    served: Served, tmp_path: Path
) -> None:
    with browsing(f"{served.address}?lang=en") as watched:
        upload(watched, small(tmp_path))
        under_way = re.compile(r"^Starting|replicates$|left$|^Reading|^Done")
        watched.page.locator("#run").get_by_text(under_way).first.wait_for()
        address = watched.page.url
    with browsing(address) as watched:
        watched.page.locator("#results").wait_for()
        assert watched.errors == []


def test_it_is_used_by_keyboard_alone(served: Served, tmp_path: Path) -> None:
    with browsing(f"{served.address}?lang=en") as watched:
        page = watched.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "To the content"
        reached = []
        for _ in range(5):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.textContent.trim()"))
        assert reached[:4] == ["Planner", "Classroom", "English", "中文"]
        assert reached[4].startswith("A county")
        page.keyboard.press("Enter")
        page.locator("#place:focus").wait_for()
        page.locator("#results table").first.wait_for()
        tab_to(page, "#dose-0-0")
        page.keyboard.press("ArrowRight")
        expect(page.locator("#alternatives .fg-amount").first).to_have_text("13")
        expect(page.locator("#dose-0-0")).to_be_focused()
        tab_to(page, "#add-0")
        page.keyboard.press("Enter")
        page.locator(".fg-dialog input:focus").wait_for()
        page.keyboard.type("training")
        expect(page.locator(".fg-pick:visible")).to_have_count(2)
        tab_to(page, ".fg-pick")
        page.keyboard.press("Enter")
        page.locator(".fg-form-foot").wait_for()
        tab_to(page, ".fg-form-foot button")
        page.keyboard.press("Enter")
        expect(page.locator("#change-0-1")).to_be_focused()
        tab_to(page, "#results .fg-choose")
        page.keyboard.press("Enter")
        expect(page.locator("#results .fg-choose").first).to_have_attribute("aria-pressed", "true")
        assert watched.errors == []


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on an element."""
    for _ in range(60):
        if page.evaluate(f"document.activeElement.matches('{selector}')"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector} by keyboard")


def test_a_registry_comes_back_as_a_bundle(served: Served, tmp_path: Path) -> None:
    registry = tmp_path / "名册.csv"
    registry.write_text(
        "名称,街道,类别,从业人员,党员\n甲协会,东街道,社会团体,12,4\n乙学校,西街道,民办非企业单位,9,10\n",
        encoding="utf-8",
    )
    with browsing(f"{served.address}?lang=zh") as watched:
        page = watched.page
        upload(watched, registry)
        # Read as fugai new reads it: more members than staff is said, not refused.
        expect(page.locator("#mapping").get_by_text("多于从业人员")).to_be_visible()
        expect(page.locator("#mapping .fg-columns li")).to_have_count(5)
        watched.check()
        press(page.get_by_role("button", name="换一个文件"))
        page.locator("#start").wait_for()
        registry.write_text(registry.read_text("utf-8").replace("9,10", "9,1"), encoding="utf-8")
        upload(watched, registry)
        page.locator("#mapping").wait_for()
        expect(page.get_by_text("多于从业人员")).to_have_count(0)  # It has been read anew.
        press(page.get_by_role("button", name="使用这份名录"))
        page.locator("#place").wait_for()
        with page.expect_download() as download:
            press(page.get_by_role("button", name="场景", exact=True))
        download.value.save_as(tmp_path / "mine.zip")
        assert set(zipfile.ZipFile(tmp_path / "mine.zip").namelist()) == {
            "名册.toml", "名册_organizations.csv"
        }  # fmt: skip
        watched.check()


def test_fifty_megabytes_are_refused_in_words(served: Served, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(b"0" * 50_000_000)
    with browsing(f"{served.address}?lang=en") as watched:
        upload(watched, large)
        told = "large.csv has 50 MB; at most 20 MB are read"
        expect(watched.page.locator(".fg-error")).to_contain_text(told)
        assert watched.errors == []
