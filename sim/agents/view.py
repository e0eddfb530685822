"""A view: a Mesa agent that is a window on one row of a table and holds nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NoReturn

import mesa

from sim.agents.columns import Column
from sim.state.table import Table

if TYPE_CHECKING:
    from sim.agents.model import CoverageModel

_OWN = frozenset({"model", "unique_id", "pos"})
"""What Mesa keeps on an agent."""


class View(mesa.Agent):
    """An agent of the model, found by its identity wherever its row lies.

    ``unique_id`` is the identity by lineage: the same for one organization in every replicate,
    under every alternative, on every machine, whenever somebody first looks at it.
    """

    TABLE: ClassVar[str]
    """Name of the table in ``model.worlds``."""

    model: CoverageModel
    unique_id: int
    last_row: int
    """Where the row lay when somebody last looked, 0 once the agent is gone."""

    def __init__(self, model: CoverageModel, identity: int, row: int) -> None:
        # Not Agent.__init__: Mesa 3.3 numbers agents in a class-wide table that keeps every model
        # alive and starts again at 1 in a copy that was unpickled; 3.5 numbers on registration.
        put = object.__setattr__
        put(self, "model", model)
        put(self, "unique_id", identity)
        put(self, "pos", None)
        put(self, "last_row", row)
        model.register_agent(self)
        put(self, "unique_id", identity)

    @property
    def identity(self) -> int:
        """Identity by lineage, as in results and draws."""
        return self.unique_id

    @property
    def alive(self) -> bool:
        """Whether the agent is still part of the model; all else of a gone one is unreadable."""
        self.model.follow()
        return self.last_row > 0

    @property
    def row(self) -> int:
        """Row of the table at present; it changes when the table is compacted."""
        self.model.follow()
        if not self.last_row:
            raise LookupError(f"{self!r} is no longer part of the model")
        return self.last_row

    @property
    def table(self) -> Table:
        """The table that holds the row."""
        table: Table = getattr(self.model.worlds, self.TABLE)
        return table

    def moved(self, row: int) -> None:
        """Note where the row lies now, 0 if it is gone."""
        object.__setattr__(self, "last_row", row)

    def step(self) -> NoReturn:
        """Refuse: the month is one function of all agents together."""
        raise TypeError(
            f"{type(self).__name__}s have no step of their own: model.step() lets a month pass"
        )

    def remove(self) -> NoReturn:
        """Refuse: agents come and go by the rules of the model."""
        raise TypeError(f"{type(self).__name__}s come and go by the model's rules")

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _OWN and not isinstance(getattr(type(self), name, None), Column):
            known = hasattr(type(self), name)
            reason = "cannot be set" if known else "does not exist"
            raise AttributeError(f"{type(self).__name__}.{name} {reason}")
        object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.unique_id}>"
