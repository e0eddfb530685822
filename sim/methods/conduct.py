"""Do a study, whatever its method: go on where it was left, and leave the answer in its folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from sim.errors import FugaiError, InputError
from sim.locale import _
from sim.methods.cases import Progress
from sim.methods.catalogue import METHODS
from sim.methods.store import CaseStore, Work
from sim.methods.study import Study, StudyResult
from sim.methods.study_folder import StudyFolder, default_folder, described
from sim.results.plan import Estimate
from sim.store.sealed import DamagedError


class InterruptedStudyError(FugaiError):
    """A study that was stopped; what is on disk is whole."""


@dataclass(frozen=True)
class Done:
    """A finished study: where it lies, and what came of it in data and in lines."""

    study: Study
    folder: Path
    result: StudyResult
    lines: list[str]
    worlds: int
    seconds: float
    simulated: bool
    """Whether anything had to be done; else all of it lay in the folder."""


def conduct(
    study: Study,
    *,
    out: str | Path | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    announce: Callable[[Estimate], None] | None = None,
) -> Done:
    """Do a study in the folder ``out``, else in one below ``results/``.

    What the folder holds of it is not done again. ``announce`` is told the estimate of each round
    before it is simulated, ``progress`` the share of it that is done. Raises ``InputError`` for a
    folder with something else in it, and for what the method can't do with this study.
    """
    folder = StudyFolder(Path(out) if out is not None else default_folder(study))
    method = METHODS[study.method].load()
    if folder.exists():
        folder.check(described(study))
        if folder.complete():
            return _there(study, folder)
    with folder.held():
        folder.claim(study)
        if folder.complete():
            return _there(study, folder)
        began = time.monotonic()
        store = CaseStore(folder.path, jobs=jobs, executor=executor, announce=announce)
        work = Work(study, store, progress)
        try:
            result = method.run(study, work)
        except DamagedError:
            raise
        except InputError:
            folder.abandon()
            raise
        except KeyboardInterrupt:
            text = _(
                "Stopped. What is complete lies in {folder}; the same command goes on from there."
            )
            raise InterruptedStudyError(text.format(folder=folder.path)) from None
        lines = method.tell(study, result)
        folder.finish(study, result, lines, work.worlds, time.monotonic() - began)
        seconds = folder.info()["seconds"]
    return Done(study, folder.path, result, lines, work.worlds, seconds, True)


def _there(study: Study, folder: StudyFolder) -> Done:
    """Return the study that a folder holds, worded in the present language."""
    result, info = folder.result(), folder.info()
    lines = METHODS[study.method].load().tell(study, result)
    return Done(study, folder.path, result, lines, info["worlds"], info["seconds"], False)
