"""Rare characters: drawn from the second font; of those that no font has one sentence speaks."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from sim.plots import style
from sim.plots.output import save
from sim.plots.style import FAMILIES, blank, styled
from sim.report.figures import face

NAME = "镕喆镇"
BEYOND = "𠮷"


def test_standard_characters_are_drawn_without_a_word(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for lang in FAMILIES:
            with styled(lang):
                axes = blank()
                axes.set_title(NAME)
                save(axes.figure, tmp_path / f"{lang}.png")


def test_a_sign_without_a_font_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(style, "_in_system", lambda _sign: False)
    with styled("zh"):
        axes = blank()
        axes.set_title(BEYOND * 3)
        axes.set_xlabel(BEYOND)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        save(axes.figure, tmp_path / "one.png")
    (only,) = told
    assert only.category is style.MissingSigns
    assert str(only.message).count(BEYOND) == 1


def test_a_font_of_the_system_helps_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "_in_system", lambda sign: sign == BEYOND)
    axes = blank()
    axes.set_title(BEYOND)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        save(axes.figure, tmp_path / "one.png")
    assert not told


def test_a_page_embeds_rare_characters_by_their_own_range() -> None:
    rules = face(f"派驻{NAME}")
    assert rules.count("@font-face") == 2
    assert "unicode-range:U+5586,U+9555}" in rules
    assert face("派驻指导员").count("@font-face") == 1


def test_a_page_names_what_it_brings_no_letters_for() -> None:
    with pytest.warns(style.MissingSigns, match=BEYOND):
        style.tell_page(f"<p>{BEYOND}{NAME}</p>")
