"""A figure as SVG text, as a file that says what it was made from, or as a notebook shows it."""

from __future__ import annotations

import re
from inspect import signature
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl

from sim import __version__
from sim.errors import InputError
from sim.locale import LANGUAGES, N_, _, current_language, pick
from sim.plots import KINDS, drawer
from sim.plots.style import FILES, RC, WIDTHS, quiet, tell
from sim.store.disk import place_file
from sim.text.arguments import refuse
from sim.text.hints import known_name
from sim.text.problems import one_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

    from sim.results.reading import Results

FORMATS: Final = (".png", ".svg", ".pdf")


def svg_text(figure: Figure | SubFigure, *, outlines: bool = True) -> str:
    """Return a figure as SVG to be put into a page: the same figure gives the same text.

    Letters are ``outlines``, so no font is needed. It begins with ``<svg``; groups have no ids, so
    that several figures fit into one page.
    """
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    text = as_bytes(figure, "svg", nothing, outlines=outlines).decode("utf-8")
    return re.sub(r'<g id="[^"]*"', "<g", text[text.index("<svg") :])


def save(
    figure: Figure | SubFigure,
    path: str | Path,
    results: Results | None = None,
    *,
    force: bool = False,
) -> Path:
    """Write a figure as PNG, SVG or PDF by the ending of ``path``, with the run's data inside.

    An existing file of other content is left alone unless ``force`` is given: InputError.
    """
    target = Path(path)
    form = target.suffix.lower()
    if form not in FORMATS:
        text = _("A figure is written as {formats}, not as {name}.")
        raise InputError(text.format(formats=one_of(FORMATS), name=target.name))
    told = metadata(results, title_of(figure))
    tell(figure)
    return place_file(target, as_bytes(figure, form[1:], _for(form, told)), force=force)


def rendered(figure: Figure | SubFigure, results: Results | None) -> bytes:
    """Return a figure as PNG, with the run's data inside."""
    return as_bytes(figure, "png", _for(".png", metadata(results, title_of(figure))))


def title_of(figure: Figure | SubFigure) -> str:
    """Return the first title of a figure on one line."""
    titles = (ax.get_title(loc="left") or ax.get_title() for ax in figure.axes)
    return next((title.replace("\n", " ") for title in titles if title), "")


def metadata(results: Results | None, title: str) -> dict[str, str]:
    """Return what a file says of itself: title, scenario and its hash, seed, version of the code.

    It holds nothing of when or where it was made.
    """
    found = {"title": title, "software": f"Fugai {__version__}"}
    if results is not None:
        info = results.info
        found["description"] = (
            f"scenario {info['name']} ({pick(info['title'])}), digest {info['digest']}, "
            f"seed {info['seed']}, replicates {len(results.replicates)}, "
            f"uncertainty {info['uncertainty']}, code {info['code']}, Fugai {info['fugai']}"
        )
    return found


def _for(form: str, told: dict[str, str]) -> dict[str, Any]:
    """Return metadata under the names that a format has for them."""
    title, software = told["title"], told["software"]
    description = told.get("description", "")
    if form == ".png":
        return {"Title": title, "Description": description, "Software": software}
    if form == ".svg":
        return {"Title": title, "Description": description, "Creator": software, "Date": None}
    return {"Title": title, "Subject": description, "Creator": software, "CreationDate": None}


def as_bytes(
    figure: Figure | SubFigure,
    form: str,
    told: dict[str, Any] | None = None,
    *,
    dpi: float = RC["savefig.dpi"],
    outlines: bool = True,
) -> bytes:
    """Return a figure in a format, with the metadata ``told`` inside.

    Letters of SVG are ``outlines``, or texts.
    """
    settings: Any = FILES if outlines else FILES | {"svg.fonttype": "none"}
    with quiet(), mpl.rc_context(settings):
        stream = BytesIO()
        figure.figure.savefig(stream, format=form, dpi=dpi, metadata=told)
        return stream.getvalue()


NARROWEST: Final = 20
WIDEST: Final = 2000
"""Millimetres between which a figure can be wide."""

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
        return as_bytes(self.figure, "png", dpi=DPI)

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
        given["width"] = millimetres(given["width"])
    return Plot(draw(results, **given))


def millimetres(width: Any) -> Any:
    """Return a width by name in mm; a number as it is, if paper can be as wide."""
    if not isinstance(width, str):
        known = isinstance(width, int | float) and not isinstance(width, bool)
        if not (known and NARROWEST <= width <= WIDEST):
            text = N_("{low} to {high} mm, or one of {names}")
            takes = _(text).format(low=NARROWEST, high=WIDEST, names=one_of(sorted(WIDTHS)))
            refuse("width", takes, width)
        return width
    known_name(width, list(WIDTHS), _('There is no width "{name}". {hint}'))
    return WIDTHS[width]
