"""The common suite on every policy: what its fields, texts and doses declare."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import Field, FrozenInstanceError, fields, is_dataclass, replace
from math import isfinite
from typing import Any

import pytest

from sim.parameters import PARAMETERS
from sim.policies import POLICIES
from sim.policies.base import Policy, Write
from sim.policies.doses import DOSES, Level, Rule
from tests.guards.source import ROOT

EVERY = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
HAN = re.compile(r"[\u4e00-\u9fff]")
# Fields that the scenario reader describes, since a file writes them in a way of its own.
READER = {"id", "target", "start", "end", "periods"}
SHARES = {"share", "probability", "probability a month", "probability a year", "share a year"}
# What belongs to a post, a place or a rule holds in full as long as there is any force.
AT_ONCE = {"liaison_capacity", "training_gain", "joint_radius"}


def described(policy: type[Policy]) -> list[Field[Any]]:
    return [field for field in fields(policy) if field.name not in READER]


def corners(policy: type[Policy]) -> Iterator[Policy]:
    """Yield the default, and each field at each end of its range or at each choice."""
    yield policy()
    for field in described(policy):
        meta = field.metadata
        for value in meta.get("choices") or (meta["low"], meta["high"]):
            yield replace(policy(), **{field.name: value})


@EVERY
def test_frozen_and_keyword_only(policy: type[Policy]) -> None:
    assert is_dataclass(policy)
    assert all(field.kw_only for field in fields(policy))
    with pytest.raises(TypeError):
        policy("id")  # type: ignore[call-arg]
    with pytest.raises(FrozenInstanceError):
        policy().intensity = 0.5  # type: ignore[misc]


@EVERY
def test_fields_are_stored_untouched(policy: type[Policy]) -> None:
    for instance in corners(policy):
        values = {field.name: getattr(instance, field.name) for field in fields(policy)}
        assert policy(**values) == instance
        assert hash(policy(**values)) == hash(instance)


@EVERY
def test_defaults_lie_in_their_range_and_have_its_type(policy: type[Policy]) -> None:
    for field in described(policy):
        meta = field.metadata
        if "choices" in meta:
            assert field.default in meta["choices"]
            continue
        assert meta["low"] <= field.default <= meta["high"], field.name
        assert (field.type == "int") == meta["whole"], field.name
        assert not meta["whole"] or isinstance(field.default, int), field.name


@EVERY
def test_units_say_what_names_promise(policy: type[Policy]) -> None:
    for field in described(policy):
        if "choices" in field.metadata:
            continue
        unit = field.metadata["unit"]
        assert ("yuan" in field.name.split("_")) == (unit == "yuan"), field.name
        assert field.name.endswith("_hours") == (unit == "hours"), field.name
        assert field.name.endswith("_months") == (unit == "months"), field.name
        if unit in SHARES and field.name != "gain_per_site":
            assert 0 <= field.metadata["low"] < field.metadata["high"] <= 1, field.name


@EVERY
def test_every_text_is_in_both_languages(policy: type[Policy]) -> None:
    texts = [policy.label, policy.help, policy.caution]
    texts += [field.metadata["label"] for field in described(policy)]
    for text in texts:
        assert set(text) == {"en", "zh"}
        assert text["en"] and not HAN.search(text["en"])
        assert HAN.search(text["zh"])
    assert policy.__doc__


@EVERY
def test_sources_are_named(policy: type[Policy]) -> None:
    # "own": a lever that no article names, which its user answers for.
    assert re.match(r"S\d|docs/data/README\.md|own$", policy.source)
    for field in described(policy):
        if "choices" not in field.metadata:
            known = r"free|assumed|docs/data/(parameters|policies)\.csv \S"
            assert re.match(known, field.metadata["source"]), field.name


def test_cited_figures_are_in_the_tables_that_travel_along() -> None:
    with (ROOT / "docs/data/parameters.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["parameter"] for row in csv.DictReader(stream)}
    sources = [parameter.source for parameter in PARAMETERS.values()]
    for policy in POLICIES.values():
        sources += [policy.source, *(each.metadata.get("source", "") for each in described(policy))]
    cited = set(re.findall(r"docs/data/parameters\.csv (\w+)", " ".join(sources)))
    assert len(cited) > 10 and cited <= rows
    assert {name for name in re.findall(r"docs/data/[\w.]+", " ".join(sources))
            if not (ROOT / name).is_file()} == set()  # fmt: skip


def test_names_and_labels_are_unique() -> None:
    assert all(name == policy.name for name, policy in POLICIES.items())
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in POLICIES)
    for language in ("en", "zh"):
        assert len({policy.label[language] for policy in POLICIES.values()}) == len(POLICIES)


def sane(write: Write) -> bool:
    """Whether a dose lies where its rule and unit put it."""
    dose = DOSES[write.dose]
    if not isfinite(write.full) or write.full < 0:
        return False
    if dose.rule is Rule.UNION or (dose.unit in SHARES and write.goal is None):
        return write.full <= 1
    if dose.rule is Rule.PRODUCT:
        return 0 < write.full <= 5
    if dose.unit == "yes or no":
        return write.full == 1
    return write.dose != "joint_radius" or write.full <= 2


@EVERY
def test_writes_are_declared_and_sane_in_every_corner(policy: type[Policy]) -> None:
    for instance in corners(policy):
        writes = instance.writes()
        assert writes
        assert len({write.dose for write in writes}) == len(writes)
        for write in writes:
            assert sane(write), write


@EVERY
def test_writes_carry_only_what_their_dose_understands(policy: type[Policy]) -> None:
    for write in policy().writes():
        dose = DOSES[write.dose]
        assert write.ramped != (dose.rule is Rule.SET or dose.name in AT_ONCE)
        assert not write.shared or dose.level is Level.COMMITTEE
        assert (write.goal is not None) == (dose.name == "pressure")
        assert write.goal is None or 0 <= write.goal <= 1
        assert write.source is None or dose.name in {"liaison_posts", "sourced_secretaries"}
        assert write.fading is None or PARAMETERS[write.fading].unit == "months"


@EVERY
def test_two_of_a_kind_do_not_contradict_each_other(policy: type[Policy]) -> None:
    one, other = policy(id="one"), policy(id="other", intensity=0.5)
    assert one != other
    for mine, theirs in zip(one.writes(), other.writes(), strict=True):
        # A dose that is set cannot be combined: two policies must set the same.
        assert DOSES[mine.dose].rule is not Rule.SET or mine.full == theirs.full


def test_no_text_for_people_names_a_key() -> None:
    key = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")
    texts = {f"parameter {name}": each.label for name, each in PARAMETERS.items()}
    for name, policy in POLICIES.items():
        texts |= {f"{name} {what}": getattr(policy, what) for what in ("label", "help", "caution")}
        texts |= {f"{name}.{field.name}": field.metadata["label"] for field in described(policy)}
    named = {where: found for where, both in texts.items() if (found := key.findall(str(both)))}
    assert named == {}
