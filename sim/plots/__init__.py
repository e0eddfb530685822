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
    "gains": (
        "sim.plots.gains:gains",
        N_("What each alternative gains while it runs and at the end."),
    ),
    "fan": ("sim.plots.fan:fan", N_("A measure over time, with bands over replicates.")),
    "difference": (
        "sim.plots.fan:difference",
        N_("An alternative less the baseline, replicate by replicate."),
    ),
    "hollow": ("sim.plots.fan:hollow", N_("Reported against effective coverage.")),
    "bottlenecks": (
        "sim.plots.bottlenecks:bottlenecks",
        N_("What holds uncovered organizations back over time."),
    ),
    "multiples": (
        "sim.plots.multiples:multiples",
        N_("A measure in small panels, by group or alternative."),
    ),
    "tiles": ("sim.plots.multiples:tiles", N_("A schematic map of districts.")),
    "cost_effect": (
        "sim.plots.gains:cost_effect",
        N_("What alternatives cost, and what they change."),
    ),
    "rivals": (
        "sim.plots.intervals:rivals",
        N_("In which share of replicates the ranking survives each rival rule."),
    ),
    "survival": ("sim.plots.survival:survival", N_("How long new branches last.")),
    "caseloads": ("sim.plots.caseloads:caseloads", N_("Liaisons and the cases they hold.")),
    "cells": (
        "sim.plots.cells:cells",
        N_("One replicate of a small place, each organization a dot."),
    ),
    "timeline": ("sim.plots.timeline:timeline", N_("Two histories of one organization.")),
    "animation": (
        "sim.plots.cells:animation",
        N_("One replicate of a small place, month by month, as a GIF."),
    ),
    "spaghetti": ("sim.plots.fan:spaghetti", N_("A measure in every replicate, line by line.")),
}
"""Every figure of a run: where it is drawn, and its line in the help."""

STUDY: Final = "study"
"""The kind that a finished study has, whatever its method."""


def drawer(kind: str) -> Callable[..., Any]:
    """Return the function that draws a kind; KeyError where there is none."""
    module, _separator, name = KINDS[kind][0].partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found
