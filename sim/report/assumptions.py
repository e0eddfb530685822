"""Parameters and policies in force; what the scenario changed is marked, with its standing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from sim.locale import N_, _, pick
from sim.parameters import PARAMETERS, Parameter, Scale
from sim.policies.base import Policy
from sim.present.names import alternative_name, choice_name, sentences
from sim.present.numbers import quantity
from sim.report.blocks import Block, Fold, Row, Section, Table, Text, text_row
from sim.results.reading import Results
from sim.scenario import Scenario
from sim.state.codes import Channel, Kind, Size, Type
from sim.units import unit_name

STATUSES = (N_("sourced"), N_("reasoned"), N_("free"))
"""Standing of a parameter, marked for translation: see ``sim.parameters.Status``."""


def section(results: Results) -> Section:
    """Return what the scenario changed, then everything else, folded."""
    changed = results.scenario.parameters
    blocks: list[Block] = [Text(_standing(results))]
    own = [_changed(results, PARAMETERS[name]) for name in PARAMETERS if name in changed]
    rest = [entry for name, entry in PARAMETERS.items() if name not in changed]
    if own:
        heads = ["", _("In force"), _("Default and range"), _("Status"), _("Source of the default")]
        blocks.append(Table(_("Set by the scenario"), heads, own, words=True))
    blocks.append(_policies(results))
    heads = ["", _("Default and range")]
    tables = [
        Table(_(status), heads, [_row(entry) for entry in rest if entry.status.value == status])
        for status in STATUSES
    ]
    note = Text(_("As the model has them; fugai list parameters names every source."), "note")
    title = _("All other parameters ({n})").format(n=len(rest))
    blocks.append(Fold(title, [note, *(table for table in tables if table.rows)]))
    return Section("parameters", _("Parameters and policies"), blocks)


def policies_of(results: Results, alternative: str) -> tuple[Policy, ...]:
    """Return the policies of an alternative; its scenario is known for the runs of one file."""
    return results.scenario.alternative(alternative).policies


def counted() -> dict[str, int]:
    """Return how many parameters there are of each status."""
    statuses = [parameter.status.value for parameter in PARAMETERS.values()]
    return {status: statuses.count(status) for status in ("sourced", "reasoned", "free")}


def _standing(results: Results) -> str:
    drawn = results.info["uncertainty"] != "none"
    text = _(
        "Of {all} behavioural parameters {sourced} rest on a source, {reasoned} on reasoning, and "
        "{free} are free: chosen within a range that nothing here confirms."
    ).format(all=len(PARAMETERS), **counted())
    how = (
        _(
            "Those with a range are drawn from it anew in every replicate; those that the scenario "
            "sets are not."
        )
        if drawn
        else _("All are held at one value in every replicate.")
    )
    return sentences([text, how])


def _changed(results: Results, parameter: Parameter) -> Row:
    given = quantity(results.scenario.parameters[parameter.name])
    cells = (given, _range(parameter), _(parameter.status.value), parameter.source)
    return text_row(pick(parameter.label), *cells, marked=True)


def _row(parameter: Parameter) -> Row:
    return text_row(pick(parameter.label), _range(parameter))


def _range(parameter: Parameter) -> str:
    """Return the default, what it is drawn from if it is, and the unit."""
    default, unit = quantity(parameter.default), unit_name(parameter.unit)
    if parameter.scale is Scale.FIXED:
        return _("{default} {unit}").format(default=default, unit=unit)
    return _("{default} ({low} to {high}) {unit}").format(
        default=default, low=quantity(parameter.low), high=quantity(parameter.high), unit=unit
    )


def _policies(results: Results) -> Block:
    """Return every policy of every alternative: when, for whom, and which fields it changes."""
    rows = []
    scenario = results.scenario
    for name in results.alternatives:
        policies = policies_of(results, name)
        if not policies:
            rows.append(text_row(alternative_name(results, name), _("no policies"), "", ""))
        for policy in policies:
            rows.append(
                text_row(
                    alternative_name(results, name),
                    pick(policy.label),
                    _(", ").join(_when(scenario, policy)),
                    _("; ").join(_fields(policy)),
                )
            )
    return Table(
        _("Policies; fields with another value than the default are marked with *"),
        ["", _("Policy"), _("In force"), _("Doses and unit costs")],
        rows,
        words=True,
    )


def _when(scenario: Scenario, policy: Policy) -> Iterator[str]:
    for start, end in policy.spans:
        yield _("{first} to {last}").format(
            first=_("start") if start is None else scenario.month_name(start),
            last=_("the end") if end is None else scenario.month_name(end),
        )
    for dimension, groups in _targets(scenario, policy):
        yield _("only {dimension} {groups}").format(dimension=_(dimension), groups=groups)


def _targets(scenario: Scenario, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield what a policy is limited to: a dimension, and its groups in words."""
    target, place = policy.target, scenario.place
    chosen = (
        (N_("kind"), [pick(Kind(code).plural) for code in target.kinds]),
        (N_("type"), [pick(Type(code).label) for code in target.types]),
        (N_("size"), [pick(Size(code).label) for code in target.sizes]),
        (N_("district"), [pick(place.district_titles[code]) for code in target.districts]),
        (N_("industry"), [pick(place.industry_titles[code]) for code in target.industries]),
        (N_("channel"), [pick(Channel(code).label) for code in target.channels]),
    )
    for dimension, groups in chosen:
        if groups:
            yield dimension, _(", ").join(groups)


def _fields(policy: Policy) -> Iterator[str]:
    for field in dataclasses.fields(policy):
        label = field.metadata.get("label")
        value = getattr(policy, field.name)
        if label is None or (
            field.name in ("ramp_months", "committee", "intensity") and (value == field.default)
        ):
            continue
        mark = "" if value == field.default else "*"
        said = quantity(value) if isinstance(value, (int, float)) else str(value)
        if "choices" in field.metadata:
            said = choice_name(said, field.metadata["words"])
        yield _("{label} {value}{mark}").format(label=pick(label), value=said, mark=mark)
