"""``fugai frontier``: the best mix of policies for so much money a year."""

from __future__ import annotations

import click

from sim.cli.base import command, option
from sim.cli.studying import Asked, carry_out, study_arguments, study_of
from sim.locale import N_


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
