"""``fugai compare --json``: as ``run``'s object, and differences year by year."""

from __future__ import annotations

import math
from typing import Any

from sim.cli import run_json
from sim.cli.run_json import SHARES
from sim.results.bottlenecks import course
from sim.results.compare import Comparison
from sim.results.joined import Joined
from sim.results.tabulate import BOTTLENECK_NAMES


def outcome(joined: Joined, seconds: float) -> dict[str, Any]:
    """Return what ``run --json`` says, the reference's id, and series of yearly differences."""
    found = joined.compare()
    return {
        **run_json.outcome(joined, seconds, []),
        "reference": joined.alternatives[0],
        "folders": [joined.left.folder.as_posix(), joined.right.folder.as_posix()],
        "differ_in": joined.remarks(),
        "by_year": [
            {name: _plain(value) for name, value in row.items()}
            for row in found.rows()
            if row["measure"] in SHARES
        ],
        "bottlenecks": {
            alternative: _bottlenecks(found, alternative) for alternative in joined.alternatives
        },
    }


def _bottlenecks(found: Comparison, alternative: str) -> list[dict[str, Any]]:
    """Return mean numbers of uncovered organizations by what holds them back, year by year."""
    seen = course(found.results, alternative)
    return [
        {"month": month}
        | {
            name: float(seen.numbers[0, row, link])
            for link, name in enumerate(BOTTLENECK_NAMES)
            if link
        }
        for row, month in enumerate(seen.months)
    ]


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value
