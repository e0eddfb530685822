"""The pages of the app in a real Chromium, and everything about them that should not be."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

from sim.fonts import known
from tests import patience
from tests.chromium import chromium, new_page

CONTRAST = """() => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const f = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = c => {
    return 0.2126 * f(c[0]) + 0.7152 * f(c[1]) + 0.0722 * f(c[2]); };
  const behind = e => { for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0.95) return c; } return [255, 255, 255]; };
  const poor = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, text = walk.currentNode.textContent.trim();
    if (!text || !e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
    if (e.closest('script, style, [disabled], .disabled, .q-icon, .notranslate')) continue;
    const a = light(rgb(getComputedStyle(e).color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large = parseFloat(getComputedStyle(e).fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5)) poor.push(ratio.toFixed(2) + ' ' + text.slice(0, 60));
  }
  return poor;
}"""
"""JavaScript that returns the texts whose contrast is below what WCAG asks for at level AA."""


AT_REST = """async () => {
  const ends = each => each.effect && each.effect.getComputedTiming().endTime !== Infinity;
  for (let left = 9; left; left--) {
    const moving = document.getAnimations().filter(
      each => ends(each) && each.playState === 'running');
    if (!moving.length) return;
    await Promise.allSettled(moving.map(each => each.finished));
  }
}"""
"""JavaScript that waits until nothing moves any more, but for what moves without end."""


@dataclass
class Watched:
    """A page, and everything about it that should not be."""

    page: Page
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def requested(self, request: Request) -> None:
        """Note a request to another host."""
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.foreign.append(request.url)

    def told(self, message: ConsoleMessage) -> None:
        """Note an error in the console."""
        if message.type == "error":
            self.errors.append(message.text)

    def missing_glyphs(self) -> set[str]:
        """Return the Chinese characters of the page that the shipped font does not have."""
        self.page.evaluate("document.fonts.ready")
        text = self.page.inner_text("#content")
        if any(ord(sign) > 0x2E7F for sign in text):
            assert self.page.evaluate("document.fonts.check('16px AppCJK', '组织')")
        return {sign for sign in text if ord(sign) > 0x2E7F} - known()

    def faint(self) -> list[str]:
        """Return texts that are hard to read."""
        found: list[str] = self.page.evaluate(CONTRAST)
        return found

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def check(self) -> None:
        """Fail where anything is wrong with the page once it stands.

        While something moves in, its colours and its place are not yet its own.
        """
        end = time.monotonic() + patience.SECONDS
        while (bad := self.wrong()) and time.monotonic() < end:
            self.page.wait_for_timeout(200)
        assert bad == []
        assert self.foreign == []
        assert self.errors == []

    def wrong(self) -> list[str]:
        """Return what cannot be read on the page as it is now, or does not fit on it."""
        self.page.evaluate(AT_REST)
        found = [*sorted(self.missing_glyphs()), *self.faint()]
        wider = self.overflow()
        return [*found, f"{wider} pixels too wide"] if wider > 0 else found


@contextmanager
def browsing(address: str, *, width: int = 1280, height: int = 900) -> Iterator[Watched]:
    """Open an address in a window of its own."""
    with chromium() as browser:
        page = new_page(browser, viewport={"width": width, "height": height})
        watched = Watched(page)
        page.on("request", watched.requested)
        page.on("console", watched.told)
        page.on("pageerror", lambda error: watched.errors.append(str(error)))
        page.goto(address)
        yield watched
