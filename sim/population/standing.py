"""Which organizations are covered at the start, and which operate.

``docs/draws-population.md`` sections 2 and 4. Who must be covered or operating by what is said
comes first; the others are chosen so that numbers hold exactly.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.draws import F64, I64
from sim.exact import group_count
from sim.population.attributes import Bools
from sim.population.entrants import LOST
from sim.population.frame import SLOTS, UNKNOWN, Draft, Ordinal, refuse_shortage
from sim.population.ranking import top
from sim.population.vigour import in_charge
from sim.state.codes import Form

COVERAGE_SLOPE: Final = 1.2
"""Slope of the logit of coverage on log staff (docs/model.md 5)."""


def logit(u: F64) -> F64:
    """Return draws of the logistic distribution from uniforms."""
    result: F64 = np.log(u / (1.0 - u))
    return result


def cover(draft: Draft) -> None:
    """Choose those with a branch: the number holds; size and a vigorous committee help."""
    frame, said = draft.frame, draft.frame.given
    draft.covered = said["covered"] == 1
    draft.form = np.where(draft.covered, said["form"], int(Form.NONE))
    # An area branch has partners as a joint one has; what it is called comes back at the end.
    draft.form[draft.form == Form.REGIONAL] = Form.JOINT
    unsaid = said["covered"] == UNKNOWN
    may = unsaid & (said["operating"] != 0) & (said["members"] != 0) & (said["willing"] != 1)
    group, wanted = draft.targets.group(frame), draft.targets.wanted("covered", frame)
    alone = draft.targets.wanted("standalone", frame)
    wanted = np.where(wanted == UNKNOWN, alone, wanted)
    open_ = group_count(group[unsaid], len(wanted))
    room = group_count(group[may], len(wanted))
    share = np.rint(draft.covered_share * open_).astype(np.int64)
    free = wanted == UNKNOWN
    refuse_shortage("covered", free, wanted, room)
    wanted = np.where(free, np.minimum(share, room), wanted)
    rows = np.flatnonzero(may & (wanted[group] > 0))
    chosen = rows[top(group[rows], wanted, _score(draft, rows), frame.identity[rows])]
    draft.covered[chosen] = True
    draft.form[chosen] = UNKNOWN
    _found_alone(draft)


def _found_alone(draft: Draft) -> None:
    """Where totals say how many branches are standalone: larger ones have the better odds."""
    frame, targets = draft.frame, draft.targets
    group, wanted = targets.group(frame), targets.wanted("standalone", frame)
    rows = np.flatnonzero(draft.covered & (draft.form == UNKNOWN) & (wanted[group] != UNKNOWN))
    room = group_count(group[rows], len(wanted))
    refuse_shortage("standalone", wanted == UNKNOWN, wanted, room)
    score = COVERAGE_SLOPE * np.log(draft.size[rows]) + logit(frame.u(Ordinal.STANDALONE, rows))
    alone = top(group[rows], wanted, score, frame.identity[rows])
    draft.form[rows] = np.where(alone, Form.STANDALONE, Form.JOINT)


def on_paper(draft: Draft, joint: I64, real: F64) -> Bools:
    """Take the branch of those who have it on paper only (docs/draws.md 14.6); return who.

    ``real`` is by world the share of the covered with a branch: those of the highest score.
    ``joint`` are labels of joint branches, which keep whom they have left.
    """
    rows, worlds = np.flatnonzero(draft.covered), draft.frame.world
    number = group_count(worlds[rows], len(real))
    kept = np.rint(real * number).astype(np.int64)
    real_ones = top(worlds[rows], kept, _score(draft, rows), draft.frame.identity[rows])
    nominal = np.zeros(len(worlds), bool)
    nominal[rows] = ~real_ones
    draft.covered &= ~nominal
    draft.form[nominal] = int(Form.NONE)
    joint[nominal] = -1
    return nominal


def _score(draft: Draft, rows: I64) -> F64:
    """Return by what organizations are covered: size, and the vigour of their committee."""
    committee = in_charge(draft.place, draft.offices, draft.district[rows], draft.industry[rows])
    score: F64 = (
        COVERAGE_SLOPE * np.log(draft.size[rows])
        + logit(draft.frame.u(Ordinal.COVERED, rows))
        + np.log(draft.vigour[draft.frame.world[rows], committee])
    )
    return score


def operate(draft: Draft) -> None:
    """Choose those who operate: all who must by what is said, then others up to the number."""
    frame, said, targets = draft.frame, draft.frame.given, draft.targets
    busy = (said["members"] > 0) | (said["interim"] > 0) | (said["willing"] == 1)
    known = (said["operating"] == 1) | draft.covered | busy | (said["head_is_member"] == 1)
    draft.operating = known & (said["operating"] != 0)
    may = ~known & (said["operating"] == UNKNOWN)
    group, wanted = targets.group(frame), targets.wanted("operating", frame)
    number, room = group_count(group, len(wanted)), group_count(group[may], len(wanted))
    inactive = np.rint(np.repeat(draft.inactive_share(), SLOTS) * number).astype(np.int64)
    free = wanted == UNKNOWN
    left = np.where(free, number - inactive, wanted)
    left -= group_count(group[draft.operating], len(wanted))
    refuse_shortage("operating", free, left, room)
    agreed = np.maximum(targets.wanted("willing", frame), 0)
    left = np.where(free, np.minimum(np.maximum(left, agreed), room), left)
    rows = np.flatnonzero(may)
    score = logit(frame.u(Ordinal.OPERATING, rows)) + _evidence(draft, rows)
    draft.operating[rows[top(group[rows], left, score, frame.identity[rows])]] = True


def _evidence(draft: Draft, rows: I64) -> F64:
    """Log odds of operating that stated staff adds, since inactive ones keep a quarter."""
    world = draft.frame.world[rows]
    sigma = draft.parameters["staff_sigma"][world]
    mean = draft.entry.staff_means(draft.parameters)[draft.kind[rows], world]
    middle = np.log(mean) - sigma * sigma / 2.0
    fall = -np.log1p(-LOST)
    odds = fall * (fall / 2.0 + np.log(draft.size[rows]) - middle) / (sigma * sigma)
    return np.where(draft.frame.given["staff"][rows] == UNKNOWN, 0.0, odds)
