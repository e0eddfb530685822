"""The gallery of the documentation: ``python -m tools.gallery RUN_OR_SCENARIO docs/gallery``.

Draws the kinds of figures of a run (a scenario is simulated first, with its own number of
replicates) in both languages, small and in few colours. Writes a page in each language beside the
folder. Only developers need it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from textwrap import fill
from typing import Any, Final

from PIL import Image

from sim.histories.explain import is_run
from sim.locale import LANGUAGES, _, in_language, pick
from sim.plots import KINDS, drawer
from sim.plots.survival import FEWEST_AT_RISK, curves
from sim.results.reading import Results
from sim.results.run import run
from sim.results.who import who
from sim.scenario import load
from sim.store.disk import place_file

DPI: Final = 120
COLOURS: Final = 128
LINE: Final = 118
"""Width of the page's lines."""

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "gains": {
        "en": "Filled marks: the last month in force; open marks: the horizon. The sentences of "
        "the run say which alternatives differ.",
        "zh": "实心为实施期间的最后一个月，空心为期末。分不分得出高低，看 `fugai run` 的文字结论。",
    },
    "fan": {
        "en": "One measure, the baseline and one alternative. Overlapping bands don't mean that "
        "there is no difference: look at the difference, which is paired.",
        "zh": "一项指标，基准方案和一个方案。色带重叠不等于没有差别，要看下一张图。",
    },
    "difference": {
        "en": "Read differences here, not between the bands of two curves.",
        "zh": "差别看这张图，不要用两条曲线相减。",
    },
    "hollow": {
        "en": "What is reported and what is alive behind it, on one base.",
        "zh": "上报的和其中有效的，分母相同，中间就是空壳。",
    },
    "bottlenecks": {
        "en": "The links of the chain are in [results.md](results.md#bottlenecks).",
        "zh": "各环节的意思见[怎样看结果](results.zh.md#bottlenecks)。",
    },
    "multiples": {
        "en": "By district, kind, type, industry, size or alternative, all on one scale.",
        "zh": "可按区域、类别、类型、行业、规模或方案分开，刻度相同。",
    },
    "tiles": {
        "en": "Districts as the scenario's `tile` lays them out: no areas, no boundaries.",
        "zh": "按场景文件中的 `tile` 排列，不表示面积和边界。",
    },
    "cost_effect": {
        "en": "Yuan along the bottom, effect up the side, staff hours in the labels.",
        "zh": "横轴是经费，纵轴是成效，标注中是社会组织付出的工时。",
    },
    "survival": {
        "en": "Branches founded in the run: colour by pressure, line by form.",
        "zh": "只计模拟中新建的党组织。颜色分是否迫于压力，线型分组建形式。",
    },
    "caseloads": {
        "en": "Liaisons in office, and cases that each holds.",
        "zh": "在岗指导员数，以及每人联系多少个组织。",
    },
    "cells": {
        "en": "One time of one replicate; it is an example, not a result.",
        "zh": "一次模拟某个月的样子，是例子，不是结果。",
    },
    "timeline": {
        "en": "Both meet the same chance.",
        "zh": "两种经历遇到的偶然相同。",
    },
    "animation": {
        "en": "The same replicate, month by month.",
        "zh": "同一次模拟，逐月播放（图中文字为英文）。",
    },
    "spaghetti": {
        "en": "The bands of `fan` summarize these lines.",
        "zh": "色带由这些线汇总而成。",
    },
}
"""A remark on each kind, and what it doesn't show; rivals are runs of their own, and not here."""


def gallery(results: Results, folder: Path, name: str) -> list[Path]:
    """Write the pictures to ``folder`` and a page in each language beside it; return the pages.

    ``name`` is what the run is called in the commands that the pages show.
    """
    folder.mkdir(parents=True, exist_ok=True)
    given = {kind: _given(kind, results) for kind in WORDS}
    for kind in WORDS:
        for lang in _languages(kind):
            picture = _picture(kind, results, lang, given[kind])
            place_file(folder / _file(kind, lang), picture, force=True)
    pages = []
    for lang, ending in (("en", ".md"), ("zh", ".zh.md")):
        parts = [_head(results, folder, name, lang)]
        parts += [_section(kind, given[kind], folder.name, lang) for kind in WORDS]
        path = folder.with_name(folder.name + ending)
        pages.append(place_file(path, "\n".join(parts).encode("utf-8"), force=True))
    return pages


def _languages(kind: str) -> tuple[str, ...]:
    """A film is large: one language is enough."""
    return ("en",) if kind == "animation" else LANGUAGES


def _file(kind: str, lang: str) -> str:
    if kind == "animation":
        return f"{kind}.en.gif"
    return f"{kind}.{lang}.png"


def _given(kind: str, results: Results) -> dict[str, str]:
    """Return the options with which a kind is drawn: those that show most."""
    if kind == "timeline":
        alternative = results.alternatives[min(1, len(results.alternatives) - 1)]
        listed = who(results, "gained", alternative) or who(results, "never", alternative)
        return {"organization": str(listed[0].organization)}
    if kind == "survival":
        return {"alternative": max(results.alternatives, key=lambda name: _told(results, name))}
    return {}


def _told(results: Results, alternative: str) -> int:
    """Return how many curves of survival an alternative has."""
    found = curves(results, alternative).values()
    return sum(curve.branches >= FEWEST_AT_RISK for curve in found)


def _picture(kind: str, results: Results, lang: str, given: dict[str, str]) -> bytes:
    """Return a figure as a small PNG, or the film as a GIF."""
    draw: Callable[..., Any] = drawer(kind)
    if kind == "animation":
        film: bytes = draw(results, lang=lang)
        return film
    stream, small = BytesIO(), BytesIO()
    draw(results, lang=lang, **given).figure.savefig(stream, format="png", dpi=DPI)
    with Image.open(stream) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(small, format="png", optimize=True)
    return small.getvalue()


def _head(results: Results, folder: Path, name: str, lang: str) -> str:
    info, runs = results.info, len(results.replicates)
    with in_language(lang):
        title = pick(info["title"])
    command = f"```sh\npython -m tools.gallery {name} docs/{folder.name}\n```\n"
    seed, digest, place = info["seed"], info["digest"], folder.name
    if lang == "zh":
        return (
            f"# 图例\n\n[English]({place}.md)\n\n`fugai plot` 能画的各种图，"
            f"取自同一次运行：{title}，模拟 {runs} 次，种子 {seed}，场景 {digest}。\n"
            f"怎样画，各不能说明什么，见[画图](plots.zh.md)。本页和图由下面的命令生成：\n\n{command}"
        )
    text = (
        f"Every figure that `fugai plot` draws of one run: *{title}*, {runs} replicates, seed "
        f"{seed}, scenario {digest}. How to draw them, and what each does not show, is in "
        "[plots.md](plots.md). The page and its pictures are made by"
    )
    return f"# Gallery\n\n[中文]({place}.zh.md)\n\n{fill(text, LINE)}\n\n{command}"


def _section(kind: str, given: Mapping[str, str], folder: str, lang: str) -> str:
    options = "".join(f" --{name} {value}" for name, value in given.items())
    with in_language(lang):
        what = _(KINDS[kind][1])
    text = (
        f"{what}{WORDS[kind]['zh']}" if lang == "zh" else fill(f"{what} {WORDS[kind]['en']}", LINE)
    )
    command = f"`fugai plot {kind} RUN{options}{' --lang zh' if lang == 'zh' else ''}`"
    return f"## {kind}\n\n{text}\n\n{command}\n\n![{kind}]({folder}/{_file(kind, lang)})\n"


def main() -> None:
    """Read the command line and write the gallery."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[2])
    parser.add_argument("source", help="a results folder, or a scenario to simulate first")
    parser.add_argument("folder", type=Path, help="where the pictures go, such as docs/gallery")
    parser.add_argument("--out", help="folder of the results of a scenario")
    asked = parser.parse_args()
    found = (
        Results(asked.source) if is_run(asked.source) else run(load(asked.source), out=asked.out)
    )
    print(*gallery(found, asked.folder, Path(asked.source).name), sep="\n")


if __name__ == "__main__":
    main()
