"""``fugai calibrate``: what observed figures say about parameters."""

from __future__ import annotations

import click

from sim.cli.base import command, option
from sim.cli.studying import Asked, carry_out, study_arguments, study_of
from sim.locale import N_


@command(
    "calibrate",
    help=N_(
        "Learn at most six parameters of FILE, a scenario or a study by calibrate, from its "
        "observed figures.\n\n"
        "Worlds are drawn from the priors once; the figures, each with its definition and error, "
        "choose among them. Whether the answer may be believed is counted on worlds whose "
        "parameters are known. The posterior is a file that scenarios may draw from: "
        "fugai run FILE --posterior DIR/posterior.json."
    ),
)
@study_arguments
@option(
    "--observation",
    "observations",
    multiple=True,
    metavar="MEASURE@YYYY-MM",
    help=N_("Use this figure; one that the scenario doesn't have is a planned one."),
)
@option("--until", metavar="YYYY-MM", help=N_("Fit figures up to this month, predict the others."))
@option("--bank", type=click.IntRange(min=200), help=N_("Worlds drawn from the priors."))
@option("--recovery", type=click.IntRange(min=20), help=N_("Known truths on which it is checked."))
def calibrate(
    observations: tuple[str, ...],
    until: str | None,
    bank: int | None,
    recovery: int | None,
    asked: Asked,
) -> None:
    """Calibrate one scenario."""
    settings = {
        "observations": list(observations) or None,
        "until": until,
        "bank": bank,
        "recovery": recovery,
    }
    carry_out(study_of("calibrate", asked, settings), asked)
