"""The scenario file, key by key: type, unit, range and meaning in both languages.

These models refuse what is not in them and convert nothing (pydantic's strict mode, except that
a whole number may stand for a real one). They hold the text of a file, not its meaning:
:mod:`sim.scenario.building` turns them into a :class:`~sim.scenario.scenario.Scenario`.
Policies and parameters describe themselves (``sim.policies``, ``sim.parameters``); their tables
are made from those descriptions in :mod:`sim.scenario.tables`.
"""

from __future__ import annotations

from typing import Literal

from sim.scenario.keys import (
    ALTERNATIVE_ID,
    MONTH,
    PLACE_ID,
    KindName,
    Share,
    SpendingStep,
    Table,
    Text,
    Weight,
    Yuan,
    key,
)
from sim.scenario.tables import MeasureName, ParametersTable, PolicyTable, parameters_model


class District(Table):
    """A district: a street, a township, a county or a city, whatever the scenario divides into."""

    id: str = key("Short name used in this file", "本文件内的代号", pattern=PLACE_ID)
    title: Text | None = key("Name; the id where not given", "名称（缺省用代号）", default=None)
    neighbours: list[str] = key(
        "Ids of neighbouring districts; each pair is needed once",
        "相邻区域的代号（每一对写一次即可）",
        default=[],
    )
    tile: list[int] | None = key(
        "Row and column on the tile map", "方格图上的行与列", default=None, at_least=2
    )
    weight: float = key(
        "Relative number of organizations, where no registry gives their district",
        "组织数量的相对权重（无名录时使用）",
        default=1.0,
        low=0,
    )


class Industry(Table):
    """An industry （行业）: organizations of one industry in one district form a cell."""

    id: str = key("Short name used in this file", "本文件内的代号", pattern=PLACE_ID)
    title: Text | None = key("Name; the id where not given", "名称（缺省用代号）", default=None)
    weight: float = key(
        "Relative number of organizations, where no registry gives their industry",
        "组织数量的相对权重（无名录时使用）",
        default=1.0,
        low=0,
    )
    weights: dict[KindName, Weight] = key(
        "Weight by kind of organization, where it differs from weight",
        "按组织类别分列的权重（与 weight 不同时填写）",
        default={},
    )


class Places(Table):
    """Where: districts × industries, and the committees that exist at the start."""

    districts: list[District] | None = key(
        "Districts; where not given, those named by the registry, else a single one",
        "区域（缺省取名录中出现的区域，无名录则只有一个）",
        default=None,
        at_least=1,
    )
    industries: list[Industry] | None = key(
        "Industries; where not given, those named by the registry, else a single one",
        "行业（缺省取名录中出现的行业，无名录则只有一个）",
        default=None,
        at_least=1,
    )
    industry_committees: list[str] = key(
        "Ids of industries whose committee exists at the start",
        "起始时已有行业党委的行业代号",
        default=[],
    )
    hosted_counts: bool = key(
        "Whether the official definition of coverage counts hosted organizations",
        "官方覆盖口径是否计入依托建",
        default=False,
    )


class GroupTotals(Table):
    """Totals of a group of organizations, held exactly; what is not given is drawn."""

    operating: int | None = key(
        "Of these operating", "其中在运行", default=None, unit="organizations", low=0
    )
    on_base: int | None = key(
        "Of these on the reported base",
        "其中列入统计基数",
        default=None,
        unit="organizations",
        low=0,
    )
    staff: int | None = key("Staff", "从业人员", default=None, unit="people", low=0)
    members: int | None = key(
        "Full and probationary members", "党员（含预备）", default=None, unit="people", low=0
    )
    covered: int | None = key(
        "Organizations with a party organization, alone or joint",
        "已建党组织（单独或联合）的组织数",
        default=None,
        unit="organizations",
        low=0,
    )
    standalone: int | None = key(
        "Of the covered, those with a branch of their own",
        "其中单独组建",
        default=None,
        unit="organizations",
        low=0,
    )
    willing: int | None = key(
        "Uncovered organizations whose head has agreed to a branch",
        "未覆盖但负责人已同意组建的组织数",
        default=None,
        unit="organizations",
        low=0,
    )


class KindTotals(GroupTotals):
    """Totals of one kind of organization."""

    organizations: int = key("Registered organizations", "登记组织数", unit="organizations", low=0)


class Synthesis(GroupTotals):
    """Totals of a population that no registry lists; organizations are drawn so that they hold."""

    organizations: int | None = key(
        "Registered organizations; the sum of the kinds where not given",
        "登记组织总数（缺省为各类别之和）",
        default=None,
        unit="organizations",
        low=1,
    )
    kinds: dict[KindName, KindTotals] = key(
        "Totals by kind of organization", "按组织类别分列的总数", default={}
    )
    kind_shares: dict[KindName, Share] = key(
        "Shares by which organizations of unnamed kind are drawn",
        "未列明类别的组织按此比例抽取类别",
        default={},
        unit="share",
    )


class TypeShares(Table):
    """Shares of the three types (S7); they sum to 1."""

    stable: float = key("Stable", "稳定型", unit="share", low=0, high=1)
    dispersed: float = key("Dispersed", "分散型", unit="share", low=0, high=1)
    loose: float = key("Loose", "粗放型", unit="share", low=0, high=1)


class Founded(Table):
    """Months between which organizations were founded whose date is not given."""

    first: str = key("First month", "最早月份", unit="YYYY-MM", pattern=MONTH)
    last: str | None = key(
        "Last month; the month before the start where not given",
        "最晚月份（缺省为起始前一月）",
        default=None,
        unit="YYYY-MM",
        pattern=MONTH,
    )


class Organizations(Table):
    """Where organizations come from: a registry, or totals to synthesize from."""

    registry: str | None = key(
        "Registry, CSV or XLSX, relative to this file",
        "名录文件（CSV 或 XLSX，相对本文件的路径）",
        default=None,
        at_least=1,
    )
    sheet: str | None = key(
        "Sheet of an XLSX registry; the first where not given",
        "XLSX 名录的工作表名（缺省为第一张）",
        default=None,
    )
    columns: dict[str, str] = key(
        'Registry headings of your own: heading = column, or "ignore"',
        '自定义表头:表头 = 标准列名,或 "ignore" 表示忽略',
        default={},
    )
    synthesis: Synthesis | None = key("Totals to synthesize from", "用于合成的总数", default=None)
    sample: float = key(
        "Share of organizations that is simulated; counts are multiplied by its inverse",
        "抽样模拟的比例，计数按其倒数加权",
        default=1.0,
        unit="share",
        low=0.0001,
        high=1,
    )
    inactive_share: float | None = key(
        "Share of registered organizations not operating, where not stated one by one",
        "停摆组织占登记数的比例（未逐一说明时）",
        default=None,
        unit="share",
        low=0,
        high=1,
    )
    inactive_on_base: float | None = key(
        "Share of the inactive on the reported base at the start",
        "停摆组织列入统计基数的比例（起始时）",
        default=None,
        unit="share",
        low=0,
        high=1,
    )
    types: TypeShares | None = key("Shares of the three types", "三种类型的比例", default=None)
    founded: Founded | None = key(
        "When organizations without a date were founded",
        "成立日期缺失时的成立月份范围",
        default=None,
    )


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
    title: Text | None = key("Title; the id where not given", "名称（缺省用代号）", default=None)
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
    month: str = key("Month", "月份", unit="YYYY-MM", pattern=MONTH)
    value: float = key("Share, or number where the measure counts", "数值（比例或数量）", low=0)
    sd: float | None = key("Standard deviation of its error", "误差标准差", default=None, low=0)
    kinds: list[KindName] = key("Kinds it refers to; all where empty", "所指类别", default=[])
    districts: list[str] = key("Districts it refers to", "所指区域", default=[])
    industries: list[str] = key("Industries it refers to", "所指行业", default=[])
    definition: Text | None = key("Definition used by the source", "来源的统计口径", default=None)
    source: str = key("Source", "出处", at_least=1)


class ScenarioFile(Table):
    """A whole study of one place."""

    format: Literal[1] = key("Version of this format", "文件格式版本")
    name: str | None = key(
        "Short name; the file's name where not given",
        "代号（缺省用文件名）",
        default=None,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$",
    )
    title: Text = key("Title", "标题")
    question: Text | None = key("What the study asks", "研究的问题", default=None)
    notes: list[Text] = key(
        "Remarks that are printed with results", "随结果一并说明的事项", default=[]
    )
    start: str = key("First month", "起始月份", unit="YYYY-MM", pattern=MONTH)
    years: int = key("Horizon", "年限", unit="years", low=1, high=30)
    replicates: int = key(
        "Replicates of each alternative",
        "每个方案的重复次数",
        default=100,
        unit="replicates",
        low=1,
        high=1_000_000,
    )
    seed: int = key("Seed of all draws", "随机种子", default=1, low=0, high=2**63 - 1)
    uncertainty: Literal["prior", "none"] = key(
        "Draw parameters from their priors, or hold their defaults",
        "参数取自先验（prior）或固定为默认值（none）",
        default="prior",
    )
    places: Places = key(
        "Districts, industries, committees", "区域、行业与党组织", default=Places()
    )
    organizations: Organizations = key("Where organizations come from", "组织从何而来")
    parameters: ParametersTable = key(
        "Parameters that differ from their defaults",
        "与默认值不同的参数",
        default=parameters_model()(),
    )
    budget: Budget = key("Caps on spending", "经费上限", default=Budget())
    baseline: list[PolicyTable] = key(
        "Policies that run in every alternative", "各方案均执行的基准措施", default=[]
    )
    alternatives: list[Alternative] = key(
        "Alternatives to be compared with the baseline", "与基准比较的方案", default=[]
    )
    observations: list[Observation] = key("Observed figures", "观测数据", default=[])
