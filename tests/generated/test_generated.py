"""A hundredth of the generated inputs; ``python -m tests.generated`` checks them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated.__main__ import ALL
from tests.generated.checking import KINDS, outcome


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_written_is_answered(kind: str, tmp_path: Path) -> None:
    found = [outcome(kind, number, tmp_path) for number in range(ALL[kind] // 100)]
    assert [said for said in found if said not in ("accepted", "refused")] == []
    assert {"accepted", "refused"} <= set(found) or kind == "study"
