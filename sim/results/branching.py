"""A branch in time: a finished run goes on from some month under other policies.

A branch is an ordinary scenario: what was in force before the month ends there, what comes begins
there, and what is the same on both sides is left whole. So its past is the run's past bit for bit
(draws know no policy, and a policy that is not in force does nothing). Whatever can be done with a
scenario can be done with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from sim.errors import FugaiError, InputError
from sim.locale import _, listed
from sim.measures.catalogue import MEASURES
from sim.results.commands import refuse_other_code
from sim.results.joined import differing, known
from sim.results.reading import Results
from sim.scenario import Scenario
from sim.scenario.scenario import BASELINE

Entry = dict[str, Any]
"""A policy as a scenario file writes it, with its id."""

HELD: Final = (
    "places", "organizations", "start", "parameters", "budget", "history", "model", "extensions",
)  # fmt: skip
"""What a branch takes over from the past: only policies may differ from the month on."""

PAST: Final = "_past"


def branch(past: Results, future: Scenario, month: int, *, alternative: str = BASELINE) -> Scenario:
    """Return the scenario that is ``past`` under ``alternative`` before month ``month`` (from 0),
    and has the policies of ``future`` from then on.

    A policy that begins with the branch has its ramp from there. One that goes on with another
    end goes on; with any other change it ends and begins anew. Seed and uncertainty are the past's.
    """
    known(past, alternative)
    refuse_other_code(past)
    scenario = past.scenario
    found = differing(past.info["scenario"], future.resolved(), HELD)
    if found:
        text = _(
            "{future} differs from {past} in {keys}: from a month on only policies may change."
        )
        raise InputError(text.format(future=future.name, past=scenario.name, keys=listed(found)))
    if not 0 < month < min(scenario.months, future.months):
        text = _("A branch begins after {first} and no later than {last}.")
        last = scenario.month_name(min(scenario.months, future.months) - 1)
        raise InputError(text.format(first=scenario.month_name(0), last=last))
    before = _before(scenario, alternative)
    lists = {
        entry.id: spliced(before, entries(future, entry.id), scenario, month)
        for entry in future.alternatives
    }
    lists[BASELINE] = _from_the_start(
        spliced(before, entries(future, BASELINE), scenario, month), scenario
    )
    baseline = lists[BASELINE]
    held = ("seed", "uncertainty", "posterior", "replicates")
    content = {key: value for key, value in future.resolved().items() if key not in held}
    content |= {key: past.info["scenario"][key] for key in held if key in past.info["scenario"]}
    content["name"] = f"{future.name}-from-{scenario.month_name(month)}"
    content["baseline"] = baseline
    for table in content["alternatives"]:
        own = lists[table["id"]]
        table["without"] = [entry["id"] for entry in baseline if entry not in own]
        table["policies"] = [entry for entry in own if entry not in baseline]
    return replace(scenario.remade(content), warnings=future.warnings)


def entries(scenario: Scenario, alternative: str) -> list[Entry]:
    """Return the policies of an alternative as a file writes them, each with its id."""
    content = scenario.resolved()
    baseline = [_named(entry) for entry in content["baseline"]]
    if alternative == BASELINE:
        return baseline
    table = next(entry for entry in content["alternatives"] if entry["id"] == alternative)
    kept = [entry for entry in baseline if entry["id"] not in table["without"]]
    return kept + [_named(entry) for entry in table["policies"]]


def spliced(
    before: Sequence[Entry], after: Sequence[Entry], scenario: Scenario, month: int
) -> list[Entry]:
    """Return policies that are ``before`` until the month and ``after`` from it on."""
    last, first = scenario.month_name(month - 1), scenario.month_name(month)
    left = list(after)
    found = []
    for entry in before:
        same = next((other for other in left if _one(entry, other, last)), None)
        if same is not None:
            left.remove(same)
            found.append(same)
        elif ended := _clipped(entry, None, last):
            found.append(ended | {"id": entry["id"] + PAST})
    return found + [begun for entry in left if (begun := _clipped(entry, first, None))]


def retold(branched: Results, past: Results, month: int, *, alternative: str = BASELINE) -> None:
    """Refuse a branch whose past isn't the run's: every measure of every month must be equal."""
    common = sorted({*branched.replicates} & {*past.replicates})
    months = range(month + 1)
    told = [
        results.cube(tuple(MEASURES), months)[:, results.alternatives.index(name)][
            :, np.searchsorted(results.replicates, common)
        ]
        for results, name in ((branched, BASELINE), (past, alternative))
    ]
    if not np.array_equal(told[0], told[1], equal_nan=True):
        text = _("The past of {folder} is different now: its scenario or the program changed.")
        raise FugaiError(text.format(folder=past.folder))


def _before(scenario: Scenario, alternative: str) -> list[Entry]:
    """Return the policies of the past; what acted before the start must have been the baseline's.

    The state at the start knows only the baseline's standing policies.
    """
    found = entries(scenario, alternative)
    ids = [entry["id"] for entry in found]
    for policy in scenario.alternatives[0].policies:
        if policy.id not in ids and policy.standing > 0:
            text = _('"{name}" leaves out {policy}, in force before the start: it has no branch.')
            raise InputError(text.format(name=alternative, policy=policy.id))
    return found


def _from_the_start(baseline: list[Entry], scenario: Scenario) -> list[Entry]:
    """Let what was not in the past's baseline begin with the scenario.

    The state at the start knows the baseline's standing policies: they must be the same as then.
    """
    start = scenario.month_name(0)
    standing = [_lasting(entry) for entry in entries(scenario, BASELINE)]
    return [
        entry if _lasting(entry) in standing else _clipped(entry, start, None) or entry
        for entry in baseline
    ]


def _named(entry: Entry) -> Entry:
    return entry | {"id": entry.get("id") or entry["policy"]}


def _one(before: Entry, after: Entry, last: str) -> bool:
    """Whether two entries are one policy, perhaps with another end after the month ``last``."""
    if before == after:
        return True
    goes_on = all((entry.get("end") or last) >= last for entry in (before, after))
    return goes_on and _without_end(before) == _without_end(after)


def _lasting(entry: Entry) -> Entry:
    """Return what an entry was before a branch ended it: its id, and no end."""
    periods = [{n: v for n, v in span.items() if n != "end"} for span in entry.get("periods", [])]
    return _without_end(entry) | {"id": entry["id"].removesuffix(PAST), "periods": periods[:1]}


def _without_end(entry: Entry) -> Entry:
    return {name: value for name, value in entry.items() if name != "end"}


def _clipped(entry: Entry, first: str | None, last: str | None) -> Entry | None:
    """Return an entry within the months from ``first`` to ``last``; nothing if none is left.

    Months are written YYYY-MM, so that they compare as texts.
    """
    spans = entry.get("periods") or [{"start": entry.get("start"), "end": entry.get("end")}]
    kept = []
    for span in spans:
        start = max(filter(None, (span.get("start"), first)), default=None)
        end = min(filter(None, (span.get("end"), last)), default=None)
        if start is None or end is None or start <= end:
            kept.append({n: v for n, v in (("start", start), ("end", end)) if v is not None})
    if not kept:
        return None
    bare = {name: value for name, value in entry.items() if name not in ("start", "end", "periods")}
    return bare | ({"periods": kept} if entry.get("periods") else kept[0])
