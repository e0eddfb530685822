"""Which rows of a list are organizations.

Totals, notes, signatures, examples and cancelled ones are left out, and said.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from sim.locale import N_, noted
from sim.registry import cells as read
from sim.registry import families as of
from sim.registry.findings import Entry, Reading, rows_named, several
from sim.text.vocabulary import CANCELLED, KINDS, plain

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


def _status_in(name: str) -> str:
    """Return the status behind a name, such as 拟注销; empty where there is none."""
    found = _STATUS.search(squeezed(name))
    return found[1] if found else ""


def _cancelled(status: Sequence[str]) -> bool:
    """Whether an organization is no longer on the register."""
    gone = "|".join((*CANCELLED, "迁出", "解散", "终止"))
    words = [squeezed(word).lower() for word in status]
    ended = re.compile(rf"(?<![拟未待请])(?<!在办理)(?<!准备)(?:{gone})(?!中)")
    return any(map(ended.search, words))


_USUAL: Final = re.compile(
    r"(?:正常|存续|在业|开业|在营|已?登记|已?成立|在册|有效|在?运行|运营|活跃|合格|注册|已?备案).*|"
    r"normal|active|registered"
)


def _usual(status: str) -> bool:
    """Whether a status says that an organization is on the register, or whether it operates."""
    word = squeezed(status).lower()
    if read.is_missing(word) or _USUAL.fullmatch(word):
        return True
    return read.tried(read.truth, word) is not None


def _sums(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> list[int]:
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
        counts = [read.count(row.get(column, "")) for column in columns]
        stated = [(n, number) for n, number in enumerate(counts) if number]
        whole_row = bool(row.get("name") and (row.get("kind") or not kinds))
        bare = set(row) <= {"name", "district", *columns}
        needed, rows_above = (2 if not bare else min(2, len(columns)), 4) if whole_row else (1, 2)
        is_sum = length >= rows_above and len(stated) >= needed and not row.get("id") and any(
            all(total[n] == number for n, number in stated)
            and max(number for _n, number in stated) >= (20 if whole_row else 2)
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


def _sums_of_places(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> set[int]:
    """Positions of rows without number and kind whose counts are the sums of their district."""
    groups: dict[str, list[int]] = {}
    for position, row in enumerate(rows):
        if row.get("district"):
            groups.setdefault(row["district"], []).append(position)
    found = set()
    for members in groups.values():
        counts = {
            n: [read.count(rows[n].get(column, "")) or 0 for column in columns] for n in members
        }
        for position in members:
            row, own = rows[position], counts[position]
            rest = [sum(counts[n][k] for n in members if n != position) for k in range(len(own))]
            bare = not row.get("id") and not row.get("kind")
            if len(members) > 2 and bare and own == rest and any(own):
                found.add(position)
    return found


def organizations(reading: Reading, entries: list[Entry]) -> list[Entry]:
    """Leave out rows that are no organizations; a row with a place alone names a section."""
    serial = reading.table.serial
    kept: list[Entry] = []
    dropped, by_hand = [], []
    above: dict[str, str] = {}
    sections: dict[str, str] = {}
    explained = {*reading.columns.single, *(c for c, _word in reading.columns.ticks.values())}
    for entry in entries:
        own = {
            c: t
            for c, t in entry.cells.items()
            if (entry.row, reading.columns.single[c]) not in reading.table.merged or c == "name"
        }
        own_texts = [
            t for at, t in enumerate(entry.texts) if (entry.row, at) not in reading.table.merged
        ]
        if entry.row in reading.choices.leave_out:
            by_hand.append(entry.row)
        elif (found := _section(entry)) and not ("kind" in found and "kind" in explained):
            # A place below its rows is a subtotal, and no heading of those that follow.
            if above or not kept:
                above |= found
                sections |= {word: c for c, word in found.items() if c not in explained}
            dropped.append(entry.row)
        elif no_organization(own_texts or entry.texts, own, serial):
            dropped.append(entry.row)
        else:
            entry.cells |= {c: word for c, word in above.items() if c not in explained}
            kept.append(entry)
    text = N_("Left out, no organizations (totals, notes, examples): {n} (rows {rows}).")
    reading.say(text, rows=dropped, weighty=True)
    if sections:
        reading.say(
            N_("Lines between the rows say the {columns} of those below them: {names}."),
            {"columns": several(sorted({*sections.values()})), "names": several(sections)},
            weighty=True,
        )
    text = N_("Left out as the scenario says: {n} (rows {rows}).")
    reading.say(text, rows=by_hand, weighty=True, key="leave_out")
    _say_bare(reading, kept)
    return kept


def _say_bare(reading: Reading, kept: Sequence[Entry]) -> None:
    """Say which rows hold nothing but a name, where others hold more."""
    named = {"name", "id", "district"}
    columns = reading.columns
    at = [*columns.party, *columns.ticks]
    bare = [entry for entry in kept if set(entry.cells) <= named]
    if len(bare) == len(kept) or not (columns.party or set(columns.single) - named):
        return
    rows = [entry.row for entry in bare if not any(entry.texts[n] for n in at)]
    if rows:
        reading.say(
            N_(
                "Rows with nothing but a name: {n} (rows {where}). They are kept, all else is "
                "drawn."
            ),
            {"n": len(rows), "where": rows_named(rows), "rows": several(rows)},
            weighty=True,
            hint=N_("If they are no organizations, write leave_out = [{rows}]."),
            key="leave_out",
        )


_COUNTED = r"[(（]?(?:[一二三四五六七八九十]+|\d+(?:\.\d+)?)[)）、.]*(?:家|个|人|名|户)?[)）]?"


def _section(entry: Entry) -> dict[str, str]:
    """Return the place or kind that a row names with nothing but counts, as a heading does."""
    filled = dict.fromkeys(squeezed(text) for text in entry.texts if text)
    words = [text for text in filled if not re.fullmatch(_COUNTED, text)]
    if len(words) != 1 or entry.cells.get("id"):
        return {}
    if len(filled) > 1 and entry.cells.get("district") == words[0]:
        return {}
    alone = re.sub(r"^[(（]?[一二三四五六七八九十\d]+[)）、.]+", "", words[0])
    alone = re.sub(r"(?:[(（].*[)）]|[:：]|共?\d+(?:家|个))+$", "", alone)
    place = r".{1,12}(?:镇|乡|街道|街道办事处" + (r"|社区|开发区)" if len(filled) == 1 else ")")
    if re.fullmatch(place, alone):
        return {"district": alone}
    named = len(filled) == 1 or entry.cells.get("name") == words[0]
    return {"kind": alone} if named and plain(alone) in KINDS and alone != "协会" else {}


def fill_down(reading: Reading, entries: list[Entry]) -> None:
    """Districts that stand once, above blank cells of those they hold for."""
    cells = [entry.cells.get("district", "") for entry in entries]
    filled = [cell for cell in cells if cell]
    single = len(filled) == len(set(filled)) or _runs(cells)
    if not cells or not cells[0] or len(filled) == len(cells) or not single or len(cells) < 3:
        return
    count, last = 0, ""
    for entry in entries:
        if entry.cells.get("district"):
            last = entry.cells["district"]
        else:
            entry.cells["district"] = last
            count += 1
    reading.say(
        N_("{heading}: blank cells that take the value above them: {n}."),
        {"heading": reading.heading("district"), "n": count},
        weighty=True,
    )


def _runs(cells: Sequence[str]) -> bool:
    """Whether every value stands only at the head of a block of blanks."""
    filled = [cell for cell in cells if cell]
    return 4 * len(filled) <= len(cells) and all(
        not (a and b) or a != b for a, b in pairwise(cells)
    )


def without_sums(reading: Reading, entries: list[Entry]) -> list[Entry]:
    counted = [c for c in ("staff", "members") if c in reading.columns.single]
    if not counted:
        return entries
    found = set(_sums([entry.cells for entry in entries], counted))
    found |= _sums_of_places([entry.cells for entry in entries], counted)
    text = N_("Left out, counts that are sums of other rows: {n} (rows {rows}).")
    reading.say(text, rows=[entries[n].row for n in sorted(found)], weighty=True)
    return [entry for n, entry in enumerate(entries) if n not in found]


def registered(reading: Reading, entries: list[Entry]) -> list[Entry]:
    """Leave out what was cancelled or revoked."""
    gone = []
    odd: Counter[str] = Counter()
    when = reading.columns.parts.get(of.CANCEL_DATE)
    for entry in entries:
        status = [entry.texts[at] for at in reading.columns.status]
        if when is not None and read.tried(read.month, entry.texts[when]) is not None:
            status.append(CANCELLED[0])
        status.append(entry.cells.get("operating", ""))
        status.append(_status_in(entry.cells.get("name", "")))
        if _cancelled(status):
            gone.append(entry)
        else:
            odd.update(word for word in status if not _usual(word))
    if odd:
        words = several(noted(word, n) for word, n in odd.most_common(6))
        reading.say(
            N_("A status that is neither normal nor cancelled; these are kept: {words}."),
            {"words": words},
            weighty=True,
        )
    text = N_("Left out, cancelled or revoked: {n} (rows {rows}).")
    reading.say(text, rows=[entry.row for entry in gone], weighty=True)
    return [entry for entry in entries if entry not in gone]
