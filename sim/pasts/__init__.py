"""History in, future out: which simulated pasts could have made the start (docs/draws.md 14)."""

from sim.pasts.lists import prepared

__all__ = ["prepared"]
