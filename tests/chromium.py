"""The system's own Chromium, for tests that open pages: nothing is downloaded.

Where there is none the tests are skipped on a developer's machine and fail where ``CI`` is set.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect, sync_playwright

from tests import patience

expect.set_options(timeout=1000 * patience.SECONDS)

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

LISTEN = """element => {
  const before = window.awaited;
  [window.awaited, window.pressed] = [element, false];
  if (before) return;
  const hear = event => { if (window.awaited.contains(event.target)) window.pressed = true; };
  document.addEventListener('click', hear, {capture: true});
}"""
"""JavaScript that notes whether the next click arrives at an element."""


def program() -> str:
    """Return the browser of this machine."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        reason = "no Chromium on this machine (Debian: apt install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium without a window, and end it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program(), args=[*ARGUMENTS], timeout=1000 * patience.SECONDS
        )
        yield browser
        browser.close()


def new_page(browser: Browser, **options: Any) -> Page:
    """Return a new page, in a window of its own, that waits as long as tests do."""
    context = browser.new_context(**options)
    context.set_default_timeout(1000 * patience.SECONDS)  # Also of the pages that it opens itself.
    return context.new_page()


def press(target: Locator, key: str = "") -> None:
    """Click on something, or press a key on it that clicks; again where the page moved meanwhile.

    Between press and release the browser takes neither place for clicked then, and a key goes to
    the page where what had the focus was drawn anew. A person does it again.
    """
    for _attempt in range(10):
        found = target.element_handle()
        found.evaluate(LISTEN)
        try:
            if key:
                found.press(key)
            else:
                found.click()
        except Error as error:
            if "not attached" not in str(error):
                raise
            continue  # It was drawn anew: the next one is clicked.
        if target.page.evaluate("window.pressed !== false"):
            return
    raise AssertionError(f"the page moves under each click on {target}")
