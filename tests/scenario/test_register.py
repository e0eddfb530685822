"""The register by the calendar: the nation's growth, and who follows it."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from sim.scenario import load
from sim.scenario.population import entry_spec
from sim.scenario.register import REGISTERED, growth

TABLE = Path(__file__).parents[2] / "docs" / "data" / "national_population.csv"


def test_the_table_is_that_of_the_data() -> None:
    """Groups and units before 2006, then all; year-end rows only, without the later count."""
    found = {}
    with TABLE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if len(row["year_end"]) != 4:
                continue
            parts = (row["social_groups"], row["private_non_enterprise"])
            total = row["total_social_orgs"] or sum(map(int, parts))
            found[int(row["year_end"])] = int(total)
    assert found == REGISTERED


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (1990, (288 / 143) ** 0.2 - 1),
        (1999, (288 / 143) ** 0.2 - 1),
        (2000, 154 / 143 - 1),
        (2009, (446_000 / 386_916) ** (1 / 3) - 1),
        (2010, (446_000 / 386_916) ** (1 / 3) - 1),
        (2022, 891_300 / 901_900 - 1),
        (2023, 0.0),
    ],
)
def test_growth_between_the_rows(year: int, expected: float) -> None:
    assert growth(year) == pytest.approx(expected, abs=1e-12)


def test_years_between_rows_reach_the_next() -> None:
    total = REGISTERED[2007] * math.prod(1 + growth(year) for year in (2008, 2009, 2010))
    assert total == pytest.approx(REGISTERED[2010])


def test_a_place_follows_the_nation_unless_it_says_otherwise() -> None:
    quiet = ["start='2014-03'", "years=12"]
    spec = entry_spec(load("linze", overrides=quiet))
    assert spec.net(0) == pytest.approx(growth(2014))
    assert spec.net(9) == pytest.approx(growth(2014)) and spec.net(10) == growth(2015)
    assert spec.net(12 * 11) == 0.0
    own = entry_spec(load("linze", overrides=[*quiet, "organizations.growth_per_year=0.04"]))
    assert own.net(0) == own.net(100) == 0.04
    mixed = entry_spec(load("linze", overrides=[*quiet, "organizations.growth_series={2015=0.1}"]))
    assert mixed.net(10) == 0.1 and mixed.net(0) == pytest.approx(growth(2014))
    stated = entry_spec(load("linze", overrides=[*quiet, "parameters.entry_per_year=0.06"]))
    assert stated.net(0) is None and stated.rate(0) is None
    series = entry_spec(load("linze", overrides=[*quiet, "organizations.entry_series={2015=0.1}"]))
    assert series.rate(10) == 0.1 and series.net(10) is None
    assert series.net(0) == pytest.approx(growth(2014))


def test_places_of_firms_do_not() -> None:
    spec = entry_spec(load("hangzhou_cost_consultants"))
    assert spec.net(0) is None
