"""A hundredth of the generated inputs; ``python -m tests.generated`` checks them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated import semantic
from tests.generated.__main__ import ALL
from tests.generated.checking import KINDS, outcome


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_written_is_answered(kind: str, tmp_path: Path) -> None:
    found = [outcome(kind, number, tmp_path) for number in range(ALL[kind] // 100)]
    assert [said for said in found if said not in ("accepted", "refused")] == []
    assert {"accepted", "refused"} <= set(found) or kind == "study"


@pytest.mark.parametrize("number", range(0, semantic.NUMBER, 10))
def test_what_is_wrong_in_a_valid_file_is_said(number: int, tmp_path: Path) -> None:
    _kind, found = semantic.outcome(number, tmp_path)
    assert found in ("refused", "said")


@pytest.mark.slow
def test_of_all_semantic_faults_hardly_one_is_silent(tmp_path: Path) -> None:
    found = [semantic.outcome(number, tmp_path) for number in range(semantic.NUMBER)]
    silent = [kind for kind, said in found if said == "silent"]
    assert len(silent) <= semantic.NUMBER // 50, silent
