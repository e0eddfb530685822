"""Party organizations of a list, row by row, and columns of yes in which blanks are no.

Several columns may say it, and a blank means no in some. Where a presence column says yes or
nothing, a blank is no. Where it says yes, no and nothing, a blank is no if every other such column
is blank there too; with a single one it stays open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sim.locale import N_, _, noted
from sim.registry import cells as read
from sim.registry import families as of
from sim.registry import forms as said
from sim.registry.findings import Entry, Reading, several
from sim.registry.grids import text_of
from sim.state.codes import Form, Interim
from sim.text.vocabulary import FORMS, YES, plain, suggested

Meant = tuple[bool, Form | None, Interim]
HIGHER: Final = (
    Form.GENERAL_BRANCH, Form.COMMITTEE, Form.JOINT, Form.REGIONAL, Form.FUNCTIONAL
)  # fmt: skip
"""Forms that say more than that there is a branch."""


@dataclass(frozen=True)
class Presence:
    """What the party columns of a row say together."""

    word: str
    """A word of ``FORMS``; empty where nothing is said."""
    yes_no: bool | None = None
    clash: bool = False
    """Whether one column says yes and another no."""
    beside: bool = False
    """Whether a bare yes stands beside an interim form, which is no branch."""


def together(cells: Sequence[str], ticked: Sequence[str], levels: Sequence[str]) -> Presence:
    """Read the party cells of one row: words, forms that are ticked, levels that are ticked.

    Raises :class:`~sim.registry.cells.WrongCell` where a word is not known.
    """
    words = [said.party(cell) for cell in cells if not read.is_missing(cell)]
    words += [*ticked, *levels]
    if not words:
        return Presence("")
    meant: list[tuple[str, Meant]] = [(word, FORMS[plain(word)]) for word in words]
    yes = [(word, form) for word, (covered, form, _interim) in meant if covered]
    no = [(word, interim) for word, (covered, _form, interim) in meant if not covered]
    interims = [word for word, interim in no if interim]
    if yes and interims and all(form is None for _word, form in yes):
        return Presence(interims[0], False, beside=True)
    if yes and no:
        return Presence(no[0][0], False, clash=True)
    if not yes:
        return Presence(next((word for word, interim in no if interim), no[0][0]), False)
    forms = [word for word, form in yes if form is not None]
    higher = [word for word, form in yes if form in HIGHER]
    return Presence((higher or forms or [yes[0][0]])[0], True)


@dataclass(frozen=True)
class Blanks:
    """Counts of a presence column, and whether its blanks are read as none."""

    yes: int
    no: int
    blank: int
    none: bool
    rows: tuple[int, ...]
    """Rows in which it is blank."""


def blanks(
    found: Sequence[bool | None], columns: int, stated: str | None, rows: Sequence[int]
) -> Blanks:
    """Apply the rule; ``columns`` say it, ``stated`` is what the scenario decides."""
    yes, no = found.count(True), found.count(False)
    blank = len(found) - yes - no
    by_rule = yes > 0 and (no == 0 or columns > 1)
    none = by_rule if stated is None else stated == "none"
    return Blanks(yes, no, blank, none, tuple(rows))


OPEN: Final = "unknown"
"""What is written where a word says that nothing is known: no blank, which may mean none."""
UNCLEAR: Final = N_("{heading}: a word says that it is not known: {n} (rows {rows}). Drawn.")
UNCLEAR_NOBODY: Final = N_("{heading}: a word says that it is not known: {n} (rows {rows}).")
DRAWN: Final = N_("{heading}: {yes} yes, {no} no, {blank} blank; blank is unknown and drawn.")
NOBODY: Final = N_(
    "{heading}: {yes} yes, {no} no, {blank} blank; as no row says yes, none has one at the start."
)
YES_ONLY: Final = ("head_is_member", "on_base")
"""Columns of yes and no in which a blank beside nothing but yes means no."""


def party(reading: Reading, entries: list[Entry]) -> Blanks | None:
    """Party organizations from all columns that say it; blanks by their rule."""
    columns = reading.columns
    branch = columns.parts.get(of.BRANCH_NAME)
    at = [*columns.party, *([branch] if branch is not None else [])]
    forms = {n: word for n, (c, word) in columns.ticks.items() if c == "party_organization"}
    levels = {n: word for n, (c, word) in columns.ticks.items() if c == "level"}
    sources = len(at) + (1 if forms else 0) + (1 if levels else 0)
    if not sources:
        return None
    taken: Counter[str] = Counter()
    answers: list[bool | None] = []
    liaisons: list[int] = []
    others: list[int] = []
    beside: list[int] = []
    unclear: list[int] = []
    numbers = {n: _numbered(reading, n) for n in at}
    codes = {n: _codes(reading, n, numbers[n]) for n in at}
    for entry in entries:
        cells = [numbers[n].get(entry.texts[n], entry.texts[n]) for n in at]
        given = [entry.texts[n] for n in at]
        taken.update(f"{read.shortened(cell)} → {c}" for cell, c in zip(given, cells, strict=True)
                     if c != cell)  # fmt: skip
        if _coded(reading, entry, codes):
            continue
        for rows, test in ((liaisons, said.is_liaison), (others, said.is_others)):
            if sources > 1 and any(map(test, cells)):
                rows.append(entry.row)
                cells = [cell for cell in cells if not test(cell)]
        try:
            found = together(cells, _ticked(entry, forms), _ticked(entry, levels))
        except read.WrongCell:
            _unknown_form(reading, entry, cells)
            continue
        if found.clash:
            entry.cells["party_organization"] = ", ".join(filter(None, cells))
            reading.fault(
                entry,
                "party_organization",
                _(
                    "One column says that there is a party organization, another says that there "
                    "is none."
                ),
                _("Correct one of the two cells."),
                N_("one column says yes, another no"),
            )
            continue
        if found.beside:
            beside.append(entry.row)
        if not found.word and any(map(read.is_open, cells)):
            entry.cells["party_organization"] = OPEN
            unclear.append(entry.row)
            continue
        entry.cells["party_organization"] = found.word
        joint = found.yes_no is None and entry.cells.get("joint_branch")
        answers.append(True if joint else found.yes_no)
        words = [c for c in cells if not read.is_missing(c) and said.party(c) != c]
        taken.update(f"{read.shortened(cell)} → {said.party(cell)}" for cell in words)
        if branch is not None and found.word and "joint_branch" not in columns.single:
            _joint(entry, entries, branch)
    heading = {"heading": reading.heading("party_organization")}
    if taken and branch is None:
        few = several(noted(pair, n) for pair, n in taken.most_common(6))
        reading.say(N_("{heading}: words taken as {words}."), heading | {"words": few})
    text = N_("{heading}: a liaison is no branch: {n} (rows {rows}).")
    reading.say(text, heading, rows=liaisons)
    text = N_(
        "{heading}: the branch or committee of a place or an office is none of their own: {n} "
        "(rows {rows})."
    )
    reading.say(text, heading, rows=others, weighty=True)
    text = N_(
        "{heading}: yes beside a word for no branch of its own (挂靠, 依托): the word holds, so it "
        "is none: {n} (rows {rows})."
    )
    reading.say(text, heading, rows=beside, weighty=True)
    open_rows = [entry.row for entry in entries if _is_open(entry)]
    counts = blanks(answers, sources, reading.choices.blank, open_rows)
    share = reading.choices.share
    both = counts.yes > 0 and (counts.no > 0 or (counts.none and counts.blank > 0))
    text = UNCLEAR if (both if share is None else share) else UNCLEAR_NOBODY
    reading.say(text, heading, rows=unclear, weighty=True)
    _say_blanks(reading, counts, sources)
    if counts.none:
        for entry in filter(_is_open, entries):
            entry.cells["party_organization"] = "none"
    return counts


def _is_open(entry: Entry) -> bool:
    """Whether nothing says if there is a party organization; one that is joint is named."""
    return not (entry.cells.get("party_organization") or entry.cells.get("joint_branch"))


def _numbered(reading: Reading, at: int) -> dict[str, str]:
    """Words for the numbers of a column: counts of branches, days of founding, 1 yes and 2 no."""
    cells = [text_of(row[at]) for row in reading.table.raw]
    stated = sorted({cell for cell in cells if not read.is_missing(cell)})
    key = said.key_of(reading.table.headings[at])
    if key and set(stated) <= set(key):
        return key
    if stated == ["1", "2"] and all(cells):
        return {"1": "yes", "2": "none"}
    counts = {cell: said.branches(cell) for cell in stated}
    named = reading.table.headings[at].endswith("数")
    if all(counts.values()) and (named or "none" in counts.values()):
        return {cell: word for cell, word in counts.items() if cell not in ("0", "1")}
    return {cell: "yes" for cell in stated if read.excel_day(cell)}


def _codes(reading: Reading, at: int, numbers: Mapping[str, str]) -> frozenset[str]:
    """Return numbers that say a form by a code which nothing explains: 1, 2, 3."""
    cells = {cell for row in reading.table.raw if not read.is_missing(cell := text_of(row[at]))}
    coded = {cell for cell in cells if re.fullmatch(r"[1-9]", cell) and cell not in numbers}
    named = reading.table.headings[at].endswith("数")
    return frozenset(coded if len(coded) > 1 and "0" not in cells and not named else ())


def _coded(reading: Reading, entry: Entry, codes: Mapping[int, frozenset[str]]) -> bool:
    """Report a code that nothing explains."""
    at = next((n for n, found in codes.items() if entry.texts[n] in found), None)
    if at is None:
        return False
    entry.cells["party_organization"] = entry.texts[at]
    reading.fault(
        entry,
        "party_organization",
        _('"{cell}" is a code, and the heading does not say what it means.').format(
            cell=entry.texts[at]
        ),
        _("Write the words, or say it in the heading: 党组织（1 单独、2 联合、3 无）."),
        _("a code that the heading does not explain"),
    )
    return True


def _ticked(entry: Entry, words: Mapping[int, str]) -> list[str]:
    return [
        word
        for at, word in words.items()
        if plain(entry.texts[at]) in YES or said.branches(entry.texts[at]) == "yes"
    ]


def _unknown_form(reading: Reading, entry: Entry, cells: Sequence[str]) -> None:
    for cell in cells:
        try:
            if not read.is_missing(cell):
                said.party(cell)
        except read.WrongCell:
            entry.cells["party_organization"] = cell
            try:
                read.word(cell, FORMS, suggested("party_organization"))
            except read.WrongCell as wrong:
                reading.fault(entry, "party_organization", wrong.message, wrong.hint, wrong.sort)
            return


def _joint(entry: Entry, entries: Sequence[Entry], branch: int) -> None:
    """Organizations of one joint branch, named in several rows."""
    name = entry.texts[branch]
    shared = sum(other.texts[branch] == name for other in entries)
    if name and shared > 1 and plain(entry.cells["party_organization"]).startswith(("联", "joint")):
        entry.cells["joint_branch"] = name


def _say_blanks(reading: Reading, counts: Blanks, sources: int) -> None:
    heading = reading.heading("party_organization")
    if not counts.blank or not counts.yes + counts.no:
        return
    values: dict[str, str | int] = {
        "heading": heading,
        "yes": counts.yes,
        "no": counts.no,
        "blank": counts.blank,
    }
    hint = ""
    if counts.none and reading.choices.blank == "none":
        text = N_(
            "{heading}: {yes} yes, {no} no, {blank} blank; blank is none, as the scenario says."
        )
    elif counts.none and sources > 1 and counts.no:
        text = N_(
            "{heading}: {yes} yes, {no} no, {blank} blank; blank is read as none, since "
            "these rows are blank in every such column."
        )
        hint = N_('Else write blank = "unknown".')
    elif counts.none:
        text = N_(
            "{heading}: {yes} yes, {no} no, {blank} blank; blank is read as none, since "
            "the column says nothing but yes."
        )
        hint = N_('Else write blank = "unknown".')
    elif not (counts.yes or reading.choices.share):
        text = NOBODY
    elif reading.choices.share == 0:
        text = N_(
            "{heading}: {yes} yes, {no} no, {blank} blank; by the share that is stated none of "
            "the blank ones has one."
        )
    elif reading.choices.blank == "unknown":
        text = N_(
            "{heading}: {yes} yes, {no} no, {blank} blank; blank is unknown, as the "
            "scenario says, and drawn."
        )
    else:
        text = DRAWN
        hint = N_('If it means none, write blank = "none".')
    # Open rows that the scenario wants open are counted among the imputed cells as well.
    weighty = reading.choices.blank != "unknown"
    reading.say(text, values, weighty=weighty, hint=hint, key="blank")


def yes_only(reading: Reading, entries: list[Entry]) -> None:
    """Blanks in other columns that say nothing but yes."""
    for column in YES_ONLY:
        cells = [entry.cells.get(column, "") for entry in entries]
        stated = [plain(cell) for cell in cells if not read.is_missing(cell)]
        # A word for unknown is no blank.
        blank = sum(read.is_missing(cell) and not read.is_open(cell) for cell in cells)
        if not blank or not stated or not all(word in YES for word in stated):
            continue
        for entry in entries:
            cell = entry.cells.get(column, "")
            if read.is_missing(cell) and not read.is_open(cell):
                entry.cells[column] = "no"
        reading.say(
            N_("{heading}: {yes} yes and {blank} blank; blank is read as no."),
            {"heading": reading.heading(column), "yes": len(stated), "blank": blank},
            weighty=True,
        )
