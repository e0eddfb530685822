"""axe-core finds nothing serious on either page, in either language, at two widths."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from sim.locale import gettext as said
from sim.locale import in_language
from tests import patience
from tests.app.browsing import AT_REST, browsing
from tests.app.planner.test_browser import small, upload
from tests.app.serving import Served, serving
from tests.chromium import press

pytestmark = pytest.mark.slow

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("server")) as found:
        yield found


def serious(page: Page) -> list[str]:
    """Return what axe finds serious or critical, once nothing moves any more.

    The window is made as tall as what it shows: what is scrolled out of a pane has nothing behind
    it for axe, which then holds a white label of a button against the light page.
    """
    before = page.viewport_size
    assert before is not None
    tall = "Math.max(...[...document.querySelectorAll('html, .fg-pane')].map(e => e.scrollHeight))"
    page.set_viewport_size({**before, "height": 200 + int(page.evaluate(tall))})
    page.wait_for_timeout(500)
    page.evaluate(AT_REST)
    page.evaluate(AXE)
    found: list[str] = page.evaluate(
        """async () => {
          const run = await axe.run(document, {resultTypes: ['violations']});
          return run.violations.filter(v => ['serious', 'critical'].includes(v.impact))
            .flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 200)}`));
        }"""
    )
    page.set_viewport_size(before)
    return found


def clean(page: Page) -> None:
    """Fail where axe finds something once the page stands: what comes late may move at first."""
    end = time.monotonic() + patience.SECONDS
    while (found := serious(page)) and time.monotonic() < end:
        page.wait_for_timeout(500)
    assert found == []


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh", 390)])
def test_nothing_serious(language: str, width: int, served: Served, tmp_path: Path) -> None:
    with browsing(f"{served.address}?lang={language}", width=width) as watched:
        page = watched.page
        page.locator("#start").wait_for()
        page.wait_for_timeout(1000)
        clean(page)
        registry = tmp_path / "list.csv"
        registry.write_text("名称,街道,类别,党员\n甲,东,社会团体,4\n", encoding="utf-8")
        upload(watched, registry)
        page.locator("#mapping").wait_for()
        page.wait_for_timeout(1000)
        clean(page)
        press(page.locator("#mapping button.q-btn--flat").first)
        page.locator("#start").wait_for()
        upload(watched, small(tmp_path))
        page.locator("#results table").first.wait_for()
        with in_language(language):
            expect(page.locator("#run")).to_contain_text(said("Done."))
        page.wait_for_timeout(2000)
        clean(page)
        press(page.locator("#place .q-expansion-item .q-item").first)
        page.wait_for_timeout(1000)
        clean(page)
        press(page.locator("#add-0"), "Enter")
        page.locator(".fg-pick").first.wait_for()
        page.wait_for_timeout(1500)
        clean(page)
        page.keyboard.press("Escape")
        expect(page.locator(".fg-dialog")).to_have_count(0)
        press(page.locator("#change-0-0"), "Enter")
        page.locator(".fg-form-foot").wait_for()
        page.wait_for_timeout(2000)
        clean(page)
        page.goto(f"{served.address}classroom?lang={language}")
        page.get_by_role("slider").first.wait_for()
        page.wait_for_timeout(1500)
        clean(page)
