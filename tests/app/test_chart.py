"""A chart of the pages, as a browser runs it: drawn a moment later, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, Route

import sim.app
from tests.chromium import chromium, new_page

pytestmark = pytest.mark.slow

HOST: Final = "http://charts.test/"
FILES: Final = {
    "page": "<div id=place style='width: 200px; height: 100px'></div>",
    "components/own/chart.js": (Path(sim.app.__file__).parent / "chart.js").read_text("utf-8"),
    "static/utils/dynamic_properties.js": "export const convertDynamicProperties = () => {};",
    "echarts": """export const echarts = {init: () => {
      window.done = ['init'];
      return {
        on() {}, resize() {}, dispose() { done.push('dispose'); },
        getOption() { return this.shown; },
        setOption(options, how) {
          this.shown = options;
          done.push(options.series.length + (how.notMerge ? ' anew' : ''));
        },
      };
    }};""",
}
"""What the page may ask for; in place of the drawing library stands one that says what it did."""

MOUNT: Final = """async series => {
  window.done = [];
  const component = (await import('/components/own/chart.js')).default;
  window.chart = {$el: document.getElementById('place'), $emit() {}, options: {series: series}};
  for (const [name, method] of Object.entries(component.methods)) {
    chart[name] = method.bind(chart);
  }
  component.mounted.call(chart);
  chart.away = component.beforeUnmount.bind(chart);
}"""
LATER: Final = "() => new Promise(go => setTimeout(go, 50))"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page that holds the component's module and nothing else."""

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(HOST)
        kind = "text/html" if name == "page" else "text/javascript"
        text = FILES[name].replace('"nicegui-echart"', '"/echarts"')
        route.fulfill(body=text, content_type=kind)

    with chromium() as browser:
        made = new_page(browser)
        made.route("**/*", answer)
        made.goto(HOST + "page")
        yield made


def after(page: Page, act: str) -> Any:
    """Return what the library was asked for, from the mounting on to a moment after ``act``."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.evaluate(f"async series => {{ await ({MOUNT})(series); {act} }}", [{}, {}])
    page.evaluate(LATER)
    assert errors == []
    return page.evaluate("done")


def test_a_chart_is_drawn_a_moment_after_it_came(page: Page) -> None:
    assert after(page, "") == ["init", "2 anew"]
    page.evaluate("chart.update_chart()")
    page.evaluate("chart.options = {series: [{}]}; chart.update_chart()")
    page.evaluate("chart.away()")
    assert page.evaluate("done") == ["init", "2 anew", "2", "1 anew", "dispose"]


def test_a_chart_that_goes_before_it_is_drawn_asks_for_nothing(page: Page) -> None:
    act = "chart.update_chart(); chart.run_chart_method('resize'); chart.away();"
    assert after(page, act) == []
