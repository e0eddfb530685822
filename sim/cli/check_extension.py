"""``fugai check-extension``: a module of one's own, put through the common suite."""

from __future__ import annotations

import sys

import click

from sim.cli.base import argument, command, json_option, print_json
from sim.locale import N_, _, ngettext


@command(
    "check-extension",
    help=N_(
        "Import MODULE, register what it declares and put it through the common checks.\n\n"
        "MODULE is a module, the path of its file, or the short name of an installed package."
    ),
)
@argument("module")
@json_option
def check_extension(module: str, as_json: bool) -> None:
    """Check one extension; exit 2 where something does not hold."""
    from sim.extensions.checking import check

    registered, findings = check(module)
    wrong = [one for one in findings if one.fault]
    if as_json:
        print_json(
            {
                "ok": not wrong,
                "module": registered.module,
                "source": registered.source,
                "declares": registered.extension.names(),
                "checks": [vars(one) for one in findings],
            }
        )
    else:
        click.echo(f"{registered.module} ({registered.source})")
        for sort, names in registered.extension.names().items():
            if names:
                click.echo(f"  {sort}: {', '.join(names)}")
        for one in findings:
            mark = "✗" if one.fault else "✓"
            click.echo(f"{mark} {one.what}: {one.check}" + (f"\n    {one.fault}" * bool(one.fault)))
        if not wrong:
            click.echo(_("Everything holds."))
    if wrong:
        text = ngettext("{n} check does not hold.", "{n} checks do not hold.", len(wrong))
        click.echo("✗ " + text.format(n=len(wrong)), err=True)
        sys.exit(2)
