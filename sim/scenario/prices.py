"""``[prices]``: what things cost here, said once for all alternatives.

A price is a policy's field in yuan whose name begins with ``cost_``. What an entry says of itself
goes before ``[prices]``, and that before the national default.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import GetCoreSchemaHandler, create_model
from pydantic_core import CoreSchema

from sim.locale import _, pick
from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.scenario.keys import Table, key
from sim.text.issues import Report
from sim.text.locate import Path

if TYPE_CHECKING:
    from sim.scenario.schema import ScenarioFile

LEAST_SHARE: Final = 0.01
MOST_TIMES: Final = 10.0
"""A price outside these of its default is probably one in another unit: it is said."""
TEN_THOUSAND: Final = 10_000


@dataclasses.dataclass(frozen=True)
class Price:
    """A price that policies share by its name; the default and the range are the first one's."""

    name: str
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


@cache
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
                    field.name, default_of(field), meta["low"], meta["high"], meta["label"],
                    meta["source"], (name,),
                )
            )  # fmt: skip
    return found


@cache
def prices_model() -> type[Table]:
    """Return the model of the table ``[prices]``: every price, none required."""
    fields: dict[str, Any] = {
        price.name: (
            float | None,
            key(
                f"{price.label['en']}; default {price.default:g}",
                f"{price.label['zh']}；默认 {price.default:g}",
                default=None, unit="yuan", low=price.low, high=price.high,
            ),
        )
        for price in prices().values()
    }  # fmt: skip
    return create_model("Prices", __base__=Table, __doc__="Local prices.\n本地价格。", **fields)


class _Prices:
    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler.generate_schema(prices_model() | None)


PricesTable = Annotated[Any, _Prices]


def stated(file: ScenarioFile) -> dict[str, float]:
    """Return the prices that a file states once for all."""
    if file.prices is None:
        return {}
    found = ((name, getattr(file.prices, name)) for name in prices())
    return {name: float(value) for name, value in found if value is not None}


def applied(file: ScenarioFile) -> ScenarioFile:
    """Return the file with its prices in every entry that does not say its own."""
    local = stated(file)
    if not local:
        return file

    def priced(entries: list[Any]) -> list[Any]:
        return [
            entry.model_copy(
                update={
                    name: value
                    for name, value in local.items()
                    if name in type(entry).model_fields and name not in entry.model_fields_set
                }
            )
            for entry in entries
        ]

    alternatives = [
        entry.model_copy(update={"policies": priced(entry.policies)}) for entry in file.alternatives
    ]
    changed = {"baseline": priced(file.baseline), "alternatives": alternatives}
    return file.model_copy(update=changed)


def check(file: ScenarioFile, report: Report) -> None:
    """Say which amounts are so far from their default that another unit may be meant."""
    for name, value in stated(file).items():
        price = prices()[name]
        _say(("prices", name), name, value, price.default, report)
    lists: list[tuple[Path, list[Any]]] = [(("baseline",), file.baseline)]
    lists += [
        (("alternatives", number, "policies"), entry.policies)
        for number, entry in enumerate(file.alternatives)
    ]
    for path, entries in lists:
        for number, entry in enumerate(entries):
            for field in fields_in_yuan(POLICIES[entry.policy]):
                if field.name in entry.model_fields_set:
                    value = getattr(entry, field.name)
                    _say((*path, number, field.name), field.name, value, default_of(field), report)


def _say(path: Path, name: str, value: float, default: float, report: Report) -> None:
    if LEAST_SHARE * default <= value <= MOST_TIMES * default:
        return
    message = (
        _('"{name}" = {value} yuan is less than 1 % of the national default, {default} yuan.')
        if value < default
        else _('"{name}" = {value} yuan is over ten times the national default, {default} yuan.')
    )
    hint = _("Amounts are in yuan.")
    whole = value * TEN_THOUSAND
    if value and LEAST_SHARE * default <= whole <= MOST_TIMES * default:
        hint += " " + _("For {value} times 10,000 yuan write {whole}.").format(
            value=f"{value:g}", whole=f"{whole:_.0f}"
        )
    report.warn(
        path,
        message.format(name=name, value=f"{value:,g}", default=f"{default:,g}"),
        hint,
    )


def by_default(policies: Iterable[Policy]) -> dict[str, tuple[float, str]]:
    """Return the prices of policies that hold their national default, each with its meaning."""
    found = {}
    for policy in policies:
        for field in fields_in_yuan(type(policy)):
            if field.name in prices() and getattr(policy, field.name) == field.default:
                found[field.name] = (default_of(field), pick(field.metadata["label"]))
    return found
