"""``fugai sweep``: vary factors over a grid, a sample or a list of cases."""

from __future__ import annotations

import click

from sim.cli.base import command, option
from sim.cli.studying import Asked, carry_out, study_arguments, study_of
from sim.locale import N_


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
