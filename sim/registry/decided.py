"""What a list leaves to be decided before it is a scenario: when it starts, who operates."""

from __future__ import annotations

from collections.abc import Sequence

from sim.locale import N_
from sim.registry import cells as read
from sim.registry.findings import Remark, rows_named
from sim.registry.rows import count
from sim.state.codes import Interim
from sim.text.vocabulary import FORMS, plain

Row = dict[str, str]


def stopped(rows: Sequence[Row]) -> list[Remark]:
    """What the model does not know of organizations that do not operate: members and branches.

    A branch stays, so that coverage is the list's; members of the others are taken away.
    """
    branched, peopled = [], []
    for number, row in enumerate(rows, 2):
        if read.is_missing(row.get("operating", "")) or _yes(row["operating"]):
            continue
        party = FORMS.get(plain(row.get("party_organization", "")), (False, None, Interim.NONE))
        if party[0] or row.get("joint_branch"):
            branched.append(number)
            row.pop("operating")
        elif party[2] or count(row.get("members", "")) or count(row.get("full_members", "")):
            peopled.append(number)
            row |= {"members": "0"}
            if party[2]:
                row["party_organization"] = "none"
            for column in ("full_members", "transferred", "head_is_member"):
                row.pop(column, None)
    found = []
    if branched:
        text = N_("Not operating, yet with a branch: counted as operating, so that coverage is the "
                  "list's: {n} (rows {rows}).")  # fmt: skip
        found.append(Remark(text, {"n": len(branched), "rows": rows_named(branched)}, True))
    if peopled:
        text = N_("Not operating, yet with members: they stay out of operation, and their members "
                  "are not counted: {n} (rows {rows}).")  # fmt: skip
        found.append(Remark(text, {"n": len(peopled), "rows": rows_named(peopled)}, True))
    return found


def _yes(cell: str) -> bool:
    try:
        return read.truth(cell)
    except read.WrongCell:
        return True


def start(rows: Sequence[Row], first: tuple[int, int]) -> tuple[tuple[int, int], int]:
    """``first``, or the month after the last founding up to six years later, and its row.

    The row is 0 where the month is ``first``.
    """
    latest, at = first, 0
    for number, row in enumerate(rows, 2):
        try:
            year, month = read.month(row.get("founded", ""))
        except read.WrongCell:
            continue
        following = (year + month // 12, month % 12 + 1)
        if year <= first[0] + 6 and following > latest:
            latest, at = following, number
    return latest, at
