"""Many worlds at once, for bands and comparisons, and what they say of a guess.

Pure functions that any process may run: what goes in and out is plain, a resolved scenario, names,
numbers, arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.locale import N_, _
from sim.measures.base import ratio
from sim.measures.bottleneck import bottlenecks
from sim.measures.catalogue import MEASURES
from sim.measures.recorder import Recorder
from sim.measures.status import OWN_FORMS, Cover, read_status
from sim.pasts.lists import prepared
from sim.present.looks import LOOKS, looks
from sim.present.numbers import percent, whole
from sim.scenario import from_resolved
from sim.state.codes import Interim
from sim.worlds import Worlds

F64 = npt.NDArray[np.float64]
U64 = npt.NDArray[np.uint64]

COVERED: Final[Mapping[str, str]] = {
    "kept": N_("{n} of 100 had a living branch from the start or the first year, and kept one"),
    "own": N_("{n} of 100 gained a living branch of their own"),
    "joined": N_("{n} of 100 gained a living branch together with others"),
    "hollow": N_("{n} of 100 have a branch that is dormant, or only on the books"),
    "on_paper": N_("{n} of 100 are counted on paper and have no branch"),
    "hosted": N_("{n} of 100 are counted because an office hosts their members"),
}
"""Parts that count as reported coverage; all but the last three are effective."""

UNCOVERED: Final[Mapping[str, str]] = {
    "lost": N_("{n} of 100 had a branch in these years and lost it again"),
    "newcomer": N_("{n} of 100 came onto the register only later and have no branch yet"),
    "interference": N_("{n} of 100 have a head who refused for fear of interference"),
    "burden": N_("{n} of 100 have a head who refused for fear of the burden"),
    "constraint": N_("{n} of 100 have a head who refused for fear of constraint"),
    "no_members": N_("{n} of 100 have no member at all"),
    "hidden": N_("{n} of 100 have members that nobody knows of"),
    "no_contact": N_("{n} of 100 have members, but nobody has asked the head in the last year"),
    "undecided": N_("{n} of 100 have a head who says neither yes nor no, or are not ripe"),
    "no_partner": N_("{n} of 100 are willing but find no partner"),
    "no_secretary": N_("{n} of 100 are willing but find no secretary"),
    "no_capacity": N_("{n} of 100 are willing, but their committee can found no more"),
    "loose": N_("{n} of 100 are loose organizations, where no branch can grow"),
    "inactive": N_("{n} of 100 are on the register but no longer operate"),
}

PARTS: Final = (*COVERED, *UNCOVERED)
EFFECTIVE: Final = ("kept", "own", "joined")
_AT: Final = {name: number for number, name in enumerate(PARTS)}
EARLY: Final = 12


class Watch:
    """Remembers who has had a branch in a stack of worlds; look after every month."""

    def __init__(self, worlds: Worlds) -> None:
        self._worlds = worlds
        self._start = self._keys(np.flatnonzero(worlds.organizations.alive))
        self._ever = np.zeros(0, np.uint64)
        self._early = np.zeros(0, np.uint64)
        self.look()

    def look(self) -> None:
        """Note who has a branch now."""
        organizations = self._worlds.organizations
        now = self._keys(np.flatnonzero(organizations.alive & (organizations.branch > 0)))
        self._ever = np.union1d(self._ever, now)
        if self._worlds.month <= EARLY:
            self._early = self._ever

    def parts(self) -> F64:
        """Return shares of the reported base: [part, world]."""
        worlds = self._worlds
        organizations = worlds.organizations
        doses = worlds.doses if worlds.month else None
        status = read_status(worlds, doses)
        rows = np.flatnonzero(organizations.alive & organizations.on_base)
        keys = self._keys(rows)
        look = looks(organizations, status, bottlenecks(worlds, status, doses))[rows]
        part = np.array([_AT.get(entry.id, 0) for entry in LOOKS], np.int64).take(look)
        new = ~np.isin(keys, self._start)
        operating = organizations.operating[rows]
        part[new & operating] = _AT["newcomer"]
        part[np.isin(keys, self._ever)] = _AT["lost"]
        hosted = organizations.interim[rows] == Interim.HOSTED
        part[hosted & worlds.hosted_counts[organizations.world[rows]]] = _AT["hosted"]
        cover = status.cover[rows]
        part[cover == Cover.ON_PAPER] = _AT["on_paper"]
        own = np.isin(worlds.branches.form[organizations.branch[rows]], OWN_FORMS)
        vital = cover == Cover.VITAL
        part[vital] = np.where(own, _AT["own"], _AT["joined"])[vital]
        part[vital & np.isin(keys, self._early)] = _AT["kept"]
        part[(cover >= Cover.SHELL) & ~vital] = _AT["hollow"]
        world = organizations.world[rows]
        index = part * worlds.n_worlds + world
        counts = np.bincount(index, minlength=len(PARTS) * worlds.n_worlds)
        table = counts.reshape(len(PARTS), worlds.n_worlds)
        shares: F64 = table / np.maximum(1, np.bincount(world, minlength=worlds.n_worlds))
        return shares

    def _keys(self, rows: npt.NDArray[np.int64]) -> U64:
        """Return one number for (world, identity)."""
        organizations = self._worlds.organizations
        world = organizations.world[rows].astype(np.uint64)
        keys: U64 = organizations.identity[rows] ^ (world * np.uint64(0x9E3779B97F4A7C15))
        return keys


MEASURED: Final = ("reported_coverage", "effective_coverage_of_base", "hollow_share")
STACK: Final = 60_000
"""Organizations of all worlds in one stack."""


@dataclass(frozen=True)
class Ensemble:
    """Worlds of some alternatives: measures [alternative, replicate, month], parts at the end
    [part, alternative, replicate], yuan until the end [alternative, replicate], and yuan that a
    cap left unpaid."""

    values: dict[str, F64]
    parts: F64
    yuan: F64
    unmet: F64

    @property
    def replicates(self) -> int:
        """Worlds of each alternative."""
        return int(self.yuan.shape[1])


def ensemble(
    content: Mapping[str, Any],
    alternatives: Sequence[str],
    replicates: Sequence[int],
    *,
    uncertainty: str | None = None,
    by_hand: Mapping[str, float] | None = None,
) -> Ensemble:
    """Simulate replicates of some alternatives of a resolved scenario to the horizon.

    Parameters ``by_hand`` are set in worlds that have the pasts of the scenario without them.
    """
    scenario = from_resolved(content)
    if uncertainty is not None:
        scenario = scenario.with_(uncertainty=uncertainty)
    scenario = prepared(scenario, max(replicates, default=-1) + 1)
    if by_hand:
        scenario = scenario.by_hand([f"parameters.{key}={value}" for key, value in by_hand.items()])
    found: list[Ensemble] = []
    left = [*replicates]
    while left:
        first = Worlds.build(scenario, alternatives, left[:1])
        at_once = max(1, STACK // max(1, len(first.organizations)))
        now, left = left[:at_once], left[at_once:]
        worlds = Worlds.build(scenario, alternatives, now)
        found.append(_stack(scenario.months, worlds, len(alternatives)))
    return Ensemble(
        {name: np.concatenate([part.values[name] for part in found], axis=1) for name in MEASURED},
        np.concatenate([part.parts for part in found], axis=2),
        np.concatenate([part.yuan for part in found], axis=1),
        np.concatenate([part.unmet for part in found], axis=1),
    )


def _stack(months: int, worlds: Worlds, alternatives: int) -> Ensemble:
    watch, recorder = Watch(worlds), Recorder(worlds, months)
    recorder.record()
    for _month in range(months):
        worlds.step()
        watch.look()
        recorder.record(worlds.doses)
    counts = {name: found.astype(np.int64) for name, found in recorder.finish().counts.items()}
    shape = (worlds.n_worlds // alternatives, alternatives)
    ledger = worlds.ledger
    yuan = np.zeros(worlds.n_worlds)
    for line, amount in zip(ledger.lines, ledger.amounts(), strict=True):
        if not line.cost.burden:
            yuan += amount
    unmet = np.zeros(worlds.n_worlds)
    if worlds.budget is not None:
        np.add.at(unmet, worlds.committees.world, worlds.budget.unmet.sum(axis=0))
    parts = watch.parts()
    shares = {name: ratio(*(counts[each] for each in MEASURES[name].counts)) for name in MEASURED}
    return Ensemble(
        {
            name: share.reshape(months + 1, *shape).transpose(2, 1, 0)
            for name, share in shares.items()
        },
        parts.reshape(len(parts), *shape).transpose(0, 2, 1),
        yuan.reshape(shape).T,
        unmet.reshape(shape).T,
    )


REPLICATES: Final = 100
QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)

GUESSED: Final[Mapping[str, str]] = {
    "reported_coverage": N_("reported coverage"),
    "effective_coverage_of_base": N_("effective coverage"),
}


@dataclass(frozen=True)
class Answer:
    """What the worlds did: quantiles by month [quantile, month], mean parts at the end.

    ``where`` is the share of worlds whose end lies below the guess.
    """

    measure: str
    guess: tuple[float, ...]
    band: F64
    parts: dict[str, float]
    where: float
    replicates: int

    @property
    def end(self) -> float:
        """The guess at the end."""
        return self.guess[-1]


def start_of(years: int, now: float) -> list[float]:
    """Return the curve that a class finds drawn: nothing ever changes."""
    return [round(now, 2)] * (years + 1)


def bounded(value: float) -> float:
    """Return a guess within 0 and 1, in whole percent."""
    return round(min(1.0, max(0.0, value)), 2)


def answer(
    content: Mapping[str, Any], alternative: str, measure: str, guess: Sequence[float],
    replicates: int = REPLICATES,
) -> Answer:  # fmt: skip
    """Simulate and compare; heavy, for a process of its own."""
    return compared(ensemble(content, [alternative], range(replicates)), measure, guess)


def compared(found: Ensemble, measure: str, guess: Sequence[float]) -> Answer:
    """Compare a guess with the worlds of the first alternative."""
    values = found.values[measure][0]
    parts = found.parts[:, 0].mean(axis=1)
    return Answer(
        measure,
        tuple(guess),
        np.quantile(values, QUANTILES, axis=0),
        dict(zip(PARTS, (float(share) for share in parts), strict=True)),
        float(np.mean(values[:, -1] < guess[-1])),
        found.replicates,
    )


def reasons(found: Answer) -> list[tuple[str, float]]:
    """Return the two largest parts that stand against the guess: (part, share of the base).

    Where the guess was too high, what is not covered; where it was too low, what is.
    """
    counted = EFFECTIVE if found.measure == "effective_coverage_of_base" else tuple(COVERED)
    high = found.end >= float(found.band[2, -1])
    names = [name for name in PARTS if (name not in counted) == high]
    ranked = sorted(names, key=lambda name: (-found.parts[name], PARTS.index(name)))
    return [(name, found.parts[name]) for name in ranked[:2] if found.parts[name] > 0]


def reason_text(part: str, share: float) -> str:
    """Say a part in words."""
    text = COVERED.get(part) or UNCOVERED[part]
    return _(text).format(n=whole(100 * share))


def verdict(found: Answer) -> str:
    """Say how the guess at the end compares, in one sentence with its numbers."""
    low, median, high = (percent(float(found.band[row, -1])) for row in (0, 2, 4))
    said = {
        "guess": percent(found.end), "low": low, "high": high, "median": median,
        "n": found.replicates,
        "below": round(found.where * found.replicates),
    }  # fmt: skip
    if found.end > found.band[4, -1]:
        text = _(
            "You guessed {guess} at the end. In {below} of {n} replicates it is less; 90 of 100 "
            "lie between {low} and {high}, half of them below {median}."
        )
    elif found.end < found.band[0, -1]:
        text = _(
            "You guessed {guess} at the end. Only {below} of {n} replicates are lower; 90 of 100 "
            "lie between {low} and {high}, half of them above {median}."
        )
    else:
        text = _(
            "You guessed {guess} at the end: inside the band. 90 of 100 replicates lie between "
            "{low} and {high}, half of them above {median}; {below} of {n} are below you."
        )
    return text.format(**said)
