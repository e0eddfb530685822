"""``fugai explain``: two histories of one organization, or which organizations gain and lose."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
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
from sim.histories.explain import Explanation
from sim.histories.remedies import cheapest
from sim.histories.story import ends, head, history, remedies
from sim.histories.trace import Difference
from sim.histories.views import View
from sim.locale import N_, _
from sim.present.names import alternative_name, reason_name
from sim.present.tables import aligned
from sim.results.reading import Results
from sim.results.who import Listed

if TYPE_CHECKING:
    from sim.results.reading import Results
    from sim.scenario import Scenario


def show(found: Explanation) -> None:
    """Print the two histories and what would have covered the organization."""
    for line in (*head(found), "", *_history(found), "", *ends(found)):
        click.echo(line)
    told = list(remedies(found))
    for line in ("", *told) if told else ():
        click.echo(line)


def _history(found: Explanation) -> Iterator[str]:
    told = history(found)
    lines = aligned(told.rows).split("\n") if told.rows else [_("  Nothing happened.")]
    if told.parts is None:
        yield from lines
        yield _("The two histories are the same.")
        return
    yield from lines[: told.parts]
    yield from told.parting
    yield from lines[told.parts :]


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
        "first_difference": _difference(found, trace.difference),
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
    names = ("baseline", "alternative")
    return {name: _view(view) for name, view in zip(names, views, strict=True)}


def _view(view: View | None) -> dict[str, Any] | None:
    return None if view is None else {"covered": view.covered, **asdict(view)}


def _difference(found: Explanation, difference: Difference | None) -> dict[str, Any] | None:
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


def show_group(
    results: Results,
    group: str,
    alternative: str,
    listed: Sequence[Listed],
) -> None:
    """Print the organizations of a group."""
    title = alternative_name(results, alternative)
    heads = {
        "gained": _("Covered at the end under “{title}” only"),
        "lost": _("Covered at the end in the baseline only, not under “{title}”"),
        "displaced": _(
            "Covered at the end in the baseline only; under “{title}” waiting for what others got"
        ),
        "never": _("Covered at the end neither in the baseline nor under “{title}”"),
    }
    click.echo(heads[group].format(title=title))
    click.echo(
        _("Simulated, not observed. Only replicates that register it on both sides are counted.")
    )
    if not listed:
        click.echo(_("  none"))
        return
    rows = [
        [
            _("organization"),
            _("replicates"),
            _("such as"),
            _("what held it back where it was uncovered"),
        ]
    ]
    for entry in listed[:LISTED]:
        count = _("{n} of {all}").format(n=entry.worlds, all=entry.of)
        order = sorted(entry.held.items(), key=lambda pair: -pair[1])
        such_as = f"--replicate {entry.replicates[0]}"
        rows.append(
            [
                str(entry.organization),
                count,
                such_as,
                _(", ").join(f"{reason_name(link)} {n}" for link, n in order),
            ]
        )
    click.echo(aligned(rows))
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
        "Identity of the organization, or its name in the registry; required unless --who is given."
    ),
)
@option(
    "--who",
    type=click.Choice(["gained", "lost", "displaced", "never"]),
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
    from sim.histories.explain import alternative_of, is_run, open_run

    results = None
    if is_run(file):
        if overrides or seed is not None or replicates is not None or out is not None:
            raise InputError(
                _("A results folder cannot be changed. Pass the scenario file instead.")
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
        _print_history(
            scenario, results, organization, chosen, replicate, names=names, as_json=as_json
        )


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
    from sim.results.who import who

    if names:
        raise InputError(
            _(
                "A list of simulated outcomes has no names. Names with facts of the registry: "
                "fugai check FILE --names."
            )
        )
    listed = who(results, group, alternative)
    if as_json:
        print_json([entry.plain() for entry in listed])
        return
    show_group(results, group, alternative, listed)


def _print_history(
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
        from sim.cli.explain import told

        print_json(told(found))
        return
    from sim.cli.explain import show

    show(found)
