"""Where and by whom: cells, committees with their desks, and liaisons (see ``agents.py``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import mesa

from tests.oracle.arithmetic import headcount
from tests.oracle.hashing import agent_key
from tests.oracle.targets import is_named

NEVER = -(10**9)
"""A month that lies before all months."""

if TYPE_CHECKING:
    from tests.oracle.agents import Organization
    from tests.oracle.model import OracleModel
    from tests.oracle.schedule import PolicyLike


@dataclass
class Cell:
    """A district × industry: not an agent, but it draws, and it remembers what a year fixes."""

    identity: int
    key: int
    district: int
    industry: int
    trend: float = 0.0  # members per operating staff at the start (3)
    registered: int = 0  # the three of the model year (3)
    replacement: float = 1.0
    surplus: float = 0.0
    exits: float = 0.0  # expected a year, where net growth is stated (3.6)
    operating_seen: int = 0  # the three of the month's start (2)
    effective_seen: int = 0
    hollow_seen: int = 0
    neighbours: list[Cell] = field(default_factory=list)


class Keyed(mesa.Agent):
    """An agent with an identity, from which all its draws follow."""

    model: OracleModel

    def __init__(self, model: OracleModel, identity: int) -> None:
        super().__init__(model)
        self.identity = int(identity)  # also of a NumPy integer, which would overflow
        self.key = agent_key(self.identity, model.world)


class Committee(Keyed):
    """The committee of a district or of an industry; not every industry's is established."""

    def __init__(self, model: OracleModel, identity: int, place: int, industrial: bool) -> None:
        super().__init__(model, identity)
        self.place = place
        self.industrial = industrial
        self.established = not industrial
        self.pressure = 0.0
        self.forbidden = False
        self.vigour = 1.0
        self.effort = 0.0
        self.share = -1.0  # reported, when it was first established (2.2)
        self.acts = 0
        self.admitted = 0  # the four of the model year
        self.trained = 0
        self.sourced = 0
        self.placed = 0
        self.trained_now = 0  # the two of this month
        self.placed_now = 0
        self.posts: dict[tuple[int, int], Liaison] = {}  # by source and post
        self.next_holder: dict[tuple[int, int], int] = {}
        self.policy: PolicyLike | None = None
        self.of = self
        self.desks: list[Desk] = []  # in the order of the policies

    def remit(self) -> list[Organization]:
        """Return the organizations of its district or industry, by identity."""
        return [
            o
            for o in self.model.by_identity()
            if (o.industry if self.industrial else o.district) == self.place
            and (o.industrial or not self.industrial)
        ]

    def responsible(self) -> list[Organization]:
        """Return the organizations that it is responsible for (1)."""
        return [o for o in self.model.by_identity() if o.committee is self]

    def operating(self) -> int:
        """Return how many operating organizations it is responsible for."""
        return sum(o.operating for o in self.responsible())

    def staff_posts(self) -> int:
        """Return its staff posts (8.1)."""
        return headcount(self.model.doses.committee("staff_posts", self))


class Desk(Committee):
    """What a committee keeps for one narrow policy: posts and places for its target alone (2)."""

    def __init__(
        self, model: OracleModel, identity: int, of: Committee, policy: PolicyLike, weight: int
    ) -> None:
        super().__init__(model, identity, of.place, of.industrial)
        self.policy: PolicyLike = policy
        self.of = of
        self.weight = weight

    def remit(self) -> list[Organization]:
        """Return the organizations of the target in its district or industry, by identity."""
        return [o for o in super().remit() if is_named(self.policy, o)]

    def responsible(self) -> list[Organization]:
        """Return the organizations of the target that its committee is responsible for (2)."""
        return [o for o in self.of.responsible() if is_named(self.policy, o)]


class Liaison(Keyed):
    """The holder of a post; a successor is another liaison, who takes over the cases."""

    def __init__(
        self, model: OracleModel, identity: int, committee: Committee, source: int, post: int
    ) -> None:
        super().__init__(model, identity)
        self.committee = committee
        self.source = source
        self.post = post
        self.holder = 0
        self.since = 0
        self.skill = 0.0
        self.capacity = 0
        self.visits = 0.0
        self.cases: dict[int, Organization] = {}

    def number_of_cases(self, weak: bool) -> int:
        """Return how many of its cases are weak branches, or how many are not."""
        return sum(case.case_weak == weak for case in self.cases.values())
