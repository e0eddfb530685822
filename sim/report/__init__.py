"""The report of a run: one self-contained HTML page, or one page for a leader.

``report(results, lang="zh")`` returns the page as a text. What is said is made here, module by
module, as blocks (:mod:`sim.report.blocks`) of texts, tables and figures; the template only lays
them out.
"""

from __future__ import annotations

from sim.report.page import report

__all__ = ["report"]
