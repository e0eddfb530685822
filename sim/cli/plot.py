"""``fugai plot``: one figure of a run, as a file."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli.base import (
    Command,
    argument,
    common_options,
    json_option,
    option,
    print_json,
)
from sim.errors import InputError
from sim.locale import N_, _, current_language
from sim.plots import KINDS, STUDY, drawer
from sim.text.months import month_index

if TYPE_CHECKING:
    from sim.results.reading import Results

ANIMATION: Final = "animation"
WIDTHS: Final = ("single", "double")


class PlotCommand(Command):
    """The command, with the kinds below its help."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Kinds")):
            kinds = [(name, _(line)) for name, (_place, line) in KINDS.items()]
            formatter.write_dl(
                [*kinds, (STUDY, _("The figure of a finished study, whatever its method."))]
            )


@click.command(
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
@option("--organization", metavar="ID", help=N_("Its identity, or its name in the registry."))
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
@option("--force", is_flag=True, help=N_("Overwrite a file that has other content."))
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
    if kind == STUDY:
        asked_of_study = {"alternative": alternative, "measure": measure}
        others = {"by": by, "organization": organization, "replicate": replicate, "month": month}
        _refuse(kind, [name for name, value in others.items() if value is not None])
        target = Path(f"{Path(folder).name}.png" if out is None else out)
        path = _of_study(folder, target, asked_of_study, width, force)
        if as_json:
            print_json({"files": [path.as_posix()]})
        else:
            click.echo(str(path))
        return
    kind = _known(kind.replace("-", "_"))
    asked: dict[str, Any] = {
        "alternative": alternative,
        "measure": measure,
        "by": by,
        "organization": organization,
        "replicate": replicate,
        "month": month,
    }
    given = {name: value for name, value in asked.items() if value is not None}
    _taken(kind, given)
    from sim.results.reading import Results

    results = Results(folder)
    named = [kind, str(results.info["name"]), *(str(value) for value in given.values())]
    suffix = ".gif" if kind == ANIMATION else ".png"
    target = Path("-".join(named) + suffix if out is None else out)
    if month is not None:
        given["month"] = _month(results, month)
    path = _drawn(kind, results, target, given, width, force)
    if as_json:
        print_json({"files": [path.as_posix()]})
    else:
        click.echo(str(path))


plot.params += common_options()


def _known(kind: str) -> str:
    if kind not in KINDS:
        from sim.text.hints import near

        message = _('There is no figure "{name}". {hint}')
        raise InputError(message.format(name=kind, hint=near(kind, [*KINDS, STUDY])))
    return kind


def _taken(kind: str, given: dict[str, Any]) -> None:
    """Refuse options that a kind has no use for."""
    taken = inspect.signature(drawer(kind)).parameters
    _refuse(kind, [name for name in given if name not in taken])


def _refuse(kind: str, names: list[str]) -> None:
    for name in names:
        message = _('The figure "{kind}" takes no --{name}.')
        raise InputError(message.format(kind=kind, name=name))


def _of_study(
    folder: str, target: Path, asked: dict[str, str | None], width: str | None, force: bool
) -> Path:
    """Draw the figure of a finished study anew."""
    from sim.plots.output import save
    from sim.plots.studies import study_figure
    from sim.plots.style import WIDTHS as MILLIMETRES
    from sim.studies.file import from_resolved_study
    from sim.studies.folder import StudyFolder

    _check_form(target)
    done = StudyFolder(Path(folder))
    study, result = from_resolved_study(done.info()["study"]), done.result()
    wide = None if width is None else MILLIMETRES[width]
    figure = study_figure(study, result, width=wide, lang=current_language(), **asked)
    return save(figure, target, force=force)


def _month(results: Results, text: str) -> int:
    """Return months since the start at the end of a calendar month."""
    scenario = results.scenario
    month = month_index(text, (scenario.start_year, scenario.start_month)) + 1
    if not 0 <= month <= results.months:
        message = _("{month} lies outside the run: {first} to {last}.")
        first, last = scenario.month_name(0), scenario.month_name(results.months - 1)
        raise InputError(message.format(month=text, first=first, last=last))
    return month


def _check_form(target: Path) -> None:
    """Refuse a form that is none before anything is drawn: some figures take their time."""
    from sim.plots.output import FORMATS
    from sim.text.problems import one_of

    if target.suffix.lower() not in FORMATS:
        text = _("A figure is written as {formats}, not as {name}.")
        raise InputError(text.format(formats=one_of(FORMATS), name=target.name))


def _drawn(
    kind: str,
    results: Results,
    target: Path,
    given: dict[str, Any],
    width: str | None,
    force: bool,
) -> Path:
    from sim.plots.output import save
    from sim.plots.style import WIDTHS as MILLIMETRES
    from sim.store.disk import place_file

    if kind == ANIMATION and target.suffix.lower() != ".gif":
        message = _("An animation is written as .gif, not as {name}.")
        raise InputError(message.format(name=target.name))
    if kind != ANIMATION:
        _check_form(target)
    if width is not None:
        given = {**given, "width": MILLIMETRES[width]}
    made = drawer(kind)(results, lang=current_language(), **given)
    if kind == ANIMATION:
        return place_file(target, made, force=force)
    return save(made.figure, target, results, force=force)
