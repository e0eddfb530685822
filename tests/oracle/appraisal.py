"""Branches that are graded: stars, the weak, their repair and their end (9.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.draws import Process
from sim.state.codes import Interim, SecretarySource
from tests.oracle import constants, founding, vitality
from tests.oracle.agents import Branch
from tests.oracle.arithmetic import headcount
from tests.oracle.leaving import end, vacate
from tests.oracle.offices import NEVER

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel

STARRED_MONTHS = 12
VACANT_SKILL = -1.0


def run(model: OracleModel) -> None:
    """Grade, repair and end the branches of the month (9.8)."""
    branches = [b for b in model.branches_by_identity() if not b.new and not b.shell]
    graded = [b for b in branches if not b.listed and is_graded(model, b)]
    weak = []
    for branch in graded:
        if branch.vitality >= constants.STAR:
            branch.starred_until = model.t + STARRED_MONTHS
        if branch.vitality < constants.WEAK:
            branch.weak_until = model.t + months(model, branch)
            weak.append(branch)
    for branch in sorted(weak, key=lambda b: founding.turn(model, b.host)):
        committee = branch.host.committee
        if months(model, branch) >= 1 and committee.acts > 0:
            committee.acts -= 1
            repair(model, branch)
    close_due(model, [b for b in branches if b.listed])


def is_graded(model: OracleModel, branch: Branch) -> bool:
    """Return whether a branch is appraised this month."""
    dose = model.doses.at("appraisal", branch.host)
    return bool(model.u(Process.APPRAISE, branch) < 1 - (1 - dose) ** (1 / 12))


def months(model: OracleModel, branch: Branch) -> int:
    """Return M, for how long a branch may be on the list."""
    return headcount(model.doses.at("appraisal_months", branch.host))


def repair(model: OracleModel, branch: Branch) -> None:
    """Give a weak branch a more skilled secretary, or train the one it has."""
    in_office = VACANT_SKILL
    if branch.secretary is not SecretarySource.NONE:
        in_office = min(1.0, branch.skill + branch.trained)
    person = founding.best_member(model, branch)
    candidate = founding.best_candidate(model, branch, person)
    stays = branch.secretary is SecretarySource.SOURCED
    if candidate is not None and candidate[0] > in_office and not stays:
        vacancy, time_share = branch.vacancy, branch.time_share  # of the month, as 9.2 set them
        vacate(branch)
        founding.appoint(branch, candidate[1], candidate[0], person)
        branch.vacancy, branch.time_share = vacancy, time_share
    elif branch.secretary is not SecretarySource.NONE:
        branch.trained += constants.REPAIR_GAIN


def close_due(model: OracleModel, listed: list[Branch]) -> None:
    """Take those off the list who have recovered or can't be closed; end the others."""
    failing = []
    for branch in listed:
        if model.t >= branch.weak_until:
            if branch.vitality >= constants.WEAK or model.doses.forbids_closing(branch.host):
                branch.weak_until = NEVER
            else:
                failing.append(branch)
    for branch in failing:
        target = vitality.merging_target(model, branch, failing)
        if target is not None:
            vitality.merge(model, branch, target)
            continue
        places = list(branch.organizations.values())
        end(model, branch)
        for organization in places:
            if organization.known > 0:
                organization.interim = Interim.MEMBER_GROUP
