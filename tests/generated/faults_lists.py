"""Faults of lists: each changes clean rows, and returns what ought to be said."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Rows = list[list[str]]
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
