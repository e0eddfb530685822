"""The catalogue is complete, in step with the source, and compiled as it stands."""

from __future__ import annotations

import ast
import gettext
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from sim.locale import (
    _,
    current_language,
    detect,
    in_language,
    ngettext,
    pick,
    translations,
)
from tools import catalogue

CATALOGUE = catalogue.read()
MESSAGES = [message for message in CATALOGUE if message.id]
SOURCES = sorted(catalogue.PACKAGE.rglob("*.py"))


def texts(message: object) -> tuple[str, ...]:
    """Return the forms of a message, of which there may be two."""
    return (message,) if isinstance(message, str) else tuple(message)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    """Return the source, parsed once."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def said(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield every text that a file marks as a message."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            words = {"_": 1, "N_": 1, "ngettext": 2}.get(node.func.id, 0)
            for argument in node.args[:words]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield node.lineno, argument.value


def places(text: str) -> set[str]:
    """Return the placeholders of a text, in braces or with a percent sign."""
    named = {name for _text, name, _spec, _how in string.Formatter().parse(text) if name}
    return named | set(re.findall(r"%\(\w+\)s", text))


def braces(text: str) -> bool:
    """Whether a text is meant for ``str.format``."""
    try:
        return bool(places(text))
    except ValueError:
        return False


def test_every_message_of_the_source_is_in_the_catalogue(trees: dict[Path, ast.Module]) -> None:
    known = {text for message in MESSAGES for text in texts(message.id)}
    missing = [
        (path.name, line, text)
        for path, tree in trees.items()
        for line, text in said(tree)
        if text and text not in known
    ]
    assert not missing, "run python -m tools.catalogue"


def test_every_message_has_a_chinese_text() -> None:
    assert catalogue.untranslated(CATALOGUE) == []


def test_placeholders_agree() -> None:
    for message in MESSAGES:
        source = texts(message.id)[-1]
        if braces(source):
            for text in texts(message.string):
                assert places(text) == places(source), source


def test_the_compiled_catalogue_is_what_compiling_gives() -> None:
    assert catalogue.mo_bytes(CATALOGUE) == catalogue.MO.read_bytes()
    with catalogue.MO.open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    for message in MESSAGES:
        assert compiled.gettext(texts(message.id)[0]) == texts(message.string)[0]


def test_updating_keeps_what_is_translated_and_the_file_as_it_is() -> None:
    merged = catalogue.merged(CATALOGUE)
    assert {m.id: m.string for m in merged if m.id and m.string} == {
        m.id: m.string for m in MESSAGES if m.id in merged
    }
    assert catalogue.po_text(catalogue.read()) == catalogue.po_text(CATALOGUE)


def test_a_message_of_another_version_of_click_is_kept() -> None:
    old = Catalog(locale="zh")
    old.add("Said by another click.", "另一版。", locations=[(catalogue.CLICK, 0)])
    old.add("Said by nobody.", "无人说。", locations=[("sim/gone.py", 0)])
    merged = catalogue.merged(old)
    assert merged.get("Said by another click.") is not None
    assert merged.get("Said by nobody.") is None


def test_messages_are_never_within_f_strings(trees: dict[Path, ast.Module]) -> None:
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                calls = [
                    inner.func.id
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name)
                ]
                assert not {"_", "N_", "ngettext"} & set(calls), f"{path}:{node.lineno}"


def test_a_language_holds_within_its_block() -> None:
    assert current_language() == "en"
    with in_language("zh"):
        assert _("No mistakes.") == "没有错误。"
        assert ngettext("{n} mistake.", "{n} mistakes.", 1) == "共 {n} 处错误。"
        assert pick({"en": "a", "zh": "甲"}) == "甲"
    assert _("No mistakes.") == "No mistakes."
    assert ngettext("{n} mistake.", "{n} mistakes.", 2) == "{n} mistakes."
    assert _("") == ""
    with in_language("zh"):
        assert _("") == ""


@pytest.mark.parametrize(
    ("environment", "asked", "language"),
    [
        ({}, "zh", "zh"),
        ({"FUGAI_LANG": "zh"}, "en", "en"),
        ({"FUGAI_LANG": "zh", "LC_ALL": "en_GB.UTF-8"}, None, "zh"),
        ({"LC_ALL": "zh_CN.GB18030"}, None, "zh"),
        ({"LANG": "C.UTF-8"}, None, "en"),
        ({"LANG": "Chinese (Simplified)_China.936"}, None, "zh"),
    ],
)
def test_the_language_is_found(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    asked: str | None,
    language: str,
) -> None:
    for name in ("FUGAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert detect(asked) == language


def test_english_is_the_source() -> None:
    assert type(translations("en")) is gettext.NullTranslations
