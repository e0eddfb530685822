"""What a figure is asked for, checked: alternative, measure, dimension."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sim.errors import InputError
from sim.locale import _
from sim.measures.catalogue import MEASURES
from sim.scenario.hints import near

if TYPE_CHECKING:
    from sim.results.reading import Results

DIMENSIONS: Final = ("kind", "type", "district", "industry", "size")


def alternative_of(results: Results, asked: str | None) -> str:
    """Return the alternative asked for, else the first after the baseline, if there is one."""
    known = results.alternatives
    if asked is None:
        return known[min(1, len(known) - 1)]
    if asked not in known:
        message = _('There is no alternative "{name}". {hint}')
        raise InputError(message.format(name=asked, hint=near(asked, known)))
    return asked


def measure_of(asked: str, *, grouped: bool = False) -> str:
    """Return a measure that is known, and counted by group where that is needed."""
    known = [name for name, measure in MEASURES.items() if measure.grouped or not grouped]
    if asked in known:
        return asked
    if asked in MEASURES:
        text = _('The measure "{name}" is not counted by group.')
        raise InputError(text.format(name=asked))
    raise InputError(unknown(_('There is no measure "{name}". {hint}'), asked, known))


def dimension_of(asked: str, known: Sequence[str] = DIMENSIONS) -> str:
    """Return a dimension by which organizations are grouped."""
    if asked not in known:
        raise InputError(unknown(_('Nothing is counted by "{name}". {hint}'), asked, known))
    return asked


def unknown(text: str, name: str, known: Sequence[str]) -> str:
    """Return the message about a name that is not known, with the nearest or all that are."""
    return text.format(name=name, hint=near(name, known))
