"""What is set once a model year: replacement of leavers, and newcomer organizations.

Reads: organizations and members by cell. Writes: the cells' replacement, surplus and number; new
rows of organizations and members. Draws: ENTRY, ENTRANT, MEMBER. Source: docs/draws.md 3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64, U64, Process, draw
from sim.draws_discrete import poisson
from sim.exact import group_total
from sim.processes.race import spread
from sim.state.codes import Event
from sim.state.layout import buckets
from sim.state.stack import Stack

MONTHS = 12

Columns = dict[str, npt.NDArray[Any]]
Maker = Callable[[I64, U64, I64, I64], tuple[Columns, Columns]]
"""(world, cell identity, month, ordinal) → columns of organizations and founding members."""


def year_start(stack: Stack) -> None:
    """Set for the year how many leavers are replaced in each cell, and count the registered."""
    organizations, cells, n = stack.organizations, stack.cells, len(stack.cells)
    alive = np.flatnonzero(organizations.alive)
    cells.registered[:] = np.bincount(organizations.cell[alive], minlength=n)
    operating = np.flatnonzero(organizations.operating)
    cell = organizations.cell[operating]
    staff = group_total(cell, organizations.staff[operating], n)
    members = np.bincount(cell, organizations.members[operating], n)
    if stack.month == 0:
        prior = stack.parameters["members_per_staff"][cells.world]
        cells.trend[:] = np.where(staff > 0, members / np.maximum(staff, 1e-9), prior)
    wanted = cells.trend * staff
    share = np.divide(wanted, members, out=np.ones(n), where=members > 0)
    cells.replacement[:] = np.minimum(1.0, share)
    outflow = stack.parameters["leave_per_year"] * stack.parameters["out_of_sector"] / 12.0
    cells.surplus[:] = np.maximum(0.0, wanted - members) * outflow[cells.world]


@dataclass
class Entries:
    """The newcomers of the model year, in the order of their months; made anew at any time."""

    month: I64
    organizations: Columns
    members: Columns

    @classmethod
    def of_year(
        cls, stack: Stack, makers: Sequence[Maker], maker_of: I64, rate: Callable[[int], F64]
    ) -> Entries:
        """Draw the newcomers from the current month to the end of the model year.

        ``makers`` say what the newcomers of each place are like; ``maker_of`` is by world. ``rate``
        is the rate of entry a year in a month, by world.
        """
        cells = stack.cells
        months = np.arange(stack.month, stack.month // MONTHS * MONTHS + MONTHS)
        count = np.concatenate(
            [
                poisson(
                    rate(month)[cells.world] / 12.0 * cells.registered,
                    draw(cells.key, Process.ENTRY, month),
                )
                for month in months.tolist()
            ]
        )
        where, ordinal = spread(np.zeros(len(count), np.int64), count)
        month, cell = months[where // len(cells)], where % len(cells)
        parts = []
        for index, make in enumerate(makers):
            mine = np.flatnonzero(maker_of[cells.world[cell]] == index)
            new, people = make(
                cells.world[cell[mine]], cells.identity[cell[mine]], month[mine], ordinal[mine]
            )
            parts.append((mine, new, people))
        if len(parts) == 1:
            _, new, people = parts[0]
        else:
            new, people = _merged(parts, len(cell))
        new["cell"] = cell
        new["cohort"] = new["identity"] % np.uint64(MONTHS)
        new["bucket"] = buckets(cells, cell, new["identity"])
        people["home"] = cell[people["organization"]]
        return cls(month, new, people)

    def enter(self, stack: Stack) -> None:
        """Append the newcomers of the current month."""
        first, last = np.searchsorted(self.month, [stack.month, stack.month + 1])
        if first == last:
            return
        rows = stack.organizations.append(
            int(last - first),
            {name: column[..., first:last] for name, column in self.organizations.items()},
        )
        owner = self.members["organization"]
        a, b = np.searchsorted(owner, [first, last])
        people = {name: column[a:b] for name, column in self.members.items()}
        people["organization"] = owner[a:b] - first + rows.start
        stack.members.append(int(b - a), people)
        stack.note(Event.ORGANIZATION_ENTERED, np.arange(rows.start, rows.stop))


def _merged(parts: list[tuple[I64, Columns, Columns]], number: int) -> tuple[Columns, Columns]:
    """Put the newcomers of several places in one order."""
    new: Columns = {}
    for mine, columns, _ in parts:
        for name, column in columns.items():
            whole = new.setdefault(name, np.zeros((*column.shape[:-1], number), column.dtype))
            whole[..., mine] = column
    people = {
        name: np.concatenate([columns[name] for _, _, columns in parts]) for name in parts[0][2]
    }
    people["organization"] = np.concatenate(
        [mine[columns["organization"]] for mine, _, columns in parts]
    )
    order = np.argsort(people["organization"], kind="stable")
    return new, {name: column[order] for name, column in people.items()}
