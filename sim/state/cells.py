"""Cells: every pair of district and industry of every world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from sim.draws import F64, I64, U64
from sim.state.table import Bool, Words


@dataclass
class Cells:
    """Columns by global cell; a world's cells are contiguous, district by district."""

    world: I64
    district: Annotated[I64, Words("index", "district", "区域")]
    industry: Annotated[I64, Words("index", "industry", "行业")]
    identity: U64
    key: U64
    district_identity: U64
    industry_identity: U64
    district_committee: I64  # committee rows
    industry_committee: I64
    neighbour_from: I64  # pairs of cells: one industry, neighbouring districts
    neighbour_to: I64
    bucket_start: I64  # first global bucket of the cell
    buckets: Annotated[
        I64, Words("number", "parts for hiring, B: a power of two", "招聘分区数 B（2 的幂）")
    ]
    bucket_identity: U64  # by global bucket
    initial: I64  # organizations at month 0
    trend: Annotated[
        F64,
        Words("share", "members per operating staff at month 0, r", "第 0 月党员与在岗人员之比 r"),
    ]
    replacement: Annotated[
        F64,
        Words(
            "probability",
            "a leaver who is out of the sector is replaced",
            "离开本领域者被补充的概率",
        ),
    ]
    surplus: Annotated[
        F64, Words("people a month", "newcomers beyond one for one", "一对一以外的新进党员")
    ]
    registered: Annotated[
        I64, Words("organizations", "at the start of the model year, n", "年初登记数 n")
    ]
    exits: Annotated[
        F64,
        Words(
            "organizations a year",
            "exits that hazards let expect, where net growth is stated",
            "按注销风险预期的年注销数（给出净增长率时）",
        ),
    ]

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
