"""Plain data of a frozen object, and its hashes: what decides worlds, and what decides pasts.

A scenario and a study carry what their file said, which goes into results and into their hash.
``dataclasses.replace`` changes a field and leaves that data as it was: here it is noticed, so that
no old number is served for a new value.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from sim.plan.edition import EDITION
from sim.plan.past import asks

_LABELS: Final = ("content", "warnings", "sources", "pasts")
_OF_THE_PAST: Final = (
    "start", "seed", "places", "organizations", "parameters", "baseline", "observations", "model",
    "extensions",
)  # fmt: skip
_NOT_HASHED: Final = ("name", "title", "question", "notes", "replicates", "observations")
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


def _unlike(one: Any, other: Any) -> bool:
    if one is other:
        return False
    plain = isinstance(one, _PLAIN) and isinstance(other, _PLAIN)
    return not plain or one != other


def digest_of(content: Mapping[str, Any], extensions: Mapping[str, Any]) -> str:
    """Return the digest of a scenario from its plain data, and from what runs besides."""
    kept = {name: value for name, value in content.items() if name not in _NOT_HASHED}
    if asks(content.get("history")):
        kept["observations"] = _earlier(content)
    kept["organizations"] = {
        name: value
        for name, value in kept["organizations"].items()
        if name not in ("columns", "sheet", "blank", "leave_out", "same")
    }
    if extensions:
        kept["extensions"] = extensions
    text = json.dumps(_untitled(kept), ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode("utf-8"), digest_size=8).hexdigest()


def past_digest(content: Mapping[str, Any], extensions: Mapping[str, Any]) -> str:
    """Return the digest of what decides which pasts the start of a scenario accepts."""
    kept = {name: content.get(name) for name in _OF_THE_PAST}
    # Whatever becomes of effort later, its past is the same; but it is asked for.
    later = ("effort", "half_life_months")
    known = {name: value for name, value in content["history"].items() if name not in later}
    kept["history"] = known | {"effort": "any"}
    kept["baseline"] = [
        entry for entry in kept["baseline"] or () if _began(entry, content["start"])
    ]
    drawn = content["uncertainty"] == "posterior"
    kept["posterior"] = content.get("posterior") if drawn else None
    return digest_of({**kept, "edition": EDITION}, extensions)


def _began(entry: Mapping[str, Any], start: str) -> bool:
    """Whether a policy of the baseline is in force in some month before the start."""
    periods = entry.get("periods") or [entry]
    return any(not period.get("start") or period["start"] < start for period in periods)


def _earlier(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the observations from before the start, as far as pasts are held against them."""
    return [
        {name: value for name, value in entry.items() if name not in ("definition", "source")}
        for entry in content.get("observations") or ()
        if entry["month"] < content["start"] and entry.get("evidence") is not False
    ]


def _untitled(value: Any) -> Any:
    """Leave out what only labels: titles, tiles, the registry's file and how it was read."""
    if isinstance(value, Mapping):
        return {
            name: _untitled(entry)
            for name, entry in value.items()
            if name not in ("title", "question", "tile", "file", "encoding", "remarks")
        }
    return [_untitled(entry) for entry in value] if isinstance(value, list) else value
