"""``fugai run``: simulate a scenario and compare its alternatives with the baseline."""

from __future__ import annotations

import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.base import argument, command, json_option, option, print_json, set_option
from sim.cli.progress import announce, progress
from sim.locale import N_, _
from sim.locale.columns import missing

if TYPE_CHECKING:
    from sim.results.reading import Results
    from sim.scenario import Scenario


@command(
    "run",
    help=N_(
        "Simulate FILE (or a shipped scenario) and compare its alternatives.\n\n"
        "Results land in a folder below results/, or in the one that --out names. Running again "
        "with the same folder goes on where it was left; more replicates extend it."
    ),
)
@argument("file")
@option("--out", metavar="DIR", help=N_("Folder of the results; results/NAME-HASH unless told."))
@option(
    "--seed", type=click.IntRange(min=0), help=N_("Seed of all draws; the scenario's unless told.")
)
@option(
    "--replicates",
    type=click.IntRange(min=1),
    help=N_("Replicates of each alternative; the scenario's number unless told."),
)
@option(
    "--uncertainty",
    type=click.Choice(["prior", "none"]),
    help=N_(
        "Draw parameters from their priors, or hold their defaults (none); as the scenario says "
        "unless told."
    ),
)
@option(
    "--jobs",
    type=click.IntRange(min=1),
    help=N_("Processes that simulate side by side; two in longer runs unless told."),
)
@set_option
@json_option
def run(
    file: str,
    out: str | None,
    seed: int | None,
    replicates: int | None,
    uncertainty: str | None,
    jobs: int | None,
    overrides: tuple[str, ...],
    as_json: bool,
) -> None:
    """Simulate one scenario and say what came of it."""
    began = time.monotonic()
    from sim.scenario import load

    given = [
        f"{name}={value}"
        for name, value in (("seed", seed), ("uncertainty", uncertainty))
        if value is not None
    ]
    scenario = load(file, overrides=[*overrides, *given])
    wanted = scenario.replicates if replicates is None else replicates
    results = _simulated(scenario, wanted, out, jobs)
    if as_json:
        from sim.cli.run_json import outcome

        print_json(outcome(results, time.monotonic() - began))
        return
    from sim.cli.run_text import show

    show(results, scenario, _notes(scenario, results))


def _simulated(scenario: Scenario, wanted: int, out: str | None, jobs: int | None) -> Results:
    """Simulate what is missing; where it is cheap, the same replicates at the defaults as well."""
    from sim.results.defaults import alongside, at_defaults, is_cheap
    from sim.results.folder import default_folder
    from sim.results.reading import known_defaults
    from sim.results.run import run as simulate

    folder = default_folder(scenario) if out is None else Path(out)
    known = known_defaults(folder, wanted) is not None
    with nullcontext() if known or jobs == 1 else alongside(scenario, wanted) as ahead:
        with progress(_("simulating"), wanted) as tell:
            results = simulate(
                scenario,
                replicates=wanted,
                out=folder,
                jobs=jobs,
                progress=tell,
                announce=announce,
            )
        if results.defaults() is None and is_cheap(scenario, results.replicates):
            with progress(_("the same at the defaults"), 1) as tell:
                at_defaults(results, ahead=ahead, jobs=jobs, tick=lambda share: tell(share, 1))
    return results


def _notes(scenario: Scenario, results: Results) -> list[str]:
    """Return what was imputed and raised in the populations of the first replicates."""
    from sim.parameters import resolve
    from sim.results.plan import organizations_of
    from sim.scenario.population import populate

    few = max(1, min(len(results.replicates), 20_000 // organizations_of(scenario)))
    first = results.replicates[:few]
    values = resolve(scenario.seed, first, scenario.parameters, scenario.uncertainty)
    population = populate(scenario, first, values)
    registry = scenario.organizations.registry
    absent, some = missing(population.imputed, 0 if registry is None else len(registry))
    said = []
    if absent:
        said.append(_("Not in the registry, imputed: {columns}").format(columns=absent))
    if some:
        said.append(_("Missing cells of the registry, imputed: {cells}").format(cells=some))
    return [*said, *map(str, population.notes)]
