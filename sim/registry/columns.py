"""Registries: cells to columns of numbers and codes, every impossible one a fault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.locale import N_, _
from sim.plan.organizations import Registry
from sim.registry import cells as read
from sim.registry.findings import Fault, Remark, rows_named
from sim.registry.grids import Sheet
from sim.registry.headings import values_of
from sim.state.codes import Form, Interim, Kind, Type
from sim.text.vocabulary import COUNTED, FORMS, KINDS, NO_SUPERVISOR, TYPES, plain, suggested

_FACTS = ("has_venue", "has_fulltime", "has_funds")
"""What an organization has, from which its type follows where none is stated (S7)."""
_TRUTHS = ("head_is_member", "operating", "on_base", "willing")
_ASSOCIATIONS = (None, int(Kind.SOCIAL_GROUP), int(Kind.FOUNDATION))
"""Kinds whose members need not be on the staff; where no kind is stated it may be one of them."""


@dataclass(frozen=True)
class Words:
    """Names that a registry may use for the districts and industries of the scenario."""

    districts: Mapping[str, int]
    industries: Mapping[str, int]
    district_names: tuple[str, ...]
    industry_names: tuple[str, ...]


def words_in(sheet: Sheet, places: Mapping[str, int]) -> Words:
    """Return the districts and industries that a list names itself."""
    names = [values_of(sheet, places, column) for column in ("district", "industry")]
    districts, industries = ({plain(name): n for n, name in enumerate(found)} for found in names)
    return Words(districts, industries, *names)


def read_registry(
    sheet: Sheet, places: Mapping[str, int], words: Words, start: tuple[int, int]
) -> tuple[Registry, list[Fault], list[Remark]]:
    """Return the columns of a registry, every fault of its rows, and what was accepted.

    ``start`` is the year and month in which the scenario starts.
    """
    reader = _Reader(sheet, places, words, start)
    columns: dict[str, list[Any]] = defaultdict(list)
    for row, cells in zip(sheet.rows, sheet.cells, strict=True):
        for name, value in reader.row(row, cells).items():
            columns[name].append(value)
    reader.compare_rows(columns)
    frozen = {name: tuple(values) for name, values in columns.items()}
    return (
        Registry(file=sheet.file, encoding=sheet.encoding, rows=sheet.rows, **frozen),
        reader.faults,
        reader.remarks(),
    )


class _Reader:
    """Reads the rows of one sheet and collects what is wrong with them."""

    def __init__(
        self, sheet: Sheet, places: Mapping[str, int], words: Words, start: tuple[int, int]
    ) -> None:
        self.sheet, self.places, self.words, self.start = sheet, places, words, start
        self.cells = dict(zip(sheet.rows, sheet.cells, strict=True))
        self.faults: list[Fault] = []
        self.beyond: list[int] = []
        """Rows of associations with more members than staff."""
        self.by_facts: list[int] = []
        """Rows whose type follows from what the organization has."""

    def refuse(
        self,
        row: int,
        column: str,
        message: str,
        hint: str = "",
        sort: str = "",
        *,
        clear: str = "",
        whole_name: str = "",
    ) -> None:
        position, name = self.places.get(column), self.places.get("name")
        cells = self.cells[row]
        self.faults.append(
            Fault(
                row,
                column,
                self.sheet.headings[position] if position is not None else "",
                cells[name] if name is not None else "",
                cells[position] if position is not None else "",
                message,
                hint,
                sort,
                clear,
                whole_name,
            )
        )

    def remarks(self) -> list[Remark]:
        """What was accepted though it is unusual, and what follows from other columns."""
        beyond = N_(
            "Associations with more members than staff are accepted: {n} (rows {rows}). The "
            "simulation gives them as many staff as members."
        )
        by_facts = N_(
            "The type follows from venue, full-time staff and funds: {n} (rows {rows}). With all "
            "three an organization is stable, with none loose, else dispersed."
        )
        found: list[Remark] = []
        for text, rows in ((beyond, self.beyond), (by_facts, self.by_facts)):
            if rows:
                values: dict[str, str | int] = {"n": len(rows), "rows": rows_named(rows)}
                found.append(Remark(text, values, True))
        return found

    def row(self, row: int, cells: Sequence[str]) -> dict[str, Any]:
        """Return the values of a row, ``None`` where a cell is missing or wrong."""

        def cell(column: str, reader: Callable[[str], Any]) -> Any:
            position = self.places.get(column)
            if position is None or read.is_missing(cells[position]):
                return None
            try:
                return reader(cells[position])
            except read.WrongCell as wrong:
                self.refuse(row, column, wrong.message, wrong.hint, wrong.sort)
                return None

        texts = ("id", "name", "joint_branch", "site")
        found: dict[str, Any] = {name: cell(name, str) for name in texts}
        found |= {name: cell(name, read.number) for name in COUNTED}
        found |= {name: cell(name, read.truth) for name in _TRUTHS}
        found["kind"] = cell("kind", _kind)
        found["type"] = cell("type", _type)
        facts = [cell(name, read.fact) for name in _FACTS]
        if found["type"] is None and None not in facts:
            found["type"] = _type_of(sum(facts))
            self.by_facts.append(row)
        found["district"] = cell(
            "district", lambda c: read.word(c, self.words.districts, self.words.district_names)
        )
        found["industry"] = cell(
            "industry", lambda c: read.word(c, self.words.industries, self.words.industry_names)
        )
        found["has_channel"] = self._channel(cells)
        found["founded"] = cell("founded", self._founded)
        forms = suggested("party_organization")
        party = cell("party_organization", lambda c: read.word(c, FORMS, forms))
        if party is None and found["joint_branch"] is not None:
            party = (True, Form.JOINT, Interim.NONE)
        found["covered"], found["form"], found["interim"] = (
            (None, None, None) if party is None else (party[0], _code(party[1]), int(party[2]))
        )
        self._check(row, found)
        return found

    def _channel(self, cells: Sequence[str]) -> bool | None:
        position = self.places.get("supervisor")
        return None if position is None else read.channel(cells[position])

    def _founded(self, cell: str) -> int | None:
        if plain(cell) in NO_SUPERVISOR:
            return None
        year, month = read.month(cell)
        relative = (year - self.start[0]) * 12 + month - self.start[1]
        if relative > 0:
            raise read.WrongCell(
                _("{cell} is after the start of the scenario.").format(cell=cell),
                _("A registry lists organizations that exist at the start."),
                N_("after the start of the scenario"),
            )
        return relative

    def _check(self, row: int, found: Mapping[str, Any]) -> None:
        """Refuse what contradicts itself within a row."""
        members = found["members"]
        for part, whole in (
            ("members", "staff"),
            ("full_members", "members"),
            ("full_members", "staff"),
            ("transferred", "members"),
        ):
            if None not in (found[part], found[whole]) and found[part] > found[whole]:
                if part == "full_members" and whole == "staff" and members is not None:
                    continue
                if whole == "staff" and found["kind"] in _ASSOCIATIONS:
                    self.beyond.append(row)
                    continue
                message = _("{part} is more than {whole_name} ({whole}).").format(
                    part=found[part], whole=found[whole], whole_name=self._heading(whole)
                )
                sort = N_("more than {whole_name}")
                clear = whole if whole == "staff" else part
                self.refuse(
                    row, part, message, sort=sort, clear=clear, whole_name=self._heading(whole)
                )
        if found["operating"] is False and (members or found["covered"] or found["interim"]):
            self.refuse(
                row,
                "operating",
                _("An organization that does not operate has no members and no branch."),
                _("Write yes, or leave members and party organization empty."),
                N_("does not operate, yet has members or a branch"),
            )
        if found["head_is_member"] and members == 0:
            self.refuse(row, "head_is_member", _("The head is a member, yet there are none."))
        if found["willing"] and found["covered"]:
            self.refuse(row, "willing", _("It has a party organization already."))
        if found["joint_branch"] is not None and found["form"] not in (Form.JOINT, Form.REGIONAL):
            self.refuse(
                row, "joint_branch", _("A joint branch is named, but the form is another one.")
            )

    def _heading(self, column: str) -> str:
        return self.sheet.headings[self.places[column]]

    def compare_rows(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Refuse equal identities, and joint branches of a single organization."""
        seen: dict[tuple[Any, ...], int] = {}
        branches: dict[str, list[int]] = defaultdict(list)
        for position, row in enumerate(self.sheet.rows):
            number, name = columns["id"][position], columns["name"][position]
            district = columns["district"][position]
            if columns["joint_branch"][position] is not None:
                branches[columns["joint_branch"][position]].append(row)
            if number is None and name is None:
                continue
            identity = ("id", number) if number is not None else ("name", name, district)
            if identity in seen:
                column = "id" if number is not None else "name"
                message = _("The same as in row {row}: no two organizations may share it.")
                self.refuse(
                    row,
                    column,
                    message.format(row=seen[identity]),
                    _("Delete one of the rows, or tell them apart by a column id (编号)."),
                )
            seen.setdefault(identity, row)
        for rows in branches.values():
            if len(rows) == 1:
                self.refuse(
                    rows[0], "joint_branch", _("No other organization is in this joint branch.")
                )


def _kind(cell: str) -> int:
    return int(Kind[read.word(cell, KINDS, suggested("kind")).upper()])


def _type(cell: str) -> int:
    return int(Type[read.word(cell, TYPES, suggested("type")).upper()])


def _type_of(facts: int) -> int:
    """Return the type of an organization by how many of the three facts it has (S7)."""
    if facts == len(_FACTS):
        return int(Type.STABLE)
    return int(Type.DISPERSED if facts else Type.LOOSE)


def _code(form: Form | None) -> int | None:
    return None if form is None else int(form)
