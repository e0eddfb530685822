"""What ``run.json`` says besides a scenario and that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.scenario.building import BASELINE_TITLE
from sim.scenario.scenario import BASELINE


def following(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what ``run.json`` says besides a scenario and that follows from it."""
    name = content["name"]
    titles = {entry["id"]: entry.get("title") for entry in content["alternatives"]}
    return {
        "name": name,
        "title": _title(name, content.get("title")),
        "start": content["start"],
        "months": 12 * content["years"],
        "seed": content["seed"],
        "uncertainty": content["uncertainty"],
        "alternatives": {BASELINE: dict(BASELINE_TITLE)}
        | {entry: _title(entry, title) for entry, title in titles.items()},
    }


def _title(name: str, title: Mapping[str, str] | None) -> dict[str, str]:
    return {"zh": name, "en": name} if title is None else {"zh": title["zh"], "en": title["en"]}
