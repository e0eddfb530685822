"""What an alternative needs, by year and committee: posts, visits, places, yuan, hours, branches.

What is provided may be divided over committees. The effect may not: expected coverage is one range
for the whole place. No committee answers for fewer than ``FEWEST`` organizations here: smaller ones
stand together in one row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.measures.base import Band
from sim.results.joined import known
from sim.results.parquet import booleans, places, values
from sim.results.reading import Results
from sim.results.tabulate import UNMET, group_names

F64 = npt.NDArray[np.float64]

FEWEST: Final = 20
"""Organizations below which nothing is split."""

YEAR: Final = 12

KINDS: Final = (
    "posts", "visits", "training_places", "sourced_secretaries", "yuan", "unpaid_yuan",
    "own_yuan", "hours", "branches",
)  # fmt: skip
"""What is provided in a year, and the branches that stand at its end and have to be kept alive."""

MOST_VISITS: Final = 2.0
"""Visits a month that one case gets at most (docs/draws.md 6, rule 5)."""

WHOLE, TOGETHER = "", "together"
"""The whole place, and the committees that are too small for a row of their own."""

COVERAGE: Final = ("organization_coverage", "effective_coverage")


@dataclass(frozen=True)
class Row:
    """A committee (``district:north``), several ``TOGETHER``, or the ``WHOLE`` place.

    ``organizations`` is the smallest median of registered organizations over the years.
    """

    committee: str
    members: tuple[str, ...]
    organizations: float


@dataclass(frozen=True)
class Resources:
    """Amounts by kind, row, year and replicate; ``years`` are the months at whose end each ends.

    Posts and sourced secretaries are averages over the months of a year, branches those at its
    end, everything else sums. Yuan are not discounted: a budget is made of them.
    """

    results: Results
    alternative: str
    years: tuple[int, ...]
    rows: tuple[Row, ...]
    amounts: F64
    coverage: Mapping[str, Band]

    def band(self, kind: str, row: int, year: int) -> Band:
        """Return the median and what 90 % of worlds lie between."""
        return Band.of(self.amounts[KINDS.index(kind), row, year])

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of which there is anything in any world."""
        return tuple(kind for kind, found in zip(KINDS, self.amounts, strict=True) if found.any())

    @property
    def overlapping(self) -> bool:
        """Whether a branch may stand in the row of a district and in that of an industry."""
        levels = {each.partition(":")[0] for row in self.rows for each in row.members}
        return len(levels) > 1

    def plain(self) -> dict[str, Any]:
        """Return everything for other programs."""
        return {
            "alternative": self.alternative,
            "coverage_at_the_end": {name: vars(band) for name, band in self.coverage.items()},
            "rows": [
                {
                    "committee": row.committee,
                    "members": list(row.members),
                    "organizations": row.organizations,
                    "month": month,
                    **{kind: vars(self.band(kind, number, year)) for kind in self.kinds},
                }
                for number, row in enumerate(self.rows)
                for year, month in enumerate(self.years)
            ],
        }


def resources(results: Results, alternative: str) -> Resources:
    """Return what an alternative needs; InputError where the run does not have it."""
    known(results, alternative)
    years = tuple(sorted({*range(YEAR, results.months + 1, YEAR), results.months}))
    committees = _committees(results, alternative)
    provided = _provided(results, alternative, years, committees)
    size, branches = _organizations(results, alternative, years, committees)
    registered, alive = results.cube(["registered", "party_organizations"], [0, *years])[
        :, results.alternatives.index(alternative)
    ]
    provided[KINDS.index("branches"), 0] = alive[:, 1:].T
    provided[KINDS.index("branches"), 1:] = branches
    rows, shares = [Row(WHOLE, (), _smallest(registered.T))], [provided[:, 0]]
    for row in _rows(committees, size):
        at = [1 + committees.index(name) for name in row.members]
        rows.append(row)
        shares.append(provided[:, at].sum(1))
    return Resources(
        results,
        alternative,
        years,
        tuple(rows),
        np.stack(shares, axis=1),
        {
            name: Band.of(results.values(name, month=results.months)[alternative])
            for name in COVERAGE
        },
    )


def _rows(committees: list[str], size: F64) -> list[Row]:
    """Return a row a committee; those of too few organizations stand together.

    The smallest others join them until they are enough; one row alone would be the whole place.
    """
    order = np.argsort(size, kind="stable").tolist()
    small = [number for number in order if size[number] < FEWEST]
    rest = [number for number in order if size[number] >= FEWEST]
    while small and rest and size[small].sum() < FEWEST:
        small.append(rest.pop(0))
    rows = [Row(committees[n], (committees[n],), float(size[n])) for n in sorted(rest)]
    if small:
        names = tuple(committees[number] for number in sorted(small))
        rows.append(Row(TOGETHER, names, float(size[small].sum())))
    return rows if len(rows) > 1 else []


def _committees(results: Results, alternative: str) -> list[str]:
    """Return the committees of districts, then those of industries that exist or pay."""
    place = results.scenario.place
    table = _booked(results, alternative)
    booked = {str(name) for name in table["committee"].unique().to_pylist()}
    industries = [
        f"industry:{name}"
        for name, there in zip(place.industry_ids, place.industry_committees, strict=True)
        if there or f"industry:{name}" in booked
    ]
    return [*(f"district:{name}" for name in place.district_ids), *industries]


def _booked(results: Results, alternative: str) -> Any:
    table = results.table("ledger")
    mine = places(table["alternative"], [alternative]) == 0
    return table.filter(booleans(mine))


def _provided(
    results: Results, alternative: str, years: tuple[int, ...], committees: list[str]
) -> F64:
    """Return amounts by kind, the whole place and each committee, year and replicate."""
    table = _booked(results, alternative)
    shape = (len(committees) + 1, len(years), len(results.replicates))
    found = np.zeros((len(KINDS), *shape))
    at = (
        1 + places(table["committee"], committees),
        np.searchsorted(years, values(table["month"])),
        np.searchsorted(results.replicates, values(table["replicate"])),
    )
    weight, burden = results.weight, values(table["burden"]).astype(bool)
    amount = values(table["amount"]) * weight
    np.add.at(found[KINDS.index("yuan")], at, np.where(burden, 0.0, amount))
    own = np.zeros(len(amount), bool)
    if "payer" in table.column_names:  # an older edition knew none
        own = np.array([name == "organization" for name in table["payer"].to_pylist()], bool)
    np.add.at(found[KINDS.index("own_yuan")], at, np.where(own, amount, 0.0))
    np.add.at(found[KINDS.index("hours")], at, np.where(burden & ~own, amount, 0.0))
    np.add.at(found[KINDS.index("unpaid_yuan")], at, values(table["unmet"]) * weight)
    counted = _quantities(results, alternative, table) * weight
    quantity = np.zeros((len(COUNTED), *shape))
    for number in range(len(COUNTED)):
        np.add.at(quantity[number], at, counted[number])
    liaisons, cases, contacts, filled, sourced = quantity
    months = np.diff([0, *years])[:, None]
    pace = results.scenario.drawn(results.replicates)["visits_per_month"]
    found[KINDS.index("posts")] = liaisons / months
    found[KINDS.index("visits")] = np.minimum(pace * liaisons, MOST_VISITS * cases) + contacts
    found[KINDS.index("training_places")] = filled
    found[KINDS.index("sourced_secretaries")] = sourced / months
    found[:, 0] = found[:, 1:].sum(1)
    return found


COUNTED: Final = (
    "liaison_months", "case_months", "organizer_contacts", "places_filled",
    "sourced_salary_months",
)  # fmt: skip
"""Quantities of the ledger that are provided by the head, the visit or the place."""


def _quantities(results: Results, alternative: str, table: Any) -> F64:
    """Return by counted quantity what each line of the ledger adds to it.

    A quantity of a policy may stand on several lines, one a cost: the first line counts.
    """
    first: dict[tuple[str, str], str] = {}
    for policy in results.scenario.alternative(alternative).policies:
        for cost in policy.costs():
            first.setdefault((policy.id or policy.name, cost.quantity), cost.item)
    lines = {(policy, item): quantity for (policy, quantity), item in first.items()}
    policies, items = table["policy"].to_pylist(), table["item"].to_pylist()
    found = np.zeros((len(COUNTED), len(policies)))
    for row, (policy, item, quantity) in enumerate(
        zip(policies, items, values(table["quantity"]).tolist(), strict=True)
    ):
        name = "" if item == UNMET else lines.get((policy, item), "")
        if name in COUNTED:
            found[COUNTED.index(name), row] = quantity
    return found


def _organizations(
    results: Results, alternative: str, years: tuple[int, ...], committees: list[str]
) -> tuple[F64, F64]:
    """Return the size of each committee's district or industry, and its branches.

    The size is the smallest median of registered organizations over the start and the years;
    branches are [committee, year, replicate].
    """
    times = (0, *years)
    counts = np.zeros((2, len(committees), len(times), len(results.replicates)))
    for level in dict.fromkeys(name.partition(":")[0] for name in committees):
        table = results.series(["registered", "party_organizations"], dimension=level)
        mine = places(table["alternative"], [alternative]) == 0
        groups = group_names(results.scenario.place, level)
        own = np.array([_place(f"{level}:{name}", committees) for name in groups], np.int64)
        group = own[places(table["group"], groups)]
        keep = mine & (group >= 0)
        at = (
            places(table["measure"], ["registered", "party_organizations"])[keep],
            group[keep],
            np.searchsorted(times, values(table["month"]))[keep],
            np.searchsorted(results.replicates, values(table["replicate"]))[keep],
        )
        counts[at] = values(table["numerator"])[keep] * results.weight
    return np.array([_smallest(each) for each in counts[0]]), counts[1, :, 1:]


def _smallest(numbers: F64) -> float:
    """Return the smallest median over worlds of numbers by time and replicate."""
    return float(np.median(numbers, axis=-1).min())


def _place(name: str, committees: list[str]) -> int:
    return committees.index(name) if name in committees else -1
