"""What a scenario holds, and every mistake in it; what an extension of one's own does not hold."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli.base import argument, command, json_option, option, print_json, print_lines, set_option
from sim.errors import InputError
from sim.locale import N_, _, labelled, listed, ngettext, noted, pick
from sim.text.problems import WARNING, Problem, ScenarioError

if TYPE_CHECKING:
    from sim.population.population import Population
    from sim.scenario import Scenario

MOST_POPULATED: Final = 500_000
"""Organizations and members that are made in about a second."""


@command(
    "check",
    help=N_(
        "Read FILE (or a shipped scenario) and report every mistake at once.\n\n"
        "Without mistakes say what the scenario holds: places, organizations, missing cells of "
        "the registry, where the place stands, and which local facts are national defaults. A "
        "study is checked too."
    ),
)
@argument("file")
@option("--names", is_flag=True, help=N_("Name those that should have a branch and have none."))
@set_option
@json_option
def check(file: str, names: bool, overrides: tuple[str, ...], as_json: bool) -> None:
    """Check one scenario."""
    from sim.cli.history_text import could_have
    from sim.cli.summary import changed, local_facts, other_meanings, summary
    from sim.present import facts as facts_text
    from sim.scenario import load
    from sim.scenario.facts import facts, should_have
    from sim.scenario.idle import doubts

    try:
        if _is_study(file):
            _check_study(file, overrides, as_json)
            return
        scenario = load(file, overrides=overrides)
    except ScenarioError as error:
        if not as_json:
            raise
        print_json({"ok": False, "problems": [_plain(problem) for problem in error.problems]})
        sys.exit(error.exit_code)
    try:
        population = _population(scenario)
    except InputError as error:
        if not as_json:
            raise
        print_json({"ok": False, "problems": [_plain(Problem(file, str(error)))]})
        sys.exit(error.exit_code)
    notes: list[str] = []
    if population is None:
        notes.append(
            _("The population is too large to be made here. fugai run says what is imputed.")
        )
    else:
        notes += [*map(str, population.notes), *doubts(scenario, population)]
    from sim.results.allowed import before

    allowed = before(scenario)
    if as_json:
        print_json(
            {
                "ok": True,
                "scenario": scenario.name,
                "warnings": [_plain(problem) for problem in scenario.warnings],
                "notes": notes,
                "imputed": population.imputed if population else {},
                "facts": facts(scenario).json(),
                "history": [*could_have(scenario)],
                "other_meanings": [
                    {"in": where, "key": key, "now": now} for where, key, now in changed(scenario)
                ],
                "reading": [str(remark) for remark in scenario.remarks],
                "allowed": {name: entry.plain() for name, entry in allowed.items()},
                **({"names": [list(entry) for entry in should_have(scenario)]} if names else {}),
            }
        )
        return
    click.echo(summary(scenario))
    print_lines(facts_text.table(facts(scenario)))
    print_lines((*local_facts(scenario), *other_meanings(scenario), *could_have(scenario)))
    if names:
        print_lines(facts_text.names(scenario))
    for note in (*map(str, allowed.values()), *notes):
        click.echo(f"  {note}")
    for remark in scenario.remarks:
        click.echo(f"  {WARNING if remark.weighty else '·'} {remark}")
    for warning in scenario.warnings:
        click.echo(f"\n{warning}")
    click.echo(_("No mistakes."))


def _is_study(file: str) -> bool:
    """Whether a file is a study's: it has a method. A bare name is a scenario's, as everywhere."""
    from sim.scenario.reading import read
    from sim.text.hints import is_file

    path = Path(file)
    return path.suffix == ".toml" and is_file(path) and "method" in read(path).data


def _check_study(file: str, overrides: tuple[str, ...], as_json: bool) -> None:
    """Check a study, and say what it asks."""
    from sim.present.tables import aligned
    from sim.studies.file import load_study

    study = load_study(file, overrides=overrides)
    if as_json:
        print_json({"ok": True, "study": study.name, "method": study.method})
        return
    rows = [
        (_("title"), pick(study.title)),
        (_("method"), study.method),
        (_("scenario"), pick(study.scenario.title)),
        (_("alternatives"), _(", ").join(study.alternatives)),
        (_("replicates"), str(study.replicates)),
    ]
    click.echo(aligned(rows))
    click.echo(_("No mistakes."))


def _population(scenario: Scenario) -> Population | None:
    """Populate one world at the declared defaults; ``None`` where that would take long."""
    from sim.parameters import resolve
    from sim.population.population import populate
    from sim.scenario.bounds import simulated

    if sum(simulated(scenario.organizations)) > MOST_POPULATED:
        return None
    values = resolve(scenario.seed, [0], scenario.parameters, "none")
    return populate(scenario.without_history(), [0], values)


def _plain(problem: Problem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in ("source", "line", "message", "hint")}


@command(
    "show", help=N_("Show FILE (or a shipped scenario), with --resolved every value in force.")
)
@argument("file")
@option("--resolved", is_flag=True, help=N_("Show every value in force, defaults among them."))
@set_option
@json_option
def show(file: str, resolved: bool, overrides: tuple[str, ...], as_json: bool) -> None:
    """Show one scenario."""
    from sim.cli.summary import questions, summary
    from sim.scenario import load
    from sim.scenario.writing import resolved_toml

    scenario = load(file, overrides=overrides)
    if as_json:
        print_json({**scenario.resolved(), "digest": scenario.digest()})
    elif resolved:
        click.echo(resolved_toml(scenario), nl=False)
    else:
        click.echo(summary(scenario))
        asked = questions(scenario)
        if asked:
            click.echo(f"\n{asked}")


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
        click.echo(noted(registered.module, registered.source))
        for sort, names in registered.extension.names().items():
            if names:
                click.echo(f"  {labelled(sort, listed(names))}")
        for one in findings:
            mark = "✗" if one.fault else "✓"
            click.echo(
                f"{mark} {labelled(one.what, one.check)}" + (f"\n    {one.fault}" * bool(one.fault))
            )
        if not wrong:
            click.echo(_("Everything holds."))
    if wrong:
        text = ngettext("{n} check does not hold.", "{n} checks do not hold.", len(wrong))
        click.echo("✗ " + text.format(n=len(wrong)), err=True)
        sys.exit(2)
