"""What things are called in texts, tables and figures, in the current language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sim.locale import N_, _, current_language, noted, pick
from sim.measures.catalogue import MEASURES
from sim.policies.base import Policy
from sim.present.numbers import whole
from sim.state.codes import Bottleneck, Kind, LiaisonSource, Size, Strategy, Type

if TYPE_CHECKING:
    from sim.results.reading import Results
    from sim.scenario import Scenario

NOT_OPERATING: Final = "not_operating"
"""What holds an uncovered organization that has no bottleneck."""

REGISTRY_COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": {"en": "kind", "zh": "类别"},
    "type": {"en": "type", "zh": "类型"},
    "district": {"en": "district", "zh": "区域"},
    "industry": {"en": "industry", "zh": "行业"},
    "has_channel": {"en": "supervisor", "zh": "业务主管单位"},
    "founded": {"en": "founded", "zh": "成立日期"},
    "staff": {"en": "staff", "zh": "从业人员"},
    "members": {"en": "members", "zh": "党员人数"},
    "covered": {"en": "party organization", "zh": "党组织"},
    "head_is_member": {"en": "head is a member", "zh": "负责人是否党员"},
    "operating": {"en": "operating", "zh": "是否运行"},
    "on_base": {"en": "on the base", "zh": "是否纳入统计"},
}
"""Columns of a registry that are imputed where cells are missing."""


COMMITTEES: Final[Mapping[str, str]] = {
    "district": N_("district committees"),
    "industry": N_("industry committees"),
}
"""What people read for the committees that carry a policy."""


def choice_name(name: str, words: Mapping[str, Mapping[str, str]]) -> str:
    """Return what people read for a value of a policy's choice, whose own ``words`` come first."""
    if name in words:
        return pick(words[name])
    for codes in (Strategy, LiaisonSource):
        if name.upper() in codes.__members__:
            return pick(codes.named(name).label)
    return _(COMMITTEES[name]) if name in COMMITTEES else name


def capital(text: str) -> str:
    """Return a text as it stands at the start of a line."""
    return text[:1].upper() + text[1:]


def measure_name(measure: str) -> str:
    """Return what a measure is called at the start of a line, with its base."""
    return capital(pick(MEASURES[measure].label))


def measure_within(measure: str) -> str:
    """Return what a measure is called within a sentence."""
    label = pick(MEASURES[measure].label)
    return label if current_language() == "zh" else label[:1].lower() + label[1:]


def measure_short(measure: str) -> str:
    """Return a measure's name without its base: all of a table are of registered ones."""
    return pick(MEASURES[measure].label).partition(" of ")[0].partition("（")[0]


def alternative_name(results: Results, alternative: str) -> str:
    """Return the title of an alternative."""
    return pick(results.info["alternatives"][alternative])


def group_name(results: Results, dimension: str, group: str) -> str:
    """Return the name of a group of organizations."""
    place = results.scenario.place
    if dimension == "kind":
        return pick(Kind.named(group).plural)
    if dimension in ("type", "size"):
        return pick((Type if dimension == "type" else Size).named(group).label)
    ids, titles = {
        "district": (place.district_ids, place.district_titles),
        "industry": (place.industry_ids, place.industry_titles),
    }[dimension]
    return pick(titles[ids.index(group)])


def committee_name(scenario: Scenario, name: str) -> str:
    """Return the title of the district or industry whose committee has a name in results."""
    place = scenario.place
    if name in place.district_ids:
        return pick(place.district_titles[place.district_ids.index(name)])
    return pick(place.industry_titles[place.industry_ids.index(name)])


def policy_name(policy: Policy) -> str:
    """Return what a policy is called, with its id where a scenario gave it one of its own."""
    label = pick(policy.label)
    return label if policy.id in ("", policy.name) else noted(label, policy.id)


def reason_name(link: str) -> str:
    """Return what holds an organization back, by the name of its bottleneck."""
    return _("not operating") if link == NOT_OPERATING else pick(Bottleneck.named(link).label)


def clauses(parts: Sequence[str]) -> str:
    """Join parts of a sentence that have commas of their own."""
    return _("; ").join(parts)


def columns_imputed(counts: Mapping[str, int], rows: int) -> tuple[str, str]:
    """Return the columns that no row of a registry fills, and the missing cells of the others."""
    absent = [pick(REGISTRY_COLUMNS[name]) for name, count in counts.items() if count == rows]
    some = [
        f"{pick(REGISTRY_COLUMNS[name])} {whole(count)}"
        for name, count in counts.items()
        if 0 < count < rows
    ]
    return _(", ").join(absent), _(", ").join(some)
