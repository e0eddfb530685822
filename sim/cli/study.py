"""Commands that study many worlds: study, sweep, sensitivity, discover, frontier, credit."""

from __future__ import annotations

import click

from sim.cli.base import argument, command, option
from sim.cli.studying import (
    Asked,
    carry_out,
    carrying_options,
    done,
    show,
    study_arguments,
    study_of,
)
from sim.locale import N_


@command(
    "study",
    help=N_(
        "Do the study that FILE describes (or a shipped study by its bare name).\n\n"
        "A study asks one question of many runs of a scenario: see docs/studies.md. Results land "
        "in a folder below results/, or in the one that --out names; a study that was stopped "
        "goes on from there. --set changes the scenario, --set study.KEY=VALUE the study."
    ),
)
@argument("file")
@carrying_options
def study(
    file: str,
    out: str | None,
    jobs: int | None,
    scheduler: str | None,
    overrides: tuple[str, ...],
    as_json: bool,
) -> None:
    """Do one study."""
    from sim.methods.study_file import load_study

    show(done(load_study(file, overrides=overrides), out, jobs, scheduler), as_json)


@command(
    "sweep",
    help=N_(
        "Vary factors of FILE, a scenario or a study by sweep, and look at what comes of it.\n\n"
        "Factors are parameters or keys as after --set: "
        "--factor leave_per_year=0.15:0.3 --factor "
        "alternatives.liaisons.policies.dispatch_liaisons.liaisons=0:24. All cases meet the same "
        "replicates."
    ),
)
@study_arguments
@option(
    "--design",
    type=click.Choice(["grid", "latin", "sobol", "list"]),
    help=N_("Every combination, a Latin hypercube, Sobol' points, or a list of cases."),
)
@option("--levels", type=click.IntRange(min=2), help=N_("Levels of each factor in a grid."))
@option("--points", type=click.IntRange(min=2), help=N_("Points of a sample."))
@option("--cases", metavar="FILE", help=N_("List of cases: CSV or XLSX, a column a key."))
def sweep(
    design: str | None, levels: int | None, points: int | None, cases: str | None, asked: Asked
) -> None:
    """Sweep one scenario."""
    if cases is not None and design is None:
        design = "list"
    settings = {"design": design, "levels": levels, "points": points, "cases": cases}
    carry_out(study_of("sweep", asked, settings), asked)


@command(
    "sensitivity",
    help=N_(
        "Tell which assumptions of FILE, a scenario or a study by sensitivity, an outcome hangs "
        "on.\n\n"
        "All parameters that have a prior are screened after Morris, unless --factor names some; "
        "Sobol' indices then share the spread out among those that move the outcome most. The "
        "outcome is what the first alternative changes (or the one that --alternative names), "
        "paired with the baseline; --value looks at the measure itself."
    ),
)
@study_arguments
@option(
    "--trajectories",
    type=click.IntRange(min=0),
    help=N_("Trajectories of the screening; 0 leaves it out."),
)
@option("--keep", type=click.IntRange(min=1), help=N_("Factors that are kept after it."))
@option(
    "--blocks",
    type=click.IntRange(min=0),
    help=N_("Blocks of Sobol' indices, a power of two; 0 leaves them out."),
)
@option(
    "--averaged",
    type=click.IntRange(min=1),
    help=N_("Replicates that each answer is the mean of."),
)
@option("--value", is_flag=True, help=N_("The measure itself, not what the alternative changes."))
def sensitivity(
    trajectories: int | None,
    keep: int | None,
    blocks: int | None,
    averaged: int | None,
    value: bool,
    asked: Asked,
) -> None:
    """Tell what one scenario's outcome hangs on."""
    settings = {
        "trajectories": trajectories, "keep": keep, "blocks": blocks,
        "averaged": averaged, "paired": False if value else None,
    }  # fmt: skip
    carry_out(study_of("sensitivity", asked, settings), asked)


@command(
    "discover",
    help=N_(
        "Find for which values of the parameters an alternative of FILE fails.\n\n"
        "It fails where the outcome (what it changes, paired with the baseline) is at most 0, or "
        "as --at-most and --at-least say. Many futures are drawn from the priors; a box is peeled "
        "on one half of them and checked on the other. The alternatives are also compared by "
        "regret over the same futures."
    ),
)
@study_arguments
@option("--futures", type=click.IntRange(min=1), help=N_("Futures to draw."))
@option("--at-most", type=float, help=N_("It fails where the outcome is at most so much."))
@option("--at-least", type=float, help=N_("It fails where the outcome is at least so much."))
@option("--value", is_flag=True, help=N_("The measure itself, not what the alternative changes."))
@option("--enough", type=float, help=N_("Value of the measure that would do."))
def discover(
    futures: int | None,
    at_most: float | None,
    at_least: float | None,
    value: bool,
    enough: float | None,
    asked: Asked,
) -> None:
    """Find where one alternative fails."""
    settings = {
        "futures": futures, "at_most": at_most, "at_least": at_least, "enough": enough,
        "paired": False if value else None,
    }  # fmt: skip
    carry_out(study_of("discover", asked, settings), asked)


@command(
    "frontier",
    help=N_(
        "Find the mix of policies that does most for so much money a year.\n\n"
        "Offered are the policies of the alternatives of FILE (or of those that --alternative "
        "names), each by its intensity from 0 to 1, or the doses that --dose names. Winners are "
        "told on fresh replicates, beside the best dose alone and the best of many random mixes, "
        "with what each policy adds and which to drop first when there is less money."
    ),
)
@study_arguments
@option("--yuan", type=click.FloatRange(min=0), help=N_("Yuan a year above the baseline's."))
@option(
    "--dose",
    "doses",
    multiple=True,
    metavar="POLICY.FIELD[=LOW:HIGH]",
    help=N_("Mix this dose. May be repeated."),
)
@option("--mixes", type=click.IntRange(min=8), help=N_("Mixes that the search looks at."))
@option("--population", type=click.IntRange(min=8), help=N_("Mixes a round."))
@option("--screening", type=click.IntRange(min=1), help=N_("Replicates to screen mixes on."))
@option("--promotion", type=click.IntRange(min=2), help=N_("Replicates to choose the best on."))
@option("--random", type=click.IntRange(min=0), help=N_("Random mixes to compare with."))
def frontier(
    yuan: float | None,
    doses: tuple[str, ...],
    mixes: int | None,
    population: int | None,
    screening: int | None,
    promotion: int | None,
    random: int | None,
    asked: Asked,
) -> None:
    """Find the best mix for one place."""
    settings = {
        "yuan_per_year": yuan, "doses": list(doses) or None, "mixes": mixes,
        "population": population, "screening": screening, "promotion": promotion,
        "random": random,
    }  # fmt: skip
    carry_out(study_of("frontier", asked, settings), asked)


@command(
    "credit",
    help=N_(
        "Share what an alternative of FILE does out among its policies (Shapley).\n\n"
        "All mixes of its policies are simulated, each replicate under all of them; with more than "
        "ten policies orders are drawn. Shares add up to the whole difference from the baseline, "
        "of every measure and of yuan. Where --alternative names several, their policies run "
        "together."
    ),
)
@study_arguments
@option("--policy", "policies", multiple=True, metavar="ID", help=N_("Only this policy."))
@option(
    "--orders",
    type=click.IntRange(min=2),
    help=N_("Orders to draw where there are more than ten policies."),
)
def credit(policies: tuple[str, ...], orders: int | None, asked: Asked) -> None:
    """Share out what one alternative does."""
    settings = {"policies": list(policies) or None, "orders": orders}
    carry_out(study_of("credit", asked, settings), asked)
