"""The tables of docs/odd.md and docs/odd.zh.md, put between their markers.

A table stands between ``<!-- table: NAME -->`` and ``<!-- end of table -->``; everything else on
the pages is written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from typing import Final

from sim.document import dose_words
from sim.document.code_words import CODES
from sim.document.state_words import AGENTS, CELLS, RANGES, TABLES, Words
from sim.draws import BOUNDS, Process
from sim.locale import in_language
from sim.locale.units import unit_name
from sim.measures.catalogue import MEASURES
from sim.parameters import PARAMETERS, Scale
from sim.policies import POLICIES
from sim.policies.doses import DOSES, Level
from sim.state.codes import Bottleneck, Event

PAGES: Final = {"en": "docs/odd.md", "zh": "docs/odd.zh.md"}
MARKED: Final = re.compile(r"(?<=<!-- table: )([\w.-]+)( -->\n).*?(?=<!-- end of table -->)", re.S)

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
            rows = _state({"agents": AGENTS, "cells": CELLS, **TABLES}[part], language)
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
    if language == "zh" and unit in RANGES:
        return RANGES[unit]
    with in_language(language):
        return unit_name(unit)


def _state(words: Words, language: str) -> Rows:
    for name, (unit, en, zh) in words.items():
        yield (
            f"`{name}`",
            _unit(unit, language),
            _pick((en, zh), language),
        )


def _codes(language: str) -> Rows:
    for enumeration, words in CODES.items():
        if enumeration not in (Event, Bottleneck):
            said = [
                f"{code.value} `{code.name.lower()}` {_pick(pair, language)}"
                for code, pair in words.items()
            ]
            yield enumeration.__name__, "; ".join(said)


def _words(part: str, language: str) -> Rows:
    enumeration: type[IntEnum] = {"events": Event, "bottlenecks": Bottleneck}[part]
    for code, pair in CODES[enumeration].items():
        yield f"`{code.name.lower()}`", _pick(pair, language)


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
            _unit(dose.unit, language), _pick(dose_words.DOSES[dose.name], language),
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
