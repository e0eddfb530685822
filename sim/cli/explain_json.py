"""``fugai explain --json``: the whole explanation as one object."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sim.results.explain import Explanation
from sim.results.remedies import cheapest
from sim.results.trace import Difference
from sim.results.views import View


def told(found: Explanation) -> dict[str, Any]:
    """Return an explanation for machines; months count from 0, dates are calendar months."""
    scenario, trace = found.scenario, found.trace
    best = cheapest(found.tried)
    return {
        "scenario": scenario.name,
        "organization": trace.organization,
        **({} if found.name is None else {"name": found.name}),
        "status": "simulated, not observed",
        "alternative": trace.alternative,
        "replicate": trace.replicate,
        "start": scenario.month_name(0),
        "months": scenario.months,
        "about": trace.about,
        "initial": _sides(trace.start),
        "history": [
            {
                "month": entry.month,
                "date": scenario.month_name(entry.month),
                "baseline": [happening.plain() for happening in entry.baseline],
                "alternative": [happening.plain() for happening in entry.alternative],
            }
            for entry in trace.months
        ],
        "first_difference": _difference(found, trace.difference),
        "final": _sides(trace.end),
        "remedies": {
            "goal": "covered at the end" if found.at_end else "covered at any time",
            "tried": [
                {
                    "remedy": entry.remedy.name,
                    "unit": entry.remedy.unit,
                    "amount": entry.amount,
                    "steps": entry.steps if entry.amount is not None else None,
                    "month": entry.month,
                }
                for entry in found.tried
            ],
            "cheapest": None if best is None else best.remedy.name,
        },
    }


def _sides(views: tuple[View | None, View | None]) -> dict[str, Any]:
    names = ("baseline", "alternative")
    return {name: _view(view) for name, view in zip(names, views, strict=True)}


def _view(view: View | None) -> dict[str, Any] | None:
    return None if view is None else {"covered": view.covered, **asdict(view)}


def _difference(found: Explanation, difference: Difference | None) -> dict[str, Any] | None:
    if difference is None:
        return None
    return {
        "month": difference.month,
        "date": found.scenario.month_name(difference.month),
        "columns": [
            {"column": name, "baseline": one, "alternative": other}
            for name, (one, other) in difference.columns.items()
        ],
        "policies": list(difference.policies),
        "jointly": difference.jointly,
        "doses": list(difference.doses),
    }
