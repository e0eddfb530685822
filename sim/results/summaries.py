"""The comparison and the costs of a run as tables for other programs."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from sim.results.reading import Results


def summaries(results: Results) -> dict[str, pa.Table]:
    """Return the comparison by measure and year, and the costs by replicate."""
    found = results.compare()
    rows: list[dict[str, Any]] = []
    for alternative, costs in found.costs.items():
        gains = found.gains.get(alternative)
        for row, replicate in enumerate(results.replicates):
            rows.append(
                {
                    "alternative": alternative,
                    "replicate": replicate,
                    "yuan": float(costs.yuan[row]),
                    "added_yuan": float(costs.added_yuan[row]),
                    "planned_yuan": float(costs.planned_yuan[row]),
                    "unmet_yuan": float(costs.unmet_yuan[row]),
                    "burden_hours": float(costs.burden_hours[row]),
                    "added_burden_hours": float(costs.added_burden_hours[row]),
                    "own_yuan": float(costs.own_yuan[row]),
                    "added_effective_branch_years": float(costs.branch_years[row]),
                    "organizations_gained": int(gains.gained[row]) if gains else None,
                    "organizations_lost": int(gains.lost[row]) if gains else None,
                    "organizations_displaced": int(gains.displaced[row]) if gains else None,
                }
            )
    return {"comparison": _of_rows(found.rows()), "costs": _of_rows(rows)}


def _of_rows(rows: list[dict[str, Any]]) -> pa.Table:
    """Return a table; cells that are no number are empty."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()})
