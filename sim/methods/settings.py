"""What a method declares of itself once; keys of study files, options and help follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from sim.scenario.keys import Table

READS: Final = ("factors", "measures", "alternatives", "months", "replicates", "seed")
"""What every study may say beside its settings, as most methods read it."""


@dataclass(frozen=True)
class Written:
    """How a setting is called on the command line, and what stands for its value in the help."""

    name: str
    value: str | None = None


class MethodSettings(Table):
    """The settings of a method, each with label, range and default.

    ``READS`` are the other keys of a study that the method reads: the command has no option for
    the rest. ``FILES`` are settings that name a file beside the study. ``OPTIONS`` are settings
    that are called otherwise on the command line.
    """

    READS: ClassVar[tuple[str, ...]] = READS
    FILES: ClassVar[tuple[str, ...]] = ()
    OPTIONS: ClassVar[Mapping[str, Written]] = {}
