"""Posteriors: joint draws of parameters that a calibration left, in a JSON file.

    {"format": 1, "posterior": "nation", "draws": {"contact_per_year": [0.41, 0.52, …], …}, …}

Every list has a value for each draw; draws belong together across parameters, since what was learnt
ties them to each other. What else stands in the file says where it comes from and is not read here.
A scenario names a file beside it, or a shipped posterior by its bare name.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim.errors import InputError
from sim.locale import _, sentences
from sim.parameters import PARAMETERS
from sim.plan.edition import check_posterior
from sim.plan.shipped import shipped_folder
from sim.text.hints import is_file, near

FORMAT: Final = 1
FOLDER: Final = "posteriors"
"""Folder of the shipped posteriors, beside the shipped scenarios."""


@dataclass(frozen=True)
class Posterior:
    """Joint draws: by parameter, as many values as there are draws, all of equal weight."""

    file: str
    draws: Mapping[str, tuple[float, ...]]

    @classmethod
    def of(cls, file: str, found: Any) -> Posterior:
        """Return the posterior that is in the data of a file; ``InputError`` where none is."""
        draws = _draws(file, found)
        for name, column in draws.items():
            _check(file, name, column)
        columns = [column for column in draws.values() if isinstance(column, list) and column]
        if len(columns) != len(draws) or len({len(column) for column in columns}) != 1:
            text = _('"{file}": every parameter of a posterior has one value for each draw.')
            raise InputError(text.format(file=file))
        return cls(file, {name: tuple(map(float, column)) for name, column in draws.items()})

    def content(self) -> dict[str, Any]:
        """Return the posterior as plain data that :meth:`of` reads back."""
        draws = {name: list(column) for name, column in self.draws.items()}
        return {"format": FORMAT, "file": self.file, "draws": draws}


def shipped_posteriors() -> tuple[str, ...]:
    """Return the bare names of the shipped posteriors, sorted."""
    return tuple(sorted(path.stem for path in (shipped_folder() / FOLDER).glob("*.json")))


def read_posterior(name: str, folder: Path) -> Posterior:
    """Read a posterior: a path as seen from ``folder``, or the bare name of a shipped one.

    Raises ``InputError``, in one message, for a file that is not there, holds none, or belongs to
    another model.
    """
    path = folder / name
    if not is_file(path) and name in shipped_posteriors():
        path = shipped_folder() / FOLDER / f"{name}.json"
    if not is_file(path):
        text = _('There is no posterior "{name}": no such file, and none of that name is shipped.')
        hint = near(name, shipped_posteriors())
        raise InputError(sentences([text.format(name=name), hint]))
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        text = _('"{file}" is no posterior: fugai calibrate writes them.')
        raise InputError(text.format(file=name)) from None
    _draws(name, found)
    # Before any parameter: draws of another edition are of other parameters and ranges.
    check_posterior(name, found)
    return Posterior.of(name, found)


def _draws(file: str, found: Any) -> Mapping[str, Any]:
    """Return what is in a file as draws, not checked yet; ``InputError`` where it has none."""
    if not isinstance(found, Mapping) or not isinstance(found.get("draws"), Mapping):
        text = _('"{file}" is no posterior: fugai calibrate writes them.')
        raise InputError(text.format(file=file))
    if found.get("format") != FORMAT:
        text = _("{file} has a format that this version doesn't know.")
        raise InputError(text.format(file=file))
    draws: Mapping[str, Any] = found["draws"]
    return draws


def _check(file: str, name: str, column: Any) -> None:
    parameter = PARAMETERS.get(name)
    if parameter is None:
        text = _('"{file}": this version has no parameter "{name}". {hint}')
        raise InputError(text.format(file=file, name=name, hint=near(name, list(PARAMETERS))))
    values = column if isinstance(column, list) else []
    slack = 1e-9 * (parameter.high - parameter.low)
    for value in values:
        number = isinstance(value, int | float) and math.isfinite(value)
        if not number or not parameter.low - slack <= value <= parameter.high + slack:
            text = _('"{file}": {name} has {value}, outside of {low} to {high}.')
            raise InputError(
                text.format(
                    file=file,
                    name=name,
                    value=value,
                    low=f"{parameter.low:g}",
                    high=f"{parameter.high:g}",
                )
            )
