"""``fugai discover``: for which values of the parameters a policy fails."""

from __future__ import annotations

import click

from sim.cli.base import command, option
from sim.cli.studying import Asked, carry_out, study_arguments, study_of
from sim.locale import N_


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
