"""``fugai credit``: how much of what an alternative does each of its policies does."""

from __future__ import annotations

import click

from sim.cli.base import command, option
from sim.cli.studying import Asked, carry_out, study_arguments, study_of
from sim.locale import N_


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
