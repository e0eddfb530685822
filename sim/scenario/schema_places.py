"""The table [places]: districts, industries, and the committees that exist."""

from __future__ import annotations

from sim.scenario.keys import PLACE_ID, KindName, Table, Text, Weight, key


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
