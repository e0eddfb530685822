"""Fugai: how Party-building coverage spreads through social organizations.

The short way from Python::

    import sim

    results = sim.run("linze")
    results.compare()

``dir(sim)`` lists the public names. Nothing heavy is imported before it is used: the command
answers ``--help`` in a fraction of a second.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.locale import _
from sim.text.arguments import SCENARIO, named, refuse

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd

    from sim import data as data
    from sim.agents.model import CoverageModel as CoverageModel
    from sim.extensions.contract import Extension as Extension
    from sim.plots.output import Plot
    from sim.results.compare import Comparison as Comparison
    from sim.results.reading import Results as Results
    from sim.scenario.scenario import Scenario as Scenario
    from sim.studies.folder import Done
    from sim.studies.study import Study as Study
    from sim.worlds import Worlds as Worlds

__version__ = "0.1.0"

_ELSEWHERE = {
    "Comparison": "sim.results.compare",
    "CoverageModel": "sim.agents.model",
    "Extension": "sim.extensions.contract",
    "Results": "sim.results.reading",
    "Scenario": "sim.scenario.scenario",
    "Study": "sim.studies.study",
    "Worlds": "sim.worlds",
}
"""Public names that are imported when they are asked for."""

__all__ = [
    "Comparison",
    "CoverageModel",
    "Extension",
    "Results",
    "Scenario",
    "Study",
    "Worlds",
    "__version__",
    "data",
    "list_measures",
    "list_parameters",
    "list_policies",
    "load",
    "plot",
    "run",
    "study",
]


def __getattr__(name: str) -> Any:
    if name in _ELSEWHERE:
        return getattr(import_module(_ELSEWHERE[name]), name)
    if name == "data":
        return import_module("sim.data")
    if name.startswith("_"):
        raise AttributeError(name)
    from sim.text.hints import near

    raise AttributeError(f"sim has no {name!r}. {near(name, __dir__())}".strip())


def __dir__() -> list[str]:
    return [name for name in __all__ if not name.startswith("_")]


@named()
def load(
    path: str | Path, *, overrides: Sequence[str] | str = (), extensions: Sequence[str] | str = ()
) -> Scenario:
    """Read a scenario file, or a shipped scenario by its bare name.

    ``overrides`` are texts such as ``"parameters.leave_per_year=0.3"``, as after ``--set``;
    ``extensions`` are modules of your own. One may stand alone. Raises
    ``sim.text.problems.ScenarioError`` with every mistake at once.
    """
    from sim.scenario import load as load_scenario

    return load_scenario(path, overrides=overrides, extensions=extensions)


@named()
def run(
    scenario: Scenario | str | Path,
    *,
    alternatives: Sequence[str] | str | None = None,
    replicates: int | None = None,
    out: str | Path | None = None,
    jobs: int | None = None,
    uncertainty: str | None = None,
    overrides: Sequence[str] | str = (),
    extensions: Sequence[str] | str = (),
    progress: bool | Callable[[float, int], None] = False,
    executor: Executor | None = None,
) -> Results:
    """Simulate every replicate of every alternative, or go on where ``out`` was left.

    ``scenario`` may be a name or a path; ``overrides`` and ``extensions`` are as in :func:`load`.
    ``out`` is the results folder (default: ``results/NAME-HASH``), ``jobs`` the number of
    processes, ``uncertainty`` ``"prior"``, ``"posterior"`` or ``"none"``. ``progress=True`` counts
    replicates on standard error; a function gets how many are done, and of how many. An
    ``executor`` takes the place of the processes.
    """
    from sim.results.run import run as run_scenario

    return run_scenario(
        _scenario(scenario, overrides, extensions), alternatives=alternatives,
        replicates=replicates, out=out, jobs=jobs, uncertainty=uncertainty,
        progress=_told(progress, _count), executor=executor,
    )  # fmt: skip


@named()
def study(
    study: Study | str | Path,
    *,
    out: str | Path | None = None,
    jobs: int | None = None,
    progress: bool | Callable[[float], None] = False,
    executor: Executor | None = None,
) -> Done:
    """Do a study: one made by :meth:`Study.of`, the path of its file, or a shipped one by name.

    What ``out`` (default: ``results/NAME-HASH``) holds of it is not done again. The answer is in
    ``.lines``, its tables in ``.frame(name)``.
    """
    from sim.studies.file import load_study
    from sim.studies.folder import perform

    asked = load_study(study) if isinstance(study, str | Path) else study
    if not hasattr(asked, "method"):
        refuse("study", _("a Study, a path or a name"), asked)
    tell = _told(progress, _count_share)
    return perform(asked, out=out, jobs=jobs, progress=tell, executor=executor)


def plot(results: Results | Done | str | Path, kind: str, **given: Any) -> Plot:
    """Draw a figure of a run, as ``fugai plot KIND`` does; Jupyter shows it by itself.

    With a finished study, or its folder, the kind is ``"study"``. What else is given goes to the
    figure: ``alternative=``, ``measure=``, ``width=`` …
    """
    from sim.plots import STUDY
    from sim.plots.output import plot as drawn
    from sim.results.reading import Results as Read

    if isinstance(results, Read):
        return drawn(results, kind, **given)
    folder = getattr(results, "folder", results)
    if not isinstance(folder, str | Path):
        refuse("results", _("the results of a run, a finished study, or the folder of one"), folder)
    if kind == STUDY:
        from sim.plots.studies import study_plot

        return study_plot(folder, **given)
    return drawn(Read(folder), kind, **given)


def list_policies() -> pd.DataFrame:
    """Return every field of every policy with its range, unit, meaning and source."""
    from sim.present.notebook import policies

    return policies()


def list_measures() -> pd.DataFrame:
    """Return every measure with unit, definition, numerator and denominator."""
    from sim.present.notebook import measures

    return measures()


def list_parameters() -> pd.DataFrame:
    """Return every behavioural parameter with default, range, prior, standing and source."""
    from sim.present.notebook import parameters

    return parameters()


def _scenario(
    given: Scenario | str | Path, overrides: Sequence[str] | str, extensions: Sequence[str] | str
) -> Scenario:
    if isinstance(given, str | Path):
        return load(given, overrides=overrides, extensions=extensions)
    from sim.scenario import Scenario, changed

    if not isinstance(given, Scenario):
        refuse("scenario", _(SCENARIO), given)
    return changed(given, overrides=overrides, extensions=extensions)


def _told(progress: Any, shown: Callable[..., None]) -> Any:
    """Return what hears how far the work is; ``shown`` writes it on standard error."""
    if progress is True:
        return shown
    if progress and not callable(progress):
        refuse("progress", _("True, False or a function"), progress)
    return progress or None


def _count(done: float, of: int) -> None:
    print(f"\r{done:.0f}/{of}", end="\n" if done >= of else "", file=sys.stderr, flush=True)


def _count_share(share: float) -> None:
    print(f"\r{share:.0%}", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)
