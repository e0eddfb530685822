"""docs/policies.md from the declarations: ``python -m tools.policies docs/policies.md``.

A name that ends in ``.zh.md`` gets the page in Chinese: what a planner chooses by, without what
only developers read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import Field, fields
from inspect import get_annotations
from pathlib import Path
from typing import Any, Final

from sim.locale import in_language
from sim.policies import POLICIES
from sim.policies.base import PAYER_LABELS, Policy, Write
from sim.policies.doses import DOSES
from sim.policies.dual_entry import ROLES
from sim.policies.quantities import QUANTITIES, Booking
from sim.state.codes import LiaisonSource, Strategy
from sim.units import unit_name

_HEAD: Final = """\
# Policies

[中文](policies.zh.md)

This page is made from the code by `python -m tools.policies docs/policies.md`; edit
`sim/policies/`, not this file.

A policy in force with x = intensity × ramp writes neutral + x·(full − neutral) of its doses;
[draws.md](draws.md) says what each dose does. Several of one kind may run together.
Sources: S1-S9 are the nine articles, [docs/data](data/README.md) the sourced figures,
"assumed" a default that [the model](model.md) supposes, "free" a placeholder within its range.
Costs without a named source are placeholders too: replace them by local ones.

## Fields of every policy
"""

_HEAD_ZH: Final = """\
# 政策措施

[English](policies.md)

共 {number} 项措施，一个方案可以同时采用几项。
本页由程序生成：`python -m tools.policies docs/policies.zh.md`。

写在场景文件里是这样，没有写的字段取默认值：

```toml
[[alternatives]]
id = "liaisons"
title = {{ zh = "派驻 8 名指导员三年", en = "Eight liaisons for three years" }}
policies = [
  {{ policy = "dispatch_liaisons", start = "2010-01", end = "2012-12", liaisons = 8 }},
]
```

* **局限**请先看：每项措施都有做不到的事和副作用。
* **费用**的默认单价多是占位数，使用前请[换成当地单价](prices.zh.md)。
  工时由社会组织承担，不折算成经费。第一栏是字段名，和其他字段一样写在措施里。
* `fugai list policies activity_subsidy` 这样的命令列出一项措施的全部字段。
* **依据**：S1 至 S9 是[九篇文章](sources.md)，`docs/data` 是有出处的数据，
  assumed 是模型所设，free 是自行设定。
* 措施的实际力度 = 强度 × 渐进。每种力度怎样起作用，见[模型全文](odd.zh.md)第 7 节。

## 每项措施都有的字段
"""

# Fields whose form in a file is fixed by the scenario reader.
_COMMON: Final = {
    "id": ("text", "short name; the policy's name where not given", "代号（默认为措施名）"),
    "target": (
        "table",
        "organizations it is for: districts, industries, kinds, types, sizes, channels; all where "
        "not given",
        "适用对象：区域、行业、类别、类型、规模、渠道，默认为全部",
    ),
    "start": (
        "YYYY-MM",
        "first month; the scenario's start where not given",
        "首月（默认为起始月）",
    ),
    "end": ("YYYY-MM", "last month, included; open where not given", "末月（含，默认至结束）"),
    "periods": (
        "list of start, end",
        "several periods in place of start and end, each with its own ramp",
        "多个实施期（代替 start 与 end），各自渐进",
    ),
}

# First and last month of an example, where five years would not be one.
_YEARS: Final = ("2010-01", "2014-12")
_WHEN: Final = {
    "census": ("2010-03", "2010-05"),
    "coverage_quota": ("2010-01", "2011-12"),
    "industry_committee": ("2010-01", ""),
    "publicity_campaign": ("2010-01", "2010-12"),
    "transfer_drive": ("2010-01", "2010-12"),
}

_BOOKED: Final = {
    Booking.FORCE: "× force",
    Booking.WRITTEN: "× what the policy writes of `{dose}`",
    Booking.PART: "the policy's part, by what each writes of `{dose}`",
}


def document() -> str:
    """Return the page."""
    parts = [_HEAD, *_common()]
    for policy in POLICIES.values():
        parts += _section(policy)
    return "\n".join([*parts, *_quantities()]) + "\n"


def document_zh() -> str:
    """Return the page in Chinese."""
    with in_language("zh"):
        parts = [_HEAD_ZH.format(number=len(POLICIES))]
        shared: list[tuple[str, ...]] = [
            (f"`{name}`", words[-1], "", "", "") for name, words in _COMMON.items()
        ]
        shared += [_field_zh(field) for field in fields(Policy) if field.name not in _COMMON]
        parts += _table(_FIELDS_ZH, shared)
        for policy in POLICIES.values():
            parts += _section_zh(policy)
    return "\n".join(parts)


def _section_zh(policy: type[Policy]) -> Iterator[str]:
    yield f"## {policy.label['zh']}\n"
    source = policy.source.replace("; ", "；")
    yield f"代号 `{policy.name}`。依据：{source}。\n"
    yield f"* **作用**：{policy.help['zh']}"
    yield f"* **局限**：{policy.caution['zh']}\n"
    # A field stands among the costs alone where it is the price itself, not a factor of it.
    prices = {(cost.item, cost.unit) for cost in policy().costs()}
    own = [
        _field_zh(field)
        for field in own_fields(policy)
        if (field.name, field.default) not in prices
    ]
    if own:
        yield from _table(_FIELDS_ZH, own)
    labels = {field.name: field.metadata["label"]["zh"] for field in own_fields(policy)}
    costs = [
        (
            f"`{cost.item}`" if cost.item in labels else "",
            labels.get(cost.item, f"`{cost.item}`"),
            f"{_number(cost.unit)} {'工时' if cost.hours else '元'}",
            "社会组织" if cost.hours else PAYER_LABELS[cost.payer]["zh"],
            QUANTITIES[cost.quantity].meaning["zh"],
        )
        for cost in policy().costs()
    ]
    if costs:
        yield from _table(("字段", "费用", "默认单价", "谁承担", "按什么计"), costs)
    else:
        yield "本身没有支出。\n"


_CHOICES_ZH: Final = {
    **{code.name.lower(): code.label["zh"] for kind in (Strategy, LiaisonSource) for code in kind},
    **{payer: labels["zh"] for payer, labels in PAYER_LABELS.items()},
    "district": "属地党组织",
    "industry": "行业党委",
    **{mode: labels["zh"] for mode, labels in ROLES.items()},
}
"""What the choices of fields are called."""

_FIELDS_ZH: Final = ("字段", "含义", "默认", "范围", "单位")


def _field_zh(field: Field[Any]) -> tuple[str, ...]:
    meta = field.metadata
    named = [f"`{name}` {_CHOICES_ZH.get(name, '')}".strip() for name in meta.get("choices", ())]
    choices = "、".join(named)
    reach = choices or f"{_number(meta['low'])} 至 {_number(meta['high'])}"
    shown = str(field.default) if choices else _number(field.default)
    if "auto" in meta:
        shown = f"每百个组织 {_number(meta['auto'])}"
    return f"`{field.name}`", meta["label"]["zh"], shown, reach, unit_name(meta.get("unit", ""))


def own_fields(policy: type[Policy]) -> list[Field[Any]]:
    """Return the fields that a policy adds to those of every policy, or declares anew."""
    own = get_annotations(policy)
    return [field for field in fields(policy) if field.name in own]


def example(policy: type[Policy]) -> str:
    """Return an alternative of a scenario file that holds the policy alone."""
    start, end = _WHEN.get(policy.name, _YEARS)
    lines = [
        "[[alternatives]]",
        f'id = "{policy.name}"',
        f'title = {{ zh = "{policy.label["zh"]}", en = "{policy.label["en"]}" }}',
        "",
        "[[alternatives.policies]]",
        f'policy = "{policy.name}"',
        f'start = "{start}"',
    ]
    if end:
        lines.append(f'end = "{end}"')
    lines += [
        f"{field.name} = {_toml(field.default)}"
        for field in own_fields(policy)
        if not field.name.startswith(("cost_", "burden_"))
    ]
    return "\n".join(lines) + "\n"


def _section(policy: type[Policy]) -> Iterator[str]:
    default = policy()
    yield f"## {policy.label['en']}\n"
    yield f"`{policy.name}`. Source: {policy.source}\n"
    yield f"* **What it does.** {policy.help['en']}"
    yield f"* **Drawbacks.** {policy.caution['en']}\n"
    yield from _table(
        ("writes", "at full force", "unit", "level", "rule", "read by"),
        [_dose(write) for write in default.writes()],
    )
    yield from _table(_FIELDS, [_field(field) for field in own_fields(policy)])
    costs = [
        (
            f"`{cost.item}`",
            f"{_number(cost.unit)} {'staff hours' if cost.hours else 'yuan'}",
            "" if cost.hours else PAYER_LABELS[cost.payer]["en"],
            f"[`{cost.quantity}`](#quantities)",
        )
        for cost in default.costs()
    ]
    if costs:
        yield from _table(("cost", "by default", "payer", "for each"), costs)
    else:
        yield "Costs nothing by itself.\n"
    yield f"```toml\n{example(policy)}```\n"


_FIELDS: Final = ("field", "meaning", "default", "range", "unit", "source")


def _common() -> Iterator[str]:
    rows = [(f"`{name}`", en, "", "", unit, "") for name, (unit, en, _zh) in _COMMON.items()] + [
        _field(field) for field in fields(Policy) if field.name not in _COMMON
    ]
    yield from _table(_FIELDS, rows)


def _quantities() -> Iterator[str]:
    yield "## Quantities\n"
    yield (
        "Each month, in organizations of the target (branches: by their host). Burdens in staff\n"
        "hours are never added to yuan.\n"
    )
    yield from _table(
        ("quantity", "meaning", "unit", "booked"),
        [
            (
                f"`{quantity.name}`",
                quantity.meaning["en"],
                quantity.unit,
                _BOOKED[quantity.booking].format(dose=quantity.dose),
            )
            for quantity in QUANTITIES.values()
        ],
    )


def _dose(write: Write) -> tuple[str, ...]:
    dose = DOSES[write.dose]
    notes = [_number(write.full)]
    if write.shared:
        notes.append("shared by committees")
    if write.goal is not None:
        notes.append(f"times what is missing to {write.goal:g}")
    if write.fading is not None:
        notes.append(f"then halved every `{write.fading}`")
    if not write.ramped:
        notes.append("at once")
    return f"`{dose.name}`", ", ".join(notes), dose.unit, dose.level, dose.rule, dose.reader


def _field(field: Field[Any]) -> tuple[str, ...]:
    meta = field.metadata
    choices = ", ".join(meta.get("choices", ()))
    reach = choices or f"{_number(meta['low'])} to {_number(meta['high'])}"
    shown = str(field.default) if choices else _number(field.default)
    if "auto" in meta:
        shown = f"auto: {_number(meta['auto'])} / 100"
    label, unit, source = meta["label"], meta.get("unit", ""), meta.get("source", "")
    return f"`{field.name}`", label["en"], shown, reach, unit, source


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    head = tuple(head)
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def _number(value: Any) -> str:
    return f"{value:,.10g}"


def _toml(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else f"{value}"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    text = document_zh() if target.name.endswith(".zh.md") else document()
    target.write_text(text, encoding="utf-8", newline="\n")
