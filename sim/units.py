"""Units as people read them, once for all. In files, tables and code a unit is its English name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.locale import current_language

UNITS: Final[Mapping[str, str]] = {
    "(0, 4], mean 1": "(0, 4]，均值 1",
    "63 bits": "63 位",
    "64 bits": "64 位",
    "YYYY-MM": "年-月",
    "about −1 to 1": "约 −1 至 1",
    "admissions a year": "人/年",
    "attitude": "态度值",
    "branch-years": "支部年",
    "branches": "个党组织",
    "cases": "个联系对象",
    "cell": "单元",
    "circle": "圈层",
    "circle 0-2": "圈层 0-2",
    "code": "代码",
    "concentration": "集中度",
    "contacts a year": "次/年",
    "effect": "效应",
    "exponent": "指数",
    "factor": "倍数",
    "hours": "小时",
    "index": "序号",
    "intensity": "强度",
    "level": "水平",
    "log units": "对数单位",
    "log units a month": "对数单位/月",
    "logit": "对数几率",
    "logit per attitude": "对数几率/态度值",
    "logit per log member": "对数几率/对数党员数",
    "logit per organization": "对数几率/组织",
    "model year": "模型年",
    "month": "月份",
    "months": "月",
    "number": "个数",
    "organizations": "个组织",
    "people": "人",
    "people a month": "每月人数",
    "people ≥ 1": "人，≥ 1",
    "per month": "每月",
    "per staff-year": "每人年",
    "per visit": "每次走访",
    "per vitality": "每单位活力",
    "per year": "每年",
    "places": "个名额",
    "places a year": "个名额/年",
    "posts": "个岗位",
    "probability": "概率",
    "probability a month": "每月概率",
    "probability a year": "每年概率",
    "replicates": "次",
    "row": "行",
    "sd of a mean of 1": "标准差（均值为1）",
    "secretaries a year": "名书记/年",
    "share": "比例",
    "share a year": "每年比例",
    "share per year": "每年比例",
    "sites": "个示范点",
    "skill": "能力值",
    "skill a month": "能力值/月",
    "time share": "时间占比",
    "times": "倍",
    "visits a month": "次/月",
    "vitality": "活力值",
    "weight": "权重",
    "worlds": "个世界",
    "years": "年",
    "yes or no": "是/否",
    "yes/no": "是/否",
    "yuan": "元",
    "yuan a branch": "元/支部",
    "yuan or hours": "元或小时",
    "yuan per year": "元/年",
}
"""Chinese by English name; a unit of signs alone is the same in both languages."""


def unit_name(unit: str) -> str:
    """Return a unit in the current language; one that is not listed is its own name."""
    return UNITS.get(unit, unit) if current_language() == "zh" else unit
