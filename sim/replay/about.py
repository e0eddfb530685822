"""What a replay says about itself: where it comes from, and how to make it again."""

from __future__ import annotations

import json
from typing import Any

from sim.locale import _, pick
from sim.parameters import PARAMETERS
from sim.present.names import alternative_name
from sim.replay.history import History
from sim.results.commands import pasted, run_command
from sim.results.reading import Results


def facts(results: Results, history: History) -> list[tuple[str, str]]:
    """Return what was simulated by which program, as pairs of a heading and a value."""
    info = results.info
    return [
        (_("Scenario"), f"{info['name']} ({info['digest']})"),
        (_("Seed"), str(info["seed"])),
        (_("Replicate"), f"{history.replicate} ({results.replicates[0]}–{results.replicates[-1]})"),
        (_("Uncertainty"), str(info["uncertainty"])),
        (_("Months"), f"{results.months} ({info['start']} –)"),
        (_("Program"), f"fugai {info['fugai']} ({info['code']}), NumPy {info['numpy']}"),
    ]


def commands(results: Results, history: History, names: bool) -> str:
    """Return the commands that make the page again; FILE is a scenario that nobody named."""
    play = ["fugai", "replay", "RUN", "--alternative", history.chosen]
    play += ["--replicate", str(history.replicate), *(["--names"] if names else [])]
    return f"{run_command(results)}\n{pasted([*play, '-o', 'replay.html'])}"


def policies(results: Results, history: History) -> list[tuple[str, list[str]]]:
    """Return by alternative its policies, each with what it was given beyond what is empty."""
    content = results.info["scenario"]
    found = [(alternative_name(results, "baseline"), _lines(content["baseline"]))]
    for entry in content["alternatives"]:
        if entry["id"] in history.alternatives:
            left_out = [f"– {name}" for name in entry["without"]]
            found.append((pick(entry["title"]), [*_lines(entry["policies"]), *left_out]))
    return found


def parameters(results: Results, replicate: int) -> list[str]:
    """Return each parameter that differs from its default, with its value in the replicate."""
    scenario = results.scenario
    drawn = scenario.drawn([replicate])
    return [
        f"{name} {float(drawn[name][0]):.3g}"
        for name, parameter in PARAMETERS.items()
        if float(drawn[name][0]) != parameter.default
    ]


def _lines(entries: list[dict[str, Any]]) -> list[str]:
    return [
        ", ".join(
            f"{name} = {json.dumps(value, ensure_ascii=False)}"
            for name, value in entry.items()
            if _says_something(value)
        )
        for entry in entries
    ]


def _says_something(value: Any) -> bool:
    """Whether a value is more than an empty place for one."""
    if isinstance(value, dict):
        return any(map(_says_something, value.values()))
    return value not in (None, [], "")
