"""The scenario file, key by key: type, unit, range and meaning in both languages.

These models refuse what is not in them and convert nothing (pydantic's strict mode, except that
a whole number may stand for a real one). They hold the text of a file, not its meaning:
:mod:`sim.scenario.building` turns them into a :class:`~sim.scenario.scenario.Scenario`.
Policies and parameters describe themselves (``sim.policies``, ``sim.parameters``); their tables
are made from those descriptions in :mod:`sim.scenario.tables`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from sim.extensions.registry import cached, known
from sim.scenario.keys import (
    ALTERNATIVE_ID,
    KindName,
    SpendingStep,
    Table,
    Text,
    Yuan,
    key,
    month_key,
    share_key,
)
from sim.scenario.schema_places import Organizations, Places
from sim.scenario.tables import (
    MeasureName,
    ModelTable,
    ParametersTable,
    PolicyTable,
    PricesTable,
    model_table,
    parameters_model,
    policy_model,
)
from sim.text.locate import Path


class Budget(Table):
    """Caps on spending; without a cap costs are only booked."""

    cap_yuan_per_year: float | None = key(
        "Cap of the whole scenario", "全方案每年经费上限", default=None, unit="yuan per year", low=0
    )
    districts: dict[str, Yuan] = key(
        "Caps of district committees, by id",
        "各属地党组织每年经费上限",
        default={},
        unit="yuan per year",
    )
    industries: dict[str, Yuan] = key(
        "Caps of industry committees, by id",
        "各行业党委每年经费上限",
        default={},
        unit="yuan per year",
    )
    order: list[SpendingStep] = key(
        "Order in which a cap is served",
        "经费不足时的支付顺序",
        default=["posts", "subsidies", "grants_and_places"],
    )
    discount_per_year: float = key(
        "Rate at which later costs are discounted",
        "折现率",
        default=0.0,
        unit="share per year",
        low=0,
        high=0.2,
    )


class Alternative(Table):
    """What would be done: a list of policies beside those of the baseline."""

    id: str = key("Short name used in results", "结果中使用的代号", pattern=ALTERNATIVE_ID)
    title: Text | None = key("Title; the id where not given", "名称（默认用代号）", default=None)
    question: Text | None = key(
        "The planner's question that it answers", "它回答的问题", default=None
    )
    policies: list[PolicyTable] = key("Policies", "政策措施", default=[])
    without: list[str] = key(
        "Ids of baseline policies that this alternative leaves out",
        "本方案不执行的基准措施代号",
        default=[],
    )


class Observation(Table):
    """A figure measured in the place; never read by the simulation itself."""

    measure: MeasureName = key("Measure, with its denominator", "指标（含分母口径）")
    month: str = month_key("Month", "月份", default=...)
    value: float = key("Share, or number where the measure counts", "数值（比例或数量）", low=0)
    sd: float | None = key("Standard deviation of its error", "误差标准差", default=None, low=0)
    kinds: list[KindName] = key("Kinds it refers to; all where empty", "所指类别", default=[])
    districts: list[str] = key("Districts it refers to", "所指区域", default=[])
    industries: list[str] = key("Industries it refers to", "所指行业", default=[])
    definition: Text | None = key("Definition used by the source", "来源的统计口径", default=None)
    source: str = key("Source", "出处", at_least=1)
    evidence: bool | None = key(
        "Whether pasts are held against it, where it is from before the start; yes unless it is "
        "from the month before",
        "起始之前的数字是否作为历史依据（默认为是；起始前一个月的须写明）",
        default=None,
    )


class History(Table):
    """What is said of the years before the start.

    Any key but ``effort_level`` asks which pasts could have made the start.
    """

    since: str | None = month_key(
        "Month in which effort began; fifteen years before the start where not given",
        "工作力度开始的月份（默认为起始前十五年）",
    )
    effort: Literal["continues", "ended", "fades"] | None = key(
        "What becomes of standing effort after the start; continues where not given",
        "起始之后日常工作力度：continues 延续（默认）、ended 停止、fades 逐渐消退",
        default=None,
    )
    half_life_months: float | None = key(
        "Months in which fading effort halves",
        "力度消退的半衰期",
        default=None,
        unit="months",
        low=1,
        high=600,
    )
    official: bool | None = key(
        "Assume that effort also put on paper: part of the covered have no branch",
        "假定日常力度也造成纸面覆盖：已覆盖中一部分没有党组织",
        default=None,
    )
    founded_last_year: int | None = key(
        "Branches founded in the year before the start",
        "起始前一年新建党组织数",
        default=None,
        unit="branches",
        low=0,
    )
    dissolved_last_year: int | None = key(
        "Branches that ended in the year before the start, but for mergers",
        "起始前一年撤销党组织数（不含合并）",
        default=None,
        unit="branches",
        low=0,
    )
    refused_last_year: int | None = key(
        "Times that a head refused in the year before the start",
        "起始前一年负责人拒绝次数",
        default=None,
        unit="refusals",
        low=0,
    )
    effort_level: float | None = share_key(
        "Standing effort of the committees, in place of its prior",
        "上级日常工作力度（给出后不再抽取）",
    )


class ScenarioFile(Table):
    """A whole study of one place."""

    format: Literal[1] = key("Version of this format", "文件格式版本")
    name: str | None = key(
        "Short name; the file's name where not given",
        "代号（默认用文件名）",
        default=None,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$",
    )
    title: Text = key("Title", "标题")
    question: Text | None = key("What the study asks", "研究的问题", default=None)
    notes: list[Text] = key(
        "Remarks that are printed with results", "随结果一并说明的事项", default=[]
    )
    start: str = month_key("First month", "起始月份", default=...)
    years: int = key("Horizon", "年限", unit="years", low=1, high=30)
    replicates: int = key(
        "Replicates of each alternative",
        "每个方案的模拟次数",
        default=100,
        unit="replicates",
        low=1,
        high=1_000_000,
    )
    seed: int = key("Seed of all draws", "随机种子", default=1, low=0, high=2**63 - 1)
    uncertainty: Literal["prior", "posterior", "none"] = key(
        "Draw parameters from their priors or from a posterior, or hold their defaults",
        "参数取自先验（prior）、后验（posterior）或固定为默认值（none）",
        default="prior",
    )
    posterior: str | None = key(
        "Posterior, a file or a shipped name; used where uncertainty is posterior",
        "后验文件或随程序附带的后验名称（uncertainty 为 posterior 时使用）",
        default=None,
        pattern=r"\S",
    )
    places: Places = key(
        "Districts, industries, committees", "区域、行业与党组织", default=Places()
    )
    organizations: Organizations = key("Where organizations come from", "组织从何而来")
    extensions: list[str] = key(
        "Modules of one's own that are in force", "所用的自编模块", default=[]
    )
    model: ModelTable = key(
        "Rules of the month in place of the shipped ones",
        "所选的模型规则（默认为自带规则）",
        default=model_table()(),
    )
    history: History = key(
        "What is known of the years before the start", "起始之前的情况", default=History()
    )
    parameters: ParametersTable = key(
        "Parameters that differ from their defaults",
        "与默认值不同的参数",
        default=parameters_model()(),
    )
    prices: PricesTable = key(
        "Local prices, for all alternatives", "当地单价，各方案通用", default=None
    )
    budget: Budget = key("Caps on spending", "经费上限", default=Budget())
    baseline: list[PolicyTable] = key(
        "Policies that run in every alternative", "各方案均执行的基准措施", default=[]
    )
    alternatives: list[Alternative] = key(
        "Alternatives to be compared with the baseline", "与基准比较的方案", default=[]
    )
    observations: list[Observation] = key("Observed figures", "观测数据", default=[])

    def with_entries(self, changes: Callable[[Any], Mapping[str, Any]]) -> ScenarioFile:
        """Return the file with some keys of every policy's entry changed."""

        def changed(entries: list[Any]) -> list[Any]:
            return [entry.model_copy(update=changes(entry)) for entry in entries]

        alternatives = [
            entry.model_copy(update={"policies": changed(entry.policies)})
            for entry in self.alternatives
        ]
        return self.model_copy(
            update={"baseline": changed(self.baseline), "alternatives": alternatives}
        )

    def entries(self) -> Iterator[tuple[Path, Any]]:
        """Yield every policy's entry with its path."""
        for number, entry in enumerate(self.baseline):
            yield ("baseline", number), entry
        for number, alternative in enumerate(self.alternatives):
            for policy, entry in enumerate(alternative.policies):
                yield ("alternatives", number, "policies", policy), entry


@cached
def scenario_file() -> type[ScenarioFile]:
    """Return the model of scenario files, with the policies and rules that are known now."""
    if _used or known():
        policy_model.cache_clear()
        for table in (Alternative, ScenarioFile):
            table.model_rebuild(force=True)
    _used.append(True)
    return ScenarioFile


_used: list[bool] = []
"""Not empty once the model was used: only then may names have been added since it was made."""


@cached
def json_schema() -> dict[str, Any]:
    """Return the JSON schema of scenario files."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **scenario_file().model_json_schema(),
    }
