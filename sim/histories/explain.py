"""Explain one organization: from a file or a run to its histories and what would have covered it.

Histories are not stored. The replicate's two worlds run once more, after checking that the run
was made from the same values by the same program, and afterwards that they end as it says.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.errors import FugaiError, InputError
from sim.histories.remedies import Tried, try_out
from sim.histories.trace import Trace, trace
from sim.locale import _, listed
from sim.pasts.lists import prepared
from sim.population.population import Population, populate
from sim.results.commands import refuse_other_code
from sim.results.folder import RUN
from sim.results.reading import Results
from sim.results.who import Pair, outcomes
from sim.scenario import Scenario

NEAREST = 3
BITS = 63
"""Bits of an identity."""


@dataclass(frozen=True)
class Explanation:
    """Two histories of an organization, and what would have covered it under the alternative.

    ``tried`` is empty where it is covered at the end. ``at_end`` says what was tried for: to be
    covered at the end, where it has been covered in between, else to be covered at any time.
    """

    scenario: Scenario
    trace: Trace
    name: str | None
    at_end: bool
    tried: list[Tried]


def is_run(path: str) -> bool:
    """Whether a path names a results folder."""
    return (Path(path) / RUN).is_file()


def open_run(path: str) -> Results:
    """Return a run whose worlds can run once more: same values, same program."""
    results = Results(path)
    refuse_other_code(results)
    if results.scenario.digest() != results.info["digest"]:
        raise InputError(
            _("The scenario in {folder} is not the one that its hash names.").format(folder=path)
        )
    return results


def alternative_of(scenario: Scenario, asked: str | None) -> str:
    """Return the alternative asked for, else the first after the baseline."""
    if asked is None:
        return scenario.alternatives[:2][-1].id
    return scenario.alternative(asked).id


def organization_of(scenario: Scenario, asked: str) -> int:
    """Return the identity of an organization given by it, or by its number or name in the registry.

    An exported identity has a # before it. A number of the registry keeps its leading zeros; an
    identity has none.
    """
    registry = scenario.organizations.registry
    for column in () if registry is None else (registry.id, registry.name):
        if asked in column:
            population = _population(scenario, 0)
            row = int(np.flatnonzero(population.number == column.index(asked))[0])
            return int(population.identity[row])
    digits = asked.removeprefix("#")
    if not digits.isdecimal() or digits != str(int(digits)) or int(digits).bit_length() > BITS:
        raise unknown(scenario, asked)
    return int(digits)


def unknown(scenario: Scenario, asked: str, replicate: int = 0) -> InputError:
    """Return the error about an organization that is nowhere, with the nearest identities."""
    known = list(map(str, _population(scenario, replicate).identity.tolist()))
    close = difflib.get_close_matches(asked, known, n=NEAREST, cutoff=0.0)
    return InputError(
        _(
            'No organization "{asked}" in replicate {replicate}. Identities such as {nearest} are '
            "listed by --who, and in the table of organizations."
        ).format(asked=asked, replicate=replicate, nearest=listed(close))
    )


def _population(scenario: Scenario, replicate: int) -> Population:
    known = prepared(scenario, replicate + 1)
    return populate(known, [replicate], known.drawn([replicate]))


def telling_replicate(results: Results, organization: int, alternative: str) -> int:
    """Return the first replicate in which the organization ends differently, else the first."""
    found = outcomes(results, alternative, organization)
    for replicate in results.replicates:
        before, after = found[replicate].get(organization, (None, None))
        if before is not None and after is not None and before.covered != after.covered:
            return replicate
    return results.replicates[0]


def explain(
    scenario: Scenario,
    organization: int,
    alternative: str,
    replicate: int,
    *,
    results: Results | None = None,
    names: bool = False,
) -> Explanation:
    """Explain an organization; with ``results`` its end is held against what the run recorded."""
    found = trace(scenario, organization, alternative, replicate)
    if found is None:
        raise unknown(scenario, str(organization), replicate)
    if results is not None and replicate in results.replicates:
        recorded = outcomes(results, alternative, organization)[replicate]
        _confirm(found, recorded.get(organization, (None, None)))
    end = found.end[1]
    at_end = found.ever_covered[1]
    tried: list[Tried] = []
    if end is None or not end.covered:
        tried = try_out(scenario, organization, alternative, replicate, at_end=at_end)
    return Explanation(
        scenario, found, _name(scenario, organization) if names else None, at_end, tried
    )


def _name(scenario: Scenario, organization: int) -> str | None:
    population = _population(scenario, 0)
    rows = np.flatnonzero(population.identity == np.uint64(organization))
    if not population.labels or not len(rows):
        return None
    return population.labels[int(population.number[rows[0]])]


def _confirm(found: Trace, recorded: Pair) -> None:
    """Raise where the histories don't end as the run says."""
    told = [None if view is None else view.covered for view in found.end]
    if told != [None if end is None else end.covered for end in recorded]:
        raise FugaiError(_("Run again, the replicate doesn't end as the run recorded."))
