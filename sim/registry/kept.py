"""Which rows of a list are organizations: the others are left out, and said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from sim.locale import N_, listed, noted
from sim.registry import cells as read
from sim.registry import families as of
from sim.registry import rows
from sim.registry.entries import Entry, Reading
from sim.registry.findings import rows_named
from sim.text.vocabulary import CANCELLED, KINDS, plain


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
        elif rows.no_organization(own_texts or entry.texts, own, serial):
            dropped.append(entry.row)
        else:
            entry.cells |= {c: word for c, word in above.items() if c not in explained}
            kept.append(entry)
    if dropped:
        reading.say(
            N_("Left out, no organizations (totals, notes, examples): {n} (rows {rows})."),
            {"n": len(dropped), "rows": rows_named(dropped)},
            weighty=True,
        )
    if sections:
        reading.say(
            N_("Lines between the rows say the {columns} of those below them: {names}."),
            {"columns": listed(sorted({*sections.values()})), "names": listed(sections)},
            weighty=True,
        )
    if by_hand:
        reading.say(
            N_("Left out as the scenario says: {n} (rows {rows})."),
            {"n": len(by_hand), "rows": rows_named(by_hand)},
            weighty=True,
        )
    bare = [entry.row for entry in kept if set(entry.cells) <= {"name", "id", "district"}]
    columns = set(reading.columns.single) | (
        {"party_organization"} if reading.columns.party else set()
    )
    if bare and len(columns - {"name", "id", "district"}) and len(bare) < len(kept):
        bare = [
            r
            for r in bare
            if not any(
                t
                for e in kept
                if e.row == r
                for at, t in enumerate(e.texts)
                if at in reading.columns.party or at in reading.columns.ticks
            )
        ]
        if bare:
            reading.say(
                N_(
                    "Rows with nothing but a name: {n} (rows {rows}). They are kept, all else is "
                    "drawn. If they are no organizations, write leave_out = [{first}, …]."
                ),
                {"n": len(bare), "rows": rows_named(bare), "first": bare[0]},
                weighty=True,
            )
    return kept


_COUNTED = r"[(（]?(?:[一二三四五六七八九十]+|\d+(?:\.\d+)?)[)）、.]*(?:家|个|人|名|户)?[)）]?"


def _section(entry: Entry) -> dict[str, str]:
    """Return the place or kind that a row names with nothing but counts, as a heading does."""
    filled = dict.fromkeys(rows.squeezed(text) for text in entry.texts if text)
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
    found = set(rows.sums([entry.cells for entry in entries], counted))
    found |= rows.sums_of_places([entry.cells for entry in entries], counted)
    if found:
        reading.say(
            N_("Left out, counts that are sums of other rows: {n} (rows {rows})."),
            {"n": len(found), "rows": rows_named([entries[n].row for n in sorted(found)])},
            weighty=True,
        )
    return [entry for n, entry in enumerate(entries) if n not in found]


def _dated(cell: str) -> bool:
    try:
        return bool(read.month(cell))
    except read.WrongCell:
        return False


def registered(reading: Reading, entries: list[Entry]) -> list[Entry]:
    """Leave out what was cancelled or revoked."""
    gone = []
    odd: Counter[str] = Counter()
    when = reading.columns.parts.get(of.CANCEL_DATE)
    for entry in entries:
        status = [entry.texts[at] for at in reading.columns.status]
        if when is not None and _dated(entry.texts[when]):
            status.append(CANCELLED[0])
        status.append(entry.cells.get("operating", ""))
        status.append(rows.status_in(entry.cells.get("name", "")))
        if rows.cancelled(status):
            gone.append(entry)
        else:
            odd.update(word for word in status if not rows.usual(word))
    if odd:
        words = listed(noted(word, n) for word, n in odd.most_common(6))
        reading.say(
            N_("A status that is neither normal nor cancelled; these are kept: {words}."),
            {"words": words},
            weighty=True,
        )
    if gone:
        reading.say(
            N_("Left out, cancelled or revoked: {n} (rows {rows})."),
            {"n": len(gone), "rows": rows_named([entry.row for entry in gone])},
            weighty=True,
        )
    return [entry for entry in entries if entry not in gone]
