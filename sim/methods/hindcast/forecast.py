"""Frozen predictions: what the posterior of all training figures says of the cases to predict.

The end values of these places and dates are in nobody's reach here. Posterior draws are simulated
anew on the places' own tracks, each with several replicates; the error of official figures is
added, and what the model drifts off by since the start of the track.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.draws import normal, series
from sim.measures.catalogue import MEASURES as CATALOGUE
from sim.methods.abc import Posterior
from sim.methods.cases import Progress
from sim.methods.hindcast.ensemble import SEED, simulate
from sim.methods.hindcast.scores import Prediction
from sim.methods.hindcast.tracks import GROWTH_SD, track
from sim.methods.observing import ErrorModel
from sim.methods.store import CaseStore
from sim.scenario.shipped import shipped_folder

F64 = npt.NDArray[np.float64]

DRAWS: Final = 400
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
    "covered_organizations",
    "party_organizations",
    "joint_branches",
    "registered",
)


@dataclass(frozen=True)
class Case:
    """A row of ``cases_to_predict.csv``, and the track that simulates it."""

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
}


@dataclass(frozen=True)
class Forecast:
    """A case with its prediction, in the case's unit."""

    case: Case
    mean: float
    prediction: Prediction

    def row(self) -> tuple[str, ...]:
        """Return the row of the file of predictions."""
        one = self.prediction
        numbers = (self.mean, one.q05, one.q50, one.q95)
        return (self.case.id, self.case.measure, *(f"{number:.4g}" for number in numbers))


def read_cases() -> list[Case]:
    """Return the cases to predict."""
    path = shipped_folder() / "hindcast" / "cases_to_predict.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Case(
                row["case_id"],
                row["measure"],
                row["date"],
                float(row["start_value"]) if row["start_value"] else None,
                row["unit"],
                TRACKS[row["case_id"]],
            )
            for row in csv.DictReader(file)
        ]


def forecast(
    posterior: Posterior,
    store: CaseStore,
    *,
    draws: int = DRAWS,
    replicates: int = REPLICATES,
    progress: Progress | None = None,
) -> list[Forecast]:
    """Simulate posterior draws on every case's track and return the predictions."""
    u = np.repeat(posterior.draws(draws), replicates, axis=0)
    numbers = FIRST + np.arange(len(u))
    cases = read_cases()
    names = list(dict.fromkeys(case.track for case in cases))
    found: dict[str, list[Forecast]] = {}
    for number, name in enumerate(names):

        def tell(share: float, before: int = number) -> None:
            if progress is not None:
                progress((before + share) / len(names))

        mine = [case for case in cases if case.track == name]
        scenario = track(name).scenario
        done = {case.id: _months(case.date, scenario.start_year, scenario.start_month)
                for case in mine}  # fmt: skip
        months = sorted({0, *done.values()})
        values = simulate(
            track(name), u, numbers, store, months=months, measures=MEASURES, progress=tell
        )
        at = {month: dict(zip(MEASURES, values[:, :, k].T, strict=True))
              for k, month in enumerate(months)}  # fmt: skip
        found[name] = [
            _predicted(case, at[0], at[done[case.id]], done[case.id] / 12.0) for case in mine
        ]
    by_id = {entry.case.id: entry for entries in found.values() for entry in entries}
    return [by_id[case.id] for case in cases]


def as_csv(forecasts: Sequence[Forecast]) -> str:
    """Return the file of predictions: a row a case."""
    head = ("case_id", "measure", "mean", "q05", "q50", "q95")
    lines = [head, *(entry.row() for entry in forecasts)]
    return "".join(",".join(line) + "\n" for line in lines)


def _months(date: str, year: int, month: int) -> int:
    """Return the months done at the end of a calendar month."""
    there, then = (int(part) for part in date.split("-"))
    return (there - year) * 12 + then - month + 1


def _predicted(case: Case, before: dict[str, F64], after: dict[str, F64], years: float) -> Forecast:
    """Return the prediction of a case from what its track was at the start and years later."""
    standalone = after["party_organizations"] - after["joint_branches"]
    if case.measure == "organization_coverage_pct":
        values, scale, error = after["reported_coverage"], 100.0, None
    elif case.measure == "covered_count_thousand":
        values = after["covered_organizations"] / before["covered_organizations"]
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
