"""The views of one table: made when someone asks, kept, and led to where their rows lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.agents.view import View

if TYPE_CHECKING:
    from sim.agents.model import CoverageModel


class Cast:
    """Views by identity. Mesa holds agents weakly in most of its sets, so they are held here."""

    def __init__(self, model: CoverageModel, kind: type[View]) -> None:
        self._model, self._kind = model, kind
        self._views: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self._views)

    def at(self, row: int) -> Any:
        """Return the view of a live row."""
        identity = self._table.identity.item(row)
        view = self._views.get(identity)
        if view is None:
            view = self._views[identity] = self._kind(self._model, identity, row)
        return view

    def where(self, column: str, value: int) -> list[Any]:
        """Return the views of the live rows that hold ``value`` in ``column``."""
        table = self._table
        rows = np.flatnonzero((getattr(table, column) == value) & table.alive)
        return [self.at(row) for row in rows.tolist()]

    def fill(self) -> None:
        """Make the views that are missing."""
        table = self._table
        rows = np.flatnonzero(table.alive)
        for row, identity in zip(rows.tolist(), table.identity[rows].tolist(), strict=True):
            if identity not in self._views:
                self._views[identity] = self._kind(self._model, identity, row)

    def follow(self) -> None:
        """Find the rows of all views again, and let go of those that are no more."""
        if not self._views:
            return
        table, number = self._table, len(self._views)
        views = list(self._views.values())
        identity = np.fromiter(self._views, np.uint64, number)
        row = np.fromiter((view.last_row for view in views), np.int64, number)
        inside = np.minimum(row, len(table) - 1)
        stays = (inside == row) & table.alive[inside] & (table.identity[inside] == identity)
        lost = np.flatnonzero(~stays)
        if not len(lost):
            return
        live = np.flatnonzero(table.alive)
        live = live[np.argsort(table.identity[live], kind="stable")]
        place = np.searchsorted(table.identity[live], identity[lost])
        found = np.append(live, 0)[place]
        found[table.identity[found] != identity[lost]] = 0
        for index, now in zip(lost.tolist(), found.tolist(), strict=True):
            view = views[index]
            view.moved(now)
            if not now:
                del self._views[view.unique_id]
                self._model.deregister_agent(view)

    @property
    def _table(self) -> Any:
        return getattr(self._model.worlds, self._kind.TABLE)
