"""The classroom in a real Chromium: the main path, in both languages, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sim.agents import CoverageModel
from sim.scenario import load
from tests.app.serving import serving
from tests.chromium import chromium, new_page, press

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

WORDS: dict[str, dict[str, Any]] = {
    "en": {"play": "Play", "step": "One month", "save": "Save what was done", "lessons": "Lessons",
           "do": re.compile("^Do step"), "skip": re.compile("^Skip"), "word": "predicted",
           "end": "the end", "other": "Other lessons", "guess": "Guess first",
           "drawer": "Place, seed and files"},
    "zh": {"play": "播放", "step": "走一个月", "save": "保存操作记录", "lessons": "六节课",
           "do": re.compile("^做第"), "skip": re.compile("^跳到"), "word": "预测",
           "end": "结束", "other": "其他课", "guess": "先猜后看", "drawer": "地方、种子和文件"},
}  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("server")) as served:
        yield served.address.rstrip("/")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


class Seen:
    """What a page asked of the network and complained of."""

    def __init__(self, page: Page) -> None:
        self.hosts: list[str] = []
        self.said: list[Any] = []
        page.on("request", lambda request: self.hosts.append(request.url.split("/")[2]))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_class_plays_slides_saves_and_learns(
    browser: Browser, address: str, tmp_path: Path, lang: str, width: int
) -> None:
    words = WORDS[lang]
    page = new_page(browser, viewport={"width": width, "height": 900})
    seen = Seen(page)
    page.goto(f"{address}/classroom?lang={lang}")
    month = page.locator('[role="status"]')
    step = page.get_by_role("button", name=words["step"])
    step.wait_for()

    # By keyboard: fifteen liaisons, and every key counts.
    page.get_by_role("slider").first.focus()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "document.querySelector('.cl-lever .cl-value').textContent.trim() == '15'"
    )
    step.focus()
    for number in range(2, 9):
        page.keyboard.press("Enter")
        page.wait_for_function(
            f"document.querySelector('[role=\"status\"]').textContent.includes('2024-0{number}')"
        )
    page.wait_for_function(f"(dots => dots.length === 2 && Math.min(...dots) > 110)({PAINTED})")
    assert "15" in page.locator("section .fg-note").nth(1).inner_text()

    # What was done is a file, and the file is the world.
    press(page.locator(".cl-drawer").get_by_text(words["drawer"]))
    with page.expect_download() as waiting:
        press(page.get_by_role("button", name=words["save"]))
    path = tmp_path / "class.toml"
    waiting.value.save_as(path)
    model = CoverageModel(load(path), "right")
    for _ in range(7):
        model.step()
    shown = page.locator('[data-fugai="right vital"]').inner_text()
    assert int(shown) == int(model.counts()["effective"][0])

    # It plays by itself.
    press(page.get_by_role("button", name=words["play"]))
    page.wait_for_function("document.querySelector('[role=\"status\"]').textContent >= '2024-11'")

    # A lesson, from the prediction to the explanation.
    press(page.get_by_role("tab", name=words["lessons"]))
    press(page.locator(".cl-choices button").nth(2))
    press(page.locator(".q-radio").nth(2))
    for _ in range(2):
        press(page.get_by_role("button", name=words["do"]))
        press(page.get_by_role("button", name=words["skip"]))
    page.locator(".fg-caution").wait_for()
    assert words["end"] in month.inner_text()
    assert words["word"] in page.locator(".q-tab-panel .cl-question").nth(1).inner_text()

    # A guess is drawn on the chart.
    press(page.get_by_role("tab", name=words["guess"]))
    chart = page.locator(".q-tab-panel .cl-wide canvas")
    chart.wait_for()
    page.wait_for_timeout(1500)
    numbers = "[...document.querySelectorAll('.cl-guess input')].map(i => i.value).join()"
    before = page.evaluate(numbers)  # The axis fits the data: any other curve is one that is drawn.
    for _attempt in range(10):  # Where the chart has moved from under the pointer: again.
        box = chart.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 0.55 * box["width"], box["y"] + 0.4 * box["height"])
        page.wait_for_timeout(3000)
        if page.evaluate(numbers) != before:
            break
    page.wait_for_function(f"{numbers} !== '{before}'")

    # A reload goes on where it was.
    page.reload()
    page.wait_for_function(
        f"document.querySelector('[role=\"status\"]')?.textContent.includes('{words['end']}')"
    )
    page.get_by_role("tab", name=words["guess"], selected=True).wait_for()

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert set(seen.hosts) == {address.split("/")[2]}
    assert seen.said == []
    if lang == "zh":
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
        assert missing(page) == ""
    page.close()


ROOM = """() => {
  const town = document.querySelector('.cl-town').getBoundingClientRect();
  const bad = [];
  const key = document.querySelector('.cl-legend').getBoundingClientRect();
  if (key.bottom > innerHeight) bad.push(`the legend ends ${key.bottom - innerHeight} too low`);
  if (town.bottom > innerHeight) bad.push(`the town ends ${town.bottom - innerHeight} too low`);
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, text = walk.currentNode.textContent.trim();
    if (!text || !e.checkVisibility({checkVisibilityCSS: true})) continue;
    const style = getComputedStyle(e);
    if (e.closest('script, style, .q-icon, .q-field') || style.clipPath !== 'none') continue;
    const box = e.getBoundingClientRect();
    if (box.top >= innerHeight || !box.width) continue;
    const size = parseFloat(style.fontSize);
    if (size < innerHeight / 40) bad.push(`${size} px: ${text}`);
    if (style.display !== 'inline' && e.scrollWidth > e.clientWidth + 1) bad.push(`cut: ${text}`);
  }
  const names = [...document.querySelectorAll('.cl-dots, .cl-curve')].map(
    e => getElement(Number(e.id.slice(1))).chart.getOption());
  for (const option of names) for (const size of [
    ...option.series.filter(s => s.id === 'names').map(s => s.label.fontSize),
    ...(option.legend || []).map(legend => legend.textStyle.fontSize),
  ]) if (size < innerHeight / 40) bad.push(`${size} px in a chart`);
  return bad;
}"""
"""What of a step and the town is not on the screen, is cut, or is too small for the last row."""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_projector_shows_a_step_and_both_towns_on_one_screen(
    browser: Browser, address: str, lang: str, width: int, height: int
) -> None:
    words = WORDS[lang]
    page = new_page(browser, viewport={"width": width, "height": height})
    page.goto(f"{address}/classroom?lang={lang}")
    press(page.locator("button", has=page.locator("text=fullscreen")))
    press(page.get_by_role("tab", name=words["lessons"]))
    press(page.locator(".cl-choices button").nth(3))  # what is done has the most words
    press(page.locator(".q-radio").nth(1))
    press(page.get_by_role("button", name=words["do"]))
    page.locator(".cl-counts").wait_for()
    page.get_by_role("button", name=words["do"]).wait_for()
    page.wait_for_function(f"({ROOM})().length === 0")
    press(page.get_by_role("button", name=words["other"]))
    page.locator(".cl-choices button").nth(4).click()  # the target makes most kinds of marks
    press(page.locator(".q-radio").nth(1))
    for _ in range(2):
        press(page.get_by_role("button", name=words["do"]))
        press(page.get_by_role("button", name=words["skip"]))
    page.get_by_role("button", name=words["do"]).wait_for()
    page.wait_for_function(f"({ROOM})().length === 0")
    page.keyboard.press("Escape")
    page.close()


CHARTS = """() => {
  const bad = [];
  for (const place of document.querySelectorAll('.cl-curve, .cl-wide')) {
    if (!place.checkVisibility()) continue;
    const option = getElement(Number(place.id.slice(1)))?.chart?.getOption();
    if (!option) { bad.push('no chart yet'); continue; }
    for (const [part, size] of [
      ...(option.title || []).filter(t => t.text).map(t => ['title', t.textStyle.fontSize]),
      ...option.legend.map(legend => ['legend', legend.textStyle.fontSize]),
      ...option.xAxis.map(axis => ['axis', axis.axisLabel.fontSize]),
    ]) if (size < innerHeight / 40) bad.push(`${part} of ${size} px`);
  }
  for (const field of document.querySelectorAll('.cl-panel .q-field')) {
    if (!field.checkVisibility()) continue;
    const label = field.querySelector('.q-field__label').getBoundingClientRect();
    const box = field.getBoundingClientRect();
    for (const shown of field.querySelectorAll('input, .q-field__native span')) {
      const text = shown.getBoundingClientRect();
      const down = text.top + (shown.tagName === 'INPUT'
        ? parseFloat(getComputedStyle(shown).paddingTop) : 0);
      if (!text.height || shown.classList.contains('q-select__focus-target')) continue;
      if (down < label.bottom - 4) bad.push('a value stands on its label');
      if (text.bottom > box.bottom + 1) bad.push('a value stands below its field');
    }
  }
  return bad;
}"""
"""What of the charts is too small for the last row, and fields whose values are not in them."""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_on_the_projector_a_guess_and_a_duel_can_be_read_from_the_last_row(
    browser: Browser, address: str, lang: str, width: int, height: int
) -> None:
    page = new_page(browser, viewport={"width": width, "height": height})
    page.goto(f"{address}/classroom?lang={lang}")
    press(page.locator("button", has=page.locator("text=fullscreen")))
    page.get_by_role("slider").first.press("ArrowRight")  # a policy to be broken
    for tab, button in ((3, None), (4, 0)):
        press(page.get_by_role("tab").nth(tab))
        if button is not None:
            press(page.locator(".q-tab-panel:visible button").nth(button))
        page.locator(".q-tab-panel .cl-wide:visible canvas").wait_for()
        page.wait_for_timeout(1500)  # Options that are written once more have come by now.
        page.wait_for_function(f"({CHARTS})().length === 0")
    page.keyboard.press("Escape")
    page.close()


PAINTED = (
    "[...document.querySelectorAll('.cl-dots')].map(e => getElement(Number(e.id.slice(1)))"
    ".chart?.getOption()?.series.find(s => s.id == 'dots').data.length ?? 0)"
)
"""JavaScript for how many dots each world's chart has."""


def missing(page: Page) -> str:
    """Return characters of the page that the shipped font doesn't have."""
    from fontTools.ttLib import TTFont

    from sim.fonts import FONT

    known = set(TTFont(FONT, lazy=True).getBestCmap())
    text = page.locator("body").inner_text()
    return "".join(sorted({c for c in text if ord(c) > 0x2E7F and ord(c) not in known}))
