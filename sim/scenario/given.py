"""Values of parameters that are given from Python, a column each: held to what a file may say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from sim.draws import F64
from sim.errors import InputError
from sim.locale import _, listed
from sim.parameters import PARAMETERS
from sim.scenario.scenario import Alternative, Scenario
from sim.text.arguments import plain, refuse, texts, values
from sim.text.hints import known_name, plain_number


def alternatives_of(scenario: object, names: Sequence[str] | str | None) -> tuple[Alternative, ...]:
    """Return the alternatives of those names, all of the scenario where none is given."""
    if not isinstance(scenario, Scenario):
        refuse("scenario", _("a scenario, as sim.load returns it"), scenario)
    if names is None:
        return scenario.alternatives
    return tuple(scenario.alternative(name) for name in texts("alternatives", names))


def numbered(name: str, given: object) -> list[int]:
    """Return numbers of replicates: whole, from 0, and one at least."""
    expected = _("a list of whole numbers from 0")
    given = plain(given)
    if isinstance(given, str | Mapping) or not isinstance(given, Iterable):
        refuse(name, expected, given)
    numbers = [plain(number) for number in given]
    for number in numbers or [None]:
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            refuse(name, expected, number)
    return numbers


def columns(given: Mapping[str, Any] | None, rows: int) -> dict[str, F64]:
    """Return parameters by name, a value a row; a number alone holds in all of them.

    Raises ``InputError`` for an unknown name, for what is no finite number, or another length.
    """
    found = {}
    for name, column in values("parameters", given or {}).items():
        known_name(name, list(PARAMETERS), _('There is no parameter "{name}". {hint}'))
        found[name] = finite(name, np.full(rows, column) if np.ndim(column) == 0 else column)
        of_length(name, found[name], rows)
    return found


def finite(key: str, column: Any) -> F64:
    """Return values as numbers; refuse what is none, with its row."""
    try:
        numbers = np.asarray(column, np.float64)
    except (TypeError, ValueError):
        raise InputError(_("The values of {key} are no numbers.").format(key=key)) from None
    if not np.isfinite(numbers).all():
        row = int(np.argmin(np.isfinite(numbers)))
        text = _("{key}: {value} is no finite number (row {row}).")
        raise InputError(text.format(key=key, value=numbers.flat[row], row=row + 1))
    return numbers


def within(key: str, name: str, numbers: F64, first: int = 0) -> None:
    """Refuse values of a parameter that no file may say, with their row."""
    parameter = PARAMETERS[name]
    fine = (numbers >= parameter.low) & (numbers <= parameter.high)
    fine |= (numbers == 0.0) & parameter.may_be_zero
    if not fine.all():
        row = int(np.argmin(fine))
        text = (
            _("{key}: {value} is no number from {low} to {high}, and not 0 (row {row}).")
            if parameter.may_be_zero
            else _("{key}: {value} is no number from {low} to {high} (row {row}).")
        )
        low, high = plain_number(parameter.low), plain_number(parameter.high)
        value = f"{numbers.flat[row]:g}"
        raise InputError(text.format(key=key, value=value, low=low, high=high, row=first + row + 1))


def of_length(key: str, column: Any, rows: int) -> None:
    """Refuse a column that has not as many rows as there are replicates."""
    if np.shape(column) != (rows,):
        text = _("{key} needs as many rows as there are replicates: {rows}, not {found}.")
        found = listed(np.shape(column)) or "1"
        raise InputError(text.format(key=key, rows=rows, found=found))
