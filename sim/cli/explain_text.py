"""``fugai explain``: two histories or a list of organizations for people, and all of it as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import click

from sim.histories.explain import Explanation
from sim.histories.remedies import cheapest
from sim.histories.story import ends, head, history, remedies
from sim.histories.trace import Difference
from sim.histories.views import View
from sim.locale import _, pick
from sim.present.names import reason_name
from sim.present.tables import aligned
from sim.results.reading import Results
from sim.results.who import Listed


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
    names: Mapping[int, str],
) -> None:
    """Print the organizations of a group."""
    title = pick(results.info["alternatives"][alternative])
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
        _("Simulated, not observed. Counted are replicates in which both worlds register it.")
    )
    if not listed:
        click.echo(_("  none"))
        return
    rows = [
        [
            _("organization"),
            _("worlds"),
            _("such as"),
            _("what held it back where it was uncovered"),
        ]
    ]
    for entry in listed[:LISTED]:
        name = names.get(entry.organization)
        label = f"{entry.organization} {name}" if name else str(entry.organization)
        count = _("{n} of {all}").format(n=entry.worlds, all=entry.of)
        order = sorted(entry.held.items(), key=lambda pair: -pair[1])
        such_as = f"--replicate {entry.replicates[0]}"
        rows.append(
            [label, count, such_as, _(", ").join(f"{reason_name(link)} {n}" for link, n in order)]
        )
    click.echo(aligned(rows))
    if len(listed) > LISTED:
        click.echo(_("  … and {n} more (--json lists all)").format(n=len(listed) - LISTED))
