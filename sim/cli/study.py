"""``fugai study``: do the study that a file describes, whatever its method."""

from __future__ import annotations

from sim.cli.base import argument, command
from sim.cli.studying import carrying_options, done, show
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
