"""What the checks say of a scenario file, in the words of the page that has a control for it.

The checks name keys, tables, values and ids as a file has them. Whoever works on the page sees
their labels and never the file: so it reads “First month” in place of ``"start" =``. A value that a
form offers reads as the form shows it. What somebody typed stays as it was typed.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from sim.app.planner import cards
from sim.locale import N_, _, current_language, in_language, labelled, pick, sentences
from sim.measures.catalogue import MEASURES
from sim.parameters import PARAMETERS
from sim.policies import POLICIES
from sim.present.names import choice_name
from sim.scenario import Scenario
from sim.scenario.schema import json_schema
from sim.text.problems import WARNING, Problem

EFFORTS: Final[Mapping[str, str]] = {
    "continues": N_("it goes on"),
    "ended": N_("it has ended"),
    "fades": N_("it fades"),
}
"""What may become of standing effort after the start."""

DRAWN: Final[Mapping[str, str]] = {
    "prior": N_("drawn: what nobody knows varies"),
    "none": N_("held at their defaults: chance alone"),
    "posterior": N_("drawn from the posterior"),
}
"""Where the parameters of a replicate come from."""

BLANKS: Final[Mapping[str, str]] = {
    "none": N_("Count blanks as no"),
    "unknown": N_("Leave blanks open: drawn"),
}
"""How a list that leaves cells on party organizations open is read."""

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
    "measure": N_("What was reported"),
    "value": N_("Figure, percent"),
    "month": N_("Month, before the start"),
    "source": N_("Source"),
    "covered_share": N_("Share, percent"),
}
"""Keys and tables that the page has words of its own for."""

_SIGN: Final = "A-Za-z0-9_"
_KEY: Final = re.compile(
    r'["“](?P<quoted>\w+)["”](?:(?P<value> = )(?:"(?P<given>\w+)")?)?'
    rf'|(?<![{_SIGN}])(?P<key>[a-z]\w*) = (?:"(?P<chosen>\w+)"|(?=["\[{{\d…-]))'
    r"|\[\[?(?P<table>[a-z_]+)\]\]?"
    rf"|(?<![{_SIGN}])(?P<bare>[a-z0-9]+(?:_[a-z0-9]+)+)(?![{_SIGN}])",
    re.ASCII,
)
_QUOTED: Final = re.compile(r'["“](\w+)["”]')
_APART: Final = re.compile(r"(?<=[\u2e80-\uffef“”]) (?=[\u2e80-\uffef“”])")
"""A space that stood beside a name in Latin letters."""

REFUSED: Final = N_('"{name}" = {found} is not one of those allowed.')
INSTEAD: Final = (
    N_('Write "{name}".'), N_('Did you mean "{name}"?'), N_("Allowed: {names}."),
)  # fmt: skip
"""What is proposed in place of a value, and never names a key."""
TYPED: Final[Mapping[str, tuple[str, ...]]] = {
    REFUSED: ("found",),
    N_('"{name}" = {found} is not a month.'): ("found",),
    N_('"{name}" = {found} is not a short name.'): ("found",),
    N_('"{name}" must be {expected}, not {found}.'): ("found",),
    N_('"{name}" and "{other}" have the same id or title.'): ("name", "other"),
    N_('There is no "{name}" in [places].'): ("name",),
    N_('Unknown name "{name}".'): ("name",),
}
"""Mistakes that quote what somebody typed, and which part of them does."""

Names = Mapping[str, str]


def label(key: str) -> str:
    """Return what a key of a scenario file is called, empty where it has no label."""
    return _labels(current_language()).get(key, "")


@cache
def _labels(language: str) -> Names:
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
        found |= {name: _(text) for name, text in OWN.items()}
    return found


@cache
def _choices(language: str) -> Mapping[str, Names]:
    """Return by key the values that a form offers, as it shows them."""
    with in_language(language):
        found: dict[str, Names] = {
            field.name: {
                each: choice_name(each, field.metadata["words"])
                for each in field.metadata["choices"]
            }
            for policy in POLICIES.values()
            for field in dataclasses.fields(policy)
            if "choices" in field.metadata
        }
        for name, (_label, codes) in cards.TARGETS.items():
            if codes is not None:
                found[name] = cards.code_names(codes)
        found["measure"] = {name: pick(measure.label) for name, measure in MEASURES.items()}
        for key, texts in (("effort", EFFORTS), ("uncertainty", DRAWN), ("blank", BLANKS)):
            found[key] = {name: _(text) for name, text in texts.items()}
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
    refused = _template(REFUSED).match(problem.message)
    place = scenario.place
    ids = (*place.district_ids, *place.industry_ids)
    titles = (*place.district_titles, *place.industry_titles)
    values: Names = names | dict(zip(ids, map(pick, titles), strict=True))
    if refused is not None:
        key = refused["name"]
        values = _choices(current_language()).get(key, {})
        if key in cards.TARGETS:
            known = {**known, key: _(cards.TARGETS[key][0])}
    parts = [_worded(problem.message, known), _instead(problem.hint, known, values)]
    return sentences(parts)


def _instead(hint: str, known: Names, values: Names) -> str:
    """Put a hint into words: what it proposes are values, all else may name keys."""
    proposed = re.compile(
        "|".join(f"(?:{_template(text, named=False).pattern})" for text in INSTEAD)
    )
    made, at = "", 0
    for found in proposed.finditer(hint):
        made += _worded(hint[at : found.start()], known)
        made += _QUOTED.sub(lambda one: f"“{values[one[1]]}”" if one[1] in values else one[0],
                            found[0])  # fmt: skip
        at = found.end()
    return made + _worded(hint[at:], known)


def _template(text: str, *, named: bool = True) -> re.Pattern[str]:
    """Return the pattern of what a message reads like in the current language."""
    gap = r"(?P<\1>.+?)" if named else r".+?"
    return re.compile(re.sub(r"\\\{(\w+)\\\}", gap, re.escape(_(text))))


def _worded(text: str, known: Names) -> str:
    """Put the keys of a message into words, and values that stand behind their keys."""
    choices = _choices(current_language())
    typed = [
        found.span(name)
        for message, parts in TYPED.items()
        for found in _template(message).finditer(text)
        for name in parts
    ]

    def put(found: re.Match[str]) -> str:
        name = next(filter(None, (found[part] for part in ("quoted", "key", "table", "bare"))))
        if name not in known or any(a <= found.start() + 1 < b for a, b in typed):
            return found[0]
        quoted = f"“{known[name]}”"
        if not found["value"] and not found["key"]:
            return quoted
        value = found["given"] or found["chosen"] or ""
        shown = choices.get(name, {}).get(value)
        return labelled(quoted, f"“{shown}”" if shown else value and f'"{value}"')

    line = re.escape(_("Write: {line}")).replace(r"\{line\}", r"\w+ = .*")
    # Fields of the page are in percent already.
    share = re.escape(_("For {value:g} % write {share:g}."))
    share = re.sub(r"\\\{[^}]*\}", r"[-\\d.e]+", share)
    text = re.sub(rf"\s*(?:{line}|{share})$", "", text)
    return _APART.sub("", re.sub(r"(?<=\d)_(?=\d)", "", _KEY.sub(put, text)))
