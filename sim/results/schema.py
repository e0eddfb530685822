"""The tables of a run: columns with types, units and labels in both languages.

On disk stands ``counts``, one row a world, month and group with a column a count. The tidy table
``series`` of measures (numerator and denominator) is made from it when it is read. Measured on a
thousand small worlds, that takes a sixth of the room and time of a row a measure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sim.measures.catalogue import MEASURES
from sim.measures.counts import COUNTS, LONG, OWN


@dataclass(frozen=True)
class Column:
    """One column; ``kind`` is text, integer, count (32 bits), number or boolean."""

    name: str
    kind: str
    unit: str
    en: str
    zh: str


_ALTERNATIVE = Column("alternative", "text", "", "Alternative, by id", "方案代号")
_REPLICATE = Column("replicate", "integer", "", "Replicate, from 0", "模拟序号（从 0 起）")
_MONTH = Column(
    "month", "integer", "months", "Months since the start; 0 is before the first",
    "自起始的月数，0 为起始前",
)  # fmt: skip
_DIMENSION = Column(
    "dimension", "text", "",
    "What organizations are grouped by: all, kind, type, district, industry, size",
    "分组维度：all（全体）、kind、type、district、industry、size",
)  # fmt: skip
_GROUP = Column(
    "group", "text", "", "Group within the dimension; empty for all", "维度内的组；全体为空",
)  # fmt: skip
_NUMBER = Column("number", "integer", "", "How many", "数量")

TABLES: Final[Mapping[str, tuple[Column, ...]]] = {
    "series": (
        _ALTERNATIVE, _REPLICATE, _MONTH, _DIMENSION, _GROUP,
        Column("measure", "text", "", "Measure, by name", "指标名"),
        Column(
            "numerator", "number", "", "Numerator, or the number itself", "分子；计数指标即其值",
        ),
        Column(
            "denominator", "integer", "", "Denominator; empty for a plain number",
            "分母；计数指标为空",
        ),
    ),
    "events": (
        _ALTERNATIVE, _REPLICATE, _MONTH,
        Column("event", "text", "", "What happened in the month", "当月发生的事件"),
        _NUMBER,
    ),
    "bottlenecks": (
        _ALTERNATIVE, _REPLICATE, _MONTH, _DIMENSION, _GROUP,
        Column("bottleneck", "text", "", "What holds it back", "瓶颈环节"),
        Column(
            "number", "integer", "organizations",
            "Operating organizations without a branch that it holds back",
            "卡在这一环节、正常运行、尚未建党组织的组织数",
        ),
    ),
    "survival": (
        _ALTERNATIVE, _REPLICATE,
        Column(
            "branches", "text", "", "own or joint, founded voluntarily or under pressure",
            "单独或联合、自愿或在指标压力下组建",
        ),
        Column("duration", "integer", "months", "Months since founding", "组建后月数"),
        Column(
            "failed", "integer", "branches", "Dissolved or closed at it",
            "此时撤销或关停的党组织数",
        ),
        Column(
            "censored", "integer", "branches", "Last seen at it without having failed",
            "最后见于此时而未失败的党组织数",
        ),
    ),
    "ledger": (
        _ALTERNATIVE, _REPLICATE,
        Column("month", "integer", "months", "End of the year booked", "记账年度的末月"),
        Column("committee", "text", "", "Committee in charge: level and place", "负责的党组织"),
        Column("policy", "text", "", "Policy, by its id in the scenario", "政策措施代号"),
        Column(
            "item", "text", "", "Cost of the policy, or unmet_demand", "费用项目，或 unmet_demand",
        ),
        Column(
            "burden", "boolean", "",
            "Falls on organizations: staff hours, or yuan of their own; no cost of committees",
            "由组织承担：工时或自付经费，不计入上级经费",
        ),
        Column("payer", "text", "", "Who pays the yuan, empty for hours", "出资方，工时为空"),
        Column("quantity", "number", "", "Realised quantity", "实际数量"),
        Column("unit_cost", "number", "yuan or hours", "Cost of a unit", "单价"),
        Column("amount", "number", "yuan or hours", "Quantity times unit cost", "数量×单价"),
        Column("unmet", "number", "yuan", "What a cap left unpaid", "因经费上限未能支付的金额"),
    ),
    "organizations": (
        _ALTERNATIVE, _REPLICATE,
        Column(
            "organization", "integer", "",
            "Identity of an organization on the register at the horizon; simulated, not observed",
            "期末在册组织的编号；是模拟，不是观测",
        ),
        Column("covered", "boolean", "", "Whether it has a branch", "是否有党组织"),
        Column("bottleneck", "text", "", "What holds it back; none where covered", "瓶颈环节"),
    ),
    "parameters": (
        _REPLICATE,
        Column(
            "parameter", "text", "",
            "Behavioural parameter, by name; or intercept, which the start gives vitality",
            "行为参数名；或 intercept，即由起始状况得出的活力截距",
        ),
        Column("value", "number", "", "Value in force in the replicate", "该次模拟所用的值"),
    ),
}  # fmt: skip
"""Tables as they are read and exported: columns in their order, rows chunk by chunk."""


STORED: Final[Mapping[str, tuple[Column, ...]]] = {
    "counts": (
        _ALTERNATIVE,
        replace(_REPLICATE, kind="count"),
        replace(_MONTH, kind="count"),
        _DIMENSION, _GROUP,
        *(
            Column(name, "integer" if name in LONG else "count", "", text["en"], text["zh"])
            for name, text in COUNTS.items()
        ),
    ),
    **{name: columns for name, columns in TABLES.items() if name != "series"},
}  # fmt: skip
"""Tables as they are on disk: ``counts`` in place of ``series``."""


def own_counts(names: Collection[str] | None = None) -> tuple[Column, ...]:
    """Return the columns of what extensions count: all that are known, or those of ``names``."""
    return tuple(
        Column(name, "integer", "", text["en"], text["zh"])
        for name, text in OWN.items()
        if names is None or name in names
    )


def data_package(
    name: str,
    tables: Mapping[str, tuple[Column, ...]],
    paths: Mapping[str, list[str]],
    form: str,
    counts: Collection[str] = (),
) -> dict[str, Any]:
    """Return the description of files as a data package, with types, units, labels, measures.

    ``counts`` are those of the run's extensions.
    """
    if "counts" in tables:
        tables = {**tables, "counts": (*tables["counts"], *own_counts(counts))}
    counted = COUNTS.keys() | {*counts}
    kinds = {"text": "string", "count": "integer"}
    return {
        "name": name,
        "profile": "data-package",
        "resources": [
            {
                "name": table,
                "path": paths[table],
                "format": form,
                "schema": {
                    "fields": [
                        {
                            "name": column.name,
                            "type": kinds.get(column.kind, column.kind),
                            "unit": column.unit,
                            "title": column.en,
                            "title_zh": column.zh,
                        }
                        for column in columns
                    ]
                },
            }
            for table, columns in tables.items()
        ],
        "measures": [
            {
                "name": measure.name,
                "numerator": measure.numerator,
                "scale": measure.scale,
                "denominator": measure.denominator,
                "unit": measure.unit,
                "title": measure.label["en"],
                "title_zh": measure.label["zh"],
                "description": measure.definition["en"],
                "description_zh": measure.definition["zh"],
            }
            for measure in MEASURES.values()
            if counted.issuperset(measure.counts)
        ],
    }
