"""Sweep: the same worlds again and again with other values, over a grid, a sample or a list.

All cases meet the same replicates, and so the same draws: what differs between two cases was
caused by the values. What is swept is a model's answer; how likely the values are is another
question, which priors answer for parameters and nobody for policies.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import numpy.typing as npt
from pydantic import model_validator

from sim.errors import InputError
from sim.locale import _
from sim.methods.designs import grid, latin, replicated, sobol
from sim.methods.effects import effects
from sim.methods.listed import listed
from sim.methods.settings import MethodSettings, Written
from sim.methods.study import Columns, Study, StudyResult
from sim.methods.sweep_tables import design_table, responses_table, wide_table
from sim.methods.sweep_text import lines
from sim.methods.work import Work
from sim.scenario.keys import key

Design = Literal["grid", "latin", "sobol", "list"]


class Settings(MethodSettings):
    """How the points of a sweep are chosen."""

    FILES: ClassVar = ("cases",)
    OPTIONS: ClassVar = {"cases": Written("--cases", "FILE")}

    design: Design = key(
        "Every combination, a Latin hypercube, Sobol' points, or a list of cases",
        "网格、拉丁超立方、Sobol 点，或个案清单",
        default="grid",
    )
    levels: int = key(
        "Levels of each factor in a grid", "网格中各因素的水平数", default=5, low=2, high=1000
    )
    points: int = key(
        "Points of a Latin hypercube or of Sobol'", "抽样点数", default=64, low=2, high=10_000_000
    )
    cases: str | None = key(
        "List of cases (CSV or XLSX), a column a key and a row a case",
        "个案清单文件（CSV 或 XLSX），每列一个键，每行一个个案",
        default=None,
    )

    @model_validator(mode="before")
    @classmethod
    def _listed(cls, data: Any) -> Any:
        """Let a list of cases that is given be the design."""
        named = isinstance(data, dict) and data.get("cases") is not None
        return {"design": "list", **data} if named else data


def run(study: Study, work: Work) -> StudyResult:
    """Simulate every case under the study's replicates, and put them side by side."""
    values = points(study)
    cases = replicated(values, study.replicates)
    found = work.respond(cases)
    shape = (len(cases) // study.replicates, study.replicates)
    failed = {
        _("case {case}, replicate {replicate} (seed {seed})").format(
            case=row // study.replicates,
            replicate=row % study.replicates,
            seed=study.scenario.seed,
        ): reason
        for row, reason in found.failed.items()
    }
    tables: dict[str, Columns] = {
        "design": design_table(values),
        "responses": responses_table(found, shape),
        "wide": wide_table(values, found, study.replicates),
    }
    summary: dict[str, Any] = {
        "cases": shape[0],
        "replicates": shape[1],
        "month": found.months[-1],
        "effects": effects(values, found, shape),
        "failed": len(failed),
    }
    return StudyResult(tables, summary, failed)


def points(study: Study) -> dict[str, npt.NDArray[Any]]:
    """Return the values of the design, a column a key.

    Raises ``InputError`` where there is nothing to vary, or a list and factors at once.
    """
    settings = study.settings_of(Settings)
    if (settings.design == "list") != (settings.cases is not None):
        raise InputError(_('A list of cases needs both design = "list" and cases = "file.csv".'))
    if settings.cases is not None:
        if study.factors:
            raise InputError(_("A list of cases says what is varied: leave the factors out."))
        return dict(listed(study.sheets["cases"], study.scenario))
    if settings.design == "grid":
        return dict(grid(study.factors, settings.levels))
    sampled = latin if settings.design == "latin" else sobol
    return dict(sampled(study.factors, settings.points, study.seed))


def tell(study: Study, result: StudyResult) -> list[str]:
    """Return the answer in lines."""
    return lines(study, result)
