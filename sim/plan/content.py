"""Plain data of a frozen object that knows which fields it was made from.

A scenario and a study carry what their file said, which goes into results and into their hash.
``dataclasses.replace`` changes a field and leaves that data as it was: here it is noticed, so that
no old number is served for a new value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

_PLAIN: Final = (bool, int, float, str, Mapping, type(None))
"""Types of fields whose values, not whose objects, are compared."""


class Content(dict[str, Any]):
    """Plain data, and the fields of the object that it was ``made`` from."""

    made: dict[str, Any]

    @classmethod
    def of(cls, owner: Any, data: Mapping[str, Any]) -> Content:
        """Return the content of a frozen dataclass; what is one already keeps its fields."""
        if isinstance(data, cls):
            return data
        found = cls(data)
        names = [entry.name for entry in fields(owner)]
        found.made = {name: getattr(owner, name) for name in names if name not in _LABELS}
        return found

    def changed(self, owner: Any) -> set[str]:
        """Return the fields of the object that are not those the content was made from."""
        return {name for name, value in self.made.items() if _unlike(value, getattr(owner, name))}


_LABELS: Final = ("content", "warnings", "sources", "pasts")


def _unlike(one: Any, other: Any) -> bool:
    if one is other:
        return False
    plain = isinstance(one, _PLAIN) and isinstance(other, _PLAIN)
    return not plain or one != other
