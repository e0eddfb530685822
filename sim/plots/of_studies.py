"""Figures that belong to a study, by its method, as files in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.plots.output import save

if TYPE_CHECKING:
    from sim.methods.study import Study, StudyResult

FIGURES: Final[Mapping[str, str]] = {"sweep": "sim.plots.sweep:figures"}
"""By method a function of (study, result, language) that returns axes by file name."""


def draw(study: Study, result: StudyResult, folder: Path, lang: str) -> list[Path]:
    """Draw the figures of a study into its folder as PNG; a method may have none.

    What is drawn depends on the study alone, so a figure of an earlier time is written over.
    """
    if study.method not in FIGURES:
        return []
    module, _separator, name = FIGURES[study.method].partition(":")
    found = getattr(import_module(module), name)(study, result, lang)
    return [save(axes.figure, folder / f"{name}.png", force=True) for name, axes in found.items()]
