"""``fugai plot``: one figure of a run, as a file."""

from __future__ import annotations

from collections.abc import Collection
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli.base import (
    Command,
    argument,
    check_target,
    command,
    force_option,
    json_option,
    option,
    print_file,
)
from sim.errors import InputError
from sim.locale import N_, _, current_language
from sim.plots import KINDS, STUDY, drawer
from sim.text.numerals import month_index

if TYPE_CHECKING:
    from sim.results.reading import Results

ANIMATION: Final = "animation"
WIDTHS: Final = ("single", "double")
FIGURE: Final = N_("A figure is written as {formats}, not as {name}.")


class PlotCommand(Command):
    """The command, with the kinds below its help."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Kinds")):
            kinds = [(name, _(line)) for name, (_place, line) in KINDS.items()]
            formatter.write_dl(
                [*kinds, (STUDY, _("The figure of a finished study, whatever its method."))]
            )


@command(
    "plot",
    cls=PlotCommand,
    help=N_(
        "Draw a figure of RUN (a results folder, or a study's) as PNG, SVG or PDF.\n\n"
        "What was run stands inside the file: title, scenario, seed and version. The same run "
        "gives the same file."
    ),
)
@argument("kind")
@argument("folder", metavar="RUN")
@option("-o", "--out", metavar="FILE", help=N_("File to write (default: KIND-NAME.png)."))
@option("--alternative", metavar="ID", help=N_("Alternative (default: the first)."))
@option("--measure", metavar="NAME", help=N_("Measure (default: effective coverage)."))
@option("--by", metavar="DIMENSION", help=N_("Groups of multiples: kind, district, size …"))
@option(
    "--organization",
    metavar="ID",
    help=N_("Its identity, or its number or name in the registry."),
)
@option(
    "--replicate", type=click.IntRange(min=0), help=N_("Replicate that cells or histories show.")
)
@option(
    "--month", metavar="YYYY-MM", help=N_("Month at whose end cells are drawn (default: the last).")
)
@option(
    "--width",
    type=click.Choice(WIDTHS),
    help=N_("One column of a journal (85 mm) or both (180 mm)."),
)
@force_option
@json_option
def plot(
    kind: str,
    folder: str,
    out: str | None,
    alternative: str | None,
    measure: str | None,
    by: str | None,
    organization: str | None,
    replicate: int | None,
    month: str | None,
    width: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Draw one figure."""
    given: dict[str, Any] = {
        "alternative": alternative, "measure": measure, "by": by, "organization": organization,
        "replicate": replicate, "month": month,
    }  # fmt: skip
    given = {name: value for name, value in given.items() if value is not None}
    if kind == STUDY:
        from sim.plots.output import FORMATS, save
        from sim.plots.studies import study_plot

        _refuse_others(kind, given, ("alternative", "measure"))
        target = Path(f"{Path(folder).resolve().name}.png" if out is None else out)
        check_target(target, FORMATS, _(FIGURE))
        drawn = study_plot(folder, width=width, **given)
        path = save(drawn.figure, target, force=force)
    else:
        path = _of_run(kind.replace("-", "_"), folder, out, given, width, force)
    print_file(path, as_json)


def _of_run(
    kind: str, folder: str, out: str | None, given: dict[str, Any], width: str | None, force: bool
) -> Path:
    """Draw a figure of a run into a file."""
    from sim.plots.output import FORMATS, save
    from sim.plots.style import WIDTHS as MILLIMETRES
    from sim.results.reading import Results
    from sim.store.disk import place_file
    from sim.text.hints import known_name

    known_name(kind, [*KINDS, STUDY], _('There is no figure "{name}". {hint}'))
    draw = drawer(kind)
    _refuse_others(kind, given, signature(draw).parameters)
    results = Results(folder)
    named = [kind, str(results.info["name"]), *map(str, given.values())]
    suffix = ".gif" if kind == ANIMATION else ".png"
    target = Path("-".join(named) + suffix if out is None else out)
    if "month" in given:
        given["month"] = _month(results, given["month"])
    if kind == ANIMATION:
        check_target(target, (suffix,), _("An animation is written as .gif, not as {name}."))
    else:
        check_target(target, FORMATS, _(FIGURE))
    if width is not None:
        given["width"] = MILLIMETRES[width]
    made = draw(results, lang=current_language(), **given)
    if kind == ANIMATION:
        return place_file(target, made, force=force)
    return save(made.figure, target, results, force=force)


def _refuse_others(kind: str, given: Collection[str], taken: Collection[str]) -> None:
    """Refuse options that a kind has no use for."""
    for name in given:
        if name not in taken:
            message = _('The figure "{kind}" takes no --{name}.')
            raise InputError(message.format(kind=kind, name=name))


def _month(results: Results, text: str) -> int:
    """Return months since the start at the end of a calendar month."""
    scenario = results.scenario
    month = month_index(text, (scenario.start_year, scenario.start_month)) + 1
    if not 0 <= month <= results.months:
        message = _("{month} lies outside the run: {first} to {last}.")
        first, last = scenario.month_name(0), scenario.month_name(results.months - 1)
        raise InputError(message.format(month=text, first=first, last=last))
    return month
