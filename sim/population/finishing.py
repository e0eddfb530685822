"""What else organizations are at the start: age, reported base, heads, who is willing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sim.draws import F64, I64
from sim.exact import group_count
from sim.plan.organizations import OrganizationsSpec
from sim.population.attributes import LEAST_RATE, Bools, baselines, given
from sim.population.draft import SLOTS, Draft, refuse_shortage
from sim.population.frame import UNKNOWN, UNKNOWN_MONTH, Ordinal
from sim.population.membership import Membership
from sim.population.ranking import top
from sim.population.starting_members import SETTLED_MONTHS
from sim.state.codes import Interim

OLDEST_MONTHS: Final = 480
"""Greatest age drawn where no date is given: forty years."""


@dataclass
class Finishing:
    """The last columns of all organizations."""

    spec: OrganizationsSpec
    draft: Draft
    belong: Membership
    founded: I64 = field(init=False)
    interim: I64 = field(init=False)
    willing: Bools = field(init=False)
    on_base: Bools = field(init=False)
    head_is_member: Bools = field(init=False)
    baseline: F64 = field(init=False)

    def run(self) -> None:
        """Take every step."""
        draft, frame, said = self.draft, self.draft.frame, self.draft.frame.given
        interim = np.where(said["interim"] == UNKNOWN, Interim.NONE, said["interim"])
        self.interim = np.where(draft.covered, Interim.NONE, interim)
        head = frame.u(Ordinal.HEAD_IS_MEMBER) < draft.at("head_member_share")
        head = np.where(said["head_is_member"] == UNKNOWN, head, said["head_is_member"] == 1)
        self.head_is_member = head & (self.belong.members >= 1)
        levels = [frame.u(Ordinal.BASELINE + row) for row in range(4)]
        self.baseline = baselines(draft.parameters, frame.world, levels)
        self._found()
        self._count_on_base()
        self._agree()

    def _found(self) -> None:
        """Months of founding: as given, else spread evenly, else by the ages that entry implies."""
        draft, u = self.draft, self.draft.frame.u(Ordinal.FOUNDED)
        if self.spec.founded is None:
            entry = np.maximum(draft.at("entry_per_year"), LEAST_RATE)
            months = np.floor(-np.log(u) * 12.0 / entry)
            drawn = -1 - np.minimum(months, OLDEST_MONTHS).astype(np.int64)
        else:
            first, last = self.spec.founded
            drawn = first + np.floor(u * (last - first + 1)).astype(np.int64)
        # Members of a covered organization have been there for six months.
        drawn = np.where(draft.covered, np.minimum(drawn, -SETTLED_MONTHS), drawn)
        stated = draft.frame.given["founded"]
        self.founded = np.where(stated == UNKNOWN_MONTH, drawn, stated)

    def _count_on_base(self) -> None:
        """The operating ones and a share of the others; totals take covered ones first."""
        draft, frame, said = self.draft, self.draft.frame, self.draft.frame.given["on_base"]
        group, wanted = (
            draft.targets.group(frame),
            draft.targets.wanted("on_base", frame),
        )
        self.on_base = (said == 1) | ((said == UNKNOWN) & draft.operating)
        idle = (said == UNKNOWN) & ~draft.operating
        share = given(self.spec.inactive_on_base, draft.parameters["inactive_on_base"])
        usual = np.rint(np.repeat(share, SLOTS) * group_count(group[idle], len(wanted)))
        free = wanted == UNKNOWN
        open_ = np.where(free[group], idle, said == UNKNOWN)
        self.on_base &= ~open_
        taken = group_count(group[self.on_base], len(wanted))
        left = np.where(free, usual.astype(np.int64), wanted - taken)
        refuse_shortage("on_base", free, left, group_count(group[open_], len(wanted)))
        rows = np.flatnonzero(open_)
        first = draft.covered[rows].astype(np.float64) + draft.operating[rows]
        score = first + frame.u(Ordinal.ON_BASE, rows)
        self.on_base[rows] = top(group[rows], left, score, frame.identity[rows])

    def _agree(self) -> None:
        """Heads who have agreed already: as given, or drawn, those with members first."""
        draft, frame, said = self.draft, self.draft.frame, self.draft.frame.given["willing"]
        self.willing = (said == 1) & draft.operating & ~draft.covered
        group, wanted = (
            draft.targets.group(frame),
            draft.targets.wanted("willing", frame),
        )
        may = (said == UNKNOWN) & draft.operating & ~draft.covered & (wanted[group] > 0)
        refuse_shortage("willing", wanted == UNKNOWN, wanted, group_count(group[may], len(wanted)))
        rows = np.flatnonzero(may)
        score = frame.u(Ordinal.WILLING, rows) + (self.belong.members[rows] >= 1)
        self.willing[rows] = top(group[rows], wanted, score, frame.identity[rows])
