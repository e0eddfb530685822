"""A scenario as the rest of the program takes it: checked, complete and immutable."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

import numpy as np

from sim.draws import F64
from sim.errors import InputError
from sim.extensions import registry
from sim.locale import N_, _, listed
from sim.parameters import resolve
from sim.plan.content import Content, digest_of, past_digest
from sim.plan.extensions import extensions, known, remember
from sim.plan.organizations import OrganizationsSpec
from sim.plan.past import CONTINUES, PLAIN, Course, History, Observation, Pasts, no_pasts
from sim.plan.place import Place, Title
from sim.plan.posterior import Posterior
from sim.policies.base import Policy
from sim.registry.findings import Remark
from sim.state.plugged import Edges, Plugged
from sim.text.arguments import named, plain, texts, values
from sim.text.hints import known_name
from sim.text.numerals import month_name
from sim.text.problems import Problem

BASELINE = "baseline"
UNCERTAINTIES = ("none", "posterior", "prior")


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
    course: Course = CONTINUES
    """How standing effort goes on after the start."""


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
    model: Mapping[str, str] = field(default_factory=dict)
    """Rules of the month that are chosen, by slot (``sim.state.plugged.SLOTS``)."""
    edges: Edges | None = None
    """Who looks at whom, where ``peers`` is an edge list."""
    modules: tuple[str, ...] = ()
    """Extensions that are in force, by module."""
    sources: Mapping[str, str | None] = field(default_factory=dict, compare=False, repr=False)
    """Hash of the source of each of them as the scenario was made."""
    history: History | None = None
    """What is known of the past; ``None`` where nobody asks which pasts led to the start."""
    pasts: Pasts | None = field(default=None, compare=False, repr=False)
    """The pasts that the start accepts, where :mod:`sim.pasts` has found them."""
    warnings: tuple[Problem, ...] = field(default=(), compare=False)
    """What is allowed but probably not meant, and where: they name lines of the file it came from,
    so the same scenario read from elsewhere has others."""
    content: Mapping[str, Any] = field(repr=False)
    """The scenario as plain data. :meth:`resolved` brings it up to date where a field was replaced
    (``dataclasses.replace``)."""

    def __post_init__(self) -> None:
        """Remember which fields the content was made from, and the source of foreign policies."""
        remember(self._policies())
        sources = {name: known(name)["source"] for name in self.modules}
        object.__setattr__(self, "sources", sources)
        object.__setattr__(self, "content", Content.of(self, self.content))

    @property
    def months(self) -> int:
        """Months to simulate."""
        return 12 * self.years

    def month_name(self, month: int) -> str:
        """Calendar month of a month index, as ``YYYY-MM``."""
        return month_name((self.start_year, self.start_month), month)

    def drawn(self, replicates: Sequence[int], uncertainty: str | None = None) -> dict[str, F64]:
        """Return the value of every parameter in each replicate, by the scenario's uncertainty.

        Unless another one is given; ``posterior`` needs a scenario that has one.
        """
        mode = uncertainty or self.uncertainty
        known_name(mode, UNCERTAINTIES, _('There is no uncertainty "{name}". {hint}'))
        numbers = self.numbers(replicates, mode)
        if mode == "posterior":
            if self.posterior is None:
                text = _("To draw from a posterior, the scenario {name} has to name one.")
                raise InputError(text.format(name=self.name))
            return resolve(self.seed, numbers, self.parameters, mode, self.posterior.draws)
        held = self.parameters
        if self.history is not None and mode == "none" and "effort" not in held:
            held = {**held, "effort": self._pasts().median_effort}
        return resolve(self.seed, numbers, held, mode)

    def numbers(self, replicates: Sequence[int], uncertainty: str | None = None) -> list[int]:
        """Return the number that keys each replicate: of its accepted candidate, or its own.

        Raises ``NoPastError`` where pasts are asked for and have not been simulated.
        """
        if self.history is None or (uncertainty or self.uncertainty) == "none":
            return list(replicates)
        return self._pasts().candidates(replicates)

    def real(self, replicates: Sequence[int]) -> F64 | None:
        """Return by replicate which share of the covered has a branch; ``None`` where all have."""
        official = self.history is not None and self.history.official
        if not official or self.uncertainty == "none":
            return None
        pasts = self._pasts()
        return np.array([pasts.real[number] for number in pasts.candidates(replicates)])

    def _pasts(self) -> Pasts:
        if self.pasts is None:
            raise no_pasts(self.name)
        return self.pasts

    def without_history(self) -> Scenario:
        """Return the scenario as if nothing were known of the past but what effort was."""
        if self.history is None:
            return self
        content = self.resolved()
        content["history"] = {k: v for k, v in content["history"].items() if k in PLAIN}
        content["observations"] = [
            {k: v for k, v in seen.items() if k != "evidence"} for seen in content["observations"]
        ]
        return self.remade(content)

    def remade(self, content: Mapping[str, Any]) -> Scenario:
        """Return the scenario of changed plain data (:meth:`resolved`), with this one's warnings.

        It keeps the pasts where nothing has changed that decides them.
        """
        from sim.scenario.loading import from_resolved

        made = replace(from_resolved(content), warnings=self.warnings)
        asked = self.pasts is not None and made.history is not None
        same = asked and made.past_digest() == self.past_digest()
        return replace(made, pasts=self.pasts) if same else made

    def by_hand(self, overrides: Sequence[str]) -> Scenario:
        """Return the scenario with values put in as by ``--set``; it keeps its own pasts."""
        from sim.scenario.loading import from_resolved

        made = from_resolved(self.resolved(), overrides=overrides)
        return replace(made, pasts=self.pasts)

    def plugged(self) -> Plugged:
        """Return the rules chosen and what the extensions add, as this process knows them."""
        expected = {name: source for name, source in self.sources.items() if source}
        return registry.plugged(self.model, self.modules, self.edges, expected)

    def alternative(self, name: str) -> Alternative:
        """Return the alternative of that id; ``InputError`` names the nearest where it is none."""
        ids = [entry.id for entry in self.alternatives]
        known_name(name, ids, _('There is no alternative "{name}". {hint}'))
        return self.alternatives[ids.index(name)]

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """How the registry was read: what was converted, left out, decided."""
        registry = self.content["organizations"].get("registry") or {}
        return tuple(Remark(**entry) for entry in registry.get("remarks", ()))

    @named(
        N_('with_ takes no "{name}"; it takes {names}. Everything else is an override: '
           'load(…, overrides=["{name}=…"]).')
    )  # fmt: skip
    def with_(
        self,
        *,
        seed: int | None = None,
        replicates: int | None = None,
        uncertainty: str | None = None,
        alternatives: Sequence[str] | str | None = None,
        parameters: Mapping[str, float | None] | None = None,
        model: Mapping[str, str] | None = None,
        extensions: Sequence[str] | str = (),
    ) -> Scenario:
        """Return the scenario with other values, checked as those of a file are.

        ``alternatives`` are kept besides the baseline; one may stand alone, as may an extension.
        A parameter that is ``None`` is no longer set. ``InputError`` for wrong names and values.
        """
        content = self.resolved()
        given = {"seed": seed, "replicates": replicates, "uncertainty": uncertainty}
        content |= {name: plain(value) for name, value in given.items() if value is not None}
        if parameters is not None:
            content["parameters"] |= values("parameters", parameters)
        if model is not None:
            chosen = {**content.get("model", {}), **values("model", model)}
            if chosen.get("peers") != "edges" and "edges" not in model:
                chosen.pop("edges", None)
            content["model"] = chosen
        modules = [registry.use(name).module for name in texts("extensions", extensions)]
        if modules:
            content["extensions"] = [*dict.fromkeys([*content.get("extensions", ()), *modules])]
        if alternatives is not None:
            asked = {self.alternative(name).id for name in texts("alternatives", alternatives)}
            content["alternatives"] = [row for row in content["alternatives"] if row["id"] in asked]
        return self.remade(content)

    def resolved(self) -> dict[str, Any]:
        """Return everything in force as plain data, with defaults and the registry's cells.

        :func:`sim.scenario.from_resolved` reads it back without the files it came from. Raises
        ``InputError`` where a field was replaced that cannot be written down again.
        """
        content = Content.of(self, self.content)
        changed = content.changed(self)
        found: dict[str, Any] = json.loads(json.dumps(content))
        written = self._written()
        for name in changed & written.keys():
            found |= written[name]
        found = {name: value for name, value in found.items() if value is not None}
        left = changed - written.keys()
        if "alternatives" in left and self._fewer(content.made["alternatives"]):
            rows = {row["id"]: row for row in found["alternatives"]}
            found["alternatives"] = [rows[entry.id] for entry in self.alternatives[1:]]
            left -= {"alternatives"}
        if left:
            text = _(
                "Fields of the scenario {name} were replaced in Python and cannot be written down: "
                "{fields}. Change the scenario's file, or use scenario.with_(…)."
            )
            raise InputError(text.format(fields=listed(sorted(left)), name=self.name))
        return found

    def _written(self) -> dict[str, dict[str, Any]]:
        """Return by field what the content says of it; no other field can be replaced."""
        same = ("name", "years", "replicates", "seed", "uncertainty")
        return {
            **{name: {name: getattr(self, name)} for name in same},
            "title": {"title": dict(self.title)},
            "question": {"question": self.question and dict(self.question)},
            "notes": {"notes": [dict(note) for note in self.notes]},
            "start_year": {"start": self.month_name(0)},
            "start_month": {"start": self.month_name(0)},
            "parameters": {"parameters": dict(self.parameters)},
            "model": {"model": dict(self.model) or None},
            "posterior": {"posterior": self.posterior and self.posterior.content()},
        }

    def _fewer(self, alternatives: Sequence[Alternative]) -> bool:
        """Whether the alternatives are some of those, the baseline first."""
        return self.alternatives[:1] == alternatives[:1] and all(
            any(entry is other for other in alternatives) for entry in self.alternatives
        )

    def _repr_html_(self) -> str:
        # Named, not imported: what things look like lies above what they are.
        page: str = import_module("sim.present.notebook").scenario_page(self)
        return page

    def digest(self) -> str:
        """Return the hash of what decides a world: not replicates, titles or observations.

        Policies that are no part of this package belong to it with the hash of their source.
        """
        return digest_of(self.resolved(), self.extensions())

    def past_digest(self) -> str:
        """Return the hash of what decides which pasts the start accepts.

        Alternatives, horizon and what becomes of effort later are no part of it.
        """
        own = replace(self, alternatives=self.alternatives[:1])
        baseline = {type(policy) for policy in own.alternatives[0].policies}
        return past_digest(own.resolved(), extensions(baseline, self.modules))

    def extensions(self) -> dict[str, dict[str, str | None]]:
        """Return module, version and source hash of what runs and is no part of this package."""
        return extensions(self._policies(), self.modules)

    def _policies(self) -> set[type]:
        return {type(policy) for entry in self.alternatives for policy in entry.policies}
