"""Parameters and policies in force, which of them matter, and what would overturn the answer.

What the scenario changed is marked, with its standing.
Each replicate draws its parameters, so a run holds its own sensitivity analysis: Spearman's rank
correlation between a parameter and the paired difference, over worlds. With ninety parameters
some correlate by chance; ``noise`` is the level that the largest of them exceeds in one run of
twenty if none matters. It is that of :mod:`sim.results.turning`, so that a report never calls
something noise that its answer relies on. It finds monotone effects of single parameters only,
and a parameter below the noise is not shown to be unimportant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.locale import N_, _, pick, sentences
from sim.parameters import PARAMETERS, Parameter, Scale, label_of
from sim.policies.base import Policy
from sim.present.answer import FEWEST_FOR_TURNS, SAID
from sim.present.names import alternative_name, measure_within
from sim.present.numbers import Cell, quantity, signed
from sim.present.policies import doses, in_force
from sim.present.replies import untold
from sim.report.blocks import Block, Fold, Row, Section, Table, Text, text_row
from sim.results.compare import Comparison, Tally, difference
from sim.results.reading import Results
from sim.results.turning import drawn, noise_level, ranks
from sim.units import unit_name

STATUSES = (N_("sourced"), N_("reasoned"), N_("free"))
"""Standing of a parameter, marked for translation: see ``sim.parameters.Status``."""


def section(results: Results) -> Section:
    """Return what the scenario changed, then everything else, folded."""
    changed = results.scenario.parameters
    blocks: list[Block] = [Text(_standing(results))]
    own = [_changed(results, PARAMETERS[name]) for name in PARAMETERS if name in changed]
    rest = [entry for name, entry in PARAMETERS.items() if name not in changed]
    if own:
        heads = ["", _("In force"), _("Default and range"), _("Status"), _("Source of the default")]
        blocks.append(Table(_("Set by the scenario"), heads, own, words=True))
    blocks.append(_policies(results))
    heads = ["", _("Default and range")]
    tables = [
        Table(_(status), heads, [_row(entry) for entry in rest if entry.status.value == status])
        for status in STATUSES
    ]
    note = Text(_("As the model has them; fugai list parameters names every source."), "note")
    title = _("All other parameters ({n})").format(n=len(rest))
    blocks.append(Fold(title, [note, *(table for table in tables if table.rows)]))
    return Section("parameters", _("Parameters and policies"), blocks)


def policies_of(results: Results, alternative: str) -> tuple[Policy, ...]:
    """Return the policies of an alternative; its scenario is known for the runs of one file."""
    return results.scenario.alternative(alternative).policies


def counted() -> dict[str, int]:
    """Return how many parameters there are of each status."""
    statuses = [parameter.status.value for parameter in PARAMETERS.values()]
    return {status: statuses.count(status) for status in ("sourced", "reasoned", "free")}


def _standing(results: Results) -> str:
    drawn = results.info["uncertainty"] != "none"
    text = _(
        "Of {all} behavioural parameters {sourced} rest on a source, {reasoned} on reasoning, and "
        "{free} are free: chosen within a range that nothing here confirms."
    ).format(all=len(PARAMETERS), **counted())
    how = (
        _(
            "Those with a range are drawn from it anew in every replicate; those that the scenario "
            "sets are not."
        )
        if drawn
        else _("All are held at one value in every replicate.")
    )
    return sentences([text, how])


def _changed(results: Results, parameter: Parameter) -> Row:
    given = quantity(results.scenario.parameters[parameter.name])
    cells = (given, _range(parameter), _(parameter.status.value), parameter.source)
    return text_row(pick(parameter.label), *cells, marked=True)


def _row(parameter: Parameter) -> Row:
    return text_row(pick(parameter.label), _range(parameter))


def _range(parameter: Parameter) -> str:
    """Return the default, what it is drawn from if it is, and the unit."""
    default, unit = quantity(parameter.default), unit_name(parameter.unit)
    if parameter.scale is Scale.FIXED:
        return _("{default} {unit}").format(default=default, unit=unit)
    return _("{default} ({low} to {high}) {unit}").format(
        default=default, low=quantity(parameter.low), high=quantity(parameter.high), unit=unit
    )


def _policies(results: Results) -> Block:
    """Return every policy of every alternative: when, for whom, and which fields it changes."""
    rows = []
    scenario = results.scenario
    for name in results.alternatives:
        policies = policies_of(results, name)
        if not policies:
            rows.append(text_row(alternative_name(results, name), _("no policies"), "", ""))
        for policy in policies:
            rows.append(
                text_row(
                    alternative_name(results, name),
                    pick(policy.label),
                    _(", ").join(in_force(scenario, policy)),
                    _("; ").join(doses(policy)),
                )
            )
    return Table(
        _("Policies; fields with another value than the default are marked with *"),
        ["", _("Policy"), _("In force"), _("Doses and unit costs")],
        rows,
        words=True,
    )


F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Driver:
    """A parameter with its rank correlation, and what is found in the outer thirds of its draws.

    ``low`` counts the worlds whose value is among the lowest third (up to ``low_to``), ``high``
    those among the highest (from ``high_from``).
    """

    parameter: str
    correlation: float
    low: Tally
    low_to: float
    high: Tally
    high_from: float


@dataclass(frozen=True)
class Importance:
    """The parameters by the size of their correlation, and what chance alone would give."""

    drivers: tuple[Driver, ...]
    noise: float
    worlds: int

    @property
    def standing_out(self) -> tuple[Driver, ...]:
        """Those whose correlation is beyond the noise."""
        return tuple(entry for entry in self.drivers if abs(entry.correlation) > self.noise)


def importance(found: Comparison, measure: str, alternative: str) -> Importance | None:
    """Return what the paired difference of a measure depends on; None where it is not known.

    It can't with fewer than ``FEWEST_FOR_TURNS`` worlds, with parameters held at their defaults,
    or where the difference is the same in all worlds.
    """
    apart = difference(found, measure, alternative)
    known = ~np.isnan(apart)
    parameters = {name: column[known] for name, column in drawn(found.results).items()}
    apart = apart[known]
    worlds = len(apart)
    if worlds < FEWEST_FOR_TURNS or not parameters or not np.ptp(apart) > 0:
        return None
    own = ranks(apart)
    drivers = [
        _driver(name, column, own, apart) for name, column in parameters.items() if np.ptp(column)
    ]
    drivers.sort(key=lambda entry: (-abs(entry.correlation), entry.parameter))
    return Importance(tuple(drivers), noise_level(worlds, len(drivers)), worlds)


def _driver(name: str, column: F64, ranked: F64, apart: F64) -> Driver:
    correlation = float(np.corrcoef(ranks(column), ranked)[0, 1])
    order = np.argsort(column, kind="stable")
    third = len(column) // 3
    low, high = order[:third], order[-third:]
    return Driver(
        name,
        correlation,
        Tally.of_difference(apart[low]),
        float(column[low].max()),
        Tally.of_difference(apart[high]),
        float(column[high].min()),
    )


MOST: Final = 5
"""Parameters of each alternative that are shown where they stand out."""

AT_LEAST: Final = 2
"""Parameters that are shown even where none stands out, to show how little that is."""


def which_matter(found: Comparison) -> Section:
    """Return the parameters that the difference depends on most, alternative by alternative."""
    blocks: list[Block] = []
    info = found.results.info
    for name in found.results.alternatives[1:]:
        ranked = importance(found, SAID, name)
        if ranked is not None:
            blocks.append(_table(found, name, ranked))
    unknown = untold(info["uncertainty"], len(found.results.replicates), FEWEST_FOR_TURNS)
    said = [*_explained()] if blocks else [unknown]
    title = _("Which assumptions matter")
    return Section("assumptions", title, [*map(Text, said), *blocks])


def _table(found: Comparison, alternative: str, ranked: Importance) -> Table:
    rows = []
    for driver in ranked.drivers[: max(AT_LEAST, min(MOST, len(ranked.standing_out)))]:
        beyond = abs(driver.correlation) > ranked.noise
        cells = [
            Cell(signed(driver.correlation, 2)),
            Cell(str(driver.low), _("(up to {value})").format(value=quantity(driver.low_to))),
            Cell(str(driver.high), _("(from {value})").format(value=quantity(driver.high_from))),
            Cell(_(known.status.value) if (known := PARAMETERS.get(driver.parameter)) else "–"),
        ]
        rows.append(Row(pick(label_of(driver.parameter)), cells, strong=beyond))
    caption = _("{title}: noise level ±{noise}; {k} of {m} parameters beyond it")
    return Table(
        caption.format(
            title=alternative_name(found.results, alternative),
            noise=f"{ranked.noise:.2f}",
            k=len(ranked.standing_out),
            m=len(ranked.drivers),
        ),
        [
            "",
            _("Rank correlation"),
            _("Higher, lowest third"),
            _("Higher, highest third"),
            _("Status"),
        ],
        rows,
    )


def _explained() -> Iterator[str]:
    yield _(
        "Every replicate draws its parameters. The tables rank them by the rank correlation "
        "(Spearman) of a parameter and the difference in {measure} over replicates. They also "
        "count the replicates in which the alternative is higher: among the third with the "
        "lowest values, and the third with the highest."
    ).format(measure=measure_within(SAID))
    yield _(
        "Below the noise level a correlation is what chance gives: with this many parameters the "
        "largest exceeds it in one run of twenty if none matters. A parameter below it is not "
        "shown to be unimportant; only lines in bold say something. Joint effects of several "
        "parameters are not looked for."
    )
