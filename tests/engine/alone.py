"""Each policy and form of the articles alone, beside the baseline: the tables of docs/articles.md.

``python -m tests.engine.alone linze 30`` prints them for a place and a number of replicates.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sim.draws import F64
from sim.measures.recorder import snapshot
from sim.policies.base import PAYER_LABELS, SPONSORED, Policy
from sim.scenario import load
from sim.worlds import Worlds
from tests.engine.places import policy, under

YEARS = (1, 3, 8)
SHARES = ("reported", "effective", "work")


def plans(organizations: int) -> dict[str, Policy]:
    """Return what is tried, at default doses: those by size for so many organizations."""

    def many(of_hundred: float) -> int:
        return math.ceil(of_hundred * organizations / 100)

    sourced, liaisons = many(2), many(4)
    return {
        "committee_staff": policy("committee_staff", posts=many(1)),
        "area_branch": policy("area_branch"),
        "functional_branch": policy("functional_branch"),
        "branch_appraisal": policy("branch_appraisal"),
        "branch_appraisal, at once": policy("branch_appraisal", repair_months=0),
        "member_placement": policy("member_placement", placements_per_year=many(2)),
        "recognition": policy("recognition"),
        "dual_entry, union": policy("dual_entry", role="union"),
        "dual_entry, board": policy("dual_entry", role="board"),
        "secretary_sourcing": policy("secretary_sourcing", secretaries_per_year=sourced),
        "secretary_sourcing, 3 branches each": policy(
            "secretary_sourcing", secretaries_per_year=sourced, branches_per_worker=3
        ),
        "dispatch_liaisons": policy("dispatch_liaisons", liaisons=liaisons),
        "dispatch_liaisons, batches of 6": policy("dispatch_liaisons", liaisons=liaisons, batch=6),
    }


def seen(stack: Worlds) -> dict[str, F64]:
    """Return shares in per cent, yuan by payer and hours, by world."""
    counts = snapshot(stack, stack.doses)
    found = {
        "reported": 100 * counts["reported"] / counts["reported_base"],
        "effective": 100 * counts["effective_of_base"] / counts["reported_base"],
        "work": 100 * counts["worked"] / counts["registered"],
    }
    found |= dict.fromkeys((*SPONSORED, "hours", "own"), np.zeros(stack.n_worlds))
    for line, amount in zip(stack.ledger.lines, stack.ledger.amounts(), strict=True):
        cost = line.cost
        name = "hours" if cost.hours else "own" if cost.own_yuan else cost.payer
        found[name] = found[name] + amount
    return found


def table(place: str, replicates: int) -> Iterator[str]:
    """Yield the rows of a place: what each adds to the baseline, means over replicates."""
    here = load(place)
    tried = plans(len(Worlds.build(here, ["baseline"]).organizations) - 1)
    base = [each for each in here.alternatives[0].policies if each.name not in tried]
    mixes: Mapping[str, Sequence[Policy]] = {"baseline": base} | {
        name: [*base, lever] for name, lever in tried.items()
    }
    stack = Worlds.build(under(here, mixes), replicates=range(replicates))
    found: dict[int, dict[str, F64]] = {}
    for month in range(1, 12 * YEARS[-1] + 1):
        stack.step()
        if month % 12 == 0 and month // 12 in YEARS:
            found[month // 12] = {
                name: value.reshape(replicates, -1).mean(axis=0)
                for name, value in seen(stack).items()
            }
    years = " | ".join(f"year {year}" for year in YEARS)
    yield f"| {place} | {years} | thousand yuan a year | hours a year |"
    yield "|---|" + "---:|" * (len(YEARS) + 2)
    for number, name in enumerate(mixes):
        shown = []
        for year in YEARS:
            values = [found[year][share] for share in SHARES]
            each = [f"{v[number] - v[0]:+.1f}" if number else f"{v[0]:.1f}" for v in values]
            shown.append(" / ".join(each))
        last = {key: (v[number] - v[0]) / YEARS[-1] for key, v in found[YEARS[-1]].items()}
        paid = [f"{last[p] / 1000:,.0f} {PAYER_LABELS[p]['en']}" for p in SPONSORED
                if abs(last[p]) >= 500]  # fmt: skip
        yield f"| {name} | {' | '.join(shown)} | {', '.join(paid) or '–'} | {last['hours']:,.0f} |"


if __name__ == "__main__":
    print("\n".join(table(sys.argv[1], int(sys.argv[2]))))
