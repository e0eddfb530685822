"""Calibration with a formula in place of the simulation: known truths, ceilings, plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from sim.draws import normal, series
from sim.errors import InputError
from sim.studies.calibration import PILOT, Calibration, Plan, calibrate
from sim.studies.cases import Cases, Responses
from sim.studies.factors import Factor
from sim.studies.observing import Row, Use, Why

FACTORS = (
    Factor("parameters.level", -1.0, 1.0),
    Factor("parameters.speed", 0.0, 0.5),
    Factor("parameters.idle"),
)
PLAN = Plan(bank=3_000, keep=0.04, recovery=100, predictive=100, seed=3)
TRUTH = {"parameters.level": 0.4, "parameters.speed": 0.3}


@dataclass
class County:
    """Coverage rises on the logit scale from ``level`` with ``speed`` a year; 1,000 on the base."""

    ceiling: float = 0.9
    simulated: list[Cases] = field(default_factory=list)

    def __call__(
        self,
        cases: Cases,
        measures: Sequence[str],
        *,
        months: Sequence[int] | None = None,
        alternatives: Sequence[str] | None = None,
    ) -> Responses:
        assert months is not None
        self.simulated.append(cases)
        years = np.array(months) / 12
        luck = 0.05 * normal(series(9, "luck", 20_000)[cases.replicate])
        level, speed = cases.values["parameters.level"], cases.values["parameters.speed"]
        logits = (level + luck)[:, None] + speed[:, None] * years
        shape = logits.shape
        known = {
            "reported_coverage": 1 / (1 + np.exp(-logits)),
            "ceiling": np.full(shape, self.ceiling),
            "members": np.full(shape, 80.0),
        }
        columns = [known.get(measure, np.full(shape, 1_000.0)) for measure in measures]
        nothing = np.zeros((len(cases), 1))
        values = np.stack(columns, axis=1)[:, None]
        failed = {5: "a reason"} if len(cases) == PLAN.bank else {}
        for row in failed:
            values[row] = np.nan
        return Responses(
            ("baseline",), tuple(measures), tuple(months), values, nothing, nothing, failed
        )


def figures(years: Sequence[int] = (1, 2, 3, 4, 5), use: Use = Use.FITTED) -> list[Row]:
    level, speed = TRUTH.values()
    values = [1 / (1 + np.exp(-level - speed * year)) for year in years]
    return [
        Row("reported_coverage", 12 * year, float(value), None, "a test", use)
        for year, value in zip(years, values, strict=True)
    ]


@pytest.fixture(scope="module")
def found() -> Calibration:
    return calibrate(County(), FACTORS, figures(), PLAN)


def test_what_the_figures_were_made_with_is_found(found: Calibration) -> None:
    assert found.posterior is not None
    low, middle, high = found.posterior.quantile([0.05, 0.5, 0.95])
    for k, truth in enumerate(TRUTH.values()):
        factor = found.factors[k]
        assert factor.at(low)[k] < truth < factor.at(high)[k]
        assert factor.at(middle)[k] == pytest.approx(truth, abs=0.2 * (factor.high - factor.low))
    assert found.posterior.unlearned == ("parameters.idle",)
    assert found.posterior.ratio[:2].max() < 0.7


def test_failed_worlds_are_dropped_and_told(found: Calibration) -> None:
    assert (len(found.bank), found.bank.dropped) == (PLAN.bank - 1, 1)
    assert found.failed == {5: "a reason"}


def test_known_truths_are_covered(found: Calibration) -> None:
    assert len(found.recovery) == 100
    assert found.recovery.coverage() == pytest.approx(0.9, abs=0.09)


def test_predictions_narrow_around_the_figures(found: Calibration) -> None:
    prior, posterior = found.predicted.prior, found.predicted.posterior
    assert posterior is not None
    assert ((posterior[:, 2] - posterior[:, 0]) < 0.8 * (prior[:, 2] - prior[:, 0])).all()
    observed = np.array([row.value for row in found.rows])
    assert ((posterior[:, 0] < observed) & (observed < posterior[:, 2])).all()
    assert found.curves.months == (0, 12, 24, 36, 48, 60)


def test_predictions_meet_other_replicates_than_the_bank() -> None:
    county = County()
    calibrate(county, FACTORS, figures(), PLAN)
    pilot, bank, after = county.simulated
    assert len(pilot) == PILOT
    assert bank.replicate.tolist() == list(range(PLAN.bank))
    assert after.replicate.min() == PLAN.bank


def test_the_same_plan_gives_the_same_answer(found: Calibration) -> None:
    again = calibrate(County(), FACTORS, figures(), PLAN)
    assert found.posterior is not None and again.posterior is not None
    assert np.array_equal(again.posterior.u, found.posterior.u)
    assert np.array_equal(again.recovery.ranks, found.recovery.ranks)
    other = calibrate(County(), FACTORS, figures(), replace(PLAN, seed=4))
    assert other.posterior is not None
    assert not np.array_equal(other.posterior.u, found.posterior.u)


def test_a_figure_that_no_world_of_the_prior_comes_to_is_left_out() -> None:
    """Nothing can be learnt there; if it is the only one, nothing is calibrated."""
    low = [replace(row, value=0.001, sd=0.001) for row in figures()]
    high = [replace(row, value=0.999, sd=0.0001) for row in figures()]
    for far in (low, high):
        found = calibrate(County(ceiling=1.0), FACTORS, [*figures()[:-1], far[-1]], PLAN)
        assert [row.use for row in found.rows] == [Use.FITTED] * (len(far) - 1) + [Use.UNREACHABLE]
        assert not found.ceilings[-1].out_of_reach, "the priors, not the ceiling, keep it away"
    with pytest.raises(InputError, match="out of reach"):
        calibrate(County(), FACTORS, low, PLAN)


def test_a_figure_above_the_ceiling_is_named_and_left_out() -> None:
    found = calibrate(County(ceiling=0.75), FACTORS, figures(), PLAN)
    uses = [row.use for row in found.rows]
    values = [row.value for row in found.rows]
    assert uses == [Use.UNREACHABLE if value > 0.75 else Use.FITTED for value in values]
    assert Use.UNREACHABLE in uses and Use.FITTED in uses
    assert found.bank.outputs.shape[1] == uses.count(Use.FITTED)
    assert [c.out_of_reach for c in found.ceilings] == [value > 0.75 for value in values]
    with pytest.raises(InputError, match="No figure is left"):
        calibrate(County(ceiling=0.5), FACTORS, figures(), PLAN)


def test_what_the_scenario_holds_teaches_nothing(found: Calibration) -> None:
    held = Row("members", 12, 90.0, None, "a test", Use.FITTED)
    with_it = calibrate(County(), FACTORS, [*figures(), held], PLAN)
    assert with_it.rows[-1].use is Use.HELD
    assert with_it.posterior is not None and found.posterior is not None
    assert np.array_equal(with_it.posterior.u, found.posterior.u)


def test_later_figures_are_predicted_and_not_fitted() -> None:
    early = calibrate(County(), FACTORS, figures((1, 2)), PLAN)
    both = [*figures((1, 2)), *figures((4, 5), Use.LATER)]
    wrong = [replace(row, value=0.2) if row.use is Use.LATER else row for row in both]
    for rows in (both, wrong):
        found = calibrate(County(), FACTORS, rows, PLAN)
        assert found.posterior is not None and early.posterior is not None
        assert np.array_equal(found.posterior.u, early.posterior.u)
        assert found.predicted.prior.shape == (4, 3)


def test_planned_figures_leave_no_posterior_but_a_check() -> None:
    planned = [replace(row, value=float("nan")) for row in figures()]
    found = calibrate(County(), FACTORS, planned, PLAN)
    assert found.posterior is None and found.predicted.posterior is None
    ratio = found.recovery.ratio.mean(axis=0)
    assert ratio[0] < 0.7 and ratio[2] > 0.8


def test_two_readings_of_one_figure_are_two_figures() -> None:
    double = [*figures((2,)), replace(figures((2,))[0], value=0.95)]
    found = calibrate(County(), FACTORS, double, PLAN)
    assert [row.use for row in found.rows] == [Use.FITTED, Use.UNREACHABLE]


def test_nothing_to_fit_is_refused_with_the_reasons() -> None:
    with pytest.raises(InputError, match="no \\[\\[observations\\]\\]"):
        calibrate(County(), FACTORS, [], PLAN)
    refused = replace(figures()[0], use=Use.REFUSED, why=Why.PART)
    with pytest.raises(InputError, match="of a part of the place"):
        calibrate(County(), FACTORS, [refused], PLAN)
