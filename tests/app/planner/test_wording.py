"""Mistakes and warnings in the words of the page: no key, no table, no line of a file."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sim.app.planner import document, wording
from sim.app.planner.sessions import Sessions
from sim.locale import in_language
from sim.scenario.loading import find
from sim.text.problems import ScenarioError

FILE_WORDS = re.compile(
    r"(?<![A-Za-z])[a-z0-9]+(?:_[a-z0-9]+)+|(?<![a-z])[a-z]+ = |\[[a-z[]|\.toml"
)
PAST = {"since": "1995-01"}
CHANGES: dict[str, dict[str, Any]] = {
    "whole": {"liaisons": 2.5},
    "month": {"start": "2031-99"},
    "ends late": {"start": "2014-01", "end": "2029-12"},
    "idle": {"intensity": 0.0},
    "committee": {"committee": "industry"},
    "cap": {"budget": {"cap_yuan_per_year": 10}},
    "negative cap": {"budget": {"cap_yuan_per_year": -5}},
    "years": {"years": 99},
    "seed": {"seed": -1},
    "parameter": {"parameters": {"staff_mean": 1e9}},
    "half-life": {"history": {**PAST, "effort": "continues", "half_life_months": 12}},
    "fades": {"history": {**PAST, "effort": "fades"}},
    "percent": {
        "observations": [
            {"measure": "reported_coverage", "month": "2005-12", "value": 2.5, "source": "x"}
        ]
    },
    "figure": {"observations": [{"measure": "reported_coverage", "month": "", "source": ""}]},
}
"""What forms write and the checks refuse or warn of: keys of the first policy, or of the file."""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", CHANGES)
def test_a_form_is_answered_without_the_words_of_a_file(name: str, language: str) -> None:
    sessions = Sessions()
    session = sessions.new()
    try:
        session.open_path(find("linze"))
        data, change = session.data, CHANGES[name]
        if name in ("whole", "month", "ends late", "idle", "committee"):
            entry = {**document.policies(data, 0)[0], **change}
            data = document.with_policy(data, 0, entry, 0)
        else:
            data = document.with_values(data, change)
        with in_language(language):
            assert session.scenario is not None
            try:
                session.change(data)
                problems = session.scenario.warnings
            except ScenarioError as refused:
                problems = refused.problems
            told = [wording.told(problem, session.scenario) for problem in problems]
    finally:
        sessions.close()
    assert told
    assert [text for text in told if FILE_WORDS.search(text) or "0.025" in text] == []


def test_a_name_that_is_a_key_and_an_alternative_is_read_as_what_the_sentence_is_about() -> None:
    sessions = Sessions()
    session = sessions.new()
    try:
        session.open_path(find("linze"))
        entry = {**document.policies(session.data, 0)[0], "liaisons": 2.5}
        with pytest.raises(ScenarioError) as refused:
            session.change(document.with_policy(session.data, 0, entry, 0))
        scenario = session.scenario
        assert scenario is not None
        (problem,) = refused.value.problems
        assert wording.told(problem, scenario).startswith("“liaisons” must be a whole number")
        session.change(document.with_alternative(session.data, "Once more", like=0))
        assert session.scenario is not None
        (warning,) = session.scenario.warnings
        told = wording.told(warning, session.scenario)
        assert "“Once more” is the same as “Dispatched liaisons for five years”" in told
    finally:
        sessions.close()


WRONG = {
    "committee": ("industrie", "industry committees", "行业党委"),
    "liaison_source": ("oficial", "an official", "在职干部"),
    "strategy": ("easy", "the easiest first", "先易后难"),
    "target": ({"types": ["x"]}, "dispersed type", "分散型"),
}
"""Values that no form offers, with one that is allowed, in the words of the form."""


@pytest.mark.parametrize("key", WRONG)
def test_a_choice_that_is_allowed_reads_as_its_form_shows_it(key: str) -> None:
    given, en, zh = WRONG[key]
    for language, word in (("en", en), ("zh", zh)):
        (told,) = refused(language, policy={key: given})
        assert f"“{word}”" in told
        assert not FILE_WORDS.search(told)
        assert wording.label("official") not in told  # a key of another table


@pytest.mark.parametrize(
    ("key", "value", "en", "zh"),
    [
        ("uncertainty", "priors", "“drawn: what nobody", "“抽取：没有人知道的数各次不同”"),
        ("history", {"effort": "contines"}, "“it goes on”", "“照常继续”"),
        ("history", {"effort": "ended", "half_life_months": 3}, "“it fades”", "“逐渐消退”"),
    ],
)  # fmt: skip
def test_choices_of_other_forms_too(key: str, value: Any, en: str, zh: str) -> None:
    if isinstance(value, dict):
        value = {"since": "1995-01", **value}
    assert en in refused("en", **{key: value})[0]
    assert zh in refused("zh", **{key: value})[0]


def test_what_somebody_typed_stays_even_where_it_is_a_key() -> None:
    for language in ("en", "zh"):
        (told,) = refused(language, policy={"committee": "official"})
        assert '"official"' in told
        assert wording.label("official") not in told
        (told,) = refused(language, policy={"target": {"districts": ["source"]}})
        assert "source" in told
        assert wording.label("source") not in told
        assert {"en": "“Banqiao”", "zh": "“板桥”"}[language] in told


def refused(language: str, policy: dict[str, Any] | None = None, **values: Any) -> list[str]:
    """Return what the page says of a change that the checks refuse."""
    sessions = Sessions()
    session = sessions.new()
    try:
        session.open_path(find("linze"))
        data = session.data
        if policy is not None:
            data = document.with_policy(data, 0, {**document.policies(data, 0)[0], **policy}, 0)
        scenario = session.scenario
        assert scenario is not None
        with in_language(language):
            with pytest.raises(ScenarioError) as error:
                session.change(document.with_values(data, values))
            return [wording.told(problem, scenario) for problem in error.value.problems]
    finally:
        sessions.close()
