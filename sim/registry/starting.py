"""What the model asks of a list: a first month, and nobody in organizations that have stopped."""

from __future__ import annotations

from collections.abc import Sequence

from sim.locale import N_
from sim.registry import cells as read
from sim.registry.findings import Remark, rows_named
from sim.registry.rows import Row
from sim.state.codes import Interim
from sim.text.vocabulary import FORMS, plain


def stopped(rows: Sequence[Row]) -> list[Remark]:
    """What the model does not know of organizations that do not operate: members and branches.

    A branch stays, so that coverage is the list's; members of the others are taken away.
    """
    branched, peopled = [], []
    for number, row in enumerate(rows, 2):
        operating = row.get("operating", "")
        if read.is_missing(operating) or read.tried(read.truth, operating) is not False:
            continue
        party = FORMS.get(plain(row.get("party_organization", "")), (False, None, Interim.NONE))
        if party[0] or row.get("joint_branch"):
            branched.append(number)
            row.pop("operating")
        elif party[2] or any(read.count(row.get(c, "")) for c in ("members", "full_members")):
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


def first_month(rows: Sequence[Row], first: tuple[int, int]) -> tuple[tuple[int, int], int]:
    """``first``, or the month after the last founding up to six years later, and its row.

    The row is 0 where the month is ``first``.
    """
    latest, at = first, 0
    for number, row in enumerate(rows, 2):
        founded = read.tried(read.month, row.get("founded", ""))
        if founded is None:
            continue
        year, month = founded
        following = (year + month // 12, month % 12 + 1)
        if year <= first[0] + 6 and following > latest:
            latest, at = following, number
    return latest, at
