"""How a replay was made: the commands, policies and parameters at the end of its page."""

from __future__ import annotations

from typing import Final

from sim.locale import N_, _, followed, labelled, noted, pick
from sim.parameters import PARAMETERS, label_of
from sim.policies.base import Policy
from sim.present.names import clauses, policy_name
from sim.present.numbers import quantity
from sim.present.policies import in_force, main_doses
from sim.replay.history import History
from sim.results.commands import run_command
from sim.results.reading import Results
from sim.scenario import Scenario
from sim.text.pasting import pasted

HOW: Final = {
    "prior": N_("parameters are drawn from their priors"),
    "posterior": N_("parameters are drawn from the posterior"),
    "none": N_("parameters are held at their defaults"),
}
"""What is said of each way to choose the parameters of a replicate."""


def facts(results: Results, history: History) -> list[tuple[str, str]]:
    """Return what was simulated by which program, as pairs of a heading and a value."""
    info = results.info
    replicates = f"{results.replicates[0]}–{results.replicates[-1]}"
    program = noted(f"fugai {info['fugai']}", info["code"])
    return [
        (_("Scenario"), noted(info["name"], info["digest"])),
        (_("Seed"), str(info["seed"])),
        (_("Replicate"), noted(str(history.replicate), replicates)),
        (_("Uncertainty"), _(HOW[info["uncertainty"]])),
        (_("Months"), noted(str(results.months), f"{info['start']} –")),
        (_("Program"), followed(program, f"NumPy {info['numpy']}")),
    ]


def commands(results: Results, history: History, names: bool) -> str:
    """Return the commands that make the page again; FILE is a scenario that nobody named."""
    play = ["fugai", "replay", "RUN", "--alternative", history.chosen]
    play += ["--replicate", str(history.replicate), *(["--names"] if names else [])]
    return f"{run_command(results)}\n{pasted([*play, '-o', 'replay.html'])}"


def policies(results: Results, history: History) -> list[tuple[str, list[str]]]:
    """Return by alternative its own policies in words, and which of the baseline's it leaves out.

    The first is the baseline, with its policies.
    """
    scenario = results.scenario
    baseline, *others = scenario.alternatives
    found = [(pick(baseline.title), [_told(scenario, policy) for policy in baseline.policies])]
    common = {policy.id for policy in baseline.policies}
    for entry in others:
        if entry.id in history.alternatives:
            kept = {policy.id for policy in entry.policies}
            own = [_told(scenario, each) for each in entry.policies if each.id not in common]
            left_out = [
                _("not: {policy}").format(policy=policy_name(each))
                for each in baseline.policies
                if each.id not in kept
            ]
            found.append((pick(entry.title), [*own, *left_out]))
    return found


def _told(scenario: Scenario, policy: Policy) -> str:
    parts = [_(", ").join(in_force(scenario, policy)), *main_doses(policy)]
    return labelled(policy_name(policy), clauses(parts))


def parameters(results: Results) -> list[str]:
    """Return each parameter that the scenario sets, in words."""
    return [
        labelled(noted(pick(label_of(name)), name), quantity(value))
        for name, value in results.scenario.parameters.items()
    ]


def drawn(results: Results, replicate: int) -> list[str]:
    """Return each other parameter of another value than its default, by its key in files."""
    scenario = results.scenario
    values = scenario.drawn([replicate])
    return [
        f"{name} = {float(values[name][0]):.3g}"
        for name, parameter in PARAMETERS.items()
        if name not in scenario.parameters and float(values[name][0]) != parameter.default
    ]
