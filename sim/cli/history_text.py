"""What a start says of the past, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.cli.base import progress
from sim.locale import _, sentences
from sim.measures.base import Band
from sim.pasts.evidence import with_figures
from sim.pasts.kept import found
from sim.pasts.lists import prepared
from sim.plan.past import MEDIAN_OF, OTHER, NoPastError
from sim.present.facts import assumed, sentence
from sim.present.names import measure_within
from sim.present.numbers import share_text
from sim.results.folder import RunFolder, default_folder
from sim.results.reading import Results
from sim.results.reruns import known as known_others
from sim.results.reruns import others
from sim.scenario import Scenario


def could_have(scenario: Scenario) -> Iterator[str]:
    """Say which pasts could have made the start, if it is known: nothing is simulated for it."""
    if scenario.history is None:
        return
    number = scenario.replicates if scenario.uncertainty != "none" else MEDIAN_OF
    try:
        pasts = found(scenario, number).pasts
    except NoPastError:
        pasts = None
    if pasts is None:
        text = _("fugai run finds which pasts since {since} could have led to this start.")
        year, month = scenario.history.since
        yield text.format(since=f"{year:04d}-{month:02d}")
        return
    yield sentence(with_figures(pasts.evidence(number), scenario))


def history_lines(results: Results) -> Iterator[str]:
    """Say what the start says of the past, and how the baseline ends if effort is otherwise."""
    history, evidence = results.scenario.history, results.evidence
    if history is None or evidence is None:
        return
    yield sentence(evidence)
    ends = known_others(results) or {}
    measure = "effective_coverage"
    if OTHER in ends:
        yield _("If {other}, the baseline's {measure} ends at {value}; here {assumed}.").format(
            other=assumed(history.course.other),
            assumed=assumed(history.course),
            measure=measure_within(measure),
            value=share_text(Band(**ends[OTHER][measure])),
        )
    if history.official:
        text = _(
            "Assumed: effort also produced coverage on paper, so part of the covered have no "
            "branch."
        )
        if "no_paper" in ends:
            with_none = _("Without paper, the baseline's {measure} ends at {value}.").format(
                measure=measure_within(measure),
                value=share_text(Band(**ends["no_paper"][measure])),
            )
            text = sentences([text, with_none])
        yield text


def other_effort(results: Results, jobs: int | None) -> None:
    """Simulate the baseline under the other assumption of effort, where the past is asked about."""
    if results.scenario.history is not None and known_others(results) is None:
        with progress(_("the baseline if effort were otherwise"), len(results.replicates)) as tell:
            others(results, jobs=jobs, tell=tell)


def with_pasts(scenario: Scenario, wanted: int, out: str | None) -> Scenario:
    """Return the scenario with the pasts of its replicates; look for them where they are asked."""
    if scenario.history is None:
        return scenario
    folder = default_folder(scenario) if out is None else Path(out)
    held = RunFolder(folder).pasts(scenario)
    with progress(_("looking for pasts that led to the start"), wanted) as tell:
        return prepared(scenario, wanted, known=held, tell=tell)
