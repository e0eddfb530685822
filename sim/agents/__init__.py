"""The same world as a Mesa model: :class:`CoverageModel` and its agents.

Importing this imports Mesa. The engine below it does not.
"""

from __future__ import annotations

from sim.agents.branch import Branch
from sim.agents.committee import Committee
from sim.agents.liaison import Liaison
from sim.agents.member import Member, RelationKept
from sim.agents.model import CoverageModel
from sim.agents.organization import Organization
from sim.agents.reporters import REPORTERS, measure

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
