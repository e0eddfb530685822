"""A scenario as the rest of the program takes it: checked, complete and immutable."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.draws import F64
from sim.parameters import resolve
from sim.policies.base import Policy
from sim.scenario.errors import Problem
from sim.scenario.organizations import OrganizationsSpec
from sim.scenario.place import Place, Title
from sim.scenario.posterior import Posterior
from sim.scenario.said import Remark

BASELINE = "baseline"
_NOT_HASHED = ("name", "title", "question", "notes", "replicates", "observations")


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """A list of policies; the first alternative of a scenario is the baseline.

    ``policies`` are the baseline's (but those left out) and then the alternative's own, each with
    an ``id`` that no other policy of the alternative has.
    """

    id: str
    title: Title
    question: Title | None
    policies: tuple[Policy, ...]


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Caps in yuan a year, ``None`` where there is none, and the order in which they are served.

    Committees' caps are by index of district and of industry. ``order`` has each of ``posts``,
    ``subsidies`` and ``grants_and_places`` once.
    """

    cap_yuan_per_year: float | None
    district_caps: tuple[float | None, ...]
    industry_caps: tuple[float | None, ...]
    order: tuple[str, ...]
    discount_per_year: float

    @property
    def capped(self) -> bool:
        """Whether there is any cap."""
        caps = (self.cap_yuan_per_year, *self.district_caps, *self.industry_caps)
        return any(cap is not None for cap in caps)


@dataclass(frozen=True, kw_only=True)
class Observation:
    """A figure measured in the place; ``month`` is relative to the start, kinds are codes.

    Empty tuples mean all. ``sd`` is the standard deviation of the figure's error, if known.
    """

    measure: str
    month: int
    value: float
    sd: float | None
    kinds: tuple[int, ...]
    districts: tuple[int, ...]
    industries: tuple[int, ...]
    definition: Title | None
    source: str


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A place, its organizations, what would be done there, and how to simulate it."""

    name: str
    title: Title
    question: Title | None
    notes: tuple[Title, ...]
    start_year: int
    start_month: int
    years: int
    replicates: int
    seed: int
    uncertainty: str
    place: Place
    organizations: OrganizationsSpec
    parameters: Mapping[str, float]
    """Only those that the file sets; the others follow priors, the posterior or defaults."""
    posterior: Posterior | None = None
    """Joint draws of some parameters, where ``uncertainty`` is ``posterior``."""
    budget: Budget
    alternatives: tuple[Alternative, ...]
    observations: tuple[Observation, ...]
    warnings: tuple[Problem, ...] = ()
    """What is allowed but probably not meant."""
    content: Mapping[str, Any] = field(repr=False)

    @property
    def months(self) -> int:
        """Months to simulate."""
        return 12 * self.years

    def month_name(self, month: int) -> str:
        """Calendar month of a month index, as ``YYYY-MM``."""
        count = self.start_year * 12 + self.start_month - 1 + month
        return f"{count // 12:04d}-{count % 12 + 1:02d}"

    def drawn(self, replicates: Sequence[int], uncertainty: str | None = None) -> dict[str, F64]:
        """Return the value of every parameter in each replicate, by the scenario's uncertainty.

        Unless another one is given; ``posterior`` needs a scenario that has one.
        """
        mode = uncertainty or self.uncertainty
        if mode != "posterior":
            return resolve(self.seed, replicates, self.parameters, mode)
        if self.posterior is None:
            raise ValueError("the scenario names no posterior")
        return resolve(self.seed, replicates, self.parameters, mode, self.posterior.draws)

    def alternative(self, name: str) -> Alternative:
        """Return the alternative of that id."""
        return next(entry for entry in self.alternatives if entry.id == name)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """How the registry was read: what was converted, left out, decided."""
        registry = self.content["organizations"].get("registry") or {}
        return tuple(Remark(**entry) for entry in registry.get("remarks", ()))

    def resolved(self) -> dict[str, Any]:
        """Return everything in force as plain data, with defaults and the registry's cells.

        :func:`sim.scenario.from_resolved` reads it back without the files it came from.
        """
        copy: dict[str, Any] = json.loads(json.dumps(self.content))
        return copy

    def digest(self) -> str:
        """Return the hash of what decides a world: not replicates, titles or observations."""
        content = {name: value for name, value in self.content.items() if name not in _NOT_HASHED}
        content["organizations"] = {
            name: value
            for name, value in content["organizations"].items()
            if name not in ("columns", "sheet", "blank", "leave_out", "same")
        }
        text = json.dumps(_untitled(content), ensure_ascii=False, sort_keys=True)
        return hashlib.blake2b(text.encode("utf-8"), digest_size=8).hexdigest()


def _untitled(value: Any) -> Any:
    """Leave out what only labels: titles, tiles, the registry's file and how it was read."""
    if isinstance(value, Mapping):
        return {
            name: _untitled(entry)
            for name, entry in value.items()
            if name not in ("title", "question", "tile", "file", "encoding", "remarks")
        }
    return [_untitled(entry) for entry in value] if isinstance(value, list) else value
