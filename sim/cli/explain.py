"""``fugai explain``: two histories of one organization, or which organizations gain and lose."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from sim.cli.base import (
    argument,
    command,
    json_option,
    option,
    print_json,
    print_lines,
    replicates_option,
    results_option,
    seed_option,
    seeded,
    set_option,
)
from sim.errors import InputError
from sim.histories.explain import (
    Explanation,
    alternative_of,
    is_run,
    open_run,
    organization_of,
    telling_replicate,
)
from sim.histories.explain import explain as explained
from sim.histories.remedies import cheapest
from sim.histories.story import ends, head, history, remedies
from sim.histories.views import View
from sim.locale import N_, _
from sim.present.names import alternative_name, reason_name
from sim.present.tables import aligned
from sim.results.folder import default_folder
from sim.results.reading import Results
from sim.results.run import run
from sim.results.who import GROUPS, Listed
from sim.results.who import who as listed_of
from sim.scenario import Scenario, load


def show(found: Explanation) -> None:
    """Print the two histories and what would have covered the organization."""
    print_lines((*head(found), "", *_history(found), "", *ends(found)))
    tried = list(remedies(found))
    print_lines(("", *tried) if tried else ())


def _history(found: Explanation) -> Iterator[str]:
    happened = history(found)
    lines = aligned(happened.rows).split("\n") if happened.rows else [_("  Nothing happened.")]
    if happened.parts is None:
        yield from (*lines, _("The two histories are the same."))
    else:
        yield from (*lines[: happened.parts], *happened.parting, *lines[happened.parts :])


def told(found: Explanation) -> dict[str, Any]:
    """Return an explanation for machines; months count from 0, dates are calendar months."""
    scenario, trace = found.scenario, found.trace
    best = cheapest(found.tried)
    return {
        "scenario": scenario.name,
        "organization": trace.organization,
        **({} if found.name is None else {"name": found.name}),
        "status": "simulated, not observed",
        "alternative": trace.alternative,
        "replicate": trace.replicate,
        "start": scenario.month_name(0),
        "months": scenario.months,
        "about": trace.about,
        "initial": _sides(trace.start),
        "history": [
            {
                "month": entry.month,
                "date": scenario.month_name(entry.month),
                "baseline": [happening.plain() for happening in entry.baseline],
                "alternative": [happening.plain() for happening in entry.alternative],
            }
            for entry in trace.months
        ],
        "first_difference": _difference(found),
        "final": _sides(trace.end),
        "remedies": {
            "goal": "covered at the end" if found.at_end else "covered at any time",
            "tried": [
                {
                    "remedy": entry.remedy.name,
                    "unit": entry.remedy.unit,
                    "amount": entry.amount,
                    "steps": entry.steps if entry.amount is not None else None,
                    "month": entry.month,
                }
                for entry in found.tried
            ],
            "cheapest": None if best is None else best.remedy.name,
        },
    }


def _sides(views: tuple[View | None, View | None]) -> dict[str, Any]:
    return {
        name: None if view is None else {"covered": view.covered, **asdict(view)}
        for name, view in zip(("baseline", "alternative"), views, strict=True)
    }


def _difference(found: Explanation) -> dict[str, Any] | None:
    difference = found.trace.difference
    if difference is None:
        return None
    return {
        "month": difference.month,
        "date": found.scenario.month_name(difference.month),
        "columns": [
            {"column": name, "baseline": one, "alternative": other}
            for name, (one, other) in difference.columns.items()
        ],
        "policies": list(difference.policies),
        "jointly": difference.jointly,
        "doses": list(difference.doses),
    }


LISTED = 20
"""Organizations of a group that people are shown; JSON has all."""


def show_group(results: Results, group: str, alternative: str, listed: Sequence[Listed]) -> None:
    """Print the organizations of a group."""
    title = alternative_name(results, alternative)
    titles = {
        "gained": _("Covered at the end under “{title}” only"),
        "lost": _("Covered at the end in the baseline only, not under “{title}”"),
        "displaced": _(
            "Covered at the end in the baseline only. Under “{title}” it waits for what others got."
        ),
        "never": _("Covered at the end neither in the baseline nor under “{title}”"),
    }
    click.echo(titles[group].format(title=title))
    click.echo(
        _(
            "Simulated, not observed. Counted are replicates in which it is registered on both "
            "sides."
        )
    )
    if not listed:
        click.echo(_("  none"))
        return
    heads = (
        _("organization"), _("replicates"), _("such as"),
        _("what held it back where it was uncovered"),
    )  # fmt: skip
    rows = [
        (
            str(entry.organization),
            _("{n} of {all}").format(n=entry.worlds, all=entry.of),
            f"--replicate {entry.replicates[0]}",
            _(", ").join(
                f"{reason_name(link)} {n}"
                for link, n in sorted(entry.held.items(), key=lambda pair: -pair[1])
            ),
        )
        for entry in listed[:LISTED]
    ]
    click.echo(aligned([heads, *rows]))
    if len(listed) > LISTED:
        click.echo(_("  … and {n} more (--json lists all)").format(n=len(listed) - LISTED))


@command(
    "explain",
    help=N_(
        "Show two histories of one organization: under the baseline and under an "
        "alternative.\n\nFILE is a scenario or a results folder. You see what happened month "
        "by month, with the first difference, the policy that caused it, what holds the "
        "organization back, and what would have covered it. With --who, list the "
        "organizations that gain, lose, are displaced or are covered under neither."
    ),
)
@argument("file")
@option(
    "--organization",
    metavar="ID",
    help=N_(
        "Identity of the organization, or its number or name in the registry; required unless "
        "--who is given."
    ),
)
@option(
    "--who",
    type=click.Choice(GROUPS),
    help=N_("List these organizations (default: follow one)."),
)
@option("--alternative", metavar="ID", help=N_("Alternative (default: the first)."))
@option(
    "--replicate",
    type=click.IntRange(min=0),
    help=N_("Replicate to follow (default: the first with different outcomes)."),
)
@option(
    "--names", is_flag=True, help=N_("Print names. What is said about each of them is simulated.")
)
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
    if who is not None and replicate is not None:
        raise InputError(_("--who counts all replicates: --replicate goes with --organization."))
    results = None
    if is_run(file):
        if overrides or seed is not None or replicates is not None or out is not None:
            raise InputError(
                _("A results folder cannot be changed. Pass the scenario file instead.")
            )
        results = open_run(file)
        scenario = results.scenario
    else:
        scenario = load(file, overrides=seeded(overrides, seed))
    chosen = alternative_of(scenario, alternative)
    if results is None and (who is not None or replicate is None):
        results = _simulated(scenario, replicates, out)
    if who is not None:
        assert results is not None
        _list(results, who, chosen, names=names, as_json=as_json)
        return
    assert organization is not None
    identity = organization_of(scenario, organization)
    if replicate is None:
        assert results is not None
        replicate = telling_replicate(results, identity, chosen)
    found = explained(scenario, identity, chosen, replicate, results=results, names=names)
    if as_json:
        print_json(told(found))
    else:
        show(found)


def _simulated(scenario: Scenario, replicates: int | None, out: str | None) -> Results:
    """Return the scenario's complete results; simulate what is missing of them."""
    folder = default_folder(scenario) if out is None else Path(out)
    if sys.stderr.isatty() and not folder.exists():
        click.echo(_("Simulating the scenario first."), err=True)
    return run(scenario, replicates=replicates, out=folder)


def _list(results: Results, group: str, alternative: str, *, names: bool, as_json: bool) -> None:
    if names:
        raise InputError(
            _(
                "A list of simulated outcomes has no names. Names with facts of the registry: "
                "fugai check FILE --names."
            )
        )
    listed = listed_of(results, group, alternative)
    if as_json:
        print_json([entry.plain() for entry in listed])
    else:
        show_group(results, group, alternative, listed)
