"""Tables in plain text, where commands look for them."""

from __future__ import annotations

from sim.results.aligned import aligned

__all__ = ["aligned"]
