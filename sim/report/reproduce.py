"""How to make the same run again: command, versions, seed, and the scenario itself."""

from __future__ import annotations

from typing import Final

from sim.locale import _
from sim.parameters import PARAMETERS
from sim.report.blocks import Block, Code, Fold, Section, Text
from sim.results.commands import origin, run_command
from sim.results.joined import Joined
from sim.results.reading import Results
from sim.scenario.writing import resolved_toml

LONGEST: Final = 24_000
"""Characters of a scenario that are printed in a report; a longer one is left to its file."""


def section(results: Results) -> Section:
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
        "versions on the same machine give the same worlds bit for bit."
    ).format(
        fugai=info["fugai"], code=info["code"], commit=info["commit"] or "–",
        python=info["python"], numpy=info["numpy"], system=info["system"],
        machine=info["machine"], seed=info["seed"], first=results.replicates[0],
        last=results.replicates[-1], digest=info["digest"],
    )  # fmt: skip
