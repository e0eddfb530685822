"""Pages that nobody touches are still: nothing is sent, nothing drawn, no focus is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import patience
from tests.app.browsing import browsing
from tests.app.planner.test_browser import small, upload
from tests.app.serving import Served, serving
from tests.chromium import press

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("server")) as found:
        yield found


def frames(page: Page) -> list[str]:
    """Return a list that fills with what the server sends, pings left out."""
    found: list[str] = []

    def heard(frame: str | bytes) -> None:
        if str(frame).startswith("42"):
            found.append(str(frame))

    page.on("websocket", lambda socket: socket.on("framereceived", heard))
    page.reload()
    return found


def settled(page: Page, sent: list[str], seconds: float = 8.0) -> None:
    """Wait until nothing has been sent for a while: what a busy machine is late with has come."""
    end = time.monotonic() + patience.SECONDS
    while True:
        del sent[:]
        page.wait_for_timeout(1000 * seconds)
        if sent == []:
            return
        assert time.monotonic() < end, sent


def test_a_page_with_results_is_still_and_keeps_the_focus(served: Served, tmp_path: Path) -> None:
    with browsing(f"{served.address}?lang=en") as watched:
        page = watched.page
        sent = frames(page)
        upload(watched, small(tmp_path))
        page.locator("#results table").first.wait_for()
        page.locator("#run").get_by_text("Done.").wait_for()
        press(page.get_by_role("tab", name="Who"))
        settled(page, sent)
        first = page.locator("#organizations tbody button").first
        first.focus()
        page.evaluate("focused = document.activeElement")
        page.wait_for_timeout(10_000)
        assert sent == []
        assert page.evaluate("document.activeElement === focused && focused.isConnected")
        # The English page has no Chinese but the language's name, whose few signs are its own.
        assert not page.evaluate(
            "performance.getEntriesByType('resource').some(e => e.name.endsWith('font.ttf'))"
        )
        # A form that was left gives the focus back, and asks before what was typed is lost.
        press(page.locator("#change-0-0"), "Enter")
        page.locator(".fg-form-body input").first.fill("3")
        page.keyboard.press("Escape")
        press(page.get_by_role("button", name="Go on typing"))
        expect(page.locator(".fg-dialog")).to_have_count(1)
        assert page.locator(".fg-form-body input").first.input_value() == "3"
        page.keyboard.press("Escape")
        press(page.get_by_role("button", name="Discard"))
        page.wait_for_function("document.activeElement.id === 'change-0-0'")
        assert watched.errors == []


def test_the_classroom_is_still_until_it_plays(served: Served) -> None:
    with browsing(f"{served.address}classroom?lang=en") as watched:
        sent = frames(watched.page)
        settled(watched.page, sent)
        watched.page.wait_for_timeout(5000)
        assert sent == []
