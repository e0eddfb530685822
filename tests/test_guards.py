"""Every guard of the source refuses what it is there for, and lets the right thing pass."""

from __future__ import annotations

import pytest

from tests.guards import exactness, files, layers
from tests.guards.source import parse


@pytest.mark.parametrize(
    ("name", "line", "word"),
    [
        ("sim.processes.turnover", "from sim.policies.base import Policy", "policies"),
        ("sim.processes.turnover", "from sim.measures import catalogue", "measures"),
        ("sim.processes.turnover", "from ..worlds import Worlds", "worlds"),
        ("sim.processes.turnover", "def f():\n    from sim.results import run", "results"),
        ("sim.policies.base", "from sim.processes import turnover", "processes"),
        ("sim.state.table", "import sim.processes.turnover", "processes"),
        ("sim.worlds", "from sim.agents import Member", "agents"),
        ("sim.plan.place", "from sim.state.table import Table", "state"),
        ("sim.results.run", "from sim.studies import sweep", "studies"),
        ("sim.draws", "from sim import exact", "exact"),
        ("sim.helpers", "import numpy", "no layer"),
    ],
)
def test_wrong_arrows_are_refused(name: str, line: str, word: str) -> None:
    known = {"sim.exact", "sim.processes.turnover", "sim.worlds"}
    (message,) = layers.wrong_arrows(parse(name, line), known)
    assert word in message


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("sim.processes.turnover", "from sim.policies.doses import Doses"),
        ("sim.processes.turnover", "from sim.policies import doses"),
        ("sim.processes.turnover", "from sim.draws import draw\nfrom . import mobility"),
        (
            "sim.processes.turnover",
            "import typing\nif typing.TYPE_CHECKING:\n    from sim.worlds import Worlds",
        ),
        ("sim.plan.place", "from sim.state.codes import Kind"),
        ("sim.cli.run", "from sim.results import run\nfrom sim.studies import sweep"),
        ("sim", "from sim.cli import main"),
    ],
)
def test_right_arrows_pass(name: str, line: str) -> None:
    known = {"sim.policies.doses", "sim.processes.mobility"}
    assert layers.wrong_arrows(parse(name, line), known) == []


def test_relative_imports_start_from_the_package() -> None:
    inside = parse("sim.state", "from . import table", is_package=True)
    beside = parse("sim.state.members", "from .table import Table")
    assert [name for _, name in layers.imports(inside, {"sim.state.table"})] == ["sim.state.table"]
    assert [name for _, name in layers.imports(beside)] == ["sim.state.table"]


def test_circles_are_found_whatever_way_round() -> None:
    one = parse("sim.results.reading", "def f():\n    from sim.results import compare")
    other = parse("sim.results.compare", "from sim.present.numbers import whole")
    third = parse("sim.present.numbers", "from sim.results.reading import Results")
    typed = parse(
        "sim.present.names",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import sim.results.reading",
    )
    compare, numbers, reading = (other.name, third.name, one.name)
    assert layers.circles([one, other, third, typed]) == [(numbers, compare, reading)]
    assert layers.circles([one, other, third], of_layers=True) == [("present", "results")]
    assert layers.circles([one, other, typed]) == []


@pytest.mark.parametrize(
    ("name", "line", "refused"),
    [
        ("sim.worlds", "import mesa", True),
        ("sim.results.run", "from mesa import Model", True),
        ("sim.processes.vitality", "import pandas as pd", True),
        ("sim.state.table", "from scipy import stats", True),
        ("sim.agents.model", "import mesa", False),
        ("sim.processes.vitality", "import numpy as np\nimport math\nfrom . import ledger", False),
        ("sim.results.run", "import pyarrow", False),
    ],
)
def test_foreign_imports(name: str, line: str, refused: bool) -> None:
    assert bool(layers.foreign_imports(parse(name, line))) is refused


@pytest.mark.parametrize(
    ("name", "line", "refused"),
    [
        ("sim.policies.base", "from sim.draws import draw", True),
        ("sim.policies.base", "from sim import draws\ndraws.candidates(k, 1, 2, 0.5)", True),
        ("sim.worlds", "from ..sim.draws import *\nfrom sim.draws import *", True),
        ("sim.measures.catalogue", "import sim.draws\nsim.draws.draw_one(1, 2, 3)", True),
        ("sim.processes.turnover", "from sim.draws import draw", False),
        ("sim.worlds", "from sim.draws import Process, world_key, keys", False),
    ],
)
def test_draws_outside_the_processes(name: str, line: str, refused: bool) -> None:
    assert bool(layers.draws_outside(parse(name, line))) is refused


@pytest.mark.parametrize(
    ("name", "line", "refused"),
    [
        ("sim.results.plan", 'text = f"{n:,} rows"', True),
        ("sim.cli.summary", 'text = f"{n:,.1f}"', True),
        ("sim.cli.summary", 'text = f"{low:,g} to {high:g}"', False),
        ("sim.scenario.sizes", 'text = f"{n:,}"', False),
    ],
)
def test_numbers_with_thousands_are_left_to_the_one_place(
    name: str, line: str, refused: bool
) -> None:
    assert bool(layers.numbers_outside(parse(name, line))) is refused


@pytest.mark.parametrize(
    "line",
    [
        "import random",
        "from random import choice",
        "import numpy.random",
        "from numpy import random",
        "from numpy.random import default_rng",
        "rng = np.random.default_rng(1)",
        "rng = default_rng(1)",
        "key = hash(name)",
        "order = sorted(rows, key=lambda row: id(row))",
        "import os\nos.urandom(8)",
        "import uuid",
    ],
)
def test_generators_are_refused(line: str) -> None:
    assert exactness.generators(parse("sim.worlds", line))


def test_names_that_only_look_like_generators_pass() -> None:
    text = "from sim.draws import draw\nidentity = table.id\nrandom_like = row.random_like\n"
    assert exactness.generators(parse("sim.worlds", text)) == []


@pytest.mark.parametrize(
    "line",
    [
        "c = a @ b",
        "a @= b",
        "c = np.dot(a, b)",
        "c = a.dot(b)",
        "c = np.cumsum(a)",
        "c = (a + b).cumsum()",
        "c = a[rows].mean(axis=0)",
        "c = np.mean(a)",
        "c = np.nansum(a)",
        "c = np.average(a, weights=w)",
        "c = np.add.reduceat(a, starts)",
        "np.add.at(c, rows, a)",
        "c = np.bincount(rows, weights=a)",
        "c = np.einsum('i,i', a, b)",
        "c = np.cumsum(a)  # exact: yes",
    ],
)
def test_inexact_sums_are_refused(line: str) -> None:
    assert exactness.inexact_sums(parse("sim.measures.catalogue", line))


@pytest.mark.parametrize(
    "line",
    [
        "c = np.cumsum(counts)  # exact: counts are integers",
        "# exact: offsets are integers\nstarts = np.add.reduceat(\n    counts, rows\n)",
        "c = np.cumsum(size) - size  # integers: exact",
        "np.add.at(c, rows, 1)",
        "c = np.bincount(rows, minlength=4)",
        "c = group_sum(rows, values, 4)",
        "def mean(x: float) -> float:\n    return x",
    ],
)
def test_exact_sums_pass(line: str) -> None:
    assert exactness.inexact_sums(parse("sim.measures.catalogue", line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "for name in {1, 2}: print(name)",
        "for name in set(names): print(name)",
        "rows = [f(name) for name in {n for n in names}]",
        "rows = list(set(names))",
        "rows = np.array(frozenset(names))",
        "rows = np.fromiter(names & set(other), int)",
        "text = ', '.join(set(names))",
        "def f(names: set[str]) -> list[str]:\n    return [n for n in names]",
        "def f(names: frozenset[str]) -> list[str]:\n    return [*names]",
        "def f(x):\n    seen = set()\n    for name in seen: print(name)",
        "def f(x):\n    seen: set[int] = g(x)\n    return tuple(seen)",
        "def f(x):\n    seen = set(x)\n    return seen.pop()",
        "total = sum(x for x in set(values))",
        "for name in a.union(b): print(name)",
    ],
)
def test_the_order_of_a_set_is_refused(line: str) -> None:
    assert exactness.set_order(parse("sim.worlds", line))


@pytest.mark.parametrize(
    "line",
    [
        "for name in sorted({1, 2}): print(name)",
        "rows = sorted(f(name) for name in set(names))",
        "ok = all(name in known for name in {1, 2})",
        "other = {f(name) for name in set(names)}",
        "for name in names: print(name)",
        "if name in {1, 2}: print(len(set(names)))",
        "def f(names: set[str]) -> int:\n    return len(names)\n"
        "def g(names: list[str]) -> list[str]:\n    return [n for n in names]",
    ],
)
def test_sets_without_order_pass(line: str) -> None:
    assert exactness.set_order(parse("sim.worlds", line)) == []


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("open(path)", True),
        ("open(path, 'w')", True),
        ("path.open()", True),
        ("path.open('w', newline='')", True),
        ("path.read_text()", True),
        ("path.write_text(text)", True),
        ("subprocess.run(command, text=True)", True),
        ("gzip.open(path, 'rt')", True),
        ("open(path, 'rb')", False),
        ("open(path, mode='wb')", False),
        ("path.open('rb')", False),
        ("gzip.open(path, 'rb')", False),
        ("open(path, encoding='utf-8')", False),
        ("path.read_text('utf-8')", False),
        ("path.write_text(text, encoding='utf-8')", False),
        ("os.open(path, flags)", False),
        ("zipfile.ZipFile(path)", False),
    ],
)
def test_encodings(line: str, refused: bool) -> None:
    assert bool(files.unnamed_encodings(parse("sim.results.store", line))) is refused


def test_long_modules_are_refused() -> None:
    assert files.too_long(parse("sim.worlds", "x = 1\n" * 351))
    assert not files.too_long(parse("sim.worlds", "x = 1\n" * 350))


@pytest.mark.parametrize(
    ("pieces", "refused"),
    [
        (("see /wo", "rk/main/sim"), True),
        (("path = '/ro", "ot/.cache'"), True),
        (("../sha", "red/design"), True),
        (("index https://py", "pi.org/simple"), True),
        (("files.pythonho", "sted.org"), True),
        (("a social organization's party/wo", "rk/covered"), False),
        (("docs/draws.md, sim/draws.py", ""), False),
    ],
)
def test_machine_names(pieces: tuple[str, str], refused: bool) -> None:
    assert bool(files.machine_names("README.md", "".join(pieces))) is refused
