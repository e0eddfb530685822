"""The mutation tool makes the mutants that it names, and the tests notice a sample of them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from tests.mutation import ROOT, mutants_of, mutated, sample

PURSE = ROOT / "sim/policies/purse.py"
PASSED_OF_TWELVE = 9


def test_each_mutant_is_another_program_and_changes_one_line() -> None:
    source = PURSE.read_text(encoding="utf-8")
    plain = ast.unparse(ast.parse(source)).splitlines()
    mutants = mutants_of(PURSE)
    made = {mutated(mutant, source) for mutant in mutants}
    assert len(made) == len(mutants) > 10
    for text in made:
        other = text.strip().splitlines()
        assert len(other) == len(plain)
        assert sum(a != b for a, b in zip(plain, other, strict=True)) == 1


def test_a_sample_is_a_function_of_its_seed() -> None:
    assert sample(20, 1) == sample(20, 1) != sample(20, 2)


@pytest.mark.slow
def test_a_sample_of_mutants_is_noticed() -> None:
    """Twelve, so that it ends within minutes; the tool tries more."""
    command = [sys.executable, "-m", "tests.mutation", "--number", "12", "--seed", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    found = re.search(r"(\d+) of 12 killed", done.stdout)
    assert found, done.stdout + done.stderr
    assert int(found[1]) >= PASSED_OF_TWELVE, done.stdout
