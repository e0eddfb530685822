"""The pinned worlds are as they were."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from tests.engine.pinned import checksums
from tests.engine.places import DATA

PINNED: dict[str, int] = json.loads((DATA / "pinned.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def now() -> Mapping[str, int]:
    """Return the checksums that the pinned worlds have today."""
    return checksums()


@pytest.mark.parametrize("name", PINNED)
def test_a_pinned_world(name: str, now: Mapping[str, int]) -> None:
    """If a change is meant: ``python -m tests.engine.pinned``, and *Regression* in CHANGELOG."""
    assert now[name] == PINNED[name]


def test_all_worlds_are_pinned(now: Mapping[str, int]) -> None:
    assert now.keys() == PINNED.keys()
