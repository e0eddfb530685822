"""Small studies for tests: a county, one year, few cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.studies.file import make_study
from sim.studies.study import Study

LIAISONS = "alternatives.liaisons.policies.dispatch_liaisons.liaisons"
STRATEGY = "alternatives.liaisons.policies.dispatch_liaisons.strategy"


def small(
    method: str = "sweep", *, overrides: Sequence[str] = ("years=2",), **values: Any
) -> Study:
    """Return a study of a county over two years; ``values`` are keys of its file."""
    data: Mapping[str, Any] = {
        "format": 1,
        "title": "A small study",
        "method": method,
        "scenario": "linze",
        "factors": ["leave_per_year", f"{LIAISONS}=0:12"],
        "measures": ["effective_coverage", "hollow_share"],
        "alternatives": ["baseline", "liaisons"],
        "replicates": 2,
        **values,
    }
    return make_study("small", data, overrides=overrides)
