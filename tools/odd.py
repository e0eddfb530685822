"""The tables of docs/odd.md and docs/odd.zh.md, put between their markers: ``python -m tools.odd``.

A table stands between ``<!-- table: NAME -->`` and ``<!-- end of table -->``; everything else on
the pages is written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from sim.draws import BOUNDS, Process
from sim.locale import in_language
from sim.measures.catalogue import MEASURES
from sim.parameters import PARAMETERS, Scale
from sim.policies import POLICIES
from sim.policies.doses import DOSES, Level
from sim.state import codes
from sim.state.branches import Branches
from sim.state.cells import Cells
from sim.state.committees import Committees, Desks, Liaisons
from sim.state.members import Members
from sim.state.organizations import Organizations
from sim.state.table import Table, words_of
from sim.units import unit_name

PAGES: Final = {"en": "docs/odd.md", "zh": "docs/odd.zh.md"}
MARKED: Final = re.compile(r"(?<=<!-- table: )([\w.-]+)( -->\n).*?(?=<!-- end of table -->)", re.S)

STATE: Final[Mapping[str, type]] = {
    "agents": Table,
    "organizations": Organizations,
    "members": Members,
    "branches": Branches,
    "liaisons": Liaisons,
    "committees": Committees,
    "desks": Desks,
    "cells": Cells,
}
"""Whose columns a table describes; those that all agents have stand in a table of their own."""

CODES: Final[Sequence[type[codes.Code]]] = [
    found
    for found in vars(codes).values()
    if isinstance(found, type) and issubclass(found, codes.Code) and found is not codes.Code
]
"""Every enumeration of codes, as declared."""

_HEADINGS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "en": {
        "state": ("column", "range or unit", "meaning"),
        "codes": ("enumeration", "codes"),
        "words": ("name", "meaning"),
        "parameters": ("parameter", "default (range)", "prior", "unit", "status", "meaning"),
        "doses": ("dose", "level", "rule", "neutral", "unit", "meaning"),
        "policies": ("policy", "writes", "meaning"),
        "measures": ("measure", "definition"),
        "draws": ("process", "number", "largest monthly probability"),
    },
    "zh": {
        "state": ("列", "范围或单位", "含义"),
        "codes": ("枚举", "代码"),
        "words": ("名称", "含义"),
        "parameters": ("参数", "默认值（范围）", "先验", "单位", "状态", "含义"),
        "doses": ("力度", "层级", "合并规则", "中性值", "单位", "含义"),
        "policies": ("政策措施", "写入的力度", "含义"),
        "measures": ("指标", "定义"),
        "draws": ("过程", "编号", "月概率上限"),
    },
}  # fmt: skip

Rows = Iterator[tuple[str, ...]]


def page(text: str, language: str) -> str:
    """Return a page with its tables as the code has them; KeyError names an unknown table."""
    return MARKED.sub(lambda found: found[1] + found[2] + table(found[1], language), text)


def table(name: str, language: str) -> str:
    """Return a table by its name, such as ``parameters-7.1`` or ``state-branches``."""
    kind, _dash, part = name.partition("-")
    match kind:
        case "state":
            rows = _state(STATE[part], language)
        case "codes":
            rows = _codes(language)
        case "words":
            rows = _words(part, language)
        case "parameters":
            rows = _parameters(part, language)
        case "doses":
            rows = _doses(language)
        case "policies":
            rows = _policies(language)
        case "measures":
            rows = _measures(language)
        case "draws":
            rows = _draws()
        case _:
            raise KeyError(name)
    return markdown(_HEADINGS[language][kind], rows)


def markdown(headings: Sequence[str], rows: Rows) -> str:
    """Return a table of Markdown."""
    lines = [headings, tuple("---" for _heading in headings), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if language == "en" else pair[1]


def _unit(unit: str, language: str) -> str:
    """Return a unit as the language has it."""
    with in_language(language):
        return unit_name(unit)


def _state(owner: type, language: str) -> Rows:
    for name, words in words_of(owner).items():
        yield f"`{name}`", _unit(words.unit, language), _pick((words.en, words.zh), language)


def _codes(language: str) -> Rows:
    for enumeration in CODES:
        if enumeration not in (codes.Event, codes.Bottleneck):
            said = [
                f"{code.value} `{code.name.lower()}` {code.meaning[language]}"
                for code in enumeration
            ]
            yield enumeration.__name__, {"en": "; ", "zh": "；"}[language].join(said)


def _words(part: str, language: str) -> Rows:
    enumeration = {"events": codes.Event, "bottlenecks": codes.Bottleneck}[part]
    for code in enumeration:
        yield f"`{code.name.lower()}`", code.meaning[language]


def _parameters(section: str, language: str) -> Rows:
    prior = {Scale.LINEAR: ("uniform", "均匀"), Scale.LOG: ("log-uniform", "对数均匀")}
    for parameter in PARAMETERS.values():
        if parameter.section == section:
            spread = prior.get(parameter.scale, ("fixed", "固定"))
            yield (
                f"`{parameter.name}`",
                f"{parameter.default:g} ({parameter.low:g} – {parameter.high:g})",
                _pick(spread, language),
                _unit(parameter.unit, language),
                parameter.status.value,
                parameter.label[language],
            )


def _doses(language: str) -> Rows:
    levels = {
        Level.COMMITTEE: ("committee", "上级党组织"),
        Level.ORGANIZATION: ("organization", "组织"),
    }
    for dose in DOSES.values():
        neutral = f"`{dose.parameter}`" if dose.parameter else f"{dose.neutral:g}"
        yield (
            f"`{dose.name}`", _pick(levels[dose.level], language), dose.rule.value, neutral,
            _unit(dose.unit, language), dose.meaning[language],
        )  # fmt: skip


def _policies(language: str) -> Rows:
    for name, policy in POLICIES.items():
        written = dict.fromkeys(f"`{write.dose}`" for write in policy().writes())
        yield f"`{name}`", " ".join(written), policy.label[language]


def _measures(language: str) -> Rows:
    for measure in MEASURES.values():
        yield f"`{measure.name}`", measure.definition[language]


def _draws() -> Rows:
    for process in Process:
        yield (
            f"{process.name}",
            str(process.value),
            f"{BOUNDS[process]:g}" if process in BOUNDS else "",
        )


def main() -> None:
    """Write the tables of both pages anew from the code."""
    root = Path(__file__).resolve().parents[1]
    for language, name in PAGES.items():
        path = root / name
        text = page(path.read_text(encoding="utf-8"), language)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
