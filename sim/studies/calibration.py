"""Calibrate: the ceiling first, then a bank of prior draws, the posterior, and the checks on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from sim.draws import F64, series
from sim.errors import InputError
from sim.locale import _, noted
from sim.measures.catalogue import MEASURES
from sim.studies.abc import Bank, Posterior, Recovery, infer, recover
from sim.studies.cases import Cases, Responses
from sim.studies.factors import Factor, scaled
from sim.studies.observing import REASONS, USES, ErrorModel, Row, Use, noisy
from sim.studies.outcomes import Simulate

PILOT: Final = 200
"""Worlds that show the ceiling, and what the prior predicts of years and figures not fitted."""

BANDS: Final = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Plan:
    """How large a calibration is; ``seed`` is of the bank's design and of the errors drawn."""

    bank: int
    keep: float
    recovery: int
    predictive: int
    seed: int


@dataclass(frozen=True)
class Predicted:
    """What prior and posterior say of each figure, [row, 5/50/95 %], error of observation included.

    ``below`` is the share of the prior's predictions below the figure. Where nothing was observed
    yet there is no posterior.
    """

    prior: F64
    below: F64
    posterior: F64 | None


@dataclass(frozen=True)
class Curves:
    """Bands over worlds without errors of observation: [measure, month, 5/50/95 %]."""

    measures: tuple[str, ...]
    months: tuple[int, ...]
    prior: F64
    posterior: F64 | None


@dataclass(frozen=True)
class Calibration:
    """All that was found. ``posterior`` is ``None`` where figures are only planned."""

    factors: tuple[Factor, ...]
    rows: tuple[Row, ...]
    """Figures that are compared with the model, fitted or not."""
    refused: tuple[Row, ...]
    ceilings: tuple[Ceiling, ...]
    errors: tuple[ErrorModel, ...]
    """Of the rows, in their order."""
    bank: Bank
    posterior: Posterior | None
    recovery: Recovery
    predicted: Predicted
    curves: Curves
    failed: dict[int, str]


def calibrate(
    simulate: Simulate, factors: Sequence[Factor], rows: Sequence[Row], plan: Plan
) -> Calibration:
    """Infer the factors from the figures, with a bank of ``plan.bank`` worlds.

    A row of the bank is a draw of the factors from their priors under a replicate of its own, so
    that everything else varies too. Raises ``InputError`` where no figure is left to fit.
    """
    _refuse_none(rows)
    shown = [row for row in rows if row.use is not Use.REFUSED]
    points = np.stack([series(plan.seed, f"bank {f.key}", plan.bank) for f in factors], axis=1)
    measures = tuple(dict.fromkeys(row.measure for row in shown))
    moments = [row.moment for row in shown]
    months = tuple(sorted({*range(0, max(moments) + 1, 12), *moments}))
    few = cases(factors, points[:PILOT], 0)
    pilot = simulate(few, tuple(dict.fromkeys((*NEEDED, *measures))), months=months)
    limits = ceilings(shown, pilot)
    shown = list(within_reach(shown, limits))
    seen = at_rows(pilot, shown)
    shown = _held(shown, seen)
    _refuse_none(shown)
    errors = [_error(row, seen[:, k]) for k, row in enumerate(shown)]
    rough = noisy(seen, errors, plan.seed + 2)
    shown = _beyond_prior(shown, errors, rough)
    _refuse_none(shown)
    places = [k for k, row in enumerate(shown) if row.use is Use.FITTED]
    fitted, own = [shown[k] for k in places], [errors[k] for k in places]
    # No longer, and at no more, than the figures need.
    found = simulate(
        cases(factors, points, 0),
        tuple(dict.fromkeys(row.measure for row in fitted)),
        months=tuple(sorted({row.moment for row in fitted})),
    )
    outputs = noisy(at_rows(found, fitted), own, plan.seed)
    bank = Bank.of([factor.key for factor in factors], points, outputs)
    # Of figures that are fitted, what the prior predicts is known from all the bank.
    before = list(rough.T)
    for k, column in zip(places, outputs.T, strict=True):
        before[k] = column
    posterior, after = None, None
    if not any(row.planned for row in fitted):
        observed = [
            error.onto(np.array([row.value]))[0] for row, error in zip(fitted, own, strict=True)
        ]
        posterior = infer(bank, np.array(observed), keep=plan.keep)
        # Fresh replicates: those of the rows that were kept have been chosen by their luck.
        drawn = cases(factors, posterior.draws(plan.predictive), plan.bank)
        after = simulate(drawn, measures, months=months)
    return Calibration(
        factors=tuple(factors),
        rows=tuple(shown),
        refused=tuple(row for row in rows if row.use is Use.REFUSED),
        ceilings=tuple(limits),
        errors=tuple(errors),
        bank=bank,
        posterior=posterior,
        recovery=recover(bank, plan.recovery, keep=plan.keep),
        predicted=_predicted(shown, errors, before, after, plan),
        curves=Curves(
            measures,
            months,
            _bands(pilot, measures),
            None if after is None else _bands(after, measures),
        ),
        failed=dict(found.failed),
    )


def cases(factors: Sequence[Factor], points: F64, first: int) -> Cases:
    """Return points of [0, 1] as cases, each under a replicate of its own from ``first`` on."""
    return Cases(np.arange(first, first + len(points)), scaled(factors, points))


def at_rows(found: Responses, rows: Sequence[Row]) -> F64:
    """Return what each case says of each figure, [case, row]."""
    name = found.alternatives[0]
    return np.stack([found.of(row.measure, name, row.moment) for row in rows], axis=1)


def _held(rows: Sequence[Row], simulated: F64) -> list[Row]:
    """Mark what is the same in every world: the scenario holds it, and it teaches nothing."""
    same = np.nanmin(simulated, axis=0) == np.nanmax(simulated, axis=0)
    return [
        replace(row, use=Use.HELD) if row.use is Use.FITTED and alike else row
        for row, alike in zip(rows, same, strict=True)
    ]


def _error(row: Row, simulated: F64) -> ErrorModel:
    """Return the error of a figure; of a planned one as if it came to the median of the prior."""
    value = float(np.nanmedian(simulated)) if row.planned else row.value
    return ErrorModel.of(MEASURES[row.measure], value, row.sd)


def _beyond_prior(rows: Sequence[Row], errors: Sequence[ErrorModel], rough: F64) -> list[Row]:
    """Mark what no world of the prior comes to, errors included: nothing could be learnt there."""
    found = []
    for row, error, known in zip(rows, errors, rough.T, strict=True):
        if row.use is Use.FITTED and not row.planned:
            observed = error.onto(np.array([row.value]))[0]
            if not np.nanmin(known) <= observed <= np.nanmax(known):
                row = replace(row, use=Use.UNREACHABLE)
        found.append(row)
    return found


def _predicted(
    rows: Sequence[Row],
    errors: Sequence[ErrorModel],
    before: Sequence[F64],
    after: Responses | None,
    plan: Plan,
) -> Predicted:
    prior, posterior, below = [], [], []
    # Errors of their own: those of the bank's first rows would be shared with them.
    fresh = None if after is None else noisy(at_rows(after, rows), errors, plan.seed + 1)
    for k, (row, error, said) in enumerate(zip(rows, errors, before, strict=True)):
        known = said[np.isfinite(said)]
        prior.append(error.back(np.quantile(known, BANDS)))
        seen = np.nan if row.planned else error.onto(np.array([row.value]))[0]
        below.append(np.nan if row.planned else float((known < seen).mean()))
        if fresh is not None:
            posterior.append(error.back(np.nanquantile(fresh[:, k], BANDS)))
    return Predicted(
        np.array(prior), np.array(below), None if fresh is None else np.array(posterior)
    )


def _bands(found: Responses, measures: Sequence[str]) -> F64:
    places = [found.measures.index(measure) for measure in measures]
    values = np.nanquantile(found.values[:, 0][:, places], BANDS, axis=0)
    return np.asarray(np.moveaxis(values, 0, -1))


def _refuse_none(rows: Sequence[Row]) -> None:
    """Refuse a calibration to nothing, and say what became of the figures there are."""
    if any(row.use is Use.FITTED for row in rows):
        return
    if not rows:
        raise InputError(
            _(
                "The scenario has no [[observations]] to calibrate to. Name figures that might be "
                'counted, observations = ["reported_coverage@YYYY-MM"], to see what they would '
                "teach."
            )
        )
    reasons = [USES[row.use.value] if row.why is None else REASONS[row.why.value] for row in rows]
    told = [noted(row.measure, _(reason)) for row, reason in zip(rows, reasons, strict=True)]
    raise InputError(_("No figure is left to calibrate to: {rows}").format(rows=_("; ").join(told)))


NEEDED: Final = ("ceiling", "reported_base", "registered", "operating")
"""Measures that the ceiling of a figure is made of."""

LEVEL: Final = 0.95
"""Share of the worlds whose ceiling must lie below a figure for it to be out of reach."""

_BELOW: Final = {
    "reported_coverage": "reported_base",
    "organization_coverage_of_base": "reported_base",
    "organization_coverage": "registered",
    "organization_coverage_of_operating": "operating",
    "covered_organizations": None,
    "party_organizations": None,
}
"""By measure that has a ceiling: what it is a share of, ``None`` for a number."""


@dataclass(frozen=True)
class Ceiling:
    """The highest that a figure can be, over worlds drawn from the prior."""

    row: Row
    q05: float
    q50: float
    q95: float

    @property
    def out_of_reach(self) -> bool:
        """Whether the figure lies above what nearly all worlds allow."""
        return bool(self.row.value > self.q95)


def ceilings(rows: Sequence[Row], pilot: Responses) -> list[Ceiling]:
    """Return the ceilings of the figures that have one, from worlds drawn from the prior."""
    found = []
    for row in rows:
        if row.use is Use.REFUSED or row.measure not in _BELOW:
            continue
        of = partial(pilot.of, alternative=pilot.alternatives[0], month=row.moment)
        values, base = of("ceiling") * of("reported_base"), _BELOW[row.measure]
        if base is not None:
            values = np.minimum(1.0, values / of(base))
        known = values[np.isfinite(values)]
        found.append(Ceiling(row, *map(float, np.quantile(known, (1 - LEVEL, 0.5, LEVEL)))))
    return found


def within_reach(rows: Sequence[Row], found: Sequence[Ceiling]) -> tuple[Row, ...]:
    """Return the rows, those that lie above their ceiling marked as out of reach."""
    out = [ceiling.row for ceiling in found if ceiling.out_of_reach]
    return tuple(replace(row, use=Use.UNREACHABLE) if row in out else row for row in rows)
