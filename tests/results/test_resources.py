"""What an alternative needs: sums that agree with the ledger, nothing split below 20."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from sim.cli.resources import page, show
from sim.errors import InputError
from sim.locale import in_language
from sim.measures.base import Band
from sim.present.numbers import whole, yuan
from sim.results.readable import book, money, number, points, settled, share
from sim.results.reading import Results
from sim.results.resources import (
    F64,
    FEWEST,
    KINDS,
    TOGETHER,
    WHOLE,
    Resources,
    _rows,
    resources,
)
from sim.results.run import run
from sim.scenario import Scenario, from_resolved


@pytest.fixture(scope="module")
def found(finished: Results) -> Resources:
    """The needs of four liaisons in a small place."""
    return resources(finished, "liaisons")


@pytest.fixture(scope="module")
def split(small: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Resources:
    """The same of a place three times as large, both of whose districts are large enough."""
    content = small.resolved()
    for name in ("organizations", "staff", "members", "covered"):
        content["organizations"]["synthesis"][name] *= 3
    for kind in content["organizations"]["synthesis"]["kinds"].values():
        kind["organizations"] *= 3
    out = tmp_path_factory.mktemp("runs") / "large"
    return resources(run(from_resolved(content), replicates=3, out=out), "liaisons")


def of(found: Resources, kind: str) -> F64:
    """Return amounts of a kind: [row, year, replicate]."""
    amounts: F64 = found.amounts[KINDS.index(kind)]
    return amounts


def test_the_whole_is_the_ledger_and_the_counts(found: Resources, finished: Results) -> None:
    ledger = finished.frame("ledger")
    mine = ledger[ledger.alternative == "liaisons"]
    for kind, burden in (("yuan", False), ("hours", True)):
        booked = mine[mine.burden == burden].groupby(["month", "replicate"]).amount.sum()
        for year, month in enumerate(found.years):
            for place, replicate in enumerate(finished.replicates):
                expected = booked.get((month, replicate), 0.0)
                assert of(found, kind)[0, year, place] == pytest.approx(expected)
    posts = mine[mine["item"] == "cost_liaison_month_yuan"]
    booked = posts.groupby(["month", "replicate"]).quantity.sum() / 12
    assert of(found, "posts")[0, 1, 0] == pytest.approx(booked[24, finished.replicates[0]])
    alive = finished.values("party_organizations", month=24)["liaisons"]
    assert of(found, "branches")[0, -1].tolist() == alive.tolist()


def test_visits_are_bounded_by_time_and_by_cases(found: Resources, finished: Results) -> None:
    pace = finished.scenario.drawn(finished.replicates)["visits_per_month"]
    visits, posts = of(found, "visits")[0], of(found, "posts")[0]
    assert (visits <= pace * posts * 12 + 1e-9).all() and visits.max() > 0
    ledger = finished.frame("ledger")
    cases = ledger[(ledger.alternative == "liaisons") & (ledger["item"] == "burden_case_hours")]
    booked = cases.groupby(["month", "replicate"]).quantity.sum()
    for year, month in enumerate(found.years):
        for place, replicate in enumerate(finished.replicates):
            assert visits[year, place] <= 2 * booked[month, replicate] + 1e-9


def test_a_quantity_on_two_lines_counts_once(small: Scenario, tmp_path: Path) -> None:
    content = small.resolved()
    content["alternatives"][0]["policies"].append(
        {"policy": "joint_branch_drive", "id": "joint_branch_drive"}
    )
    results = run(from_resolved(content), replicates=1, out=tmp_path / "run")
    ledger = results.frame("ledger")
    mine = ledger[(ledger.alternative == "liaisons") & (ledger.policy == "joint_branch_drive")]
    contacts = mine[mine["item"] == "cost_contact_yuan"].quantity.sum()
    assert len({*mine["item"]}) == 2 and contacts > 0
    with_drive = of(resources(results, "liaisons"), "visits")[0].sum()
    liaisons = ledger[(ledger.alternative == "liaisons") & (ledger.policy == "dispatch_liaisons")]
    cases = liaisons[liaisons["item"] == "burden_case_hours"].quantity.sum()
    assert with_drive <= 2 * cases + contacts + 1e-9


def test_nothing_is_split_below_twenty(found: Resources) -> None:
    assert [row.committee for row in found.rows] == [WHOLE]  # forty in two districts
    names = ["district:a", "district:b", "district:c", "district:d"]
    rows = _rows(names, np.array([50.0, 8.0, 30.0, 25.0]))
    assert [(row.committee, row.members, row.organizations) for row in rows] == [
        ("district:a", ("district:a",), 50.0),
        ("district:c", ("district:c",), 30.0),
        (TOGETHER, ("district:b", "district:d"), 33.0),
    ]
    assert _rows(names[:2], np.array([50.0, 8.0])) == []
    for sizes in np.random.default_rng(5).integers(0, 60, (200, 4)).astype(float):
        assert all(row.organizations >= FEWEST for row in _rows(names, sizes))


def test_rows_add_up_to_the_whole(split: Resources) -> None:
    assert [row.committee for row in split.rows] == [WHOLE, "district:north", "district:south"]
    for kind in KINDS:
        if kind != "visits":
            whole_place, *parts = of(split, kind)
            assert sum(parts) == pytest.approx(whole_place), kind


def test_coverage_stands_once_and_in_no_row(found: Resources) -> None:
    for lang in ("en", "zh"):
        with in_language(lang):
            lines = [*show(found)]
            share = f"{100 * found.coverage['effective_coverage'].q50:.0f}%"
            assert sum("%" in line for line in lines) == sum(
                word in line for line in lines for word in (share, "90 %")
            )
            assert any(("target" if lang == "en" else "指标") in line for line in lines)


def test_the_sheet_shows_the_characters_of_the_terminal(split: Resources) -> None:
    for lang in ("en", "zh"):
        with in_language(lang):
            cells = openpyxl.load_workbook(BytesIO(book([page(split)]))).active
            assert cells is not None
            texts = {str(cell.value) for row in cells.iter_rows() for cell in row}
            for line in show(split):
                if line and not line.startswith("  "):
                    assert line in texts, line
            assert book([page(split)]) == book([page(split)])


def test_numbers_are_numbers_with_the_format_that_shows_them() -> None:
    paid = Band(1.0e6, 2_090_000.0, 3.0e6)
    with in_language("en"):
        assert (money(paid).number, money(paid).form.partition(";")[0]) == (
            2_090_000.0,
            '#,##0.00,, "million"',
        )
        assert money(Band(0, 352_000.0, 0)).form.partition(";")[0] == '#,##0, "thousand"'
    with in_language("zh"):
        assert (money(paid).number, money(paid).form.partition(";")[0]) == (209.0, '#,##0 "万"')
        assert yuan(35_250.0) == "3.52 万"
        assert money(Band(0, 35_250.0, 0)).form.partition(";")[0] == '#,##0.00 "万"'
    assert share(Band(0.1, 0.38, 0.5)).form == "0%" and points(Band(0, 0.25, 1)).number == 25.0
    assert number(Band(0, 32.5, 40)).number == 32.5 and whole(32.5) == "32"
    assert settled(32.5, "#,##0") == 32.0 and settled(33.5, "#,##0") == 33.5 + 0.5
    assert settled(0.125, "0%") == 0.12 and settled(0.124, "0%") == 0.124
    assert settled(2_500.0, '#,##0, "thousand";x') == 2_000.0


def test_an_unknown_alternative_is_refused(finished: Results) -> None:
    with pytest.raises(InputError, match="liaisons"):
        resources(finished, "liasons")
