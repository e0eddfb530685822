"""The pinned worlds are as they were."""

from __future__ import annotations

import json

import pytest

from tests.engine.pinned import checksums
from tests.engine.places import DATA

PINNED: dict[str, int] = json.loads((DATA / "pinned.json").read_text(encoding="utf-8"))
NOW = checksums()


@pytest.mark.parametrize("name", PINNED)
def test_a_pinned_world(name: str) -> None:
    """If a change is meant: ``python -m tests.engine.pinned``, and *Regression* in CHANGELOG."""
    assert NOW[name] == PINNED[name]


def test_all_worlds_are_pinned() -> None:
    assert NOW.keys() == PINNED.keys()
