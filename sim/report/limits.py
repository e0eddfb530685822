"""What the model can't tell, by the figures of docs/patterns.md, and how to make the run again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from sim.locale import _, pick
from sim.parameters import PARAMETERS
from sim.plan.shipped import data_folder
from sim.present.numbers import hundredths, tenths
from sim.report.assumptions import counted
from sim.report.blocks import Block, Code, Fold, Points, Section, Text
from sim.results.commands import origin, run_command
from sim.results.joined import Joined
from sim.results.reading import Results
from sim.scenario.writing import resolved_toml


def limits(results: Results) -> Section:
    """Return the limits, the scenario's own notes first."""
    notes = [pick(note) for note in results.scenario.notes]
    blocks: list[Block] = []
    if notes:
        blocks += [Text(_("About this place:")), Points(notes)]
    blocks += [Text(_("About the model:")), Points([*not_to_conclude()])]
    blocks.append(Fold(_("What it was tested against, and where it fails"), [Points([*_trials()])]))
    return Section("limits", _("What this can't tell"), blocks)


def not_to_conclude() -> Iterator[str]:
    """Say the four things that a reader is most likely to get wrong."""
    yield _(
        "That this has been observed, or will happen: these are simulations. Only what they say "
        "of one alternative against another, under the assumptions stated, is meant."
    )
    yield _(
        "That a share of replicates is a probability: {free} of the model's parameters are free, "
        "and what the model leaves out is in no band."
    ).format(free=counted()["free"])
    yield _(
        "That a number of reported coverage is work done: look at effective coverage and at the "
        "hollow share; no official figure of effective coverage exists to check them against."
    )
    yield _(
        "That the price is a price: unit costs are mostly placeholders, and hours of "
        "organizations are in none of it."
    )


def foretold() -> str:
    """Say how well the model foretells, by its hindcast (docs/validation.md)."""
    found = _tested()
    return _(
        "Backtests: its 90 % intervals, {width} points wide, held {held} of {figures} figures that "
        "are known by now. A simple curve did better in {lost} of {all} backtests."
    ).format(
        figures=found["figures"],
        width=tenths(found["width_points"]),
        held=found["held"],
        lost=found["backtests"] - len(found["won"]),
        all=found["backtests"],
    )


def _changes() -> dict[str, str]:
    found = _tested()
    more, low, high = found["no_change_minus_model"]
    ends = {"model": found["crps"], "still": found["crps"] + more, "low": low, "high": high}
    return {name: hundredths(value) for name, value in ends.items()}


@lru_cache(maxsize=1)
def _tested() -> dict[str, Any]:
    """Return what a hindcast came to, as it travels with the program."""
    found: dict[str, Any] = json.loads((data_folder() / "tested.json").read_text(encoding="utf-8"))
    return found


def _trials() -> Iterator[str]:
    yield _(
        "Data tell the speed of forming branches only as a whole: whether contact or consent "
        "holds it up, and which fear weighs how much, are assumptions. Effects of past campaigns "
        "come from reports of success and are probably too large."
    )
    yield _(
        "Clusters and contagion: over 200 draws of the priors coverage clustered by district and "
        "industry more than chance in 98.0 %. It does so because committees differ in vigour by "
        "assumption. It clustered as much as aimed at in 54.0 %. Don't conclude anything from "
        "this model about spread between neighbours."
    )
    yield _(
        "Joint branches failed sooner than branches of one organization in 79.9 % of those "
        "draws, short of the 95 % aimed at. They dissolved sooner in 82.9 %, but were closed by "
        "their heads sooner in 40.3 %. Don't conclude that they are always the shorter-lived."
    )
    yield _(
        "A quota without support was mostly paper in its first year (reported coverage rose at "
        "least twice as fast as effective) in 99.5 % of those draws. The gap between the two "
        "was wider a year after its end in all. That committees may report on paper is a rule "
        "of the model, so this is no evidence."
    )
    yield _(
        "Work coverage was 10 to 40 points above organization coverage in none of those draws "
        "without liaisons, and in all with enough of them: there it is arithmetic."
    )
    yield _(
        "How fast: left alone, coverage rose as fast as in surveys of private firms in 17.5 % "
        "of those draws, mostly faster. A city's effort for ten years ended where real ones do in "
        "93.5 %, else mostly higher. The nation's growth from 2014 to 2016 was met in 22.0 % "
        "for social organizations and in 50.5 % for enterprises. A baseline of many years may "
        "be too high, and what alternatives add to it too low."
    )
    yield foretold()
    yield _(
        "What it says of changes scored {model} on average, and that nothing changes {still}; "
        "smaller is better, and the difference is {low} to {high} (5 to 95 %). Differences between "
        "alternatives vary less than levels; whether they are right is untested."
    ).format(**_changes())
    yield _(
        "The faster growth of national coverage after 2015 can't be tested with the figures there "
        "are. Small places vary by chance: of one organization nothing can be foretold."
    )


LONGEST: Final = 24_000
"""Characters of a scenario that are printed in a report; a longer one is left to its file."""


def reproduction(results: Results) -> Section:
    """Return the command, what it was run with, and the scenario as it was simulated."""
    blocks: list[Block] = [Code(command(results)), Text(_versions(results))]
    blocks.append(Text(_whence(results)))
    if isinstance(results, Joined) and results.left is not results.right:
        blocks.append(
            Text(
                _("The baseline comes from another run, of {name}.").format(
                    name=results.left.info["name"]
                )
            )
        )
    text = scenario_text(results)
    if len(text) <= LONGEST:
        blocks.append(Fold(_("The scenario, every value in force"), [Code(text)], screen_only=True))
    else:
        blocks.append(
            Text(_("The scenario is too long for this page: fugai show FILE --resolved prints it."))
        )
    return Section("reproduce", _("How to reproduce this"), blocks)


def scenario_text(results: Results) -> str:
    """Return the scenario as a file, without the comments on parameters that it doesn't set.

    Cells of a registry, names of organizations among them, are not in it.
    """
    lines = resolved_toml(results.scenario).splitlines(keepends=True)
    defaults = tuple(f"# {name} = " for name in PARAMETERS)
    return "".join(line for line in lines if not line.startswith(defaults))


def command(results: Results) -> str:
    """Return the commands that make the run and its report again."""
    return f"{run_command(results)}\nfugai report RUN -o report.html"


def _whence(results: Results) -> str:
    """Say where the scenario that the command names is found."""
    whence = origin(results)
    if not whence.is_known:
        return _("FILE holds the scenario below, saved beside its registry if it has one.")
    if not whence.is_shipped:
        text = _(
            "{file} is the scenario's file, in the folder where the command was given; below is "
            "what it said, with what options changed."
        )
        return text.format(file=whence.file)
    if len(whence.words) == 1:
        return _("The scenario comes with the program, unchanged.")
    return _("The scenario comes with the program; the options of the command change it.")


def _versions(results: Results) -> str:
    info = results.info
    return _(
        "fugai {fugai}, code {code}, commit {commit}; Python {python}, NumPy {numpy}, {system} "
        "{machine}. Seed {seed}, replicates {first} to {last}; scenario {digest}. The same "
        "versions on the same machine give the same replicates bit for bit."
    ).format(
        fugai=info["fugai"], code=info["code"], commit=info["commit"] or "–",
        python=info["python"], numpy=info["numpy"], system=info["system"],
        machine=info["machine"], seed=info["seed"], first=results.replicates[0],
        last=results.replicates[-1], digest=info["digest"],
    )  # fmt: skip
