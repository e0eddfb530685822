"""Whether a ranking of alternatives survives other accounts of a link.

A run is done again under each rival rule, with the same replicates. Replicate k meets the same
draws under every rule, so its ranking is held against its own ranking under the rules of the run.
Where the start decides which pasts are replicates, a rival has pasts of its own: held against each
other are the candidates that are replicates under both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np

from sim.draws import F64
from sim.errors import InputError
from sim.extensions.registry import VARIANTS, known
from sim.locale import _, pick
from sim.plan.edition import check_edition, edition_of
from sim.present.answer import Rival
from sim.processes.rivals import RIVALS
from sim.results.compare import SAID
from sim.results.reading import Results
from sim.results.run import run
from sim.scenario import Scenario
from sim.state.plugged import SLOTS
from sim.text.hints import known_name, near

FILE: Final = "rivals.json"
"""What was found is kept beside the run under this name."""

FEWEST: Final = 2
"""Alternatives of which there is a ranking."""

Rule = tuple[str, str]
"""A slot of the month, and the name of a rule for it."""


@dataclass(frozen=True)
class Survival:
    """What became of a ranking under one rival rule, in ``worlds`` worlds.

    ``order``: worlds in which all alternatives stand in the same order. ``best``: in which the same
    one is ahead. ``pairs``: of ``of_pairs`` pairs of alternatives in all worlds, those whose
    difference has the same sign. ``ahead`` counts by alternative the worlds in which it is
    ahead under the rival, ``ahead_here`` under the rules of the run; where several are, the first
    of them.
    """

    slot: str
    name: str
    folder: Path
    worlds: int
    order: int
    best: int
    pairs: int
    of_pairs: int
    ahead: Mapping[str, int]
    ahead_here: Mapping[str, int]

    @property
    def label(self) -> Mapping[str, str]:
        """What the rival says, by language."""
        return label_of(self.slot, self.name)

    @property
    def leaders(self) -> dict[str, str]:
        """Who is ahead in most worlds, under the rules of the run and under the rival."""
        return {
            where: max(counted, key=lambda name: counted[name])
            for where, counted in (("here", self.ahead_here), ("there", self.ahead))
        }


def rules_of(scenario: Scenario) -> list[Rule]:
    """Return the rules that a scenario could have in place of its own: shipped and its modules'."""
    own = {
        (one.slot, one.name)
        for module in scenario.modules
        for one in known()[module].extension.variants
    }
    shipped = {(one.slot, one.name) for one in RIVALS}
    found = []
    for slot, about in SLOTS.items():
        chosen = scenario.model.get(slot, about.default)
        for name in (about.default, *VARIANTS[slot]):
            offered = name == about.default or (slot, name) in own | shipped
            if offered and name != chosen and (name != "edges" or scenario.edges is not None):
                found.append((slot, name))
    return found


def rule_of(text: str, scenario: Scenario) -> Rule:
    """Read ``SLOT=NAME``; ``InputError`` for what the scenario could not have."""
    slot, _equals, name = (part.strip() for part in text.partition("="))
    rules = rules_of(scenario)
    if (slot, name) not in rules:
        message = _('There is no rival "{text}". {hint}')
        hint = near(text, [f"{one}={other}" for one, other in rules])
        raise InputError(message.format(text=text, hint=hint).strip())
    return slot, name


def rivals(
    results: Results,
    rules: Sequence[Rule] | None = None,
    *,
    measure: str = SAID,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Survival]:
    """Run a scenario again under each rule, all that there are unless some are given.

    ``measure`` ranks the alternatives at the horizon. Each run has a folder of its own below
    ``results/`` and goes on where it was left. Raises ``InputError`` where there is no ranking, or
    another edition made the run.
    """
    check_edition(results.folder, edition_of(results.info))
    if len(results.alternatives) < FEWEST:
        raise InputError(_("A ranking needs two alternatives; the run has the baseline alone."))
    known_name(measure, results.measures, _('There is no measure "{name}". {hint}'))
    scenario = results.scenario
    wanted = rules_of(scenario) if rules is None else list(rules)
    found = []
    for number, (slot, name) in enumerate(wanted):
        other = run(
            scenario.with_(model={slot: name}),
            replicates=results.replicates[-1] + 1,
            jobs=jobs,
            executor=executor,
        )
        found.append(_survival(results, other, measure, (slot, name)))
        if progress is not None:
            progress(number + 1, len(wanted))
    kept = [
        {
            "slot": one.slot, "name": one.name, **one.leaders, "worlds": one.worlds,
            "same_order": one.order, "same_best": one.best,
        }
        for one in found
    ]  # fmt: skip
    results.keep(FILE, {"measure": measure, "rivals": kept})
    return found


def tried(results: Results) -> tuple[str, list[dict[str, Any]]]:
    """Return what is kept of the rivals tried on a run, and by which measure they rank.

    Empty where none has been tried, or on other replicates.
    """
    kept = results.kept(FILE, ("measure", "rivals"))
    if kept is None:
        return SAID, []
    return kept["measure"], [one for one in kept["rivals"] if one.get("worlds")]


def overturning(results: Results, measure: str) -> tuple[Rival, ...]:
    """Return the rivals tried on a run under which another alternative is most often ahead."""
    kept = results.kept(FILE, ("measure", "rivals"))
    if kept is None or kept["measure"] != measure:
        return ()
    return tuple(
        Rival(pick(label_of(one["slot"], one["name"])), one["there"])
        for one in kept["rivals"]
        if one["there"] != one["here"]
    )


def label_of(slot: str, name: str) -> Mapping[str, str]:
    """Return what a rule says, by language."""
    found = VARIANTS[slot].get(name)
    return SLOTS[slot].label if found is None else found.label


def _survival(here: Results, there: Results, measure: str, rule: Rule) -> Survival:
    """Hold the ranking of each replicate that both runs have against the one under a rival."""
    numbers, others = here.numbers, there.numbers
    common = sorted({*numbers} & {*others})
    own = _final(here, measure)[:, [numbers.index(one) for one in common]]
    other = _final(there, measure)[:, [others.index(one) for one in common]]
    complete = ~np.isnan(own).any(0) & ~np.isnan(other).any(0)
    own, other = own[:, complete], other[:, complete]
    pairs = [*combinations(range(len(own)), 2)]
    same = np.array(
        [np.sign(own[a] - own[b]) == np.sign(other[a] - other[b]) for a, b in pairs]
    ).reshape(len(pairs), -1)
    ahead_here, ahead = own.argmax(0), other.argmax(0)
    return Survival(
        slot=rule[0],
        name=rule[1],
        folder=there.folder,
        worlds=own.shape[1],
        order=int(same.all(0).sum()),
        best=int((ahead_here == ahead).sum()),
        pairs=int(same.sum()),
        of_pairs=int(same.size),
        ahead={name: int((ahead == k).sum()) for k, name in enumerate(here.alternatives)},
        ahead_here={name: int((ahead_here == k).sum()) for k, name in enumerate(here.alternatives)},
    )


def _final(results: Results, measure: str) -> F64:
    """Return a measure at the horizon: [alternative, replicate]."""
    return results.cube([measure], [results.months])[0, :, :, 0]
