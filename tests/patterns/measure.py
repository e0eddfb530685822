"""Patterns P4-P8 over draws of the priors or of a posterior: ``python -m tests.patterns``.

One stack holds, for each draw, the baseline, three years of a quota without support, and liaisons
at a third, two thirds and all of the number at which a caseload comes down to about two.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from sim.draws import GOLDEN, U64
from sim.measures.status import Cover, read_status
from sim.scenario import Scenario, load
from sim.state.codes import Event, Form
from sim.worlds import Worlds
from tests.patterns import statistics
from tests.patterns.statistics import F64, I64, Mask, Paper, Share, share_holding

PLACE = Path(__file__).parent / "data" / "place.toml"
ALTERNATIVES: Final = ("baseline", "quota", "liaisons_1", "liaisons_2", "liaisons_3")
OPEN: Final = (0, 2, 3, 4)
"""Alternatives in which branches may close; a quota forbids it."""
QUOTA_MONTHS, AFTER = 36, 12
MONTHS = QUOTA_MONTHS + AFTER
LIAISON_MONTHS = 36
CHUNK = 25
EDGES = (1, 2, 3, 5, 10, 20)
"""Where classes of members and of staff begin, finer than the model's thresholds of three."""


@dataclass(frozen=True)
class Draw:
    """What one draw of the parameters shows."""

    failures: float  # P4: rate of failures (dissolved or closed), joint over standalone
    dissolutions: float  # of those dissolved
    closings: float  # of those closed by heads who withdrew
    joint_years: float
    joint_failures: float
    moran: float  # P5
    limit: float
    paper: Paper  # P6
    slope: float  # P7
    loss: float  # rate of losing the branch, bottom over top quartile of staff
    marginal: float  # P8
    caseload: float


class Track:
    """What must be seen month by month; arrays by world."""

    def __init__(self, worlds: Worlds) -> None:
        n = worlds.n_worlds
        self.dissolved = np.zeros((2, n))  # standalone, joint
        self.closed = np.zeros((2, n))
        self.years = np.zeros((2, n))
        self.lost = np.zeros((4, n))  # by quartile of staff
        self.covered = np.zeros((4, n))
        self.reported = np.zeros((MONTHS + 1, n))
        self.effective = np.zeros((MONTHS + 1, n))
        self.coverage = np.zeros(n)
        self.caseload = np.full(n, math.nan)
        self.shares(worlds)

    def step(self, worlds: Worlds) -> None:
        """Let one month pass and count what has failed and who has lost a branch."""
        branches, organizations = worlds.branches, worlds.organizations
        rows = np.flatnonzero(branches.alive)
        at_risk = _names(branches.world[rows], branches.identity[rows])
        joint = np.where(branches.form[rows] == Form.JOINT, 1, 0)
        single = np.isin(branches.form[rows], (Form.STANDALONE, Form.JOINT))
        world = branches.world[rows]
        mine = np.flatnonzero(organizations.alive & organizations.operating)
        quartile = statistics.quartiles(organizations.world[mine], organizations.staff[mine])
        has = organizations.branch[mine] > 0
        mine, quartile = mine[has], quartile[has]
        owner = organizations.world[mine]
        names = _names(owner, organizations.identity[mine])
        worlds.step()
        branches, organizations = worlds.branches, worlds.organizations
        left = np.flatnonzero(branches.alive)
        gone = ~np.isin(at_risk, _names(branches.world[left], branches.identity[left]))
        np.add.at(self.years, (joint[single], world[single]), 1 / 12)
        for kind, count in ((Event.DISSOLVED, self.dissolved), (Event.CLOSED, self.closed)):
            events = [_names(e.world, e.branch) for e in worlds.events if e.kind == kind]
            failing = np.concatenate([np.zeros(0, np.uint64), *events])
            failed = np.flatnonzero(gone & single)
            failed = failed[np.isin(at_risk[failed], failing)]
            np.add.at(count, (joint[failed], world[failed]), 1)
        still = np.flatnonzero(organizations.alive & (organizations.branch > 0))
        kept = np.isin(names, _names(organizations.world[still], organizations.identity[still]))
        np.add.at(self.covered, (quartile, owner), 1 / 12)
        np.add.at(self.lost, (quartile[~kept], owner[~kept]), 1)
        self.shares(worlds)

    def shares(self, worlds: Worlds) -> None:
        """Read reported and effective coverage of the base, coverage and caseloads."""
        organizations, liaisons, n = worlds.organizations, worlds.liaisons, worlds.n_worlds
        cover = read_status(worlds).cover
        base = organizations.alive & organizations.on_base
        vital = base & (cover == Cover.VITAL)
        branch = organizations.branch > 0
        hosted = (cover == Cover.HOSTED) & worlds.hosted_counts[organizations.world]
        world = organizations.world
        total = np.maximum(1, np.bincount(world[base], minlength=n))
        counted = base & (branch | hosted | organizations.nominal)
        self.reported[worlds.month] = np.bincount(world[counted], minlength=n) / total
        self.effective[worlds.month] = np.bincount(world[vital], minlength=n) / total
        if worlds.month != LIAISON_MONTHS:
            return
        operating = organizations.alive & organizations.operating
        covered = np.bincount(world[operating & branch], minlength=n)
        self.coverage[:] = covered / np.bincount(world[operating], minlength=n)
        posts = np.flatnonzero(liaisons.alive)
        number = np.bincount(liaisons.world[posts], minlength=n)
        cases = np.bincount(liaisons.world[posts], liaisons.cases[posts], n)
        np.divide(cases, number, out=self.caseload, where=number > 0)


def _names(world: I64, identity: U64) -> U64:
    """One number for an identity of a world; identities repeat over alternatives."""
    return identity ^ (world.astype(np.uint64) * np.uint64(GOLDEN))


def load_drawn(place: Path, posterior: str | None) -> Scenario:
    """Load a place whose parameters follow their priors, or a posterior where it has them.

    ``posterior`` is a file, or the bare name of a shipped one.
    """
    if posterior is None:
        return load(place, overrides=["uncertainty=prior"])
    file = Path(posterior)
    named = json.dumps(str(file.resolve()) if file.is_file() else posterior)
    return load(place, overrides=["uncertainty=posterior", f"posterior={named}"])


def run(replicates: range, place: Path = PLACE, posterior: str | None = None) -> list[Draw]:
    """Run the draws of some replicates and return what each shows."""
    worlds = Worlds.build(load_drawn(place, posterior), ALTERNATIVES, replicates)
    track = Track(worlds)
    for _ in range(MONTHS):
        track.step(worlds)
    return [_draw(worlds, track, index * len(ALTERNATIVES)) for index in range(len(replicates))]


def _ratio(track: Track, count: F64, worlds: list[int]) -> float:
    """Return the ratio of rates of joint and standalone branches over worlds as strata."""
    joint, alone = count[1, worlds], count[0, worlds]
    return statistics.rate_ratio(joint, track.years[1, worlds], alone, track.years[0, worlds])


def _draw(worlds: Worlds, track: Track, first: int) -> Draw:
    """Return what the worlds ``first`` (the baseline) and those after it show."""
    open_ = [first + a for a in OPEN]
    organizations = worlds.organizations
    seen = (organizations.world == first) & organizations.alive & organizations.operating
    rows = np.flatnonzero(seen)
    covered: Mask = organizations.branch[rows] > 0
    staff = organizations.staff[rows]
    stratum = statistics.strata(
        organizations.kind[rows].astype(np.int64), organizations.type[rows].astype(np.int64),
        np.digitize(staff, EDGES), np.digitize(organizations.members[rows], EDGES),
    )  # fmt: skip
    cell = organizations.cell[rows] - worlds.grid.first[first]
    clusters = statistics.clustering(covered, stratum, cell, organizations.key[rows])
    covered_years, lost = track.covered[:, first], track.lost[:, first]
    quota = track.reported[:, first + 1], track.effective[:, first + 1]
    baseline = track.reported[:, first], track.effective[:, first]
    return Draw(
        failures=_ratio(track, track.dissolved + track.closed, open_),
        dissolutions=_ratio(track, track.dissolved, open_),
        closings=_ratio(track, track.closed, open_),
        joint_years=float(track.years[1, open_].sum()),
        joint_failures=float((track.dissolved + track.closed)[1, open_].sum()),
        moran=clusters.moran,
        limit=clusters.limit,
        paper=statistics.paper(quota, baseline, QUOTA_MONTHS, AFTER),
        slope=statistics.logit_slope(covered, np.log(np.maximum(1.0, staff))),
        loss=statistics.rate_ratio(lost[:1], covered_years[:1], lost[3:], covered_years[3:]),
        marginal=statistics.marginal_ratio([float(track.coverage[w]) for w in open_]),
        caseload=float(track.caseload[first + 4]),
    )  # fmt: skip


def _holds(value: float, test: Callable[[float], bool]) -> bool | None:
    return None if math.isnan(value) else test(value)


def patterns(draws: list[Draw]) -> dict[str, Share]:
    """Return in how many draws each pattern, and each part of one, holds."""
    loaded = [math.nan if d.caseload >= 3 else d.marginal for d in draws]
    return {
        "P4": share_holding([_holds(d.failures, lambda v: v > 1) for d in draws]),
        "P4 dissolved only": share_holding(
            [_holds(d.dissolutions, lambda v: v > 1) for d in draws]
        ),
        "P4 closed only": share_holding([_holds(d.closings, lambda v: v > 1) for d in draws]),
        "P5 above permutations": share_holding(
            [_holds(d.moran - d.limit, lambda v: v > 0) for d in draws]
        ),
        "P5 in .02-.30": share_holding(
            [_holds(d.moran, lambda v: 0.02 <= v <= 0.30) for d in draws]
        ),
        "P6 twice as fast": share_holding([d.paper.fast for d in draws]),
        "P6 gap wider after": share_holding([d.paper.wider for d in draws]),
        "P6 both": share_holding([d.paper.fast and d.paper.wider for d in draws]),
        "P7 slope": share_holding([_holds(d.slope, lambda v: 0.5 <= v <= 1.5) for d in draws]),
        "P7 loss": share_holding([_holds(d.loss, lambda v: v > 1) for d in draws]),
        "P8": share_holding([_holds(v, lambda x: x <= 0.6) for v in loaded]),
    }


def measure(draws: int, place: Path = PLACE, posterior: str | None = None) -> list[Draw]:
    """Run ``draws`` draws in chunks, so that memory stays small."""
    starts = range(0, draws, CHUNK)
    parts = [run(range(start, min(draws, start + CHUNK)), place, posterior) for start in starts]
    return [entry for part in parts for entry in part]


def columns(draws: list[Draw]) -> dict[str, list[float]]:
    """Return every statistic by draw."""
    return {
        "P4 failures, joint / standalone": [d.failures for d in draws],
        "P4 dissolved, joint / standalone": [d.dissolutions for d in draws],
        "P4 closed, joint / standalone": [d.closings for d in draws],
        "P4 joint branch-years": [d.joint_years for d in draws],
        "P4 failures of joint branches": [d.joint_failures for d in draws],
        "P5 Moran's I": [d.moran for d in draws],
        "P5 its permutation 95 %": [d.limit for d in draws],
        "P6 reported, rise in year 1": [d.paper.reported for d in draws],
        "P6 effective, rise in year 1": [d.paper.effective for d in draws],
        "P6 gap 12 months after": [d.paper.gap_after for d in draws],
        "P7 logit slope": [d.slope for d in draws],
        "P7 losses, bottom / top": [d.loss for d in draws],
        "P8 last / first third": [d.marginal for d in draws],
        "P8 caseload": [d.caseload for d in draws],
    }
