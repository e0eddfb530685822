"""The object of ``run --json`` and ``compare --json``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from sim.measures.base import Band
from sim.measures.catalogue import MEASURES
from sim.present.facts import sentence
from sim.results.allowed import after
from sim.results.answering import same_as_baseline
from sim.results.compare import SAID, Comparison, Difference, pairs
from sim.results.groups import course
from sim.results.joined import Joined
from sim.results.reading import Results
from sim.results.reruns import known
from sim.results.tabulate import BOTTLENECK_NAMES
from sim.scenario.facts import facts


def shares(results: Results) -> list[str]:
    """Return the measures of a run that are shares."""
    return [name for name in results.measures if MEASURES[name].is_share]


def outcome(results: Results, seconds: float, notes: Sequence[str]) -> dict[str, Any]:
    """Return what a run came to: shares at the start and at the horizon, differences, costs.

    ``notes`` are what should be known of the scenario. A value that isn't there (nothing in the
    denominator) is null.
    """
    found = results.compare()
    others = results.alternatives[1:]
    named = shares(results)
    return {
        "scenario": results.info["name"],
        "start": results.info["start"],
        "months": results.months,
        "replicates": len(results.replicates),
        "seed": results.info["seed"],
        "results": results.folder.as_posix(),
        "organizations": _count(found, "registered", 0),
        "organizations_at_end": _count(found, "registered"),
        "operating": _count(found, "operating", 0),
        "operating_at_end": _count(found, "operating"),
        "facts": facts(results.scenario).json(),
        "seconds": round(seconds, 3),
        "notes": [*notes, *same_as_baseline(results)],
        "uncertainty": results.info["uncertainty"],
        "failed": {str(replicate): reason for replicate, reason in results.failed.items()},
        "initial": {
            name: _number(found.value(name, results.alternatives[0], 0).q50) for name in named
        },
        "alternatives": {
            alternative: {name: _band(found.value(name, alternative)) for name in named}
            for alternative in results.alternatives
        },
        "differences": {
            alternative: {name: _difference(found.difference(name, alternative)) for name in named}
            for alternative in others
        },
        "ranking": {
            "measure": SAID,
            "share_higher": {
                alternative: {other: tally.share for other, tally in others.items()}
                for alternative, others in pairs(found).items()
            },
        },
        "costs": {alternative: _costs(found, alternative) for alternative in results.alternatives},
        "allowed": {name: entry.plain() for name, entry in after(results).items()},
        "at_defaults": results.defaults(),
        "history": _history(results),
    }


def _history(results: Results) -> dict[str, Any] | None:
    """Return what the start says of the past, and the baseline under what else might be."""
    history, evidence = results.scenario.history, results.evidence
    if history is None or evidence is None:
        return None
    return {
        **evidence.content(),
        "effort_after": history.course.name,
        "official": history.official,
        "said": sentence(evidence),
        "baselines": known(results),
    }


def _count(found: Comparison, name: str, month: int | None = None) -> int:
    """Return a count of the baseline, at the horizon if nothing else is said: its median."""
    return round(found.value(name, found.results.alternatives[0], month).q50)


def _band(band: Band) -> dict[str, float | None]:
    return {"q05": _number(band.q05), "q50": _number(band.q50), "q95": _number(band.q95)}


def _difference(difference: Difference) -> dict[str, float | None]:
    return {**_band(difference.band), "share_higher": _number(difference.share_higher)}


AMOUNTS: Final = (
    "yuan", "added_yuan", "planned_yuan", "unmet_yuan", "burden_hours", "own_yuan"
)  # fmt: skip
"""Costs of an alternative by replicate, each a band."""


def _costs(found: Comparison, alternative: str) -> dict[str, Any]:
    costs = found.costs[alternative]
    gains = found.gains.get(alternative)
    moved = () if gains is None else ("gained", "lost", "displaced")
    return {
        **{name: _band(Band.of(getattr(costs, name))) for name in AMOUNTS},
        "yuan_by_payer": {
            payer: _band(Band.of(yuan)) for payer, yuan in costs.by_payer.items() if yuan.any()
        },
        "added_effective_branch_years": _band(Band.of(costs.branch_years)),
        "yuan_per_added_effective_branch_year": costs.price.value,
        "yuan_per_added_effective_branch_year_q05": costs.price.low,
        "yuan_per_added_effective_branch_year_q95": costs.price.high,
        "no_price_because": costs.price.reason or None,
        **{f"organizations_{name}": _band(Band.of(getattr(gains, name))) for name in moved},
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def comparison(joined: Joined, seconds: float) -> dict[str, Any]:
    """Return what ``run --json`` says, the reference's id, and series of yearly differences."""
    found = joined.compare()
    return {
        **outcome(joined, seconds, []),
        "reference": joined.alternatives[0],
        "folders": [joined.left.folder.as_posix(), joined.right.folder.as_posix()],
        "differ_in": joined.remarks(),
        "by_year": [
            {name: _plain(value) for name, value in row.items()}
            for row in found.rows()
            if row["measure"] in shares(joined)
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
