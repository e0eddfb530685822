"""The whole hindcast: bank, variants with a mechanism switched off, scores, posterior, predictions.

One call does everything and writes tables to a folder; what was simulated is kept below it, so that
a hindcast that was stopped goes on.

Campaigns are what drives add by the calibrated model, as it is and shrunk. The model learnt from
places that had something to report: those that ran a drive and saw nothing rise have no reason to
publish. What it says of drives may therefore be too much, by how much nobody knows; read it also
at 0.8 and 0.6 of its size. A drive is compared with the same draws of the same place without it,
where everything that was asked of all places at the time goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from sim.draws import F64
from sim.results.plan import Estimate
from sim.studies.abc import Posterior
from sim.studies.cases import Progress
from sim.studies.hindcast.backtests import AS_MANY, MODEL, Scored, cases, scored
from sim.studies.hindcast.ensemble import (
    AS_IT_IS,
    FACTORS,
    VARIANTS,
    Variant,
    outcomes,
    prior_draws,
    simulate,
)
from sim.studies.hindcast.predictions import Forecast, forecast, in_reach, posterior
from sim.studies.hindcast.tracks import (
    DRIVE_PARTS,
    HISTORY,
    OF_THEIR_OWN,
    TRAINING,
    Row,
    Track,
    track,
)
from sim.studies.store import CaseStore

TRACKS: Final = tuple(
    name for name, effort in TRAINING.items() if effort == "campaign" and name != "hunan_social"
)
"""Places of which a drive is documented: Hunan's is not."""

WITHOUT: Final = Variant(
    {f"alternatives.{HISTORY}.policies.{part}.intensity": 0.0 for part in DRIVE_PARTS}
)
"""The place as it was, but for the drive."""

SHRUNK: Final = (0.8, 0.6)
"""Shares of an effect that is reported by those who saw one (a range by reasoning)."""

CAMPAIGN_DRAWS: Final = 100
FIRST: Final = 200_000
"""Number of the first replicate: neither the bank's nor the predictions'."""

MEASURES: Final = ("reported_coverage", "effective_coverage")


@dataclass(frozen=True)
class Campaign:
    """What a drive adds to a measure at the last figure of its track: 5, 50, 95 % of draws.

    Shares; ``without`` is the rise since the start that comes without it.
    """

    track: str
    measure: str
    months: int
    without: tuple[float, float, float]
    added: tuple[float, float, float]

    def shrunk(self, share: float) -> float:
        """Return the median of what is added, shrunk to a share of it."""
        return share * self.added[1]


def campaigns(
    posterior: Posterior,
    store: CaseStore,
    *,
    draws: int = CAMPAIGN_DRAWS,
    progress: Progress | None = None,
) -> Iterator[Campaign]:
    """Yield what every drive adds to reported and to effective coverage."""
    u, numbers = posterior.draws(draws), FIRST + np.arange(draws)
    for done, name in enumerate(TRACKS):
        place = track(name)
        months = place.rows[-1].month
        drive, nothing = (
            simulate(
                place, u, numbers, store, months=[0, months], measures=MEASURES, variant=variant
            )
            for variant in (AS_IT_IS, WITHOUT)
        )
        for k, measure in enumerate(MEASURES):
            rise = nothing[:, k, 1] - nothing[:, k, 0]
            added = drive[:, k, 1] - nothing[:, k, 1]
            yield Campaign(name, measure, months, _quantiles(rise), _quantiles(added))
        if progress is not None:
            progress((done + 1) / len(TRACKS))


@dataclass(frozen=True)
class Newly:
    """Organizations newly covered per new party organization: as observed, and 5, 50, 95 %."""

    track: str
    observed: float
    quantiles: tuple[float, float, float]


NEWLY: Final[Mapping[str, float]] = {"anhui_social": 3.1}
"""What places report of it (docs/data/parameters_more.csv, orgs_per_new_party_org_in_drive)."""


def newly_covered(posterior: Posterior, store: CaseStore) -> Iterator[Newly]:
    """Yield how many organizations a new party organization covers in drives that report it."""
    u, numbers = posterior.draws(CAMPAIGN_DRAWS), FIRST + np.arange(CAMPAIGN_DRAWS)
    for name, observed in NEWLY.items():
        place = track(name)
        found = simulate(
            place, u, numbers, store,
            months=[0, place.rows[-1].month],
            measures=("covered_organizations", "party_organizations"),
        )  # fmt: skip
        covered, founded = (found[:, :, 1] - found[:, :, 0]).T
        yield Newly(name, observed, _quantiles(covered[founded > 0] / founded[founded > 0]))


def _quantiles(values: F64) -> tuple[float, float, float]:
    low, middle, high = np.quantile(values[np.isfinite(values)], (0.05, 0.5, 0.95)).tolist()
    return low, middle, high


DRAWS: Final = 400
"""Prior draws, of which the posterior keeps a hundred, the fewest it is made of
(``sim.studies.abc``)."""

OF_VARIANTS: Final = 210
"""Draws of each variant of the model; what that leaves to chance is in the paired differences."""

LOOKED_AT: Final = 60
"""Draws with which ceilings are looked at, before anything is calibrated."""

Advance = Callable[[str, float], None]
"""Called with what is being done, and which share of it is."""


@dataclass(frozen=True)
class Ceiling:
    """A share that was observed, beside the ceiling of the model: 5, 50, 95 % of prior draws."""

    row: Row
    quantiles: tuple[float, float, float]

    @property
    def reachable(self) -> bool:
        """Whether the observed share lies below what the highest ceilings allow."""
        return self.row.observed <= self.quantiles[2]


@dataclass(frozen=True)
class Hindcast:
    """What a hindcast found. The posterior is given the training figures ``rows``.

    ``left_out`` are the pooled figures that the priors cannot bring about.
    """

    ceilings: tuple[Ceiling, ...]
    scores: tuple[Scored, ...]
    posterior: Posterior
    rows: tuple[Row, ...]
    left_out: tuple[Row, ...]
    forecasts: tuple[Forecast, ...]
    campaigns: tuple[Campaign, ...]
    newly: tuple[Newly, ...]

    @property
    def effective(self) -> float:
        """Effective number of the posterior's draws, (Σw)²/Σw²."""
        return float(1.0 / np.square(self.posterior.weights).sum())


def hindcast(
    folder: Path,
    *,
    draws: int = DRAWS,
    variants: bool = True,
    jobs: int | None = None,
    advance: Advance | None = None,
    announce: Callable[[Estimate], None] | None = None,
) -> Hindcast:
    """Do the whole hindcast with ``draws`` prior draws; simulations are kept in ``folder``.

    ``variants`` also scores the model with mechanisms switched off one by one, and with less or
    more known of the base.
    """
    store = CaseStore(folder, jobs=jobs, announce=announce)
    tracks = [track(name) for name in TRAINING]

    def told(name: str) -> Progress | None:
        return None if advance is None else partial(advance, name)

    found = tuple(ceilings(tracks, store, min(draws, LOOKED_AT)))
    ensembles = {MODEL: outcomes(tracks, draws, store, progress=told(MODEL))}
    if variants:
        ensembles[AS_MANY] = ensembles[MODEL].first(OF_VARIANTS)
        used = {name for test in cases() for name, _date in (*test.known, *test.wanted)}
        backtested = [entry for entry in tracks if entry.name in used]
        for name, variant in VARIANTS.items():
            ensembles[name] = outcomes(
                backtested, min(draws, OF_VARIANTS), store,
                variant=variant, model=ensembles[AS_MANY], progress=told(name),
            )  # fmt: skip
    pooled = [row for row in ensembles[MODEL].rows if row.track not in OF_THEIR_OWN]
    rows = in_reach(ensembles[MODEL], pooled)
    given = posterior(ensembles[MODEL], rows)
    forecasts = forecast(given, store, progress=told("forecast"))
    drives = tuple(campaigns(given, store, progress=told("campaigns")))
    newly = tuple(newly_covered(given, store))
    left_out = tuple(row for row in pooled if row not in rows)
    scores = tuple(scored(ensembles))
    return Hindcast(found, scores, given, tuple(rows), left_out, tuple(forecasts), drives, newly)


def ceilings(tracks: Sequence[Track], store: CaseStore, draws: int) -> Iterator[Ceiling]:
    """Yield every observed share beside the model's ceiling of that month."""
    for entry in tracks:
        shares = [row for row in entry.rows if not row.growth]
        if shares:
            months = sorted({row.month for row in shares})
            values = simulate(
                entry, prior_draws(draws), np.arange(draws), store,
                months=months, measures=["ceiling"],
            )  # fmt: skip
            for row in shares:
                yield Ceiling(row, _quantiles(values[:, 0, months.index(row.month)]))


def learnt(found: Posterior) -> list[tuple[str, F64, F64, float]]:
    """Return by factor: prior and posterior 5, 50, 95 %, and how much of the spread is left."""
    points = np.array([0.05, 0.5, 0.95])
    spread = found.quantile(points.tolist())
    return [
        (factor.key, factor.at(points), factor.at(spread[:, k]), float(found.ratio[k]))
        for k, factor in enumerate(FACTORS)
    ]


def draws_of(found: Posterior, count: int) -> tuple[dict[str, list[float]], F64]:
    """Return equal-weight draws: values by key of every factor, and their prior coordinates."""
    u = found.draws(count)
    return {factor.key: factor.at(u[:, k]).tolist() for k, factor in enumerate(FACTORS)}, u
