"""Stress: what more pressure buys when nothing else is added (Goodhart's law on coverage).

A quota is raised step by step while every other policy stays as it is. All steps meet the same
draws, so a step is compared with the one below it, and with no quota at all, replicate by
replicate. Where reported coverage rises and effective coverage does not, the step has bought paper.
A gain of 0 presses nobody but still forbids to close a branch: it shows what the books alone are
worth.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from sim.draws import F64
from sim.errors import InputError
from sim.locale import _
from sim.measures.base import Band
from sim.policies.base import Policy
from sim.policies.coverage_quota import CoverageQuota
from sim.results.compare import Difference
from sim.scenario import Scenario
from sim.scenario.scenario import Alternative
from sim.studies.cases import Cases
from sim.studies.outcomes import Simulate, simulator

By = Literal["gain", "target"]

STEPS: Final[dict[By, tuple[float, ...]]] = {
    "gain": (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0),
    "target": (0.2, 0.4, 0.6, 0.8, 1.0),
}
SHOWN: Final = ("reported_coverage", "true_coverage", "effective_coverage", "hollow_share")
AFTER: Final = 12
"""Months after a quota's end at which its remains are looked at."""

HALF: Final = 0.5
"""Share of worlds in which a step must buy nothing but paper to be called so."""

TWIN: Final = "no_quota"
OWN: Final = "as_it_stands"


@dataclass(frozen=True)
class Rung:
    """A row of a stress: its name, what 90 % of worlds lie between, how often it bought only paper.

    ``name`` is ``TWIN``, ``OWN`` or the step; the first two have bought nothing over another.
    """

    name: str | float
    bands: Mapping[str, Band]
    above: float | None
    over_none: float | None


@dataclass(frozen=True)
class Stress:
    """What every step of a quota came to.

    ``values`` is by measure [row, replicate, moment]; row 0 is the twin (the same policies without
    the quota), row 1 the alternative as it stands, the others ``steps``. ``moments`` are months
    done: the quota's last one, and where it ends 12 later. ``yuan`` and ``hours`` are totals until
    then, by row and replicate. ``numbers`` are those of the replicates; ``failed`` has the reason
    of each that is left out.
    """

    alternative: Alternative
    by: By
    steps: tuple[float, ...]
    moments: tuple[int, ...]
    values: dict[str, F64]
    yuan: F64
    hours: F64
    numbers: tuple[int, ...]
    failed: Mapping[int, str]

    @property
    def replicates(self) -> int:
        """Worlds of each step."""
        return int(self.yuan.shape[1])

    def rungs(self, moment: int) -> list[Rung]:
        """Return the rows at a moment: no quota, the alternative as it stands, every step."""
        names: tuple[str | float, ...] = (TWIN, OWN, *self.steps)
        above, over_none = (
            (None, None, *self.bought(moment, below=below).tolist()) for below in (None, 0)
        )
        return [
            Rung(
                name, {each: Band.of(self.values[each][row, :, moment]) for each in SHOWN},
                above[row], over_none[row],
            )
            for row, name in enumerate(names)
        ]  # fmt: skip

    def against_twin(self, measure: str, moment: int) -> Difference:
        """Return how the alternative as it stands differs from the one without its quota."""
        found = self.values[measure][..., moment]
        return Difference.of(found[1], found[0])

    def bought(self, moment: int, *, below: int | None = None) -> F64:
        """Return by step in which share of worlds it bought only paper.

        That is: reported coverage rose over the rung below, or over rung ``below`` (0 is no
        quota), and effective coverage did not.
        """
        reported, effective = (
            self.ladder(f"{name}_coverage", moment) for name in ("reported", "effective")
        )
        before = slice(None, -1) if below is None else slice(below, below + 1)
        paper = (reported[1:] > reported[before]) & ~(effective[1:] > effective[before])
        return np.asarray(np.count_nonzero(paper, axis=1) / self.replicates)

    def turning(self, moment: int) -> int | None:
        """Return the rung from which pressure buys only paper: 0 is no quota, k is step k - 1.

        The next step must buy only paper in at least half of the worlds, and no step above may
        have more effective coverage than this rung in more than half. ``None``: there is none.
        """
        effective, paper = self.ladder("effective_coverage", moment), self.bought(moment)
        for rung in range(len(self.steps)):
            higher = effective[rung + 1 :] > effective[rung]
            lifted = np.count_nonzero(higher, axis=1) / self.replicates
            if paper[rung] >= HALF and (lifted <= HALF).all():
                return rung
        return None

    def ladder(self, measure: str, moment: int) -> F64:
        """Return a measure from no quota to the highest step: [rung, replicate]."""
        return np.asarray(np.delete(self.values[measure][..., moment], 1, axis=0))


def quotas(alternative: Alternative) -> tuple[CoverageQuota, ...]:
    """Return the quotas of an alternative."""
    return tuple(entry for entry in alternative.policies if isinstance(entry, CoverageQuota))


def without_quota(alternative: Alternative, name: str = TWIN) -> Alternative:
    """Return the twin of an alternative: the same policies and money, no quota."""
    rest = tuple(entry for entry in alternative.policies if not isinstance(entry, CoverageQuota))
    return replace(alternative, id=name, policies=rest)


def raised(alternative: Alternative, by: By, step: float, name: str) -> Alternative:
    """Return an alternative whose quotas press with another gain, or for another target."""

    def changed(policy: Policy) -> Policy:
        if not isinstance(policy, CoverageQuota):
            return policy
        return replace(policy, gain=step) if by == "gain" else replace(policy, target_share=step)

    return replace(alternative, id=name, policies=tuple(map(changed, alternative.policies)))


def with_rungs(
    scenario: Scenario, alternative: Alternative, by: By, steps: Sequence[float]
) -> tuple[Scenario, tuple[int, ...]]:
    """Return a scenario with the twin, the alternative as it stands and every step beside it.

    Also the months to look at. A step may lie outside what a file may state (a gain of 0, say).
    So its content names the alternative that is raised, by what and how far, and no policy.
    """
    ends = [end for quota in quotas(alternative) for _start, end in quota.spans]
    moments: tuple[int, ...] = (scenario.months,)
    if None not in ends:
        end = max(month + 1 for month in ends if month is not None)
        moments = (end, end + AFTER)
    rungs = tuple(raised(alternative, by, step, f"{by}_{step}") for step in steps)
    held = (without_quota(alternative), replace(alternative, id=OWN), *rungs)
    content = scenario.resolved()
    content["years"] = -(-moments[-1] // 12)
    content["alternatives"] += [
        {"id": rung.id, "raised": alternative.id, "by": by, "step": step}
        for rung, step in zip(held, (TWIN, OWN, *steps), strict=True)
    ]
    # The first is what has been in force before the start.
    every = (scenario.alternatives[0], *held)
    made = replace(scenario, years=content["years"], alternatives=every, content=content)
    return made, moments


def stress(
    scenario: Scenario,
    alternative: str,
    *,
    by: By = "gain",
    steps: Sequence[float] | None = None,
    replicates: int | None = None,
    simulate: Callable[[Scenario], Simulate] = simulator,
) -> Stress:
    """Raise the quotas of an alternative step by step, everything else held.

    A replicate in which a world fails is left out. Raises ``InputError`` where there is no quota,
    where steps are none, and where every world fails.
    """
    own, chosen = pressed(scenario, alternative), steps_of(by, steps)
    made, moments = with_rungs(scenario, own, by, chosen)
    wanted = scenario.replicates if replicates is None else replicates
    names = [entry.id for entry in made.alternatives[1:]]
    found = simulate(made)(Cases(np.arange(wanted), {}), SHOWN, months=moments, alternatives=names)
    whole = [row for row in range(wanted) if row not in found.failed]
    if not whole:
        text = _("Every replicate failed, the first with: {reason}")
        raise InputError(text.format(reason=next(iter(found.failed.values()))))
    # From [case, alternative, measure, month].
    values = {name: found.values[whole, :, k].swapaxes(0, 1) for k, name in enumerate(SHOWN)}
    return Stress(
        own, by, chosen, moments, values, found.yuan[whole].T, found.hours[whole].T, tuple(whole),
        found.failed,
    )  # fmt: skip


def pressed(scenario: Scenario, alternative: str) -> Alternative:
    """Return an alternative that has a quota to raise."""
    own = scenario.alternative(alternative)
    if not quotas(own):
        text = _('The alternative "{name}" holds no coverage_quota to raise.')
        raise InputError(text.format(name=alternative))
    return own


def steps_of(by: By, steps: Sequence[float] | None) -> tuple[float, ...]:
    """Return the steps in their order, those of :data:`STEPS` where none are given."""
    chosen = tuple(sorted({*(STEPS[by] if steps is None else steps)}))
    most = 1.0 if by == "target" else sys.float_info.max
    if len(chosen) < 2 or not 0 <= chosen[0] <= chosen[-1] <= most:
        raise InputError(_("Steps are two or more numbers from 0 on; targets are at most 1."))
    return chosen


def with_twins(scenario: Scenario) -> Scenario:
    """Return a scenario in which every alternative with a quota is followed by its twin.

    Where nothing but the quota sets an alternative apart, the baseline is the twin already.
    """
    content = scenario.resolved()
    found = []
    for table in content["alternatives"]:
        found.append(table)
        held = {policy.id for policy in quotas(scenario.alternative(table["id"]))}
        own = [e for e in table["policies"] if (e.get("id") or e["policy"]) not in held]
        shared = {policy.id for policy in scenario.alternatives[0].policies}
        without = [*table["without"], *sorted((held & shared) - {*table["without"]})]
        if held and (own or without):
            title = table.get("title") or {"zh": table["id"], "en": table["id"]}
            twin = {
                "id": f"{table['id']}_{TWIN}",
                "title": {
                    "zh": f"{title['zh']}（去掉指标）",
                    "en": f"{title['en']}, without its quota",
                },
                "policies": own,
                "without": without,
            }
            found.append(twin)
    content["alternatives"] = found
    return scenario.remade(content)
