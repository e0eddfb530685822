"""The bank: prior draws of what can be learnt, and what every track made of them.

Six things are learnt (the others follow their priors, row by row). They are how often committees
ask, how willing heads are, members among staff, and how strongly a mandate that holds for all is
pursued. Also how often organizers of a drive call, and how fast shells are struck from the base.
The last three are doses of the tracks' policies, the same in all tracks. How the base of
enterprises grows is open as well (``sim.studies.hindcast.base``), but not learnt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.draws import series
from sim.parameters import PARAMETERS, Scale
from sim.policies.base_cleanup import BaseCleanup
from sim.studies.cases import Cases, Progress
from sim.studies.factors import PREFIX, Factor, with_priors
from sim.studies.hindcast import base
from sim.studies.hindcast.tracks import HISTORY, Row, Track
from sim.studies.store import CaseStore

F64 = npt.NDArray[np.float64]

SEED: Final = 20_171_231
"""Of the designs; the scenarios have their own."""

MANDATE: Final = "effort.mandate"
DRIVE: Final = "effort.drive"
CLEANUP: Final = "effort.cleanup"
DOSES: Final = (MANDATE, DRIVE, CLEANUP)

FACTORS: Final = (
    *with_priors(["contact_per_year", "consent_intercept", "members_per_staff"]),
    Factor(MANDATE, 0.1, 1.0),
    Factor(DRIVE, 1.0, 12.0, log=True),
    Factor(CLEANUP, 0.0, 1.0),
)
"""What is learnt; free priors of the doses span what the policies' fields allow."""

NAMES: Final = tuple(factor.key for factor in FACTORS)

NEXT: Final = 1_000_000
"""From the number of a replicate to that of the same draw's next sample."""


@dataclass(frozen=True)
class Variant:
    """The model otherwise: parameters that are ``held``, and whether it knows the base.

    Where it doesn't, enterprises enter by the parameter's own prior and none is struck. Where the
    ``base_given`` is what was known later, as many enter as made the base move so.
    """

    held: dict[str, float] = field(default_factory=dict)
    base_known: bool = True
    base_given: bool = False


AS_IT_IS: Final = Variant()

BASE_GIVEN: Final = "base_given"

VARIANTS: Final[Mapping[str, Variant]] = {
    "no_peers": Variant(
        {
            "parameters.peer_fears": 0.0,
            "parameters.peer_benefit": 0.0,
            "parameters.hollow_benefit": 0.0,
        }
    ),
    "no_liaisons": Variant({"parameters.visit_effect": 0.0}),
    "no_churn": Variant(
        {
            "parameters.entry_per_year": 0.0,
            "parameters.exit_per_year": 0.0,
            "parameters.inactive_per_year": 0.0,
            "parameters.leave_per_year": 0.0,
        }
    ),
    "no_entry": Variant({"parameters.entry_per_year": 0.0}),
    "no_exit": Variant({"parameters.exit_per_year": 0.0, "parameters.inactive_per_year": 0.0}),
    "no_leaving": Variant({"parameters.leave_per_year": 0.0}),
    "base_unknown": Variant(base_known=False),
    BASE_GIVEN: Variant(base_given=True),
}
"""Mechanisms switched off for comparison, churn also part by part, and the model without what is
known of the base, or given what was known of it only later."""


@dataclass(frozen=True)
class Outcomes:
    """What became of draws: ``u`` [draw, factor], ``values`` [draw, row] as they are compared."""

    rows: tuple[Row, ...]
    u: F64
    values: F64

    def columns(self, rows: Sequence[Row]) -> F64:
        """Return the values of some rows."""
        at = [self.rows.index(row) for row in rows]
        found: F64 = self.values[:, at]
        return found

    def first(self, draws: int) -> Outcomes:
        """Return what became of the first draws alone."""
        return Outcomes(self.rows, self.u[:draws], self.values[:draws])


def prior_draws(count: int) -> F64:
    """Return draws of the factors in prior coordinates, [draw, factor]."""
    return np.column_stack([series(SEED, name, count) for name in NAMES])


def simulate(
    track: Track,
    u: F64,
    replicates: npt.NDArray[np.int64],
    store: CaseStore,
    *,
    months: Sequence[int],
    measures: Sequence[str],
    variant: Variant = AS_IT_IS,
    progress: Progress | None = None,
) -> F64:
    """Simulate a track for draws of the factors: [draw, measure, month].

    Each draw is the mean of the track's samples, which have all its parameters, those that are not
    learnt among them, and differ by chance alone.
    """
    values = _parameters(track, replicates) | columns(track, u, replicates, variant)
    values |= {
        key: np.full(len(u), value)
        for key, value in (variant.held | _series(track, variant)).items()
    }
    samples = np.arange(track.samples) * NEXT
    found = store.respond(
        track.scenario,
        Cases(
            (replicates[:, None] + samples).ravel(),
            {key: np.repeat(column, len(samples)) for key, column in values.items()},
        ),
        measures,
        months=months,
        alternatives=[HISTORY],
        costs=False,
        progress=progress,
    )
    mean: F64 = found.values[:, 0].reshape(len(u), len(samples), len(measures), -1).mean(axis=1)
    return mean


def _parameters(track: Track, replicates: npt.NDArray[np.int64]) -> dict[str, npt.NDArray[Any]]:
    """Return what each draw has of every parameter that is open."""
    return {
        f"{PREFIX}{name}": column
        for name, column in track.scenario.drawn(replicates.tolist()).items()
        if PARAMETERS[name].scale is not Scale.FIXED and name not in track.scenario.parameters
    }


def _series(track: Track, variant: Variant) -> dict[str, float]:
    """Return the stated entries of single years as a variant without entries has them: none."""
    if variant.held.get(base.ENTRY) != 0.0:
        return {}
    years = track.scenario.resolved()["organizations"].get("entry_series", {})
    return {f"organizations.entry_series.{year}": 0.0 for year in years}


def columns(
    track: Track, u: F64, replicates: npt.NDArray[np.int64], variant: Variant = AS_IT_IS
) -> dict[str, npt.NDArray[Any]]:
    """Return the values by key of each draw: factors, and what is open about start and base."""
    drawn = {factor.key: factor.at(u[:, k]) for k, factor in enumerate(FACTORS)}
    found = {key: column for key, column in drawn.items() if key not in DOSES}
    struck = np.zeros(len(u))
    for policy in track.scenario.alternative(HISTORY).policies:
        key = f"alternatives.{HISTORY}.policies.{policy.id}"
        if policy.id.startswith("mandate"):
            found[f"{key}.intensity"] = drawn[MANDATE]
        elif policy.id.startswith("drive_joint"):
            found[f"{key}.contacts_per_year"] = drawn[DRIVE]
        elif isinstance(policy, BaseCleanup):
            if variant.base_known or track.name not in base.TRACKS:
                struck = drawn[CLEANUP]
            found[f"{key}.struck_share_per_year"] = struck
    entries = base.entries(track, SEED, replicates, struck, known=variant.base_known)
    if entries is not None:
        found[base.ENTRY] = entries
    if variant.base_given:
        found |= base.entry_known_later(track, struck)
    if track.start is not None:
        options = track.start.values
        chosen = (series(SEED, f"start {track.name}", int(replicates.max()) + 1)[replicates]) * len(
            options
        )
        for key in options[0]:
            column = [options[int(number)][key] for number in chosen]
            found[key] = np.array(column, dtype=object)
    return found


def outcomes(
    tracks: Sequence[Track],
    count: int,
    store: CaseStore,
    *,
    variant: Variant = AS_IT_IS,
    progress: Progress | None = None,
) -> Outcomes:
    """Simulate every track for the first ``count`` prior draws; draw k is replicate k."""
    u, replicates = prior_draws(count), np.arange(count)
    rows: list[Row] = []
    found: list[F64] = []
    for number, track in enumerate(tracks):

        def advance(share: float, before: int = number) -> None:
            if progress is not None:
                progress((before + share) / len(tracks))

        months = sorted({0, *(row.month for row in track.rows)})
        values = simulate(
            track, u, replicates, store,
            months=months, measures=track.measures, variant=variant, progress=advance,
        )  # fmt: skip
        for row in track.rows:
            of_measure = values[:, track.measures.index(row.measure)]
            column = of_measure[:, months.index(row.month)]
            found.append(column / of_measure[:, 0] if row.growth else column)
            rows.append(row)
    return Outcomes(tuple(rows), u, np.column_stack(found))
