"""The ledger as a table: what was realised in each year, by policy and committee."""

from __future__ import annotations

import numpy as np

from sim.measures.recorder import Record
from sim.results.parquet import booleans, codes, integers, numbers
from sim.results.tabulate import Block, Frame
from sim.worlds import Worlds


def ledger(record: Record, frame: Frame, worlds: Worlds) -> Block:
    """Return quantities and amounts of every year in which there were any.

    A line is a cost of a policy of one alternative; it books nothing in the worlds of others.
    """
    lines, committees = worlds.ledger.lines, worlds.committees
    booked = np.diff(record.ledger, axis=0)
    order = np.lexsort((np.arange(len(committees)), committees.world))
    row, year, line = np.nonzero(booked[:, :, order].transpose(2, 0, 1))
    row = order[row]
    quantity = booked[year, line, row]
    cost = np.array([entry.cost.unit for entry in lines], np.float64)[line]
    burden = np.array([entry.cost.burden for entry in lines], bool)[line]
    place = frame.place
    levels = [f"district:{name}" for name in place.district_ids]
    levels += [f"industry:{name}" for name in place.industry_ids]
    where = committees.place[row] + np.where(committees.industrial[row], len(place.district_ids), 0)
    return {
        **frame.worlds(committees.world[row]),
        "month": integers(record.group_months[1:][year]),
        "committee": codes(where, levels),
        "policy": codes(line, [entry.id or entry.policy for entry in lines]),
        "item": codes(line, [entry.cost.item for entry in lines]),
        "burden": booleans(burden),
        "quantity": numbers(quantity),
        "unit_cost": numbers(cost),
        "amount": numbers(quantity * cost),
    }
