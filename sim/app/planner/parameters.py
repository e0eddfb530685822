"""The parameters of the model as people read and search them, and what a scenario does to each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sim.locale import N_, _, pick
from sim.parameters import PARAMETERS, Parameter, Scale
from sim.scenario import Scenario
from sim.units import unit_name

STANDINGS: Final[Mapping[str, str]] = {
    "sourced": N_("sourced"),
    "reasoned": N_("reasoned"),
    "free": N_("free"),
}
"""How well a default is founded, in the words of the report."""


def search(words: str, standing: str = "") -> list[Parameter]:
    """Return the parameters that hold every word, in the order of the model's description.

    Words are looked for in the name, both titles, the unit and the source.
    """
    wanted = words.casefold().split()
    return [
        parameter
        for parameter in PARAMETERS.values()
        if standing in ("", parameter.status.value)
        and all(word in _searched(parameter) for word in wanted)
    ]


def given(data: Mapping[str, Any]) -> list[Parameter]:
    """Return the parameters that a scenario sets, in the order of the model's description."""
    values = data.get("parameters", {})
    return [parameter for name, parameter in PARAMETERS.items() if name in values]


def facts(parameter: Parameter) -> list[tuple[str, str]]:
    """Return what is known of a parameter, by name."""
    other = [label for label in parameter.label.values() if label != pick(parameter.label)]
    rows = [
        (_("In files"), parameter.name),
        (_("In the other language"), ", ".join(other)),
        (_("Unit"), unit_name(parameter.unit)),
        (_("Default"), f"{parameter.default:g}"),
        (_("Allowed"), allowed(parameter)),
        (_("Standing"), _(STANDINGS[parameter.status])),
        (_("Source"), parameter.source),
    ]
    return [(name, text) for name, text in rows if text]


def title(parameter: Parameter) -> str:
    """Return the title as a heading begins."""
    label = pick(parameter.label)
    return label[:1].upper() + label[1:]


def allowed(parameter: Parameter) -> str:
    """Return the range that a scenario may set."""
    text = f"{parameter.low:g} – {parameter.high:g}"
    if parameter.may_be_zero:
        return _("{range}, or 0 to switch it off").format(range=text)
    return text


def amount(parameter: Parameter, value: float) -> str:
    """Write a value with its unit; a share says by itself what it is."""
    return f"{value:g}" if parameter.unit == "share" else f"{value:g} {unit_name(parameter.unit)}"


def summary(parameter: Parameter) -> str:
    """Return in a line what is known of a parameter."""
    default = _("{default} by default").format(default=amount(parameter, parameter.default))
    parts = [default, allowed(parameter), _(STANDINGS[parameter.status]), parameter.source]
    return " · ".join(parts)


def standing_now(parameter: Parameter, scenario: Scenario) -> str:
    """Say which value a parameter has in the scenario's worlds."""
    if parameter.name in scenario.parameters:
        return _("Set: {value} in every world").format(
            value=amount(parameter, scenario.parameters[parameter.name])
        )
    learnt = scenario.posterior is not None and parameter.name in scenario.posterior.draws
    if learnt and scenario.uncertainty == "posterior":
        return _("Drawn from the posterior")
    if scenario.uncertainty == "none" or parameter.scale is Scale.FIXED:
        return _("Held at its default")
    return _("Drawn from its prior: half of the worlds on each side of the default")


def _searched(parameter: Parameter) -> str:
    parts = (
        parameter.name,
        *parameter.label.values(),
        unit_name(parameter.unit),
        parameter.unit,
        parameter.source,
    )
    return " ".join(parts).casefold()
