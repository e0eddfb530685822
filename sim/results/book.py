"""The ledger as a table: what was realised in each year, by policy and committee."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.measures.recorder import Record
from sim.results.parquet import booleans, codes, integers, numbers
from sim.results.tabulate import Block, Frame
from sim.worlds import Worlds

I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]

UNMET: Final = "unmet_demand"
"""Item of the rows that say what a cap left unpaid."""


def ledger(record: Record, frame: Frame, worlds: Worlds) -> Block:
    """Return quantities and amounts of every year in which there were any.

    A line is a cost of a policy of one alternative; it books nothing in the worlds of others.
    Rows of unmet demand follow, one a policy, committee and year, with nothing booked.
    """
    lines, levers = worlds.ledger.lines, worlds.doses.levers
    year, line, row, quantity = _nonzero(record.ledger, worlds)
    missed, lever, where, unmet = _nonzero(record.unmet, worlds)
    unit = np.array([entry.cost.unit for entry in lines], np.float64)[line]
    burden = np.array([entry.cost.burden for entry in lines], bool)[line]
    payers = ["" if entry.cost.hours else entry.cost.payer for entry in lines] + [""] * len(levers)
    policies = [entry.id or entry.policy for entry in lines]
    policies += [entry.policy.id or entry.policy.name for entry in levers]
    items = [*(entry.cost.item for entry in lines), *(UNMET for _ in levers)]
    named = np.concatenate([line, lever + len(lines)])
    committee = np.concatenate([row, where])
    none = np.zeros(len(lever))

    return {
        **frame.worlds(worlds.committees.world[committee]),
        "month": integers(record.group_months[1:][np.concatenate([year, missed])]),
        "committee": _committees(committee, frame, worlds),
        "policy": _named(named, policies),
        "item": _named(named, items),
        "burden": booleans(np.concatenate([burden, none.astype(bool)])),
        "payer": _named(named, payers),
        "quantity": numbers(np.concatenate([quantity, none])),
        "unit_cost": numbers(np.concatenate([unit, none])),
        "amount": numbers(np.concatenate([quantity * unit, none])),
        "unmet": numbers(np.concatenate([np.zeros(len(line)), unmet])),
    }


def _nonzero(cumulative: F64, worlds: Worlds) -> tuple[I64, I64, I64, F64]:
    """Return (year, line or lever, committee row, value of the year) where there was any."""
    if not cumulative.size:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, nothing, np.zeros(0)
    yearly = np.diff(cumulative, axis=0)
    order = np.lexsort((np.arange(yearly.shape[2]), worlds.committees.world))
    row, year, line = np.nonzero(yearly[:, :, order].transpose(2, 0, 1))
    return year, line, order[row], yearly[year, line, order[row]]


def _committees(row: I64, frame: Frame, worlds: Worlds) -> object:
    """Return the level and the place of committees."""
    districts, industries = frame.place.district_ids, frame.place.industry_ids
    names = [f"district:{name}" for name in districts] + [f"industry:{name}" for name in industries]
    committees = worlds.committees
    shift = np.where(committees.industrial[row], len(districts), 0)
    return codes(committees.place[row] + shift, names)


def _named(index: I64, names: Sequence[str]) -> object:
    """Return a text column from codes whose names may repeat."""
    distinct = list(dict.fromkeys(names))
    place = np.array([distinct.index(name) for name in names], np.int64)
    return codes(place[index], distinct)
