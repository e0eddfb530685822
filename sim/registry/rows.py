"""Rows of a list that are no organizations: totals, notes, signatures, examples, cancelled ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from sim.registry import cells as read
from sim.text.vocabulary import CANCELLED

_TOTAL: Final = re.compile(
    r"(?:(?:本|全)?(?:页|县|区|市|乡|镇|街道|表)?|.{0,12})(?:合计|小计|总计|共计|累计|总数|汇总|合共)(?:数|人数)?"
    r"(?:\d+(?:家|户|个|人|名)?)?"
    r"|(?:sub|grand)?total|sum|totals|共\d+(?:家|个|户|条)?.{0,6}|计"
)
_NOTE: Final = re.compile(
    r"(?:附?注|备注|说明|填表说明|填报说明|填写说明|示例|样例|举例|例如?)(?:\d|[:：.、]|$|[(（])"
    r"|(?:填表|填报|制表|制单|审核|审批|复核|校核|经办|统计|上报|报送|主管|单位)(?:人|单位|负责人|日期|时间|部门|领导)?(?:签字|盖章|签章)?"
    r"(?:\((?:签字|盖章|签章|公章)\))?[:：]"
    r"|(?:联系人|联系电话|电话|负责人|日期|报送日期|截止日期|截至日期)(?:\(.{0,4}\))?[:：]"
    r"|(?:以下空白|此表|本表|表中|数据来源|来源[:：]|note[s]?[:.]|example[:.])"
)
_EXAMPLE: Final = re.compile(r"\(?(?:例|示例|样例|举例|example)[:：.)]", re.IGNORECASE)
_NOBODY: Final = re.compile(r"某某|××|^(?:XX|xx)|(?<=[\u4e00-\u9fff])(?:XX|xx)|\*\*")

Row = dict[str, str]
"""Cells of one organization, by column."""


def squeezed(text: str) -> str:
    """Return a cell without blanks, in half-width form."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def no_organization(texts: Sequence[str], cells: Mapping[str, str], serial: int | None) -> bool:
    """Whether a row holds a total, a note, a signature, an example, or nothing but its number."""
    filled = [squeezed(text) for text in texts if text]
    if not filled:
        return True
    own = [squeezed(cells.get(column, "")) for column in ("id", "name", "district", "kind")]
    first = filled[0]
    # 小计（东镇） says of what in brackets.
    words = [re.sub(r"(?<=计)\([^()]*\)$", "", word) for word in (first, *own) if word]
    if any(_TOTAL.fullmatch(re.sub(r"[^\w]+", "", word).lower()) for word in words):
        return True
    if _NOTE.match(first.lower()) or any(map(_EXAMPLE.match, (first, own[1]))):
        return True
    if _NOBODY.search(own[1]):
        return True
    if len(filled) == 1 and (re.fullmatch(r"\d{1,6}\.?", first) or len(first) > 40):
        return True
    numbers = (text for position, text in enumerate(texts) if text and position != serial)
    return not any(numbers)


_STATUS: Final = re.compile(
    rf"[(\[【]?([已拟被未待申请正在准备办理]*(?:{'|'.join(CANCELLED)})(?:登记|中)?)[)\]】]?$"
)


def status_in(name: str) -> str:
    """Return the status behind a name, such as 拟注销; empty where there is none."""
    found = _STATUS.search(squeezed(name))
    return found[1] if found else ""


def cancelled(status: Sequence[str]) -> bool:
    """Whether an organization is no longer on the register."""
    gone = "|".join((*CANCELLED, "迁出", "解散", "终止"))
    words = [squeezed(word).lower() for word in status]
    return any(re.search(rf"(?<![拟未待请])(?<!在办理)(?:{gone})(?!中)", word) for word in words)


_USUAL: Final = re.compile(
    r"(?:正常|存续|在业|开业|在营|已?登记|已?成立|在册|有效|在?运行|运营|活跃|合格|注册|已?备案).*|"
    r"normal|active|registered"
)


def usual(status: str) -> bool:
    """Whether a status says that an organization is on the register, or whether it operates."""
    word = squeezed(status).lower()
    if not word or read.is_missing(word) or _USUAL.fullmatch(word):
        return True
    try:
        read.truth(word)
    except read.WrongCell:
        return False
    return True


def sums(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> list[int]:
    """Positions of rows whose counts are the sums of those above them, all or since the last sum.

    A row with a name and a kind of its own must agree in two columns, or hold nothing else; one
    with a registry number is an organization.
    """
    kinds = any(row.get("kind") for row in rows)
    found: list[int] = []
    whole = [0] * len(columns)
    part = [0] * len(columns)
    length = 0
    for position, row in enumerate(rows):
        counts = [count(row.get(column, "")) for column in columns]
        stated = [(n, number) for n, number in enumerate(counts) if number]
        plain = bool(row.get("name") and (row.get("kind") or not kinds))
        bare = set(row) <= {"name", "district", *columns}
        needed, rows_above = (2 if not bare else min(2, len(columns)), 4) if plain else (1, 2)
        is_sum = length >= rows_above and len(stated) >= needed and not row.get("id") and any(
            all(total[n] == number for n, number in stated)
            and max(number for _n, number in stated) >= (20 if plain else 2)
            for total in (whole, part)
        )  # fmt: skip
        if is_sum:
            found.append(position)
            part, length = [0] * len(columns), 0
            continue
        length += bool(stated)
        for n, number in enumerate(counts):
            whole[n] += number or 0
            part[n] += number or 0
    return found


def sums_of_places(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> set[int]:
    """Positions of rows without number and kind whose counts are the sums of their district."""
    groups: dict[str, list[int]] = {}
    for position, row in enumerate(rows):
        if row.get("district"):
            groups.setdefault(row["district"], []).append(position)
    found = set()
    for members in groups.values():
        counts = {n: [count(rows[n].get(column, "")) or 0 for column in columns] for n in members}
        for position in members:
            row, own = rows[position], counts[position]
            rest = [sum(counts[n][k] for n in members if n != position) for k in range(len(own))]
            bare = not row.get("id") and not row.get("kind")
            if len(members) > 2 and bare and own == rest and any(own):
                found.add(position)
    return found


def count(cell: str) -> int | None:
    """Return the number in a cell, None where there is none."""
    if read.is_missing(cell):
        return None
    try:
        return read.number(cell)
    except read.WrongCell:
        return None
