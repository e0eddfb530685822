"""Cells: every pair of district and industry of every world."""

from __future__ import annotations

from dataclasses import dataclass

from sim.draws import F64, I64, U64
from sim.state.table import Bool


@dataclass
class Cells:
    """Columns by global cell; a world's cells are contiguous, district by district."""

    world: I64
    district: I64
    industry: I64
    identity: U64
    key: U64
    district_identity: U64
    industry_identity: U64
    district_committee: I64  # committee rows
    industry_committee: I64
    neighbour_from: I64  # pairs of cells: one industry, neighbouring districts
    neighbour_to: I64
    bucket_start: I64  # first global bucket of the cell
    buckets: I64  # number of buckets, a power of two
    bucket_identity: U64  # by global bucket
    initial: I64  # organizations at month 0
    trend: F64  # members per operating staff at month 0
    replacement: F64  # probability that a leaver is replaced, this model year
    surplus: F64  # newcomers a month, this model year
    registered: I64  # organizations at the start of the model year
    exits: F64  # exits a year that hazards let expect then; 0 where no growth is stated

    def __len__(self) -> int:
        return len(self.world)


@dataclass(frozen=True)
class Grid:
    """Where each world's cells lie: cell = first + district · industries + industry."""

    first: I64  # by world
    districts: I64  # by world, their number
    industries: I64
    district_first: I64  # by world, first global district
    district_row: I64  # by cell, global district
    n_district_rows: int


@dataclass
class Peers:
    """Counts by cell at the start of the month, over operating organizations."""

    operating: I64
    vital: I64
    hollow: I64
    organization: Bool  # by organization row: counted above
    standing: I64  # by organization row: 0 no branch, 1 vital, 2 hollow, 3 not counted
