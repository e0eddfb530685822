"""``fugai run``: simulate a scenario and compare its alternatives with the baseline."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.base import (
    announce,
    argument,
    command,
    jobs_option,
    json_option,
    option,
    print_json,
    progress,
    replicates_option,
    results_option,
    scheduler_option,
    seed_option,
    seeded,
    set_option,
)
from sim.errors import InputError
from sim.locale import N_, _, pick
from sim.present.names import alternative_name, columns_imputed
from sim.text.numerals import month_index, year_and_month

if TYPE_CHECKING:
    from sim.results.reading import Results
    from sim.scenario import Scenario


@command(
    "run",
    help=N_(
        "Simulate FILE (or a shipped scenario) and compare its alternatives.\n\n"
        "Results go to a folder below results/, or to --out. Run again with the same folder to "
        "continue a stopped run or to add replicates."
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
        "prior, posterior or none: draw parameters from their priors or from a posterior, or "
        "hold their defaults (default: as in the scenario)."
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
    help=N_("Alternative of RUN in force until then (default: the baseline)."),
)
@option(
    "--twins",
    is_flag=True,
    help=N_("Also run every alternative with a quota without its quota."),
)
@option(
    "--by",
    default="effective_coverage",
    metavar="MEASURE",
    help=N_("Measure to judge and sort by (default: effective_coverage)."),
)
@option("--details", is_flag=True, help=N_("Tables with every band, cost and remark."))
@option(
    "--at-defaults",
    "defaults",
    is_flag=True,
    help=N_("Also simulate with every parameter at its default (as long again)."),
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
    help=N_("Ignore what FILE says about the past: every draw of the parameters is a replicate."),
)
@option("--until-se", type=click.FloatRange(min=0, min_open=True), metavar="POINTS", help=N_(
    "Add replicates until each difference in effective coverage has a standard error of at "
    "most POINTS (default: as many as --replicates)."
))  # fmt: skip
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
    by: str,
    details: bool,
    defaults: bool,
    bottlenecks: bool,
    forgotten: bool,
    until_se: float | None,
    overrides: tuple[str, ...],
    as_json: bool,
) -> None:
    """Simulate one scenario and print its answer."""
    began = time.monotonic()
    from sim.cli.history_text import other_effort, with_pasts
    from sim.results.answering import refuse_unjudged
    from sim.results.commands import given_words
    from sim.scenario import load

    refuse_unjudged(by)
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
    if past is not None or month is not None or lived != "baseline":
        scenario, check, note = _branched(scenario, past, month, lived, bool(given))
        branched.append(note)
    wanted = scenario.replicates if replicates is None else replicates
    whole = _Whole(scenario, wanted, out, jobs, scheduler, words)
    quiet = as_json or details or until_se is not None or not sys.stdout.isatty()
    shown = 0 if quiet else whole.first_table(by)
    whole = replace(whole, scenario=with_pasts(scenario, wanted, out))
    if until_se is None:
        results = whole.simulated(announced=shown > 0)
    else:
        results, said_of_it = _until(whole, until_se)
        branched.append(said_of_it)
    scenario = replace(scenario, pasts=results.scenario.pasts)
    if check is not None:
        check(results)
    other_effort(results, jobs)
    if defaults:
        _at_defaults(results, jobs)
    warned = (each.message for each in scenario.warnings)
    remarks = [*branched, *warned, *_notes(scenario, results)]
    if as_json:
        from sim.cli.run_json import outcome

        print_json(outcome(results, time.monotonic() - began, remarks))
        return
    remarks += map(pick, scenario.notes)
    if details:
        from sim.cli.run_text import show

        show(results, scenario, remarks)
    else:
        from sim.cli.answer_text import erased, show_answer

        click.echo(erased(shown), nl=False)
        show_answer(results, by, remarks)
    if bottlenecks:
        from sim.cli.compare_text import show_bottlenecks

        show_bottlenecks(results)


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
    year_and_month(month)  # before a whole run is read
    finished = Results(past)
    start = finished.scenario
    number = month_index(month, (start.start_year, start.start_month))

    def check(results: Results) -> None:
        retold(results, finished, number, alternative=lived)

    scenario = branch(finished, future, number, alternative=lived)
    note = _("Branched from {run} in {month}: before it every alternative is “{past}”.").format(
        run=past, month=month, past=alternative_name(finished, lived)
    )
    return scenario, check, note


def _until(whole: _Whole, target: float) -> tuple[Results, str]:
    """Simulate until differences are known to a number of points; return what to say of it."""
    from sim.results.run import sentence, until

    if len(whole.scenario.alternatives) < 2:
        raise InputError(_("--until-se needs an alternative besides the baseline."))
    results, reached = until(
        lambda wanted: replace(whole, wanted=wanted).simulated(), target, whole.wanted
    )
    return results, sentence(reached, target, len(results.replicates))


@dataclass(frozen=True)
class _Whole:
    """A run as it was asked for: replicates, folder, processes, and the words of the command."""

    scenario: Scenario
    wanted: int
    out: str | None
    jobs: int | None
    scheduler: str | None
    given: list[str]

    def simulated(self, *, announced: bool = False) -> Results:
        """Simulate what is missing; ``announced`` if it has been said how long that takes."""
        from sim.store.executors import executor_of

        with (
            executor_of(self.scheduler) as executor,
            progress(_("simulating"), self.wanted) as tell,
        ):
            return self._simulate(
                self.wanted,
                progress=tell,
                announce=None if announced else announce,
                executor=executor,
            )

    def first_table(self, by: str) -> int:
        """Simulate and show a first part where the whole takes long; return the lines printed."""
        from sim.results.plan import check_room, chunks, estimate, first_part, jobs_for

        first = first_part(self.scenario, self.wanted)
        if not first or self.scheduler is not None or self._folder().exists():
            return 0
        plan = chunks(self.scenario, range(self.wanted))
        processes = jobs_for(self.scenario, plan, self.jobs)
        expected = estimate(self.scenario, plan, processes)
        check_room(expected, self._folder())
        # What is said of the whole stands above the table, which is taken back by its lines.
        announce(expected)
        from sim.cli.answer_text import show_first
        from sim.cli.history_text import with_pasts

        # Those pasts first that the table needs: all of them may take longer than the run.
        part = replace(self, scenario=with_pasts(self.scenario, first, self.out))
        with progress(_("simulating"), first) as tell:
            results = part._simulate(first, progress=tell)
        return show_first(results, by, self.wanted)

    def _folder(self) -> Path:
        from sim.results.folder import default_folder

        return default_folder(self.scenario) if self.out is None else Path(self.out)

    def _simulate(self, replicates: int, **told: Any) -> Results:
        from sim.results.run import run as simulate

        return simulate(
            self.scenario, replicates=replicates, out=self._folder(), jobs=self.jobs,
            given=self.given, **told,
        )  # fmt: skip


def _at_defaults(results: Results, jobs: int | None) -> None:
    """Simulate the same replicates at the defaults, where that would say something."""
    from sim.results.reruns import at_defaults

    if results.defaults() is not None or results.info["uncertainty"] == "none":
        return
    if len(results.alternatives) > 1:
        with progress(_("the same at the defaults"), 1) as tell:
            at_defaults(results, jobs=jobs, tick=lambda share: tell(share, 1))


def _notes(scenario: Scenario, results: Results) -> list[str]:
    """Return what was imputed and raised in the populations of the first replicates."""
    from sim.population.population import populate
    from sim.results.answering import own_rules
    from sim.results.plan import organizations_of
    from sim.scenario.idle import doubts

    few = max(1, min(len(results.replicates), 20_000 // organizations_of(scenario)))
    first = results.replicates[:few]
    population = populate(scenario, first, scenario.drawn(first))
    registry = scenario.organizations.registry
    absent, some = columns_imputed(population.imputed, 0 if registry is None else len(registry))
    weighty = [one for one in scenario.remarks if one.weighty]
    # How blanks are read decides the coverage that all begins with.
    weighty.sort(key=lambda one: one.key != "blank")
    said = [*own_rules(scenario), *map(str, weighty)]
    if absent:
        said.append(_("Not in the registry, imputed: {columns}").format(columns=absent))
    if some:
        said.append(_("Missing cells of the registry, imputed: {cells}").format(cells=some))
    return [*said, *map(str, population.notes), *doubts(scenario, population)]
