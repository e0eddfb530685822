"""``[prices]``: what things cost here, said once for all alternatives.

A price is a policy's field in yuan whose name begins with ``cost_``; ``[prices]`` may say one word
of it instead. What an entry says of itself goes before ``[prices]``, and that before the national
default.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sim.locale import _, pick
from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.scenario.schema import ScenarioFile
from sim.scenario.tables import default_of, fields_in_yuan, prices, prices_model
from sim.text.locate import Path
from sim.text.problems import Report

LEAST_SHARE: Final = 0.01
MOST_TIMES: Final = 10.0
"""A price outside these of its default is probably one in another unit: it is said."""
TEN_THOUSAND: Final = 10_000


def stated(file: ScenarioFile) -> dict[str, float]:
    """Return the prices that a file states once for all, by their names."""
    return {name: getattr(file.prices, said[0]) for name, said in _said(file).items()}


def _said(file: ScenarioFile) -> dict[str, list[str]]:
    """Return how each price is said that a file states: by its word, by its name, by both."""
    if file.prices is None:
        return {}
    found = {
        price.name: [
            key
            for key in dict.fromkeys((price.word, price.name))
            if getattr(file.prices, key) is not None
        ]
        for price in prices().values()
    }
    return {name: said for name, said in found.items() if said}


def applied(file: ScenarioFile) -> ScenarioFile:
    """Return the file with its prices, by name, in every entry that does not say its own."""
    local = stated(file)
    if not local:
        return file
    priced = file.with_entries(
        lambda entry: {
            name: value
            for name, value in local.items()
            if name in type(entry).model_fields and name not in entry.model_fields_set
        }
    )
    return priced.model_copy(update={"prices": prices_model()(**local)})


def check(file: ScenarioFile, report: Report) -> None:
    """Say which amounts are so far from their default that another unit may be meant.

    One price by two names is refused.
    """
    for name, said in _said(file).items():
        if len(said) > 1:
            message = _('"{word}" and "{name}" are one price.').format(word=said[0], name=name)
            report.refuse(("prices", name), message, _("Keep one of them."), at_key=True)
        value = getattr(file.prices, said[0])
        _say(("prices", said[0]), said[0], value, prices()[name].default, report)
    for path, entry in file.entries():
        for field in fields_in_yuan(POLICIES[entry.policy]):
            if field.name in entry.model_fields_set:
                value = getattr(entry, field.name)
                _say((*path, field.name), field.name, value, default_of(field), report)


def _say(path: Path, name: str, value: float, default: float, report: Report) -> None:
    # Zero is no slip of the unit: it says that there is none of it.
    if value == 0 or LEAST_SHARE * default <= value <= MOST_TIMES * default:
        return
    message = (
        _('"{name}" = {value} yuan is less than 1 % of the national default, {default} yuan.')
        if value < default
        else _('"{name}" = {value} yuan is over ten times the national default, {default} yuan.')
    )
    hint = _("Amounts are in yuan.")
    whole = value * TEN_THOUSAND
    if LEAST_SHARE * default <= whole <= MOST_TIMES * default:
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
