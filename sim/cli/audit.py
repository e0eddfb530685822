"""``fugai audit`` and ``fugai diff``: are results the same when made again, and where not?"""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.base import (
    argument,
    command,
    jobs_option,
    json_option,
    option,
    print_json,
    progress,
    scheduler_option,
)
from sim.errors import FugaiError
from sim.locale import N_, _, labelled, listed
from sim.present.numbers import whole

if TYPE_CHECKING:
    from sim.report.bundle import Opened
    from sim.results.diff import First
    from sim.studies.audit import Audit


class DifferentError(FugaiError):
    """An audit that found something else: exit code 1, so that scripts notice."""


@command(
    "audit",
    help=N_(
        "Repeat RUN (the folder of a run or a study, or a bundle of one) and compare.\n\n"
        "Every chunk is simulated again from the scenario in the folder. The tables of a study are "
        "made again, too. Says what differs first, and which files were changed "
        "since they were written. The folder is only read. Exit code 1 where anything differs."
    ),
)
@argument("folder", metavar="RUN")
@option(
    "--sample",
    type=click.IntRange(min=1),
    help=N_("Number of chunks to repeat, evenly spread (default: all)."),
)
@jobs_option
@scheduler_option
@json_option
def audit(
    folder: str, sample: int | None, jobs: int | None, scheduler: str | None, as_json: bool
) -> None:
    """Audit one folder, or what is in a bundle, whose files are held against its list first."""
    bundle: Opened | None = None
    if folder.endswith(".zip"):
        from sim.report.bundle import opened

        with opened(Path(folder)) as bundle:
            inner = _again(bundle.folder / "results", sample, jobs, scheduler)
            found = replace(inner, folder=Path(folder))
    else:
        found = _again(Path(folder), sample, jobs, scheduler)
    same = found.same and not (bundle and bundle.changed)
    if as_json:
        said = {} if bundle is None else {"same": same, "changed": list(bundle.changed)}
        print_json({**_plain(found), **said})
    else:
        if bundle is not None:
            text = _("{n} files, made with Fugai {version}.")
            about = bundle.about
            click.echo(text.format(n=len(about["files"]), version=about["fugai"]))
            for name in bundle.changed:
                click.echo(_("Changed since the bundle was made: {file}").format(file=name))
        _print_text(found, same=same)
    if not same:
        text = _("{folder} differs from what is found here.")
        raise DifferentError(text.format(folder=found.folder))


def _again(folder: Path, sample: int | None, jobs: int | None, scheduler: str | None) -> Audit:
    from sim.store.executors import executor_of
    from sim.studies.audit import audit as again

    with executor_of(scheduler) as executor, progress(_("simulating again"), 1) as advance:
        return again(
            folder, sample=sample, jobs=jobs, executor=executor,
            progress=lambda share: advance(share, 1),
        )  # fmt: skip


def _plain(found: Audit) -> dict[str, Any]:
    plain = asdict(found)
    return {"folder": plain.pop("folder").as_posix(), "same": found.same,
            "tables": plain.pop("first"), **plain}  # fmt: skip


def _print_text(found: Audit, *, same: bool) -> None:
    text = {
        "run": _("{done} of {parts} chunks simulated again."),
        "study": _("{done} of {parts} batches simulated again, tables made again from all."),
    }[found.sort]
    click.echo(text.format(done=found.done, parts=found.parts))
    for name, (then, now) in found.about.items():
        line = _("Made with another {name}: {then}, here {now}.")
        click.echo(line.format(name=name, then=then, now=now))
    for name in found.damaged:
        click.echo(_("Changed since it was written: {file}").format(file=name))
    for name in found.other:
        click.echo(_("Other content: {part}").format(part=name))
    for entry in found.first:
        _print_first(entry, _("there"), _("again"))
    if same:
        click.echo(_("Everything is the same."))


@command(
    "diff",
    help=N_(
        "Compare two results folders in the replicates that both have: say where each table "
        "first differs, by replicate and month, and what the runs were made with."
    ),
)
@argument("left", metavar="RUN")
@argument("right", metavar="RUN")
@json_option
def diff(left: str, right: str, as_json: bool) -> None:
    """Compare two runs."""
    from sim.results.diff import difference
    from sim.results.reading import Results

    found = difference(Results(left), Results(right))
    if as_json:
        print_json({"same": found.same, **asdict(found)})
        return
    for name, (one, other) in found.about.items():
        click.echo(labelled(name, f"{one} | {other}"))
    if not found.replicates:
        click.echo(_("The two runs have no replicate in common."))
    elif found.same:
        click.echo(_("The same in all tables of {n} replicates.").format(n=found.replicates))
    for entry in found.tables:
        _print_first(entry, left, right)


def _print_first(entry: First, left: str, right: str) -> None:
    """Print the first rows that differ in a table, by whose they are."""
    text = _("{table}: {n} rows differ, first:")
    click.echo(text.format(table=entry.table, n=whole(entry.rows)))
    for whose, row in ((left, entry.left), (right, entry.right)):
        click.echo(f"  {labelled(whose, _row(row))}")


def _row(row: dict[str, Any] | None) -> str:
    """Return a row for people, without empty cells."""
    if row is None:
        return _("no such row")
    return listed(f"{name} {value}" for name, value in row.items() if value not in ("", None))
