"""The bank: prior draws of what can be learnt, and what every track made of them.

Six things are learnt (the others follow their priors, row by row). They are how often committees
ask, members among staff, how many acts of founding a month allows, and how fast a quota puts on
paper. Also how strongly a mandate that holds for all is pursued, and how often organizers of a
drive call. The last two are doses of the tracks' policies. All parameters are the same in all
tracks of a draw; standing effort and the vigour of committees belong to a place and are drawn for
each track. How willing heads are is not learnt: with how often they are asked only the product
shows. How fast shells are struck from the base, and how the base of enterprises grows, is open
(``sim.studies.hindcast.base``), but not learnt either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64, series
from sim.parameters import PARAMETERS, Scale, resolve
from sim.policies.base_cleanup import BaseCleanup
from sim.studies.cases import Cases, Progress
from sim.studies.factors import PREFIX, Factor, with_priors
from sim.studies.hindcast import base
from sim.studies.hindcast.tracks import HISTORY, Row, Track
from sim.studies.store import CaseStore

SEED: Final = 20_171_231
"""Of the designs; the scenarios have their own."""

MANDATE: Final = "effort.mandate"
DRIVE: Final = "effort.drive"
CLEANUP: Final = "effort.cleanup"
DOSES: Final = (MANDATE, DRIVE)

FACTORS: Final = (
    *with_priors(["contact_per_year", "members_per_staff", "founding_capacity", "paper_per_year"]),
    Factor(MANDATE, 0.1, 1.0),
    Factor(DRIVE, 1.0, 12.0, log=True),
)
"""What is learnt; free priors of the doses span what the policies' fields allow."""

NAMES: Final = tuple(factor.key for factor in FACTORS)

EFFORT: Final = "effort"
"""The parameter that each track draws for itself: what its committees do all along."""


@dataclass(frozen=True)
class Variant:
    """The model otherwise: what is ``held``, and whether it knows the base.

    ``held`` has parameters and policies' fields by key; of a policy it holds where a track has it.
    Where it doesn't, enterprises enter by the parameter's own prior and none is struck. Where the
    ``base_given`` is what was known later, as many enter as made the base move so.
    """

    held: dict[str, float] = field(default_factory=dict)
    base_known: bool = True
    base_given: bool = False


AS_IT_IS: Final = Variant()

BASE_GIVEN: Final = "base_given"

FREE_HANDS: Final = 1.0
"""Acts a month for every operating organization: more than ever wait, so capacity is no limit."""

VARIANTS: Final[Mapping[str, Variant]] = {
    "no_effort": Variant({f"{PREFIX}{EFFORT}": 0.0}),
    "no_capacity": Variant({"parameters.founding_capacity": FREE_HANDS}),
    "no_paper": Variant({"parameters.paper_per_year": 0.0}),
    "no_area": Variant({f"alternatives.{HISTORY}.policies.mandate_area.intensity": 0.0}),
    "no_peers": Variant(
        {
            "parameters.peer_fears": 0.0,
            "parameters.peer_benefit": 0.0,
            "parameters.hollow_benefit": 0.0,
        }
    ),
    "no_liaisons": Variant(
        {
            f"alternatives.{HISTORY}.policies.{id_}.intensity": 0.0
            for id_ in ("workers", "campaign_liaisons", "programme")
        }
    ),
    "no_churn": Variant(
        {
            "parameters.entry_per_year": 0.0,
            "parameters.exit_per_year": 0.0,
            "parameters.inactive_per_year": 0.0,
            "parameters.leave_per_year": 0.0,
        }
    ),
    "base_unknown": Variant(base_known=False),
    BASE_GIVEN: Variant(base_given=True),
}
"""Mechanisms switched off for comparison, and the model without what is known of the base, or given
what was known of it only later. Branches of an area are the only form of their kind that a track
has: no row with a date and a dose names functional ones."""


@dataclass(frozen=True)
class Outcomes:
    """What became of draws: ``u`` [draw, factor], ``values`` [draw, row] as they are compared."""

    rows: tuple[Row, ...]
    u: F64
    values: F64

    def columns(self, rows: Sequence[Row]) -> F64:
        """Return the values of some rows."""
        return np.asarray(self.values[:, [self.rows.index(row) for row in rows]])

    def first(self, draws: int) -> Outcomes:
        """Return what became of the first draws alone."""
        return Outcomes(self.rows, self.u[:draws], self.values[:draws])


def prior_draws(count: int) -> F64:
    """Return draws of the factors in prior coordinates, [draw, factor]."""
    return np.column_stack([series(SEED, name, count) for name in NAMES])


def simulate(
    track: Track,
    u: F64,
    replicates: I64,
    store: CaseStore,
    *,
    months: Sequence[int],
    measures: Sequence[str],
    variant: Variant = AS_IT_IS,
    progress: Progress | None = None,
) -> F64:
    """Simulate a track for draws of the factors: [draw, measure, month]."""
    values = parameters(track, replicates) | columns(track, u, replicates, variant)
    values |= {key: np.full(len(u), value) for key, value in _held(track, variant).items()}
    found = store.respond(
        track.scenario, Cases(replicates, values), measures, months=months,
        alternatives=[HISTORY], costs=False, progress=progress,
    )  # fmt: skip
    return np.asarray(found.values[:, 0])


def parameters(track: Track, replicates: I64) -> dict[str, F64]:
    """Return what each draw has of every parameter that is open, by key.

    A draw has the same in all tracks, but for effort, which is the track's.
    """
    own = series(SEED, f"effort {track.name}", int(replicates.max()) + 1)[replicates]
    effort = np.array([PARAMETERS[EFFORT].quantile(point) for point in own.tolist()])
    drawn = _common(tuple(replicates.tolist())) | {EFFORT: effort}
    held = track.scenario.parameters
    return {f"{PREFIX}{name}": column for name, column in drawn.items() if name not in held}


@lru_cache(maxsize=4)
def _common(replicates: tuple[int, ...]) -> dict[str, F64]:
    """Return what draws have of every parameter with a prior."""
    return {
        name: column
        for name, column in resolve(SEED, replicates, {}).items()
        if PARAMETERS[name].scale is not Scale.FIXED
    }


def _held(track: Track, variant: Variant) -> dict[str, float]:
    """Return what a variant holds in a track, fields of policies that it doesn't have left out."""
    policies = f"alternatives.{HISTORY}.policies."
    ids = {policy.id for policy in track.scenario.alternative(HISTORY).policies}
    held = {
        key: value
        for key, value in variant.held.items()
        if not key.startswith(policies) or key.removeprefix(policies).split(".")[0] in ids
    }
    if variant.held.get(base.ENTRY) == 0.0:
        # Entries that are stated of single years are none either.
        years = track.scenario.resolved()["organizations"].get("entry_series", {})
        held |= {f"organizations.entry_series.{year}": 0.0 for year in years}
    return held


def columns(
    track: Track, u: F64, replicates: I64, variant: Variant = AS_IT_IS
) -> dict[str, npt.NDArray[Any]]:
    """Return the values by key of each draw: factors, and what is open about start and base."""
    drawn = {factor.key: factor.at(u[:, k]) for k, factor in enumerate(FACTORS)}
    found = {key: column for key, column in drawn.items() if key not in DOSES}
    count = int(replicates.max()) + 1
    struck, cleaning = np.zeros(len(u)), series(SEED, CLEANUP, count)[replicates]
    for policy in track.scenario.alternative(HISTORY).policies:
        key = f"alternatives.{HISTORY}.policies.{policy.id}"
        if policy.id.startswith("mandate"):
            found[f"{key}.intensity"] = drawn[MANDATE]
        elif policy.id.startswith("drive_joint"):
            found[f"{key}.contacts_per_year"] = drawn[DRIVE]
        elif isinstance(policy, BaseCleanup):
            if variant.base_known or track.name not in base.TRACKS:
                struck = cleaning
            found[f"{key}.struck_share_per_year"] = struck
    entries = base.entries(track, SEED, replicates, struck, known=variant.base_known)
    if entries is not None:
        found[base.ENTRY] = entries
    if variant.base_given:
        found |= base.entry_known_later(track, struck)
    if track.start is not None:
        options = track.start.values
        chosen = series(SEED, f"start {track.name}", count)[replicates] * len(options)
        for key in options[0]:
            found[key] = np.array([options[int(k)][key] for k in chosen], dtype=object)
    return found


def _same(track: Track, u: F64, replicates: I64, variant: Variant) -> bool:
    """Whether a variant changes nothing in a track."""
    if _held(track, variant):
        return False
    as_it_is, other = (columns(track, u, replicates, one) for one in (AS_IT_IS, variant))
    return {*as_it_is} == {*other} and all(
        np.array_equal(as_it_is[key], other[key]) for key in as_it_is
    )


def nth(progress: Progress | None, number: int, of: int) -> Progress | None:
    """Return the progress of one track among several that follow each other."""
    return None if progress is None else lambda share: progress((number + share) / of)


def outcomes(
    tracks: Sequence[Track],
    count: int,
    store: CaseStore,
    *,
    variant: Variant = AS_IT_IS,
    model: Outcomes | None = None,
    progress: Progress | None = None,
) -> Outcomes:
    """Simulate every track for the first ``count`` prior draws; draw k is replicate k.

    A track that a variant leaves as it is comes from the ``model``, if that has as many draws.
    """
    u, replicates = prior_draws(count), np.arange(count)
    rows: list[Row] = []
    found: list[F64] = []
    for number, track in enumerate(tracks):
        if model is not None and _same(track, u, replicates, variant):
            found += list(model.columns(track.rows)[:count].T)
            rows += track.rows
            continue
        months = sorted({0, *(row.month for row in track.rows)})
        values = simulate(
            track, u, replicates, store,
            months=months, measures=track.measures, variant=variant,
            progress=nth(progress, number, len(tracks)),
        )  # fmt: skip
        for row in track.rows:
            of_measure = values[:, track.measures.index(row.measure)]
            column = of_measure[:, months.index(row.month)]
            found.append(column / of_measure[:, 0] if row.growth else column)
            rows.append(row)
    return Outcomes(tuple(rows), u, np.column_stack(found))
