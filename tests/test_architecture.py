"""The house holds: layers, exactness of the source, encodings, sizes, a quick ``--help``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.guards import exactness, files, layers
from tests.guards.source import ROOT, Module, modules, own_files

READS_ITSELF = tuple(f"sim.scenario.{name}" for name in ("building", "idle", "loading", "scenario"))
"""The one circle: ``Scenario.with_`` checks what it changed as a file is checked."""
HEAVY = {"mesa", "pandas", "matplotlib", "scipy", "pyarrow", "nicegui"}


@pytest.fixture(scope="module")
def everything() -> list[Module]:
    """Return all modules, read once."""
    return modules("sim", "tools", "tests", "benchmarks", "docs")


@pytest.fixture(scope="module")
def ours(everything: list[Module]) -> list[Module]:
    """Return the modules of the package."""
    return [module for module in everything if module.name.partition(".")[0] == "sim"]


def gather(check: Callable[[Module], list[str]], over: list[Module]) -> list[str]:
    return [message for module in over for message in check(module)]


def test_arrows_point_one_way(ours: list[Module]) -> None:
    known = {module.name for module in ours}
    assert gather(lambda module: layers.wrong_arrows(module, known), ours) == []


def test_no_packages_and_no_modules_import_one_another(ours: list[Module]) -> None:
    assert layers.circles(ours, of_layers=True) == []
    assert layers.circles(ours) == [READS_ITSELF]


@pytest.mark.parametrize("check", [layers.foreign_imports, layers.draws_outside])
def test_engine_is_numpy_and_only_processes_draw(
    check: Callable[[Module], list[str]], ours: list[Module]
) -> None:
    assert gather(check, ours) == []


def test_numbers_for_people_are_written_in_one_place(ours: list[Module]) -> None:
    # An option's default stands in its help as it is typed.
    typed = [module for module in ours if module.name != "sim.cli.method_options"]
    assert gather(layers.numbers_outside, typed) == []


@pytest.mark.parametrize("check", [exactness.generators, exactness.set_order])
def test_no_generator_and_no_order_of_a_set_anywhere(
    check: Callable[[Module], list[str]], ours: list[Module]
) -> None:
    assert gather(check, ours) == []


def test_no_sum_of_the_engine_depends_on_order(ours: list[Module]) -> None:
    # exact.py is where sums are made exact.
    exact = layers.NUMPY_ONLY - {"exact"} | {"scenario"}
    sums = [module for module in ours if layers.layer(module.name) in exact]
    assert len(sums) > 10
    assert gather(exactness.inexact_sums, sums) == []


@pytest.mark.parametrize("check", [files.unnamed_encodings, files.too_long])
def test_every_module(check: Callable[[Module], list[str]], everything: list[Module]) -> None:
    assert gather(check, everything) == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in own_files():
        data = path.read_bytes()
        if b"\0" not in data:
            text = data.decode("utf-8", errors="replace")
            found += files.machine_names(path.relative_to(ROOT).as_posix(), text)
    assert found == []


def test_help_imports_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "sim", "--help"],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )
    imported = re.findall(r"^import time:[\d |]*\|\s*(\w+)", done.stderr, re.MULTILINE)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "sim" in imported
    assert HEAVY.isdisjoint(imported)


@pytest.mark.slow
def test_help_takes_little_time() -> None:
    seconds = []
    for _ in range(5):
        before = os.times()
        subprocess.run([sys.executable, "-m", "sim", "--help"], cwd=ROOT, capture_output=True)
        after = os.times()
        seconds.append(
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system
        )
    assert min(seconds) < 0.3
