"""Cases of a design: a grid, a Latin hypercube, Sobol' points, or a list of a reader's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.locale import _
from sim.registry.grids import Sheet, refuse, text_of
from sim.registry.workbooks import open_book
from sim.scenario import Scenario
from sim.studies.cases import Cases
from sim.studies.factors import Factor, factor
from sim.text.problems import Problem, ScenarioError

F64 = npt.NDArray[np.float64]
Columns = Mapping[str, npt.NDArray[Any]]


def grid(factors: Sequence[Factor], levels: int) -> Columns:
    """Return every combination: ``levels`` values from low to high, or all choices, of each.

    Parameters with a prior have quantiles of it from 0 to 1. Whole numbers may have fewer levels.
    """
    _refuse_none(factors)
    axes = []
    for entry in factors:
        n = len(entry.choices) or levels
        points = (np.arange(n) + 0.5) / n if entry.choices else np.linspace(0.0, 1.0, n)
        axes.append(list(dict.fromkeys(entry.at(points).tolist())))
    rows = list(product(*axes))
    return {
        factor.key: _column([row[place] for row in rows]) for place, factor in enumerate(factors)
    }


def latin(factors: Sequence[Factor], points: int, seed: int) -> Columns:
    """Return a Latin hypercube: each factor's range is cut evenly, a point in every piece."""
    from scipy.stats import qmc

    _refuse_none(factors)
    return scaled(factors, qmc.LatinHypercube(len(factors), rng=seed).random(points))


def sobol(factors: Sequence[Factor], points: int, seed: int) -> Columns:
    """Return the first scrambled Sobol' points: their number is a power of two."""
    from scipy.stats import qmc

    _refuse_none(factors)
    if points & (points - 1):
        lower = 1 << (points.bit_length() - 1)
        message = _(
            "Sobol' points come in powers of two: ask for {lower} or {upper}, not {points}."
        )
        raise InputError(message.format(lower=lower, upper=2 * lower, points=points))
    return scaled(factors, qmc.Sobol(len(factors), rng=seed).random(points))


def scaled(factors: Sequence[Factor], u: F64) -> Columns:
    """Return the values of points in [0, 1], a column a factor."""
    return {factor.key: factor.at(u[:, place]) for place, factor in enumerate(factors)}


def replicated(values: Columns, replicates: int) -> Cases:
    """Return the cases of a design under the same replicates: row c · replicates + k.

    All points meet the same draws, so that a difference between them is not chance.
    """
    n = len(next(iter(values.values()))) if values else 0
    columns = {key: np.repeat(column, replicates) for key, column in values.items()}
    return Cases(np.tile(np.arange(replicates, dtype=np.int64), n), columns)


def _column(entries: list[Any]) -> npt.NDArray[Any]:
    return np.array(entries, dtype=object if isinstance(entries[0], str) else np.float64)


def _refuse_none(factors: Sequence[Factor]) -> None:
    if not factors:
        raise InputError(_("A design needs factors: name what is to be varied."))


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
                _row_problem(sheet.file, sheet.heading_row, sheet.headings, place, str(error))
            )
            continue
        if found.key in [entry.key for entry in factors]:
            message = _('"{key}" is varied twice.').format(key=found.key)
            problems.append(
                _row_problem(sheet.file, sheet.heading_row, sheet.headings, place, message)
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
                problems.append(_row_problem(sheet.file, row, cells, place, message, hint))
    if problems:
        raise ScenarioError(problems)
    return {
        entry.key: np.array(columns[entry.key], object if entry.choices else np.float64)
        for entry in factors
    }


def _value(cell: str, entry: Factor) -> tuple[Any, str, str]:
    """Return the value of a cell, and what is wrong with it."""
    from sim.text.hints import near

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


def _row_problem(
    file: str, row: int, cells: Sequence[str], at: int, message: str, hint: str = ""
) -> Problem:
    """Build a problem that shows a row and points at one of its cells."""
    texts = [cell or "·" for cell in cells]
    start = sum(len(text) + 2 for text in texts[:at])
    shown = ((row, ", ".join(texts)),)
    return Problem(file, message, hint, row, start, start + len(texts[at]), shown)


def read_sheet(path: Path) -> Sheet:
    """Read a table whose first row holds the headings and every other one an entry."""
    book = open_book(path)
    grid = book.grids[0] if book.grids else None
    if grid is None or len(grid.rows) < 2:
        refuse(path, _("This file has no rows below its headings."))
        raise AssertionError
    width = max(len(cells) for _row, cells in grid.rows)
    filled = [(row, (*map(text_of, cells), *[""] * width)[:width]) for row, cells in grid.rows]
    return Sheet(
        book.file,
        book.encoding,
        *filled[0],
        tuple(row for row, _cells in filled[1:]),
        tuple(cells for _row, cells in filled[1:]),
    )
