"""``fugai compare``: the alternatives of one scenario against the baseline of another.

A side is results that are there, or a scenario to simulate.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

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
from sim.results.folder import default_folder
from sim.results.joined import Joined, refuse_unpaired, unknown
from sim.results.reading import Results
from sim.results.run import adjusted, run
from sim.scenario import Scenario, load

Source = Results | Scenario


class Ask:
    """How sides that are no results yet are to be simulated."""

    def __init__(
        self, overrides: Sequence[str], replicates: int | None, out: str | None, jobs: int | None
    ) -> None:
        self.overrides, self.replicates, self.jobs = overrides, replicates, jobs
        self.out = out

    def simulated(self, scenario: Scenario, needed: Sequence[str], wanted: int) -> Results:
        """Return a complete run of the scenario if there is one, else simulate what is needed."""

        def folder(of: Scenario) -> Path:
            name = default_folder(of)
            return name if self.out is None else Path(self.out) / name.name

        part = adjusted(scenario, needed, None)
        if (folder(scenario) / "run.json").is_file():
            part = scenario
        with progress(_("simulating"), wanted) as advance:
            return run(
                part,
                replicates=wanted,
                out=folder(part),
                jobs=self.jobs,
                progress=advance,
                announce=announce,
            )


def pair(
    left: str, right: str | None, against: str, chosen: Sequence[str] | None, ask: Ask
) -> Joined:
    """Read or simulate both sides and pair them."""
    one = _opened(left, ask, None)
    other = one if right is None else _opened(right, ask, one)
    for name, source in ((against, one), *((name, other) for name in chosen or ())):
        ids = _alternatives(source)
        if name not in ids:
            raise unknown(_name(source), name, ids)
    if isinstance(one, Scenario) and isinstance(other, Scenario):
        refuse_unpaired(one, other)
    wanted = _wanted(one, other, ask.replicates)
    if other is one:
        needed = _alternatives(one) if chosen is None else (*chosen, against)
        results = _done(one, needed, wanted, ask)
        return Joined(results, results, reference=against, chosen=chosen)
    first = _done(one, (against,), wanted, ask)
    second = _done(other, _alternatives(other) if chosen is None else chosen, wanted, ask)
    return Joined(first, second, reference=against, chosen=chosen)


def _opened(name: str, ask: Ask, first: Source | None) -> Source:
    """Return a results folder, or a scenario that draws as the first side does."""
    if (Path(name) / "run.json").is_file():
        if ask.overrides:
            text = _("{folder} holds results: its seed and values cannot be changed.")
            raise InputError(text.format(folder=name))
        results = Results(name, replicates=ask.replicates)
        held = results.replicates[-1] + 1
        if held < (ask.replicates or 0):
            text = _(
                "{folder} has replicates 0 to {last} only: simulate more with fugai run first."
            )
            raise InputError(text.format(folder=name, last=held - 1))
        return results
    given = list(ask.overrides)
    if first is not None and not any(entry.startswith("seed=") for entry in given):
        seed = first.seed if isinstance(first, Scenario) else first.info["seed"]
        given.append(f"seed={seed}")
    return load(name, overrides=given)


def _done(source: Source, needed: Sequence[str], wanted: int, ask: Ask) -> Results:
    if isinstance(source, Results):
        return source
    return ask.simulated(source, needed, wanted)


def _wanted(one: Source, other: Source, asked: int | None) -> int:
    """Return the replicates to simulate: as asked, as a folder has, or as the first file says."""
    if asked is not None:
        return asked
    held = [entry.replicates[-1] + 1 for entry in (one, other) if isinstance(entry, Results)]
    if held:
        return min(held)
    assert isinstance(one, Scenario)
    return one.replicates


def _alternatives(source: Source) -> tuple[str, ...]:
    if isinstance(source, Results):
        return source.alternatives
    return tuple(entry.id for entry in source.alternatives)


def _name(source: Source) -> str:
    return str(source.info["name"]) if isinstance(source, Results) else source.name


DIMENSIONS = ("all", "kind", "type", "district", "industry", "size")


@command(
    "compare",
    help=N_(
        "Compare the alternatives of one scenario with the baseline of another, replicate by "
        "replicate.\n\nLEFT holds the baseline and RIGHT the alternatives: scenario files, "
        "shipped scenarios or results folders of one place. Files are simulated with the "
        "seed and replicates of LEFT by default. With LEFT alone its alternatives are "
        "compared with its baseline, or with the alternative that --against names."
    ),
)
@argument("left")
@argument("right", required=False)
@option(
    "--alternative",
    "chosen",
    multiple=True,
    metavar="ID",
    help=N_("Only this alternative (default: all). May be repeated."),
)
@option(
    "--against",
    default="baseline",
    metavar="ID",
    help=N_("Alternative to compare with (default: the baseline)."),
)
@option("--by-year", is_flag=True, help=N_("Also show the differences at the end of every year."))
@option(
    "--bottlenecks",
    type=click.Choice(DIMENSIONS),
    metavar="BY",
    help=N_(
        "Main reasons organizations stay uncovered, by year: all, or by kind, type, "
        "district, industry or size (default: none)."
    ),
)
@option(
    "-o",
    "--out",
    metavar="DIR",
    help=N_("Folder for the results of both sides (default: results)."),
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
    from sim.cli.compare import Ask, pair

    ask = Ask(seeded(overrides, seed), replicates, out, jobs)
    joined = pair(left, right, against, chosen or None, ask)
    if as_json:
        from sim.cli.run_json import comparison

        print_json(comparison(joined, time.monotonic() - began))
        return
    from sim.cli.compare_text import show

    show(joined, by_year=by_year, dimension=bottlenecks)
