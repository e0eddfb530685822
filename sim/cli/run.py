"""``fugai run``: simulate a scenario and compare its alternatives with the baseline."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.base import (
    argument,
    command,
    jobs_option,
    json_option,
    option,
    print_json,
    replicates_option,
    results_option,
    scheduler_option,
    seed_option,
    seeded,
    set_option,
)
from sim.cli.progress import announce, progress
from sim.errors import InputError
from sim.locale import N_, _, pick
from sim.present.names import columns_imputed

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
@results_option
@seed_option
@replicates_option
@option(
    "--uncertainty",
    type=click.Choice(["prior", "posterior", "none"]),
    metavar="HOW",
    help=N_(
        "prior, posterior or none: draw parameters from their priors or from a posterior, or hold "
        "their defaults; as the scenario says unless told."
    ),
)
@option(
    "--posterior",
    metavar="FILE",
    help=N_("Posterior to draw from: a file of fugai calibrate, or a shipped one by name."),
)
@jobs_option
@scheduler_option
@option("--from", "past", metavar="RUN", help=N_("Go on from a finished run: with --month."))
@option("--month", metavar="YYYY-MM", help=N_("First month of FILE's policies after --from."))
@option(
    "--past",
    "lived",
    default="baseline",
    metavar="ID",
    help=N_("Alternative of RUN that was lived until then; the baseline unless told."),
)
@option(
    "--twins",
    is_flag=True,
    help=N_("Beside every alternative with a quota, the same without its quota."),
)
@option(
    "--bottlenecks",
    is_flag=True,
    help=N_("What holds uncovered organizations back, year by year."),
)
@option(
    "--no-history",
    "forgotten",
    is_flag=True,
    help=N_("As if FILE said nothing of the past: every draw of the parameters is a replicate."),
)
@set_option
@json_option
def run(
    file: str,
    out: str | None,
    seed: int | None,
    replicates: int | None,
    uncertainty: str | None,
    posterior: str | None,
    jobs: int | None,
    scheduler: str | None,
    past: str | None,
    month: str | None,
    lived: str,
    twins: bool,
    bottlenecks: bool,
    forgotten: bool,
    overrides: tuple[str, ...],
    as_json: bool,
) -> None:
    """Simulate one scenario and say what came of it."""
    began = time.monotonic()
    from sim.results.commands import given_words
    from sim.scenario import load

    words = given_words(
        file,
        overrides,
        (
            ("--seed", seed), ("--uncertainty", uncertainty), ("--posterior", posterior),
            ("--from", past), ("--month", month), ("--past", lived if past else None),
            ("--twins", twins), ("--no-history", forgotten),
        ),
    )  # fmt: skip
    if posterior is not None and uncertainty is None:
        uncertainty = "posterior"
    given = seeded([] if uncertainty is None else [f"uncertainty={uncertainty}"], seed)
    if posterior is not None:
        given.append(f"posterior={json.dumps(posterior)}")
    scenario = load(file, overrides=[*overrides, *given])
    if forgotten:
        scenario = scenario.without_history()
    if twins:
        from sim.studies.stress import with_twins

        scenario = with_twins(scenario)
    check, branched = None, []
    if past is not None or month is not None:
        scenario, check, note = _branched(scenario, past, month, lived, bool(given))
        branched.append(note)
    wanted = scenario.replicates if replicates is None else replicates
    results = _simulated(scenario, wanted, out, jobs, scheduler, words)
    scenario = replace(scenario, pasts=results.scenario.pasts)
    if check is not None:
        check(results)
    if as_json:
        from sim.cli.run_json import outcome

        said = [*branched, *(each.message for each in scenario.warnings)]
        notes = [*said, *_notes(scenario, results)]
        print_json(outcome(results, time.monotonic() - began, notes))
        return
    from sim.cli.run_text import show

    show(results, scenario, [*branched, *_notes(scenario, results)])
    if bottlenecks:
        from sim.cli.compare_text import bottlenecks as table

        for alternative in results.alternatives:
            click.echo("\n" + pick(results.info["alternatives"][alternative]))
            click.echo(table(results, alternative))


def _branched(
    future: Scenario, past: str | None, month: str | None, lived: str, drawn: bool
) -> tuple[Scenario, Callable[[Results], None], str]:
    """Return the branch of a finished run, what checks that its past is the run's, and a note."""
    from sim.results.branching import branch, retold
    from sim.results.reading import Results

    if past is None or month is None:
        raise InputError(_("A branch in time needs both --from RUN and --month YYYY-MM."))
    if drawn:
        raise InputError(_("A branch has the seed and the uncertainty of its past."))
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month)
    if found is None:
        raise InputError(_('"{month}" is no month: write YYYY-MM.').format(month=month))
    finished = Results(past)
    start = finished.scenario
    number = (int(found[1]) - start.start_year) * 12 + int(found[2]) - start.start_month

    def check(results: Results) -> None:
        retold(results, finished, number, alternative=lived)

    scenario = branch(finished, future, number, alternative=lived)
    note = _("Branched from {run} in {month}: before it every alternative is “{past}”.").format(
        run=past, month=month, past=pick(finished.info["alternatives"][lived])
    )
    return scenario, check, note


def _simulated(
    scenario: Scenario,
    wanted: int,
    out: str | None,
    jobs: int | None,
    scheduler: str | None,
    given: list[str],
) -> Results:
    """Simulate what is missing; where it is cheap, the same replicates at the defaults as well."""
    from sim.results.defaults import alongside, at_defaults, is_cheap
    from sim.results.folder import default_folder
    from sim.results.kept import known_defaults
    from sim.results.other import known as known_others
    from sim.results.other import others
    from sim.results.run import run as simulate
    from sim.store.executors import executor_of

    folder = default_folder(scenario) if out is None else Path(out)
    scenario = _with_pasts(scenario, wanted, folder)
    known = known_defaults(folder, wanted) is not None
    with nullcontext() if known or jobs == 1 else alongside(scenario, wanted) as ahead:
        with executor_of(scheduler) as executor, progress(_("simulating"), wanted) as advance:
            results = simulate(
                scenario,
                replicates=wanted,
                out=folder,
                jobs=jobs,
                progress=advance,
                announce=announce,
                executor=executor,
                given=given,
            )
        if results.defaults() is None and is_cheap(scenario, results.replicates):
            with progress(_("the same at the defaults"), 1) as advance:
                at_defaults(results, ahead=ahead, jobs=jobs, tick=lambda share: advance(share, 1))
        if known_others(results) is None:
            with progress(_("the baseline if effort were otherwise"), wanted) as advance:
                others(results, jobs=jobs, tell=advance)
    return results


def _with_pasts(scenario: Scenario, wanted: int, folder: Path) -> Scenario:
    """Return the scenario with the pasts of its replicates; look for them where they are asked."""
    from sim.pasts.lists import prepared
    from sim.results.folder import RunFolder

    if scenario.history is None:
        return scenario
    held = RunFolder(folder).pasts(scenario)
    with progress(_("looking for pasts that led to the start"), wanted) as tell:
        return prepared(scenario, wanted, known=held, tell=tell)


def _notes(scenario: Scenario, results: Results) -> list[str]:
    """Return what was imputed and raised in the populations of the first replicates."""
    from sim.population.population import populate
    from sim.results.plan import organizations_of
    from sim.scenario.idle import doubts

    few = max(1, min(len(results.replicates), 20_000 // organizations_of(scenario)))
    first = results.replicates[:few]
    population = populate(scenario, first, scenario.drawn(first))
    registry = scenario.organizations.registry
    absent, some = columns_imputed(population.imputed, 0 if registry is None else len(registry))
    said = [str(remark) for remark in scenario.remarks if remark.weighty]
    if absent:
        said.append(_("Not in the registry, imputed: {columns}").format(columns=absent))
    if some:
        said.append(_("Missing cells of the registry, imputed: {cells}").format(cells=some))
    return [*said, *map(str, population.notes), *doubts(scenario, population)]
