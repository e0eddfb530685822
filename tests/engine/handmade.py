"""Hand-made worlds for tests of rules: a few agents, set column by column.

Two districts that are neighbours and a third that is not; two industries. Rates and probabilities
are set to never or always, so that a rule shows in one month.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.constants import INTERCEPT
from sim.draws import F64, I64, keys, world_key
from sim.parameters import PARAMETERS
from sim.policies.base import Policy
from sim.policies.book import DoseBook
from sim.policies.pressure import set_committees
from sim.policies.targets import Lever
from sim.processes.recruitment import count_members
from sim.state.codes import Form, Relation, Role, SecretarySource, Stage, Type
from sim.state.places import lay_out
from sim.state.stack import Stack

ALWAYS = 1e9
"""A rate a year whose monthly probability is 1."""
LONG_AGO = -60
PLENTY = 10**6
NEXT_DISTRICT, SAME_DISTRICT = (1, 0), (0, 1)
"""Cells beside the first: of its industry in a neighbouring district, and in its own district."""
QUIET = {
    "contact_per_year": 0.0,
    "secretary_success": 1.0,
    "secretary_later": 1.0,
    "rotation_per_year": 0.0,
    "dismiss_per_year": 0.0,
    "dissolve_per_year": 0.0,
    "disclose_per_year": 0.0,
    "leave_per_year": 0.0,
    "exit_per_year": 0.0,
    "inactive_per_year": 0.0,
    "application_per_staff_year": 0.0,
    "transfer_per_year": 0.0,
    "leave_joint_per_year": 0.0,
    "effort": 0.0,
    "paper_per_year": 0.0,
    "founding_capacity": 1e3,
}
"""Nothing happens by chance or effort; a secretary and an act of founding are always found."""


@dataclass(frozen=True)
class Place:
    """Districts 0 and 1 are neighbours, 2 is not; industry committees as given."""

    industry_committees: tuple[bool, ...] = (False, False)
    hosted_counts: bool = False
    functional_counts: bool = True
    district_ids: tuple[str, ...] = ("d0", "d1", "d2")
    industry_ids: tuple[str, ...] = ("i0", "i1")
    neighbours: tuple[tuple[int, ...], ...] = ((1,), (0,), ())


class Made:
    """One world under construction: ``stack``, and ``doses`` of the policies in it."""

    acts: float = 0.0
    """What a test keeps of its committee's acts (``test_rules_capacity``)."""

    def __init__(
        self, *policies: Policy, month: int = 0, place: Place | None = None, **parameters: float
    ) -> None:
        here = place or Place()
        world = np.array([world_key(7, 0)], np.uint64)
        cells, grid, committees = lay_out(here, world, np.zeros((1, 6), np.int64))
        values = {name: parameter.default for name, parameter in PARAMETERS.items()}
        values |= QUIET | parameters
        self.stack = Stack(
            n_worlds=1,
            keys=world,
            start_month=np.ones(1, np.int64),
            hosted_counts=np.array([here.hosted_counts]),
            functional_counts=np.array([here.functional_counts]),
            intercept=np.full(1, INTERCEPT),
            parameters={name: np.array([value]) for name, value in values.items()},
            cells=cells,
            grid=grid,
            committees=committees,
            month=month,
        )
        committees.vigour[:] = 1.0
        self.doses = DoseBook(self.stack, [Lever(policy, np.ones(1, bool)) for policy in policies])
        self.at(month)

    def at(self, month: int) -> Made:
        """Go to a month: doses of that month, committees as they then are; return the world."""
        self.stack.month = month
        self.stack.events = []
        self.doses = DoseBook(self.stack, self.doses.levers)
        self.doses.resolve(month)
        set_committees(self.stack, self.doses)
        self.stack.committees.acts[:] = PLENTY
        return self

    def organization(self, cell: tuple[int, int] = (0, 0), members: int = 0, **columns: Any) -> int:
        """Add an organization, stable and with a channel unless said otherwise; return its row."""
        table = self.stack.organizations
        identity = np.array([1000 + len(table)], np.uint64)
        number = cell[0] * 2 + cell[1]
        self.stack.cells.initial[number] += 1
        values: dict[str, Any] = {
            "cell": number, "bucket": self.stack.cells.bucket_start[number],
            "identity": identity, "key": keys(self.stack.keys, identity),
            "type": Type.STABLE, "has_channel": True, "founded": LONG_AGO, "staff": 10.0,
            "operating": True, "on_base": True,
        }  # fmt: skip
        levels = columns.pop("fears", (0.4, 0.4, 0.4, 0.4))
        values |= {"fears": np.array(levels)[:, None], "baseline": np.array(levels)[:, None]}
        row = int(table.append(1, values | columns).start)
        self.members(row, members)
        return row

    def members(self, organization: int, number: int = 1, **columns: Any) -> list[int]:
        """Add known full members of long standing; return their rows."""
        table = self.stack.members
        rows = []
        for _ in range(number):
            identity = np.array([500_000 + len(table)], np.uint64)
            values: dict[str, Any] = {
                "identity": identity, "key": keys(self.stack.keys, identity),
                "organization": organization, "home": self.stack.organizations.cell[organization],
                "stage": Stage.FULL, "relation": Relation.ELSEWHERE, "known": True,
                "commitment": 0.5, "mobility": 1.0, "joined": LONG_AGO, "role": Role.STAFF,
            }  # fmt: skip
            rows.append(table.append(1, values | columns).start)
        count_members(self.stack)
        return rows

    def branch(self, *organizations: int, form: Form = Form.STANDALONE, **columns: Any) -> int:
        """Add a branch of organizations, the first its host; its secretary is the head."""
        table, mine = self.stack.branches, self.stack.organizations
        identity = np.array([900_000 + len(table)], np.uint64)
        values: dict[str, Any] = {
            "identity": identity, "key": keys(self.stack.keys, identity), "form": form,
            "host": organizations[0], "employer": organizations[0],
            "secretary": SecretarySource.HEAD, "skill": 0.5, "time_share": 0.15,
            "vitality": 0.6, "founded": LONG_AGO, "organizations": len(organizations),
        }  # fmt: skip
        row = int(table.append(1, values | columns).start)
        rows = list(organizations)
        mine.branch[rows] = row
        mine.covered[rows] = table.founded[row]
        table.members[row] = int(mine.known[rows].sum())
        return row

    @property
    def live_branches(self) -> I64:
        """Rows of the branches alive."""
        return np.flatnonzero(self.stack.branches.alive)

    def events(self, kind: int) -> int:
        """Return how many organizations an event of this month concerns."""
        return sum(len(batch.organization) for batch in self.stack.events if batch.kind == kind)

    def form(self, organization: int) -> int:
        """Return the form of the branch of an organization, ``Form.NONE`` without one."""
        return int(self.stack.branches.form[self.col("branch", organization)[0]])

    def together(self, *organizations: int) -> bool:
        """Return whether organizations are in one branch."""
        rows = set(self.col("branch", *organizations))
        return len(rows) == 1 and rows != {0}

    def col(self, name: str, *rows: int) -> list[Any]:
        """Return a column of organizations in ``rows`` as plain values."""
        column: F64 = getattr(self.stack.organizations, name)
        values: list[Any] = column[..., list(rows)].tolist()
        return values
