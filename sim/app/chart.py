"""The charts of the pages."""

from __future__ import annotations

from nicegui import ui


class Chart(ui.echart, component="chart.js"):
    """A chart of ECharts; parts of pages may take it away while the browser is about to draw it."""
