"""What goes wrong under every alternative, the baseline among them, with the same care."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.locale import N_, _
from sim.present.numbers import number_cell, yuan_cell
from sim.report.answer import title
from sim.report.blocks import Row, Table
from sim.results.compare import Band, Comparison
from sim.results.parquet import places, values
from sim.results.ranking import by_world
from sim.results.reading import Results
from sim.results.tabulate import EVENT_NAMES

F64 = npt.NDArray[np.float64]

EVENTS: Final[Mapping[str, str]] = {
    "founded": N_("Branches founded"),
    "dissolved": N_("Branches dissolved"),
    "closed": N_("Branches closed: consent withdrawn, or found hollow after a quota"),
    "converted": N_("Branches converted for lack of members"),
    "merged": N_("Organizations whose branch merged into another"),
    "exit": N_("Branches ended with their organizations"),
    "left_joint": N_("Organizations that left a joint branch"),
    "refused": N_("Refusals"),
    "struck": N_("Organizations struck from the reported base"),
}
"""What happened over the whole period."""


def table(found: Comparison) -> Table:
    """Return events of the whole period and what stands at the end."""
    results = found.results
    happened = _events(results)
    rows = [
        Row(_(label), [number_cell(Band.of(row * results.weight)) for row in happened[at]])
        for at, label in enumerate(EVENTS.values())
        if happened[at].any()
    ]
    dormant = [
        by_world(found, "party_organizations", name) - by_world(found, "effective_branches", name)
        for name in results.alternatives
    ]
    rows.append(
        Row(_("Dormant branches at the end"), [number_cell(Band.of(row)) for row in dormant])
    )
    kept = [_on_the_books(found, name) for name in results.alternatives]
    if any(row.any() for row in kept):
        label = _("Organizations at the end whose branch is only kept on the books")
        rows.append(Row(label, [number_cell(Band.of(row)) for row in kept]))
    for measure, label in (
        ("reported_base", N_("Organizations on the reported base at the end")),
        ("blank_spots", N_("Blank spots at the end: 50 staff or more, no member")),
    ):
        bands = [found.value(measure, name) for name in results.alternatives]
        rows.append(Row(_(label), [number_cell(band) for band in bands]))
    unmet = [found.costs[name].unmet_yuan for name in results.alternatives]
    if any(row.any() for row in unmet):
        cells = [yuan_cell(Band.of(row)) for row in unmet]
        rows.append(Row(_("Demand that the budget left unmet, yuan"), cells))
    return Table(
        _("Over the whole period, unless it says at the end"),
        ["", *(title(results, name) for name in results.alternatives)],
        rows,
    )


def _on_the_books(found: Comparison, alternative: str) -> F64:
    """Return organizations that are covered, but not truly: closing is forbidden to them."""
    shares = [
        by_world(found, measure, alternative)
        for measure in ("organization_coverage", "true_coverage")
    ]
    apart: F64 = np.rint((shares[0] - shares[1]) * by_world(found, "registered", alternative))
    return apart


def _events(results: Results) -> F64:
    """Return numbers over the whole period: [event, alternative, replicate]."""
    found = np.zeros((len(EVENT_NAMES), len(results.alternatives), len(results.replicates)))
    for part in results.parts("events"):
        at = (
            places(part["event"], EVENT_NAMES),
            places(part["alternative"], results.alternatives),
            np.searchsorted(results.replicates, values(part["replicate"])),
        )
        np.add.at(found, at, values(part["number"]))
    shown: F64 = found[[EVENT_NAMES.index(name) for name in EVENTS]]
    return shown
