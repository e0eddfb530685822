"""Which organizations are on the register no more, and which have stopped, by status or remark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from sim.locale import N_, noted
from sim.registry import cells as read
from sim.registry import families as of
from sim.registry.findings import Entry, Reading, several, squeezed, without
from sim.text.vocabulary import CANCELLED

_ENDED: Final = "|".join(CANCELLED)
_STATUS: Final = re.compile(
    rf"[(\[【]?([已拟被未待申请正在准备办理]*(?:{_ENDED})(?:登记|中)?)[)\]】]?$"
)
_REMARKED: Final = re.compile(
    rf"(?:已经?|于|被|依法|主动|申请|(?:19|20)\d{{2}}年?[-./]?(?:\d{{1,2}}(?:月|日|[-./])?)*)*"
    rf"(?:{_ENDED})(?:登记|完成)?"
)
"""A remark that says nothing but that an organization was cancelled."""
_USUAL: Final = re.compile(
    r"(?:正常|存续|在业|开业|在营|已?登记|已?成立|在册|有效|在?运行|运营|活跃|合格|注册|已?备案).*|"
    r"normal|active|registered"
)
_RUNNING: Final = re.compile(r"(?:正常|存续|在业|开业|在营|在?运行|运营|活跃).*|normal|active")


def status_in(name: str) -> str:
    """Return the status behind a name, such as 拟注销; empty where there is none."""
    found = _STATUS.search(squeezed(name))
    return found[1] if found else ""


def is_cancelled(status: Sequence[str]) -> bool:
    """Whether an organization is no longer on the register."""
    words = [squeezed(word).lower() for word in status]
    ended = re.compile(rf"(?<![拟未待请])(?<!在办理)(?<!准备)(?:{_ENDED}|迁出|解散|终止)(?!中)")
    return any(map(ended.search, words))


def _usual(status: str) -> bool:
    """Whether a status says that an organization is on the register, or whether it operates."""
    word = squeezed(status).lower()
    if read.is_missing(word) or _USUAL.fullmatch(word):
        return True
    return read.tried(read.truth, word) is not None


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
        status.append(status_in(entry.cells.get("name", "")))
        if is_cancelled(status):
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
    kept = _remarked(reading, without(entries, gone))
    _stopped(reading, kept)
    return kept


def _remarked(reading: Reading, entries: list[Entry]) -> list[Entry]:
    """Leave out what a column of remarks says to be cancelled; say where one speaks of it."""
    unread = {*reading.columns.ignored, *reading.columns.unknown}
    for at, heading in enumerate(reading.table.headings):
        if heading not in unread:
            continue
        texts = [(entry, squeezed(entry.texts[at])) for entry in entries]
        gone = [entry for entry, text in texts if _REMARKED.fullmatch(text)]
        spoken = [entry for entry, text in texts if re.search(rf"(?<!未)(?:{_ENDED})", text)]
        values = {"heading": heading}
        text = N_("{heading}: says that they are cancelled: {n} (rows {rows}). Left out.")
        reading.say(text, values, rows=[entry.row for entry in gone], weighty=True)
        text = N_("{heading}: cells that speak of a cancellation: {n} (rows {rows}). All are kept.")
        rows = [entry.row for entry in without(spoken, gone)]
        reading.say(text, values, rows=rows, weighty=True)
        entries = without(entries, gone)
    return entries


def _stopped(reading: Reading, entries: list[Entry]) -> None:
    """Where no column says who operates, a status such as 停业 does."""
    if "operating" in reading.columns.single:
        return
    for at in reading.columns.status:
        texts = [(entry, squeezed(entry.texts[at])) for entry in entries]
        stopped = [entry for entry, text in texts if read.tried(read.truth, text) is False]
        running = [entry for entry, text in texts if stopped and _RUNNING.fullmatch(text.lower())]
        for group, word in ((stopped, "no"), (running, "yes")):
            for entry in group:
                entry.cells["operating"] = word
        reading.say(
            N_(
                "{heading}: {n} have stopped (rows {rows}) and are read as not operating; "
                "{running} others are read as operating."
            ),
            {"heading": reading.table.headings[at], "running": len(running)},
            rows=[entry.row for entry in stopped],
            weighty=True,
        )
