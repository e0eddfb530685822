"""What a hindcast predicts: figures later than those that it learnt from, and cases still open."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.draws import F64, normal, series
from sim.measures.catalogue import MEASURES as CATALOGUE
from sim.plan.shipped import shipped_folder
from sim.studies.abc import Bank, Posterior, infer, local
from sim.studies.cases import Progress
from sim.studies.hindcast.curves import Prediction
from sim.studies.hindcast.ensemble import NAMES, SEED, Outcomes, nth, simulate
from sim.studies.hindcast.tracks import GROWTH_SD, Row, track
from sim.studies.observing import LOG_SD, ErrorModel
from sim.studies.store import CaseStore
from sim.studies.study import moment_of

KEEP: Final = 0.1
"""Share of the bank that is kept: banks of hindcasts are small, since tracks take time."""

IN_REACH: Final = (0.005, 0.995)
"""Quantiles of what the priors bring about between which a figure is called in reach."""

COPIES: Final = 8
"""Errors drawn for each row that is kept."""


def bank_of(outcomes: Outcomes, rows: Sequence[Row]) -> Bank:
    """Return the bank as it is compared with some figures, their errors added."""
    return Bank.of(NAMES, outcomes.u, _as_reported(outcomes, rows))


def target(rows: Sequence[Row]) -> F64:
    """Return the figures on the scale of their errors."""
    return np.array([float(row.error.onto(np.array(row.observed))) for row in rows])


def in_reach(outcomes: Outcomes, rows: Sequence[Row]) -> list[Row]:
    """Return the figures that the priors can bring about, errors included.

    The others tell that the model lacks something, not which parameters are right; conditioning on
    them would only extrapolate.
    """
    low, high = np.nanquantile(_as_reported(outcomes, rows), IN_REACH, axis=0)
    observed = target(rows)
    return [row for k, row in enumerate(rows) if low[k] <= observed[k] <= high[k]]


def posterior(outcomes: Outcomes, rows: Sequence[Row]) -> Posterior:
    """Return the posterior given some figures."""
    return infer(bank_of(outcomes, rows), target(rows), keep=KEEP)


def predictive(
    outcomes: Outcomes, known: Sequence[Row], wanted: Sequence[Row]
) -> dict[Row, Prediction]:
    """Return predictions of figures in their units, given those that are known.

    Known figures that are out of reach teach nothing; without any it is what the priors say. What
    is predicted is the change since the last known figure of the same series. For the reporter,
    its definition and its base stay the same, and so does what the model is off by.
    """
    rows = [*wanted, *known]
    values = outcomes.columns(rows)
    found = np.column_stack([row.error.onto(values[:, k]) for k, row in enumerate(rows)])
    weights = np.full(len(values), 1.0 / len(values))
    teaching = in_reach(outcomes, known) if known else []
    if teaching:
        bank = bank_of(outcomes, teaching)
        near = local(bank, target(teaching), keep=KEEP)
        found, weights = near.moved(found[bank.rows[near.rows]]), near.weights
    predictions = {}
    for k, row in enumerate(wanted):
        same = [one for one in known if one.series == row.series]
        last = max(same, key=lambda one: one.month, default=None)
        said = found[:, k].copy()
        if last is not None:
            said += target([last])[0] - found[:, rows.index(last)]
        years = (row.month - (0 if last is None else last.month)) / 12.0
        predictions[row] = _seen(row, said, weights, years)
    return predictions


def _as_reported(outcomes: Outcomes, rows: Sequence[Row]) -> F64:
    """Return the values of rows as they would be reported, on the scale of their errors.

    Each has the error of its figure and where its series has drifted to by then; what has drifted
    stays in the later figures of the series. All multiples of one first figure share its error.
    """
    values = outcomes.columns(rows)
    found = np.empty_like(values)
    drifted: dict[tuple[str, str], tuple[int, F64]] = {}
    for k in sorted(range(len(rows)), key=lambda k: rows[k].month):
        row = rows[k]
        month, drift = drifted.get(row.series, (0, np.zeros(len(values))))
        sd = row.error.step * ((row.month - month) / 12.0) ** 0.5
        drift = drift + sd * normal(series(SEED, f"drift {row.id}", len(values)))
        drifted[row.series] = (row.month, drift)
        found[:, k] = row.error.onto(values[:, k]) + drift + _error(row, len(values))
    return found


def _error(row: Row, count: int) -> F64:
    """Return errors of a figure, of a multiple those of its own figure and of the first."""
    own = normal(series(SEED, f"error {row.id}", count))
    if not row.growth:
        return row.error.sd * own
    first = normal(series(SEED, f"error {':'.join(row.series)} at first", count))
    return LOG_SD * (own - first)


def _seen(row: Row, values: F64, weights: F64, years: float) -> Prediction:
    """Return what would be observed of a row, in its unit, so long after the last figure."""
    median = np.quantile(values, [0.5], weights=weights, method="inverted_cdf")
    error = row.error_of(float(row.error.back(median)[0]))
    drawn = normal(series(SEED, f"seen {row.id}", COPIES * len(values)))
    found = error.back(np.tile(values, COPIES) + error.after(years).sd * drawn)
    return Prediction.of(found, np.tile(weights, COPIES)).scaled(row.first if row.growth else 1.0)


DRAWS: Final = 200
"""Equal-weight draws; of the rows that the posterior keeps the heaviest come more than once."""
REPLICATES: Final = 5
FIRST: Final = 100_000
"""Number of the first replicate: none of the bank's."""

ROSE: Final = ("F1", "F2")
"""Cases of which the figure at the start was computed from the end and a reported rise
(docs/data/local_coverage.csv): only draws that rose are possible."""

POOLED_SD: Final = 0.3
"""Of the log of firms a joint branch: reports of one industry and year differ by a third."""

MEASURES: Final = (
    "reported_coverage",
    "organization_coverage",
    "covered_organizations",
    "party_organizations",
    "joint_branches",
    "registered",
)


@dataclass(frozen=True)
class Case:
    """A row of a file of cases to predict, and the track that simulates it."""

    id: str
    measure: str
    date: str
    start: float | None
    unit: str
    track: str


TRACKS: Final = {
    "N1": "nation_social_2016",
    "N2": "nation_firms_2016",
    "L1": "liuzhou_social",
    "L2": "liuzhou_firms",
    "F1": "fuzhou_social",
    "F2": "fuzhou_firms",
    "C1": "nation_social_2016",
    "C2": "nation_firms_2016",
    "S1": "law_firms",
    "S2": "law_firms",
    "Z1": "zhejiang_social",
    "Z2": "zhejiang_firms",
    "I1": "nanping_internet",
    "B1": "baiyun_social",
    "K1": "kunming_social",
    "K2": "kunming_social",
    "H1": "hezhou_chambers",
}

FILES: Final = {
    "cases_to_predict.csv": "predictions.csv",
    "cases_to_predict_2.csv": "predictions_2.csv",
}
"""Files of cases, and those of what is predicted of them."""

DATES: Final = {"~2018": "2017-12"}
"""Dates that a case doesn't state, as its track takes them."""

OF_ALL: Final = ("I1", "H1")
"""Cases whose share is of all that are simulated: no base is distinguished."""


COUNTS: Final = {
    "covered_count_thousand": "covered_organizations",
    "n_party_orgs": "party_organizations",
}
"""Cases that are numbers, predicted as multiples of the first: by measure, what is counted."""


@dataclass(frozen=True)
class Forecast:
    """A case with its prediction, in the case's unit."""

    case: Case
    mean: float
    prediction: Prediction


def read_cases(name: str) -> list[Case]:
    """Return the cases to predict of one of the ``FILES``."""
    path = shipped_folder() / "hindcast" / name
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            stated = row["date"] if "date" in row else row["target_date"]
            date, start = DATES.get(stated, stated), row["start_value"]
            found.append(
                Case(
                    row["case_id"], row["measure"], date, float(start) if start else None,
                    row["unit"], TRACKS[row["case_id"]],
                )
            )  # fmt: skip
    return found


def forecast(
    posterior: Posterior, store: CaseStore, *, progress: Progress | None = None
) -> list[Forecast]:
    """Simulate posterior draws on every case's track and return the predictions."""
    u = np.repeat(posterior.draws(DRAWS), REPLICATES, axis=0)
    numbers = FIRST + np.arange(len(u))
    cases = [case for file in FILES for case in read_cases(file)]
    names = list(dict.fromkeys(case.track for case in cases))
    found: dict[Case, Forecast] = {}
    for number, name in enumerate(names):
        scenario = track(name).scenario
        done = {case: moment_of(scenario, case.date) for case in cases if case.track == name}
        months = sorted({0, *done.values()})
        values = simulate(
            track(name), u, numbers, store, months=months, measures=MEASURES,
            progress=nth(progress, number, len(names)),
        )  # fmt: skip
        at = {month: dict(zip(MEASURES, values[:, :, k].T, strict=True))
              for k, month in enumerate(months)}  # fmt: skip
        for case, month in done.items():
            found[case] = _predicted(case, at[0], at[month], month / 12.0)
    return [found[case] for case in cases]


def as_csv(forecasts: Sequence[Forecast], file: str) -> str:
    """Return the file of predictions of a file of cases: a row a case."""
    lines, mine = ["case_id,measure,mean,q05,q50,q95\n"], {case.id for case in read_cases(file)}
    for entry in forecasts:
        if entry.case.id in mine:
            one = entry.prediction
            ends = ",".join(f"{end:.4g}" for end in (entry.mean, one.q05, one.q50, one.q95))
            lines.append(f"{entry.case.id},{entry.case.measure},{ends}\n")
    return "".join(lines)


def _predicted(case: Case, before: dict[str, F64], after: dict[str, F64], years: float) -> Forecast:
    """Return the prediction of a case from what its track was at the start and years later."""
    standalone = after["party_organizations"] - after["joint_branches"]
    if case.measure in ("organization_coverage_pct", "coverage_pct"):
        share = "organization_coverage" if case.id in OF_ALL else "reported_coverage"
        values, scale, error = after[share], 100.0, None
    elif case.measure in COUNTS:
        counted = COUNTS[case.measure]
        values = after[counted] / np.maximum(before[counted], 1.0)
        scale, error = case.start or 1.0, ErrorModel("log", GROWTH_SD, 0.01)
    elif case.measure == "standalone_share_of_firms_pct":
        values, scale, error = standalone / after["registered"], 100.0, None
    else:
        # The case divides all firms that have no branch of their own, since reports take them for
        # pooled; here only those that are pooled, for the model leaves others uncovered.
        pooled = after["covered_organizations"] - standalone
        values = pooled / np.maximum(after["joint_branches"], 1.0)
        scale, error = 1.0, ErrorModel("log", POOLED_SD, 0.01)
    values = values[np.isfinite(values)]
    if error is None:
        error = ErrorModel.of(CATALOGUE["reported_coverage"], float(np.median(values)))
    noise = error.after(years).sd * normal(series(SEED, f"case {case.id}", len(values)))
    seen = scale * error.back(error.onto(values) + noise)
    if case.id in ROSE and case.start is not None:
        seen = seen[seen >= case.start]
    return Forecast(case, float(seen.mean()), Prediction.of(seen))
