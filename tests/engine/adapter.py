"""The engine's state in the shape of the oracle's (``tests/oracle/compare.py``)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.plan.past import Course
from sim.scenario.scenario import Scenario
from sim.state.codes import Interim, SecretarySource
from sim.state.table import NEVER
from sim.worlds import Worlds
from tests.oracle.compare import COLUMNS
from tests.oracle.model import OracleModel


def _names(stack: Worlds, table: str) -> Callable[[Any], int | None]:
    identity = getattr(stack, table).identity

    def name(row: Any) -> int | None:
        return int(identity[row]) if row else None

    return name


def _plain(value: Any) -> Any:
    return np.asarray(value).tolist()


def state_of(stack: Worlds, world: int) -> dict[str, Any]:
    """Return the state of one world of a stack, by identity."""
    industries = int(stack.grid.industries[world])
    first = int(stack.grid.first[world])

    def pair(cell: Any) -> tuple[int, int]:
        return divmod(int(cell) - first, industries)

    references = {
        "organizations": {"liaison": "liaisons", "branch": "branches"},
        "members": {"organization": "organizations"},
        "branches": {"host": "organizations", "employer": "organizations", "person": "members"},
        "liaisons": {"committee": "committees"},
        "committees": {},
        "desks": {"committee": "committees"},
    }
    state: dict[str, Any] = {"month": stack.month}
    for table, columns in COLUMNS.items():
        agents = getattr(stack, table)
        names = {column: _names(stack, other) for column, other in references[table].items()}
        rows = np.flatnonzero(agents.alive & (agents.world == world))
        held: dict[str, list[Any]] = {}
        for column in columns:
            if column == "hosted":
                continue
            values = _plain(np.moveaxis(getattr(agents, column)[..., rows], -1, 0))
            if column in names:
                values = [names[column](row) for row in values]
            elif column in ("cell", "home"):
                values = [pair(cell) for cell in values]
            held[column] = values
        records = (
            dict(zip(held, values, strict=True)) for values in zip(*held.values(), strict=True)
        )
        state[table] = dict(zip(_plain(agents.identity[rows]), records, strict=True))
    for branch in state["branches"].values():
        if branch["secretary"] == SecretarySource.NONE:
            branch["employer"], branch["time_share"] = None, 0.0
    _count_hosted(stack, world, state["committees"])
    return state


def _never(value: Any) -> bool:
    return isinstance(value, int) and value <= NEVER


def _count_hosted(stack: Worlds, world: int, committees: dict[int, dict[str, Any]]) -> None:
    organizations = stack.organizations
    hosted = np.flatnonzero(
        (organizations.interim == Interim.HOSTED) & (organizations.world == world)
    )
    for committee in committees.values():
        committee["hosted"] = 0
    for row in stack.cells.district_committee[organizations.cell[hosted]]:
        committees[int(stack.committees.identity[row])]["hosted"] += 1


def population_of(stack: Worlds, world: int) -> dict[str, list[dict[str, Any]]]:
    """Return the initial state of a world as the oracle's population."""
    state = state_of(stack, world)
    population: dict[str, list[dict[str, Any]]] = {}
    for table in ("organizations", "members", "branches"):
        population[table] = [
            {column: value for column, value in record.items() if not _never(value)}
            | {"identity": identity}
            for identity, record in state[table].items()
        ]
    for organization in population["organizations"]:
        organization["district"], organization["industry"] = organization["cell"]
    return population


def oracle_of(stack: Worlds, world: int, scenario: Scenario) -> OracleModel:
    """Return an oracle that starts where a world of a stack stands at month 0."""
    policies = [
        SimpleNamespace(
            start=policy.start, end=policy.end, periods=policy.periods,
            ramp_months=policy.ramp_months, intensity=policy.intensity,
            id=policy.id, committee=policy.committee, target=policy.target,
            writes=cache(policy.writes), costs=policy.costs,
        )
        for policy in stack.alternatives[int(stack.alternative[world])].policies
    ]  # fmt: skip
    budget, spec = None, int(stack.spec_of[world])
    if stack.budgets and stack.budgets[spec].capped:
        caps, mine = stack.budgets[spec], stack.alternatives[int(stack.alternative[world])].policies
        budget = SimpleNamespace(
            cap_yuan_per_year=caps.cap_yuan_per_year, district_caps=caps.district_caps,
            industry_caps=caps.industry_caps, order=caps.order,
            ours=[policy in stack.baselines[spec] for policy in mine],
        )  # fmt: skip
    course = stack.alternatives[int(stack.alternative[world])].course
    (number,) = scenario.numbers([int(stack.replicate[world])])
    parameters = {name: float(values[world]) for name, values in stack.parameters.items()}
    model = OracleModel(
        scenario.place, population_of(stack, world), parameters, policies, seed=scenario.seed,
        replicate=number, start_month=int(stack.start_month[world]),
        entry=stack.specs[0].json(), intercept=float(stack.intercept[world]),
        observed=observed(stack, world, scenario), budget=budget,
        effort_share=lambda month: left_of(course, month),
        official=scenario.history is not None and scenario.history.official,
        rivals=scenario.model,
        edges=() if scenario.edges is None else scenario.edges.pairs,
    )  # fmt: skip
    began = state_of(stack, world)["committees"]
    for committee in model.committees:
        committee.share = began[committee.identity]["share"]
    return model


def left_of(course: Course, month: int) -> float:
    """Return how much of standing effort is left in a month after the start (draws.md 2.2)."""
    if course.name == "fades":
        return float(0.5 ** ((month + 1) / course.months))
    return 0.0 if course.name == "ended" else 1.0


def observed(stack: Worlds, world: int, scenario: Scenario) -> dict[int, tuple[int, int]]:
    """Return by committee at month 0 how many rows of a registry state coverage, and how many yes.

    Where there is but one district, or industry, a row need not name it.
    """
    registry = scenario.organizations.registry
    counts: dict[int, tuple[int, int]] = {}
    if registry is None:
        return {}
    districts, industries = scenario.place.district_ids, scenario.place.industry_ids
    committees = stack.committees
    rows = np.flatnonzero(committees.alive & (committees.world == world))
    offices = {(bool(committees.industrial[row]), int(committees.place[row])): row for row in rows}
    for district, industry, covered in zip(
        registry.district, registry.industry, registry.covered, strict=True
    ):
        d = 0 if len(districts) == 1 else district
        i = 0 if len(industries) == 1 else industry
        if covered is None or d is None or i is None:
            continue
        of_industry = offices[True, int(i)]
        row = of_industry if committees.established[of_industry] else offices[False, int(d)]
        n, k = counts.get(int(committees.identity[row]), (0, 0))
        counts[int(committees.identity[row])] = (n + 1, k + (covered == 1))
    return counts
