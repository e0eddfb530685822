"""Style of every page; contrasts are those that WCAG asks for at level AA.

Alternatives have the colours of the figures (:mod:`sim.plots.style`).
"""

from __future__ import annotations

import base64
import re
from typing import Any, Final

VERMILLION: Final = "#D55E00"
ORANGE: Final = "#E69F00"
INK: Final = "#1f2933"

PRIMARY: Final = "#00558a"
"""Buttons and links: 7.6 to 1 on white."""

FAMILY: Final = "AppCJK"
"""The shipped font under the name that the pages use."""

RARE: Final = "AppRare"
"""The font of rare characters: it is fetched where a page has one that the first font lacks."""

NAMES: Final = "AppNames"
"""A few of its characters: the names of the languages."""

PLAIN: Final = 'Roboto, "PingFang SC", "Microsoft YaHei", sans-serif'
STACK: Final = PLAIN.replace("sans-serif", f"{FAMILY}, {RARE}, sans-serif")
"""Where the machine has a Chinese font of its own, two megabytes need not be sent."""

RANGE: Final = "U+2E80-9FFF,U+FF00-FFEF,U+20000-2FFFF"
"""Characters that the shipped fonts are for: a page without them does not fetch it."""


def echart_line(line: str | tuple[float, tuple[float, ...]]) -> str | list[float]:
    """Return a line style of the figures as ECharts names it."""
    if not isinstance(line, str):
        return list(line[1])
    named: dict[str, str | list[float]] = {"-": "solid", "--": "dashed", ":": "dotted"}
    return named.get(line, [8, 3, 2, 3])


def css(font: str, rare: str, names: bytes) -> str:
    """Return the style of every page; ``font`` and ``rare`` are addresses of the shipped fonts.

    ``names`` is that font cut down to the names of the languages: an English page, which has no
    other Chinese, need not fetch all of it.
    """
    data = base64.b64encode(names).decode("ascii")
    return f"""
@font-face {{ font-family: {NAMES}; src: url(data:font/woff2;base64,{data}) format("woff2"); }}
.fg-header a.nicegui-link[hreflang] {{ font-family: Roboto, {NAMES}, sans-serif; }}
@font-face {{ font-family: {FAMILY}; src: url({font}) format("truetype");
  unicode-range: {RANGE}; }}
@font-face {{ font-family: {RARE}; src: url({rare}) format("truetype");
  unicode-range: {RANGE}; }}
body, .q-field, .q-table, .q-btn {{ font-family: {STACK}; }}
body {{ color: {INK}; background: #f6f7f9; }}
.nicegui-content {{ padding: 0; gap: 0; }}
.fg-page {{ width: 100%; max-width: 1240px; margin: 0 auto; padding: 16px; box-sizing: border-box;
  display: flex; flex-direction: column; gap: 16px; }}
.fg-row {{ display: flex; flex-wrap: wrap; gap: 12px; align-items: center; width: 100%; }}
.fg-card {{ background: #fff; border: 1px solid #d9dee4; border-radius: 8px; padding: 16px;
  width: 100%; box-sizing: border-box; display: flex; flex-direction: column; gap: 10px;
  min-width: 0; outline: none; }}
.fg-card h2, .fg-dialog h2 {{ font-size: 1.2rem; line-height: 1.4; margin: 0; font-weight: 500; }}
.fg-card h3, .fg-dialog h3 {{ font-size: 1rem; line-height: 1.4; margin: 0; font-weight: 500; }}
.fg-grid {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr));
  gap: 16px; width: 100%; }}
.fg-note {{ color: #52606d; font-size: .9rem; }}
.fg-error {{ color: #8c1c13; background: #fdecea; border: 1px solid #e8b4ae; border-radius: 6px;
  padding: 10px; width: 100%; box-sizing: border-box; overflow-x: auto; }}
.fg-error ol {{ list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column;
  gap: 12px; }}
.fg-error p {{ margin: 0; white-space: pre-wrap; }}
.fg-error code {{ display: block; white-space: pre; overflow-x: auto; padding: 4px 0;
  color: #3e2723; font-family: "DejaVu Sans Mono", Consolas, Menlo, {FAMILY}, monospace;
  font-size: .85rem; }}
.fg-error mark {{ background: #ffd6d1; color: #8c1c13; outline: 2px solid #c0392b;
  border-radius: 2px; }}
.fg-error .fg-line {{ color: #6b4c48; }}
.fg-caution {{ color: #5c3a00; background: #fff6e0; border-left: 4px solid {ORANGE};
  padding: 8px 10px; width: 100%; box-sizing: border-box; }}
.fg-header {{ background: {INK}; color: #fff; width: 100%; box-sizing: border-box; }}
.fg-header nav {{ max-width: 1240px; margin: 0 auto; padding: 8px 16px; display: flex;
  flex-wrap: wrap; gap: 4px 20px; align-items: center; box-sizing: border-box; }}
.fg-header a.nicegui-link {{ color: #fff; text-decoration: none; padding: 6px 2px;
  border-bottom: 3px solid transparent; }}
.fg-header a:hover {{ text-decoration: underline; }}
.fg-header a[aria-current="page"] {{ border-bottom-color: {ORANGE}; }}
.fg-header .fg-space {{ flex: 1; }}
.fg-brand {{ font-size: 1.15rem; font-weight: 500; }}
.fg-skip {{ position: absolute; left: -999px; }}
.fg-skip:focus {{ position: static; }}
:focus-visible, .q-field__control:has(:focus-visible) {{
  outline: 3px solid {PRIMARY} !important; outline-offset: 2px; border-radius: 3px; }}
.q-field__control :focus-visible, .fg-card:focus-visible {{ outline: none !important; }}
.fg-header :focus-visible {{ outline-color: {ORANGE} !important; }}
.q-table th:focus-visible, .q-item:focus-visible {{ outline-offset: -3px; }}
.fg-scroll {{ width: 100%; overflow-x: auto; }}
.fg-table {{ border-collapse: collapse; width: 100%; }}
.fg-table th, .fg-table td {{ padding: 5px 8px; border-bottom: 1px solid #e4e7eb;
  text-align: right; vertical-align: top; white-space: nowrap; }}
.fg-table th:first-child, .fg-table td:first-child {{ text-align: left; white-space: normal;
  min-width: 130px; }}
.fg-table th {{ font-weight: 500; }}
.fg-table thead th {{ white-space: normal; vertical-align: bottom; min-width: 5em; }}
a.nicegui-link {{ color: {PRIMARY}; }}
.fg-table caption {{ text-align: left; color: #52606d; padding: 4px 0; font-size: .9rem;
  position: sticky; left: 0; max-width: calc(100vw - 44px); }}
.fg-table tbody tr {{ background: #fff; }}
.fg-table tbody th:first-child {{ position: sticky; left: 0; background: inherit; }}
.fg-table.fg-words td, .fg-table.fg-words thead th {{ text-align: left; white-space: normal; }}
@media (max-width: 700px) {{ .fg-table.fg-words td:last-child {{ min-width: 16em; }} }}
.fg-table tbody .fg-strong {{ background: #eef4f9; }}
.fg-band {{ color: #52606d; font-size: .85em; }}
.fg-table td .fg-band {{ display: block; }}
@media (min-width: 1100px) {{
  .fg-table td .fg-band {{ white-space: normal; min-width: 5.5em; }}
  .fg-table th, .fg-table td {{ padding: 5px; }}
  .fg-table th:first-child, .fg-table td:first-child {{ min-width: 110px; }}
  .fg-table thead th {{ min-width: 4em; }} }}
.fg-pairs {{ display: grid; grid-template-columns: minmax(90px, max-content) 1fr; gap: 4px 16px;
  margin: 0; }}
.fg-pairs dt {{ color: #52606d; }}
.fg-pairs dd {{ margin: 0; min-width: 0; overflow-wrap: anywhere; }}
.fg-map {{ margin: 0; width: 100%; }}
.fg-map figcaption {{ color: #52606d; font-size: .9rem; padding-bottom: 6px; }}
.fg-map ul {{ list-style: none; display: grid; gap: 4px; margin: 0; padding: 0; }}
.fg-map li {{ border-radius: 6px; padding: 6px 8px; min-height: 52px; font-size: .85rem;
  display: flex; flex-direction: column; line-height: 1.35; }}
.fg-map b {{ font-weight: 500; }}
.fg-part, .fg-stack {{ display: flex; flex-direction: column; gap: 16px; width: 100%;
  min-width: 0; }}
.fg-stack {{ gap: 8px; }}
.fg-wide {{ width: 100%; min-width: 0; }}
.fg-half {{ width: 420px; max-width: 100%; }}
.fg-row > .fg-half {{ flex: 0 1 420px; min-width: min(300px, 100%); }}
.fg-row:has(> .fg-half + .fg-half) > .fg-half {{ flex: 1 1 300px; }}
.fg-grow {{ flex: 1 1 200px; min-width: 0; }}
.fg-title {{ font-size: 1.5rem; line-height: 1.3; font-weight: 500; margin: 4px 0 0; }}
.fg-alternative {{ border: 1px solid #d9dee4; border-radius: 8px; padding: 10px; display: flex;
  flex-direction: column; gap: 8px; width: 100%; box-sizing: border-box; min-width: 0; }}
.fg-charts {{ display: grid; gap: 20px;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); width: 100%; }}
.fg-legend {{ display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: .85rem;
  font-weight: 400; color: #3e4c59; }}
.fg-legend span {{ display: inline-flex; align-items: center; gap: 6px; }}
.fg-legend i {{ width: 22px; flex: none; }}
.fg-figure {{ margin: 0; width: 100%; min-width: 0; }}
.fg-figure figcaption {{ font-weight: 500; line-height: 1.4; }}
.fg-history {{ list-style: none; margin: 0; padding: 0; width: 100%; }}
.fg-history li {{ display: flex; flex-wrap: wrap; gap: 2px 12px; padding: 3px 0;
  border-bottom: 1px solid #e4e7eb; }}
.fg-date {{ min-width: 5em; color: #52606d; }}
.fg-side {{ min-width: 5.5em; font-weight: 500; }}
.fg-parting {{ background: #fff6e0; border-left: 4px solid {ORANGE}; padding: 6px 10px !important;
  flex-direction: column; }}
.fg-chart {{ width: 100%; height: 340px; }}
.fg-layer {{ position: absolute; }}
.fg-top {{ display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center;
  justify-content: space-between; width: 100%; }}
.fg-top > .fg-part {{ width: auto; max-width: 100%; }}
.fg-top .fg-row {{ width: auto; }}
.fg-places {{ display: grid; gap: 16px; width: 100%;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr)); }}
.fg-place {{ display: flex; flex-direction: column; gap: 8px; text-align: left; font: inherit;
  color: inherit; background: #fff; border: 1px solid #b8c2cc; border-radius: 10px; padding: 18px;
  min-width: 0; box-sizing: border-box; }}
button.fg-place, .fg-pick {{ cursor: pointer; }}
button.fg-place:hover, .fg-pick:hover {{ border-color: {PRIMARY}; background: #f3f8fc; }}
.fg-own {{ border-style: dashed; }}
.fg-sort {{ color: {PRIMARY}; font-weight: 500; }}
.fg-place-name {{ font-size: 1.15rem; line-height: 1.35; font-weight: 500; }}
.fg-size {{ margin-top: auto; }}
.fg-page:has(#place), .fg-page:has(#mapping) {{ max-width: 1640px; }}
.fg-desk {{ display: grid; gap: 16px; width: 100%; align-items: start;
  grid-template-columns: minmax(0, 1fr); }}
.fg-page:not(:has(#place)) > .fg-desk, .fg-page:has(#mapping) > .fg-desk,
.fg-page:has(#mapping) > .fg-bar {{ display: none; }}
@media (min-width: 1100px) {{
  .fg-desk {{ grid-template-columns: minmax(340px, 2fr) minmax(0, 4fr); }}
  .fg-desk > .fg-pane:first-child {{ position: sticky; top: 8px; max-height: calc(100vh - 84px);
    overflow-y: auto; }} .fg-rail {{ display: none; }} }}
.fg-part:has(> .fg-bar) {{ position: sticky; bottom: 0; z-index: 5; }}
.fg-bar {{ display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; width: 100%;
  box-sizing: border-box; background: #fff; border: 1px solid #b8c2cc; border-radius: 8px 8px 0 0;
  padding: 8px 16px; box-shadow: 0 -2px 8px rgba(31, 41, 51, .12); }}
.fg-estimate {{ font-weight: 500; }}
.fg-progress {{ display: flex; flex-wrap: wrap; align-items: center; gap: 2px 12px; }}
.fg-progress .q-linear-progress {{ width: 160px; max-width: 100%; }}
html {{ scroll-padding-bottom: 90px; }}
.fg-rail {{ padding: 2px 0; }}
.fg-cards {{ display: grid; gap: 12px; width: 100%;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); }}
.fg-head {{ flex-wrap: nowrap; gap: 4px; }}
.fg-dot {{ width: 12px; height: 12px; border-radius: 50%; flex: none; margin-right: 4px; }}
.fg-named .q-field__native {{ font-weight: 500; font-size: 1rem; padding: 0; }}
.fg-baseline, .fg-off {{ background: #f6f7f9; }}
.fg-chosen {{ outline: 2px solid {PRIMARY}; outline-offset: -1px; }}
tr[data-alternative] {{ cursor: pointer; }}
.fg-choose {{ font: inherit; color: {PRIMARY}; background: none; border: 0; padding: 0;
  text-align: left; cursor: pointer; text-decoration: underline; text-underline-offset: 3px; }}
.fg-chosen .fg-choose {{ font-weight: 500; }}
.fg-table .fg-chosen > th {{ box-shadow: inset 2px 0 {PRIMARY}; }}
.fg-close {{ position: sticky; bottom: -16px; margin-bottom: -16px; padding: 8px 0; width: 100%;
  background: #fff; border-top: 1px solid #d9dee4; }}
.fg-chip {{ background: #eef4f9; border-radius: 8px; padding: 2px 6px 4px 10px; width: 100%;
  box-sizing: border-box; }}
.fg-baseline .fg-chip {{ background: #fff; }}
.fg-chip-name {{ display: flex; flex-wrap: wrap; gap: 0 8px; align-items: baseline; font: inherit;
  text-align: left; color: inherit; background: none; border: 0; padding: 6px 0; cursor: pointer;
  min-width: 0; }}
.fg-chip-name:hover {{ text-decoration: underline; }}
.fg-amount {{ font-weight: 500; color: {PRIMARY}; font-variant-numeric: tabular-nums; }}
.fg-years {{ color: #52606d; font-size: .9rem; }}
.fg-dose {{ width: calc(100% - 12px); height: 24px; margin: 0; accent-color: {PRIMARY};
  display: block; }}
.fg-picks {{ display: grid; gap: 10px; width: 100%;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 210px), 1fr)); }}
.fg-pick {{ font: inherit; color: inherit; text-align: left; background: #fff; padding: 10px;
  border: 1px solid #b8c2cc; border-radius: 8px; display: flex; flex-direction: column; gap: 4px; }}
.fg-pick-name {{ font-weight: 500; }}
.fg-question {{ display: flex; flex-direction: column; gap: 6px; width: 100%; padding: 8px 10px;
  box-sizing: border-box; border-left: 4px solid {PRIMARY}; background: #eef4f9; }}
.fg-question .fg-row {{ gap: 6px 8px; }}
.q-btn--outline.q-btn--dense, .q-btn--unelevated.q-btn--dense {{ padding: 2px 10px; }}
.fg-card > .q-btn--flat, .fg-place > .q-btn--flat {{ align-self: flex-start; }}
.fg-card .q-expansion-item__container > .q-item {{ padding: 4px 0; }}
.fg-card .nicegui-expansion-content {{ padding: 0 0 8px; }}
.fg-columns {{ list-style: none; margin: 0; padding: 0; width: 100%; display: grid; gap: 6px 24px;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); }}
.fg-columns li {{ display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 12px;
  padding: 8px; border: 1px solid #e4e7eb; border-radius: 6px; background: #fff; }}
.fg-columns .fg-doubt {{ border-color: {ORANGE}; background: #fff6e0; }}
.fg-column, .fg-meaning {{ min-width: 0; overflow-wrap: anywhere; }}
.fg-menu {{ display: flex; flex-direction: column; gap: 8px; padding: 10px; }}
.fg-card {{ scroll-margin-top: 12px; }}
.fg-stale {{ opacity: .82; filter: grayscale(1); }}
.fg-panels {{ background: none; }}
.fg-panels .q-tab-panel {{ padding: 8px 0 0; }}
.fg-code {{ font-family: "DejaVu Sans Mono", Consolas, Menlo, {FAMILY}, monospace;
  font-size: .85rem; white-space: pre-wrap; overflow-wrap: anywhere; }}
.fg-policy {{ border: 1px solid #d9dee4; border-radius: 6px; padding: 8px 12px; width: 100%;
  box-sizing: border-box; display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; }}
.fg-policy > .fg-grow {{ flex: 1 1 200px; min-width: 0; overflow-wrap: anywhere; }}
/* Said, not left to the order of the page: tools that look for what lies behind a text need it. */
.q-dialog__backdrop {{ z-index: 0 !important; }}
.q-dialog__inner {{ z-index: 1; }}
.fg-dialog {{ width: 760px; max-width: 100%; }}
.fg-upload {{ display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; padding: 8px;
  position: relative; color: #3e4c59; }}
.fg-unseen {{ position: absolute; width: 0; height: 0; overflow: hidden; }}
.q-uploader.q-uploader {{ width: 100%; max-height: none; }}
.q-uploader.q-uploader .q-uploader__header {{ background: #fff; color: {INK}; }}
.q-uploader.q-uploader .q-uploader__list {{ padding: 0 8px; min-height: 0; }}
.q-uploader .q-uploader__list:empty {{ display: none; }}
.fg-form-dialog {{ padding: 0; gap: 0; display: flex; flex-direction: column; flex-wrap: nowrap;
  overflow: hidden; max-height: calc(100vh - 48px); }}
.fg-form-body {{ padding: 16px; display: flex; flex-direction: column; gap: 12px;
  overflow-y: auto; width: 100%; min-height: 0; box-sizing: border-box; }}
.fg-form-foot {{ padding: 10px 16px; border-top: 1px solid #d9dee4; box-sizing: border-box; }}
.nicegui-error-popup {{ inset: 0; margin: 0; align-items: center; justify-content: center;
  pointer-events: auto; border: 0; background: rgba(255, 255, 255, .92) !important;
  font-size: 1.15rem; }}
.nicegui-error-popup > span:first-child::before {{ display: none; }}
.fg-form {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 230px), 1fr));
  gap: 14px 16px; width: 100%; }}
.fg-points {{ margin: 0; padding-left: 1.2em; }}
.fg-label {{ font-size: .85rem; color: #3e4c59; line-height: 1.35; }}
.fg-lead {{ font-size: 1.05rem; line-height: 1.6; }}
.fg-text textarea {{ font-family: "DejaVu Sans Mono", Consolas, Menlo, {FAMILY}, monospace;
  font-size: .85rem; line-height: 1.45; }}
.q-field__bottom, .q-field__label, .q-table th {{ color: #52606d; }}
.q-table tbody tr {{ cursor: pointer; }}
.q-table td {{ white-space: nowrap; }}
.q-table--dense th, .q-table--dense td {{ padding: 4px 6px !important; }}
@media (max-width: 600px) {{ .fg-page {{ padding: 8px; }} .fg-card {{ padding: 12px; }}
  .fg-chart {{ height: 300px; }} }}
"""


Options = dict[str, Any]

_CHINESE: Final = re.compile("[\u2e80-\u9fff\uff00-\uffef\U00020000-\U0002ffff]")

PERCENT: Final = "v => Math.round(v * 100) + '%'"
"""JavaScript that writes a share as a percentage."""
NUMBER: Final = "v => v.toLocaleString('en-US').replace('-', '−')"
"""JavaScript that writes the number of an axis, with a true minus sign."""


def frame(**parts: Any) -> Options:
    """Return options with the font and the manners that every chart has.

    The canvas doesn't inherit the page's font, so it is named. The Chinese one is named only where
    a chart has Chinese: ECharts measures a Chinese character in any chart, which would fetch it.
    Nothing moves by itself.
    """
    family = STACK if _CHINESE.search(str(parts)) else PLAIN
    base: Options = {
        "animation": False,
        "textStyle": {"fontFamily": family, "color": INK},
        "aria": {"enabled": True},
        "grid": {"left": 8, "right": 16, "top": 40, "bottom": 8, "containLabel": True},
    }
    for name in ("xAxis", "yAxis"):
        axis = parts.get(name, {})
        if axis.get("type") == "value" and ":formatter" not in axis.get("axisLabel", {}):
            label = {"axisLabel": {**axis.get("axisLabel", {}), ":formatter": NUMBER}}
            parts[name] = {**axis, **label}
    return base | parts
