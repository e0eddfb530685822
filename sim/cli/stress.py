"""``fugai stress``: what more pressure of a quota buys, step by step."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Literal

import click

from sim.cli.base import (
    argument,
    command,
    jobs_option,
    json_option,
    option,
    print_json,
    replicates_option,
    seed_option,
    seeded,
    set_option,
)
from sim.cli.progress import announce, progress
from sim.errors import InputError
from sim.locale import N_, _


@command(
    "stress",
    help=N_(
        "Raise the pressure of the quotas in FILE step by step, with all support held.\n\n"
        "For every alternative with a coverage_quota: reported, true and effective coverage and "
        "hollow share in the quota's last month and 12 months after, beside the same alternative "
        "without its quota; and the step from which more pressure buys only paper."
    ),
)
@argument("file")
@option(
    "--alternative",
    "chosen",
    multiple=True,
    metavar="ID",
    help=N_("Only this alternative; all with a quota unless told. May be repeated."),
)
@option(
    "--by",
    type=click.Choice(["gain", "target"]),
    default="gain",
    help=N_(
        "What is raised: the gain (pressure a unit of shortfall) or the target share; the gain "
        "unless told."
    ),
)
@option(
    "--steps",
    metavar="A,B,…",
    help=N_("Values to try; unless told, gains 0,0.5,…,3 or targets 0.2,0.4,…,1."),
)
@option(
    "-o",
    "--out",
    metavar="DIR",
    help=N_("Folder to keep stress.json and stress.csv in; nothing is kept unless told."),
)
@seed_option
@replicates_option
@jobs_option
@set_option
@json_option
def stress(
    file: str,
    chosen: tuple[str, ...],
    by: Literal["gain", "target"],
    steps: str | None,
    out: str | None,
    seed: int | None,
    replicates: int | None,
    jobs: int | None,
    overrides: tuple[str, ...],
    as_json: bool,
) -> None:
    """Stress the quotas of one scenario."""
    from sim.methods import stress as method
    from sim.methods.stress_folder import Asked, StressFolder, plain
    from sim.results.joined import unknown
    from sim.scenario import load

    scenario = load(file, overrides=seeded(overrides, seed))
    ids = tuple(entry.id for entry in scenario.alternatives)
    for name in chosen:
        if name not in ids:
            raise unknown(scenario.name, name, ids)
    held = [entry.id for entry in scenario.alternatives if method.quotas(entry)]
    if not (chosen or held):
        text = _("No alternative of {name} holds a coverage_quota: there is no pressure to raise.")
        raise InputError(text.format(name=scenario.name))
    names = tuple(dict.fromkeys(chosen or held))
    for name in names:
        method.pressed(scenario, name)
    wanted = scenario.replicates if replicates is None else replicates
    asked = Asked(scenario, names, by, method.steps_of(by, _numbers(steps)), wanted)
    folder = None if out is None else StressFolder(Path(out), asked)
    found, kept = [], list[Path]()
    with nullcontext() if folder is None else folder.held():
        if folder is not None:
            folder.claim()
        try:
            for name in names:
                with progress(name, 1) as tell:
                    found.append(
                        method.stress(
                            scenario, name, by=by, steps=asked.steps, replicates=wanted, jobs=jobs,
                            tick=lambda share, tell=tell: tell(share, 1),  # type: ignore[misc]
                            announce=announce,
                        )
                    )  # fmt: skip
        except InputError:
            if folder is not None:
                folder.abandon()
            raise
        if folder is not None:
            kept = folder.write(found)
    if as_json:
        print_json({"scenario": scenario.name, "seed": scenario.seed,
                    "stress": [plain(entry) for entry in found],
                    "files": [path.as_posix() for path in kept]})  # fmt: skip
        return
    from sim.cli.stress_text import lines

    for number, entry in enumerate(found):
        if number:
            click.echo()
        for line in lines(entry, scenario):
            click.echo(line)
    if kept:
        click.echo("\n" + _("Kept: {files}").format(files=_(", ").join(map(str, kept))))


def _numbers(text: str | None) -> list[float] | None:
    """Return the numbers of a list with commas."""
    if text is None:
        return None
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise InputError(_("--steps takes numbers with commas between them.")) from None
