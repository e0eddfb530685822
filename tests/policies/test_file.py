"""The common suite on every policy: its entry in a scenario file, there and back."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from typing import Any

import pytest
from pydantic import ValidationError

from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.scenario.tables import policy_model
from tools.policies import example, own_fields

EVERY = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)


def numbers(policy: type[Policy]) -> list[str]:
    return [field.name for field in fields(policy) if "low" in field.metadata]


@EVERY
def test_round_trip(policy: type[Policy]) -> None:
    values: dict[str, Any] = {field.name: field.default for field in own_fields(policy)}
    entry = policy_model(policy.name).model_validate({"policy": policy.name, **values})
    assert policy(**{name: getattr(entry, name) for name in values}) == policy()


@EVERY
def test_a_wrong_name_is_refused(policy: type[Policy]) -> None:
    with pytest.raises(ValidationError):
        policy_model(policy.name).model_validate({"policy": policy.name, "intensty": 0.5})


@EVERY
def test_values_out_of_range_are_refused(policy: type[Policy]) -> None:
    ranges = {field.name: field.metadata for field in fields(policy)}
    for name in numbers(policy):
        for value in (ranges[name]["low"] - 1, ranges[name]["high"] + 1):
            with pytest.raises(ValidationError):
                policy_model(policy.name).model_validate({"policy": policy.name, name: value})


@EVERY
def test_a_percentage_is_no_share(policy: type[Policy]) -> None:
    units = {field.name: field.metadata.get("unit") for field in fields(policy)}
    for name in (name for name in numbers(policy) if units[name] == "share"):
        with pytest.raises(ValidationError):
            policy_model(policy.name).model_validate({"policy": policy.name, name: 30})


@EVERY
def test_the_example_is_an_entry(policy: type[Policy]) -> None:
    (alternative,) = tomllib.loads(example(policy))["alternatives"]
    assert alternative["title"] == policy.label
    (entry,) = alternative["policies"]
    policy_model(policy.name).model_validate(entry)
    shown = {field.name for field in own_fields(policy)} & set(entry)
    assert policy(**{name: entry[name] for name in shown}) == policy()
