"""Forms of policies, made from what the policies declare: ranges, units, costs, help, caution."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sim.app.planner.document import Entry
from sim.locale import N_, _, pick
from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.scenario import Scenario, amounts
from sim.scenario.amounts import AUTO
from sim.state.codes import Channel, Code, Kind, LiaisonSource, Size, Strategy, Type
from sim.units import unit_name

GROUPS: Final[Mapping[str, str]] = {
    "dose": N_("How much"),
    "schedule": N_("When"),
    "target": N_("For whom"),
    "cost": N_("Costs and burden"),
}
"""Groups of a form's fields, in their order."""

COMMITTEES: Final[Mapping[str, str]] = {
    "district": N_("district committees"),
    "industry": N_("industry committees"),
}
"""What people read for the committees that carry a policy."""

_TARGETS: Final[Mapping[str, tuple[str, type[Code] | None]]] = {
    "districts": (N_("Districts"), None),
    "industries": (N_("Industries"), None),
    "kinds": (N_("Kinds of organization"), Kind),
    "types": (N_("Types of organization"), Type),
    "sizes": (N_("Sizes"), Size),
    "channels": (N_("Channels"), Channel),
}


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
        return _("{label} ({unit})").format(label=self.label, unit=unit_name(self.unit))


def kinds() -> dict[str, str]:
    """Return the label of every policy, in the order of the model's description."""
    return {name: pick(policy.label) for name, policy in POLICIES.items()}


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
                told.append(f"{field.label}: {_shown(field, found)}")
    dates = [when(entry)] if when(entry) else []
    return " · ".join([*dates, *told])


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
    own = [_sized(policy, field, scenario) for field in declared]
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
            choices=places[name] if codes is None else _labels(codes),
        )
        for name, (label, codes) in _TARGETS.items()
    ]  # fmt: skip
    return [*own, *months, *targets]


def _sized(policy: type[Policy], field: dataclasses.Field[Any], scenario: Scenario) -> Field:
    """Return the input of a field; what goes by size has the number of this place."""
    found = _declared(field)
    if "auto" not in field.metadata:
        return found

    def by_size(entry: Mapping[str, Any]) -> int:
        target, committee = entry.get("target") or {}, entry.get("committee", "district")
        return amounts.number(
            field, policy.name, target, committee, scenario.place, scenario.organizations
        )

    return dataclasses.replace(found, default=by_size({}), by_size=by_size)


def _declared(field: dataclasses.Field[Any]) -> Field:
    meta = field.metadata
    label = pick(meta["label"])
    if "choices" in meta:
        words = meta["words"]
        choices = {
            each: pick(words[each]) if each in words else choice_name(each)
            for each in meta["choices"]
        }
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


def choice_name(name: str) -> str:
    """Return what people read for a value of a choice; others are shown as the file has them."""
    for codes in (Strategy, LiaisonSource):
        if name.upper() in codes.__members__:
            return pick(codes.named(name).label)
    return _(COMMITTEES[name]) if name in COMMITTEES else name


def _labels(codes: type[Code]) -> dict[str, str]:
    """Return the labels of codes by the names that a file gives them."""
    return {
        code.name.lower(): pick(code.plural if isinstance(code, Kind) else code.label)
        for code in codes
    }


def _named(ids: Sequence[str], titles: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {name: pick(title) for name, title in zip(ids, titles, strict=True)}
