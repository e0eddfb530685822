"""The mutation run: its mutants are what they say, and nine of ten are noticed."""

from __future__ import annotations

import ast

import pytest

from tests.mutation import PARTS, ROOT, mutants_of, mutated, run, sample


def test_a_mutant_is_one_change_of_its_file() -> None:
    path = ROOT / "sim/processes/hazards.py"
    source = path.read_text(encoding="utf-8")
    original = ast.unparse(ast.parse(source))
    texts = {mutated(mutant, source) for mutant in mutants_of(path)}
    assert len(texts) == len(mutants_of(path)) > 5
    for text in texts:
        changed = [
            pair
            for pair in zip(original.splitlines(), text.splitlines(), strict=True)
            if pair[0] != pair[1]
        ]
        assert len(changed) == 1


def test_a_sample_is_a_function_of_its_seed() -> None:
    assert sample(9, 1) == sample(9, 1) != sample(9, 2)
    assert {mutant.path.parent.name for mutant in sample(200, 1)} == set(PARTS)


@pytest.mark.slow
def test_nine_of_ten_mutants_are_noticed() -> None:
    """More of them, or those of one file: ``python -m tests.mutation``."""
    mutants = sample(20, 3)
    assert len(run(mutants)) <= 2
