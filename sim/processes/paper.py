"""Paper: what a quota has reported as covered without a branch (docs/draws.md 8.13).

By the assumption ``official`` standing effort puts on paper as a quota does.

Writes: nominal. Draws: PAPER, CLOSE. Source: S3, S4, S7 (coverage that exists on paper).
"""

from __future__ import annotations

import numpy as np

from sim.draws import Process, draw, monthly
from sim.policies.doses import DoseReader
from sim.state.codes import Interim
from sim.state.stack import Stack


def put_on_paper(stack: Stack, doses: DoseReader) -> None:
    """Let paper lapse where a branch has come, put others on it, and let some be found out."""
    organizations, month = stack.organizations, stack.month
    before = np.flatnonzero(organizations.nominal)
    lapsed = (organizations.branch[before] > 0) | ~organizations.on_base[before]
    organizations.nominal[before[lapsed]] = False
    rows = np.flatnonzero(organizations.alive & organizations.on_base & (organizations.branch == 0))
    rows = rows[~np.isin(rows, before)]
    official = stack.way("official", organizations.world[rows]) > 0.0
    quota = np.where(official, doses.pressure(rows), doses.quota(rows))
    hosted = organizations.interim[rows] == Interim.HOSTED
    counted = hosted & stack.hosted_counts[organizations.world[rows]]
    rows, quota = rows[(quota > 0.0) & ~counted], quota[(quota > 0.0) & ~counted]
    chance = monthly(stack.at("paper_per_year", rows) * quota)
    organizations.nominal[rows[draw(organizations.key[rows], Process.PAPER, month) < chance]] = True
    held = before[~lapsed]
    held = held[~doses.forbids(held)]
    chance = monthly(stack.at("close_after_quota", held))
    found_out = draw(organizations.key[held], Process.CLOSE, month) < chance
    organizations.nominal[held[found_out]] = False
