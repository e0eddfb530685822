"""Attitudes of heads: what they learn from visits, peers, their own branch and policies (7)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.state.codes import Fear
from tests.oracle.agents import Organization
from tests.oracle.arithmetic import clip

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel


def see_peers(model: OracleModel) -> None:
    """Count operating, vital and hollow peers, as they are seen this month (2)."""
    for cell in model.cells.values():
        cell.operating_seen = cell.vital_seen = cell.hollow_seen = 0
    for organization in model.by_identity():
        cell = organization.cell
        organization.seen_operating = organization.operating
        organization.seen_vital = organization.operating and organization.vital
        organization.seen_hollow = (
            organization.operating and not organization.uncovered and not organization.vital
        )
        cell.operating_seen += organization.seen_operating
        cell.vital_seen += organization.seen_vital
        cell.hollow_seen += organization.seen_hollow


def peers(model: OracleModel, organization: Organization) -> tuple[float, float]:
    """Return the roots of the shares of vital and of hollow peers: P without dose, and H (7)."""
    cell, weight = organization.cell, model.p.neighbour_weight
    others = cell.operating_seen - organization.seen_operating
    vital = cell.vital_seen - organization.seen_vital
    hollow = cell.hollow_seen - organization.seen_hollow
    near = weight * sum(c.operating_seen for c in cell.neighbours)
    vital_near = weight * sum(c.vital_seen for c in cell.neighbours)
    around = others + near
    vital_share = (vital + vital_near) / around if around > 0 else 0.0
    hollow_share = hollow / others if others > 0 else 0.0
    return math.sqrt(vital_share), math.sqrt(hollow_share)


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
    vis, baseline, funded = organization.visits, organization.baseline, organization.funded

    def dose(name: str) -> float:
        return model.doses.at(name, organization)

    vital_peers, hollow_peers = peers(model, organization)
    seen = vital_peers * dose("demonstration")
    own = 0.0 if branch is None else branch.vitality - p.own_neutral
    campaign = p.campaign_effect * dose("campaign")

    interference = (
        baseline[Fear.INTERFERENCE]
        - p.liaison_interference * vis
        - campaign
        - p.peer_interference * seen
        - p.own_interference * own
    )
    burden = (
        baseline[Fear.BURDEN]
        - p.liaison_burden * vis
        - campaign
        - p.peer_burden * seen
        - p.own_burden * own
        - p.venue_burden * dose("venue")
        + p.worktime_burden * dose("worktime")
    )
    if branch is None:
        burden -= p.fund_burden * p.fund_announced * funded
    else:
        burden += p.activity_burden * (1 - funded) - p.fund_burden * funded
    constraint = (
        baseline[Fear.CONSTRAINT]
        - p.liaison_constraint * vis
        - campaign
        - p.peer_constraint * seen
        - p.own_constraint * own
        + p.protection_constraint * dose("protection")
    )
    benefit = (
        baseline[Fear.BENEFIT]
        + p.own_benefit * max(0.0, own)
        + p.peer_benefit * seen
        - p.hollow_benefit * hollow_peers
        + p.head_benefit * organization.head_is_member
        + p.visit_benefit * vis
    )
    return interference, burden, constraint, benefit
