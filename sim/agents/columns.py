"""A view and its attributes: what stands in its row of a table, as plain Python values.

A class of views declares one attribute for each column it shows. Reading looks the row up as it
stands now; what :func:`real`, :func:`flag` and :func:`code` declare as ``settable`` is written
back to the column. Nothing is kept on the view.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from math import nan
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, Self, TypeVar, cast, overload

import mesa

from sim.state.plugged import AgentColumn
from sim.state.table import NEVER, Table

if TYPE_CHECKING:
    from sim.agents.model import CoverageModel


T = TypeVar("T")
V = TypeVar("V", bound="View")
E = TypeVar("E", bound=IntEnum)


class Column:
    """A column of the view's table; ``part`` is the row of a two-dimensional one."""

    def __init__(self, column: str, doc: str, part: int | None = None) -> None:
        self.column, self.part, self.__doc__ = column, part, doc
        self.name = column

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def raw(self, view: View) -> Any:
        """Return what stands in the column, as a plain Python value."""
        values = getattr(view.table, self.column)
        return values.item(view.row) if self.part is None else values.item(self.part, view.row)

    def __set__(self, view: View, value: object) -> None:
        raise AttributeError(
            f"{type(view).__name__}.{self.name} follows from the model's rules and cannot be set"
        )


class Attribute(Column, Generic[T]):
    """A column whose value is decoded; settable where a ``check`` says what may be written."""

    def __init__(
        self,
        column: str,
        decode: Callable[[Any], T],
        doc: str,
        *,
        part: int | None = None,
        check: Callable[[str, object], Any] | None = None,
    ) -> None:
        super().__init__(column, doc, part)
        self.decode, self.check = decode, check

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...
    @overload
    def __get__(self, view: View, owner: type) -> T: ...
    def __get__(self, view: View | None, owner: type) -> Self | T:
        return self if view is None else self.decode(self.raw(view))

    def __set__(self, view: View, value: object) -> None:
        if self.check is None:
            super().__set__(view, value)
            return
        checked = self.check(f"{type(view).__name__}.{self.name}", value)
        values = getattr(view.table, self.column)
        values[view.row if self.part is None else (self.part, view.row)] = checked


class Reference(Column, Generic[V]):
    """A column that holds a row of another table; read as that row's view, None for none."""

    def __init__(self, column: str, table: str, doc: str) -> None:
        super().__init__(column, doc)
        self.table = table

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...
    @overload
    def __get__(self, view: View, owner: type) -> V | None: ...
    def __get__(self, view: View | None, owner: type) -> Self | V | None:
        if view is None:
            return self
        row = self.raw(view)
        return cast(V, view.model.views[self.table].at(row)) if row else None


def whole(column: str, doc: str) -> Attribute[int]:
    """Declare a count or another whole number."""
    return Attribute(column, int, doc)


def real(
    column: str,
    doc: str,
    *,
    part: int | None = None,
    settable: bool = False,
    high: float = 1.0,
) -> Attribute[float]:
    """Declare a number, settable between 0 and ``high``: of staff the most that a list may say."""
    return Attribute(column, float, doc, part=part, check=between(high) if settable else None)


def flag(column: str, doc: str, *, settable: bool = False) -> Attribute[bool]:
    """Declare yes or no."""
    return Attribute(column, bool, doc, check=_yes_or_no if settable else None)


def month(column: str, doc: str) -> Attribute[int | None]:
    """Declare a month since the start of the scenario, None for never."""
    return Attribute(column, _month, doc)


def code(kind: type[E], column: str, doc: str, *, settable: bool = False) -> Attribute[E]:
    """Declare a code of an enumeration, settable as a member of it or by its name in files."""
    return Attribute(column, kind, doc, check=_one_of(kind) if settable else None)


def declared(column: AgentColumn) -> Attribute[Any]:
    """Declare a column of an extension; of a world without it, it does not exist."""
    return Attribute(column.name, _as_it_is, column.en, check=lambda _name, value: value)


def _as_it_is(value: Any) -> Any:
    return value


def between(high: float) -> Callable[[str, object], float]:
    """Return a check for finite numbers from 0 to ``high``."""

    def check(name: str, value: object) -> float:
        try:
            number = float(cast(float, value))
        except (TypeError, ValueError):
            number = nan
        if not 0.0 <= number <= high:
            raise ValueError(f"{name} must be between 0 and {high:,.9g}, not {value!r}")
        return number

    return check


def _yes_or_no(name: str, value: object) -> bool:
    if value not in (True, False):
        raise ValueError(f"{name} must be True or False, not {value!r}")
    return bool(value)


def _one_of(kind: type[E]) -> Callable[[str, object], E]:
    names = {member.name.lower(): member for member in kind}

    def check(name: str, value: object) -> E:
        if isinstance(value, kind):
            return value
        if isinstance(value, str) and value in names:
            return names[value]
        raise ValueError(f"{name} must be one of {', '.join(names)}, not {value!r}")

    return check


def _month(value: int) -> int | None:
    return None if value == NEVER else value


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
