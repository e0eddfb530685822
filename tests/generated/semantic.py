"""Two hundred seeded faults that are valid files: each is refused, or said with the right words.

A fault is a clean place with one thing wrong, and a pattern of what ought to be said about it.
``python -m tests.generated.semantic`` prints what became of each kind, silent ones by number.
"""

from __future__ import annotations

import csv
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from sim.cli.check import _population
from sim.errors import FugaiError
from sim.scenario import load
from sim.scenario.idle import doubts
from tests.generated.mutate import toml

NUMBER = 200
Data = dict[str, Any]
Rows = list[list[str]]


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

HEAD = ["编号", "名称", "类别", "所属乡镇", "成立日期", "从业人数", "党员数", "党组织", "登记状态"]


def rows_of(chance: Random) -> Rows:
    """Return a clean list of organizations."""
    towns = ("城关镇", "沙河镇", "平川镇")
    found = []
    for k in range(chance.randrange(24, 60)):
        members = chance.choice((0, 0, 1, 2, 3, 4, 6))
        party = "单独组建" if members >= 3 and chance.random() < 0.6 else "无"
        found.append([
            f"5{k:05d}", f"{chance.choice('东西南北中')}街第{k}服务协会", "社会团体",
            chance.choice(towns),
            f"{chance.randrange(1998, 2014)}-{chance.randrange(1, 13):02d}",
            str(members + chance.randrange(3, 30)), str(members), party, "正常",
        ])  # fmt: skip
    return found


ListFault = Callable[[Rows, Random], str]


def _total_row(word: str) -> ListFault:
    def fault(rows: Rows, _chance: Random) -> str:
        sums = [str(sum(int(row[n]) for row in rows)) for n in (5, 6)]
        rows.append(["", word, "", "", "", *sums, "", ""])
        return r"total|合计|left out|没有|汇总"

    fault.__name__ = f"total_row_{word}"
    return fault


def doubled_rows(rows: Rows, chance: Random) -> str:
    rows.extend([*row] for row in rows[: chance.randrange(3, 9)])
    return r"[Ss]ame|twice"


def a_town_pasted_twice(rows: Rows, _chance: Random) -> str:
    town = [[*row] for row in rows if row[3] == rows[0][3]]
    for row in town:
        row[0] = ""
    rows.extend(town)
    return r"[Ss]ame|twice"


def numbers_without_zeros(rows: Rows, chance: Random) -> str:
    row = [*rows[chance.randrange(len(rows))]]
    rows[0][0], row[0], row[1] = "001", "1", rows[0][1]
    rows.append(row)
    return r"[Ss]ame|twice|zero"


def a_cancelled_one(rows: Rows, chance: Random) -> str:
    rows[chance.randrange(len(rows))][8] = chance.choice(("注销", "撤销", "已注销"))
    return r"cancelled|注销|撤销|left out|no longer"


def a_shifted_row(rows: Rows, chance: Random) -> str:
    row = rows[chance.randrange(len(rows))]
    row[:] = [*row[1:], ""]
    return r"row|Row|cell|not"


def coverage_as_yes_and_blank(rows: Rows, _chance: Random) -> str:
    for row in rows:
        row[7] = "是" if row[7] != "无" else ""
    return r"blank|空白"


def founded_as_a_number(rows: Rows, chance: Random) -> str:
    rows[chance.randrange(len(rows))][4] = chance.choice(("2010.1", "2011.1"))
    return r"201[01]\.1"


def members_above_staff(rows: Rows, chance: Random) -> str:
    row = rows[chance.randrange(len(rows))]
    row[5], row[6] = "2", "9"
    return r"more members than staff"


def members_and_staff_swapped(rows: Rows, _chance: Random) -> str:
    for row in rows:
        row[5], row[6] = row[6], row[5]
    return r"more than|members_per_staff"


def nearly_equal_towns(rows: Rows, chance: Random) -> str:
    for row in rows[: chance.randrange(2, 5)]:
        row[3] = "城关"
    return r"城关"


def about_a_number(rows: Rows, chance: Random) -> str:
    rows[chance.randrange(len(rows))][5] = chance.choice(("约20", "20人左右", "十几"))
    return r"约20|20人|about|number|十几"


def a_signature(rows: Rows, _chance: Random) -> str:
    rows.append(["", "填表人：某某", "", "", "", "", "", "", ""])
    return r"left out|no organization|填表"


def founded_after_the_start(rows: Rows, chance: Random) -> str:
    rows[chance.randrange(len(rows))][4] = "2024-05"
    return r"after the start"


LIST_FAULTS: tuple[ListFault, ...] = (
    *map(_total_row, ("合 计", "小计：", "总计", "共计")), doubled_rows, a_town_pasted_twice,
    numbers_without_zeros, a_cancelled_one, a_shifted_row, coverage_as_yes_and_blank,
    founded_as_a_number, members_above_staff, members_and_staff_swapped, nearly_equal_towns,
    about_a_number, a_signature, founded_after_the_start,
)  # fmt: skip
PER_SCENARIO_KIND = 4
OF_LISTS = NUMBER - PER_SCENARIO_KIND * len(SCENARIO_FAULTS)


def said(path: Path) -> tuple[bool, set[str]]:
    """Return whether a file is refused, and every sentence that ``fugai check`` says of it."""
    from sim.results.allowed import before

    try:
        scenario = load(path)
        population = _population(scenario)
    except FugaiError as error:
        return True, {str(error).replace("\n", " ")}
    assert population is not None
    sentences = [
        *(str(warning).replace("\n", " ") for warning in scenario.warnings),
        *map(str, scenario.remarks), *map(str, population.notes),
        *doubts(scenario, population), *map(str, before(scenario).values()),
    ]  # fmt: skip
    return False, set(sentences)


def outcome(number: int, folder: Path) -> tuple[str, str]:
    """Return the kind of a fault, and ``refused``, ``said`` or ``silent``."""
    clean, faulty = folder / "clean.toml", folder / "faulty.toml"
    of_scenarios = PER_SCENARIO_KIND * len(SCENARIO_FAULTS)
    chance = Random(f"semantic {number}")
    if number < of_scenarios:
        fault = SCENARIO_FAULTS[number % len(SCENARIO_FAULTS)]
        data = place(chance)
        clean.write_text(toml(data), encoding="utf-8")
        pattern = fault(data, chance)
        faulty.write_text(toml(data), encoding="utf-8")
        name = fault.__name__
    else:
        of_list = LIST_FAULTS[(number - of_scenarios) % len(LIST_FAULTS)]
        rows = rows_of(chance)
        _listed(clean, rows)
        pattern = of_list(rows, chance)
        _listed(faulty, rows)
        name = of_list.__name__
    refused, sentences = said(faulty)
    was_refused, before = said(clean)
    assert not was_refused, before
    new = sentences - before
    right = any(re.search(pattern, sentence) for sentence in new)
    return name, "silent" if not right else "refused" if refused else "said"


def _listed(path: Path, rows: Rows) -> None:
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    text = 'format = 1\ntitle = "x"\nstart = "2015-01"\nyears = 3\nuncertainty = "none"\n'
    registry = f'[organizations]\nregistry = "{path.with_suffix(".csv").name}"\n'
    path.write_text(text + registry, encoding="utf-8")


def main() -> int:
    """Try all of them; print those that are silent."""
    tally: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(NUMBER):
            name, found = outcome(number, Path(folder))
            tally[found] += 1
            if found == "silent":
                print(f"silent: {number} {name}")
    print(dict(tally))
    return int(tally["silent"] > NUMBER // 50)


if __name__ == "__main__":
    sys.exit(main())
