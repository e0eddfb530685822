"""Mutation: would the tests notice if a line of the engine were wrong?

``python -m tests.mutation --number 60 --seed 1`` changes one place at a time of a copy of
``sim/processes``, ``sim/policies`` and ``sim/measures`` and runs the tests that should notice;
it names the mutants that survive. The sample is a function of the seed and of the sources.
``--file F --line N`` tries all mutants of a file or of a line. What is run are tests of values
(the oracle's comparison in small places, rules and measures by hand): no fingerprints of histories.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[1]
PARTS: Final = ("processes", "policies", "measures")


def _engine(*names: str) -> tuple[str, ...]:
    paths = [path for name in names for path in (ROOT / "tests/engine").glob(f"test_{name}.py")]
    return tuple(str(path.relative_to(ROOT)) for path in sorted(paths))


ORACLE: Final = _engine("oracle", "oracle_articles", "oracle_rivals")
MONEY: Final = _engine("budget_by_hand", "oracle_budget", "budget")
RULES: Final = (
    *_engine("rules*", "clocks", "settling", "carriers"),
    "tests/extensions/test_rivals.py",
)
BOOKED: Final = _engine("ledger", "budget_by_hand")
DECLARED: Final = ("tests/policies/test_document.py", "tests/policies/test_declarations.py")
TESTS: Final = {
    "processes": (ORACLE, RULES, BOOKED),
    "policies": (ORACLE, DECLARED, BOOKED, RULES),
    "measures": (("tests/measures",), ("tests/results/test_tables.py",)),
}
"""What is run for a mutant of each part, in this order, until something fails."""
PAID: Final = ("book", "budget", "demand", "parts", "places", "purse", "serving")
"""Modules of policies that only a budget's tests can notice: these come first."""
MINUTES, TIMES = 10, 5
"""A mutant that takes longer, and that many times as long as the program itself on this machine,
is one that hangs: it has been noticed."""
PRELOADED: Final = ("hypothesis", "mesa", "numpy", "pandas", "scipy.stats")
"""Libraries that are imported once; the tests of each mutant run in a fork."""

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


EQUIVALENT: Final = {
    ("sim/policies/parts.py", "desk > 0", "Gt → GtE"):
        "without a desk the empty first row is read, of committees or of desks",
}  # fmt: skip
"""Mutants that do what the program does, by file, text of the line and change; and why."""


@dataclass(frozen=True)
class Mutant:
    """One change of one file: the n-th that can be made there."""

    path: Path
    number: int
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} {self.what}"


def _drawn(node: ast.Compare) -> bool:
    """Return whether a draw is compared with a chance: < and <= differ once in 2**53 draws.

    Such mutants are equivalent to the program, and left out.
    """
    inequality = isinstance(node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE)
    sides = ast.unparse(node.left), ast.unparse(node.comparators[0])
    return inequality and any(side == "u" or side.startswith(("draw(", "u[")) for side in sides)


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield what one node could be in place of what it is, with words for it."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED and not _drawn(node):
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
        old: Any = node.value
        value = not old if isinstance(old, bool) else old + 1
        yield f"{old} → {value}", ast.copy_location(ast.Constant(value), node)


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
    """Return all mutants of a file but those that are equivalent to it."""
    walk, source = _Walk(), path.read_text(encoding="utf-8")
    walk.visit(ast.parse(source))
    lines, name = source.splitlines(), str(path.relative_to(ROOT))
    same = {(text, what) for file, text, what in EQUIVALENT if file == name}
    return [
        Mutant(path, number, line, what)
        for number, (line, what) in enumerate(walk.found)
        if not any(text in lines[line - 1] and what == change for text, change in same)
    ]


def mutated(mutant: Mutant, source: str) -> str:
    """Return the source of a file with its change made."""
    tree = _Walk(mutant.number).visit(ast.parse(source))
    return ast.unparse(ast.fix_missing_locations(tree))


def sample(number: int, seed: int, parts: Sequence[str] = PARTS) -> list[Mutant]:
    """Return a sample of the mutants of some parts of the engine."""
    files = sorted(path for part in parts for path in (ROOT / "sim" / part).glob("*.py"))
    everything = [mutant for path in files for mutant in mutants_of(path)]
    return random.Random(seed).sample(everything, min(number, len(everything)))


def tests_of(mutant: Mutant) -> tuple[tuple[str, ...], ...]:
    """Return the groups of tests that should notice a mutant, those likely to first."""
    groups = TESTS[mutant.path.relative_to(ROOT / "sim").parts[0]]
    if mutant.path.stem in PAID:
        return (MONEY, *groups)
    return groups


def _tested(project: Path, tests: Sequence[str]) -> None:
    """Run tests of a copy of the project in this process, and end it with pytest's code."""
    for name in [name for name in sys.modules if name.split(".")[0] in ("sim", "tests")]:
        del sys.modules[name]
    os.chdir(project)
    sys.path.insert(0, str(project))
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    code = pytest.main(["-q", "-x", "-n", "0", "-p", "no:cacheprovider", *tests])
    os._exit(int(code))


def passes(project: Path, tests: Sequence[str], seconds: float | None = None) -> bool:
    """Return whether tests pass in a copy of the project, within time where there is a limit."""
    child = multiprocessing.get_context("fork").Process(target=_tested, args=(project, tests))
    child.start()
    child.join(seconds)
    if child.is_alive():
        child.kill()
        child.join()
    return child.exitcode == 0


def survives(mutant: Mutant, project: Path, limits: Mapping[Sequence[str], float]) -> bool:
    """Return whether the tests of its part pass with a mutant in a copy of the project.

    ``limits`` are the seconds that each group of tests may take.
    """
    place = project / mutant.path.relative_to(ROOT)
    original = place.read_text(encoding="utf-8")
    place.write_text(mutated(mutant, original), encoding="utf-8")
    try:
        return all(passes(project, tests, limits[tests]) for tests in tests_of(mutant))
    finally:
        place.write_text(original, encoding="utf-8")


def copied(folder: Path) -> Path:
    """Copy what the tests need into a folder."""
    for name in ("sim", "tests", "scenarios", "experiments", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file() and path.name != ".git":
            shutil.copy(path, folder)
    return folder


def run(mutants: Sequence[Mutant]) -> list[Mutant]:
    """Try mutants one after the other; return those that survive."""
    for library in PRELOADED:
        importlib.import_module(library)
    alive = []
    with tempfile.TemporaryDirectory() as folder:
        project = copied(Path(folder))
        groups = dict.fromkeys(tests for mutant in mutants for tests in tests_of(mutant))
        failing, limits = list[str](), dict[Sequence[str], float]()
        for tests in groups:
            began = time.monotonic()
            if not passes(project, tests):
                failing.append(" ".join(tests))
            limits[tests] = max(60.0 * MINUTES, TIMES * (time.monotonic() - began))
        if failing:
            sys.exit("these tests fail without any mutant: " + "; ".join(failing))
        for number, mutant in enumerate(mutants, start=1):
            if survives(mutant, project, limits):
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
    parser.add_argument("--line", type=int, nargs="+", help="with --file: only those of lines")
    chosen = parser.parse_args()
    if chosen.file:
        found = mutants_of(ROOT / chosen.file)
        mutants = [m for m in found if not chosen.line or m.line in chosen.line]
    else:
        mutants = sample(chosen.number, chosen.seed, chosen.parts)
    alive = run(mutants)
    print(f"{len(mutants) - len(alive)} of {len(mutants)} killed")
    return 0 if len(alive) <= 0.1 * len(mutants) else 1


if __name__ == "__main__":
    sys.exit(main())
