"""``fugai check`` and ``fugai show``: what a scenario holds, and every mistake in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from sim.cli.base import argument, command, json_option, option, print_json, set_option
from sim.errors import InputError
from sim.locale import N_, _

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.scenario.errors import Problem
    from sim.scenario.population import Population


@command(
    "check",
    help=N_(
        "Read FILE (or a shipped scenario) and report every mistake at once.\n\n"
        "Without mistakes say what the scenario holds: places, organizations, missing cells of "
        "the registry, and by how much its totals differ from what the defaults expect."
    ),
)
@argument("file")
@set_option
@json_option
def check(file: str, overrides: tuple[str, ...], as_json: bool) -> None:
    """Check one scenario."""
    from sim.cli.summary import summary
    from sim.scenario import load
    from sim.scenario.errors import ScenarioError

    try:
        scenario = load(file, overrides=overrides)
    except ScenarioError as error:
        if not as_json:
            raise
        print_json({"ok": False, "problems": [_plain(problem) for problem in error.problems]})
        sys.exit(error.exit_code)
    try:
        population = _population(scenario)
    except InputError as error:
        if not as_json:
            raise
        problem = {"source": file, "line": None, "message": str(error), "hint": ""}
        print_json({"ok": False, "problems": [problem]})
        sys.exit(error.exit_code)
    notes = [str(note) for note in population.notes]
    if as_json:
        print_json(
            {
                "ok": True,
                "scenario": scenario.name,
                "warnings": [_plain(problem) for problem in scenario.warnings],
                "notes": notes,
                "imputed": population.imputed,
            }
        )
        return
    click.echo(summary(scenario))
    for note in notes:
        click.echo(f"  {note}")
    for warning in scenario.warnings:
        click.echo(f"\n{warning}")
    click.echo(_("No mistakes."))


def _population(scenario: Scenario) -> Population:
    """Populate one world at the declared defaults."""
    from sim.parameters import resolve
    from sim.scenario.population import populate

    values = resolve(scenario.seed, [0], scenario.parameters, "none")
    return populate(scenario, [0], values)


def _plain(problem: Problem) -> dict[str, Any]:
    return {
        "source": problem.source,
        "line": problem.line,
        "message": problem.message,
        "hint": problem.hint,
    }


@command(
    "show", help=N_("Show FILE (or a shipped scenario), with --resolved every value in force.")
)
@argument("file")
@option("--resolved", is_flag=True, help=N_("Show every value in force, defaults among them."))
@set_option
@json_option
def show(file: str, resolved: bool, overrides: tuple[str, ...], as_json: bool) -> None:
    """Show one scenario."""
    from sim.cli.summary import questions, summary
    from sim.scenario import load
    from sim.scenario.writing import resolved_toml

    scenario = load(file, overrides=overrides)
    if as_json:
        print_json({**scenario.resolved(), "digest": scenario.digest()})
    elif resolved:
        click.echo(resolved_toml(scenario), nl=False)
    else:
        click.echo(summary(scenario))
        asked = questions(scenario)
        if asked:
            click.echo(f"\n{asked}")
