"""Faults of scenarios and budgets: each changes a clean place; it returns what is to be said."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

Data = dict[str, Any]


def place(chance: Random) -> Data:
    """Return a county by totals, of plausible figures."""
    n = chance.randrange(120, 900)
    operating = round(0.7 * n)
    return {
        "format": 1, "title": "x", "start": f"{chance.randrange(2010, 2024)}-01", "years": 5,
        "uncertainty": "none", "replicates": 20,
        "places": {
            "districts": [{"id": "east", "title": "East"}, {"id": "west", "title": "West"}],
            "industries": [{"id": "care", "title": "Care"}, {"id": "trade", "title": "Trade"}],
        },
        "organizations": {
            "synthesis": {
                "organizations": n, "operating": operating, "staff": 12 * n,
                "members": round(1.4 * n),
                "covered": round(0.3 * n), "kind_shares": {"social_group": 1.0},
            }
        },
        "budget": {},
        "alternatives": [
            {"id": "a", "policies": [{"policy": "dispatch_liaisons", "liaisons": 5}]},
            {"id": "b", "policies": [{"policy": "coverage_quota", "target_share": 0.8}]},
        ],
    }  # fmt: skip


def _synthesis(data: Data) -> Data:
    found: Data = data["organizations"]["synthesis"]
    return found


def _policy(data: Data, alternative: int = 0) -> Data:
    found: Data = data["alternatives"][alternative]["policies"][0]
    return found


def _later(data: Data, years: int) -> str:
    return f"{int(data['start'][:4]) + years}-06"


def price_in_ten_thousands(data: Data, chance: Random) -> str:
    _policy(data)["cost_liaison_month_yuan"] = chance.choice((0.3, 0.25, 0.4, 0.5))
    return r"less than 1 %"


def local_price_in_ten_thousands(data: Data, chance: Random) -> str:
    name = chance.choice(("cost_liaison_month_yuan", "cost_newcomer_training_yuan"))
    data["prices"] = {name: chance.choice((0.3, 0.08, 0.5))}
    return r"less than 1 %"


def price_of_a_year_for_a_month(data: Data, chance: Random) -> str:
    _policy(data)["cost_liaison_month_yuan"] = chance.choice((36_000, 48_000))
    return r"over ten times"


def cap_in_ten_thousands(data: Data, chance: Random) -> str:
    data["budget"]["cap_yuan_per_year"] = chance.choice((10, 20, 50, 80))
    return r"below the price of one unit|Caps are in yuan"


def cap_that_buys_a_part(data: Data, chance: Random) -> str:
    _policy(data)["liaisons"] = chance.randrange(8, 20)
    data["budget"]["cap_yuan_per_year"] = 100_000
    return r"allowed|buys|of about|planned"


def target_in_per_cent(data: Data, chance: Random) -> str:
    _policy(data, 1)["target_share"] = chance.choice((60, 80, 95))
    return r"too high.*0\.\d"


def discount_in_per_cent(data: Data, chance: Random) -> str:
    data["budget"]["discount_per_year"] = chance.choice((3, 5))
    return r"too high.*0\.0\d"


def inactive_in_per_cent(data: Data, chance: Random) -> str:
    data["organizations"]["inactive_share"] = chance.choice((25, 30))
    del _synthesis(data)["operating"]
    return r"too high.*0\.\d"


def operating_for_inactive(data: Data, chance: Random) -> str:
    data["organizations"]["inactive_share"] = chance.choice((0.7, 0.75, 0.8))
    del _synthesis(data)["operating"]
    _synthesis(data)["covered"] = 10
    return r"do not operate: 0\.\d"


def months_for_years(data: Data, chance: Random) -> str:
    data["years"] = chance.choice((36, 48, 60))
    return r"too high"


def years_for_months(data: Data, chance: Random) -> str:
    _policy(data)["tenure_months"] = chance.choice((2, 3, 5))
    return r"too low"


def growth_in_per_cent(data: Data, chance: Random) -> str:
    data["organizations"]["growth_per_year"] = chance.choice((3, 5, -4))
    return r"too high|too low"


def growth_of_ten_times(data: Data, chance: Random) -> str:
    data["organizations"]["growth_per_year"] = chance.choice((0.3, 0.5, 0.8))
    return r"a year.*unusual"


def entries_as_counts(data: Data, chance: Random) -> str:
    year = data["start"][:4]
    data["organizations"]["entry_series"] = {year: float(chance.randrange(12, 60))}
    return r"no rate of entry"


def both_growth_and_entry(data: Data, chance: Random) -> str:
    data["organizations"]["growth_per_year"] = 0.03
    data["parameters"] = {"entry_per_year": chance.choice((0.06, 0.09))}
    return r"one follows from the other"


def end_beyond_the_run(data: Data, chance: Random) -> str:
    _policy(data)["end"] = _later(data, chance.randrange(6, 12))
    return r"after the last month of the run"


def start_before_the_run(data: Data, chance: Random) -> str:
    _policy(data)["start"] = _later(data, -chance.randrange(1, 5))
    return r"before the run"


def start_after_the_run(data: Data, chance: Random) -> str:
    _policy(data)["start"] = _later(data, chance.randrange(5, 9))
    return r"after the last month"


def end_before_the_start(data: Data, chance: Random) -> str:
    _policy(data)["start"], _policy(data)["end"] = (
        _later(data, 3),
        _later(data, chance.choice((1, 2))),
    )
    return r"before the start"


def liaisons_beyond_organizations(data: Data, chance: Random) -> str:
    _policy(data)["liaisons"] = chance.choice((800, 1_500)) + _synthesis(data)["organizations"]
    return r"more than|organizations"


def no_industry_committee(data: Data, _chance: Random) -> str:
    _policy(data)["committee"] = "industry"
    return r"industry committees, and there is none"


def quota_below_coverage(data: Data, chance: Random) -> str:
    _policy(data, 1)["target_share"] = chance.choice((0.05, 0.1, 0.2))
    return r"already|reached|below"


def target_of_nobody(data: Data, _chance: Random) -> str:
    _policy(data)["target"] = {"kinds": ["law_firm"]}
    return r"no organization|nobody|none"


def idle_policy(data: Data, _chance: Random) -> str:
    _policy(data)["intensity"] = 0.0
    return r"intensity 0"


def the_same_twice(data: Data, _chance: Random) -> str:
    data["alternatives"][1]["policies"] = [dict(_policy(data))]
    return r"is the same as"


def an_empty_alternative(data: Data, _chance: Random) -> str:
    data["alternatives"][1]["policies"] = []
    return r"is the same as"


def covered_exceeds_operating(data: Data, _chance: Random) -> str:
    _synthesis(data)["covered"] = _synthesis(data)["operating"] + 7
    return r"exceeds"


def members_exceed_staff(data: Data, chance: Random) -> str:
    _synthesis(data)["members"] = _synthesis(data)["staff"] + chance.randrange(1, 90)
    return r"exceeds"


def staff_and_organizations_swapped(data: Data, _chance: Random) -> str:
    table = _synthesis(data)
    table["staff"] = table["organizations"] // 12
    return r"less than one for each"


def members_in_the_staff(data: Data, _chance: Random) -> str:
    table = _synthesis(data)
    table["staff"], table["members"] = table["organizations"] + 5, table["organizations"] // 2
    return r"staff is too few|staff_mean|members_per_staff"


def staff_of_a_city(data: Data, chance: Random) -> str:
    _synthesis(data)["staff"] *= chance.choice((10, 100))
    return r"staff_mean"


def a_part_counted_twice(data: Data, _chance: Random) -> str:
    table = _synthesis(data)
    n = table["organizations"]
    table["kinds"] = {"social_group": {"organizations": n}, "foundation": {"organizations": 9}}
    return r"more than the total"


def kinds_that_miss_a_total(data: Data, _chance: Random) -> str:
    table = _synthesis(data)
    n, covered = table["organizations"], table["covered"]
    del table["kind_shares"]
    table["kinds"] = {
        "social_group": {"organizations": n - 20, "covered": covered // 2},
        "foundation": {"organizations": 20, "covered": 3},
    }
    return r"less than the total"


def sample_of_a_county(data: Data, chance: Random) -> str:
    data["organizations"]["sample"] = chance.choice((0.01, 0.02))
    return r"sample|members is too few"


def observation_in_per_cent(data: Data, chance: Random) -> str:
    data["observations"] = [
        {
            "measure": "reported_coverage",
            "month": data["start"],
            "value": chance.choice((33.0, 62.0)),
            "source": "x",
        }
    ]
    return r"is a share"


def district_cap_of_another_name(data: Data, _chance: Random) -> str:
    data["budget"]["districts"] = {"est": 20_000}
    return r"There is no"


Fault = Callable[[Data, Random], str]
SCENARIO_FAULTS: tuple[Fault, ...] = (
    price_in_ten_thousands, local_price_in_ten_thousands, price_of_a_year_for_a_month,
    cap_in_ten_thousands, cap_that_buys_a_part, target_in_per_cent, discount_in_per_cent,
    inactive_in_per_cent, operating_for_inactive, months_for_years, years_for_months,
    growth_in_per_cent, growth_of_ten_times, entries_as_counts, both_growth_and_entry,
    end_beyond_the_run, start_before_the_run, start_after_the_run, end_before_the_start,
    liaisons_beyond_organizations, no_industry_committee, quota_below_coverage, target_of_nobody,
    idle_policy, the_same_twice, an_empty_alternative, covered_exceeds_operating,
    members_exceed_staff, staff_and_organizations_swapped, members_in_the_staff, staff_of_a_city,
    a_part_counted_twice, kinds_that_miss_a_total, sample_of_a_county, observation_in_per_cent,
    district_cap_of_another_name,
)  # fmt: skip
