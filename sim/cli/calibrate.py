"""``fugai calibrate``: what observed figures say about parameters."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.base import command, option
from sim.cli.studying import Asked, done, show, study_arguments, study_of
from sim.errors import InputError
from sim.locale import N_, _
from sim.scenario.errors import one_of


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
@option("--plot", metavar="FILE", help=N_("Draw what is predicted beside what was observed."))
@option("--force", is_flag=True, help=N_("Write over a file of other content."))
def calibrate(
    observations: tuple[str, ...],
    until: str | None,
    bank: int | None,
    recovery: int | None,
    plot: str | None,
    force: bool,
    asked: Asked,
) -> None:
    """Calibrate one scenario."""
    settings = {
        "observations": list(observations) or None,
        "until": until,
        "bank": bank,
        "recovery": recovery,
    }
    if plot is not None:
        from sim.plots.output import FORMATS
        from sim.store.disk import check_place

        if not plot.lower().endswith(FORMATS):
            text = _("A figure is written as {formats}, not as {name}.")
            raise InputError(text.format(formats=one_of(FORMATS), name=plot))
        check_place(Path(plot))
    study = study_of("calibrate", asked, settings)
    found = done(study, asked.out, asked.jobs, asked.scheduler)
    show(found, asked.as_json)
    if plot is not None:
        from sim.locale import current_language
        from sim.plots.calibration import predictive_figure
        from sim.plots.output import save

        figure = predictive_figure(study, found.result, lang=current_language())
        save(figure, plot, force=force)
