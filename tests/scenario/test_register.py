"""The register by the calendar: the nation's growth, and who follows it."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from sim.population.figures import REGISTERED, entry_spec, national_growth
from sim.scenario import load

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
        (1990, math.log(288 / 143) / 5),
        (1999, math.log(288 / 143) / 5),
        (2000, math.log(154 / 143)),
        (2009, math.log(446_000 / 386_916) / 3),
        (2010, math.log(446_000 / 386_916) / 3),
        (2022, math.log(891_300 / 901_900)),
        (2023, 0.0),
    ],
)
def test_growth_between_the_rows(year: int, expected: float) -> None:
    assert national_growth(year) == pytest.approx(expected, abs=1e-12)


def test_years_between_rows_reach_the_next() -> None:
    total = REGISTERED[2007] * math.exp(sum(map(national_growth, (2008, 2009, 2010))))
    assert total == pytest.approx(REGISTERED[2010])


def test_a_place_follows_the_nation_unless_it_says_otherwise() -> None:
    quiet = ["start='2014-03'", "years=12"]
    spec = entry_spec(load("linze", overrides=quiet))
    assert spec.rate(0) == spec.rate(9) == pytest.approx(national_growth(2014) + 0.026)
    assert spec.rate(10) == pytest.approx(national_growth(2015) + 0.026)
    assert spec.rate(12 * 11) == 0.026
    assert spec.net(0) is None and not spec.grows
    own = entry_spec(load("linze", overrides=[*quiet, "organizations.growth_per_year=0.04"]))
    assert own.net(0) == own.net(100) == 0.04 and own.rate(0) is None
    mixed = entry_spec(load("linze", overrides=[*quiet, "organizations.growth_series={2015=0.1}"]))
    assert mixed.net(10) == 0.1 and mixed.rate(10) is None
    assert mixed.rate(0) == pytest.approx(national_growth(2014) + 0.026) and mixed.net(0) is None
    stated = entry_spec(load("linze", overrides=[*quiet, "parameters.entry_per_year=0.06"]))
    assert stated.net(0) is None and stated.rate(0) is None
    series = entry_spec(load("linze", overrides=[*quiet, "organizations.entry_series={2015=0.1}"]))
    assert series.rate(10) == 0.1 and series.rate(0) == pytest.approx(national_growth(2014) + 0.026)


def test_places_of_firms_do_not() -> None:
    spec = entry_spec(load("hangzhou_cost_consultants"))
    assert spec.net(0) is None and spec.rate(0) is None
