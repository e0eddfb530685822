"""A list of cases as people keep it: a table with a column a key and a row a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.locale import _
from sim.methods.factors import Factor, factor
from sim.scenario import Scenario
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.sheets import Sheet, row_problem


def listed(sheet: Sheet, scenario: Scenario) -> Mapping[str, npt.NDArray[Any]]:
    """Return the columns of a list of cases; headings are keys as after ``--set``.

    Raises ``ScenarioError`` with every wrong heading, or every wrong cell with its row.
    """
    factors: list[Factor] = []
    problems: list[Problem] = []
    for place, heading in enumerate(sheet.headings):
        try:
            found = factor(heading, scenario)
        except InputError as error:
            problems.append(
                row_problem(sheet.file, sheet.heading_row, sheet.headings, place, str(error))
            )
            continue
        if found.key in [entry.key for entry in factors]:
            message = _('"{key}" is varied twice.').format(key=found.key)
            problems.append(
                row_problem(sheet.file, sheet.heading_row, sheet.headings, place, message)
            )
        factors.append(found)
    if problems:
        raise ScenarioError(problems)
    columns: dict[str, list[Any]] = {entry.key: [] for entry in factors}
    for row, cells in zip(sheet.rows, sheet.cells, strict=True):
        for place, entry in enumerate(factors):
            value, message, hint = _value(cells[place], entry)
            columns[entry.key].append(value)
            if message:
                problems.append(row_problem(sheet.file, row, cells, place, message, hint))
    if problems:
        raise ScenarioError(problems)
    return {
        entry.key: np.array(columns[entry.key], object if entry.choices else np.float64)
        for entry in factors
    }


def _value(cell: str, entry: Factor) -> tuple[Any, str, str]:
    """Return the value of a cell, and what is wrong with it."""
    from sim.scenario.hints import near

    if entry.choices:
        if cell in entry.choices:
            return cell, "", ""
        message = _('"{choice}" is no choice of {key}.').format(choice=cell, key=entry.key)
        return "", message, near(cell, entry.choices)
    allowed = _("Allowed: {low} to {high}{unit}.").format(
        low=f"{entry.low:g}", high=f"{entry.high:g}", unit=""
    )
    try:
        value = float(cell)
    except ValueError:
        return 0.0, _('"{text}" is no number.').format(text=cell), allowed
    zero = entry.prior is not None and entry.prior.may_be_zero and value == 0
    if not (entry.low <= value <= entry.high or zero):
        return 0.0, _("{key} = {value} is out of range.").format(key=entry.key, value=cell), allowed
    if entry.whole and not value.is_integer():
        return 0.0, _('"{text}" is no whole number.').format(text=cell), allowed
    return value, "", ""
