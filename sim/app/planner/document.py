"""The scenario file behind the page: tables that are changed here and checked by the file's code.

What is on the screen is a scenario file. Every change makes new tables, writes them as TOML and
loads them as ``fugai check`` does; tables with a mistake are not kept.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sim.locale import LANGUAGES
from sim.scenario.writing import dumps

Data = dict[str, Any]
Entry = dict[str, Any]

BASELINE: Final = None
"""In place of an alternative's number: the policies that run anyway."""


def lists(data: Mapping[str, Any]) -> list[Entry]:
    """Return the alternatives of the file, without the baseline."""
    found: list[Entry] = data.get("alternatives", [])
    return found


def policies(data: Mapping[str, Any], where: int | None) -> list[Entry]:
    """Return the policies of an alternative, or of the baseline."""
    found: list[Entry] = (
        data.get("baseline", []) if where is BASELINE else lists(data)[where].get("policies", [])
    )
    return found


def id_of(entry: Mapping[str, Any]) -> str:
    """Return the id of a policy's entry: its own, else the policy's name."""
    return str(entry.get("id") or entry["policy"])


def title_of(entry: Mapping[str, Any], language: str) -> str:
    """Return the title of an alternative, its id where it has none."""
    title = entry.get("title")
    if isinstance(title, str):
        return title
    return str((title or {}).get(language) or entry["id"])


def with_values(data: Mapping[str, Any], values: Mapping[str, Any]) -> Data:
    """Return the tables with values of the top level changed, such as years."""
    return {**copy.deepcopy(dict(data)), **values}


def with_decided(data: Mapping[str, Any], values: Mapping[str, Any]) -> Data:
    """Return the tables with keys of ``[organizations]`` decided; None takes a key away."""
    changed = copy.deepcopy(dict(data))
    table = changed.setdefault("organizations", {})
    for key, value in values.items():
        table.pop(key, None)
        if value is not None:
            table[key] = value
    return changed


def with_cap(data: Mapping[str, Any], yuan: float | None) -> Data:
    """Return the tables with another cap of the whole scenario, or none."""
    changed = copy.deepcopy(dict(data))
    budget = changed.setdefault("budget", {})
    budget.pop("cap_yuan_per_year", None)
    if yuan is not None:
        budget["cap_yuan_per_year"] = yuan
    return changed


def with_parameter(data: Mapping[str, Any], name: str, value: float | None) -> Data:
    """Return the tables with a parameter set, or left to its prior."""
    changed = copy.deepcopy(dict(data))
    parameters = changed.setdefault("parameters", {})
    parameters.pop(name, None)
    if value is not None:
        parameters[name] = value
    return changed


def with_alternative(data: Mapping[str, Any], title: str, like: int | None = None) -> Data:
    """Return the tables with one more alternative, empty or as another one is."""
    changed = copy.deepcopy(dict(data))
    known = [entry["id"] for entry in lists(changed)]
    start = {} if like is None else copy.deepcopy(lists(changed)[like])
    made = {**start, "id": _free("alternative", [*known, "baseline"])}
    made |= {"title": _titled(title), "policies": start.get("policies", [])}
    made.pop("question", None)
    changed["alternatives"] = [*lists(changed), made]
    return changed


def with_entry(data: Mapping[str, Any], where: int, entry: Entry) -> Data:
    """Return the tables with an alternative put at its place, under an id that is free."""
    changed = copy.deepcopy(dict(data))
    listed = list(lists(changed))
    taken = [*(other["id"] for other in listed), "baseline"]
    listed.insert(where, {**copy.deepcopy(entry), "id": _free(str(entry["id"]), taken)})
    changed["alternatives"] = listed
    return changed


def without_alternative(data: Mapping[str, Any], where: int) -> Data:
    """Return the tables without an alternative."""
    changed = copy.deepcopy(dict(data))
    changed["alternatives"] = [e for n, e in enumerate(lists(changed)) if n != where]
    return changed


def renamed(data: Mapping[str, Any], where: int, title: str, language: str) -> Data:
    """Return the tables with another title of an alternative in one language."""
    changed = copy.deepcopy(dict(data))
    entry = lists(changed)[where]
    old = entry.get("title")
    titles = dict(old) if isinstance(old, Mapping) else _titled(title_of(entry, language))
    entry["title"] = titles | {language: title}
    return changed


def leaving_out(data: Mapping[str, Any], where: int, ids: Sequence[str]) -> Data:
    """Return the tables with other policies of the baseline left out of an alternative."""
    changed = copy.deepcopy(dict(data))
    lists(changed)[where]["without"] = list(ids)
    return changed


def with_policy(
    data: Mapping[str, Any], where: int | None, entry: Entry, at: int | None = None
) -> Data:
    """Return the tables with a policy added, or put in the place of the one at ``at``."""
    changed = copy.deepcopy(dict(data))
    listed = list(policies(changed, where))
    if at is None:
        listed.append(_named(changed, where, entry))
    else:
        listed[at] = entry
    return _placed(changed, where, listed)


def without_policy(data: Mapping[str, Any], where: int | None, at: int) -> Data:
    """Return the tables without a policy; what left it out of the baseline forgets it."""
    changed = copy.deepcopy(dict(data))
    gone = id_of(policies(changed, where)[at])
    if where is BASELINE:
        for entry in lists(changed):
            if "without" in entry:
                entry["without"] = [name for name in entry["without"] if name != gone]
    return _placed(changed, where, [e for n, e in enumerate(policies(changed, where)) if n != at])


def _placed(data: Data, where: int | None, listed: list[Entry]) -> Data:
    if where is BASELINE:
        data["baseline"] = listed
    else:
        lists(data)[where]["policies"] = listed
    return data


def _named(data: Data, where: int | None, entry: Entry) -> Entry:
    """Give a further policy of the same kind an id of its own."""
    others = [id_of(other) for other in policies(data, where)]
    if where is BASELINE:
        others += [id_of(other) for listed in lists(data) for other in listed.get("policies", [])]
    else:
        others += [id_of(other) for other in policies(data, BASELINE)]
    if entry["policy"] not in others:
        return entry
    return {**entry, "id": _free(str(entry["policy"]), others)}


def _free(name: str, taken: Sequence[str]) -> str:
    """Return the first of name, name_2, name_3 … that is not taken."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found


def _titled(title: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, title)


def safe_name(name: str, instead: str) -> str:
    """Return a file's name without folders and without signs that a system may refuse."""
    last = re.split(r"[/\\]", name)[-1]
    kept = re.sub(r"[^\w.-]+", "_", last).strip("._")
    return kept[-80:] or instead


_HEAD: Final = re.compile(r"\s*\[.*\]\s*(#.*)?$")
_ABSENT: Final = object()


@dataclass
class Section:
    """Lines from one header to the next; the first section has none, and an empty ``name``.

    ``name`` is the table's outermost key, ``own`` whether the header is of that table itself.
    """

    name: str
    own: bool
    head: str = ""
    """Remarks that stand directly above the header, and the header."""
    pieces: list[tuple[str, str]] = field(default_factory=list)
    """Key and text of each value; an empty key for remarks and empty lines."""

    @property
    def text(self) -> str:
        """Its lines."""
        return self.head + "".join(text for _key, text in self.pieces)

    def set(self, key: str, value: Any) -> None:
        """Write a value in the line of the old one, below the last one, or nowhere."""
        keys = [name for name, _text in self.pieces]
        at = keys.index(key) if key in keys else 1 + _last(keys)
        self.pieces = [piece for n, piece in enumerate(self.pieces) if piece[0] != key or n < at]
        if value is not _ABSENT:
            self.pieces.insert(at, (key, dumps({key: value}).strip("\n") + "\n"))


def patched(text: str, data: Mapping[str, Any]) -> str:
    """Return ``text`` changed so that it says ``data``."""
    try:
        found = _patched(text.replace("\r\n", "\n"), data)
        same = _said(found) == tomllib.loads(dumps(data))
    except tomllib.TOMLDecodeError:
        same = False
    return found if same else dumps(data)


def _said(text: str) -> Any:
    """Return what a text says, without what is empty."""
    return tomllib.loads(dumps(tomllib.loads(text)))


def _patched(text: str, data: Mapping[str, Any]) -> str:
    old = tomllib.loads(text)
    sections = _sections(text)
    for key in dict.fromkeys((*old, *data)):
        new = data.get(key, _ABSENT)
        if new in ({}, []):
            new = _ABSENT
        if old.get(key, _ABSENT) != new:
            sections = _replaced(sections, key, old.get(key), new)
    return "".join(section.text for section in sections)


def _replaced(sections: list[Section], key: str, old: Any, new: Any) -> list[Section]:
    """Return the sections with another value of a key of the file, or without it."""
    root, *_others = sections
    named = [section for section in sections if section.name == key]
    value = new is _ABSENT or not (isinstance(new, Mapping) or dumps({key: new}).startswith("["))
    if not named and (value or any(name == key for name, _text in root.pieces)):
        root.set(key, new)
        return sections
    if len(named) == 1 and named[0].own and _plain(old) and (new is _ABSENT or _plain(new)):
        wanted: Mapping[str, Any] = {} if new is _ABSENT else new
        for name in dict.fromkeys((*old, *wanted)):
            if old.get(name, _ABSENT) != wanted.get(name, _ABSENT):
                named[0].set(name, wanted.get(name, _ABSENT))
        if wanted or "#" in named[0].text:
            return sections
        return [section for section in sections if section is not named[0]]
    body = "" if new is _ABSENT else _table(key, new) + "\n"
    if not named:
        sections[-1].pieces.append(("", "" if sections[-1].text.endswith("\n\n") else "\n"))
        return [*sections, Section(key, own=True, head=body.rstrip("\n") + "\n")]
    made = Section(key, own=True, head=_remarks(named[0].head) + body if body else "")
    kept = [section for section in sections if section.name != key]
    kept.insert(sections.index(named[0]), made)
    return kept


def _table(key: str, value: Any) -> str:
    """Return a table or a list of tables under a header of its own."""
    text = dumps({key: value})
    if text.startswith("["):
        return text
    return f"[{key}]\n" + dumps(value)


def _plain(table: Any) -> bool:
    """Whether a table's values each fit in a line of their own."""
    return isinstance(table, Mapping) and not any(
        dumps({name: value}).startswith("[") for name, value in table.items()
    )


def _remarks(head: str) -> str:
    """Return what stands above a header."""
    return "".join(line for line in head.splitlines(keepends=True) if line.startswith("#"))


def _last(keys: list[str]) -> int:
    """Return where the last key stands, -1 where there is none."""
    return max((n for n, key in enumerate(keys) if key), default=-1)


def _sections(text: str) -> list[Section]:
    """Return a text's sections, value by value."""
    found = [Section("", own=False)]
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if not line.strip() or line.lstrip().startswith("#"):
            found[-1].pieces.append(("", line))
        elif _HEAD.match(line):
            ((name, inner),) = tomllib.loads(line).items()
            above = _taken_remarks(found[-1])
            found.append(Section(name, own=inner == {}, head=above + line))
        else:
            while (key := _key("".join(lines[at:end]))) is None and end < len(lines):
                end += 1
            found[-1].pieces.append((key or "?", "".join(lines[at:end])))
        at = end
    return found


def _taken_remarks(section: Section) -> str:
    """Take the remarks at the end of a section away: they belong to the header that follows."""
    taken: list[str] = []
    while section.pieces and section.pieces[-1][0] == "" and section.pieces[-1][1].startswith("#"):
        taken.insert(0, section.pieces.pop()[1])
    return "".join(taken)


def _key(text: str) -> str | None:
    """Return the key of a value that may go over several lines; None where it is not whole yet."""
    try:
        return next(iter(tomllib.loads(text)))
    except tomllib.TOMLDecodeError:
        return None
