"""Tables of a file that are made from descriptions elsewhere: policies, parameters, …

A policy's table has the fields of its dataclass; a field's range, unit and labels are its
metadata (``sim.policies.base.param`` and ``choice``). So a new policy is in the file format, the
JSON schema and the messages as soon as it is in ``POLICIES``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, Final, Literal

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    create_model,
)
from pydantic_core import CoreSchema

from sim.extensions.registry import VARIANTS, cached
from sim.parameters import PARAMETERS
from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.scenario.keys import KindName, Made, Table, key, month_key, name_of
from sim.state.codes import Channel, Size, Type
from sim.state.plugged import SLOTS

TypeName = Annotated[str, name_of(Type)]
SizeName = Annotated[str, name_of(Size)]
ChannelName = Annotated[str, name_of(Channel)]


class TargetTable(Table):
    """Organizations that a policy is for; whatever is not named is not restricted."""

    districts: list[str] = key("Districts, by id", "区域代号", default=[])
    industries: list[str] = key("Industries, by id", "行业代号", default=[])
    kinds: list[KindName] = key("Kinds of organization", "组织类别", default=[])
    types: list[TypeName] = key("Types of organization", "组织类型", default=[])
    sizes: list[SizeName] = key(
        "Size classes by staff: micro < 5, small 5-9, medium 10-49, large >= 50",
        "规模：micro 不足 5 人，small 5-9 人，medium 10-49 人，large 50 人及以上",
        default=[],
    )
    channels: list[ChannelName] = key(
        "Channels through which a committee reaches it", "管理渠道", default=[]
    )


class Period(Table):
    """A period in which a policy is in force, first and last month included."""

    start: str | None = month_key("First month", "首月")
    end: str | None = month_key("Last month", "末月")


AUTO: Final = "auto"
"""What a number goes by the size of a place by."""

# Fields of Policy that the file writes in a way of its own.
_OWN: dict[str, tuple[Any, Any]] = {
    "id": (
        str | None,
        key(
            "Short name; the policy's name where not given",
            "代号（默认为措施名）",
            default=None,
            pattern=r"^[a-z][a-z0-9_]*$",
        ),
    ),
    "target": (TargetTable, key("Organizations it is for", "适用对象", default=TargetTable())),
    "start": (
        str | None,
        month_key("First month; the start where not given", "首月（默认为起始月）"),
    ),
    "end": (
        str | None,
        month_key("Last month, included; open where not given", "末月（含，默认至结束）"),
    ),
    "periods": (
        list[Period],
        key("Several periods in place of start and end", "多个实施期（代替 start 与 end）",
            default=[]),
    ),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class _Or:
    """Says in the JSON schema what else a number may be, outside its range."""

    also: Mapping[str, Any]
    switch: bool = False

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        found = handler(schema)
        found = {**found, "anyOf": [*found["anyOf"], self.also]}
        return {**found, "x-or-zero": True} if self.switch else found


def _zero_or(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    return 0.0 if type(value) in (int, float) and value == 0 else check(value)


_NOT_AUTO: Final = BeforeValidator(lambda value: None if value == AUTO else value)
_ZERO_OR: Final = WrapValidator(_zero_or)


def _by_size(meta: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return a number that may be ``"auto"``, as it is where nothing is said."""
    label, many = meta["label"], meta["auto"]
    of = ("organizations of each committee", "每个上级党组织每百个组织") if meta["auto_each"] else (
        "organizations of the target", "对象每百个组织"
    )  # fmt: skip
    described = key(
        f'{label["en"]}; "auto" (default): {many:g} for 100 {of[0]}',
        f'{label["zh"]}；默认 "auto"：{of[1]} {many:g}',
        default=None, unit=meta["unit"], low=meta["low"], high=meta["high"],
    )  # fmt: skip
    return Annotated[int | None, _NOT_AUTO, _Or({"const": AUTO})], described


def _field(field: dataclasses.Field[Any]) -> tuple[Any, Any]:
    """Return the type and description of a policy's field in the file."""
    if field.name in _OWN:
        return _OWN[field.name]
    meta = field.metadata
    label = meta["label"]
    if "choices" in meta:
        return Literal[tuple(meta["choices"])], key(label["en"], label["zh"], default=field.default)
    if isinstance(field.default, bool):
        return bool, key(label["en"], label["zh"], default=field.default)
    whole = meta.get("whole", False)
    if "auto" in meta:
        return _by_size(meta)
    default: Any = field.default
    described = key(
        label["en"],
        label["zh"],
        default=int(default) if whole else default,
        unit=meta["unit"],
        low=meta["low"],
        high=meta["high"],
    )
    return int if whole else float, described


@cache
def policy_model(name: str) -> type[Table]:
    """Return the model of a policy's entry in a file."""
    policy: type[Policy] = POLICIES[name]
    fields: dict[str, Any] = {
        "policy": (Literal[name], key(policy.label["en"], policy.label["zh"]))
    }
    for field in dataclasses.fields(policy):
        fields[field.name] = _field(field)
    return create_model(
        policy.__name__,
        __base__=Table,
        __doc__=f"{policy.help['en']}\n{policy.help['zh']}",
        **fields,
    )


def _any_policy() -> Any:
    """Return the entry of one of the policies, distinguished by its key ``policy``."""
    union: Any = reduce(or_, map(policy_model, POLICIES))
    return Annotated[union, Field(discriminator="policy")]


PolicyTable = Annotated[Any, Made(_any_policy)]


@cache
def parameters_model() -> type[Table]:
    """Return the model of the table ``[parameters]``: every parameter, none required."""
    fields: dict[str, Any] = {}
    for parameter in PARAMETERS.values():
        number: Any = float | None
        fields[parameter.name] = (
            Annotated[number, _ZERO_OR, _Or({"const": 0}, switch=True)]
            if parameter.may_be_zero
            else number,
            key(
                f"{parameter.label['en']}; default {parameter.default:g}",
                f"{parameter.label['zh']}；默认 {parameter.default:g}",
                default=None,
                unit=parameter.unit,
                low=parameter.low,
                high=parameter.high,
            ),
        )
    return create_model(
        "Parameters", __base__=Table, __doc__="Behavioural parameters.\n行为参数。", **fields
    )


ParametersTable = Annotated[Any, Made(parameters_model)]


@cached
def model_table() -> type[Table]:
    """Return the model of the table ``[model]``: a rule for each slot, and an edge list."""
    fields: dict[str, Any] = {}
    for name, slot in SLOTS.items():
        rules = (slot.default, *VARIANTS[name])
        described = key(
            f"{slot.en}: {', '.join(rules)}", f"{slot.zh}：{'、'.join(rules)}", default=None
        )
        fields[name] = (Literal[rules] | None, described)
    fields["edges"] = (
        str | None,
        key("Edge list for peers: a CSV of two columns", "同行联系名单（两列 CSV）", default=None,
            pattern=r"\S"),
    )  # fmt: skip
    return create_model("Model", __base__=Table, __doc__="Rules chosen.\n所选规则。", **fields)


ModelTable = Annotated[Any, Made(model_table)]


@dataclasses.dataclass(frozen=True)
class Price:
    """A price that policies share by its name; the default and the range are the first one's."""

    name: str
    word: str  # by which ``[prices]`` may state it as well; its name where the word is taken
    default: float
    low: float
    high: float
    label: Mapping[str, str]
    source: str
    policies: tuple[str, ...]


def fields_in_yuan(policy: type[Policy]) -> Iterable[dataclasses.Field[Any]]:
    """Return the fields of a policy that are amounts of money."""
    return (f for f in dataclasses.fields(policy) if f.metadata.get("unit") == "yuan")


def default_of(field: dataclasses.Field[Any]) -> float:
    """Return the national default of an amount: every one is declared with it."""
    value: Any = field.default
    return float(value)


_WORDS: Final = {
    "cost_member_fee_yuan": "fee",
    "cost_place_yuan": "training",
    "cost_place_month_yuan": "hosting",
}
"""Words of prices whose names begin with another's, or with a less telling one."""


def word_of(name: str, taken: Iterable[str]) -> str:
    """Return the one word for a price: of ``cost_liaison_month_yuan`` it is ``liaison``."""
    word = _WORDS.get(name) or name.removeprefix("cost_").partition("_")[0]
    return name if word in taken else word


@cached
def prices() -> Mapping[str, Price]:
    """Return every price by its name."""
    found: dict[str, Price] = {}
    for name, policy in POLICIES.items():
        for field in fields_in_yuan(policy):
            if not field.name.startswith("cost_"):
                continue
            meta, known = field.metadata, found.get(field.name)
            found[field.name] = (
                dataclasses.replace(known, policies=(*known.policies, name))
                if known
                else Price(
                    field.name, word_of(field.name, {price.word for price in found.values()}),
                    default_of(field), meta["low"], meta["high"], meta["label"],
                    meta["source"], (name,),
                )
            )  # fmt: skip
    return found


def price_of(said: str) -> Price | None:
    """Return the price that is called by its word or its name."""
    return next((price for price in prices().values() if said in (price.word, price.name)), None)


@cached
def prices_model() -> type[Table]:
    """Return the model of ``[prices]``: every price, by its word and its name, none required."""
    fields: dict[str, Any] = {
        said: (
            float | None,
            key(
                f"{price.label['en']}; default {price.default:g}",
                f"{price.label['zh']}；默认 {price.default:g}",
                default=None, unit="yuan", low=price.low, high=price.high,
            ),
        )
        for price in prices().values()
        for said in (price.word, price.name)
    }  # fmt: skip
    return create_model("Prices", __base__=Table, __doc__="Local prices.\n当地单价。", **fields)


PricesTable = Annotated[Any, Made(lambda: prices_model() | None)]

COUNTED = (
    "registered",
    "reported_base",
    "operating",
    "eligible",
    "members",
    "covered_organizations",
    "party_organizations",
    "joint_branches",
    "liaisons",
)
"""Numbers that an observation may give."""

_COVERAGES = ("organization_coverage", "work_coverage", "effective_coverage")
_BASES = ("", "_of_base", "_of_operating", "_of_eligible")
OBSERVABLE = (
    *(coverage + base for coverage in _COVERAGES for base in _BASES),
    *("reported_coverage", "member_coverage", "hollow_share"),
    *("target_t1", "target_t2", "target_t3", "target_t4"),
    *COUNTED,
)
"""Measures of ``sim.measures`` that a place can have observed: shares, and the numbers."""

MeasureName = Annotated[str, Made(lambda: Literal[OBSERVABLE])]
