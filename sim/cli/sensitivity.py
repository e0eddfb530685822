"""``fugai sensitivity``: which assumptions an outcome hangs on."""

from __future__ import annotations

import click

from sim.cli.base import command, option
from sim.cli.studying import Asked, carry_out, study_arguments, study_of
from sim.locale import N_


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
