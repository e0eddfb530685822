"""``fugai stress``: what more pressure of a quota buys, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import click

from sim.cli.base import argument, command, json_option, option, print_json, set_option
from sim.cli.progress import progress
from sim.errors import InputError
from sim.locale import N_, _

if TYPE_CHECKING:
    from sim.methods.stress import Stress
    from sim.scenario import Scenario


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
@option("--alternative", "chosen", multiple=True, metavar="ID", help=N_("Only this alternative."))
@option(
    "--by",
    type=click.Choice(["gain", "target"]),
    default="gain",
    help=N_("What is raised: the gain (pressure a unit of shortfall) or the target share."),
)
@option("--steps", metavar="A,B,…", help=N_("Values to try, e.g. 0,1,2,3."))
@option("--seed", type=click.IntRange(min=0), help=N_("Seed of all draws."))
@option("--replicates", type=click.IntRange(min=1), help=N_("Replicates of each alternative."))
@option("--jobs", type=click.IntRange(min=1), help=N_("Processes that simulate side by side."))
@set_option
@json_option
def stress(
    file: str,
    chosen: tuple[str, ...],
    by: Literal["gain", "target"],
    steps: str | None,
    seed: int | None,
    replicates: int | None,
    jobs: int | None,
    overrides: tuple[str, ...],
    as_json: bool,
) -> None:
    """Stress the quotas of one scenario."""
    from sim.methods import stress as method
    from sim.results.joined import unknown
    from sim.scenario import load

    scenario = load(file, overrides=[*overrides, *([] if seed is None else [f"seed={seed}"])])
    ids = tuple(entry.id for entry in scenario.alternatives)
    for name in chosen:
        if name not in ids:
            raise unknown(scenario.name, name, ids)
    held = [entry.id for entry in scenario.alternatives if method.quotas(entry)]
    if not (chosen or held):
        text = _("No alternative of {name} holds a coverage_quota: there is no pressure to raise.")
        raise InputError(text.format(name=scenario.name))
    found = []
    for name in chosen or held:
        with progress(name, 1) as tell:
            found.append(
                method.stress(
                    scenario, name, by=by, steps=_numbers(steps), replicates=replicates, jobs=jobs,
                    tick=lambda share, tell=tell: tell(share, 1),  # type: ignore[misc]
                )
            )  # fmt: skip
    if as_json:
        print_json({"scenario": scenario.name, "seed": scenario.seed,
                    "stress": [_plain(entry) for entry in found]})  # fmt: skip
        return
    for number, entry in enumerate(found):
        if number:
            click.echo()
        _show(entry, scenario)


def _numbers(text: str | None) -> list[float] | None:
    """Return the numbers of a list with commas."""
    if text is None:
        return None
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise InputError(_("--steps takes numbers with commas between them.")) from None


def _plain(found: Stress) -> dict[str, Any]:
    from sim.cli.stress_text import plain

    return plain(found)


def _show(found: Stress, scenario: Scenario) -> None:
    from sim.cli.stress_text import lines

    for line in lines(found, scenario):
        click.echo(line)
