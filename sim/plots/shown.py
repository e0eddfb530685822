"""A figure as a notebook shows it: nothing to switch on, and still matplotlib's own axes."""

from __future__ import annotations

from inspect import signature
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl

from sim.locale import LANGUAGES, _, current_language
from sim.plots import KINDS, drawer
from sim.plots.style import FILES, RC, WIDTHS
from sim.text.hints import known_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results

STUDY: Final = "study"
"""The kind that a finished study has, whatever its method."""

DPI = 144
"""Dots an inch in a notebook."""


class Plot:
    """Axes that were drawn, which Jupyter shows as a picture.

    Whatever matplotlib's axes (``set_title``, ``legend``) or figure (``savefig``) can do, it can.
    """

    def __init__(self, axes: Axes) -> None:
        self.axes: Axes = axes
        self.figure: Any = axes.figure

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        owner = self.axes if hasattr(self.axes, name) else self.figure
        return getattr(owner, name)

    def set_title(self, label: str, **given: Any) -> Any:
        """Set the title where the figure has its own, at the left unless ``loc`` is given."""
        where = "left" if self.axes.get_title(loc="left") else "center"
        return self.axes.set_title(label, **{"loc": where, **given})

    def _repr_png_(self) -> bytes:
        settings: Any = {**FILES, "savefig.dpi": RC["savefig.dpi"]}
        with mpl.rc_context(settings):
            stream = BytesIO()
            self.figure.savefig(stream, format="png", dpi=DPI)
            return stream.getvalue()

    def __repr__(self) -> str:
        return f"<Plot {self.axes.get_title(loc='left') or self.axes.get_title()!r}>"


def plot(results: Results, kind: str, **given: Any) -> Plot:
    """Draw a figure of a run: one of ``sim.plots.KINDS``; what else is given goes to its function.

    ``width`` is in mm, or ``"single"`` or ``"double"``. ``InputError`` for a kind that there is
    not, and for what it does not take.
    """
    known_name(kind, list(KINDS), _('There is no figure "{name}". {hint}'))
    given.setdefault("lang", current_language())
    draw = drawer(kind)
    for name in given:
        text = _('The figure "{kind}" takes no "{name}". {hint}').replace("{kind}", kind)
        known_name(name, [*signature(draw).parameters][1:], text)
    known_name(given["lang"], LANGUAGES, _('There is no language "{name}". {hint}'))
    if "width" in given:
        given["width"] = _millimetres(given["width"])
    return Plot(draw(results, **given))


def study_plot(
    folder: str | Path,
    *,
    measure: str | None = None,
    alternative: str | None = None,
    width: float | str | None = None,
    lang: str | None = None,
) -> Plot:
    """Draw the figure of the finished study in a folder, as ``fugai plot study`` does.

    ``width`` is as in :func:`plot`. ``InputError`` where the folder holds no study, or its figure
    has no such choice.
    """
    from sim.plots.studies import study_figure
    from sim.studies.file import from_resolved_study
    from sim.studies.folder import StudyFolder

    lang = current_language() if lang is None else lang
    known_name(lang, LANGUAGES, _('There is no language "{name}". {hint}'))
    wide = None if width is None else _millimetres(width)
    done = StudyFolder(Path(folder))
    study, result = from_resolved_study(done.info()["study"]), done.result()
    figure = study_figure(
        study, result, measure=measure, alternative=alternative, width=wide, lang=lang
    )
    return Plot(figure.axes[0])


def _millimetres(width: Any) -> Any:
    """Return a width by name in mm; a number as it is."""
    if not isinstance(width, str):
        return width
    known_name(width, list(WIDTHS), _('There is no width "{name}". {hint}'))
    return WIDTHS[width]
