"""``fugai stress``: what more pressure of a quota buys, step by step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from sim.cli.base import print_json, replicates_option, seed_option, seeded
from sim.cli.study import PERFORMING, done, method_command, show, study_of
from sim.present.tables import fitted

FILES: Final = ("stress.json", "stress.csv")


def _stress(
    *,
    file: str,
    out: str | None,
    seed: int | None,
    jobs: int | None,
    scheduler: str | None,
    overrides: tuple[str, ...],
    as_json: bool,
    **values: Any,
) -> None:
    """Stress the quotas of one scenario; its replicates and its seed are those of the worlds."""
    from sim.scenario import load
    from sim.studies.file import is_study
    from sim.studies.outcomes import failures
    from sim.studies.stress_study import describe

    overrides = (*seeded(overrides, seed),)
    if values["replicates"] is None and not is_study(file):
        values["replicates"] = load(file, overrides=overrides).replicates
    study = study_of("stress", file, values, overrides)
    found = done(study, out, jobs, scheduler)
    if as_json:
        print_json(
            {
                "scenario": study.scenario.name,
                "seed": study.scenario.seed,
                "results": found.folder.as_posix(),
                **found.result.summary,
                "files": [f"{found.folder.as_posix()}/{name}" for name in FILES],
            }
        )
        return
    said = describe(study, found.result, fitted)
    show(replace(found, lines=[*said, *failures(found.result)]), as_json=False)


stress = method_command(
    "stress", _stress, (*PERFORMING, replicates_option, seed_option), without=["replicates"]
)
