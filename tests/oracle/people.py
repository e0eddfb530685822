"""Members, and those on the way to become one; see ``agents.py``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.state.codes import Role, Stage
from tests.oracle.offices import NEVER, Cell, Keyed

if TYPE_CHECKING:
    from tests.oracle.agents import Branch, Organization
    from tests.oracle.model import OracleModel


class Member(Keyed):
    """A member, or someone on the way to become one; without organization: between jobs."""

    def __init__(
        self, model: OracleModel, record: Mapping[str, Any], organization: Organization | None
    ) -> None:
        super().__init__(model, record["identity"])
        self.organization = organization
        self.home: tuple[int, int] = tuple(record["home"])
        self.stage = Stage(record["stage"])
        self.stage_due: int = record.get("stage_due", NEVER)
        self.relation: int = record["relation"]
        self.known: bool = bool(record["known"])
        self.commitment: float = record["commitment"]
        self.mobility: float = record["mobility"]
        self.joined: int = record.get("joined", NEVER)
        self.hired: int = record.get("hired", NEVER)
        self.role = Role(record["role"])
        self.secretary_of: Branch | None = None

    @property
    def member(self) -> bool:
        """Whether probationary or full (1)."""
        return self.stage >= Stage.PROBATIONARY

    @property
    def known_full(self) -> bool:
        """Whether a full member known to the committees."""
        return self.known and self.stage is Stage.FULL

    @property
    def cell(self) -> Cell:
        """The cell of the present or last organization."""
        return self.model.cells[self.home]
