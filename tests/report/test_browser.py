"""The page in Chromium: it asks nobody for anything, and the brief prints on one sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import sim
from sim.report import report
from sim.results.run import run
from tests.chromium import chromium, new_page
from tests.report.conftest import Pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with chromium() as started:
        yield started


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("brief", [False, True])
def test_no_request_no_error_nothing_cut(
    browser: Browser, pages: Pages, tmp_path: Path, lang: str, brief: bool, width: int
) -> None:
    path = tmp_path / "report.html"
    path.write_text(pages[lang, brief], encoding="utf-8")
    asked: list[str] = []
    said: list[Any] = []
    page = new_page(browser, viewport={"width": width, "height": 900})
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(error))
    page.goto(path.as_uri())
    assert [url for url in asked if not url.startswith(("data:", path.as_uri()))] == []
    assert said == []
    assert page.title() and page.evaluate("document.documentElement.lang") in ("en", "zh-CN")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if lang == "zh":
        assert page.evaluate("document.fonts.check('16px Report', '方案')")
    page.close()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_brief_prints_on_one_sheet_and_folds_open(
    browser: Browser, pages: Pages, tmp_path: Path, lang: str
) -> None:
    counts = []
    for brief in (True, False):
        path = tmp_path / "report.html"
        path.write_text(pages[lang, brief], encoding="utf-8")
        page = new_page(browser)
        page.goto(path.as_uri())
        data = page.pdf(prefer_css_page_size=True)
        counts.append(len(re.findall(rb"/Type\s*/Page\b", data)))
        page.close()
    assert counts[0] == 1
    assert counts[1] > 6


@pytest.mark.parametrize("name", ["linze", "hangzhou_cost_consultants"])
def test_the_brief_of_a_shipped_place_as_shipped_fits_one_sheet(
    browser: Browser, tmp_path: Path, name: str
) -> None:
    results = run(sim.load(name), out=tmp_path / "run")  # The more replicates the more is said.
    for lang in ("en", "zh"):
        path = tmp_path / "brief.html"
        path.write_text(report(results, lang=lang, brief=True), encoding="utf-8")
        page = new_page(browser)
        page.goto(path.as_uri())
        data = page.pdf(prefer_css_page_size=True)
        page.close()
        assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1, lang
