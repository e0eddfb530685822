"""Mutation: would the tests notice if a line of the engine were wrong?

``python -m tests.mutation --number 60 --seed 1`` changes one place at a time of a copy of
``sim/processes``, ``sim/policies`` and ``sim/measures`` and runs the tests that should notice;
it names the mutants that survive. The sample is a function of the seed and of the sources.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PARTS: Final = ("processes", "policies", "measures")
ENGINE: Final = (
    "tests/engine/test_pinned.py", "tests/engine/test_oracle.py",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests/engine").glob("test_rules*"))),
    "tests/engine/test_settling.py", "tests/engine/test_zero_dose.py",
    "tests/engine/test_ledger.py",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests/engine").glob("test_budget*"))),
)  # fmt: skip
TESTS: Final = {
    "processes": ENGINE,
    "policies": ("tests/policies", *ENGINE),
    "measures": ("tests/measures", *ENGINE[:2], "tests/results/test_tables.py"),
}
"""What is run for a mutant of each part, in this order, until something fails."""
MINUTES: Final = 10
"""A mutant that takes longer than this is one that hangs: it has been noticed."""

_COMPARED: Final = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}  # fmt: skip
_COMPUTED: Final = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip
_CALLED: Final = {
    "minimum": "maximum", "maximum": "minimum", "floor": "ceil", "any": "all", "all": "any",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change of one file: the n-th that can be made there."""

    path: Path
    number: int
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} {self.what}"


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield what one node could be in place of what it is, with words for it."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
        other = copy.copy(node)
        other.ops = [_COMPARED[type(node.ops[0])](), *node.ops[1:]]
        yield f"{type(node.ops[0]).__name__} → {type(other.ops[0]).__name__}", other
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _COMPUTED:
        swapped = copy.copy(node)
        swapped.op = _COMPUTED[type(node.op)]()
        yield f"{type(node.op).__name__} → {type(swapped.op).__name__}", swapped
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert | ast.Not | ast.USub):
        yield f"without {type(node.op).__name__}", node.operand
    elif isinstance(node, ast.Attribute) and node.attr in _CALLED:
        called = copy.copy(node)
        called.attr = _CALLED[node.attr]
        yield f"{node.attr} → {called.attr}", called
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float, bool):
        value = not node.value if isinstance(node.value, bool) else node.value + 1
        yield f"{node.value} → {value}", ast.copy_location(ast.Constant(value), node)


class _Walk(ast.NodeTransformer):
    """Counts the changes of a tree in order, and makes the one with a given number."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted = wanted
        self.found: list[tuple[int, str]] = []

    def visit(self, node: ast.AST) -> ast.AST:
        """Count or make the changes of a node, then of what is in it."""
        if isinstance(node, ast.AnnAssign | ast.arg):
            if isinstance(node, ast.AnnAssign) and node.value is not None:
                node.value = self.visit(node.value)  # type: ignore[assignment]
            return node  # annotations are no part of what is done
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            node.body = [self.visit(part) for part in node.body]  # type: ignore[misc]
            if isinstance(node, ast.FunctionDef):
                node.args = self.visit(node.args)  # type: ignore[assignment]
            return node  # nor are decorators
        for what, other in _changes(node):
            self.found.append((getattr(node, "lineno", 0), what))
            if len(self.found) - 1 == self.wanted:
                return other
        return self.generic_visit(node)


def mutants_of(path: Path) -> list[Mutant]:
    """Return all mutants of a file."""
    walk = _Walk()
    walk.visit(ast.parse(path.read_text(encoding="utf-8")))
    return [Mutant(path, n, line, what) for n, (line, what) in enumerate(walk.found)]


def mutated(mutant: Mutant) -> str:
    """Return the source of a file with its change made."""
    tree = _Walk(mutant.number).visit(ast.parse(mutant.path.read_text(encoding="utf-8")))
    return ast.unparse(ast.fix_missing_locations(tree))


def sample(number: int, seed: int, parts: Sequence[str] = PARTS) -> list[Mutant]:
    """Return a sample of the mutants of some parts of the engine."""
    files = sorted(path for part in parts for path in (ROOT / "sim" / part).glob("*.py"))
    everything = [mutant for path in files for mutant in mutants_of(path)]
    return random.Random(seed).sample(everything, min(number, len(everything)))


def survives(mutant: Mutant, copy_of: Path) -> bool:
    """Return whether the tests of its part pass with a mutant in a copy of the project."""
    place = copy_of / mutant.path.relative_to(ROOT)
    original = place.read_text(encoding="utf-8")
    place.write_text(mutated(mutant), encoding="utf-8")
    part = mutant.path.relative_to(ROOT / "sim").parts[0]
    environment = os.environ | {"PYTHONPATH": str(copy_of), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider",
             *TESTS[part]],
            cwd=copy_of, env=environment, capture_output=True, check=False, timeout=60 * MINUTES,
        )  # fmt: skip
        return done.returncode == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        place.write_text(original, encoding="utf-8")


def copied(folder: Path) -> Path:
    """Copy what the tests need into a folder."""
    ignored = shutil.ignore_patterns(".git", "__pycache__", ".*_cache", "results")
    return Path(shutil.copytree(ROOT, folder / "copy", ignore=ignored))


def run(mutants: Sequence[Mutant]) -> list[Mutant]:
    """Try mutants one after the other; return those that survive."""
    alive = []
    with tempfile.TemporaryDirectory() as folder:
        project = copied(Path(folder))
        for number, mutant in enumerate(mutants, start=1):
            if survives(mutant, project):
                alive.append(mutant)
            state = "survives" if mutant in alive else "killed"
            print(f"{number}/{len(mutants)} {state}: {mutant}", flush=True)
    return alive


def main() -> int:
    """Run a sample, and say what survives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--file", help="only mutants of this file, all of them")
    chosen = parser.parse_args()
    if chosen.file:
        mutants = mutants_of(ROOT / chosen.file)
    else:
        mutants = sample(chosen.number, chosen.seed, chosen.parts)
    alive = run(mutants)
    print(f"{len(mutants) - len(alive)} of {len(mutants)} killed")
    return 0 if len(alive) <= 0.1 * len(mutants) else 1


if __name__ == "__main__":
    sys.exit(main())
