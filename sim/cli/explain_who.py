"""``fugai explain --who`` for people: organizations of a group, and what held them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from sim.cli.aligned import aligned
from sim.locale import _, pick
from sim.results.reading import Results
from sim.results.telling import reason_of
from sim.results.who import Listed

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
            [label, count, such_as, _(", ").join(f"{reason_of(link)} {n}" for link, n in order)]
        )
    click.echo(aligned(rows))
    if len(listed) > LISTED:
        click.echo(_("  … and {n} more (--json lists all)").format(n=len(listed) - LISTED))
