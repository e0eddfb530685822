"""Colours and style of every page; contrasts are those that WCAG asks for at level AA.

Colours go by the id of what is shown, never by a label, so that they are the same in both
languages (Okabe-Ito: they stay apart for the colour-blind).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

BLUE: Final = "#0072B2"
VERMILLION: Final = "#D55E00"
ORANGE: Final = "#E69F00"
GREY: Final = "#767676"
LIGHT: Final = "#cccccc"
INK: Final = "#1f2933"

BASELINE: Final = GREY
ALTERNATIVES: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7a5195")

FAMILY: Final = "AppCJK"
"""The shipped font under the name that the pages use."""

STACK: Final = f'Roboto, {FAMILY}, "PingFang SC", "Microsoft YaHei", sans-serif'


def colours(ids: Sequence[str]) -> dict[str, str]:
    """Return the colour of each alternative; the first is the baseline."""
    others = ALTERNATIVES * (1 + len(ids) // len(ALTERNATIVES))
    return dict(zip(ids, (BASELINE, *others), strict=False))


def css(font: str) -> str:
    """Return the style of every page; ``font`` is the address of the shipped font."""
    return f"""
@font-face {{ font-family: {FAMILY}; src: url({font}) format("truetype"); font-display: swap; }}
body, .q-field, .q-table, .q-btn {{ font-family: {STACK}; }}
body {{ color: {INK}; background: #f6f7f9; }}
.nicegui-content {{ padding: 0; }}
.fg-page {{ width: 100%; max-width: 1240px; margin: 0 auto; padding: 16px; box-sizing: border-box;
  display: flex; flex-direction: column; gap: 16px; }}
.fg-row {{ display: flex; flex-wrap: wrap; gap: 12px; align-items: center; width: 100%; }}
.fg-card {{ background: #fff; border: 1px solid #d9dee4; border-radius: 8px; padding: 16px;
  width: 100%; box-sizing: border-box; display: flex; flex-direction: column; gap: 10px;
  min-width: 0; }}
.fg-card h2 {{ font-size: 1.2rem; line-height: 1.4; margin: 0; font-weight: 500; }}
.fg-card h3 {{ font-size: 1rem; line-height: 1.4; margin: 0; font-weight: 500; }}
.fg-grid {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr));
  gap: 16px; width: 100%; }}
.fg-note {{ color: #52606d; font-size: .9rem; }}
.fg-error {{ color: #8c1c13; background: #fdecea; border: 1px solid #e8b4ae; border-radius: 6px;
  padding: 10px; width: 100%; box-sizing: border-box; overflow-x: auto; white-space: pre;
  font-family: "DejaVu Sans Mono", Consolas, Menlo, {FAMILY}, monospace; font-size: .85rem; }}
.fg-caution {{ color: #5c3a00; background: #fff6e0; border-left: 4px solid {ORANGE};
  padding: 8px 10px; width: 100%; box-sizing: border-box; }}
.fg-header {{ background: {INK}; color: #fff; width: 100%; box-sizing: border-box; }}
.fg-header nav {{ max-width: 1240px; margin: 0 auto; padding: 8px 16px; display: flex;
  flex-wrap: wrap; gap: 4px 20px; align-items: center; box-sizing: border-box; }}
.fg-header a {{ color: #fff; text-decoration: none; padding: 6px 2px;
  border-bottom: 3px solid transparent; }}
.fg-header a:hover {{ text-decoration: underline; }}
.fg-header a[aria-current="page"] {{ border-bottom-color: {ORANGE}; }}
.fg-header .fg-space {{ flex: 1; }}
.fg-brand {{ font-size: 1.15rem; font-weight: 500; }}
.fg-skip {{ position: absolute; left: -999px; }}
.fg-skip:focus {{ position: static; }}
a:focus-visible, button:focus-visible, [tabindex]:focus-visible, .q-btn:focus-visible {{
  outline: 3px solid {ORANGE}; outline-offset: 2px; }}
.fg-scroll {{ width: 100%; overflow-x: auto; }}
.fg-table {{ border-collapse: collapse; width: 100%; }}
.fg-table th, .fg-table td {{ padding: 5px 8px; border-bottom: 1px solid #e4e7eb;
  text-align: right; vertical-align: top; white-space: nowrap; }}
.fg-table th:first-child, .fg-table td:first-child {{ text-align: left; white-space: normal; }}
"""
