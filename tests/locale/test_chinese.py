"""Chinese as an office writes it: catalogue, declarations, files of scenarios, pages."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.locale.chinese import HAN, LONGEST, findings
from tools import catalogue

TOP = catalogue.PACKAGE.parent

READERS = (
    "sim/registry/", "sim/text/", "sim/scenario/mending.py",
    "sim/scenario/slips.py", "sim/studies/observing.py", "sim/app/theme.py",
    "sim/results/readable.py",
)  # fmt: skip
"""Modules whose Chinese is what others write, or a pattern: nobody reads it."""


def of_the_catalogue() -> Iterator[tuple[str, str]]:
    """Yield every Chinese text of the catalogue with the message that it stands for."""
    for message in catalogue.read():
        texts = (message.string,) if isinstance(message.string, str) else message.string or ()
        for text in texts if message.id else ():
            yield str(message.id)[:40], text


def of_the_code() -> Iterator[tuple[str, str]]:
    """Yield the labels and sentences that declarations hold in both languages."""
    for path in sorted((TOP / "sim").rglob("*.py")):
        name = path.relative_to(TOP).as_posix()
        if name.startswith(READERS):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                letters = len(re.findall("[A-Za-z]", node.value))
                # An English text may quote a Chinese word.
                if id(node) not in passed and letters <= 2 * len(
                    re.findall(f"[{HAN}]", node.value)
                ):
                    yield f"{name}:{node.lineno}", node.value


def of_the_files() -> Iterator[tuple[str, str]]:
    """Yield every text of scenarios, studies, lessons and templates."""
    for folder in ("scenarios", "experiments", "sim"):
        for path in sorted((TOP / folder).rglob("*.toml")):
            content = tomllib.loads(path.read_text(encoding="utf-8"))
            for text in _texts(content):
                yield path.relative_to(TOP).as_posix(), text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            yield from _texts(entry)
    elif isinstance(value, str):
        yield value


SPECIFICATION = "odd.zh.md"
"""A page of formulas, with Chinese names in them: of the rules only the words are its."""


def of_the_pages() -> Iterator[tuple[str, str]]:
    """Yield the paragraphs, list entries and table rows of the Chinese pages, without examples."""
    for path in (TOP / "README.zh.md", *sorted((TOP / "docs").glob("*.zh.md"))):
        text = re.sub(r"```.*?```|<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.S)
        for part in re.split(r"\n\s*\n|\n(?= *(?:[*|#>-]|\d+\.) ?)", text):
            yield (
                path.name,
                re.sub(rf"(?<=[{HAN}，。；：、（）“”])\n\s*", "", part).replace("\n", " "),
            )


@pytest.mark.parametrize("source", [of_the_catalogue, of_the_code, of_the_files, of_the_pages])
def test_what_is_read_in_chinese_keeps_the_rules(source: Any) -> None:
    texts = list(source())
    assert sum(re.search(f"[{HAN}]", text) is not None for _where, text in texts) > 100
    found = [
        (where, fault)
        for where, text in texts
        for fault in findings(text)
        if where != SPECIFICATION or "→" in fault
    ]
    assert not found, "\n".join(f"{where}: {fault}" for where, fault in found)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("60 个世界中有 40 个", "60 次模拟中有 40 次"),
        ("请换成真实的成本", "请换成当地单价"),
        ("已建,未建", "已建，未建"),
        ("单价(元)", "单价（元）"),
        ("怎么办?", "怎么办？"),
        ("名录没有写明.", "名录没有写明。"),
        ('没有"年检"', "没有“年检”"),
        ("共90个组织", "共 90 个组织"),
        ("占90 % 的组织", "占 90% 的组织"),
        ("占 90%的组织", "占 90% 的组织"),
        ("已建 党组织", "已建党组织"),
        ("共{n}个", "共 {n} 个"),
        ("派驻，，三年", "派驻，三年"),
        ("一" * (LONGEST + 1) + "。", "一" * LONGEST + "。" + "二" * LONGEST),
    ],
)
def test_each_rule_finds_what_breaks_it(wrong: str, right: str) -> None:
    assert list(findings(wrong))
    assert not list(findings(right))


def test_what_is_typed_is_left_as_it_is() -> None:
    for text in ("加 `a,b` 即可", "写 {n} 个，如 registry = “x”", "plain, English (text)?"):
        assert not list(findings(text)), text
