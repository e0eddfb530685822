"""Costs in yuan and burden in hours, apart; and what a further branch-year costs, if it comes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from sim.locale import _, pick
from sim.measures.base import Band
from sim.policies.base import PAYER_LABELS, SPONSORED
from sim.present.names import alternative_name
from sim.present.numbers import (
    NOTHING,
    Cell,
    cell,
    change_cell,
    number_cell,
    quantity,
    signed,
    whole,
    yuan_cell,
)
from sim.present.replies import discounted, unit_costs
from sim.report.assumptions import policies_of
from sim.report.blocks import Row, Table
from sim.results.allowed import after
from sim.results.compare import Comparison
from sim.results.reading import Results
from sim.results.tabulate import UNMET


def table(found: Comparison) -> Table:
    """Return yuan, hours and branch-years over the whole period, a column an alternative."""
    results = found.results
    costs = [found.costs[name] for name in results.alternatives]
    payers = [name for name in SPONSORED if any(each.by_payer[name].any() for each in costs)]
    rows = [
        Row(_("Yuan"), [yuan_cell(Band.of(each.yuan)) for each in costs]),
        *(
            Row(
                _("of these: {payer}").format(payer=pick(PAYER_LABELS[name])),
                [yuan_cell(Band.of(each.by_payer[name])) for each in costs],
            )
            for name in payers
            if len(payers) > 1
        ),
        Row(
            _("Staff hours of organizations"),
            [number_cell(Band.of(each.burden_hours)) for each in costs],
        ),
    ]
    if any(each.own_yuan.any() for each in costs):
        own = [yuan_cell(Band.of(each.own_yuan)) for each in costs]
        rows.append(Row(_("Yuan that organizations pay themselves"), own))
    if len(costs) > 1:
        none = Cell(NOTHING)
        rows += [
            Row(
                _("Yuan above the baseline"),
                [none, *(yuan_cell(Band.of(each.added_yuan), sign=True) for each in costs[1:])],
            ),
            Row(
                _("Hours above the baseline"),
                [none, *(change_cell(Band.of(each.added_burden_hours)) for each in costs[1:])],
            ),
            Row(
                _("Effective branch-years above the baseline"),
                [none, *(cell(Band.of(each.branch_years), signed) for each in costs[1:])],
            ),
            Row(
                _("Yuan per added branch-year"),
                [none, *(each.price.cell for each in costs[1:])],
            ),
        ]
    heads = ["", *(alternative_name(results, name) for name in results.alternatives)]
    return Table(_("Over the whole period"), heads, rows)


def notes(found: Comparison) -> Iterator[str]:
    """Say what a cap buys of what is planned, and what the numbers stand on."""
    yield from map(str, after(found.results).values())
    rate = found.results.scenario.budget.discount_per_year
    if rate:
        yield discounted(rate)
    yield unit_costs()
    if len(found.results.alternatives) > 1:
        yield _(
            "Yuan per added branch-year: mean added yuan over mean added years of effective "
            "branches, in the whole period. In brackets: what 90 % of resamples of the "
            "replicates lie between. There is a price only where both are clearly above zero."
        )


def ledger(results: Results) -> Table:
    """Return what was realised and what it cost, policy by policy: means over worlds."""
    keys = ["alternative", "policy", "item"]
    sums = results.table("ledger").group_by(keys).aggregate(
        [("quantity", "sum"), ("amount", "sum")]
    )  # fmt: skip
    place = {name: number for number, name in enumerate(results.alternatives)}
    lines = [(*(line[key] for key in keys), line["quantity_sum"], line["amount_sum"])
             for line in sums.to_pylist()]  # fmt: skip
    scale = results.weight / len(results.replicates)
    rows = []
    for name, policy, item, done, paid in sorted(
        lines, key=lambda line: (place[line[0]], *line[1:3])
    ):
        if item == UNMET or not done:
            continue
        label, unit = _called(results, name, policy, item)
        cells = [label, whole(done * scale), quantity(paid / done), whole(paid * scale), unit]
        rows.append(Row(alternative_name(results, name), [Cell(cell) for cell in cells]))
    return Table(
        _("What was realised, and what it cost: means over replicates, not discounted"),
        ["", _("Cost of"), _("Quantity"), _("Unit cost"), _("Amount"), _("Unit")],
        rows,
        words=True,
    )


def _called(results: Results, alternative: str, policy: str, item: str) -> tuple[str, str]:
    """Return what a line of the ledger is called: the policy, the field of its unit cost."""
    used = next(entry for entry in policies_of(results, alternative) if entry.id == policy)
    field = next(entry for entry in dataclasses.fields(used) if entry.name == item)
    label = _("{policy}: {item}").format(
        policy=pick(used.label), item=pick(field.metadata["label"])
    )
    hours = next(cost.hours for cost in used.costs() if cost.item == item)
    return label, _("hours") if hours else _("yuan")
