"""What the checks say of a scenario file, in the words of the page that has a control for it.

The checks name keys, tables and ids as a file has them. Whoever works on the page sees their labels
and never the file: so it reads “First month” in place of ``"start" =``.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from sim.locale import N_, _, current_language, in_language, labelled, pick, sentences
from sim.parameters import PARAMETERS
from sim.policies import POLICIES
from sim.scenario import Scenario
from sim.scenario.schema import json_schema
from sim.text.problems import WARNING, Problem

EFFORTS: Final[Mapping[str, str]] = {
    "continues": N_("it goes on"),
    "ended": N_("it has ended"),
    "fades": N_("it fades"),
}
"""What may become of standing effort after the start."""

OWN: Final[Mapping[str, str]] = {
    "years": N_("Years"),
    "start": N_("First month"),
    "end": N_("Last month, included"),
    "replicates": N_("Replicates of each alternative"),
    "seed": N_("Seed: another one is other chance"),
    "uncertainty": N_("Parameters"),
    "cap_yuan_per_year": N_("Cap on spending"),
    "history": N_("What is known of the past"),
    "budget": N_("Cap on spending"),
    "parameters": N_("Parameters"),
    "model": N_("Rules of the model"),
    "places": N_("Place"),
    "en": N_("Title"),
    "zh": N_("Title"),
    "value": N_("Figure, percent"),
    "month": N_("Month, before the start"),
    "source": N_("Source"),
    "covered_share": N_("Share, percent"),
}
"""Keys and tables that the page has words of its own for."""

_SIGN: Final = "A-Za-z0-9_"
_KEY: Final = re.compile(
    r'["“](?P<quoted>\w+)["”](?P<value> = )?'
    rf'|(?<![{_SIGN}])(?P<key>[a-z]\w*) = (?=["\[{{\d…-])'
    r"|\[\[?(?P<table>[a-z_]+)\]\]?"
    rf"|(?<![{_SIGN}])(?P<bare>[a-z0-9]+(?:_[a-z0-9]+)+)(?![{_SIGN}])",
    re.ASCII,
)
_APART: Final = re.compile(r"(?<=[\u2e80-\uffef“”]) (?=[\u2e80-\uffef“”])")
"""A space that stood beside a name in Latin letters."""


def label(key: str) -> str:
    """Return what a key of a scenario file is called, empty where it has no label."""
    return _labels(current_language()).get(key, "")


@cache
def _labels(language: str) -> Mapping[str, str]:
    """Return the labels of all keys; where several tables have one, the most common meaning."""
    found: dict[str, str] = {}
    with in_language(language):
        for name, policy in POLICIES.items():
            found[name] = pick(policy.label)
            for field in dataclasses.fields(policy):
                if field.metadata:
                    found.setdefault(field.name, pick(field.metadata["label"]))
        found |= {name: pick(parameter.label) for name, parameter in PARAMETERS.items()}
        whole = json_schema()
        tables = [whole["$defs"][name] for name in ("Places", "Organizations", "History")]
        for table in (*tables, whole):
            for name, node in table["properties"].items():
                if name not in ("id", "name"):
                    found[name] = re.split(r"[;；:：,，(（]", node[f"x-{language}"])[0]
        found |= {name: _(text) for name, text in {**EFFORTS, **OWN}.items()}
    return found


def told(problem: Problem, scenario: Scenario) -> str:
    """Return a mistake or a warning with what is allowed, in the words of the page.

    A mistake is of an input, a warning of an alternative or policy: one name may be both.
    """
    names: dict[str, str] = {}
    for entry in scenario.alternatives:
        names |= {policy.id: pick(policy.label) for policy in entry.policies}
        names[entry.id] = pick(entry.title)
    labels = _labels(current_language())
    known = {**labels, **names} if problem.mark == WARNING else {**names, **labels}
    return sentences([_worded(text, known) for text in (problem.message, problem.hint)])


def _worded(text: str, known: Mapping[str, str]) -> str:
    def put(found: re.Match[str]) -> str:
        name = next(filter(None, (found[part] for part in ("quoted", "key", "table", "bare"))))
        if name not in known:
            return found[0]
        quoted = f"“{known[name]}”"
        return labelled(quoted, "") if found["value"] or found["key"] else quoted

    line = re.escape(_("Write: {line}")).replace(r"\{line\}", r"\w+ = .*")
    # Fields of the page are in percent already.
    share = re.escape(_("For {value:g} % write {share:g}."))
    share = re.sub(r"\\\{[^}]*\}", r"[-\\d.e]+", share)
    text = re.sub(rf"\s*(?:{line}|{share})$", "", text)
    return _APART.sub("", re.sub(r"(?<=\d)_(?=\d)", "", _KEY.sub(put, text)))
