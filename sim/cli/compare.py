"""``fugai compare``: the alternatives of one scenario against the baseline of another."""

from __future__ import annotations

import time

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
from sim.locale import N_

DIMENSIONS = ("all", "kind", "type", "district", "industry", "size")


@command(
    "compare",
    help=N_(
        "Compare the alternatives of one scenario with the baseline of another, world by world.\n\n"
        "LEFT holds the baseline and RIGHT the alternatives: scenario files, shipped scenarios or "
        "results folders of one place. Files are simulated with the seed and replicates of LEFT "
        "unless told. With LEFT alone its alternatives are compared with its baseline, or with "
        "the alternative that --against names."
    ),
)
@argument("left")
@argument("right", required=False)
@option(
    "--alternative",
    "chosen",
    multiple=True,
    metavar="ID",
    help=N_("Only this alternative; all unless told. May be repeated."),
)
@option(
    "--against",
    default="baseline",
    metavar="ID",
    help=N_("Alternative to compare with; the baseline unless told."),
)
@option("--by-year", is_flag=True, help=N_("Differences at the end of every year as well."))
@option(
    "--bottlenecks",
    type=click.Choice(DIMENSIONS),
    metavar="BY",
    help=N_(
        "What holds uncovered organizations back, year by year: all, or by kind, type, district, "
        "industry or size; left out unless told."
    ),
)
@option(
    "-o",
    "--out",
    metavar="DIR",
    help=N_("Folder that holds a folder of results for each side; results unless told."),
)
@seed_option
@replicates_option
@jobs_option
@set_option
@json_option
def compare(
    left: str,
    right: str | None,
    chosen: tuple[str, ...],
    against: str,
    by_year: bool,
    bottlenecks: str | None,
    out: str | None,
    seed: int | None,
    replicates: int | None,
    jobs: int | None,
    overrides: tuple[str, ...],
    as_json: bool,
) -> None:
    """Pair the worlds of one or two scenarios and say how they differ."""
    began = time.monotonic()
    from sim.cli.sides import Ask, pair

    ask = Ask(seeded(overrides, seed), replicates, out, jobs)
    joined = pair(left, right, against, chosen or None, ask)
    if as_json:
        from sim.cli.run_json import comparison

        print_json(comparison(joined, time.monotonic() - began))
        return
    from sim.cli.compare_text import show

    show(joined, by_year=by_year, dimension=bottlenecks)
