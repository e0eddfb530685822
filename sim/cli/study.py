"""``fugai study``, and a command for every method, made from what the method declares.

The command of a method takes a study file, or a scenario with options in place of a file. Its
options are the keys of a study that the method reads, and its settings with their labels and
ranges (:mod:`sim.studies.catalogue`). ``from sim.cli.study import sweep`` makes the command.
``fugai stress`` has the replicates and the seed of its scenario besides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli.base import (
    Command,
    Function,
    announce,
    argument,
    check_target,
    command,
    force_option,
    jobs_option,
    json_option,
    option,
    print_json,
    print_lines,
    progress,
    replicates_option,
    scheduler_option,
    seed_option,
    seeded,
    set_option,
)
from sim.cli.method_options import SHARED, option_name, options_of
from sim.errors import InputError
from sim.locale import N_, _, current_language
from sim.present.numbers import whole

if TYPE_CHECKING:
    from sim.studies.folder import Done
    from sim.studies.study import Study


Decorator = Callable[[Function], Function]


def _together(*decorators: Decorator) -> Decorator:
    """Return a decorator that gives a command the options of several."""

    def made(function: Function) -> Function:
        for decorate in reversed(decorators):
            function = decorate(function)
        return function

    return made


PERFORMING: Final = _together(
    option(
        "-o", "--out", metavar="DIR", help=N_("Folder of the study (default: results/NAME-HASH).")
    ),
    jobs_option,
    scheduler_option,
    set_option,
    json_option,
)
"""Options by which any study is done."""

_FIGURE: Final = _together(
    option("--plot", metavar="FILE", help=N_("Draw what is predicted beside what was observed.")),
    force_option,
)
STRESS_FILES: Final = ("stress.json", "stress.csv")


@command(
    "study",
    help=N_(
        "Run the study that FILE describes (or a shipped study by its bare name).\n\nA study asks "
        "one question of many runs of a scenario: see docs/studies.md. Output goes to a folder "
        "below results/, or to --out. Run it again to continue a study that was stopped. --set "
        "changes the scenario, --set study.KEY=VALUE the study."
    ),
)
@argument("file")
@PERFORMING
def study(
    file: str,
    out: str | None,
    jobs: int | None,
    scheduler: str | None,
    overrides: tuple[str, ...],
    as_json: bool,
) -> None:
    """Do one study."""
    from sim.studies.file import load_study

    show(done(load_study(file, overrides=overrides), out, jobs, scheduler), as_json)


def __getattr__(name: str) -> Command:
    """Make the command of a method when it is asked for."""
    from sim.studies.catalogue import METHODS

    if name not in METHODS:
        raise AttributeError(name)
    if name == "stress":
        performing = _together(PERFORMING, replicates_option, seed_option)
        return _method_command(name, _stress, performing, without=["replicates"])
    performing = _together(PERFORMING, _FIGURE) if name == "calibrate" else PERFORMING
    return _method_command(name, partial(_perform, name), performing)


def _method_command(
    method: str, act: Function, performing: Decorator, without: Collection[str] = ()
) -> Command:
    """Return the command of a method, whose options are what the method declares.

    ``without`` are keys of a study for which ``performing`` has an option of its own.
    """
    from sim.studies.catalogue import METHODS

    declared = METHODS[method]
    made = command(method, help=declared.text)(argument("file")(performing(act)))
    made.params[1:1] = options_of(declared.load().Settings, without)
    return made


def _perform(
    method: str,
    *,
    file: str,
    out: str | None,
    jobs: int | None,
    scheduler: str | None,
    overrides: Sequence[str],
    as_json: bool,
    plot: str | None = None,
    force: bool = False,
    **values: Any,
) -> None:
    """Do the study that a file, or options beside a scenario, ask of a method."""
    if plot is not None:
        from sim.plots.output import FORMATS

        target = Path(plot)
        check_target(target, FORMATS, _("A figure is written as {formats}, not as {name}."))
    found = done(study_of(method, file, values, overrides), out, jobs, scheduler)
    (_show_stress if method == "stress" else show)(found, as_json)
    if plot is not None:
        from sim.plots.calibration import predictive_figure
        from sim.plots.output import save

        figure = predictive_figure(found.study, found.result, lang=current_language())
        save(figure, plot, force=force)


def _stress(
    *, file: str, replicates: int | None, seed: int | None, overrides: Sequence[str], **asked: Any
) -> None:
    """Stress the quotas of one scenario; its replicates and its seed are those of the worlds."""
    from sim.scenario import load
    from sim.studies.file import is_study

    overrides = seeded(overrides, seed)
    if replicates is None and not is_study(file):
        replicates = load(file, overrides=overrides).replicates
    _perform("stress", file=file, replicates=replicates, overrides=overrides, **asked)


def _show_stress(found: Done, as_json: bool) -> None:
    """Print the answer of a stress: by quota, as wide as the terminal is."""
    from sim.present.tables import fitted
    from sim.studies.outcomes import failures
    from sim.studies.stress_study import describe

    if not as_json:
        said = describe(found.study, found.result, fitted)
        show(replace(found, lines=[*said, *failures(found.result)]), as_json=False)
        return
    print_json(
        {
            "scenario": found.study.scenario.name,
            "seed": found.study.scenario.seed,
            "results": found.folder.as_posix(),
            **found.result.summary,
            "files": [f"{found.folder.as_posix()}/{name}" for name in STRESS_FILES],
        }
    )


def study_of(method: str, file: str, values: Mapping[str, Any], overrides: Sequence[str]) -> Study:
    """Return the study of a file, or the one that the options ask of a scenario.

    ``values`` are those of a study's keys and of the method's settings, ``None`` or empty where
    an option is not given. Options beside a study file replace what it says.
    """
    from sim.studies.catalogue import METHODS
    from sim.studies.file import OWN, is_study, load_study, make_study

    settings = METHODS[method].load().Settings
    given = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value not in (None, ())
    }
    shared = {name: value for name, value in given.items() if name in SHARED}
    own = {name: value for name, value in given.items() if name not in SHARED}
    if "months" in shared:
        shared["months"] = [int(one) if one.isdecimal() else one for one in shared["months"]]
    if is_study(file):
        replaced = {**shared, **{f"settings.{name}": value for name, value in own.items()}}
        texts = [
            f"{OWN}{name}={json.dumps(value, ensure_ascii=False)}"
            for name, value in replaced.items()
        ]
        found = load_study(file, overrides=[*overrides, *texts])
        if found.method != method:
            message = _(
                "{file} is a study by {method}: run it with fugai study, or fugai {method}."
            )
            raise InputError(message.format(file=file, method=found.method))
        return found
    title = {"zh": f"{method} {file}", "en": f"{method} {file}"}
    data = {"format": 1, "title": title, "method": method, "scenario": file, **shared}
    # Every mistake names the option that it came from.
    origins: dict[tuple[str | int, ...], str] = {
        ("factors", place): f"--factor {text}"
        for place, text in enumerate(shared.get("factors", ()))
    }
    origins |= {(name,): option_name(name, settings) for name in shared if name != "factors"}
    origins |= {("settings", name): option_name(name, settings) for name in own}
    if own:
        data["settings"] = own
    for text in overrides:
        if text.startswith(OWN):
            message = _("{key} belongs in a study file; here, use options.")
            raise InputError(message.format(key=text))
    return make_study(f"{Path(file).stem}_{method}", data, overrides=overrides, origins=origins)


def done(study: Study, out: str | None, jobs: int | None, scheduler: str | None) -> Done:
    """Do a study, here or on other machines."""
    from sim.cli.history_text import with_pasts
    from sim.store.executors import executor_of
    from sim.studies.folder import perform
    from sim.studies.study import pasts_wanted

    number = pasts_wanted(study)
    if number:
        with_pasts(study.scenario, number, None)  # kept, so that the study finds them
    with executor_of(scheduler) as executor, progress(_("simulating"), 1) as advance:
        found = perform(
            study,
            out=out,
            jobs=jobs,
            executor=executor,
            progress=lambda share: advance(share, 1),
            announce=announce,
        )
    if found.simulated or _undrawn(found):
        from sim.plots.studies import draw

        draw(study, found.result, found.folder, current_language())
    return found


def _undrawn(found: Done) -> bool:
    """Whether a sweep lacks a figure: it may have been killed while it was drawn."""
    study = found.study
    files = [f"{study.measures[0]}-{alternative}.png" for alternative in study.alternatives]
    return study.method == "sweep" and not all((found.folder / file).is_file() for file in files)


def show(found: Done, as_json: bool) -> None:
    """Print the answer of a study."""
    if as_json:
        print_json(
            {
                "study": found.study.name,
                "method": found.study.method,
                "scenario": found.study.scenario.name,
                "results": found.folder.as_posix(),
                "worlds": found.worlds,
                "seconds": found.seconds,
                "failed": dict(found.result.failed),
                "summary": found.result.summary,
            }
        )
        return
    from sim.studies.study import notes_on_pasts

    print_lines((*found.lines, *notes_on_pasts(found.study)))
    click.echo()
    text = _("{worlds} simulations. Tables and this text: {folder}")
    click.echo(text.format(worlds=whole(found.worlds), folder=found.folder.as_posix()))
