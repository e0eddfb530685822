"""Replay: one course of events, played month by month in a single HTML file."""

from __future__ import annotations

from sim.replay.page import replay

__all__ = ["replay"]
