"""Tests click as people do: again, where the page moved under the click."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from tests.chromium import chromium, new_page, press

pytestmark = pytest.mark.slow

MOVES_ONCE = """<button id=a onclick="clicks++">A</button><script>
let clicks = 0, presses = 0;
const button = document.getElementById('a');
button.addEventListener('pointerdown', () => {
  presses++;
  button.style.marginTop = '200px';
});
</script>"""


def test_a_click_that_the_page_moves_under_is_made_again() -> None:
    with chromium() as browser:
        for click, expected in ((Locator.click, [0, 1]), (press, [1, 2])):
            page = new_page(browser)
            page.set_content(MOVES_ONCE)
            click(page.locator("#a"))
            assert page.evaluate("[clicks, presses]") == expected
