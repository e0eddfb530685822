"""Hashes of a scenario from its plain data: what decides its worlds, and what decides its pasts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from sim.plan.edition import EDITION
from sim.plan.past import asks

_OF_THE_PAST: Final = (
    "start", "seed", "places", "organizations", "parameters", "baseline", "observations", "model",
    "extensions",
)  # fmt: skip
_NOT_HASHED: Final = ("name", "title", "question", "notes", "replicates", "observations")


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
