"""What the third edition's month comes to: ``python -m tests.patterns.month [DRAWS]``.

A target by how much stands on paper, the path of a drive, losses, the composition of wide coverage
(P9), the first two years of places where nothing is new, and what pairing is worth. A minute of
CPU for 100 draws of the priors.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from sim.measures.recorder import snapshot
from sim.pasts.lists import prepared
from sim.policies.base import Policy
from sim.scenario import load
from sim.worlds import Worlds
from tests.engine.places import policy, under
from tests.patterns.growth import logit_growth
from tests.patterns.statistics import F64

EFFORT: Final = str(Path(__file__).parent / "data" / "effort.toml")
TARGET: Final = policy("coverage_quota", target_share=1.0, gain=3.0)
PAPER: Final = (0.0, 0.35, 0.8)
"""``paper_per_year``: nobody has observed how much is put on paper."""
CAMPAIGN: Final = (0.6, 2.5)
"""Logit growth in the first year of drives (docs/patterns.md, P1)."""
WIDE: Final = 0.6
WIDE_YEARS: Final = 6
P9: Final = {
    "organizations a branch": (2.0, 4.4),
    "known members a branch": (4.0, 17.0),
    "joint share of branches": (0.11, 0.43),
}
"""Composition where coverage of operating organizations is above :data:`WIDE`."""


def built(name: str, draws: int, more: Sequence[Policy], **held: float) -> Worlds:
    """Return worlds of a place, draw by draw without and with some policies."""
    # Pasts are those of the scenario as it is written, whatever it is given beside.
    scenario = prepared(load(name), draws)
    base = scenario.alternatives[0].policies
    both = under(scenario, {"baseline": base, "more": (*base, *more)})
    values = {key: np.full(draws, value) for key, value in held.items()}
    return Worlds.build(both, None, range(draws), parameters=values)


def path(worlds: Worlds, months: int) -> dict[str, F64]:
    """Let months pass; return shares of the reported base: [month, draw, alternative]."""
    found: dict[str, list[F64]] = {"reported": [], "effective": []}
    for month in range(months + 1):
        if month:
            worlds.step()
        counts = snapshot(worlds, worlds.doses if month else None)
        base = np.maximum(1, counts["reported_base"])
        found["reported"].append(counts["reported"] / base)
        found["effective"].append(counts["effective_of_base"] / base)
    shape = (months + 1, -1, len(worlds.alternatives))
    return {name: np.array(shares).reshape(shape) for name, shares in found.items()}


def targets(draws: int) -> None:
    """Print what a full target alone does in a year, by how much is put on paper."""
    for name in (EFFORT, "linze"):
        for paper in PAPER:
            seen = path(built(name, draws, [TARGET], paper_per_year=paper), 12)
            ends = seen["reported"][:, :, 1][[0, 12]]
            growth = [logit_growth(float(a), float(b), 1) for a, b in ends.T]
            rise = {key: (share[12] - share[12, :, :1])[:, 1] for key, share in seen.items()}
            low, high = CAMPAIGN
            inside = np.mean([low <= value <= high for value in growth])
            print(
                f"{Path(name).stem:8} target, paper {paper:4.2f}: logit growth "
                f"{np.nanmedian(growth):5.2f}, {inside:4.0%} in {low}-{high}; paired rise reported "
                f"{100 * rise['reported'].mean():+5.1f}, effective "
                f"{100 * rise['effective'].mean():+5.1f} points"
            )


def drive(draws: int) -> None:
    """Print the path of a drive, and the composition of wide coverage at its end (P9)."""
    policies = load(EFFORT).alternative("drive").policies
    own = [each for each in policies if each.name != "annual_check"]
    worlds = built(EFFORT, draws, own)
    seen = path(worlds, 12)["reported"][:, :, 1].mean(1)
    print(
        "drive, reported at 0/3/6/12 months: " + " ".join(f"{seen[m]:.0%}" for m in (0, 3, 6, 12))
    )
    print(f"drive, largest rise in three months: {np.max(seen[3:] - seen[:-3]):.0%}")
    for _ in range(12 * (WIDE_YEARS - 1)):
        worlds.step()
    counts = snapshot(worlds, worlds.doses)
    wide = counts["covered_of_operating"] > WIDE * counts["operating"]
    branches = np.maximum(1, counts["branches"])
    alive, table = worlds.branches.alive, worlds.branches
    known = np.bincount(table.world[alive], table.members[alive], worlds.n_worlds)
    values = (counts["covered"], known, counts["joint_branches"])
    print(f"P9: {wide.sum()} of {len(wide)} worlds above {WIDE:.0%} after {WIDE_YEARS} years")
    every = np.ones(len(wide), bool)
    for (what, (low, high)), value in zip(P9.items(), values, strict=True):
        share = (value / branches)[wide]
        held = (low <= share) & (share <= high)
        every[wide] &= held
        print(f"P9 {what}: median {np.median(share):.2f}, {held.mean():.0%} in {low}-{high}")
    print(f"P9 all three: {every[wide].mean():.0%}")


def losses(draws: int) -> None:
    """Print how many covered organizations a year are covered no more, exits among them."""
    for name in (EFFORT, "linze"):
        worlds, lost, years = built(name, draws, ()), 0, 0.0
        for _ in range(60):
            organizations = worlds.organizations
            before = organizations.key[(organizations.branch > 0) & organizations.alive]
            worlds.step()
            after = organizations.key[(organizations.branch > 0) & organizations.alive]
            lost += len(before) - int(np.isin(before, after).sum())
            years += len(before) / 12
        print(f"{Path(name).stem:8} losses a covered organization-year: {lost / years:.3f}")


def beginnings(draws: int) -> None:
    """Print changes of the first months where nothing is new, against those of all 24."""
    for name, number in (("classroom", draws), ("city", max(2, draws // 25))):
        seen = path(built(name, number, ()), 24)
        for key, shares in seen.items():
            change = 100 * np.diff(shares[:, :, 0].mean(1))
            first = " ".join(f"{value:+.2f}" for value in change[:6])
            least, most = change[6:].min(), change[6:].max()
            print(
                f"{name:9} {key:9}: {shares[0].mean():.1%} to {shares[24].mean():.1%}; points in "
                f"months 1-6 {first}; later {least:+.2f} to {most:+.2f}"
            )


def pairing(draws: int) -> None:
    """Print the variance of paired differences against that of unpaired ones."""
    for name in ("classroom", "linze"):
        scenario = load(name)
        more = [
            each
            for each in scenario.alternative("liaisons").policies
            if each not in scenario.alternatives[0].policies
        ]
        for key, shares in path(built(name, draws, more), 36).items():
            without, with_ = shares[36].T
            ratio = np.var(with_ - without) / (np.var(without) + np.var(with_))
            print(f"{name:9} {key:9}: paired / unpaired variance {ratio:.3f}")


def main() -> None:
    """Measure and print everything."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for measure in (targets, drive, losses, beginnings, pairing):
        measure(draws)


if __name__ == "__main__":
    main()
