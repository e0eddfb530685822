"""The gallery of the documentation: ``python -m tools.gallery RUN_OR_SCENARIO docs/gallery``.

Draws the kinds of figures of a run (a scenario is simulated first, with its own number of
replicates) in both languages, small and in few colours. Writes the page beside the folder. The page
is English, as all of docs/. Only developers need it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from textwrap import fill
from typing import Any, Final

from PIL import Image

from sim.histories.explain import is_run
from sim.locale import LANGUAGES, in_language, pick
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

WORDS: Final = {
    "gains": "Filled marks: the last month in force; open marks: the horizon. The sentences of the "
    "run say what is told apart.",
    "fan": "One measure, the baseline and one alternative. Overlapping bands don't mean that there "
    "is no difference: look at the difference, which is paired.",
    "difference": "The same alternative less the baseline, within each replicate.",
    "hollow": "What is reported and what is alive behind it, on one base.",
    "bottlenecks": "Where the uncovered organizations are stuck; the links of the chain are in "
    "[results.md](results.md#bottlenecks).",
    "multiples": "By district, kind, type, industry, size or alternative, all on one scale.",
    "tiles": "Districts as the scenario's `tile` lays them out: no areas, no boundaries.",
    "cost_effect": "Yuan along the bottom, effect up the side, staff hours in the labels.",
    "survival": "Branches founded in the run: colour by pressure, line by form.",
    "caseloads": "Liaisons in office, and cases that each holds.",
    "cells": "One time of one replicate; it is an example, not a result.",
    "timeline": "Two histories of one organization under the same chance.",
    "animation": "The same replicate, month by month.",
    "spaghetti": "What the bands are made of.",
}
"""A remark on each kind, and what it doesn't show; rivals are runs of their own, and not here."""


def gallery(results: Results, folder: Path, name: str) -> Path:
    """Write the pictures to ``folder`` and the page beside it; return the page.

    ``name`` is what the run is called in the commands that the page shows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page = [_head(results, folder, name)]
    for kind in WORDS:
        given = _given(kind, results)
        files = [
            place_file(
                folder / f"{kind}.{lang}.{_form(kind)}",
                _picture(kind, results, lang, given),
                force=True,
            )
            for lang in _languages(kind)
        ]
        page.append(_section(kind, given, files, folder.name))
    path = folder.with_name(folder.name + ".md")
    return place_file(path, "\n".join(page).encode("utf-8"), force=True)


def _languages(kind: str) -> tuple[str, ...]:
    """A film is large: one language is enough."""
    return ("en",) if kind == "animation" else LANGUAGES


def _form(kind: str) -> str:
    return "gif" if kind == "animation" else "png"


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


def _head(results: Results, folder: Path, name: str) -> str:
    info = results.info
    with in_language("en"):
        title = pick(info["title"])
    text = (
        f"Every figure that `fugai plot` draws, in both languages, of one run: *{title}*, "
        f"{len(results.replicates)} replicates, seed {info['seed']}, scenario {info['digest']}. "
        "How to draw them, and what each does not show, is in [plots.md](plots.md). The page and "
        "its pictures are made by"
    )
    command = f"python -m tools.gallery {name} docs/{folder.name}"
    return f"# Gallery\n\n{fill(text, LINE)}\n\n```sh\n{command}\n```\n"


def _section(kind: str, given: dict[str, str], files: list[Path], folder: str) -> str:
    options = "".join(f" --{name} {value}" for name, value in given.items())
    text = fill(f"{KINDS[kind][1]} {WORDS[kind]}", LINE)
    pictures = "\n".join(
        f"![{kind}, {file.name.split('.')[1]}]({folder}/{file.name})" for file in files
    )
    return f"## {kind}\n\n{text}\n\n`fugai plot {kind} RUN{options}`\n\n{pictures}\n"


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
    print(gallery(found, asked.folder, Path(asked.source).name))


if __name__ == "__main__":
    main()
