"""The tables [places] and [organizations]: where, which committees exist, and who is there."""

from __future__ import annotations

from typing import Literal

from sim.scenario.keys import (
    PLACE_ID,
    KindName,
    Share,
    Table,
    Text,
    Weight,
    count_key,
    key,
    month_key,
    share_key,
)


class District(Table):
    """A district: a street, a township, a county or a city, whatever the scenario divides into."""

    id: str = key("Short name used in this file", "本文件内的代号", pattern=PLACE_ID)
    title: Text | None = key("Name; the id where not given", "名称（默认用代号）", default=None)
    neighbours: list[str] = key(
        "Ids of neighbouring districts; each pair is needed once",
        "相邻区域的代号（每一对写一次即可）",
        default=[],
    )
    tile: list[int] | None = key("Row and column on the tile map", "方格图上的行与列", default=None)
    weight: float = key(
        "Relative number of organizations, where no registry gives their district",
        "组织数量的相对权重（无名录时使用）",
        default=1.0,
        low=0,
    )


class Industry(Table):
    """An industry （行业）: organizations of one industry in one district form a cell."""

    id: str = key("Short name used in this file", "本文件内的代号", pattern=PLACE_ID)
    title: Text | None = key("Name; the id where not given", "名称（默认用代号）", default=None)
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
        "区域（默认取名录中出现的区域，无名录则只有一个）",
        default=None,
        at_least=1,
    )
    industries: list[Industry] | None = key(
        "Industries; where not given, those named by the registry, else a single one",
        "行业（默认取名录中出现的行业，无名录则只有一个）",
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
    functional_counts: bool = key(
        "Whether the official definition of coverage counts functional branches",
        "官方覆盖口径是否计入功能型党支部",
        default=True,
    )


class GroupTotals(Table):
    """Totals of a group of organizations, held exactly; what is not given is drawn."""

    operating: int | None = count_key("Of these operating", "其中正常运行", "organizations")
    on_base: int | None = count_key(
        "Of these on the reported base", "其中列入统计基数", "organizations"
    )
    staff: int | None = count_key("Staff", "从业人员", "people")
    members: int | None = count_key("Full and probationary members", "党员（含预备）", "people")
    covered: int | None = count_key(
        "Organizations with a party organization, alone or joint",
        "已建党组织（单独或联合）的组织数",
        "organizations",
    )
    standalone: int | None = count_key(
        "Of the covered, those with a branch of their own", "其中单独组建", "organizations"
    )
    willing: int | None = count_key(
        "Uncovered organizations whose head has agreed to a branch",
        "未建但负责人已同意组建的组织数",
        "organizations",
    )


class KindTotals(GroupTotals):
    """Totals of one kind of organization."""

    organizations: int = count_key(
        "Registered organizations", "登记组织数", "organizations", default=...
    )


class Synthesis(GroupTotals):
    """Totals of a population that no registry lists; organizations are drawn so that they hold."""

    organizations: int | None = count_key(
        "Registered organizations; the sum of the kinds where not given",
        "登记组织总数（默认为各类别之和）",
        "organizations",
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

    stable: float = share_key("Stable", "稳定型", default=...)
    dispersed: float = share_key("Dispersed", "分散型", default=...)
    loose: float = share_key("Loose", "粗放型", default=...)


class Founded(Table):
    """Months between which organizations were founded whose date is not given."""

    first: str = month_key("First month", "最早月份", default=...)
    last: str | None = month_key(
        "Last month; the month before the start where not given", "最晚月份（默认为起始前一月）"
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
        "Sheet of an XLSX registry; the first that holds a list where not given",
        "XLSX 名录的工作表名（默认为第一张有名录的）",
        default=None,
    )
    columns: dict[str, str] = key(
        'Registry headings of your own: heading = column, or "ignore"',
        '自定义表头：表头 = 标准列名，或 "ignore" 表示忽略',
        default={},
    )
    blank: Literal["none", "unknown"] | None = key(
        "What a blank in the columns on party organizations means; by the rule where not given",
        "党组织各栏空白的含义：none 无，unknown 不明（默认按规则判断）",
        default=None,
    )
    industry_by_supervisor: bool | None = key(
        "Whether the supervisor in a list is the industry, whose committee may be established; "
        "where not given, if [places] names supervisors as industries and the list has none",
        "是否以业务主管单位为行业（其行业党委可设立）；"
        "默认：名录没有行业一栏、[places] 又把主管单位列为行业的，视为是",
        default=None,
    )
    covered_share: float | None = share_key(
        "Of the rows that leave it open, the share with a party organization",
        "未写明是否建党组织的行中，已建的比例",
    )
    leave_out: list[int] = key(
        "Rows of the registry to leave out, as a spreadsheet numbers them",
        "名录中不计入的行号（同表格软件所示）",
        default=[],
    )
    same: dict[str, str] = key(
        "Spellings of districts: one = the other; to itself where they are two",
        "乡镇、街道的不同写法：甲 = 乙；确为两处的写自身",
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
    inactive_share: float | None = share_key(
        "Share of registered organizations not operating, where not stated one by one",
        "停摆组织占登记数的比例（未逐一说明时）",
    )
    inactive_on_base: float | None = share_key(
        "Share of the inactive on the reported base at the start",
        "停摆组织列入统计基数的比例（起始时）",
    )
    types: TypeShares | None = key("Shares of the three types", "三种类型的比例", default=None)
    founded: Founded | None = key(
        "When organizations without a date were founded",
        "成立日期缺失时的成立月份范围",
        default=None,
    )
    entry_series: dict[str, float] | None = key(
        "Rate of entry by calendar year; others follow the nation's register, or entry_per_year",
        "逐年新登记率；其余年份按全国登记数增长，或按 entry_per_year",
        default=None,
        unit="per year",
    )
    growth_per_year: float | None = key(
        "Net growth of the register a year, in place of a rate of entry; -0.03 where it shrinks",
        "登记组织数年净增长率（代替新登记率；减少时写负数，如 -0.03）",
        default=None,
        unit="per year",
        low=-0.2,
        high=1,
    )
    growth_series: dict[str, float] | None = key(
        "Net growth by calendar year; other years follow growth_per_year, or the nation's register",
        "逐年净增长率；其余年份按 growth_per_year，未给出则按全国登记数",
        default=None,
        unit="per year",
    )
