"""What the articles' levers do alone, and a drive with them: the tables of docs/articles.md.

``python -m tools.articles docs/articles.md`` runs the places and writes each table between its
marks; about a minute and a half of CPU. Nothing here is random beyond the places' own replicates.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from sim.draws import F64
from sim.measures.bottleneck import bottlenecks
from sim.measures.recorder import snapshot
from sim.measures.status import read_status
from sim.pasts.lists import prepared
from sim.policies import POLICIES
from sim.policies.base import PAYER_LABELS, SPONSORED, Policy
from sim.scenario import load
from sim.scenario.scenario import Alternative, Scenario
from sim.state.codes import Bottleneck, Form
from sim.worlds import Worlds

PLACES: Final[Mapping[str, int]] = {"linze": 30, "yiwu": 12, "city": 3}
"""Replicates of each place; with fewer the differences are chance, with more it takes long."""
DRIVEN: Final[Mapping[str, int]] = {"linze": 30, "yiwu": 12, "county_survey": 30}
YEARS: Final = (1, 3, 8)
MONTHS: Final = (0, 3, 6, 12, 36, 72)
PAPER: Final[Mapping[str, float | None]] = {"none": 0.0, "default": None}
"""What is put on paper: nothing, or as the parameter has it; nobody has observed how much."""
WIDE: Final = 0.6
"""Where more of the operating organizations than this are covered, composition is looked at."""
P9: Final = ((2.0, 4.4), (4.0, 17.0), (0.11, 0.43))
"""Organizations and known members a branch, share of joint ones, of wide coverage (P9)."""
MOVED: Final = 0.05
"""Points below which no link is said to move."""
SHARES: Final = ("reported", "effective", "work")

TRIED: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    "committee_staff": ("committee_staff", {}),
    "area_branch": ("area_branch", {}),
    "functional_branch": ("functional_branch", {}),
    "branch_appraisal": ("branch_appraisal", {}),
    "branch_appraisal, at once": ("branch_appraisal", {"repair_months": 0}),
    "member_placement": ("member_placement", {}),
    "recognition": ("recognition", {}),
    "recruitment_drive": ("recruitment_drive", {}),
    "recruitment_drive, key staff": (
        "recruitment_drive", {"key_share": 0.5, "key_training_per_year": 0.1}
    ),
    "dual_entry, union": ("dual_entry", {"role": "union"}),
    "dual_entry, board": ("dual_entry", {"role": "board"}),
    "secretary_sourcing": ("secretary_sourcing", {}),
    "secretary_sourcing, 3 branches each": ("secretary_sourcing", {"branches_per_worker": 3}),
    "dispatch_liaisons": ("dispatch_liaisons", {}),
    "dispatch_liaisons, batches of 6": ("dispatch_liaisons", {"batch": 6}),
}  # fmt: skip
"""What is tried alone, by its name in the table: a policy and what isn't as by default."""

TARGET: Final = ("coverage_quota", {"target_share": 0.8})
STAFF: Final = ("committee_staff", {"hundred": 3})
DRIVES: Final[Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]]] = {
    "none": (),
    "target": (TARGET,),
    "target, area": (TARGET, ("area_branch", {})),
    "target, staff, area, functional": (
        TARGET, STAFF, ("area_branch", {}), ("functional_branch", {})
    ),
}  # fmt: skip
"""Drives by their name in the table; ``hundred``: posts for a hundred organizations."""


def lever(name: str, organizations: int, more: Mapping[str, Any]) -> Policy:
    """Return a policy in full from month 0, with doses for that number of organizations."""

    def many(of_hundred: float) -> int:
        return math.ceil(of_hundred * organizations / 100)

    kind, stated = POLICIES[name], dict(more)
    if "hundred" in stated:
        stated["posts"] = many(stated.pop("hundred"))
    by_size: dict[str, Any] = {
        field.name: many(field.metadata["auto"])
        for field in fields(kind)
        if field.metadata.get("auto") is not None
    }
    own: dict[str, Any] = by_size | {"id": name, "ramp_months": 0} | stated
    return kind(**own)


def under(place: Scenario, mixes: Mapping[str, Sequence[Policy]]) -> Scenario:
    """Return a place whose alternatives are some mixes of policies."""
    alternatives = tuple(
        Alternative(id=name, title={"en": name, "zh": name}, question=None, policies=tuple(mix))
        for name, mix in mixes.items()
    )
    return replace(place, alternatives=alternatives)


def size(place: Scenario) -> int:
    """Return how many organizations are registered when the place begins."""
    return len(Worlds.build(place, ["baseline"]).organizations) - 1


def seen(stack: Worlds) -> dict[str, F64]:
    """Return shares in per cent, yuan by payer and hours until now, and the links, by world.

    Links are the operating uncovered organizations that each holds back, in per cent of the
    registered.
    """
    counts = snapshot(stack, stack.doses)
    found = {
        "reported": 100 * counts["reported"] / counts["reported_base"],
        "effective": 100 * counts["effective_of_base"] / counts["reported_base"],
        "work": 100 * counts["worked"] / counts["registered"],
    }
    found |= dict.fromkeys((*SPONSORED, "hours"), np.zeros(stack.n_worlds))
    for line, amount in zip(stack.ledger.lines, stack.ledger.amounts(), strict=True):
        name = "hours" if line.cost.hours else line.cost.payer
        if not line.cost.own_yuan:
            found[name] = found[name] + amount
    held = bottlenecks(stack, read_status(stack, stack.doses), stack.doses)
    for code in Bottleneck:
        here = stack.organizations.alive & (held == code)
        number = np.bincount(stack.organizations.world[here], minlength=stack.n_worlds)
        if code != Bottleneck.NONE:
            found[code.label["en"]] = 100 * number / counts["registered"]
    return found


def alone(name: str, replicates: int, years: Sequence[int] = YEARS) -> Iterator[str]:
    """Yield the rows of a place: what each lever adds to the baseline, means over replicates."""
    # Pasts are those of the place as it is written, whatever is tried in it.
    place = prepared(load(name), replicates)
    number = size(place)
    tried = {key: lever(kind, number, more) for key, (kind, more) in TRIED.items()}
    own = {each.name for each in tried.values()}
    base = [each for each in place.alternatives[0].policies if each.name not in own]
    mixes = {"baseline": base} | {key: [*base, each] for key, each in tried.items()}
    stack = Worlds.build(under(place, mixes), replicates=range(replicates))
    found: dict[int, dict[str, F64]] = {}
    for month in range(1, 12 * years[-1] + 1):
        stack.step()
        if month % 12 == 0 and month // 12 in years:
            found[month // 12] = {
                key: value.reshape(replicates, -1).mean(axis=0)
                for key, value in seen(stack).items()
            }
    heads = [f"year {year}" for year in years]
    hours = "hours a year until " + ", ".join(map(str, years))
    heads += ["link that moves most", "thousand yuan a year", hours]
    yield f"| {name} | {' | '.join(heads)} |"
    yield "|---|" + "---:|" * len(years) + "---|---:|---:|"
    for row, mix in enumerate(mixes):
        yield f"| {mix} | {' | '.join(_cells(found, row))} |"


def _cells(found: Mapping[int, Mapping[str, F64]], row: int) -> list[str]:
    """Return a lever's cells beside the baseline's, which is row 0."""

    def added(year: int, key: str) -> float:
        return float(found[year][key][row] - found[year][key][0])

    last = max(found)
    cells = [
        " / ".join(
            f"{added(year, share):+.1f}" if row else f"{found[year][share][0]:.1f}"
            for share in SHARES
        )
        for year in found
    ]
    links = [code.label["en"] for code in Bottleneck if code != Bottleneck.NONE]
    middle = sorted(found)[len(found) // 2]
    moved = max(links, key=lambda link: abs(added(middle, link)))
    paid = [
        f"{added(last, payer) / last / 1000:,.0f} {PAYER_LABELS[payer]['en']}"
        for payer in SPONSORED
        if abs(added(last, payer) / last) >= 500
    ]
    link = f"{moved} {added(middle, moved):+.1f}" if abs(added(middle, moved)) >= MOVED else "–"
    cells += [link, ", ".join(paid) or "–"]
    burden = " / ".join(f"{added(year, 'hours') / year:,.0f}" for year in found)
    return [*cells, burden if row else "–"]


@dataclass(frozen=True)
class Driven:
    """A drive in a place: shares of the reported base at some months, and how it ends."""

    path: list[tuple[float, float]]
    wide: str
    composition: tuple[float, float, float, float]


def driven(place: Scenario, replicates: int, paper: float | None) -> Worlds:
    """Return the worlds of all drives of a place before their first month."""
    number = size(place)
    base = place.alternatives[0].policies
    mixes = {
        key: [*base, *(lever(own, number, more) for own, more in levers)]
        for key, levers in DRIVES.items()
    }
    held = {} if paper is None else {"paper_per_year": np.full(replicates, paper)}
    return Worlds.build(under(place, mixes), None, range(replicates), parameters=held)


def drives(name: str, replicates: int, months: Sequence[int] = MONTHS) -> Iterator[str]:
    """Yield the rows of a place: reported and effective coverage on the way of each drive."""
    # Pasts are those of the place as it is written, whatever is tried in it.
    place = prepared(load(name), replicates)
    found: dict[str, dict[str, Driven]] = {}
    for label, paper in PAPER.items():
        stack = driven(place, replicates, paper)
        shares: list[F64] = []
        for month in range(months[-1] + 1):
            if month:
                stack.step()
            if month in months:
                counts = snapshot(stack, stack.doses if month else None)
                base = np.maximum(1, counts["reported_base"])
                both = np.array([counts["reported"] / base, counts["effective_of_base"] / base])
                shares.append(both.reshape(2, replicates, -1).mean(axis=1))
        found[label] = dict(zip(DRIVES, _ends(stack, replicates, np.array(shares)), strict=True))
    for drive in DRIVES:
        for label in PAPER:
            one = found[label][drive]
            way = " | ".join(f"{100 * a:.0f} / {100 * b:.0f}" for a, b in one.path)
            made = " | ".join(f"{value:.1f}" for value in one.composition[:2])
            parts = " | ".join(f"{100 * value:.0f} %" for value in one.composition[2:])
            yield f"| {name}, {drive} | {label} | {way} | {one.wide} | {made} | {parts} |"


def _ends(stack: Worlds, replicates: int, shares: F64) -> Iterator[Driven]:
    """Yield how each drive ends: worlds above :data:`WIDE`, those of them composed as in P9.

    Medians of the composition are of all worlds, since few are wide: organizations and known
    members a branch, shares of joint and of regional branches.
    """
    counts = snapshot(stack, stack.doses)
    branches = np.maximum(1, counts["branches"])
    table = stack.branches
    alive = table.alive
    known = np.bincount(table.world[alive], table.members[alive], stack.n_worlds)
    area = np.bincount(table.world[alive & (table.form == Form.REGIONAL)], minlength=stack.n_worlds)
    wide = counts["covered_of_operating"] > WIDE * counts["operating"]
    many = wide.reshape(replicates, -1).T
    parts = [counts["covered"], known, counts["joint_branches"], area]
    made = np.array([part / branches for part in parts]).reshape(4, replicates, -1)
    middle = np.median(made, axis=1)
    low, high = np.array(P9).T[:, :, None, None]
    inside = ((low <= made[:3]) & (made[:3] <= high)).all(axis=0)
    for row in range(middle.shape[1]):
        few = middle[:, row].tolist()
        yield Driven(
            [(float(a), float(b)) for a, b in shares[:, :, row]],
            f"{many[row].sum()}, {(many & inside.T)[row].sum()}",
            (few[0], few[1], few[2], few[3]),
        )


def drive_table() -> Iterator[str]:
    """Yield the table of all places' drives."""
    heads = " | ".join(f"month {month}" for month in MONTHS)
    last = "organizations a branch | known members a branch | joint | of an area"
    yield f"| | paper | {heads} | replicates above 60 %, of these as in P9 | {last} |"
    yield "|---|---|" + "---:|" * (len(MONTHS) + 5)
    for name, replicates in DRIVEN.items():
        yield from drives(name, replicates)


def written(page: str, name: str, lines: Sequence[str]) -> str:
    """Return a page with a table between its marks; ``ValueError`` where it has no such marks."""
    begin, end = f"<!-- table: {name} -->\n\n", "\n\n<!-- end of table -->"
    before, mark, rest = page.partition(begin)
    _, close, after = rest.partition(end)
    if not (mark and close):
        raise ValueError(f"no marks of the table {name}")
    return f"{before}{begin}{chr(10).join(lines)}{end}{after}"


def main(path: Path) -> None:
    """Run all and write the tables into a page as they come."""
    for name, replicates in PLACES.items():
        lines = list(alone(name, replicates))
        path.write_text(written(path.read_text("utf-8"), f"alone-{name}", lines), "utf-8")
    lines = list(drive_table())
    path.write_text(written(path.read_text("utf-8"), "drives", lines), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
