"""``fugai compare``: the alternatives of one scenario against the baseline of another.

A side is results that are there, or a scenario to simulate.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from sim.cli.base import (
    announce,
    argument,
    command,
    jobs_option,
    json_option,
    option,
    print_json,
    progress,
    replicates_option,
    seed_option,
    seeded,
    set_option,
)
from sim.cli.compare_text import show
from sim.cli.run_json import comparison
from sim.errors import InputError
from sim.locale import N_, _
from sim.results.folder import RUN, default_folder
from sim.results.joined import Joined, refuse_unpaired, unknown
from sim.results.reading import Results
from sim.results.run import adjusted, run
from sim.scenario import Scenario, load

Source = Results | Scenario


@dataclass(frozen=True)
class Ask:
    """How sides that are no results yet are to be simulated."""

    overrides: Sequence[str]
    replicates: int | None
    out: str | None
    jobs: int | None

    def done(self, source: Source, needed: Sequence[str], wanted: int) -> Results:
        """Return results as they are, or a complete run of a scenario; else what is needed."""
        if isinstance(source, Results):
            return source
        whole = (self._folder(source) / RUN).is_file()
        part = source if whole else adjusted(source, needed, None)
        with progress(_("simulating"), wanted) as advance:
            return run(
                part,
                replicates=wanted,
                out=self._folder(part),
                jobs=self.jobs,
                progress=advance,
                announce=announce,
            )

    def _folder(self, of: Scenario) -> Path:
        name = default_folder(of)
        return name if self.out is None else Path(self.out) / name.name


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
        results = ask.done(one, needed, wanted)
        return Joined(results, results, reference=against, chosen=chosen)
    first = ask.done(one, (against,), wanted)
    second = ask.done(other, _alternatives(other) if chosen is None else chosen, wanted)
    return Joined(first, second, reference=against, chosen=chosen)


def _opened(name: str, ask: Ask, first: Source | None) -> Source:
    """Return a results folder, or a scenario that draws as the first side does."""
    if (Path(name) / RUN).is_file():
        if ask.overrides:
            text = _("{folder} holds results: its seed and values cannot be changed.")
            raise InputError(text.format(folder=name))
        results = Results(name, replicates=ask.replicates)
        held = max((*results.replicates, *results.failed)) + 1
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
    ask = Ask(seeded(overrides, seed), replicates, out, jobs)
    joined = pair(left, right, against, chosen or None, ask)
    if as_json:
        print_json(comparison(joined, time.monotonic() - began))
    else:
        show(joined, by_year=by_year, dimension=bottlenecks)
