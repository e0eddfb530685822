"""The same world as a Mesa model: :class:`CoverageModel` and its agents.

Importing this imports Mesa. The engine below it does not.
"""

from __future__ import annotations

from sim.agents.model import CoverageModel
from sim.agents.reporters import REPORTERS, measure
from sim.agents.views import Branch, Committee, Liaison, Member, Organization, RelationKept

__all__ = [
    "REPORTERS",
    "Branch",
    "Committee",
    "CoverageModel",
    "Liaison",
    "Member",
    "Organization",
    "RelationKept",
    "measure",
]
