"""Which rows of a list are organizations.

Totals, notes, signatures, examples and cancelled ones are left out, and said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from sim.locale import N_
from sim.registry import cells as read
from sim.registry.findings import Entry, Reading, rows_named, several, squeezed, without
from sim.registry.layout import Table
from sim.text.vocabulary import FORMS, KINDS, plain

_TOTAL: Final = re.compile(
    r"(?:(?:本|全)?(?:页|县|区|市|乡|镇|街道|表)?|.{0,12})(?:合计|小计|总计|共计|累计|总数|汇总|合共)(?:数|人数)?"
    r"(?:\d+(?:家|户|个|人|名)?)?"
    r"|(?:sub|grand)?total|sum|totals|共\d+(?:家|个|户|条)?.{0,6}|计|平均(?:数|值)?"
    r"|.{0,8}(?:覆盖率|组建率|占比|比例|百分比)\d*"
)
_NOTE: Final = re.compile(
    r"(?:附?注|备注|说明|填表说明|填报说明|填写说明|示例|样例|举例|例如?)(?:\d|[:：.、]|$|[(（])"
    r"|(?:填表|填报|制表|制单|审核|审批|复核|校核|经办|统计|上报|报送|主管|单位)(?:人|单位|负责人|日期|时间|部门|领导)?(?:签字|盖章|签章)?"
    r"(?:\((?:签字|盖章|签章|公章)\))?[:：]"
    r"|(?:联系人|联系电话|电话|负责人|日期|报送日期|截止日期|截至日期)(?:\(.{0,4}\))?[:：]"
    r"|(?:以下空白|此表|本表|表中|数据来源|来源[:：]|note[s]?[:.]|example[:.])"
)
_EXAMPLE: Final = re.compile(r"\(?(?:例|示例|样例|举例|example)[:：.)]", re.IGNORECASE)
_ALONE: Final = re.compile(
    r"\(?(?:\d{1,2}[.、)](?=\D)|[一二三四五六七八九十]{1,3}[、.)])"
    r"|.*[。;]$|(?:以上|\(?此件|附件|截至|截止|填表).*|.*其中.*\d+家.*"
)
"""What alone in a row is a note or a heading of a section, and no name."""
_SAMPLE: Final = re.compile(r"\(?(?:例|示例|样例|样本|举例|example)\)?", re.IGNORECASE)
_NOBODY: Final = re.compile(r"某某|××|^(?:XX|xx)|(?<=[\u4e00-\u9fff])(?:XX|xx)|\*\*")

Row = dict[str, str]
"""Cells of one organization, by column."""


def no_organization(
    texts: Sequence[str], cells: Mapping[str, str], table: Table, *, rich: bool
) -> bool:
    """Whether a row holds a total, a note, a signature, an example, or nothing but its number.

    ``rich``: rows of the list say more than a name.
    """
    filled = [(at, squeezed(text)) for at, text in enumerate(texts) if text]
    if not filled:
        return True
    own = [squeezed(cells.get(column, "")) for column in ("id", "name", "district", "kind")]
    at, first = filled[0]
    # What stands in a column of remarks before a name says nothing of the row.
    remark = at != table.serial and first not in own and _is_name(own[1])
    # 小计（东镇） says of what in brackets.
    words = [*([] if remark else [first]), *filter(None, own)]
    words = [re.sub(r"(?<=计)\([^()]*\)$", "", word) for word in words]
    if any(_TOTAL.fullmatch(re.sub(r"[^\w]+", "", word).lower()) for word in words):
        return True
    if not remark and (_NOTE.match(first.lower()) or _EXAMPLE.match(first)):
        return True
    if _EXAMPLE.match(own[1]) or _SAMPLE.fullmatch(first) or own[1].startswith("其中"):
        return True
    if _NOBODY.search(own[1]):
        return True
    alone = len({text for _at, text in filled}) == 1
    if alone and (re.fullmatch(r"\d{1,6}\.?", first) or len(first) > 40):
        return True
    if alone and rich and not own[0] and _ALONE.match(first):
        return True
    return not any(position != table.serial for position, _text in filled)


def _is_name(name: str) -> bool:
    """Whether a name is neither a total, a note nor a number."""
    bare = re.sub(r"[^\w]+", "", name).lower()
    return bool(bare) and not (
        _TOTAL.fullmatch(bare) or _NOTE.match(name.lower()) or re.fullmatch(r"\d+\w?", bare)
    )


def is_rich(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows of a list say more than a name."""
    return sum(len([text for text in row if text]) > 2 for row in rows) > 1


def organizations(reading: Reading, entries: list[Entry]) -> list[Entry]:
    """Leave out rows that are no organizations; a row with a place alone names a section."""
    rich = is_rich([entry.texts for entry in entries])
    kinds = sum(plain(entry.cells.get("name", "")) in KINDS for entry in entries)
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
            "" if (entry.row, at) in reading.table.merged else t for at, t in enumerate(entry.texts)
        ]
        own_texts = own_texts if any(own_texts) else [*entry.texts]
        if len({*own_texts} - {""}) == 1 == len({*entry.texts} - {""}):
            # One merged cell over several columns says one thing.
            entry.cells = {c: t for c, t in own.items() if c == "name"}
        if entry.row in reading.choices.leave_out:
            by_hand.append(entry.row)
        elif entry.row in reading.table.titles:
            dropped.append(entry.row)
        elif (found := _section(entry)) and not ("kind" in found and "kind" in explained):
            # A place below its rows is a subtotal, and no heading of those that follow.
            if above or not kept:
                above |= found
                sections |= {word: c for c, word in found.items() if c not in explained}
            dropped.append(entry.row)
        elif ("kind" in found and 3 * kinds < len(entries)) or no_organization(
            own_texts, own, reading.table, rich=rich
        ):
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


_DITTO: Final = re.compile(r"同上|同前|〃|″|ditto", re.IGNORECASE)


def ditto(reading: Reading, entries: Sequence[Entry]) -> None:
    """Cells such as 同上 say what the cell above them says."""
    columns = reading.columns
    read_at = {*columns.single.values(), *columns.party, *columns.status, *columns.parts.values()}
    for at in sorted(read_at):
        changed = []
        for above, entry in pairwise(entries):
            if _DITTO.fullmatch(entry.texts[at]) and above.texts[at]:
                text = above.texts[at]
                entry.texts = (*entry.texts[:at], text, *entry.texts[at + 1 :])
                entry.cells |= {c: text for c, place in columns.single.items() if place == at}
                changed.append(entry.row)
        text = N_(
            "{heading}: cells such as 同上 that say what stands above them: {n} (rows {rows})."
        )
        reading.say(text, {"heading": reading.table.headings[at]}, rows=changed)


def latest(reading: Reading, entries: list[Entry]) -> list[Entry]:
    """Of rows of several years on the same organizations those of the last year are read."""
    words = ("年度", "年份", "统计年度", "数据年度", "year")
    at = next((n for n, h in enumerate(reading.table.headings) if plain(h) in words), None)
    if at is None:
        return entries
    years = [re.sub(r"年度?$", "", squeezed(entry.texts[at])) for entry in entries]
    names = [entry.cells.get("id") or entry.cells.get("name", "") for entry in entries]
    last = max(years, default="")
    again = set(names) & {name for name, year in zip(names, years, strict=True) if year != last}
    again &= {name for name, year in zip(names, years, strict=True) if year == last}
    if not (again - {""}) or not all(re.fullmatch(r"(?:19|20)\d{2}", year) for year in years):
        return entries
    old = [entry for entry, year in zip(entries, years, strict=True) if year != last]
    reading.say(
        N_("{heading}: rows of {years} are left out, those of {last} are read: {n} (rows {rows})."),
        {
            "heading": reading.table.headings[at],
            "years": several(sorted({*years} - {last})),
            "last": last,
        },
        rows=[entry.row for entry in old],
        weighty=True,
    )
    return without(entries, old)


def nameless(reading: Reading, entries: list[Entry]) -> list[Entry]:
    """Leave out rows of a form that nobody filled in; say which rows have figures and no name."""
    named = [entry for entry in entries if entry.cells.get("name") or entry.cells.get("id")]
    if len(named) < 2:
        return entries
    bare = without(entries, named)
    empty = [entry for entry in bare if not _says_something(reading, entry)]
    text = N_("Left out, rows without a name and without figures: {n} (rows {rows}).")
    reading.say(text, rows=[entry.row for entry in empty], weighty=True)
    kept = [entry.row for entry in without(bare, empty)]
    if kept:
        reading.say(
            N_("Rows without a name: {n} (rows {where}). They are kept."),
            {"n": len(kept), "where": rows_named(kept), "rows": several(kept)},
            weighty=True,
            hint=N_("If they are no organizations, write leave_out = [{rows}]."),
            key="leave_out",
        )
    return without(entries, empty)


def _says_something(reading: Reading, entry: Entry) -> bool:
    """Whether a row says more than what a form has from the start: noughts, no, a place, a kind."""
    for column, cell in entry.cells.items():
        if column in ("district", "kind", "party_organization") or read.is_missing(cell):
            continue
        if read.count(cell) != 0 and read.tried(read.truth, cell) is not False:
            return True
    columns = reading.columns
    words = [entry.texts[at] for at in (*columns.party, *columns.ticks)]
    forms = [FORMS.get(plain(word)) for word in words if not read.is_missing(word)]
    return any(form is None or form[0] or form[2] for form in forms)


FILLED: Final = ("district", "kind", "supervisor", "industry")
"""Columns in which a word may stand once for all rows below it."""


def fill_down(reading: Reading, entries: list[Entry]) -> None:
    """Words that stand once, above blank cells of those they hold for."""
    for column in FILLED:
        cells = [entry.cells.get(column, "") for entry in entries]
        filled = [cell for cell in cells if cell]
        if len(cells) < 3 or not cells[0] or len(filled) == len(cells):
            continue
        places = [entry.cells.get("district", "") for entry in entries]
        if column == "district":
            once = len(filled) == len(set(filled)) and 2 * len(filled) <= len(cells)
            blocks = once or _runs(cells)
        else:
            blocks = _heads(cells, places)
        rows = [n for n, cell in enumerate(cells) if not cell] if blocks else []
        rows = rows or _cut_off(reading, column, entries, cells)
        for n in rows:
            entries[n].cells[column] = entries[n - 1].cells[column]
        if rows:
            reading.say(
                N_("{heading}: blank cells that take the value above them: {n}."),
                {"heading": reading.heading(column), "n": len(rows)},
                weighty=True,
            )


def _heads(cells: Sequence[str], places: Sequence[str]) -> bool:
    """Whether each word heads a block of blanks, and none a second one of its place."""
    at = [n for n, cell in enumerate(cells) if cell]
    pairs = [(places[n], cells[n]) for n in at]
    apart = not any(a and b for a, b in pairwise(cells))
    return apart and 2 * len(at) <= len(cells) and len(set(pairs)) == len(pairs) > 1


def _cut_off(
    reading: Reading, column: str, entries: Sequence[Entry], cells: Sequence[str]
) -> list[int]:
    """Positions of blanks below an empty row that cuts a merged block: it goes on there."""
    at = reading.columns.single.get(column)
    merged = {row for row, spot in reading.table.merged if spot == at}
    if 2 * sum(entry.row in merged for entry in entries) < len(entries):
        return []
    rows = reading.table.rows
    gaps = {b for a, b in pairwise(rows) if b - a > 1}
    found: list[int] = []
    for n, entry in enumerate(entries):
        if not cells[n] and n and (entry.row in gaps or n - 1 in found):
            found.append(n)
    return found


def _runs(cells: Sequence[str]) -> bool:
    """Whether every value stands only at the head of a block of blanks."""
    filled = [cell for cell in cells if cell]
    return 4 * len(filled) <= len(cells) and all(
        not (a and b) or a != b for a, b in pairwise(cells)
    )
