"""Who gains and who loses: by group, and by name for those who ask: simulated, not observed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.locale import N_, _
from sim.measures.base import Band, ratio
from sim.present.names import NOT_OPERATING, group_name, measure_within, reason_name
from sim.present.numbers import NOTHING, Cell, k_of_n, number_cell, points_cell, whole
from sim.report.answer import SAID, title
from sim.report.blocks import Block, Row, Section, Table, Text, text_row
from sim.results.compare import Comparison, Tally
from sim.results.parquet import booleans, places, values
from sim.results.reading import Results
from sim.results.tabulate import Frame
from sim.results.who import names_of, who

F64 = npt.NDArray[np.float64]

NO_WORLDS: Final = np.zeros(0, np.int64)

DIMENSIONS: Final[Mapping[str, str]] = {
    "kind": N_("By kind"),
    "type": N_("By type"),
    "size": N_("By size"),
    "district": N_("By district"),
    "industry": N_("By industry"),
}
MOST_GROUPS: Final = 12
"""Of dimensions with more groups the largest are shown."""


def counts(found: Comparison) -> Table:
    """Return how many organizations gain, lose and are displaced by each alternative."""
    results = found.results
    rows = []
    for name in results.alternatives[1:]:
        gains = found.gains[name]
        numbers = (gains.gained, gains.lost, gains.displaced)
        cells = [number_cell(Band.of(n.astype(np.float64) * results.weight)) for n in numbers]
        rows.append(Row(title(results, name), cells))
    return Table(
        _("Organizations at the end, against the same world without the alternative"),
        ["", _("Gained"), _("Lost"), _("Of these displaced")],
        rows,
    )


def by_group(found: Comparison) -> list[Table]:
    """Return a table a dimension of more than one group: paired differences of each group."""
    results = found.results
    tables = []
    for dimension, caption in DIMENSIONS.items():
        names, size, shares = _shares(results, dimension)
        if len(names) < 2:
            continue
        order = sorted(range(len(names)), key=lambda row: -size[row])[:MOST_GROUPS]
        rows = [
            Row(
                _("{group} ({n})").format(
                    group=group_name(results, dimension, names[row]), n=whole(float(size[row]))
                ),
                [_cell(shares[row, at] - shares[row, 0]) for at in range(1, shares.shape[1])],
            )
            for row in sorted(order)
        ]
        heads = ["", *(title(results, name) for name in results.alternatives[1:])]
        tables.append(Table(_shown(caption, len(names)), heads, rows))
    return tables


def _shown(caption: str, groups: int) -> str:
    text = _("{dimension}: difference in {measure}, points, and in how many worlds it is higher")
    text = text.format(dimension=_(caption), measure=measure_within(SAID))
    if groups <= MOST_GROUPS:
        return text
    return text + _(" (the {n} largest of {all} groups)").format(n=MOST_GROUPS, all=groups)


def _cell(apart: F64) -> Cell:
    counted = Tally.of_difference(apart)
    cell = points_cell(Band.of(apart))
    return Cell(cell.main, f"{cell.band} {counted}".strip() if counted.of else "")


def _shares(results: Results, dimension: str) -> tuple[list[str], F64, F64]:
    """Return groups, mean organizations of the baseline, effective coverage at the horizon.

    Coverage is [group, alternative, replicate], not a number where a world has nobody there.
    """
    table = results.series([SAID], dimension=dimension)
    table = table.filter(booleans(values(table["month"]) == results.months))
    present = {str(name) for name in table["group"].unique().to_pylist()}
    frame = Frame(results.alternatives, NO_WORLDS, NO_WORLDS, results.scenario.place)
    names = [name for name in frame.groups(dimension) if name in present]
    shape = (len(names), len(results.alternatives), len(results.replicates))
    top, bottom = np.zeros(shape), np.zeros(shape)
    at = (
        places(table["group"], names),
        places(table["alternative"], results.alternatives),
        np.searchsorted(results.replicates, values(table["replicate"])),
    )
    top[at], bottom[at] = values(table["numerator"]), values(table["denominator"])
    size: F64 = bottom[:, 0].mean(1) * results.weight
    return names, size, ratio(top, bottom)


NAMED_SHOWN: Final = 5
"""Organizations that are listed of a group."""

NAMED_GROUPS: Final = {"gained": N_("gains a branch"), "lost": N_("loses its branch")}


def named(results: Results) -> Section:
    """Return the named organizations that gain and lose in most worlds."""
    names = names_of(results)
    blocks: list[Block] = [
        Text(
            _(
                "Simulated, not observed: what is said here of a named organization happened in "
                "simulated worlds and says nothing of what it did or will do."
            ),
            "warning",
        )
    ]
    if names:
        blocks += [_named_table(results, names, name) for name in results.alternatives[1:]]
    else:
        blocks.append(Text(_("The organizations of this scenario have no names.")))
    return Section("named", _("Named organizations"), blocks)


def _named_table(results: Results, names: dict[int, str], alternative: str) -> Table:
    return Table(
        _("{title}: simulated, not observed").format(title=title(results, alternative)),
        ["", _("What happens"), _("Worlds"), _("Held back most by")],
        [*_rows(results, names, alternative)],
        words=True,
    )


def _rows(results: Results, names: dict[int, str], alternative: str) -> Iterator[Row]:
    for group, label in NAMED_GROUPS.items():
        known = [entry for entry in who(results, group, alternative) if entry.organization in names]
        for entry in known[:NAMED_SHOWN]:
            held = entry.bottleneck
            yield text_row(
                names[entry.organization],
                _(label),
                k_of_n(entry.worlds, entry.of),
                NOTHING if held in ("none", NOT_OPERATING) else reason_name(held),
            )
