"""What cases are asked for: values and months that a study file would be held to as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.draws import I64
from sim.errors import InputError
from sim.locale import N_, _
from sim.parameters import PARAMETERS
from sim.scenario import Scenario
from sim.scenario.given import finite, numbered, of_length, within
from sim.studies.factors import PREFIX
from sim.text.arguments import several
from sim.text.hints import known_name


def checked_cases(
    replicate: Any, values: Mapping[str, Any]
) -> tuple[I64, dict[str, npt.NDArray[Any]]]:
    """Return a design as columns of one length, with known parameters and finite numbers."""
    if not len(replicate):
        raise InputError(_("The design has no rows."))
    numbers = np.array(numbered("replicate", replicate), np.int64)
    columns = {}
    for key, column in values.items():
        columns[key] = np.asarray(column)
        of_length(key, columns[key], len(numbers))
        if key.startswith(PREFIX):
            name = key.removeprefix(PREFIX)
            known_name(name, list(PARAMETERS), _('There is no parameter "{name}". {hint}'))
            columns[key] = finite(key, columns[key])
    return numbers, columns


def held_to_files(values: Mapping[str, npt.NDArray[Any]], first: int) -> None:
    """Refuse values of parameters that no file may say; the rows begin at ``first``.

    Backtests give what a place had itself, which may lie outside.
    """
    for key, column in values.items():
        if key.startswith(PREFIX):
            within(key, key.removeprefix(PREFIX), column, first)


def moments_of(scenario: Scenario, months: Sequence[int] | int | None) -> tuple[int, ...]:
    """Return the months to look at, in order; the horizon where none is given."""
    if months is None:
        return (scenario.months,)
    moments = tuple(sorted({*several("months", months, int, N_("a month, or a list of months"))}))
    if not moments or moments[0] < 0 or moments[-1] > scenario.months:
        message = _("Months to look at lie between 0 and {last}.")
        raise InputError(message.format(last=scenario.months))
    return moments
