"""Figures of a run, drawn with matplotlib alone; nothing here imports it until one is drawn.

    from sim.plots.fan import fan
    axes = fan(results, alternative="liaisons", measure="effective_coverage", lang="zh")

Every figure is a function ``f(results, …, ax=None, width=SINGLE, lang="en") -> Axes``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from sim.locale import N_

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "fan": ("sim.plots.fan:fan", N_("A measure over time, with bands over worlds.")),
}
"""Every figure of a run: where it is drawn, and its line in the help."""


def drawer(kind: str) -> Callable[..., Any]:
    """Return the function that draws a kind; KeyError where there is none."""
    module, _separator, name = KINDS[kind][0].partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found
