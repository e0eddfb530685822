"""The scenario file behind the page: tables that are changed here and checked by the file's code.

What is on the screen is a scenario file. Every change makes new tables, writes them as TOML and
loads them as ``fugai check`` does; tables with a mistake are not kept.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sim.locale import LANGUAGES

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
