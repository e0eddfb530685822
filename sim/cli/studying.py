"""What ``fugai study`` and the short command of each method share.

The command of a method takes a study file, or a scenario with options in place of a file::

    @command("sweep", help=N_("…"))
    @study_arguments
    @option("--points", type=int, help=N_("…"))
    def sweep(points: int | None, asked: Asked) -> None:
        carry_out(study_of("sweep", asked, {"points": points}), asked)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from sim.cli.base import (
    argument,
    jobs_option,
    json_option,
    option,
    print_json,
    scheduler_option,
    set_option,
)
from sim.cli.progress import announce, progress
from sim.errors import InputError
from sim.locale import N_, _, current_language

if TYPE_CHECKING:
    from sim.methods.conduct import Done
    from sim.methods.study import Study


@dataclass(frozen=True)
class Asked:
    """The options that every study has on the command line."""

    file: str
    factors: tuple[str, ...]
    measures: tuple[str, ...]
    alternatives: tuple[str, ...]
    months: tuple[int, ...]
    replicates: int | None
    worlds: int | None
    seed: int | None
    out: str | None
    jobs: int | None
    scheduler: str | None
    overrides: tuple[str, ...]
    as_json: bool


_CARRYING = (
    option(
        "-o", "--out", metavar="DIR", help=N_("Folder of the study; results/NAME-HASH unless told.")
    ),
    jobs_option,
    scheduler_option,
    set_option,
    json_option,
)

_ASKING = (
    option(
        "--factor",
        "factors",
        multiple=True,
        metavar="KEY[=LOW:HIGH]",
        help=N_("What is varied: a parameter, or a key as after --set. May be repeated."),
    ),
    option(
        "--measure", "measures", multiple=True, metavar="NAME", help=N_("Look at this measure.")
    ),
    option(
        "--alternative",
        "alternatives",
        multiple=True,
        metavar="ID",
        help=N_("Only this alternative."),
    ),
    option(
        "--month",
        "months",
        multiple=True,
        type=click.IntRange(min=0),
        help=N_("Look at this month, counted from the start; the horizon unless told."),
    ),
    option("--replicates", type=click.IntRange(min=1), help=N_("Replicates of each case.")),
    option("--worlds", type=click.IntRange(min=1), help=N_("Budget: at most so many worlds.")),
    option("--seed", type=click.IntRange(min=0), help=N_("Seed of the study's design.")),
)

_NAMES = (*Asked.__dataclass_fields__,)


def study_arguments(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command of a method its file and the options of all studies, as ``asked``."""

    @wraps(function)
    def gathered(**given: Any) -> None:
        asked = Asked(**{name: given.pop(name) for name in _NAMES})
        function(asked=asked, **given)

    decorated: Callable[..., None] = gathered
    for decorate in reversed((*_ASKING, *_CARRYING)):
        decorated = decorate(decorated)
    return argument("file")(decorated)


def carrying_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of how a study is carried out."""
    for decorate in reversed(_CARRYING):
        function = decorate(function)
    return function


def study_of(method: str, asked: Asked, settings: Mapping[str, Any]) -> Study:
    """Return the study of a file, or the one that the options ask of a scenario.

    ``settings`` are the method's own, ``None`` where an option is not given. Options beside a
    study file replace what it says.
    """
    from sim.methods.study_file import OWN, is_study, load_study, make_study

    given = {name: value for name, value in settings.items() if value is not None}
    values: dict[str, Any] = {
        "factors": list(asked.factors),
        "measures": list(asked.measures),
        "alternatives": list(asked.alternatives),
        "months": list(asked.months),
        "replicates": asked.replicates,
        "worlds": asked.worlds,
        "seed": asked.seed,
    }
    values = {name: value for name, value in values.items() if value not in (None, [])}
    if is_study(asked.file):
        replaced = {**values, **{f"settings.{name}": value for name, value in given.items()}}
        texts = [f"{OWN}{name}={_toml(value)}" for name, value in replaced.items()]
        study = load_study(asked.file, overrides=[*asked.overrides, *texts])
        if study.method != method:
            message = _(
                "{file} is a study by {method}: run it with fugai study, or fugai {method}."
            )
            raise InputError(message.format(file=asked.file, method=study.method))
        return study
    from pathlib import Path

    title = {"zh": f"{method} {asked.file}", "en": f"{method} {asked.file}"}
    data = {"format": 1, "title": title, "method": method, "scenario": asked.file, **values}
    # Every mistake names the option that it came from.
    origins: dict[tuple[str | int, ...], str] = {}
    for place, text in enumerate(asked.factors):
        origins["factors", place] = f"--factor {text}"
    for name in values:
        if name != "factors":
            origins[name,] = f"--{_OPTION.get(name, name)}"
    for name in given:
        origins["settings", name] = f"--{_OPTION.get(name, name.replace('_', '-'))}"
    if given:
        data["settings"] = given
    name = f"{Path(asked.file).stem}_{method}"
    own = [text for text in asked.overrides if text.startswith(OWN)]
    if own:
        message = _("{key} is a value of a study file; here options stand for it.")
        raise InputError(message.format(key=own[0]))
    return make_study(name, data, overrides=asked.overrides, origins=origins)


_OPTION = {
    "measures": "measure",
    "alternatives": "alternative",
    "months": "month",
    "observations": "observation",
    "policies": "policy",
    "yuan_per_year": "yuan",
    "doses": "dose",
}
"""Options that are not called as the value of a study that they give."""


def _toml(value: Any) -> str:
    """Write a value as a study file does."""
    import json

    return json.dumps(value, ensure_ascii=False)


def carry_out(study: Study, asked: Asked) -> None:
    """Do a study and print what came of it."""
    show(done(study, asked.out, asked.jobs, asked.scheduler), asked.as_json)


def done(study: Study, out: str | None, jobs: int | None, scheduler: str | None) -> Done:
    """Do a study, here or on other machines."""
    from sim.methods.conduct import conduct
    from sim.results.machines import executor_of

    with executor_of(scheduler) as executor, progress(_("simulating"), 1) as tell:
        found = conduct(
            study,
            out=out,
            jobs=jobs,
            executor=executor,
            progress=lambda share: tell(share, 1),
            announce=announce,
        )
    if found.simulated:
        from sim.plots.studies import draw

        draw(study, found.result, found.folder, current_language())
    return found


def show(found: Done, as_json: bool) -> None:
    """Print what came of a study."""
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
    for line in found.lines:
        click.echo(line)
    click.echo()
    text = _("{worlds} worlds. Tables and this text: {folder}")
    click.echo(text.format(worlds=f"{found.worlds:,}", folder=found.folder.as_posix()))
