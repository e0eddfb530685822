"""What the classroom's page adds to the style of every page."""

from __future__ import annotations

from typing import Final

CSS: Final = """
.cl-worlds { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr));
  gap: 12px; width: 100%; }
.cl-world { width: 100%; display: flex; flex-direction: column; gap: 6px; min-width: 0; }
.cl-world h3 { font-size: 1rem; font-weight: 500; margin: 0; line-height: 1.4; }
.cl-dots { width: 100%; height: 280px; border: 1px solid #e4e7eb; border-radius: 6px; }
.cl-curve { width: 100%; height: 230px; }
.cl-wide { width: 100%; height: 260px; }
.cl-main { display: grid; grid-template-columns: minmax(0, 1fr) 290px; gap: 16px; width: 100%; }
.cl-levers { display: flex; flex-direction: column; gap: 4px; }
.cl-levers h3 { margin: 8px 0 0; font-size: .95rem; font-weight: 500; line-height: 1.4; }
.cl-lever { display: grid; grid-template-columns: 1fr auto; column-gap: 8px; }
.cl-lever > .q-slider { grid-column: 1 / -1; padding: 0 8px; }
.cl-value { font-variant-numeric: tabular-nums; font-weight: 500; }
.cl-numbers td, .cl-numbers th { font-variant-numeric: tabular-nums; padding: 3px 8px; }
.cl-legend svg { width: 14px; height: 14px; vertical-align: -2px; margin-right: 6px; }
.cl-month { font-size: 1.15rem; font-weight: 500; min-width: 6.5em;
  font-variant-numeric: tabular-nums; }
.cl-word { font-size: 1.05rem; letter-spacing: .03em; }
.cl-said { font-size: 1.05rem; line-height: 1.6; margin: 0; max-width: 75ch; }
.cl-question { font-size: 1.15rem; line-height: 1.5; margin: 0; font-weight: 500; max-width: 75ch; }
.cl-guess { display: flex; flex-wrap: wrap; gap: 8px; }
.cl-guess .q-field { width: 108px; }
.cl-open .q-uploader__list, .cl-open .q-uploader__subtitle { display: none; }
.cl-open.q-uploader { width: 15em; }
.cl-tabs { width: 100%; }
.cl-panel { padding: 12px 0 0; }
.cl-choices { display: grid; gap: 10px;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 250px), 1fr)); width: 100%; }
@media (max-width: 1023px) {
  .cl-main { grid-template-columns: minmax(0, 1fr); }
  .cl-main > aside { order: -1; max-height: 45vh; overflow-y: auto; padding: 0 8px 8px;
    border: 1px solid #d9dee4; border-radius: 6px; }
}
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { transition: none !important; animation: none !important; }
}
"""
