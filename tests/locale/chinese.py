"""The rules of the Chinese that people read: what a text breaks, as sentences that say where.

One word for one thing, full-width punctuation, one space between Chinese and digits, short
sentences. Words stand here with what is written instead, so that a finding can be mended at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

LONGEST: Final = 50
"""Most characters from one stop to the next."""

HAN: Final = "㐀-鿿"
_HAN = re.compile(f"[{HAN}]")

WORDS: Final = {
    "世界": "次模拟",
    "次重复": "次模拟",
    "重复次数": "模拟次数",
    "若默认值属实": "各项假设都取默认值时",
    "离散来自": "括号里的范围同时反映“参数不确知”和“偶然”",
    "未满足": "因经费上限未拨付",
    "在运行(?!时期|期)": "正常运行",
    "业主": "负责人",
    "辞退": "解聘",
    "失败的一面": "副作用与代价",
    "谁受益": "哪些组织新建、哪些反而没建",
    "被挤": "因力量先给了别人而延后",
    "情景": "场景",
    "联络员": "指导员",
    "新覆盖": "新建",
    "支部年": "每多维持一个有效党组织一年",
    "缺省": "默认",
    "名册": "名录",
    "统计覆盖率": "上报覆盖率",
    "空壳覆盖占比": "空壳占比",
    "空壳比例": "空壳占比",
    "剂量": "力度",
    "(?<!换)成本(?!地)": "费用",
    "运气": "偶然",
    "随机性": "偶然",
    "增益": "增加",
    "强建": "强行组建",
    "期初": "起始",
    "印出": "列出",
    "撮合": "动员",
    "的的": "的",
    "了了": "了",
}
"""What is not written (a pattern), and what is."""

_SPAN = re.compile(r"`[^`]*`|\$[^$]*\$|https?://\S+|\]\([^)]*\)|<[^>]*>|%\(\w+\)s")
_PLACE = re.compile(r"\{[^{}]*\}")
_STOPS = re.compile(r"[。；？！：\n|…]|\\n|•")
_RULES: Final = (
    (re.compile(rf"[{HAN}”）}}][,;:?!](?![\w/])|[,;:?!] ?[{HAN}“]"), "half-width punctuation"),
    (re.compile(rf"\([^()，。；]*[{HAN}][^()]*\)|[{HAN}] ?\((?!\w*=)"), "half-width bracket"),
    (re.compile(rf"[{HAN}]\.(?!\w)"), "half-width stop"),
    (re.compile(rf"[{HAN}]\"|\"[{HAN}]"), "half-width quotation mark"),
    (re.compile(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9%][{HAN}]"), "no space between Chinese and digits"),
    (re.compile(rf"[{HAN}，。；：（）“”] +[{HAN}，。；：（）“”]"), "space between Chinese"),
    (
        re.compile(rf"[{HAN}]\{{(n|k|m|all|rows)\}}|\{{(n|k|m|all|rows)\}}[{HAN}]"),
        "no space at a number",
    ),
    (re.compile(r"\d %"), "space before %"),
    (re.compile(r"[，；：、][，；：、。]|。。"), "two marks"),
)


def findings(text: str) -> Iterator[str]:
    """Yield what a text breaks; one without Chinese breaks nothing."""
    if not _HAN.search(text):
        return
    bare = _SPAN.sub("�", text)
    for word, better in WORDS.items():
        if found := re.search(word, bare):
            yield f"“{found.group()}” → {better}"
    for pattern, what in _RULES:
        if found := pattern.search(bare):
            yield f"{what}: {bare[max(0, found.start() - 6) : found.end() + 6]!r}"
    for piece in _STOPS.split(_PLACE.sub("", bare)):
        if (size := length(piece)) > LONGEST:
            yield f"{size} characters in a sentence: {piece[:24]}…"


def length(piece: str) -> int:
    """Return the length of a piece: Chinese characters, and words of letters or digits."""
    return len(re.findall(f"[{HAN}]|[A-Za-z0-9_.-]+", piece))
