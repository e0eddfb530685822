"""``fugai show``: a scenario in a few lines, or every value in force."""

from __future__ import annotations

import click

from sim.cli.base import argument, command, json_option, option, print_json, set_option
from sim.locale import N_


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
