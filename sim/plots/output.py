"""A figure as SVG text or as a file that says what it was made from; no dates."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl

from sim import __version__
from sim.errors import InputError
from sim.locale import _, pick
from sim.plots.rare import quiet, tell
from sim.plots.style import FILES, RC
from sim.store.disk import place_file
from sim.text.problems import one_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure, SubFigure

    from sim.results.reading import Results

FORMATS: Final = (".png", ".svg", ".pdf")


def svg_text(figure: Figure | SubFigure) -> str:
    """Return a figure as SVG to be put into a page: the same figure gives the same text.

    Letters are outlines, so no font is needed. It begins with ``<svg``; groups have no ids, so
    that several figures fit into one page.
    """
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    text = _rendered(figure, "svg", nothing).decode("utf-8")
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
    return place_file(target, _rendered(figure, form[1:], _for(form, told)), force=force)


def rendered(figure: Figure | SubFigure, results: Results | None) -> bytes:
    """Return a figure as PNG, with the run's data inside."""
    return _rendered(figure, "png", _for(".png", metadata(results, title_of(figure))))


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


def _rendered(figure: Figure | SubFigure, form: str, told: dict[str, Any]) -> bytes:
    settings: Any = {**FILES, "savefig.dpi": RC["savefig.dpi"]}
    with quiet(), mpl.rc_context(settings):
        stream = BytesIO()
        figure.figure.savefig(stream, format=form, metadata=told)
        return stream.getvalue()
