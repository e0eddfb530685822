"""Forms of policies, made from what the policies declare: ranges, units, costs, help, caution."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sim.app.planner.document import Entry
from sim.locale import N_, _, labelled, noted, pick
from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.present.names import choice_name
from sim.present.numbers import percent
from sim.scenario import Scenario, amounts
from sim.scenario.tables import AUTO
from sim.state.codes import Channel, Code, Kind, Size, Type
from sim.units import unit_name

GROUPS: Final[Mapping[str, str]] = {
    "dose": N_("How much"),
    "schedule": N_("When"),
    "target": N_("For whom"),
    "cost": N_("Costs and burden"),
}
"""Groups of a form's fields, in their order."""

TARGETS: Final[Mapping[str, tuple[str, type[Code] | None]]] = {
    "districts": (N_("Districts"), None),
    "industries": (N_("Industries"), None),
    "kinds": (N_("Kinds of organization"), Kind),
    "types": (N_("Types of organization"), Type),
    "sizes": (N_("Sizes"), Size),
    "channels": (N_("Channels"), Channel),
}
"""What a policy may be limited to: the label of each field, and the codes that it offers."""


@dataclass(frozen=True)
class Field:
    """An input of a form. ``kind`` is number, whole, choice, truth, month or many.

    ``key`` is its path in the policy's entry. An empty ``unit`` is none.
    """

    key: tuple[str, ...]
    group: str
    kind: str
    label: str
    unit: str
    default: Any
    low: float | None = None
    high: float | None = None
    choices: Mapping[str, str] = dataclasses.field(default_factory=dict)
    source: str = ""
    by_size: Callable[[Mapping[str, Any]], int] | None = None
    """What the size of the place makes of it, by the entry of the policy."""

    def usual(self, entry: Mapping[str, Any]) -> Any:
        """Return the value where an entry says nothing."""
        return self.default if self.by_size is None else self.by_size(entry)

    @property
    def allowed(self) -> str:
        """The range, as people read it."""
        if self.low is None or self.high is None:
            return ""
        return f"{self.low:,g} – {self.high:,g}"

    @property
    def wide(self) -> str:
        """The label with its unit."""
        if not self.unit:
            return self.label
        return noted(self.label, unit_name(self.unit))


FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    N_("People who are sent"): ("dispatch_liaisons", "committee_staff", "service_center"),
    N_("Money and rooms"): (
        "startup_grant", "activity_subsidy", "party_fee_rebate", "venue_sharing",
    ),
    N_("Secretaries"): (
        "secretary_stipend", "secretary_training", "secretary_sourcing", "secretary_protection",
        "dual_entry",
    ),
    N_("Forms of branch"): (
        "joint_branch_drive", "anchor_led", "area_branch", "functional_branch",
        "industry_committee", "hosting",
    ),
    N_("Members"): (
        "transfer_drive", "recruitment_drive", "member_placement", "mass_organization_first",
    ),
    N_("Examples and recognition"): (
        "demonstration_sites", "publicity_campaign", "recognition", "branch_appraisal",
    ),
    N_("Registers, checks and targets"): (
        "registration_prompt", "annual_check", "census", "coverage_quota", "base_cleanup",
    ),
}  # fmt: skip
"""Policies as somebody looks for them; one that is in none comes last."""

OTHERS: Final = N_("Others")


def families(words: str = "") -> dict[str, list[str]]:
    """Return the policies in which every word is found, by family.

    Words are looked for in label, help and name; ``words`` may be empty.
    """
    known = {name for names in FAMILIES.values() for name in names}
    every = {**FAMILIES, OTHERS: tuple(name for name in POLICIES if name not in known)}
    wanted = words.casefold().split()
    found = {
        _(title): [
            name
            for name in names
            if name in POLICIES and all(word in _searched(name) for word in wanted)
        ]
        for title, names in every.items()
    }
    return {title: names for title, names in found.items() if names}


def _searched(name: str) -> str:
    policy = POLICIES[name]
    return " ".join((name, *policy.label.values(), pick(policy.help))).casefold()


def short_help(name: str) -> str:
    """Return the first clause of what a policy does."""
    text = pick(POLICIES[name].help)
    return re.split(r"(?<=[;；。])|(?<=\.)\s", text)[0].rstrip(";；。.")


def form(name: str, scenario: Scenario) -> dict[str, list[Field]]:
    """Return the fields of a policy's form by group."""
    found: dict[str, list[Field]] = {group: [] for group in GROUPS}
    for field in _fields(POLICIES[name], scenario):
        found[field.group].append(field)
    return {group: fields for group, fields in found.items() if fields}


def value(entry: Mapping[str, Any], field: Field) -> Any:
    """Return what an entry says for a field, its default where it says nothing."""
    found: Any = entry
    for part in field.key:
        found = found.get(part) if isinstance(found, Mapping) else None
    return field.usual(entry) if found is None or found == AUTO else found


def changed(entry: Entry, field: Field, new: Any) -> Entry:
    """Return an entry with another value; what is at its default needs no line in the file."""
    *tables, last = field.key
    found: Entry = {**entry}
    inner = found
    for part in tables:
        inner[part] = dict(inner.get(part, {}))
        inner = inner[part]
    empty = new is None or new == "" or new == []
    if empty or (new == field.usual(entry) and last not in inner):
        inner.pop(last, None)
    else:
        inner[last] = _typed(field, new)
    if tables and not found[tables[0]]:
        del found[tables[0]]
    return found


def summary(entry: Mapping[str, Any], scenario: Scenario) -> str:
    """Return in a line what an entry says, and its first dose even where it says nothing of it."""
    told = []
    groups = form(str(entry["policy"]), scenario)
    first = next(field.key for field in groups["dose"])
    for fields in groups.values():
        for field in fields:
            found = value(entry, field)
            said = field.key[0] in entry or field.key == first
            if field.kind != "month" and said and found not in ([], None):
                told.append(labelled(field.label, _shown(field, found)))
    dates = [when(entry)] if when(entry) else []
    return " · ".join([*dates, *told])


_APART: Final = ("joint_radius", "joint_max")
"""Numbers that say with whom something is done, and not how much of it."""
_COUNTED: Final = ("posts", "places", "organizations", "sites", "centres", "committees")


def dose(entry: Mapping[str, Any], scenario: Scenario) -> Field | None:
    """Return the number that says how much of a policy there is; None where none does."""
    return next(
        (field for field in form(str(entry["policy"]), scenario).get("dose", ())
         if field.kind in ("number", "whole") and field.key[-1] not in _APART), None,
    )  # fmt: skip


def amount(entry: Mapping[str, Any], scenario: Scenario) -> str:
    """Return a policy's dose as a chip has it, empty where it has none.

    A count of what the label names needs no unit: “Dispatched liaisons: 12”.
    """
    field = dose(entry, scenario)
    if field is None:
        return ""
    found = value(entry, field)
    if not isinstance(found, (int, float)):
        return str(found)
    if field.unit in ("share", "probability"):
        return percent(found)
    if field.unit == "share a year":
        return _("{share} a year").format(share=percent(found))
    return f"{found:,g}" if field.unit in _COUNTED else _shown(field, found)


def reach(field: Field, found: float) -> tuple[float, float, float]:
    """Return from where to where a slider moves a dose, and its step.

    The allowed range may end at 200,000: a slider reaches four times the usual, or twice what is
    there.
    """
    assert field.low is not None
    assert field.high is not None
    usual = field.default if isinstance(field.default, (int, float)) else 0
    top = min(field.high, max(4 * usual, 2 * found, field.low + 1))
    if field.kind == "whole":
        return field.low, math.ceil(top), max(1, 10 ** max(0, math.floor(math.log10(top)) - 1))
    step = 10.0 ** (math.floor(math.log10(top - field.low)) - 1)
    return field.low, math.ceil(top / step) * step, step


def years(entry: Mapping[str, Any]) -> str:
    """Return when a policy is in force, whole years without their months."""
    parts = []
    for part in entry.get("periods") or [entry]:
        start, end = str(part.get("start", "")), str(part.get("end", ""))
        if start.endswith("-01") and (not end or end.endswith("-12")):
            start, end = start[:4], end[:4]
        if start or end:
            parts.append(start if start == end else f"{start}–{end}")
    return _(", ").join(parts)


def when(entry: Mapping[str, Any]) -> str:
    """Return the months in which a policy is in force, empty for always."""
    periods = entry.get("periods") or [entry]
    spans = [(part.get("start", ""), part.get("end", "")) for part in periods]
    return _(", ").join(f"{start} – {end}".strip() for start, end in spans if start or end)


def _typed(field: Field, new: Any) -> Any:
    """Return a number as the file writes it; what is no whole number is left for the check."""
    if field.kind == "whole" and isinstance(new, float) and new.is_integer():
        return int(new)
    return new


def _shown(field: Field, found: Any) -> str:
    if field.kind == "many":
        return _(", ").join(field.choices.get(each, str(each)) for each in found)
    if field.kind == "choice":
        return field.choices.get(found, str(found))
    if isinstance(found, bool):
        return _("yes") if found else _("no")
    text = f"{found:,g}" if isinstance(found, (int, float)) else str(found)
    return f"{text} {unit_name(field.unit)}" if field.unit and field.unit != "share" else text


def _fields(policy: type[Policy], scenario: Scenario) -> list[Field]:
    declared = [field for field in dataclasses.fields(policy) if field.metadata]
    # The policy's own doses first: intensity says how much of them.
    declared.sort(key=lambda field: field.name == "intensity")
    own = [_sized(field, scenario) for field in declared]
    months = [
        Field(("start",), "schedule", "month", _("First month"), "YYYY-MM", None),
        Field(("end",), "schedule", "month", _("Last month, included"), "YYYY-MM", None),
    ]
    place = scenario.place
    places = {
        "districts": _named(place.district_ids, place.district_titles),
        "industries": _named(place.industry_ids, place.industry_titles),
    }
    targets = [
        Field(
            ("target", name), "target", "many", _(label), "", [],
            choices=places[name] if codes is None else code_names(codes),
        )
        for name, (label, codes) in TARGETS.items()
    ]  # fmt: skip
    return [*own, *months, *targets]


def _sized(field: dataclasses.Field[Any], scenario: Scenario) -> Field:
    """Return the input of a field; what goes by size has the number of this place."""
    found = _declared(field)
    if "auto" not in field.metadata:
        return found

    def by_size(entry: Mapping[str, Any]) -> int:
        target, committee = entry.get("target") or {}, entry.get("committee", "district")
        return amounts.number(field, target, committee, scenario.place, scenario.organizations)

    return dataclasses.replace(found, default=by_size({}), by_size=by_size)


def _declared(field: dataclasses.Field[Any]) -> Field:
    meta = field.metadata
    label = pick(meta["label"])
    if "choices" in meta:
        choices = {each: choice_name(each, meta["words"]) for each in meta["choices"]}
        group = "target" if field.name == "committee" else "dose"
        return Field((field.name,), group, "choice", label, "", field.default, choices=choices)
    if isinstance(field.default, bool):
        return Field((field.name,), "dose", "truth", label, "", field.default)
    cost = field.name.startswith(("cost_", "burden_"))
    group = "cost" if cost else "schedule" if field.name == "ramp_months" else "dose"
    kind = "whole" if meta.get("whole") else "number"
    return Field(
        (field.name,), group, kind, label, meta["unit"], field.default, meta["low"], meta["high"],
        source=meta["source"],
    )  # fmt: skip


def code_names(codes: type[Code]) -> dict[str, str]:
    """Return the labels of codes by the names that a file gives them."""
    return {
        code.name.lower(): pick(code.plural if isinstance(code, Kind) else code.label)
        for code in codes
    }


def _named(ids: Sequence[str], titles: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {name: pick(title) for name, title in zip(ids, titles, strict=True)}
