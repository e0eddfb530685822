"""Paper: what a quota has reported as covered without a branch (docs/draws.md 8.13).

By the assumption ``official`` standing effort puts on paper as a quota does.

Writes: nominal. Draws: PAPER, CLOSE. Source: S3, S4, S7 (coverage that exists on paper).
"""

from __future__ import annotations

import numpy as np

from sim.draws import F64, I64, Process, draw
from sim.policies.doses import DoseReader
from sim.processes.hazards import happens
from sim.state.stack import Stack


def paper_rate(stack: Stack, rows: I64) -> F64:
    """Return the rate a year of going on paper under a full quota: the parameter."""
    return stack.at("paper_per_year", rows)


def put_on_paper(stack: Stack, doses: DoseReader) -> None:
    """Let paper lapse where a branch has come, put others on it, and let some be found out."""
    organizations, month = stack.organizations, stack.month
    on_paper = organizations.nominal.copy()
    before = np.flatnonzero(on_paper)
    lapsed = (organizations.branch[before] > 0) | ~organizations.on_base[before]
    organizations.nominal[before[lapsed]] = False
    official = stack.ways.get("official", np.zeros(1)).any()
    if official or doses.most_quota().any():
        bare = organizations.alive & organizations.on_base & (organizations.branch == 0)
        rows = np.flatnonzero(bare & ~on_paper)
        quota = doses.quota(rows)
        if official:
            mine = stack.way("official", organizations.world[rows]) > 0.0
            quota = np.where(mine, doses.pressure(rows), quota)
        pressed = (quota > 0.0) & ~stack.counted_as_hosted(rows)
        rows, quota = rows[pressed], quota[pressed]
        u = draw(organizations.key[rows], Process.PAPER, month)
        rate = stack.plugged.rules.get("paper", paper_rate)(stack, rows)
        organizations.nominal[rows[happens(u, rate * quota)]] = True
    held = before[~lapsed]
    held = held[~doses.forbids(held)]
    u = draw(organizations.key[held], Process.CLOSE, month)
    organizations.nominal[held[happens(u, stack.at("close_after_quota", held))]] = False
