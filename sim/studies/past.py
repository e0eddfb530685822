"""What each method does where a scenario asks which pasts led to its start (docs/history.md)."""

from __future__ import annotations

from typing import Final

from sim.errors import InputError
from sim.locale import _
from sim.pasts.evidence import with_figures
from sim.pasts.lists import prepared
from sim.plan.past import MEDIAN_OF
from sim.present.facts import sentence
from sim.results.reading import Results
from sim.scenario import Scenario
from sim.studies.study import Study

INDEPENDENT: Final = ("sensitivity", "calibrate")
"""Methods whose parameters are independent draws of their priors, whatever the start says."""

FEWEST: Final = 50
"""Effective number of pasts from which a run says what its outcomes depend on."""


def held(scenario: Scenario, method: str) -> Scenario:
    """Return the scenario that a method simulates: as it is, or as if no past were asked for."""
    return scenario.without_history() if method in INDEPENDENT else scenario


def wanted(study: Study) -> int:
    """Return how many replicates of a study's scenario need their past; 0 where none is asked."""
    if study.scenario.history is None or study.method in INDEPENDENT:
        return 0
    return study.replicates if study.scenario.uncertainty != "none" else MEDIAN_OF


def notes(study: Study) -> list[str]:
    """Return what is to be known of a study's pasts, in lines; nothing where none is asked for."""
    scenario = study.scenario
    if scenario.history is None:
        return []
    if study.method in INDEPENDENT:
        return [
            _(
                "Parameters are drawn independently of each other from their priors: which pasts "
                "led to the start is not asked here."
            )
        ]
    number = wanted(study)
    pasts = prepared(scenario, number).pasts
    lines = [] if pasts is None else [sentence(with_figures(pasts.evidence(number), scenario))]
    by_hand = [factor.key for factor in study.factors if factor.parameter is not None]
    if by_hand:
        text = _(
            "Set by hand in replicates whose pasts have other values of it: {names}. What follows "
            "holds for the future alone."
        )
        lines.append(text.format(names=_(", ").join(by_hand)))
    return lines


def check_effective(results: Results) -> None:
    """Refuse to say what a run depends on where too few of the pasts tried weigh in.

    Where few pasts are accepted, parameters are tied to one another by the start, and what an
    outcome depends on is not clear.
    """
    evidence = results.evidence
    drawn = results.info["uncertainty"] != "none"
    if evidence is not None and drawn and evidence.effective < FEWEST:
        text = _(
            "Too few pasts weigh in to find what drives this: their effective number is {n}, "
            "{fewest} or more are needed. Run more replicates, or fugai sensitivity."
        )
        raise InputError(text.format(n=f"{evidence.effective:.0f}", fewest=FEWEST))
