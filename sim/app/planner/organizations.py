"""The table of organizations: as they start in the first replicate, and what a run says of them.

It is kept in columns and handed out a page at a time, so that thousands of rows cost no more than
twenty. What is said of one organization is simulated, not observed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.app.planner.html import Tile
from sim.locale import _, ngettext, pick
from sim.pasts.lists import prepared
from sim.population.population import populate
from sim.present.names import NOT_OPERATING, reason_name
from sim.present.numbers import percent, signed, whole
from sim.results.parquet import places, values
from sim.results.plan import organizations_of
from sim.results.reading import Results
from sim.results.tabulate import BOTTLENECK_NAMES
from sim.scenario import Scenario
from sim.state.codes import Kind

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]

MOST: Final = 30_000
"""Places with more organizations have no table of them."""


@dataclass(frozen=True)
class Ends:
    """How the organizations of the table end under one alternative, over the worlds of a run."""

    covered: I64
    """In how many worlds each is covered at the horizon."""
    registered: I64
    """In how many worlds it is on the register then."""
    held: I64
    """What holds it back in most worlds in which it operates uncovered: a bottleneck's number."""


@dataclass(frozen=True)
class Listing:
    """Organizations in columns, by their place in the population of replicate 0."""

    scenario: Scenario
    identity: U64
    number: I64
    """Row of the registry, from 0; without one, the n-th of its cell."""
    district: I64
    industry: I64
    kind: I64
    staff: F64
    members: I64
    covered: npt.NDArray[np.bool_]
    names: tuple[str, ...]
    """Empty texts where there are none."""
    ends: Mapping[str, Ends]
    """By alternative, once there is a run."""

    def __len__(self) -> int:
        return len(self.identity)


@dataclass(frozen=True)
class Wanted:
    """Which rows a page shows, and in what order."""

    alternative: str = "baseline"
    district: int | None = None
    sort: str = ""
    descending: bool = False
    first: int = 0
    rows: int = 20
    words: str = ""
    """What is searched for: in what the row shows, in names only where they are shown."""
    names: bool = False
    """Whether names are shown: then nothing that is simulated stands beside them."""


def listing(scenario: Scenario) -> Listing | None:
    """Return the organizations at the start of replicate 0; None where there are too many."""
    if organizations_of(scenario) > MOST:
        return None
    scenario = prepared(scenario, 1)
    drawn = scenario.drawn([0])
    found = populate(scenario, [0], drawn)
    members = np.bincount(found.members.organization, minlength=len(found))
    names = [found.labels[row] if found.labels else None for row in found.number.tolist()]
    return Listing(
        scenario=scenario,
        identity=found.identity,
        number=found.number,
        district=found.district,
        industry=found.industry,
        kind=found.kind.astype(np.int64),
        staff=found.staff,
        members=members.astype(np.int64),
        covered=found.form > 0,
        names=tuple(name or "" for name in names),
        ends={},
    )


def with_ends(found: Listing, results: Results) -> Listing:
    """Return the listing with what a run says of each organization."""
    number, links = len(found), len(BOTTLENECK_NAMES)
    covered = np.zeros((len(results.alternatives), number), np.int64)
    registered = np.zeros_like(covered)
    held = np.zeros((len(results.alternatives), number, links), np.int64)
    order = np.argsort(found.identity, kind="stable")
    known = found.identity[order]
    for part in results.parts("organizations"):
        identity = values(part["organization"]).astype(np.uint64)
        at = np.minimum(np.searchsorted(known, identity), number - 1)
        here = known[at] == identity
        row = order[at[here]]
        side = places(part["alternative"], results.alternatives)[here]
        has = values(part["covered"]).astype(bool)[here]
        link = places(part["bottleneck"], BOTTLENECK_NAMES)[here]
        np.add.at(registered, (side, row), 1)
        np.add.at(covered, (side, row), has.astype(np.int64))
        np.add.at(held, (side[~has], row[~has], link[~has]), 1)
    ends = {
        name: Ends(covered[n], registered[n], _most(held[n]))
        for n, name in enumerate(results.alternatives)
    }
    return replace(found, ends=ends)


def _most(held: I64) -> I64:
    """Return what holds back in most worlds; that it doesn't operate only where nothing else does.

    ``held`` is [organization, bottleneck]; 0 stands for no bottleneck, of those that don't operate.
    """
    found: I64 = np.where(held[:, 1:].any(1), held[:, 1:].argmax(1) + 1, 0)
    return found


def page(found: Listing, wanted: Wanted) -> tuple[list[dict[str, Any]], int]:
    """Return the rows of a page, and how many there are in all."""
    rows = np.arange(len(found))
    if wanted.district is not None:
        rows = rows[found.district == wanted.district]
    if wanted.words.strip():
        rows = rows[[_holds(found, wanted, row) for row in rows.tolist()]]
    key = _key(found, wanted)
    if key is not None:
        order = np.argsort(key[rows], kind="stable")
        rows = rows[order[::-1] if wanted.descending else order]
    shown = rows[wanted.first : wanted.first + wanted.rows] if wanted.rows else rows
    return [_row(found, wanted, row) for row in shown.tolist()], len(rows)


def _holds(found: Listing, wanted: Wanted, row: int) -> bool:
    """Whether every word that is searched for stands in what a row shows of an organization."""
    place = found.scenario.place
    shown = " ".join(
        (
            found.names[row] if wanted.names else "",
            number_of(found, row),
            pick(place.district_titles[int(found.district[row])]),
            pick(place.industry_titles[int(found.industry[row])]),
            pick(Kind(int(found.kind[row])).plural),
        )
    ).casefold()
    return all(word in shown for word in wanted.words.casefold().split())


def columns(found: Listing, *, names: bool = False) -> list[dict[str, Any]]:
    """Return the columns, as Quasar's table describes them; beside names no simulated ones."""
    labels = {
        "organization": _("Organization"),
        "district": _("District"),
        "industry": _("Industry"),
        "kind": _("Kind"),
        "staff": _("Staff"),
        "members": _("Members"),
        "start": _("At the start"),
    }
    if found.ends and not names:
        labels |= {
            "before": _("Baseline: covered in"),
            "after": _("Alternative: covered in"),
            "gain": _("More replicates"),
            "held": _("Held back most by"),
        }
    words = ("organization", "district", "industry", "kind", "start", "held")
    return [
        {"name": name, "label": label, "field": name, "sortable": name != "organization",
         "align": "left" if name in words else "right"}
        for name, label in labels.items()
    ]  # fmt: skip


def _key(found: Listing, wanted: Wanted) -> npt.NDArray[Any] | None:
    """Return what rows are sorted by."""
    plain: dict[str, npt.NDArray[Any]] = {
        "district": found.district,
        "industry": found.industry,
        "kind": found.kind,
        "staff": found.staff,
        "members": found.members,
        "start": found.covered,
    }
    if wanted.sort in plain or not found.ends or wanted.names:
        return plain.get(wanted.sort)
    before, after = found.ends["baseline"], found.ends[wanted.alternative]
    return {
        "before": before.covered,
        "after": after.covered,
        "gain": after.covered - before.covered,
        "held": after.held,
    }.get(wanted.sort)


def _row(found: Listing, wanted: Wanted, row: int) -> dict[str, Any]:
    place = found.scenario.place
    identity = str(int(found.identity[row]))
    name = found.names[row] if wanted.names else ""
    told: dict[str, Any] = {
        "id": identity,
        "told": bool(found.ends) and not wanted.names,
        "organization": name or number_of(found, row),
        "district": pick(place.district_titles[int(found.district[row])]),
        "industry": pick(place.industry_titles[int(found.industry[row])]),
        "kind": pick(Kind(int(found.kind[row])).plural),
        "staff": round(float(found.staff[row])),
        "members": int(found.members[row]),
        "start": _("covered") if found.covered[row] else "–",
    }
    if found.ends and not wanted.names:
        before, after = found.ends["baseline"], found.ends[wanted.alternative]
        gain = int(after.covered[row]) - int(before.covered[row])
        told |= {
            "before": _of(before, row),
            "after": _of(after, row),
            "gain": signed(gain, 0),
            "held": _held(after, row),
        }
    return told


def number_of(found: Listing, row: int) -> str:
    """Return what an organization without a shown name is called.

    It is its row in the registry, else its place in the table as it is unsorted.
    """
    number = int(found.number[row]) if found.scenario.organizations.registry else row
    return _("No. {n}").format(n=whole(number + 1))


def title_of(found: Listing, identity: int) -> str:
    """Return how the table calls the organization of an identity, without its name."""
    return number_of(found, int(np.flatnonzero(found.identity == np.uint64(identity))[0]))


def _of(ends: Ends, row: int) -> str:
    return _("{k} of {n}").format(k=int(ends.covered[row]), n=int(ends.registered[row]))


def _held(ends: Ends, row: int) -> str:
    """Return what holds an organization back where it does not end covered in every world."""
    if ends.covered[row] == ends.registered[row]:
        return "–"
    link = int(ends.held[row])
    return reason_name(BOTTLENECK_NAMES[link] if link else NOT_OPERATING)


def at_start(scenario: Scenario, found: Listing | None) -> list[Tile]:
    """Return the districts at the start of replicate 0: the share that has a party organization."""
    place = scenario.place
    tiles = []
    for number, title in enumerate(place.district_titles):
        if found is None:
            tiles.append(Tile(pick(title), None, "", place.tiles[number]))
            continue
        here = found.district == number
        count = int(here.sum())
        share = float(found.covered[here].mean()) if count else None
        text = ngettext("{n} organization", "{n} organizations", count).format(n=whole(count))
        if share is not None:
            text = _("{share} of {n}").format(share=percent(share), n=whole(count))
        tiles.append(Tile(pick(title), share, text, place.tiles[number]))
    return tiles
