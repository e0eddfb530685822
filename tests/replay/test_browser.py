"""The page in headless Chromium: it asks for nothing, plays, scrubs, and answers a tap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.replay import replay
from sim.results.run import Results
from tests.chromium import new_page

WIDTHS = (390, 1280)


def opened(browser: Any, path: Path, width: int, **options: Any) -> tuple[Any, list[str]]:
    """Return the page, and what it asked for or complained of."""
    tab = new_page(browser, viewport={"width": width, "height": 844}, **options)
    heard: list[str] = []
    tab.on("console", lambda message: heard.append(message.text))
    tab.on("pageerror", lambda error: heard.append(str(error)))
    tab.on(
        "request",
        lambda request: (
            None if request.url.startswith(("file:", "data:")) else heard.append(request.url)
        ),
    )
    tab.goto(path.as_uri())
    tab.evaluate("document.fonts.ready")  # They move what stands below.
    return tab, heard


def tapped(tab: Any) -> str:
    """Tap along the first rows of the left side until an organization answers."""
    box = tab.locator(".dots").first.bounding_box()
    for down in range(46, 200, 20):
        for across in range(8, 200, 20):
            tab.mouse.click(box["x"] + across, box["y"] + down)
            if tab.locator("#detail").is_visible():
                return str(tab.inner_text("#detail"))
    return ""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_plays_scrubs_and_answers(
    linze: Results, browser: Any, folder: Path, language: str, width: int
) -> None:
    path = folder / f"{language}-{width}.html"
    path.write_text(replay(linze, lang=language), encoding="utf-8")
    tab, heard = opened(browser, path, width)
    assert tab.evaluate("document.documentElement.lang") == {"en": "en", "zh": "zh-CN"}[language]
    assert ("临泽" if language == "zh" else "Linze") in tab.title()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    month = "Number(document.body.dataset.month)"
    assert tab.evaluate(month) == 0
    tab.click("#forward")
    assert tab.evaluate(month) == 1
    assert "2009" in tab.inner_text("#when")
    tab.clock.install(time=0)  # It plays by a clock of ours, however busy the machine is.
    tab.clock.pause_at(3600)
    tab.select_option("#speed", "16")
    tab.click("#play")
    tab.clock.run_for(1000 * 4 / 16)
    assert tab.evaluate(month) == 5
    tab.click("#play")
    tab.clock.run_for(1000)
    assert tab.evaluate(month) == 5
    tab.focus("#month")
    tab.keyboard.press("End")
    assert tab.evaluate(month) == linze.months
    tab.keyboard.press("ArrowLeft")
    assert tab.evaluate(month) == linze.months - 1
    box = tab.locator("#month").bounding_box()
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert abs(tab.evaluate(month) - linze.months / 2) <= 1
    said = tapped(tab)
    assert ("不是观测" if language == "zh" else "Simulated, not observed") in said
    first = tab.get_attribute("#detail", "data-organization")
    tab.click("#next")
    assert tab.get_attribute("#detail", "data-organization") != first
    tab.keyboard.press("Escape")
    assert tab.locator("#detail").is_hidden()
    assert heard == []
    tab.close()


def test_numbers_shown_are_those_of_the_run(linze: Results, browser: Any, folder: Path) -> None:
    path = folder / "numbers.html"
    path.write_text(replay(linze, alternative="quota", replicate=3), encoding="utf-8")
    tab, heard = opened(browser, path, 1280)
    tab.keyboard.press("End")
    row = linze.replicates.index(3)
    for side, name in enumerate(["baseline", "quota"]):
        value = linze.values("reported_coverage", month=linze.months)[name][row]
        assert f"{value:.0%}" in tab.locator(".numbers").nth(side).inner_text()
        frame = linze.frame("organizations")
        mine = frame[(frame.alternative == name) & (frame.replicate == 3)]
        cells = tab.locator(f"#legend tbody tr td:nth-child({3 + side})").all_inner_texts()
        assert sum(map(int, cells[:3])) == mine.covered.sum()
        assert sum(map(int, cells[:-1])) == len(mine)
    other = tab.locator("#alternative option").nth(2).inner_text()
    tab.select_option("#alternative", "3")
    assert tab.locator("h2").nth(1).inner_text() == other
    assert tab.locator("#head1").inner_text() == other
    assert heard == []
    tab.close()


def test_stillness_is_respected_and_dots_are_sharp(
    linze: Results, browser: Any, folder: Path
) -> None:
    path = folder / "still.html"
    path.write_text(replay(linze, lang="en"), encoding="utf-8")
    tab, heard = opened(browser, path, 390, reduced_motion="reduce", device_scale_factor=3)
    assert tab.locator("#speed").input_value() == "1"
    sizes = tab.evaluate("(c => [c.width, c.clientWidth])(document.querySelector('.dots'))")
    assert sizes[0] == 3 * sizes[1]
    assert tab.locator(".dots").first.get_attribute("aria-label").startswith("Baseline, start of")
    assert heard == []
    tab.close()


def test_nothing_but_the_page_itself_may_run(linze: Results, browser: Any, folder: Path) -> None:
    path = folder / "strict.html"
    html = replay(linze, lang="en").replace("</main>", "<script>window.strange = 1</script>")
    path.write_text(html, encoding="utf-8")
    tab, heard = opened(browser, path, 1280)
    assert tab.evaluate("typeof window.strange") == "undefined"
    assert any("Content Security Policy" in line for line in heard)
    tab.close()
