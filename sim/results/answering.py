"""From a run to its :class:`~sim.present.answer.Answer`: what is counted, for the sentences.

Only what the answer says is read: nine measures at a few months, the ledger, the parameters drawn.
Beside it stands what a reader should know of the scenario and of its results."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.extensions.registry import VARIANTS
from sim.locale import _, noted, pick
from sim.measures.base import Band
from sim.measures.catalogue import MEASURES
from sim.parameters import label_of, resolve
from sim.plan.past import CONTINUES, OTHER
from sim.population.population import populate
from sim.present.answer import SAID, Answer, Level, Moment, Otherwise, Reference, Row
from sim.present.facts import assumed, sentence
from sim.present.names import alternative_name
from sim.results.allowed import after
from sim.results.compare import Tally
from sim.results.costs import costs
from sim.results.plan import organizations_of
from sim.results.reading import Results
from sim.results.reruns import known
from sim.results.rivals import overturning
from sim.results.turning import drawn, turns
from sim.scenario.facts import facts, listed, unstated
from sim.scenario.idle import doubts
from sim.scenario.scenario import BASELINE, Scenario
from sim.text.hints import near

F64 = npt.NDArray[np.float64]

JUDGED: Final = (
    *(
        name
        for name in MEASURES
        if name.startswith(("organization_coverage", "true_coverage", "effective_coverage"))
    ),
    "reported_coverage", "work_coverage", "member_coverage", "covered_organizations",
    "party_organizations", "effective_branches",
)  # fmt: skip
"""Measures by which alternatives may be judged: more is better in all of them."""

READ: Final = (
    SAID, "reported_coverage", "on_paper", "founded_against_refusal", "registered", "operating",
    "reported_base",
)  # fmt: skip


def refuse_unjudged(measure: str) -> None:
    """Refuse a measure that alternatives can't be judged by: less of it may be better."""
    if measure not in JUDGED:
        text = _('Alternatives are not judged by "{name}"; choose one of {all}. {hint}')
        said = text.format(name=measure, all=_(", ").join(JUDGED), hint=near(measure, JUDGED))
        raise InputError(said.strip())


def answer(results: Results, *, measure: str = SAID, whole: bool = True) -> Answer:
    """Return what a run answers, judged by a measure.

    ``whole`` is false for the first part of a run, from which nothing is concluded. Raises
    ``InputError`` for a measure that alternatives can't be judged by.
    """
    refuse_unjudged(measure)
    scenario = results.scenario
    ends = {
        name: end
        for name in results.alternatives
        if (end := last_in_force(scenario, name)) is not None and end < results.months
    }
    months = sorted({0, results.months, *ends.values()})
    read = _Read(results, measure, tuple(months), results.cube([measure, *READ], months))
    spent, allowed, alike = costs(results), after(results), identical(results)
    parameters = drawn(results) if results.info["uncertainty"] != "none" else {}
    rows = []
    for name in results.alternatives[1:]:
        row = Row(
            id=name,
            title=name,
            running=read.moment(name, ends[name]) if name in ends else None,
            end=read.moment(name, results.months),
            yuan=Band.of(spent[name].yuan),
            added_yuan=Band.of(spent[name].added_yuan),
            added_hours=Band.of(spent[name].added_burden_hours),
            price=spent[name].price,
            allowed=allowed.get(name),
            same=name in alike,
        )
        judged = results.months if row.decisive is row.end else ends[name]
        found = turns(parameters, read.gain(measure, name, judged), row.decisive.month)
        rows.append(replace(row, turns=found))
    counted = facts(scenario).total
    answered = Answer(
        title=results.info["name"],
        question="",
        first=scenario.month_name(0),
        last=scenario.month_name(results.months - 1),
        measure=measure,
        replicates=len(results.replicates),
        uncertainty=results.info["uncertainty"],
        registered=counted.registered,
        covered=counted.covered,
        should=counted.should,
        operating=counted.operating,
        reference=read.reference(),
        rows=tuple(sorted(rows, key=_largest_first)),
        nothing_new=results.alternatives[0] == BASELINE,
        whole=whole,
        discount=scenario.budget.discount_per_year,
        otherwise=_otherwise(results),
        tested=sum(bool(np.ptp(column) > 0) for column in parameters.values()),
    )
    return worded(answered, results)


def worded(answered: Answer, results: Results) -> Answer:
    """Return an answer with its names and texts in the language in force: numbers stay."""
    scenario, titles = results.scenario, results.info["alternatives"]

    def row(found: Row) -> Row:
        title = pick(titles[found.id])
        return replace(
            found,
            title=title,
            allowed=None if found.allowed is None else replace(found.allowed, title=title),
            turns=tuple(
                replace(turn, label=pick(label_of(turn.parameter))) for turn in found.turns
            ),
        )

    return replace(
        answered,
        title=pick(scenario.title),
        question="" if scenario.question is None else pick(scenario.question),
        reference=replace(answered.reference, title=pick(titles[results.alternatives[0]])),
        rows=tuple(map(row, answered.rows)),
        rivals=overturning(results, answered.measure) if answered.whole else (),
        not_given=listed(unstated(scenario)),
        effort=_effort(results),
        history=sentence(results.evidence),
    )


def _otherwise(results: Results) -> Otherwise | None:
    """Return the baseline under the other assumption of effort, where a run has looked at it."""
    found = (known(results) or {}).get(OTHER)
    if found is None:
        return None
    return Otherwise(Band(**found["reported_coverage"]), Band(**found["effective_coverage"]))


def _effort(results: Results) -> str:
    """Return what is assumed of effort after the start, in words; empty where it goes on."""
    history = results.scenario.history
    return "" if history is None or history.course == CONTINUES else assumed(history.course)


def last_in_force(scenario: Scenario, alternative: str) -> int | None:
    """Return the months gone when the last of an alternative's own policies ends.

    It is the horizon where one has no end before it. It is ``None`` where nothing of its own is in
    force, or the alternative is none of the scenario's (of two runs beside each other).
    """
    entries = {entry.id: entry.policies for entry in scenario.alternatives}
    common = entries.get(BASELINE, ())
    ends = [
        scenario.months if end is None else min(end + 1, scenario.months)
        for policy in entries.get(alternative, ())
        if policy not in common and policy.intensity > 0.0
        for _start, end in policy.spans
    ]
    return max(ends, default=0) or None


def _largest_first(row: Row) -> tuple[float, float]:
    """Sort by the median gain at the horizon, then by the one in the last month in force."""
    running = row.end if row.running is None else row.running
    gains = (row.end.gain.q50, running.gain.q50)
    last, first = (np.inf if np.isnan(gain) else -gain for gain in gains)
    return last, first


@dataclass(frozen=True)
class _Read:
    """Measures at some months: ``values`` are [measure, alternative, replicate, month]."""

    results: Results
    measure: str
    months: tuple[int, ...]
    values: F64

    def at(self, measure: str, alternative: str, month: int) -> F64:
        """Return a measure by replicate."""
        found: F64 = self.values[
            [self.measure, *READ].index(measure),
            self.results.alternatives.index(alternative),
            :,
            self.months.index(month),
        ]
        return found

    def gain(self, measure: str, alternative: str, month: int, against: str = "") -> F64:
        """Return what a measure is above the reference's, or another alternative's."""
        other = against or self.results.alternatives[0]
        gained: F64 = self.at(measure, alternative, month) - self.at(measure, other, month)
        return gained

    def organizations(self, share: str, of: str, alternative: str, month: int) -> F64:
        """Return the organizations that a share of others stands for."""
        found: F64 = np.rint(self.at(share, alternative, month) * self.at(of, alternative, month))
        return found

    def moment(self, name: str, month: int) -> Moment:
        """Return an alternative beside the reference at the end of a month."""

        def gained(measure: str) -> F64:
            return self.gain(measure, name, month)

        effective, reported = gained(SAID), gained("reported_coverage")
        baseline, *others = self.results.alternatives
        organizations = (
            self.organizations(SAID, "registered", each, month) for each in (name, baseline)
        )
        return Moment(
            month=self.results.scenario.month_name(month - 1),
            gain=Band.of(gained(self.measure)),
            worlds=Tally.of_difference(gained(self.measure)),
            effective=Band.of(effective),
            effective_worlds=Tally.of_difference(effective),
            reported=Band.of(reported),
            reported_worlds=Tally.of_difference(reported),
            organizations=Band.of(next(organizations) - next(organizations)),
            on_paper=Band.of(self.at("on_paper", name, month)),
            added_on_paper=Band.of(gained("on_paper")),
            forced=Band.of(self.at("founded_against_refusal", name, month)),
            added_forced=Band.of(gained("founded_against_refusal")),
            against={
                other: Tally.of_difference(self.gain(self.measure, name, month, other))
                for other in others
                if other != name
            },
        )

    def reference(self) -> Reference:
        """Return what becomes of the place under the reference."""
        name = self.results.alternatives[0]

        def level(measure: str) -> Level:
            return self._level(lambda month: self.at(measure, name, month))

        return Reference(
            title=name,
            registered=level("registered"),
            operating=level("operating"),
            reported=level("reported_coverage"),
            effective=level(SAID),
            effective_organizations=self._level(
                lambda month: self.organizations(SAID, "registered", name, month)
            ),
            reported_organizations=self._level(
                lambda month: self.organizations("reported_coverage", "reported_base", name, month)
            ),
        )

    def _level(self, values: Callable[[int], F64]) -> Level:
        return Level(Band.of(values(0)), Band.of(values(self.results.months)))


LOOKED_AT = (
    "covered_organizations", "effective_branches", "mean_vitality", "members", "operating",
    "liaisons",
)  # fmt: skip
"""Counts whose months tell whether anything happened otherwise."""


MOST_POPULATED = 50_000
"""Organizations of a place that is made once more, to see whom policies reach in it."""


def remarks(results: Results) -> Iterator[str]:
    """Say what policies can't do here, and which alternatives came to nothing of their own."""
    scenario = results.scenario
    yield from own_rules(scenario)
    yield from (problem.message for problem in scenario.warnings)
    if organizations_of(scenario) <= MOST_POPULATED:
        values = resolve(scenario.seed, [0], scenario.parameters, "none")
        yield from doubts(scenario, populate(scenario.without_history(), [0], values))
    yield from same_as_baseline(results)


def identical(results: Results) -> tuple[str, ...]:
    """Return the alternatives that are the baseline, month by month, in every world."""
    if len(results.alternatives) < 2:
        return ()
    cube = results.cube(LOOKED_AT, range(results.months + 1))
    return tuple(
        name
        for number, name in enumerate(results.alternatives[1:], start=1)
        if np.array_equal(cube[:, number], cube[:, 0], equal_nan=True)
    )


def own_rules(scenario: Scenario) -> Iterator[str]:
    """Say which rules are not the shipped ones, and which code of one's own is in force."""
    if scenario.model:
        chosen = [
            noted(f"{slot} = {name}", pick(VARIANTS[slot][name].label))
            for slot, name in scenario.model.items()
        ]
        text = _("Rules in place of the shipped ones: {rules}.")
        yield text.format(rules=_("; ").join(chosen))
    if scenario.modules:
        known = scenario.extensions()
        named = [noted(name, known[name]["source"])
                 for name in scenario.modules]  # fmt: skip
        yield _("Code of your own: {modules}.").format(modules=_("; ").join(named))


def same_as_baseline(results: Results) -> Iterator[str]:
    """Say which alternatives are the baseline, month by month, in every world."""
    first = results.alternatives[0]
    text = (
        _("{title}: the same as the baseline in every replicate.")
        if first == BASELINE
        else _("{title}: the same as “{reference}” in every replicate.")
    )
    for name in identical(results):
        titles = [alternative_name(results, each) for each in (name, first)]
        yield text.format(title=titles[0], reference=titles[1])
