"""``fugai explain``: two histories of one organization, or which organizations gain and lose."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.base import (
    argument,
    command,
    json_option,
    option,
    print_json,
    replicates_option,
    results_option,
    seed_option,
    seeded,
    set_option,
)
from sim.errors import InputError
from sim.locale import N_, _

if TYPE_CHECKING:
    from sim.results.reading import Results
    from sim.scenario import Scenario


@command(
    "explain",
    help=N_(
        "Tell two histories of one organization: under the baseline and under an alternative.\n\n"
        "FILE is a scenario or a results folder. What happened is told month by month, with the "
        "first difference, the policy that caused it, what holds the organization back, and what "
        "would have covered it. With --who, list the organizations that gain, lose, are displaced "
        "or are covered under neither."
    ),
)
@argument("file")
@option(
    "--organization",
    metavar="ID",
    help=N_("Its identity, or its name in the registry; needed unless --who is given."),
)
@option(
    "--who",
    type=click.Choice(["gained", "lost", "displaced", "never"]),
    help=N_("List these organizations; without it one is told of."),
)
@option("--alternative", metavar="ID", help=N_("Alternative; the first unless told."))
@option(
    "--replicate",
    type=click.IntRange(min=0),
    help=N_("Replicate; the first in which the organization ends differently unless told."),
)
@option("--names", is_flag=True, help=N_("Print names; what is said of one is simulated."))
@results_option
@seed_option
@replicates_option
@set_option
@json_option
def explain(
    file: str,
    organization: str | None,
    who: str | None,
    alternative: str | None,
    replicate: int | None,
    names: bool,
    out: str | None,
    seed: int | None,
    replicates: int | None,
    overrides: tuple[str, ...],
    as_json: bool,
) -> None:
    """Explain one organization, or list those of a group."""
    if (organization is None) == (who is None):
        raise InputError(_("Say which organization with --organization, or which ones with --who."))
    from sim.histories.explain import alternative_of, is_run, open_run

    results = None
    if is_run(file):
        if overrides or seed is not None or replicates is not None or out is not None:
            raise InputError(
                _("A results folder is told of as it is: give the scenario to change it.")
            )
        results = open_run(file)
        scenario = results.scenario
    else:
        scenario = _loaded(file, seed, overrides)
    chosen = alternative_of(scenario, alternative)
    if results is None and (who is not None or replicate is None):
        results = _simulated(scenario, replicates, out)
    if who is not None:
        assert results is not None
        _list(results, who, chosen, names=names, as_json=as_json)
    else:
        assert organization is not None
        _tell(scenario, results, organization, chosen, replicate, names=names, as_json=as_json)


def _loaded(file: str, seed: int | None, overrides: tuple[str, ...]) -> Scenario:
    from sim.scenario import load

    return load(file, overrides=seeded(overrides, seed))


def _simulated(scenario: Scenario, replicates: int | None, out: str | None) -> Results:
    """Return the scenario's complete results; simulate what is missing of them."""
    from sim.results.folder import default_folder
    from sim.results.run import run

    folder = default_folder(scenario) if out is None else Path(out)
    if sys.stderr.isatty() and not folder.exists():
        click.echo(_("Simulating the scenario first."), err=True)
    return run(scenario, replicates=replicates, out=folder)


def _list(results: Results, group: str, alternative: str, *, names: bool, as_json: bool) -> None:
    from sim.results.who import names_of, who

    listed = who(results, group, alternative)
    known = names_of(results) if names else {}
    if as_json:
        found: list[dict[str, Any]] = []
        for entry in listed:
            name = {"name": known.get(entry.organization)} if names else {}
            found.append({**entry.plain(), **name})
        print_json(found)
        return
    from sim.cli.explain_text import show_group

    show_group(results, group, alternative, listed, known)


def _tell(
    scenario: Scenario,
    results: Results | None,
    asked: str,
    alternative: str,
    replicate: int | None,
    *,
    names: bool,
    as_json: bool,
) -> None:
    from sim.histories.explain import explain as find
    from sim.histories.explain import organization_of, telling_replicate

    organization = organization_of(scenario, asked)
    if replicate is None:
        replicate = 0
        if results is not None:
            replicate = telling_replicate(results, organization, alternative)
    found = find(scenario, organization, alternative, replicate, results=results, names=names)
    if as_json:
        from sim.cli.explain_text import told

        print_json(told(found))
        return
    from sim.cli.explain_text import show

    show(found)
