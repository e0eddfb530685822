"""The study file, key by key, and what its scenario must have: factors, alternatives, months.

Keys below ``[settings]`` are those of the method.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema, create_model

from sim.errors import InputError
from sim.extensions.registry import cached
from sim.locale import _
from sim.measures.catalogue import MEASURES
from sim.scenario import Scenario
from sim.scenario.keys import Table, Text, key
from sim.studies.catalogue import METHODS
from sim.studies.factors import Factor, factor
from sim.text.hints import near
from sim.text.problems import Issue

Month = Annotated[
    int,
    WithJsonSchema({"type": "integer", "x-unit": "YYYY-MM"}),
]
"""A month, at whose end is looked: ``"2012-06"`` in a file, or months done since the start."""


class StudyFile(Table):
    """One question put to many runs of a scenario."""

    format: Literal[1] = key("Version of this format", "文件格式版本")
    title: Text = key("Title", "标题")
    question: Text | None = key("What the study asks", "研究的问题", default=None)
    method: str = key("Method", "方法")
    scenario: str = key(
        "Scenario: a file beside this one, or the bare name of a shipped one",
        "场景：与本文件同处的文件，或自带场景的名称",
        at_least=1,
    )
    set: list[str] = key(
        "Values of the scenario to change, KEY=VALUE as after --set",
        "要改动的场景取值，写法同 --set 的 KEY=VALUE",
        default=[],
    )
    factors: list[str] = key(
        "What is varied: KEY, KEY=LOW:HIGH, KEY=LOW:HIGH:log or KEY=one,two",
        "变动的因素：KEY、KEY=LOW:HIGH、KEY=LOW:HIGH:log 或 KEY=one,two",
        default=[],
    )
    measures: list[str] = key(
        "Measures to look at",
        "考察的指标",
        default=["effective_coverage", "reported_coverage", "hollow_share"],
        at_least=1,
    )
    alternatives: list[str] = key(
        "Alternatives to look at; all where empty", "考察的方案（默认为全部）", default=[]
    )
    months: list[Month] = key(
        'Months at whose end to look ("2012-06", or a number of months from the start); the '
        "horizon where empty",
        '考察的月份，以其月末为准（写作 "2012-06"，或自起始计的月数；默认为期末）',
        default=[],
    )
    replicates: int = key(
        "Replicates of each case",
        "每个个案的模拟次数",
        default=10,
        unit="replicates",
        low=1,
        high=1_000_000,
    )
    worlds: int | None = key(
        "Budget: maximum number of simulations (cases × alternatives)",
        "上限：最多模拟多少次（个案 × 方案）",
        default=None,
        unit="worlds",
        low=1,
    )
    seed: int = key(
        "Seed of the design; the scenario keeps its own",
        "设计的随机种子（场景另有其种子）",
        default=1,
        low=0,
        high=2**32 - 1,
    )
    settings: Table = key("What the method needs besides", "方法的设置", default=None)


@cached
def study_model(method: str) -> type[StudyFile]:
    """Return the model of study files by a method that there is."""
    kind = METHODS[method].load().Settings
    settings: Any = (kind, Field(default_factory=kind))
    told = StudyFile.model_fields["measures"]
    measures: Any = (list[Literal[tuple(MEASURES)]], told)  # type: ignore[misc]
    return create_model(
        "StudyFile",
        __base__=StudyFile,
        __doc__=StudyFile.__doc__,
        settings=settings,
        measures=measures,
    )


@cached
def study_json_schema(method: str) -> dict[str, Any]:
    """Return the JSON schema of study files by a method that there is."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **study_model(method).model_json_schema(),
    }


def checked_factors(written: Any, scenario: Scenario) -> tuple[tuple[Factor, ...], list[Issue]]:
    """Read the factors; return those that can be varied, and what is wrong with the others."""
    found: dict[str, Factor] = {}
    issues: list[Issue] = []
    for place, text in enumerate(written if isinstance(written, list) else []):
        if not isinstance(text, str):
            continue
        try:
            read = factor(text, scenario)
        except InputError as error:
            issues.append(Issue(("factors", place), str(error)))
            continue
        if read.key in found:
            message = _('"{key}" is varied twice.').format(key=read.key)
            issues.append(Issue(("factors", place), message, _("Keep one of the two.")))
        found[read.key] = read
    return tuple(found.values()), issues


def checked_names(file: StudyFile, scenario: Scenario) -> list[Issue]:
    """Return what is wrong with the alternatives and months."""
    issues = []
    ids = [entry.id for entry in scenario.alternatives]
    for place, name in enumerate(file.alternatives):
        if name not in ids:
            message = _('There is no alternative "{name}".').format(name=name)
            issues.append(Issue(("alternatives", place), message, near(name, ids)))
        elif name in file.alternatives[:place]:
            message = _('"{key}" stands here twice.').format(key=name)
            issues.append(Issue(("alternatives", place), message, _("Keep one of the two.")))
    for place, month in enumerate(file.months):
        if not 0 <= month <= scenario.months:
            message = _("Month {month} is not simulated.").format(month=month)
            hint = _("Months to look at lie between 0 and {last}.").format(last=scenario.months)
            issues.append(Issue(("months", place), message, hint))
    return issues
