"""The JSON schema as a guide: what is allowed at a path of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.extensions.registry import cached
from sim.scenario.schema import scenario_file
from sim.text.hints import Node
from sim.text.locate import Path


@cached
def json_schema() -> dict[str, Any]:
    """Return the JSON schema of scenario files."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **scenario_file().model_json_schema(),
    }


def allowed_at(path: Path, data: Any, schema: Node | None = None) -> Node:
    """Return the schema of what may stand at ``path`` in ``data``; empty where nothing may.

    ``schema`` is that of scenario files unless another is given.
    """
    whole = json_schema() if schema is None else schema
    node = _resolved(whole, data, whole)
    for part in path:
        data = _entry(data, part)
        if isinstance(part, int):
            node = node.get("items", {})
        elif part in node.get("properties", {}):
            node = node["properties"][part]
        else:
            rest = node.get("additionalProperties", {})
            node = rest if isinstance(rest, Mapping) else {}
        node = _resolved(node, data, whole)
    return node


def _entry(data: Any, part: str | int) -> Any:
    if isinstance(part, int) and isinstance(data, list) and 0 <= part < len(data):
        return data[part]
    return data.get(part) if isinstance(data, Mapping) else None


def _resolved(node: Node, data: Any, whole: Node) -> Node:
    """Follow references, the branch that is not null, and the policy that ``data`` names."""
    while True:
        if "$ref" in node:
            target: Node = whole["$defs"][node["$ref"].rpartition("/")[2]]
            node = {**target, **{name: node[name] for name in node if name != "$ref"}}
        elif "oneOf" in node and "discriminator" in node:
            mapping = node["discriminator"]["mapping"]
            name = data.get("policy") if isinstance(data, Mapping) else None
            reference = mapping.get(name) if isinstance(name, str) else None
            node = {"$ref": reference} if reference else {"choices": sorted(mapping)}
        elif "anyOf" in node:
            branches = [branch for branch in node["anyOf"] if branch.get("type") != "null"]
            chosen = next(
                (b for b in branches if b.get("type") == "object" and isinstance(data, Mapping)),
                branches[0],
            )
            node = {**chosen, **{name: node[name] for name in node if name != "anyOf"}}
        else:
            return node
