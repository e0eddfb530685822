"""Growable tables of columns: the truth about a stack of worlds.

A subclass declares its columns as annotations; each is a NumPy array over rows, a live view of
what is in use. Row 0 is a sentinel that is never alive: an index column says "none" with 0.
Rows are appended at the end and marked dead, never reused; :meth:`Table.keep` compacts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Self, get_args, get_type_hints

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64, U64, Mask

Bool = Annotated[Mask, np.bool_]
Int8 = Annotated[npt.NDArray[np.int8], np.int8]
Int32 = Annotated[npt.NDArray[np.int32], np.int32]
Int64 = Annotated[I64, np.int64]
UInt64 = Annotated[U64, np.uint64]
Float = Annotated[F64, np.float64]
Float4 = Annotated[F64, np.float64, 4]

Column = npt.NDArray[np.generic]


@dataclass(frozen=True)
class Words:
    """What the documentation says of a column: its range or unit, and what it is."""

    unit: str
    en: str
    zh: str


def words_of(owner: type) -> dict[str, Words]:
    """Return the words of the columns that a class declares itself, by name."""
    hints = get_type_hints(owner, include_extras=True)
    own = {name: hints[name] for name in owner.__annotations__}
    return {
        name: note
        for name, hint in own.items()
        for note in getattr(hint, "__metadata__", ())
        if isinstance(note, Words)
    }


SLACK = 1.15
"""Room of a table over what it holds: about a year of newcomers."""
NEVER = -(10**6)
"""Month of something that has not happened."""


class Table:
    """Columns of one kind of agent. ``len(table)`` counts rows, the sentinel included."""

    alive: Annotated[Bool, Words("yes/no", "still part of the model", "仍在模型中")]
    world: Annotated[Int64, Words("index", "world that the row belongs to", "所属的一次模拟")]
    identity: Annotated[
        UInt64,
        Words(
            "63 bits",
            "identity by lineage, the same in every world",
            "由来历定的编号，各次模拟相同",
        ),
    ]
    key: Annotated[UInt64, Words("64 bits", "key of the agent's draws", "抽取随机数的键")]

    FILL: ClassVar[dict[str, float]] = {}
    """Values that new rows hold where they are not given; 0 otherwise."""

    def __init__(self) -> None:
        self._store: dict[str, Column] = {}
        self._fill = dict(self.FILL)
        self._rows = 1
        for name, (_, dtype, *lines) in self.columns().items():
            self._store[name] = np.full((*lines, 64), self.FILL.get(name, 0), dtype)
        self._refresh()

    def declare(self, name: str, dtype: np.dtype[Any], default: float) -> None:
        """Add a column that the class does not have; rows hold ``default`` until it is written."""
        if hasattr(self, name):
            raise ValueError(f"{type(self).__name__} has {name!r} already")
        self._fill[name] = default
        self._store[name] = np.full(self._store["alive"].shape[-1], default, dtype)
        self._refresh()

    def own(self, name: str) -> npt.NDArray[Any]:
        """Return a column that was declared: a live view, as attributes are of the others."""
        return self._store[name][..., : self._rows]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns, those that were declared among them."""
        return tuple(self._store)

    @property
    def declared(self) -> tuple[str, ...]:
        """Names of the columns that the class does not have."""
        return tuple(name for name in self._store if name not in self.columns())

    @classmethod
    @cache  # hints take longer to evaluate than a month of a small place
    def columns(cls) -> Mapping[str, tuple[Any, ...]]:
        """Return name → (array type, dtype[, rows of a two-dimensional column])."""
        hints = get_type_hints(cls, include_extras=True)
        return MappingProxyType(
            {
                name: tuple(part for part in get_args(hint) if not isinstance(part, Words))
                for name, hint in hints.items()
                if hasattr(hint, "__metadata__")
            }
        )

    def empty(self) -> Self:
        """Return a table without rows that has the same columns."""
        twin = type(self)()
        for name in self.declared:
            twin.declare(name, self._store[name].dtype, self._fill[name])
        return twin

    def __len__(self) -> int:
        return self._rows

    def __setattr__(self, name: str, value: object) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        elif name in self._store:
            getattr(self, name)[...] = value
        else:
            raise AttributeError(f"{type(self).__name__} has no column {name!r}")

    def _refresh(self) -> None:
        for name, column in self._store.items():
            object.__setattr__(self, name, column[..., : self._rows])

    def _roomy(self, name: str, source: Column, rows: I64 | slice, n: int) -> Column:
        """Return a column that starts with ``source[rows]`` and has room for ``n`` rows and more.

        Room beyond what is kept holds the values of new rows, whatever stood there before.
        """
        kept = source[..., rows]
        fresh: Column = np.empty((*source.shape[:-1], int(n * SLACK) + 64), source.dtype)
        fresh[..., : kept.shape[-1]] = kept
        fresh[..., kept.shape[-1] :] = self._fill.get(name, 0)
        return fresh

    def append(self, count: int, values: Mapping[str, Column | float]) -> slice:
        """Append ``count`` live rows with the given columns; return their slice."""
        start, stop = self._rows, self._rows + count
        room = self._store["alive"].shape[-1]
        if stop > room:
            for name, old in self._store.items():
                self._store[name] = self._roomy(name, old, slice(start), stop)
        self._rows = stop
        for name, value in values.items():
            self._store[name][..., start:stop] = value
        self._store["alive"][start:stop] = True
        self._refresh()
        return slice(start, stop)

    def keep(self, order: I64) -> I64:
        """Keep the rows ``order`` in that order (the sentinel stays first).

        Return a map old row → new row, 0 for rows that are gone.
        """
        moved = np.zeros(self._rows, np.int64)
        rows = np.concatenate([np.zeros(1, np.int64), order])
        moved[rows] = np.arange(len(rows))
        for name, column in self._store.items():
            self._store[name] = self._roomy(name, column, rows, len(rows))
        self._rows = len(rows)
        self._refresh()
        return moved

    def copy(self) -> Self:
        """Return an independent copy."""
        twin = type(self).__new__(type(self))
        object.__setattr__(twin, "_store", {n: c.copy() for n, c in self._store.items()})
        object.__setattr__(twin, "_fill", dict(self._fill))
        object.__setattr__(twin, "_rows", self._rows)
        twin._refresh()
        return twin

    def __getstate__(self) -> dict[str, object]:
        store = {name: column[..., : self._rows].copy() for name, column in self._store.items()}
        return {"store": store, "fill": self._fill, "rows": self._rows}

    def __setstate__(self, state: dict[str, object]) -> None:
        object.__setattr__(self, "_store", state["store"])
        object.__setattr__(self, "_fill", state["fill"])
        object.__setattr__(self, "_rows", state["rows"])
        self._refresh()
