"""Attitudes of heads: what they learn from visits, peers, their own branch and policies (7)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.state.codes import Fear
from tests.oracle import constants
from tests.oracle.agents import Organization
from tests.oracle.arithmetic import clip, mean

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel


def see_peers(model: OracleModel) -> None:
    """Count operating, effective and hollow peers, as they are seen this month (2)."""
    for cell in model.cells.values():
        cell.operating_seen = cell.effective_seen = cell.hollow_seen = 0
    for organization in model.by_identity():
        cell = organization.cell
        organization.seen_operating = organization.operating
        organization.seen_effective = organization.operating and organization.effective
        organization.seen_hollow = (
            organization.operating and not organization.uncovered and not organization.effective
        )
        cell.operating_seen += organization.seen_operating
        cell.effective_seen += organization.seen_effective
        cell.hollow_seen += organization.seen_hollow


def peers(model: OracleModel, organization: Organization) -> tuple[float, float]:
    """Return the roots of the shares of effective and hollow peers: P without dose, H (7, 15)."""
    rule = model.rivals.get("peers")
    if rule == "edges":
        tied = [o for o in organization.tied() if o.seen_operating]
        shares = mean(o.seen_effective for o in tied), mean(o.seen_hollow for o in tied)
        return math.sqrt(shares[0]), math.sqrt(shares[1])
    if rule == "none":
        return 0.0, 0.0
    cell, weight = organization.cell, constants.NEIGHBOUR_WEIGHT
    others = cell.operating_seen - organization.seen_operating
    effective = cell.effective_seen - organization.seen_effective
    hollow = cell.hollow_seen - organization.seen_hollow
    near = weight * sum(c.operating_seen for c in cell.neighbours)
    effective_near = weight * sum(c.effective_seen for c in cell.neighbours)
    around = others + near
    effective_share = (effective + effective_near) / around if around > 0 else 0.0
    hollow_share = hollow / others if others > 0 else 0.0
    return math.sqrt(effective_share), math.sqrt(hollow_share)


def covered_around(model: OracleModel, organization: Organization) -> float:
    """Return the share of covered organizations among the peers of now (15)."""

    def count(others: list[Organization]) -> tuple[int, int]:
        working = [o for o in others if o.operating]
        return len(working), sum(not o.uncovered for o in working)

    rule, everybody = model.rivals.get("peers"), model.by_identity()
    if rule == "none":
        return 0.0
    if rule == "edges":
        number, covered = count(organization.tied())
        return covered / number if number else 0.0
    cell, weight = organization.cell, constants.NEIGHBOUR_WEIGHT
    here = count([o for o in everybody if o.cell is cell and o is not organization])
    near = count([o for o in everybody if o.cell in cell.neighbours])
    around = here[0] + weight * near[0]
    return (here[1] + weight * near[1]) / around if around > 0 else 0.0


def run(model: OracleModel) -> None:
    """Let every head learn (7)."""
    for organization in model.by_identity():
        for row, goal in enumerate(goals(model, organization)):
            level = organization.fears[row]
            step = model.p.head_learning * (clip(goal) - level)
            organization.fears[row] = clip(level + step)
        organization.attitude = model.attitude(organization.fears)


def goals(model: OracleModel, organization: Organization) -> tuple[float, float, float, float]:
    """Return I*, B*, C* and Benefit* before clipping (7)."""
    p, branch = model.p, organization.branch
    vis, baseline = organization.visits, organization.baseline

    def dose(name: str) -> float:
        return model.doses.at(name, organization)

    effective_peers, hollow_peers = peers(model, organization)
    seen = effective_peers * dose("demonstration")
    own = 0.0 if branch is None else branch.vitality - p.own_neutral
    campaign = p.campaign_effect * dose("campaign")

    learnt = [
        share * p.liaison_fears * vis + campaign + share * p.peer_fears * seen
        + share * p.own_fears * own
        for share in constants.FEAR_SHARES
    ]  # fmt: skip
    interference = baseline[Fear.INTERFERENCE] - learnt[Fear.INTERFERENCE]
    burden = baseline[Fear.BURDEN] - learnt[Fear.BURDEN]
    if branch is None:
        burden -= p.fund_burden * p.fund_announced * announced(model, organization)
    else:
        funded = branch.funded
        burden += p.activity_burden * (1 - funded) - p.fund_burden * funded
    burden += constants.WORKTIME_BURDEN * dose("worktime") - constants.VENUE_BURDEN * dose("venue")
    if branch is not None:
        burden += constants.APPRAISAL_BURDEN * dose("appraisal")
    constraint = baseline[Fear.CONSTRAINT] - learnt[Fear.CONSTRAINT]
    constraint += p.protection_constraint * dose("protection")
    benefit = (
        baseline[Fear.BENEFIT]
        + p.own_benefit * max(0.0, own)
        + p.peer_benefit * seen
        - p.hollow_benefit * hollow_peers
        + p.head_benefit * organization.head_is_member
        + p.visit_benefit * vis
    )
    if branch is None:
        benefit += p.recognition_benefit * p.fund_announced * dose("recognition")
    else:
        starred = model.t < branch.starred_until
        recognized = dose("recognition") if organization.effective else 0.0
        benefit += constants.BOARD_BENEFIT * dose("board")
        benefit += p.recognition_benefit * max(recognized, float(starred))
    return interference, burden, constraint, benefit


def announced(model: OracleModel, organization: Organization) -> float:
    """Return the share of activities that would be paid, as an organization without a branch is
    told: those of a branch of three members or of the known ones (7)."""

    def dose(name: str) -> float:
        return model.doses.at(name, organization)

    yuan = dose("subsidy_branch")
    yuan += (dose("subsidy_member") + dose("rebate_yuan")) * max(3, organization.known)
    return float(min(1.0, yuan / model.p.activity_cost_yuan))
