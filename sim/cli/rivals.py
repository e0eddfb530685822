"""``fugai rivals``: does the ranking of a run survive other accounts of a link?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sim.cli.base import (
    argument,
    command,
    jobs_option,
    json_option,
    option,
    print_json,
    progress,
    scheduler_option,
)
from sim.locale import N_, _, labelled, pick

if TYPE_CHECKING:
    from sim.results.rivals import Survival


@command(
    "rivals",
    help=N_(
        "Run RUN again under each rival rule and count where its ranking survives.\n\n"
        "Each rival has a results folder of its own. fugai list rules names the rules; a scenario "
        "chooses some in [model]."
    ),
)
@argument("folder", metavar="RUN")
@option(
    "--rule",
    "rules",
    multiple=True,
    metavar="SLOT=NAME",
    help=N_("Rival to try, e.g. --rule consent=threshold (default: all)."),
)
@option(
    "--measure",
    metavar="NAME",
    default="effective_coverage",
    help=N_("Measure that ranks the alternatives (default: effective coverage)."),
)
@jobs_option
@scheduler_option
@json_option
def rivals(
    folder: str,
    rules: tuple[str, ...],
    measure: str,
    jobs: int | None,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Try rivals on one run."""
    from sim.results.reading import Results
    from sim.results.rivals import rivals as tried
    from sim.results.rivals import rule_of, rules_of
    from sim.store.executors import executor_of

    results = Results(folder)
    wanted = [rule_of(text, results.scenario) for text in rules] or rules_of(results.scenario)
    with executor_of(scheduler) as executor, progress(_("rivals"), len(wanted)) as tell:
        found = tried(results, wanted, measure=measure, jobs=jobs, executor=executor, progress=tell)
    if as_json:
        print_json({"run": results.folder.as_posix(), "measure": measure,
                    "rivals": [plain(one) for one in found]})  # fmt: skip
        return
    click.echo(text_of(found, measure, results.info["alternatives"]))
    if results.scenario.history is not None:
        click.echo(
            _("Each rule has its own pasts. Only replicates whose past both accept are counted.")
        )


def text_of(found: list[Survival], measure: str, titles: dict[str, Any]) -> str:
    """Return what became of the ranking, for people."""
    from sim.present.names import measure_name
    from sim.present.numbers import k_of_n, k_of_n_range
    from sim.present.tables import fitted

    heads = (
        _("rival"),
        _("same order"),
        _("same one ahead"),
        _("same sign"),
        _("most often ahead"),
    )
    rows = [heads]
    for one in found:
        ahead = max(one.ahead, key=lambda name: one.ahead[name])
        rows.append(
            (
                f"{one.slot} = {one.name}",
                k_of_n_range(one.order, one.worlds),
                k_of_n_range(one.best, one.worlds),
                k_of_n(one.pairs, one.of_pairs),
                labelled(pick(titles[ahead]), k_of_n(one.ahead[ahead], one.worlds)),
            )
        )
    lines = [
        _("Does the ranking by {measure} survive? Replicates in which it does:").format(
            measure=measure_name(measure)
        ),
        fitted(rows),
        _("In brackets: 90 % interval of the share. Same sign counts pairs of alternatives in "
          "all replicates. Rivals are not calibrated: read which alternative is ahead, not "
          "levels."),
    ]  # fmt: skip
    return "\n".join(lines)


def plain(one: Survival) -> dict[str, Any]:
    """Return what became of the ranking under a rival, as JSON data."""
    return {
        "slot": one.slot,
        "rule": one.name,
        "title": dict(one.label),
        "results": one.folder.as_posix(),
        "worlds": one.worlds,
        "same_order": one.order,
        "same_best": one.best,
        "same_sign": one.pairs,
        "pairs": one.of_pairs,
        "ahead": dict(one.ahead),
    }
