"""Hiring: who has searched long enough finds an employer (docs/draws.md 4.4).

District, then industry, then a part of the cell, then the organization. Each choice is a keyed race
over openings, so what happens at one organization does not move other people.
"""

from __future__ import annotations

import numpy as np

from sim.constants import (
    FLOATING_CARD_SHARE,
    KNOWN_WITH_BRANCH,
    PIPELINE_RESET,
    SAME_DISTRICT_SHARE,
    SAME_INDUSTRY_SHARE,
)
from sim.draws import I64, U64, Lineage, Mask, Process, draw, lineages
from sim.processes.race import race, spread
from sim.state.codes import Relation, Stage
from sim.state.stack import Stack
from sim.state.table import NEVER

APPLICANT_MONTHS = 6
ROW_BITS = 32
WINGS = 8
"""Cells of more buckets than this are searched by wings first, to look at fewer candidates."""


def hiring(stack: Stack) -> None:
    """Place the persons whose search ends; where a world has no opening it goes on a month."""
    members = stack.members
    seekers = np.flatnonzero(members.hired == stack.month)
    if not len(seekers):
        return
    organizations = stack.organizations
    openings = np.rint(organizations.staff).astype(np.int64) - organizations.members
    openings *= organizations.operating
    np.maximum(openings, 0, out=openings)
    cell = _cells(stack, seekers, openings)
    employer = _employers(stack, seekers, cell, openings)
    placed = employer > 0
    members.hired[seekers[~placed]] = stack.month + 1
    seekers, employer = seekers[placed], employer[placed]
    _settle(stack, seekers, employer)


def _cells(stack: Stack, seekers: I64, openings: I64) -> I64:
    """Return the cell in which each person looks, −1 where the world has no opening."""
    members, cells = stack.members, stack.cells
    by_cell = np.bincount(stack.organizations.cell, openings, len(cells)).astype(np.int64)
    home, key, month = members.home[seekers], members.key[seekers], stack.month
    world = members.world[seekers]
    shape = _Grid(stack, world, home)
    same_industry = (draw(key, Process.SAME_INDUSTRY, month) < SAME_INDUSTRY_SHARE) | (
        shape.industries == 1
    )
    same_district = (draw(key, Process.SAME_DISTRICT, month) < SAME_DISTRICT_SHARE) | (
        shape.districts == 1
    )
    cell = home.copy()
    away = np.flatnonzero(~same_district)
    if len(away):
        owner, district = shape.districts_of(away)
        weight = _district_weight(shape, by_cell, away[owner], district, same_industry[away[owner]])
        weight[district == shape.district[away[owner]]] = 0
        won = race(
            key[away], Process.HIRE_DISTRICT, month, owner, weight,
            cells.district_identity[shape.cell_at(away[owner], district, 0)],
        )  # fmt: skip
        ok = won >= 0
        cell[away[ok]] = shape.cell_at(away[ok], district[won[ok]], shape.industry[away[ok]])
        cell[away[~ok]] = -1
    other = np.flatnonzero(~same_industry & (cell >= 0))
    if len(other):
        owner, industry = shape.industries_of(other)
        district = cells.district[cell[other[owner]]]
        candidate = shape.cell_at(other[owner], district, industry)
        weight = by_cell[candidate]
        weight[industry == shape.industry[other[owner]]] = 0
        won = race(
            key[other], Process.HIRE_INDUSTRY, month, owner, weight,
            cells.industry_identity[candidate],
        )  # fmt: skip
        cell[other] = np.where(won >= 0, candidate[won], -1)
    lost = np.flatnonzero((cell < 0) | (by_cell[cell] == 0))
    if len(lost):
        cell[lost] = _anywhere(stack, shape, key, lost, by_cell)
    return cell


def _district_weight(shape: _Grid, by_cell: I64, seeker: I64, district: I64, same: Mask) -> I64:
    """Openings of a district in the seeker's own industry, or in the others."""
    own = by_cell[shape.cell_at(seeker, district, shape.industry[seeker])]
    total = shape.district_totals(by_cell, seeker, district)
    return np.where(same, own, total - own)


def _anywhere(stack: Stack, shape: _Grid, key: U64, lost: I64, by_cell: I64) -> I64:
    """Choose among all cells of the world: district by all openings, then industry."""
    cells, month = stack.cells, stack.month
    owner, district = shape.districts_of(lost)
    weight = shape.district_totals(by_cell, lost[owner], district)
    identity = cells.district_identity[shape.cell_at(lost[owner], district, 0)]
    won = race(key[lost], Process.HIRE_DISTRICT, month, owner, weight, identity)
    found = np.full(len(lost), -1, np.int64)
    ok = np.flatnonzero(won >= 0)
    if len(ok):
        chosen = district[won[ok]]
        owner, industry = shape.industries_of(lost[ok])
        candidate = shape.cell_at(lost[ok][owner], chosen[owner], industry)
        won = race(
            key[lost[ok]], Process.HIRE_INDUSTRY, month, owner, by_cell[candidate],
            cells.industry_identity[candidate],
        )  # fmt: skip
        found[ok] = candidate[won]
    return found


class _Grid:
    """Districts and industries of the seekers' worlds; cells are laid out district by district."""

    def __init__(self, stack: Stack, world: I64, home: I64) -> None:
        cells, grid = stack.cells, stack.grid
        self.first = grid.first[world]
        self.districts = grid.districts[world]
        self.industries = grid.industries[world]
        self.district = cells.district[home]
        self.industry = cells.industry[home]
        self._cell_world = cells.world
        self._cell_district = grid.district_row
        self._district_first = grid.district_first[world]
        self._n_districts = grid.n_district_rows

    def cell_at(self, seeker: I64, district: I64 | int, industry: I64 | int) -> I64:
        """Return global cells of (seeker's world, district, industry)."""
        cell: I64 = self.first[seeker] + district * self.industries[seeker] + industry
        return cell

    def districts_of(self, seeker: I64) -> tuple[I64, I64]:
        """Return (position in ``seeker``, district) of every district of their worlds."""
        return spread(np.zeros(len(seeker), np.int64), self.districts[seeker])

    def industries_of(self, seeker: I64) -> tuple[I64, I64]:
        """Return (position in ``seeker``, industry) of every industry of their worlds."""
        return spread(np.zeros(len(seeker), np.int64), self.industries[seeker])

    def district_totals(self, by_cell: I64, seeker: I64, district: I64) -> I64:
        """Return the openings of whole districts."""
        totals = np.bincount(self._cell_district, by_cell, self._n_districts).astype(np.int64)
        result: I64 = totals[self._district_first[seeker] + district]
        return result


def _employers(stack: Stack, seekers: I64, cell: I64, openings: I64) -> I64:
    """Return the organization row that each person finds, 0 for none."""
    organizations, month = stack.organizations, stack.month
    looking = np.flatnonzero(cell >= 0)
    key = stack.members.key[seekers[looking]]
    bucket = _buckets(stack, key, cell[looking], openings)
    wanted = np.zeros(len(stack.cells.bucket_identity), bool)
    wanted[bucket] = True
    hiring = np.flatnonzero((openings > 0) & wanted[organizations.bucket])
    at = np.sort(organizations.bucket[hiring] << ROW_BITS | hiring)  # one sort, no index sort
    order = at & ((1 << ROW_BITS) - 1)
    start = np.searchsorted(at, bucket << ROW_BITS)
    stop = np.searchsorted(at, (bucket + 1) << ROW_BITS)
    owner, position = spread(start, stop)
    candidate = order[position]
    won = race(
        key, Process.HIRE_ORGANIZATION, month, owner, openings[candidate],
        organizations.identity[candidate],
    )  # fmt: skip
    employer = np.zeros(len(seekers), np.int64)
    employer[looking] = candidate[won]
    return employer


def _buckets(stack: Stack, key: U64, cell: I64, openings: I64) -> I64:
    """Return the part of the cell in which each person looks, by its openings."""
    cells = stack.cells
    bucket: I64 = cells.bucket_start[cell]
    several = np.flatnonzero(cells.buckets[cell] > 1)
    if len(several):
        where, first, number = cell[several], bucket[several], cells.buckets[cell[several]]
        wing = _wings(stack, key[several], where, number, openings)
        step = np.where(number > WINGS, WINGS, 1)
        owner, place = spread(np.zeros(len(several), np.int64), number // step)
        candidate = (first + wing)[owner] + place * step[owner]
        by_bucket = np.bincount(stack.organizations.bucket, openings, len(cells.bucket_identity))
        won = race(
            key[several], Process.HIRE_BUCKET, stack.month, owner, by_bucket[candidate],
            cells.bucket_identity[candidate],
        )  # fmt: skip
        bucket[several] = candidate[won]
    return bucket


def _wings(stack: Stack, key: U64, cell: I64, number: I64, openings: I64) -> I64:
    """Return the wing (buckets of one number mod 8) in which each looks, 0 in smaller cells."""
    cells, organizations = stack.cells, stack.organizations
    wing = np.zeros(len(cell), np.int64)
    large = np.flatnonzero(number > WINGS)
    if len(large):
        part = (organizations.bucket - cells.bucket_start[organizations.cell]) % WINGS
        by_wing = np.bincount(organizations.cell * WINGS + part, openings, len(cells) * WINGS)
        where = cell[large]
        owner, candidate = spread(where * WINGS, (where + 1) * WINGS)
        identity = lineages(
            Lineage.BUCKET, cells.identity[where][owner], number[large][owner] + candidate % WINGS
        )
        won = race(
            key[large], Process.HIRE_BUCKET, stack.month, owner, by_wing[candidate], identity
        )
        wing[large] = candidate[won] % WINGS
    return wing


def _settle(stack: Stack, hired: I64, employer: I64) -> None:
    """Start the new job: tenure, relation, whether known, the pipeline begun again."""
    members, organizations, month = stack.members, stack.organizations, stack.month
    key, world = members.key[hired], members.world[hired]
    members.organization[hired] = employer
    members.home[hired] = organizations.cell[employer]
    members.joined[hired] = month
    members.hired[hired] = NEVER
    card = draw(key, Process.CARD, month) < FLOATING_CARD_SHARE
    members.relation[hired] = np.where(card, Relation.FLOATING, Relation.ELSEWHERE)
    chance = stack.parameters["known_after_move"][world] + np.where(
        organizations.branch[employer] > 0, KNOWN_WITH_BRANCH, 0.0
    )
    members.known[hired] = draw(key, Process.KNOWN_MOVE, month) < chance
    begins = (members.stage[hired] < Stage.PROBATIONARY) & (
        draw(key, Process.RESET, month) < PIPELINE_RESET
    )
    members.stage[hired[begins]] = Stage.APPLICANT
    members.stage_due[hired[begins]] = month + APPLICANT_MONTHS
