"""The format describes itself: every key, in both languages, with unit and range."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pytest

from sim.locale import in_language
from sim.measures.catalogue import MEASURES
from sim.parameters import PARAMETERS
from sim.policies import POLICIES
from sim.policies.doses import DOSES
from sim.scenario.messages import allowed_at
from sim.scenario.schema import json_schema
from sim.scenario.tables import COUNTED, OBSERVABLE, policy_model
from sim.units import UNITS, unit_name


def keys(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every property of the schema with its path."""
    for name, definition in {"": node, **node.get("$defs", {})}.items():
        for prop, described in definition.get("properties", {}).items():
            yield f"{name}.{prop}", described


KEYS = dict(keys(json_schema()))


@pytest.mark.parametrize("path", KEYS)
def test_every_key_says_what_it_means(path: str) -> None:
    described = KEYS[path]
    assert described["x-en"].strip()
    assert any("\u4e00" <= sign <= "\u9fff" for sign in described["x-zh"]), path
    assert described["description"] == f"{described['x-en']}\n{described['x-zh']}"


def test_the_schema_is_json_and_closed() -> None:
    schema = json.loads(json.dumps(json_schema()))
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {"format", "title", "start", "years", "organizations"}
    for name, definition in schema["$defs"].items():
        assert definition.get("additionalProperties") is False, name


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_has_the_fields_of_its_class(name: str) -> None:
    fields = {field.name: field for field in dataclasses.fields(POLICIES[name])}
    model = policy_model(name)
    assert set(model.model_fields) == {"policy", *fields}
    for field in fields.values():
        node = allowed_at(("baseline", 0, field.name), {"baseline": [{"policy": name}]})
        if "low" in field.metadata:
            assert node["minimum"] == field.metadata["low"]
            assert node["maximum"] == field.metadata["high"]
            assert node["x-unit"] == field.metadata["unit"]
        if "choices" in field.metadata:
            assert tuple(node.get("enum") or [node["const"]]) == field.metadata["choices"]


def test_parameters_are_bounded_as_declared() -> None:
    for name, parameter in PARAMETERS.items():
        node = allowed_at(("parameters", name), {})
        assert (node["minimum"], node["maximum"]) == (parameter.low, parameter.high)


def test_observations_name_measures() -> None:
    assert set(OBSERVABLE) <= set(MEASURES)
    for name in OBSERVABLE:
        assert MEASURES[name].is_share is (name not in COUNTED), name


def test_every_unit_has_a_name_in_both_languages() -> None:
    units = {parameter.unit for parameter in PARAMETERS.values()}
    units |= {measure.unit for measure in MEASURES.values()}
    units |= {dose.unit for dose in DOSES.values()}
    units |= {described["x-unit"] for described in KEYS.values() if "x-unit" in described}
    assert units <= set(UNITS)
    assert unit_name("per year") == "per year"
    with in_language("zh"):
        assert unit_name("per year") == "每年"


def test_nothing_is_allowed_where_nothing_is() -> None:
    assert not allowed_at(("nowhere",), {})
    assert not allowed_at(("years", "x"), {"years": 3})
