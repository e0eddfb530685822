"""One world of a run once more, for figures of single organizations: simulated, not observed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.locale import N_, _
from sim.present.numbers import whole

if TYPE_CHECKING:
    from sim.results.reading import Results
    from sim.worlds import Worlds

I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]

STATES: Final = {
    "vital": N_("vital branch"),
    "dormant": N_("dormant, or on the books only"),
    "uncovered": N_("no branch"),
    "inactive": N_("not operating"),
}
"""States of an organization in the order in which dots are drawn."""

MOST: Final = 2_500
"""Organizations that are drawn as dots."""


@dataclass(frozen=True)
class Scene:
    """The organizations of a world at the end of a month: identity, district, industry, state.

    Sorted by identity; ``state`` is a position in :data:`STATES`.
    """

    month: int
    identity: U64
    district: I64
    industry: I64
    state: I64


def replicate_of(results: Results, asked: int | None) -> int:
    """Return a replicate of the run, the first unless one is asked for."""
    if asked is None:
        return results.replicates[0]
    if asked not in results.replicates:
        text = _("There is no replicate {k}; the run has {first} to {last}.")
        first, last = results.replicates[0], results.replicates[-1]
        raise InputError(text.format(k=asked, first=first, last=last))
    return asked


def scenes(
    results: Results, alternative: str, replicate: int, months: tuple[int, ...]
) -> Iterator[Scene]:
    """Yield the world at the end of some months, in their order; 0 is before the first.

    Histories are not stored, so the world runs again, after checking that the program is still
    the one that made the run.
    """
    from sim.histories.explain import open_run
    from sim.worlds import Worlds

    scenario = open_run(str(results.folder)).scenario
    worlds = Worlds.build(scenario, [alternative], [replicate])
    number = int(np.count_nonzero(worlds.organizations.alive))
    if number > MOST:
        text = _(
            "{n} organizations are too many to draw each as a dot (at most {most}). Simulate a "
            "sample: --set organizations.sample={share}"
        )
        share = 0.8 * MOST / (number * results.weight)
        raise InputError(text.format(n=whole(number), most=whole(MOST), share=f"{share:.1g}"))
    for month in range(max(months) + 1):
        if month:
            worlds.step()
        if month in months:
            yield _scene(worlds, month)


def _scene(worlds: Worlds, month: int) -> Scene:
    from sim.measures.status import Cover, read_status

    table, cells = worlds.organizations, worlds.cells
    rows = np.flatnonzero(table.alive)
    rows = rows[np.argsort(table.identity[rows], kind="stable")]
    cover = read_status(worlds, worlds.doses).cover[rows]
    state = np.full(len(rows), 2, np.int64)
    state[~table.operating[rows]] = 3
    state[(cover == Cover.DORMANT) | (cover == Cover.SHELL)] = 1
    state[cover == Cover.VITAL] = 0
    cell = table.cell[rows]
    return Scene(
        month,
        table.identity[rows].astype(np.uint64),
        cells.district[cell].astype(np.int64),
        cells.industry[cell].astype(np.int64),
        state,
    )
